"""Papers to download as PDF or DOCX: of a round, of a session of its council, of a dossier, of a criteria set.

What is shown is read by ``evaluations.printing``; here stands only who may have it.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from core.dates import today
from core.downloads import content_response
from core.errors import Refused
from core.pdf import PdfFailed
from core.views import RuleRequiredMixin, ScopedQuerysetMixin, require
from documents.layout import OfficialPaper, render_docx, render_pdf
from evaluations import rules
from evaluations.enums import Level
from evaluations.models import CouncilSession, CriteriaSet, Dossier, Round, RuleVersion
from evaluations.printing.blank_sheet import blank_sheet_paper, read_blank_sheet
from evaluations.printing.decision import decision_paper, read_decision
from evaluations.printing.forms import read_forms, registration_paper, self_assessment_paper, unit_check_paper
from evaluations.printing.letter import letter_paper
from evaluations.printing.lists import documents_of
from evaluations.printing.minutes import minutes_paper, read_minutes
from evaluations.printing.score_sheet import read_sheets, score_sheet_paper
from evaluations.printing.summary import read_summary, summary_paper
from evaluations.views.rounds import NOT_FOR_AGENCIES

ONLY_KEEPERS = gettext_lazy(
    "Văn bản của hội đồng dành cho Văn phòng Điều phối, lãnh đạo, chủ tịch và thư ký hội đồng của đợt."
)
NO_SHEETS = gettext_lazy("Phiếu chấm của từng thành viên không gửi cho đơn vị lập hồ sơ.")
_RENDERERS = {"pdf": render_pdf, "docx": render_docx}


class PaperView(SingleObjectMixin, View):
    """One paper of one object; ``?dang=docx`` for Word, PDF without it."""

    http_method_names = ("get", "head")

    def get(self, request, *_args, **_kwargs):
        """Make the file, or say on the page of the object why there is none."""
        self.object = self.get_object()
        kind = request.GET.get("dang", "pdf")
        if kind not in _RENDERERS:
            raise Http404
        try:
            papers = self.papers(self.object)
            content = _RENDERERS[kind](*papers)
        except (Refused, PdfFailed) as error:
            messages.error(request, str(error))
            return redirect(self.back(self.object))
        return content_response(content, filename=_file_name(papers[0]), kind=kind)

    def papers(self, target) -> list[OfficialPaper]:
        """Return the papers of the file.

        Raises:
            PermissionDenied: not for this person.
            Refused: there is nothing to print yet.
        """
        raise NotImplementedError

    def back(self, target) -> str:
        """Return where a refusal is told."""
        return target.get_absolute_url()


def _file_name(paper: OfficialPaper) -> str:
    return " ".join(paper.title.replace("/", "-").split())[:120]


def _require_council_papers(user, turn: Round) -> None:
    require(rules.may_print_round(user, turn), ONLY_KEEPERS)
    if turn.level != Level.PROVINCE:
        raise Refused(_("Đợt cấp trung ương do hội đồng trung ương đánh giá; tỉnh không lập văn bản này."))


class RoundPapersView(ScopedQuerysetMixin, DetailView):
    """The papers of a round, each with its two forms."""

    model = Round
    template_name = "evaluations/round_papers.html"
    context_object_name = "turn"

    def get_object(self, queryset=None):
        """Return the round; out of scope is 404 before it is a refusal."""
        turn = super().get_object(queryset)
        require(rules.may_print_round(self.request.user, turn), ONLY_KEEPERS)
        return turn

    def get_context_data(self, **kwargs):
        """Add sessions and the decisions that were carried out."""
        turn = self.object
        return super().get_context_data(
            sessions=list(CouncilSession.objects.visible_to(self.request.user).filter(round=turn)),
            decisions=documents_of(turn),
            is_central=turn.level != Level.PROVINCE,
            **kwargs,
        )


class RoundPaperView(ScopedQuerysetMixin, PaperView):
    """A paper that rests on the closed results of a round."""

    model = Round

    def get_queryset(self):
        """Read the rules and the decision on the council along."""
        return super().get_queryset().select_related("rule_version", "council_document")


class RoundSummaryView(RoundPaperView):
    """Phiếu tổng hợp: products × members, only of what was closed."""

    def papers(self, target):
        """Refuse where nothing was closed: totals of open dossiers are nobody's yet."""
        _require_council_papers(self.request.user, target)
        data = read_summary(target, on=today())
        if not data.results.entries:
            raise Refused(_("Chưa có sản phẩm nào được chốt điểm nên chưa lập được phiếu tổng hợp."))
        return [summary_paper(data)]


