"""Who may do what with reports. Which reports a person sees is ``visible_to``."""


def may_see_reports(user) -> bool:
    """Everybody but council members, who read only what they score."""
    return user.is_active and not user.is_council_member


def may_ask_report(user, unit=None) -> bool:
    """Return whether ``user`` may have a report made on ``unit`` (``None``: the whole province).

    Whoever reads the province asks about any part of it; a local officer about the own territory.
    """
    if not may_see_reports(user):
        return False
    if user.is_local_officer:
        return unit is not None and user.unit.territory().filter(pk=unit.pk).exists()
    return user.sees_whole_province


def answers_for_report(user, report) -> bool:
    """Whoever asked answers for a report; the office also for those of others and of the clock, alone for editions."""
    own = report.asked_by_id == user.pk and not report.consolidation_id
    return may_see_reports(user) and (own or user.is_office)


def may_retry_report(user, report) -> bool:
    """Who answers for it may have it made again once it has failed."""
    return report.is_failed and answers_for_report(user, report)


def may_consolidate(user) -> bool:
    """The office writes consolidated reports, freezes and issues their editions."""
    return bool(user is not None and user.is_active and user.is_office)


def may_see_overview(user) -> bool:
    """Those who read every finished report on the province: leader, office, administrator."""
    return bool(user.is_active and (user.is_leader or user.is_office or user.is_administrator))
