"""The self-assessment: a level and a text for each criterion, with the papers that prove it."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from core.errors import Refused, Stale
from core.forms import Difference
from core.views import require
from evaluations.conditions import current_criteria_set
from evaluations.enums import SectionKey
from evaluations.reading import proofs_of, stored_self_scores
from evaluations.scorecard import ScoreCard, build_card
from evaluations.services.self_scores import save_self_scores
from evaluations.sheet_input import SheetInput, read_sheet
from evaluations.views.sections import AUTOSAVE, SectionPage

_NO_CRITERIA = gettext_lazy("Bộ tiêu chí của nhóm sản phẩm này không được công bố nên không tự chấm trong hệ thống.")


class SelfAssessmentView(SectionPage, DetailView):
    """Choose a level for each criterion. Saving needs no script; with one it goes by itself."""

    template_name = "evaluations/self_assessment.html"
    section_key = SectionKey.SELF_ASSESSMENT
    title = SectionKey.SELF_ASSESSMENT.label

    def get_object(self, queryset=None):
        """Return the dossier with ``self.criteria_set``."""
        dossier = super().get_object(queryset)
        self.criteria_set = current_criteria_set(dossier)
        require(self.criteria_set is not None, _NO_CRITERIA)
        return dossier

    def post(self, request, *_args, **_kwargs):
        """Save what was chosen so far, then stay or go on to the next section."""
        self.object = self.get_object()
        typed = read_sheet(request.POST)
        try:
            dossier = save_self_scores(
                actor=request.user,
                dossier_id=self.object.pk,
                version=typed.version,
                choices=typed.choices,
                texts=typed.remarks,
            )
        except Refused as error:
            return self._refused(typed, error)
        return self.saved(dossier.version, dossier.updated_at)

    def get_context_data(self, **kwargs):
        """Add criteria and papers."""
        extra = {
            "card": self.card(),
            "version": self.object.version,
            "proofs": proofs_of(self.object),
            "papers": list(self.object.evidence.present()),
            "title": str(self.title),
        }
        return super().get_context_data(**(extra | kwargs))

    def card(self, typed: SheetInput | None = None) -> ScoreCard:
        """Return the criteria with what was typed, or with what is stored."""
        choices, texts = (typed.choices, typed.remarks) if typed else stored_self_scores(self.object)
        bands = list(self.object.round.rule_version.bands.all())
        return build_card(self.criteria_set.pk, bands=bands, choices=choices, comments=texts)

    def _refused(self, typed: SheetInput, error: Refused):
        """Show what was typed with the reason; what another person stored stands beside it."""
        if self.request.headers.get(AUTOSAVE):
            return JsonResponse({"message": str(error)}, status=409)
        self.object = self.get_object()
        mine = self.card(typed)
        context = {"card": mine, "refusal": str(error), "version": typed.version}
        if isinstance(error, Stale):
            context |= {"differences": _differences(self.card(), mine), "version": self.object.version}
        return self.render_to_response(self.get_context_data(**context))


def _differences(stored: ScoreCard, typed: ScoreCard) -> list[Difference]:
    """Return levels and texts in which two cards of one set differ: stored, typed."""
    rows = []
    for theirs, mine in zip(stored.cards, typed.cards, strict=True):
        if theirs.chosen != mine.chosen:
            pair = (one.chosen.text if one.chosen else "" for one in (theirs, mine))
            rows.append(Difference(str(mine.criterion), *pair))
        if theirs.comment.strip() != mine.comment.strip():
            label = _("%(criterion)s – thuyết minh") % {"criterion": mine.criterion}
            rows.append(Difference(label, theirs.comment, mine.comment))
    return rows
