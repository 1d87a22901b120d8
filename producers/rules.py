"""Who may do what with producers. Which rows somebody sees is decided by ``visible_to`` alone."""


def may_read_producers(user) -> bool:
    """Everybody but council members, who read what they score on the dossier's page."""
    return bool(user.is_active and not user.is_council_member)


def may_add_producer(user) -> bool:
    """Local officers in their territory, the office everywhere."""
    return bool(user.is_active and (user.is_local_officer or user.is_office))


def may_edit_producer(user, _producer=None) -> bool:
    """As for adding; ``_producer`` is a row that ``visible_to`` has let through."""
    return may_add_producer(user)
