"""Forms on which a unit fills in its report and the office answers it; nothing is required while saving."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from campaigns.asked import AskedSection
from campaigns.checks import SoftCheck, value_errors
from campaigns.merging import content_of, token_of
from campaigns.models import Attachment, Correction, Element
from campaigns.prefill import LastPeriod
from campaigns.reading import Filled
from campaigns.services.filling import TEXT, Conflict
from core.forms import Difference, PortalForm, UploadField, VietnameseDecimalField
from core.numbers import format_number

_NAME = Attachment._meta.get_field("name").max_length


@dataclass(frozen=True)
class Box:
    """A number as the page shows it: its field, what was sent last time, what the portal counts, what is wrong."""

    field: BoundField
    element: Element
    last: Decimal | None
    last_campaign: str
    counted: Decimal | None
    is_prefilled: bool
    note: str
    wrong: tuple[str, ...]

    @property
    def may_take(self) -> bool:
        """Whether what the portal counts is not what stands in the box."""
        return self.counted is not None and self.field.value() != format_number(self.counted)


class NumbersForm(PortalForm):
    """The numbers of one section. What the portal counts stands in boxes that nobody has filled in yet."""

    def __init__(
        self, *args, asked: AskedSection, filled: Filled, last: LastPeriod, counted: Mapping[str, Decimal], **kwargs
    ):
        self.asked, self.filled, self.last, self.counted = asked, filled, last, counted
        super().__init__(*args, **kwargs)
        for element in asked.elements:
            field = VietnameseDecimalField(
                label=element.name,
                required=False,
                max_digits=16,
                decimal_places=2,
                unit=element.unit_of_measure,
                initial=self._initial(element),
            )
            self.fields[name_of(element.code)] = field
        self.fields["version"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=token_of(self._stored(filled))
        )

    @property
    def boxes(self) -> list[Box]:
        """The numbers in their order."""
        values = {one.code: self.filled.value_of(one.code) for one in self.filled.elements}
        names = {one.code: one.name for one in self.filled.elements}
        return [self._box(element, values, names) for element in self.asked.elements]

    @property
    def values(self) -> dict[str, Decimal | None]:
        """What was typed, by element code (after ``is_valid``)."""
        return {one.code: self.cleaned_data[name_of(one.code)] for one in self.asked.elements}

    @property
    def token(self) -> str:
        """What the page shows after a saving of its own; boxes that another officer changed are still as seen."""
        return token_of({code: content_of(value) for code, value in self.values.items()})

    def take_conflict(self, error: Conflict, fresh: Filled) -> None:
        """Show what the other officer stored beside what was typed; saving again then overwrites it knowingly."""
        self.add_error(None, str(error))
        self.data = self.data.copy()
        self.data["version"] = token_of(self._stored(fresh))
        for element in self.asked.elements:
            name, stored = name_of(element.code), fresh.value_of(element.code)
            if element.code in error.theirs:
                self.data[name] = format_number(stored)
            elif element.code in error.keys:
                typed = self.data.get(name, "") or str(_("(để trống)"))
                self.differences.append(Difference(element.name, format_number(stored) or str(_("(để trống)")), typed))

    def _initial(self, element: Element) -> Decimal | None:
        row = self.filled.values.get(element.code)
        return row.value if row else self.counted.get(element.code)

    def _stored(self, filled: Filled) -> dict[str, str]:
        return {one.code: content_of(filled.value_of(one.code)) for one in self.asked.elements}

    def _box(self, element: Element, values: Mapping[str, Decimal | None], names: Mapping[str, str]) -> Box:
        row = self.filled.values.get(element.code)
        wrong = value_errors(element, values, names) if row and row.value is not None else ()
        return Box(
            field=self[name_of(element.code)],
            element=element,
            last=self.last.values.get(element.code),
            last_campaign=self.last.campaign_of(element.code),
            counted=self.counted.get(element.code),
            is_prefilled=row is None and element.code in self.counted and not self.is_bound,
            note=row.note if row else "",
            wrong=tuple(wrong),
        )


class NarrativeForm(PortalForm):
    """The text of one section."""

    text = forms.CharField(
        label=_("Nội dung"), required=False, widget=forms.Textarea(attrs={"rows": 14}), max_length=20000
    )

    def __init__(self, *args, asked: AskedSection, filled: Filled, **kwargs):
        super().__init__(*args, **kwargs)
        stored = filled.text_of(asked.section.pk)
        self.asked = asked
        self.fields["text"].initial = stored
        self.fields["text"].help_text = asked.section.hint
        self.fields["version"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=token_of({TEXT: content_of(stored)})
        )

    @property
    def token(self) -> str:
        """What the page shows after a saving of its own."""
        return token_of({TEXT: content_of(self.cleaned_data["text"])})

    def take_conflict(self, error: Conflict, fresh: Filled) -> None:
        """Show what the other officer stored beside what was typed."""
        self.add_error(None, str(error))
        stored = fresh.text_of(self.asked.section.pk)
        self.data = self.data.copy()
        self.data["version"] = token_of({TEXT: content_of(stored)})
        if error.keys:
            label = str(self.fields["text"].label)
            self.differences.append(Difference(label, stored or str(_("(để trống)")), self.data.get("text", "")))


class AttachmentForm(PortalForm):
    """A file with the report."""

    name = forms.CharField(label=_("Tên tệp"), max_length=_NAME, help_text=_("Ví dụ: Biểu số liệu có ký, đóng dấu."))
    file = UploadField(label=_("Tệp"), help_text=_("PDF, ảnh, Word hoặc Excel, nhiều nhất 20 MB."))


class SendForm(PortalForm):
    """What looks odd, each to be confirmed or explained; then the report is sent."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, checks: list[SoftCheck], filled: Filled, **kwargs):
        super().__init__(*args, **kwargs)
        self.checks = checks
        self.fields["version"].initial = filled.report.version
        for check in checks:
            self.fields[_ok(check)] = forms.BooleanField(
                label=_("Đã xem lại, số này đúng"),
                required=False,
            )
            row = filled.values.get(check.element.code)
            self.fields[_why(check)] = forms.CharField(
                label=_("Giải thích"), max_length=500, required=False, initial=row.note if row else ""
            )

    @cached_property
    def questions(self) -> list[dict]:
        """The checks with their fields; an element has one box for its explanation."""
        rows, explained = [], set()
        for one in self.checks:
            code = one.element.code
            rows.append({"check": one, "ok": self[_ok(one)], "why": None if code in explained else self[_why(one)]})
            explained.add(code)
        return rows

    @property
    def confirmed(self) -> list[str]:
        """Keys of the checks that the person says are right (after ``is_valid``)."""
        return [one.key for one in self.checks if self.cleaned_data[_ok(one)]]

    @property
    def notes(self) -> dict[str, str]:
        """Explanations by element code (after ``is_valid``)."""
        return {one.element.code: self.cleaned_data[_why(one)] for one in self.checks}

    def name_unconfirmed(self, checks: list[SoftCheck]) -> None:
        """Say at its box which check nobody has confirmed."""
        for one in checks:
            if _ok(one) in self.fields:
                self.add_error(_ok(one), _("Hãy đánh dấu nếu số này đúng, hoặc sửa lại số."))


class AnswerForm(PortalForm):
    """A remark with a move."""

    note = forms.CharField(
        label=_("Ý kiến, lý do"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def look_again(self, version: int) -> None:
        """Let the next press be about the report as the page shows it now."""
        self.data = self.data.copy()
        self.data["version"] = str(version)


class CorrectForm(PortalForm):
    """A number of an accepted report, with the reason."""

    reason = forms.CharField(
        label=_("Lý do sửa"),
        max_length=Correction._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ghi căn cứ: văn bản, điện thoại xác nhận của đơn vị, bảng số liệu."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ("value", "reason", "version")

    def __init__(self, *args, element: Element, counting: Decimal | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"] = VietnameseDecimalField(
            label=_("Số đúng"),
            required=element.is_required,
            max_digits=16,
            decimal_places=2,
            unit=element.unit_of_measure,
            initial=counting,
        )
        self.order_fields(self.field_order)


def name_of(code: str) -> str:
    """Return the name of the box of an element."""
    return f"v_{code}"


def _ok(check: SoftCheck) -> str:
    return f"ok_{check.key.replace(':', '_')}"


def _why(check: SoftCheck) -> str:
    return f"note_{check.element.code}"
