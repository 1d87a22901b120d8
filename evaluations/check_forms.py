"""Forms of the commune's check, of a request for supplement with its answers, and of a late permit."""

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import today
from core.forms import PortalForm, PortalMeta, PortalModelForm, Section, VietnameseDateField
from core.working_days import add_working_days
from evaluations.enums import CheckContent, CheckVerdict
from evaluations.models import Dossier, Round, SupplementItem, SupplementRequest, UnitCheck
from evaluations.services.unit_checks import FIELDS
from evaluations.supplements import DEFAULT_DAYS, label_of_subject, subjects_of
from products.models import Product

_LONGEST_NOTE = SupplementItem._meta.get_field("note").max_length
_LONGEST_ANSWER = SupplementItem._meta.get_field("answer").max_length
_YES_NO = (("true", _("Đề nghị tỉnh đánh giá")), ("false", _("Không đề nghị")))


class UnitCheckForm(PortalModelForm):
    """Mẫu 03; nothing is required for saving."""

    sections = (
        *(Section(one.label, (one.value, f"{one.value}_note"), one.value) for one in CheckContent),
        Section(_("Kết luận"), ("proposes", "proposal"), "ket-luan"),
        Section(
            _("Kiểm tra và văn bản đề nghị"), (("checked_on", "checked_by"), ("letter_number", "letter_on")), "van-ban"
        ),
    )
    proposes = forms.TypedChoiceField(
        label=_("Đề nghị của cấp xã"),
        choices=_YES_NO,
        coerce=lambda value: value == "true",
        empty_value=None,
        widget=forms.RadioSelect,
    )

    class Meta(PortalMeta):
        model = UnitCheck
        fields = FIELDS
        labels = {one.value: _("Kết luận") for one in CheckContent} | {
            f"{one.value}_note": _("Nhận xét") for one in CheckContent
        }
        widgets = {one.value: forms.RadioSelect for one in CheckContent}
        help_texts = {"proposal": _("Nếu không đề nghị, ghi lý do; lý do này dùng khi rút hồ sơ.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for one in CheckContent:
            self.fields[one.value].choices = CheckVerdict.choices
        for name in FIELDS:
            self.fields[name].required = False
        for one in CheckContent:
            self.fields[f"{one.value}_note"].widget.attrs["rows"] = 2
        # 0 where nobody has begun it: who begins at the same moment must not overwrite the other.
        version = self.instance.version if self.instance.pk else 0
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=version)
        if self.instance.proposes is not None:
            self.initial["proposes"] = "true" if self.instance.proposes else "false"

    def values(self) -> dict:
        """Return what ``services.unit_checks.save_unit_check`` takes."""
        return {name: self.cleaned_data[name] for name in FIELDS}


@dataclass(frozen=True)
class AskRow:
    """What can be asked for: its box and its note."""

    label: str
    ticked: forms.BoundField
    note: forms.BoundField


class SupplementForm(PortalForm):
    """What to add to a dossier: a box and a note for each section and kind of papers."""

    due_on = VietnameseDateField(label=_("Bổ sung chậm nhất ngày"))
    note = forms.CharField(
        label=_("Ý kiến chung"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, dossier: Dossier, **kwargs):
        super().__init__(*args, **kwargs)
        self.subjects = subjects_of(dossier)
        self.fields["due_on"].help_text = _("Mặc định 10 ngày làm việc kể từ hôm nay.")
        for subject, label in self.subjects.items():
            box = forms.CheckboxInput(attrs={"class": "form-check-input"})
            line = forms.TextInput(attrs={"class": "form-control", "placeholder": _("Cần bổ sung gì")})
            self.fields[_name("ask", subject)] = forms.BooleanField(label=label, required=False, widget=box)
            self.fields[_name("note", subject)] = forms.CharField(
                label=_("Cần bổ sung gì: %(subject)s") % {"subject": label},
                required=False,
                max_length=_LONGEST_NOTE,
                widget=line,
            )

    @staticmethod
    def defaults() -> dict:
        """Return what a new request begins with."""
        return {"due_on": add_working_days(today(), DEFAULT_DAYS)}

    @property
    def section_rows(self) -> list[AskRow]:
        """The sections."""
        return self._rows(is_paper=False)

    @property
    def paper_rows(self) -> list[AskRow]:
        """The kinds of papers."""
        return self._rows(is_paper=True)

    def clean(self):
        """A note counts as a tick; a tick without a note says nothing."""
        cleaned = super().clean()
        for subject in self.subjects:
            name = _name("note", subject)
            if cleaned.get(_name("ask", subject)) and not (cleaned.get(name) or "").strip() and name not in self.errors:
                self.add_error(name, _("Hãy ghi cần bổ sung gì."))
        if not self.errors and not self.items():
            self.add_error(None, _("Hãy đánh dấu ít nhất một nội dung cần bổ sung."))
        return cleaned

    def items(self) -> list[tuple[str, str]]:
        """Return subject and note of what was ticked or noted, for ``services.supplements``."""
        notes = {subject: (self.cleaned_data.get(_name("note", subject)) or "").strip() for subject in self.subjects}
        return [(subject, note) for subject, note in notes.items() if note]

    def _rows(self, *, is_paper: bool) -> list[AskRow]:
        return [
            AskRow(label, self[_name("ask", subject)], self[_name("note", subject)])
            for subject, label in self.subjects.items()
            if (":" in subject) == is_paper
        ]


def _name(prefix: str, subject: str) -> str:
    return f"{prefix}_{subject.replace(':', '-')}"


class AnswerForm(PortalForm):
    """What was added for each item; carries what the writer saw, so that nobody overwrites another unseen."""

    def __init__(self, *args, asked: SupplementRequest, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = list(asked.items.all())
        for item in self.items:
            self.fields[f"answer_{item.pk}"] = forms.CharField(
                label=_("Đã bổ sung gì – %(subject)s") % {"subject": label_of_subject(item.subject)},
                required=False,
                max_length=_LONGEST_ANSWER,
                initial=item.answer,
            )
            self.fields[f"seen_{item.pk}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=item.answer
            )

    def field_of(self, item: SupplementItem) -> forms.BoundField:
        """Return the box of an item."""
        return self[f"answer_{item.pk}"]

    def answers(self) -> dict[int, str]:
        """Return the typed answers by item."""
        return {item.pk: self.cleaned_data[f"answer_{item.pk}"] for item in self.items}

    def seen(self) -> dict[int, str]:
        """Return the stored answers that the writer saw, by item."""
        return {item.pk: self.cleaned_data[f"seen_{item.pk}"] for item in self.items}

    def show_stored(self) -> None:
        """After a race: sending again then overwrites what is stored now, knowingly."""
        self.data = self.data.copy()
        for item in self.items:
            self.data[f"seen_{item.pk}"] = item.answer


class LatePermitForm(PortalForm):
    """A product that may enter a closed round."""

    searchable = ("product",)
    product = forms.ModelChoiceField(label=_("Sản phẩm"), queryset=Product.objects.none())
    until = VietnameseDateField(label=_("Nộp chậm nhất ngày"), help_text=_("Tính cả ngày này."))
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, user, turn: Round, **kwargs):
        super().__init__(*args, **kwargs)
        products = Product.objects.visible_to(user).filter(stopped_on__isnull=True)
        sent = Dossier.objects.filter(round=turn, submitted_on__isnull=False, withdrawn_on__isnull=True)
        products = products.exclude(pk__in=sent.values("product")).select_related("producer__unit")
        self.fields["product"].queryset = products.order_by("sort_key", "pk")
        self.fields["product"].label_from_instance = _product_in_words

    @staticmethod
    def defaults(turn: Round) -> dict:
        """Return what a new permit begins with: five working days."""
        return {"until": add_working_days(max(today(), turn.closes_on + dt.timedelta(days=1)), 5)}


def _product_in_words(product: Product) -> str:
    return f"{product.name} – {product.producer.name} – {product.producer.unit.name}"
