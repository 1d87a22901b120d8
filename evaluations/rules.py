"""Who may do what with rounds, dossiers and score sheets. Which rows a person sees is ``visible_to``."""

from accounts.enums import Role
from evaluations.enums import EDITABLE_STATES, CouncilOffice, DossierState, Level


def may_see_evaluations(user) -> bool:
    """Rounds and dossiers are for everybody but agency officers, who read recognised products."""
    return user.is_active and user.role != Role.AGENCY_OFFICER


def may_manage_rounds(user) -> bool:
    """Only the office opens rounds, sets councils, closes the scoring and records decisions."""
    return user.is_active and user.is_office


def may_edit_rulebook(user) -> bool:
    """Only the office copies, edits and publishes rule versions; everybody else reads them."""
    return user.is_active and user.is_office


def may_create_dossiers(user) -> bool:
    """Units send dossiers to rounds of the province, the office sends them to the central level."""
    return user.is_active and (user.is_local_officer or user.is_office)


def may_enter_round(user, level: str) -> bool:
    """Return whether ``user`` makes dossiers for rounds of that level."""
    return user.is_active and (user.is_office if level == Level.CENTRAL else user.is_local_officer)


def is_sender(user, dossier) -> bool:
    """Whether ``user`` is of those who make and send this dossier (territory: ``visible_to``)."""
    return may_enter_round(user, dossier.level)


def is_receiver(user, dossier) -> bool:
    """The office receives what units send; central dossiers go to the ministry, not through it."""
    return user.is_active and user.is_office and dossier.level == Level.PROVINCE


def may_permit_late_entry(user) -> bool:
    """The office alone lets a product enter a round that has closed."""
    return may_manage_rounds(user)


def is_decider(user, _dossier) -> bool:
    """The office closes the scoring and records decisions."""
    return may_manage_rounds(user)


def may_edit_dossier(user, dossier) -> bool:
    """Whoever sends it, while it is a draft or has been returned."""
    return dossier.state in EDITABLE_STATES and is_sender(user, dossier)


def may_score_dossier(user, dossier) -> bool:
    """A council member, while the dossier is being scored (assignment: ``visible_to``)."""
    return user.is_active and user.is_council_member and dossier.state == DossierState.ACCEPTED


def may_see_board(user) -> bool:
    """Who has sent a sheet: for the office that waits for them and for those who read all."""
    return user.is_active and (user.is_office or user.is_leader or user.is_administrator)


def may_see_result(user, dossier) -> bool:
    """Points and star: office and readers once scored, members and units once decided.

    A member sees the mean only after the scoring is closed, so that nobody scores by the others.
    """
    if not may_see_evaluations(user):
        return False
    closed = {DossierState.SCORED, DossierState.APPROVED, DossierState.RECOGNISED, DossierState.NOT_RECOGNISED}
    if user.is_local_officer:
        closed.discard(DossierState.SCORED)
    return dossier.state in closed


def may_see_all_sheets(user, dossier) -> bool:
    """Single sheets of a closed scoring: office, readers and members; never the units."""
    return may_see_result(user, dossier) and not user.is_local_officer


def may_follow_the_ministry(user) -> bool:
    """The track of a dossier with the ministry (Điều 7.4): all who see dossiers but the province's council."""
    return may_see_evaluations(user) and not user.is_council_member


def leads_council(user, turn) -> bool:
    """The office, and the chair of the round's council (one query): they settle who scores what."""
    return may_manage_rounds(user) or _holds_office(user, turn, CouncilOffice.CHAIR)


def keeps_minutes(user, turn) -> bool:
    """The office, and the secretary of the round's council (one query): they record its sessions."""
    return may_manage_rounds(user) or _holds_office(user, turn, CouncilOffice.SECRETARY)


def may_rescore(user, dossier) -> bool:
    """The office and the chair let a council score a product again."""
    return leads_council(user, dossier.round)


def may_reopen_sheet(user, dossier) -> bool:
    """The chair of the round's council alone opens one sheet that was sent."""
    return _holds_office(user, dossier.round, CouncilOffice.CHAIR)


def may_agree(user, dossier) -> bool:
    """The office, the chair and the secretary record what the council agrees on (at most two queries)."""
    return leads_council(user, dossier.round) or keeps_minutes(user, dossier.round)


def may_enter_paper_sheets(user, dossier) -> bool:
    """The office and the secretary type in the sheets that members signed on paper."""
    return keeps_minutes(user, dossier.round)


def may_disqualify(user, dossier) -> bool:
    """The office excludes a dossier of the province until a decision has been made of it."""
    open_states = {DossierState.SUBMITTED, DossierState.ACCEPTED, DossierState.SCORED}
    return is_receiver(user, dossier) and dossier.state in open_states


def may_follow_scoring(user, turn) -> bool:
    """Who has sent what, without points: office and readers, and chair and secretary of the round (one query)."""
    return may_see_board(user) or _holds_office(user, turn, CouncilOffice.CHAIR, CouncilOffice.SECRETARY)


def may_print_round(user, turn) -> bool:
    """Summary, minutes, letter and decision: those who follow the scoring (one query); they name every product."""
    return may_follow_scoring(user, turn)


def may_print_sheets(user) -> bool:
    """Score sheets: never the units. Which ones: the own, or all of a closed dossier (``may_see_all_sheets``)."""
    return may_see_evaluations(user) and not user.is_local_officer


def may_see_sessions(user) -> bool:
    """What a council said: for those who read all and for members (which rounds: ``visible_to``); not for units."""
    return may_see_board(user) or (user.is_active and user.is_council_member)


def may_state_interests(user) -> bool:
    """A member states the own ties to producers and consultants, the office those of anyone."""
    return user.is_active and (user.is_office or user.is_council_member)


def _holds_office(user, turn, *offices: str) -> bool:
    return user.is_active and user.is_council_member and turn.members.filter(user=user, office__in=offices).exists()
