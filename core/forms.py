"""Form parts that every app uses: Vietnamese numbers and dates, sections, version, refusals.

A form never loses what was typed: values that cannot be read are shown again as they were, and what a
service refuses comes back as an error at its field (``take_refusal``).
"""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from core import dates, numbers
from core.errors import Refused, Stale
from core.files import CONTENT_TYPES, clean_upload
from core.text import to_nfc

_FIRST_YEAR, _LAST_YEAR = 1900, 2100


class VietnameseDecimalField(forms.DecimalField):
    """A number typed as ``1.234,5`` or ``1234.5``; ``unit`` is written beside the box."""

    widget = forms.TextInput

    def __init__(self, *args, unit="", **kwargs):
        self.unit = unit
        super().__init__(*args, **kwargs)
        self.error_messages["invalid"] = _("“%(value)s” không phải là số. Hãy nhập như 1.234,5.")

    def to_python(self, value):
        """Return a ``Decimal`` or ``None``."""
        if value in self.empty_values:
            return None
        if isinstance(value, str):
            value = _read_number(self, value)
        return super().to_python(value)

    def prepare_value(self, value):
        """Show a stored number in Vietnamese form; what was typed stays as typed."""
        return numbers.format_number(value) if isinstance(value, Decimal | int) else value

    def widget_attrs(self, widget):
        """Ask phones for digits."""
        return super().widget_attrs(widget) | {"inputmode": "decimal", "autocomplete": "off"}


class VietnameseIntegerField(forms.IntegerField):
    """A whole number typed as ``1.234`` or ``1234``; ``unit`` is written beside the box."""

    widget = forms.TextInput

    def __init__(self, *args, unit="", **kwargs):
        self.unit = unit
        super().__init__(*args, **kwargs)
        self.error_messages["invalid"] = _("“%(value)s” không phải là số nguyên. Hãy nhập như 1.234.")

    def to_python(self, value):
        """Return an ``int`` or ``None``."""
        if value in self.empty_values:
            return None
        if isinstance(value, str):
            number = _read_number(self, value)
            if number != number.to_integral_value() or len(number.as_tuple().digits) > 18:
                raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value})
            value = int(number)
        return super().to_python(value)

    def prepare_value(self, value):
        """Show a stored number in Vietnamese form; what was typed stays as typed."""
        return numbers.format_number(value) if isinstance(value, int) else value

    def widget_attrs(self, widget):
        """Ask phones for digits."""
        return super().widget_attrs(widget) | {"inputmode": "numeric", "autocomplete": "off"}


class UngroupedIntegerField(VietnameseIntegerField):
    """A year or the number of a document: written without points between thousands."""

    def prepare_value(self, value):
        """Show 2026, not 2.026."""
        return value


def _read_number(field, text: str) -> Decimal:
    try:
        return numbers.parse_number(text)
    except ValueError:
        raise ValidationError(field.error_messages["invalid"], code="invalid", params={"value": text}) from None


class VietnameseDateField(forms.DateField):
    """A day typed as dd/mm/yyyy."""

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", dates.INPUT_FORMATS)
        kwargs.setdefault("widget", forms.DateInput(format=dates.DATE_FORMAT))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Không đọc được ngày này. Hãy nhập ngày/tháng/năm, ví dụ 05/09/2026.")

    def to_python(self, value):
        """Return a ``date``; a year that nobody means is refused as a slip of the hand."""
        day = super().to_python(value)
        if day and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise ValidationError(_("Năm phải từ 1900 đến 2100. Hãy kiểm tra lại."), code="year")
        return day

    def widget_attrs(self, widget):
        """Show the order of day, month and year."""
        hints = {"placeholder": _("ngày/tháng/năm"), "inputmode": "numeric", "autocomplete": "off", "maxlength": "10"}
        return super().widget_attrs(widget) | hints


class UploadField(forms.FileField):
    """A file as ``core.files.clean_upload`` returns it; ``None`` where none was sent.

    Args:
        kinds: allowed endings.
    """

    widget = forms.FileInput

    def __init__(self, *, kinds=frozenset(CONTENT_TYPES), **kwargs):
        self.kinds = frozenset(kinds)
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        """Return the new file; the stored one is not sent again."""
        upload = super().clean(data, initial)
        return clean_upload(upload, kinds=self.kinds) if isinstance(upload, UploadedFile) else None

    def widget_attrs(self, widget):
        """Let the browser offer the allowed kinds."""
        return super().widget_attrs(widget) | {"accept": ",".join(f".{kind}" for kind in sorted(self.kinds))}


def portal_formfield(db_field, **kwargs):
    """Return the form field of a model field, in the portal's forms of numbers and dates."""
    if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
        kwargs.pop("widget", None)
        return db_field.formfield(form_class=VietnameseDateField, **kwargs)
    if isinstance(db_field, models.DecimalField):
        return db_field.formfield(form_class=VietnameseDecimalField, localize=False, **kwargs)
    if isinstance(db_field, models.IntegerField) and not db_field.choices:
        return db_field.formfield(form_class=VietnameseIntegerField, **kwargs)
    if isinstance(db_field, models.TextField):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
    return db_field.formfield(**kwargs)