class RoundLetterView(RoundPaperView):
    """Tờ trình of the office, for what waits for a decision."""

    def papers(self, target):
        """Refuse where nothing waits."""
        _require_council_papers(self.request.user, target)
        data = read_decision(target, on=today())
        if not data.lines.count:
            raise Refused(_("Không có sản phẩm nào đã chốt điểm đang chờ quyết định nên chưa lập được tờ trình."))
        return [letter_paper(data)]


class RoundDraftView(RoundPaperView):
    """Dự thảo quyết định; ``?van-ban=`` one that was carried out, with its number."""

    def papers(self, target):
        """Refuse where the decision would name nobody."""
        _require_council_papers(self.request.user, target)
        document = self._document(target)
        data = read_decision(target, on=today(), document=document)
        if not (data.lines.recognised or data.lines.approved):
            raise Refused(_("Không có sản phẩm nào đủ điều kiện công nhận đang chờ quyết định."))
        return [decision_paper(data)]

    def _document(self, turn: Round):
        asked = self.request.GET.get("van-ban")
        if asked is None:
            return None
        found = next((one for one in documents_of(turn) if str(one.pk) == asked), None)
        if found is None:
            raise Http404
        return found


class SessionMinutesView(ScopedQuerysetMixin, PaperView):
    """Biên bản of a session."""

    model = CouncilSession

    def get_queryset(self):
        """Read the round with its rules along."""
        return super().get_queryset().select_related("round__rule_version", "round__council_document")

    def papers(self, target):
        """Return the minutes as far as the session was recorded."""
        _require_council_papers(self.request.user, target.round)
        return [minutes_paper(read_minutes(target))]

    def back(self, target):
        """Go to the round."""
        return target.round.get_absolute_url()


class DossierPaperView(ScopedQuerysetMixin, PaperView):
    """A form of a dossier, for everybody who sees the dossier."""

    model = Dossier

    def get_queryset(self):
        """Read what the forms name along."""
        return (
            super()
            .get_queryset()
            .select_related(
                "round__rule_version",
                "product__group__parent__parent",
                "producer",
                "unit",
                "criteria_set",
                "unit_check",
            )
        )


class RegistrationView(DossierPaperView):
    """Mẫu 01."""

    def papers(self, target):
        """Return the form as far as it is filled in."""
        return [registration_paper(read_forms(target, on=today()))]


class SelfAssessmentPaperView(DossierPaperView):
    """Mẫu 02."""

    def papers(self, target):
        """Return the report as far as it is filled in."""
        return [self_assessment_paper(read_forms(target, on=today()))]


class UnitCheckPaperView(DossierPaperView):
    """Mẫu 03."""

    def papers(self, target):
        """Refuse where the commune has not begun its check."""
        if not hasattr(target, "unit_check"):
            raise Refused(_("Cấp xã chưa ghi kết quả kiểm tra hồ sơ này."))
        return [unit_check_paper(read_forms(target, on=today()))]


class DossierSheetsView(DossierPaperView):
    """The score sheets: a member prints the own one, those who follow the scoring all of a closed dossier."""

    def papers(self, target):
        """Refuse while the sheet was not sent, or while the scoring is open."""
        user = self.request.user
        require(rules.may_print_sheets(user), NO_SHEETS)
        if rules.may_print_round(user, target.round) and rules.may_see_all_sheets(user, target):
            sheets = read_sheets(target)
        elif user.is_council_member:
            sheets = read_sheets(target, user=user)
            if not sheets:
                raise Refused(_("Phiếu chấm in được sau khi bạn gửi phiếu."))
        else:
            raise Refused(_("Phiếu chấm của các thành viên in được sau khi chốt điểm."))
        if not sheets:
            raise Refused(_("Hồ sơ này không có phiếu chấm trên cổng."))
        return [score_sheet_paper(one) for one in sheets]


class BlankSheetView(RuleRequiredMixin, PaperView):
    """The empty score sheet of a criteria set; of a draft version only for the office."""

    model = CriteriaSet
    rule = rules.may_see_evaluations
    refusal = NOT_FOR_AGENCIES

    def get_queryset(self):
        """Offer the sets of the versions that the person sees."""
        versions = RuleVersion.objects.visible_to(self.request.user)
        return super().get_queryset().select_related("rule_version").filter(rule_version__in=versions)

    def papers(self, target):
        """Return the sheet."""
        return [blank_sheet_paper(read_blank_sheet(target))]

    def back(self, _target):
        """Go to the rounds: a set has no page of its own here."""
        return "evaluations:round_list"
