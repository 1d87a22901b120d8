"""The rows of the decision screen: what the decision says of each dossier, and which document it is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import today
from core.forms import PortalForm, VietnameseDecimalField
from documents.enums import DocumentKind
from documents.forms import DocumentForm
from documents.models import OfficialDocument
from evaluations.board import MissedByCouncil
from evaluations.enums import Level
from evaluations.models import Dossier
from evaluations.scoring import shown_mean
from evaluations.services.outcomes import (
    HIGHEST,
    LOWEST_RECOGNISED,
    Bounds,
    Outcome,
    central_points,
    highest_star,
    may_be_approved,
)
from units.enums import UnitKind
from units.models import Unit

NOT_RECOGNISED, APPROVED = 0, -1
EXISTING, NEW = "existing", "new"


class OutcomeForm(PortalForm):
    """What the decision says of one dossier; the stars offered never lie above the points."""

    chosen = forms.BooleanField(required=False)
    star = forms.TypedChoiceField(label=gettext_lazy("Kết quả"), coerce=int)
    star_reason = forms.CharField(label=gettext_lazy("Lý do"), required=False, max_length=500)
    points = VietnameseDecimalField(
        label=gettext_lazy("Điểm trung bình"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
    )

    def __init__(self, *args, dossier: Dossier, bounds: Bounds, missed: Sequence[MissedByCouncil] = (), **kwargs):
        self.dossier, self.bounds = dossier, bounds
        self.result = getattr(dossier, "result", None)
        self.central_points = central_points(dossier)
        self.best = highest_star(dossier, bounds)
        self.may_approve = may_be_approved(dossier)
        # Marks of stars that are out of reach anyway would only hide those that matter.
        self.missed = [one for one in missed if one.star <= self._reachable()]
        initial = {"chosen": True, "star": self._suggested()}
        super().__init__(*args, prefix=f"d{dossier.pk}", initial=initial, **kwargs)
        self.fields["star"].choices = list(self._choices())
        if self.result:
            del self.fields["points"]
        elif dossier.level == Level.CENTRAL:
            self.fields["points"].label = _("Điểm trung ương")

    @property
    def mean(self) -> Decimal | None:
        """The mean as printed; ``None`` where nothing was scored here."""
        if self.result is None:
            return None
        return shown_mean(self.result.points_sum, self.result.sheet_count, bands=self.bounds.bands)

    @property
    def shown_points(self) -> Decimal | None:
        """What the star rests on: the ministry's points, the mean, or the points that were typed."""
        if self.central_points is not None:
            return self.central_points
        return self.cleaned_data.get("points") if self.mean is None else self.mean

    @property
    def is_approval(self) -> bool:
        """Whether the result is approved for the ministry (the form is valid)."""
        return self.cleaned_data["star"] == APPROVED

    @property
    def shown_reason(self) -> str:
        """The reason that was typed, or the council's own for a star below the points."""
        typed = self.cleaned_data["star_reason"]
        return typed or (self.result.star_reason if self.result and not self.is_approval else "")

    def outcome(self) -> Outcome:
        """Return what ``services.decide_dossiers`` takes."""
        star = self.cleaned_data["star"]
        return Outcome(
            dossier_id=self.dossier.pk,
            star=self._star_of_refusal() if star == NOT_RECOGNISED else star,
            star_reason="" if star == APPROVED else self.cleaned_data["star_reason"].strip(),
            points=self.cleaned_data.get("points"),
            approves=star == APPROVED,
        )

    def clean(self):
        """Ask for the reason at its box, before the service does."""
        cleaned = super().clean()
        if not cleaned.get("chosen"):
            return cleaned
        star = cleaned.get("star")
        is_lowered = self.result and star not in {None, APPROVED} and star < self.best >= LOWEST_RECOGNISED
        if is_lowered and not cleaned.get("star_reason", "").strip():
            self.add_error("star_reason", _("Hãy ghi lý do xếp thấp hơn hạng đề nghị."))
        return cleaned

    def _choices(self) -> Iterable[tuple[int, str]]:
        if self.may_approve:
            yield APPROVED, _("Phê duyệt, gửi trung ương")
        lowest = HIGHEST if self.dossier.level == Level.CENTRAL else LOWEST_RECOGNISED
        for star in range(self.best, lowest - 1, -1):
            label = _("Công nhận %(star)s sao trước") if self.may_approve else _("%(star)s sao")
            yield star, label % {"star": star}
        yield NOT_RECOGNISED, _("Không công nhận")

    def _reachable(self) -> int:
        return HIGHEST if self.may_approve else self.best

    def _star_of_refusal(self) -> int:
        if self.dossier.level == Level.CENTRAL:
            return HIGHEST - 1
        return min(LOWEST_RECOGNISED - 1, self.best)

    def _suggested(self) -> int:
        """What the council proposes; its own reason for a star below the points stands beside it."""
        if self.may_approve and self.result.star == HIGHEST:
            return APPROVED
        return self.best if self.best >= LOWEST_RECOGNISED else NOT_RECOGNISED