class PortalMeta:
    """Base of ``Meta`` in model forms: ``class Meta(PortalMeta): model = …``."""

    formfield_callback = portal_formfield


@dataclass(frozen=True)
class Section:
    """A part of a form with a short heading; a tuple among ``fields`` stands in one row."""

    title: str
    fields: tuple
    key: str


@dataclass(frozen=True)
class Part:
    """A section as the page draws it: rows of bound fields that this form has."""

    title: str
    anchor: str
    rows: list[list[forms.BoundField]]


@dataclass(frozen=True)
class Difference:
    """A field that another person stored otherwise than it stands in the box."""

    label: str
    stored: str
    typed: str


class PortalFormMixin:
    """Sections, texts in NFC, searchable selects, the version, refusals at their field.

    Attributes:
        sections: parts in reading order; without them all fields follow each other.
        units: unit written beside a box, by field name, where the field class does not say it.
        searchable: names of selects that can be typed into.
    """

    sections: tuple[Section, ...] = ()
    units: dict[str, str] = {}
    searchable: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        instance = getattr(self, "instance", None)
        if instance is not None and instance.pk and hasattr(instance, "version"):
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=instance.version
            )
        for name, unit in self.units.items():
            self.fields[name].unit = unit
        for name in self.searchable:
            self.fields[name].widget.attrs["data-search"] = ""
        for field in self.fields.values():
            _name_the_empty_choice(field)
            _say_what_is_required(field)
            _say_that_a_choice_is_gone(field)
        self.differences: list[Difference] = []

    @property
    def parts(self) -> list[Part]:
        """Sections with their fields, for ``partials/form_sections.html``; fields of no section stand last."""
        placed = {name for section in self.sections for item in section.fields for name in _names(item)}
        rest = tuple(name for name in self.fields if name not in placed and not self[name].is_hidden)
        sections = [*self.sections, Section("", rest, "rest")]
        return [part for section in sections if (part := self._part(section)).rows]

    def clean(self):
        """Bring every text into the composed form of Unicode."""
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = to_nfc(value)
        return cleaned

    def take_refusal(self, error: Refused | ValidationError) -> None:
        """Show what a service refused: at the field that it names, else on top."""
        if isinstance(error, Refused):
            self.add_error(None, str(error))
            return
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            target = name if name in self.fields and name != NON_FIELD_ERRORS else None
            self.add_error(target, errors)

    def take_stale(self, error: Stale, fresh) -> None:
        """Show what another person stored since; saving again then overwrites it knowingly.

        Args:
            fresh: the row as it is now in the database.
        """
        self.add_error(None, str(error))
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(fresh.version)
        for name, field in self.fields.items():
            if name == "version" or not hasattr(fresh, name) or isinstance(field, forms.FileField):
                continue
            stored, typed = getattr(fresh, name), self.cleaned_data.get(name)
            if (stored or None) != (typed or None):
                self.differences.append(Difference(str(field.label), _in_words(field, stored), _in_words(field, typed)))

    @property
    def files_to_choose_again(self) -> list[str]:
        """Labels of files that came with a form which is shown again: a browser does not send them twice."""
        if not self.is_bound:
            return []
        return [str(self.fields[name].label) for name in self.fields if self.files.get(self.add_prefix(name))]

    def _part(self, section: Section) -> Part:
        rows = [
            [self[name] for name in _names(item) if name in self.fields and not self[name].is_hidden]
            for item in section.fields
        ]
        return Part(str(section.title), f"phan-{section.key}", [row for row in rows if row])


class PortalForm(PortalFormMixin, forms.Form):
    """A form of the portal without a model."""


class PortalModelForm(PortalFormMixin, forms.ModelForm):
    """A form of the portal for a model; it validates, a service writes."""


def shown_again(form):
    """Return a bound form that shows what was typed without checking it: a row was added, nothing is saved."""
    form._errors = ErrorDict()
    return form


def _names(item) -> tuple[str, ...]:
    return (item,) if isinstance(item, str) else tuple(item)


def _name_the_empty_choice(field) -> None:
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label:
            field.empty_label = _("Chọn…")
    elif isinstance(field, forms.ChoiceField) and not callable(field.choices):
        field.choices = [(key, _("Chọn…") if key in ("", None) else label) for key, label in field.choices]


def _say_that_a_choice_is_gone(field) -> None:
    """Say what to do instead of a key that means nothing to the reader; fields with words of their own keep them."""
    for kind in (forms.ChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField):
        if field.error_messages.get("invalid_choice") == kind.default_error_messages["invalid_choice"]:
            field.error_messages["invalid_choice"] = _("Lựa chọn này không có hoặc vừa không còn nữa. Hãy chọn lại.")


def _say_what_is_required(field) -> None:
    """Replace Django's general words where the field has none of its own."""
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        choose = isinstance(field, forms.ChoiceField | forms.FileField)
        field.error_messages["required"] = _("Hãy chọn mục này.") if choose else _("Hãy nhập mục này.")


def _in_words(field, value) -> str:
    if value in (None, ""):
        return str(_("(để trống)"))
    if isinstance(value, bool):
        return str(_("Có") if value else _("Không"))
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))
    if hasattr(value, "strftime"):
        return dates.format_date(value)
    return str(field.prepare_value(value)) if isinstance(value, Decimal | int) else str(value)
