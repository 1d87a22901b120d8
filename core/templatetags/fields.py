"""Form fields and the summary of errors."""

from dataclasses import dataclass

from django import template

register = template.Library()


@dataclass(frozen=True)
class ErrorLine:
    """A line of the summary; ``target`` is the id of the field, empty for the form as a whole."""

    text: str
    label: str
    target: str


@register.inclusion_tag("partials/error_summary.html")
def error_summary(*forms_and_formsets):
    """The summary of every error of these forms and formsets, each linked to its field."""
    lines = []
    for one in forms_and_formsets:
        lines += _of_formset(one) if hasattr(one, "management_form") else _of_form(one)
    return {"lines": lines}


@register.filter
def unit_of(field) -> str:
    """The unit written beside a box: ``unit`` of the form field, or ``data-unit`` of its widget."""
    return getattr(field.field, "unit", "") or field.field.widget.attrs.get("data-unit", "")


@register.filter
def box_class(field) -> str:
    """The classes of a text box: short and right-aligned for numbers, short for dates."""
    widget = field.field.widget
    kind = type(field.field).__name__
    css = "form-control"
    if "Decimal" in kind or "Integer" in kind or "Number" in kind or "Money" in kind:
        css += " input-num"
    elif kind == "DateField" or "Date" in type(widget).__name__ or kind.endswith("DateField"):
        css += " input-date"
    return f"{css} is-invalid" if field.errors else css


def _of_form(form) -> list[ErrorLine]:
    """First what concerns the whole form, then the fields in the order of the form."""
    lines = [
        ErrorLine(str(error), "", "")
        for name, errors in form.errors.items()
        if name not in form.fields
        for error in errors
    ]
    for name in form.fields:
        field = form[name]
        target = field.id_for_label or field.auto_id
        lines += [ErrorLine(str(error), str(field.label), target) for error in form.errors.get(name, [])]
    return lines


def _of_formset(formset) -> list[ErrorLine]:
    lines = [ErrorLine(str(error), "", "") for error in formset.non_form_errors()]
    for form in formset.forms:
        lines += _of_form(form)
    return lines
