"""Who may do what with products. Which rows somebody sees is decided by ``visible_to`` alone."""

from accounts.enums import Role


def may_read_products(user) -> bool:
    """Everybody but council members, who read what they score on the dossier's page."""
    return bool(user.is_active and not user.is_council_member)


def may_add_product(user) -> bool:
    """Local officers in their territory, the office everywhere."""
    return bool(user.is_active and (user.is_local_officer or user.is_office))


def may_edit_product(user, _product=None) -> bool:
    """As for adding; ``_product`` is a row that ``visible_to`` has let through."""
    return may_add_product(user)


def may_read_dossiers_of_products(user) -> bool:
    """Whether the page of a product leads to its dossiers; agencies read products without them."""
    return bool(may_read_products(user) and user.role != Role.AGENCY_OFFICER)


def may_record_recognitions(user) -> bool:
    """The office writes down decisions."""
    return bool(user.is_active and user.is_office)


def may_revoke_recognitions(user) -> bool:
    """The office writes down decisions."""
    return may_record_recognitions(user)


def may_cancel_decisions(user) -> bool:
    """The office writes down decisions, also those that cancel another one."""
    return may_record_recognitions(user)
