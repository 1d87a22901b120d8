"""Who may do what with campaigns and units' reports. Which rows a person sees is ``visible_to``."""

from campaigns.enums import HANDED_IN, WRITABLE, ReportState

WRITERS = frozenset({"local_officer", "agency_officer"})


def may_see_campaigns(user) -> bool:
    """Everybody but council members."""
    return bool(user.is_active and not user.is_council_member)


def may_manage_campaigns(user) -> bool:
    """The office asks, reminds, returns and accepts."""
    return bool(user.is_active and user.is_office)


def may_see_board(user) -> bool:
    """How far every unit is: the office, and those who read the whole province; never one unit of another."""
    return bool(user.is_active and (user.is_office or user.is_leader or user.is_administrator))


def is_reporter(user, report) -> bool:
    """An officer of the unit that is asked, or of the one that took over its records; not of the one above it."""
    if not (user.is_active and user.role in WRITERS):
        return False
    return user.unit_id == report.unit_id or user.unit.stands_for(report.unit_id)


def may_read_draft(user, report) -> bool:
    """What is typed and not yet sent is read by the unit itself; others read what was sent."""
    return is_reporter(user, report)


def may_write(user, report) -> bool:
    """The unit writes until it has sent; whether the campaign still takes it is ``locks.is_locked``."""
    return report.state in WRITABLE and is_reporter(user, report)


def may_send(user, report) -> bool:
    """An officer of the unit who is entitled to sign for it."""
    return may_write(user, report) and user.may_sign


def may_answer(user, report) -> bool:
    """The office returns or accepts what was sent."""
    return may_manage_campaigns(user) and report.state in HANDED_IN


def may_correct(user, report) -> bool:
    """The office corrects a number of an accepted report, with its reason."""
    return may_manage_campaigns(user) and report.state == ReportState.ACCEPTED