class DocumentChoiceForm(PortalForm):
    """Whether the decision is on record already."""

    searchable = ("document",)
    source = forms.ChoiceField(
        label=gettext_lazy("Quyết định"),
        choices=((NEW, gettext_lazy("Ghi quyết định mới")), (EXISTING, gettext_lazy("Chọn quyết định đã ghi"))),
        widget=forms.RadioSelect,
        initial=NEW,
    )
    document = forms.ModelChoiceField(
        label=gettext_lazy("Quyết định đã ghi"), queryset=OfficialDocument.objects.none(), required=False
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        decisions = OfficialDocument.objects.visible_to(user).filter(kind=DocumentKind.DECISION)
        self.fields["document"].queryset = decisions.order_by("-issued_on", "-pk")
        self.fields["document"].label_from_instance = lambda one: f"{one.citation} – {one.subject}"

    def clean(self):
        """A recorded decision must be named."""
        cleaned = super().clean()
        if cleaned.get("source") == EXISTING and not cleaned.get("document"):
            self.add_error("document", ValidationError(_("Hãy chọn quyết định, hoặc ghi quyết định mới.")))
        return cleaned


@dataclass(frozen=True)
class Tally:
    """How many dossiers of a decision are recognised with which star, approved for the ministry, or refused."""

    stars: Mapping[int, int]
    refused: int
    approved: int = 0

    @property
    def recognised(self) -> int:
        """All that get a star."""
        return sum(self.stars.values())

    def __str__(self):
        parts = []
        if self.recognised:
            by_star = ", ".join(f"{self.stars[star]} {star}★" for star in sorted(self.stars, reverse=True))
            parts.append(_("công nhận %(count)s sản phẩm (%(stars)s)") % {"count": self.recognised, "stars": by_star})
        if self.approved:
            text = _("phê duyệt kết quả, đề nghị trung ương %(count)s sản phẩm")
            parts.append(text % {"count": self.approved})
        if self.refused:
            parts.append(_("không công nhận %(count)s sản phẩm") % {"count": self.refused})
        text = ", ".join(parts)
        return text[:1].upper() + text[1:]


class DecisionForms:
    """All forms of the screen: one row for each dossier that waits, and the document.

    Args:
        dossiers: of one round, with ``result`` and the ministry's points; ``bounds`` are of its rules, today.
        data, files: of the POST, or nothing.
    """

    def __init__(
        self, *, user, dossiers: Sequence[Dossier], bounds: Bounds, missed: Mapping[int, list], data=None, files=None
    ):
        self.rows = [OutcomeForm(data, dossier=one, bounds=bounds, missed=missed.get(one.pk, ())) for one in dossiers]
        self.choice = DocumentChoiceForm(data, user=user)
        self.document = DocumentForm(
            data if data and data.get("source") == NEW else None,
            files,
            prefix="document",
            kind=DocumentKind.DECISION,
            initial={"issuer": Unit.objects.on(today()).filter(kind=UnitKind.PROVINCE).first()},
        )
        self.problem = ""

    @property
    def chosen(self) -> list[OutcomeForm]:
        """Rows that are ticked (all forms are valid)."""
        return [row for row in self.rows if row.cleaned_data["chosen"]]

    @property
    def faulty(self) -> list:
        """Forms with errors, for the summary on top."""
        return [form for form in (*self.rows, self.choice, self.document) if form.is_bound and form.errors]

    @property
    def is_new(self) -> bool:
        """Whether the document is to be recorded."""
        return self.choice.cleaned_data["source"] == NEW

    def is_valid(self) -> bool:
        """Check every form, so that all errors show at once."""
        sound = all([row.is_valid() for row in self.rows] + [self.choice.is_valid()])
        sound = sound and (not self.is_new or self.document.is_valid())
        if sound and not self.chosen:
            self.problem = _("Hãy chọn ít nhất một sản phẩm.")
        return sound and not self.problem

    def outcomes(self) -> list[Outcome]:
        """Return what the decision says."""
        return [row.outcome() for row in self.chosen]

    def tally(self) -> Tally:
        """Return the counts for the confirmation."""
        stars = Counter(row.cleaned_data["star"] for row in self.chosen)
        refused, approved = stars.pop(NOT_RECOGNISED, 0), stars.pop(APPROVED, 0)
        return Tally(dict(stars), refused, approved)

    def citation(self) -> str:
        """Return the decision in words."""
        if not self.is_new:
            return self.choice.cleaned_data["document"].citation
        fields = self.document.cleaned_document()
        fields.pop("file", None)
        return OfficialDocument(**fields).citation
