"""The tab of a dossier that shows its scoring: progress and what is left to do, then the result."""

from core.dates import today
from evaluations import rules
from evaluations.board import board_of, earlier_sheets, missed_by_council, sheet_summaries
from evaluations.closing import is_rescored, obstacles
from evaluations.completeness import recognition_by
from evaluations.enums import DossierState, SheetState
from evaluations.models import Assignment, Dossier
from evaluations.scoring import shown_mean
from evaluations.tally import tally_of


def score_context(user, dossier: Dossier) -> dict:
    """Return what the tab needs for this person."""
    context = {"disqualification": getattr(dossier, "disqualification", None), "obstacles": None}
    if user.is_council_member:
        mine = Assignment.objects.visible_to(user).filter(dossier=dossier)
        context["assignment"] = mine.select_related("sheet").first()
    if getattr(dossier, "result", None) is not None and rules.may_see_result(user, dossier):
        context |= _closed(user, dossier)
    elif dossier.state == DossierState.ACCEPTED and rules.may_follow_scoring(user, dossier.round):
        context |= _open(user, dossier)
    context["may_disqualify"] = rules.may_disqualify(user, dossier)
    if dossier.state == DossierState.RECOGNISED:
        context["recognition"] = recognition_by(dossier)
    return context


def _closed(user, dossier: Dossier) -> dict:
    result = dossier.result
    bands = list(dossier.round.rule_version.bands.all())
    context = {"mean": shown_mean(result.points_sum, result.sheet_count, bands=bands)}
    agreed = dossier.agreed_options.select_related("criterion", "option")
    if rules.may_see_all_sheets(user, dossier):
        context |= {
            "summaries": sheet_summaries(dossier),
            "earlier": earlier_sheets(dossier),
            "parts": list(dossier.criteria_set.parts.all()),
            "missed": missed_by_council([dossier]).get(dossier.pk, []),
            "agreed": list(agreed.order_by("criterion__position")),
        }
    return context


def _open(user, dossier: Dossier) -> dict:
    """Who has sent and what is left to do; no total, no mean."""
    turn = dossier.round
    context = {"board": board_of(turn, [dossier]), "may_close": rules.may_manage_rounds(user)}
    leads, keeps = rules.leads_council(user, turn), rules.keeps_minutes(user, turn)
    if dossier.criteria_set_id is None or not (leads or keeps):
        return context
    tally = tally_of(dossier)
    left = obstacles(dossier, tally, on=today())
    return context | {
        "obstacles": left,
        "asks_reason": any(one.code == "spread" for one in left) and is_rescored(dossier),
        "may_agree": tally.is_complete,
        "may_rescore": leads and tally.is_complete,
        "may_reopen": rules.may_reopen_sheet(user, dossier) and tally.sent > 0,
        "may_enter_paper": keeps and tally.assigned > 0,
        "earlier_count": dossier.assignments.filter(is_current=False, sheet__state=SheetState.SENT).count(),
    }
