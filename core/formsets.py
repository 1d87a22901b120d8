"""Rows in a form: add and remove without a script; with one, ``assets/js/formset.js`` adds at once."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, TOTAL_FORM_COUNT
from django.utils.translation import gettext as _

from core.forms import shown_again

MOST_ROWS = 50


class RowFormSet(forms.BaseFormSet):
    """Rows of plain forms; a row left empty counts for nothing.

    Attributes:
        identity: names of fields that no two rows may share where all of them are filled in.
    """

    identity: tuple[str, ...] = ()

    @property
    def add_name(self) -> str:
        """The name of the button that asks for one more row."""
        return f"add_{self.prefix}"

    def add_fields(self, form, index):
        """Say what the mark does; a row that holds nothing yet needs none."""
        super().add_fields(form, index)
        if not self.is_bound and (index is None or index >= self.initial_form_count()):
            del form.fields[DELETION_FIELD_NAME]
        else:
            form.fields[DELETION_FIELD_NAME].label = _("Xoá dòng này (khi nhập nhầm)")

    def clean(self):
        """Refuse two rows that say the same."""
        seen = set()
        for form in self.kept_forms:
            key = tuple(form.cleaned_data.get(name) for name in self.identity)
            if key and all(key) and key in seen:
                raise ValidationError(_("Có hai dòng giống nhau. Hãy xoá bớt một dòng."))
            seen.add(key)

    @property
    def kept_forms(self) -> list[forms.Form]:
        """Rows that were filled in and not marked for removal, once the formset has been checked."""
        return [
            form for form in self.forms if form.has_changed() and form.is_valid() and not self._should_delete_form(form)
        ]


def row_formset(form: type[forms.Form], base: type[RowFormSet] = RowFormSet) -> type[RowFormSet]:
    """Return the class of rows of ``form`` with one empty row at the end."""
    return forms.formset_factory(
        form, formset=base, extra=1, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 10, validate_max=True
    )


def one_more_row(data, prefix: str):
    """Return a copy of POST data that asks for one more row of the formset ``prefix``."""
    name = f"{prefix}-{TOTAL_FORM_COUNT}"
    count = data.get(name, "")
    copied = data.copy()
    copied[name] = str(min(int(count), MOST_ROWS) + 1) if count.isdecimal() and len(count) < 6 else "1"
    return copied


def rows_shown_again(formset: RowFormSet) -> RowFormSet:
    """Return the bound rows as typed, without checking them."""
    formset._errors = [shown_again(form).errors for form in formset.forms]
    formset._non_form_errors = formset.error_class()
    return formset
