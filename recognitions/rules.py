"""Who may do what with the clock, reminders and certificates. Which rows a person sees is ``visible_to``."""


def may_see_clock(user) -> bool:
    """Everybody but council members, as for products."""
    return bool(user.is_active and not user.is_council_member)


def may_remind(user) -> bool:
    """The office sees who is reminded, and may remind by hand."""
    return bool(user.is_active and user.is_office)


def may_issue_certificates(user) -> bool:
    """The office numbers the certificates."""
    return bool(user.is_active and user.is_office)


def may_draft_revocations(user) -> bool:
    """The office draws up the list of those that lapsed, and writes down the decision."""
    return bool(user.is_active and user.is_office)


def may_start_renewals(user) -> bool:
    """Local officers make the dossiers of their territory (26/2026/QĐ-TTg, Điều 7)."""
    return bool(user.is_active and user.is_local_officer)
