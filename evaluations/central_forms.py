"""Forms of the ministry's track: begin, note a step, note the result, assess again."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import today
from core.forms import PortalForm, VietnameseDateField, VietnameseDecimalField
from documents.models import OfficialDocument
from evaluations.enums import CentralStep, DossierState, Level
from evaluations.models import Dossier, Round

FIVE, BELOW = "five", "below"


class DocumentField(forms.ModelChoiceField):
    """A document of the register, newest first."""

    def __init__(self, **kwargs):
        super().__init__(queryset=OfficialDocument.objects.none(), **kwargs)

    def offer(self, user) -> None:
        """Fill it with what the person may see."""
        self.queryset = OfficialDocument.objects.visible_to(user).order_by("-issued_on", "-pk")

    def label_from_instance(self, obj):
        """Number, day and subject tell documents apart."""
        return f"{obj.citation} – {obj.subject}"


class StartForm(PortalForm):
    """The round of the ministry into which the dossier is sent."""

    turn = forms.ModelChoiceField(label=gettext_lazy("Đợt đánh giá cấp trung ương"), queryset=Round.objects.none())

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, prefix="start", **kwargs)
        rounds = Round.objects.visible_to(user).filter(level=Level.CENTRAL)
        self.fields["turn"].queryset = rounds.order_by("-opens_on", "-pk")


class StepForm(PortalForm):
    """A dated step; only those that the dossier's own step allows are offered."""

    searchable = ("document",)
    kind = forms.ChoiceField(label=gettext_lazy("Việc"))
    on = VietnameseDateField(label=gettext_lazy("Ngày"))
    document = DocumentField(
        label=gettext_lazy("Văn bản"),
        required=False,
        help_text=gettext_lazy("Văn bản chưa có thì ghi vào sổ văn bản trước; gửi hồ sơ phải có công văn."),
    )
    note = forms.CharField(
        label=gettext_lazy("Nội dung"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, user, dossier: Dossier, **kwargs):
        super().__init__(*args, prefix="step", initial={"on": today()}, **kwargs)
        steps = (
            [CentralStep.SENT] if dossier.state == DossierState.DRAFT else [CentralStep.ASKED, CentralStep.SUPPLEMENTED]
        )
        self.fields["kind"].choices = [(one.value, one.label) for one in steps]
        self.fields["document"].offer(user)


class ResultForm(PortalForm):
    """What the ministry's council decided."""

    searchable = ("document",)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Kết quả"),
        choices=((FIVE, gettext_lazy("Công nhận 5 sao")), (BELOW, gettext_lazy("Không được 5 sao"))),
        widget=forms.RadioSelect,
    )
    points = VietnameseDecimalField(
        label=gettext_lazy("Điểm trung ương"), min_value=0, max_value=100, max_digits=7, decimal_places=4
    )
    document = DocumentField(
        label=gettext_lazy("Văn bản của trung ương"),
        help_text=gettext_lazy("Công nhận 5 sao phải có quyết định; dưới 90 điểm có thể là công văn, thông báo."),
    )
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, prefix="result", **kwargs)
        self.fields["document"].offer(user)

    def values(self) -> dict:
        """Return what ``services.central.record_central_result`` takes."""
        data = self.cleaned_data
        return {
            "document": data["document"],
            "points": data["points"],
            "gets_five": data["outcome"] == FIVE,
            "note": data["note"],
        }


class AgainForm(PortalForm):
    """Why the product is assessed again."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do đánh giá lại"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Hãy ghi lý do đánh giá lại.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="again", **kwargs)


class TrackForms:
    """The forms that the state of the track allows to the office; the one that was sent is bound.

    Args:
        origin: the dossier of the province, ``None`` where there is none.
        central: its dossier of the central level, ``None`` before it is begun.
    """

    def __init__(self, *, user, origin: Dossier | None, central: Dossier | None, act: str = "", data=None):
        self.start = self.step = self.result = self.again = None
        bound = {act: data}
        if origin and origin.state == DossierState.APPROVED and central is None:
            self.start = StartForm(bound.get("start"), user=user)
        if central and central.state in {DossierState.DRAFT, DossierState.SUBMITTED}:
            self.step = StepForm(bound.get("step"), user=user, dossier=central)
        if central and central.state == DossierState.SUBMITTED:
            self.result = ResultForm(bound.get("result"), user=user)
        if (
            origin
            and central
            and (origin.state, central.state)
            == (
                DossierState.APPROVED,
                DossierState.NOT_RECOGNISED,
            )
        ):
            self.again = AgainForm(bound.get("again"))

    def of(self, act: str):
        """Return the form of an act, ``None`` where the state does not allow it."""
        return getattr(self, act) if act in {"start", "step", "result", "again"} else None

    @staticmethod
    def too_late() -> str:
        """Say that the track went on meanwhile."""
        return _("Hồ sơ vừa sang bước khác. Hãy xem bước mới nhất ở dưới rồi làm lại.")
