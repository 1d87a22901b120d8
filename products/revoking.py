"""The form of a revocation: products, ground, day and decision."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import today
from core.errors import Refused
from core.forms import PortalForm, Section, VietnameseDateField, shown_again
from documents.enums import DocumentKind
from documents.forms import DocumentForm
from documents.models import OfficialDocument
from products.enums import RevocationGround
from products.models import Product, Recognition
from products.recognising import find_revocable, revoke_by_decision
from units.choices import territory_choices
from units.models import Unit

MOST_RESULTS = 50
MOST_CHOSEN = 500
_EXISTING, _NEW = "existing", "new"
DOCUMENT = "document"


class DecisionField(forms.ModelChoiceField):
    """A recorded decision, newest first."""

    def label_from_instance(self, obj):
        """Number, day and subject tell decisions apart."""
        return f"{obj.citation} – {obj.subject}"


class RevocationForm(PortalForm):
    """Ground, day and which decision: one of the register, or a new one in ``DecisionForm``."""

    sections = (
        Section(gettext_lazy("Lý do thu hồi"), ("ground", "note", "effective_on"), "ly-do"),
        Section(gettext_lazy("Quyết định thu hồi"), ("source", "decision"), "quyet-dinh"),
    )
    searchable = ("decision",)
    ground = forms.ChoiceField(label=gettext_lazy("Lý do"), choices=[("", ""), *RevocationGround.choices])
    note = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=300, required=False)
    effective_on = VietnameseDateField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        required=False,
        help_text=gettext_lazy("Để trống: từ ngày ban hành quyết định."),
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Quyết định"),
        choices=(
            (_EXISTING, gettext_lazy("Đã có trong sổ văn bản")),
            (_NEW, gettext_lazy("Chưa có, nhập ở dưới")),
        ),
        widget=forms.RadioSelect,
        initial=_EXISTING,
    )
    decision = DecisionField(
        label=gettext_lazy("Quyết định trong sổ văn bản"),
        queryset=OfficialDocument.objects.none(),
        error_messages={"required": gettext_lazy("Hãy chọn quyết định, hoặc chọn “Chưa có, nhập ở dưới”.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        decisions = OfficialDocument.objects.visible_to(user).filter(kind=DocumentKind.DECISION)
        self.fields["decision"].queryset = decisions.order_by("-issued_on", "-pk")
        self.fields["decision"].required = not self.wants_new_decision

    @property
    def wants_new_decision(self) -> bool:
        """Whether the decision is entered with the revocation."""
        return self["source"].value() == _NEW


class DecisionForm(DocumentForm):
    """A new decision on the same screen; its file is asked for on the last page, a browser sends it once."""

    def __init__(self, *args, with_file: bool, **kwargs):
        super().__init__(*args, kind=DocumentKind.DECISION, prefix=DOCUMENT, **kwargs)
        if not with_file:
            del self.fields["file"]

    def cleaned_document(self) -> dict:
        """Without the file where it is not asked for yet."""
        self.cleaned_data.setdefault("file", None)
        return super().cleaned_document()


class SearchForm(PortalForm):
    """Which products in force to offer."""

    searchable = ("unit",)
    q = forms.CharField(label=gettext_lazy("Tìm sản phẩm, chủ thể"), max_length=200, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("Mọi đơn vị")), *territory_choices(user)]

    def found(self, user, *, without):
        """Return recognitions in force today without a revocation, up to ``MOST_RESULTS`` and one more."""
        typed = self.cleaned_data if self.is_bound and self.is_valid() else {}
        rows = Recognition.objects.visible_to(user).in_force_on(today()).filter(revocation__isnull=True)
        if typed.get("q"):
            rows = rows.filter(product__in=Product.objects.search(typed["q"]).values("pk"))
        if typed.get("unit"):
            rows = rows.in_territory(Unit.objects.get(pk=typed["unit"]))
        rows = rows.exclude(pk__in=without).select_related("product", "producer", "unit")
        return list(rows.order_by("product__sort_key", "pk")[: MOST_RESULTS + 1])


class RevocationInput:
    """What the page sends: the chosen products, the ground and the decision, old or new.

    ``chosen`` are keys of recognitions. ``is_valid`` fills ``rows``; errors stand in ``form`` and ``decision``.
    """

    def __init__(self, *, user, data=None, files=None, chosen=(), with_file=False):
        self.user = user
        self.chosen = list(dict.fromkeys(chosen))[:MOST_CHOSEN]
        self.form = RevocationForm(data, user=user)
        self.decision = DecisionForm(data, files, with_file=with_file)
        self.rows: list[Recognition] = []

    @property
    def is_new(self) -> bool:
        """Whether the decision is entered here."""
        return self.form.wants_new_decision

    @property
    def document(self) -> OfficialDocument | dict:
        """The decision, or what ``record_document`` takes."""
        return self.decision.cleaned_document() if self.is_new else self.form.cleaned_data["decision"]

    @property
    def citation(self) -> str:
        """The decision as printed."""
        return (self.decision.instance if self.is_new else self.form.cleaned_data["decision"]).citation

    @property
    def day(self) -> dt.date:
        """The first day without the star."""
        return self.form.cleaned_data["effective_on"] or self._issued_on

    @property
    def _issued_on(self) -> dt.date:
        return self.decision.cleaned_data["issued_on"] if self.is_new else self.form.cleaned_data["decision"].issued_on

    def is_valid(self) -> bool:
        """Check both forms, then the products on the day that results from them."""
        checked = [self.form.is_valid(), not self.is_new or self.decision.is_valid()]
        if not all(checked):
            return False
        if self.day < self._issued_on:
            self.form.add_error("effective_on", _("Ngày thu hồi có hiệu lực không được trước ngày quyết định."))
            return False
        try:
            self.rows = find_revocable(self.chosen, self.day)
        except Refused as error:
            self.form.take_refusal(error)
        return not self.form.errors

    def show_again(self, *, unchecked: bool) -> None:
        """Show what was typed: without checking it, or only the new decision that is not wanted."""
        if unchecked and self.form.is_bound:
            shown_again(self.form)
        if self.decision.is_bound and (unchecked or not self.is_new):
            shown_again(self.decision)

    def save(self):
        """Write by the service; return the revocations, or ``None`` with the refusal in the form."""
        values = {name: self.form.cleaned_data[name] for name in ("ground", "note", "effective_on")}
        try:
            return revoke_by_decision(actor=self.user, document=self.document, recognition_ids=self.chosen, **values)
        except (Refused, ValidationError) as error:
            (self.decision if self.is_new and isinstance(error, ValidationError) else self.form).take_refusal(error)
            return None
