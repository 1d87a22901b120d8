"""Who may look at the tree of units."""


def may_read_units(user) -> bool:
    """The administrator and the coordination office; everybody else meets units on their own records."""
    return bool(user.is_active and (user.is_administrator or user.is_office))
