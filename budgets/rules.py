"""Who may do what with money. Which rows a person sees is ``visible_to``."""

from accounts.enums import Role


def may_see_budgets(user) -> bool:
    """Everybody but council members."""
    return user.is_active and not user.is_council_member


def may_see_policies(user) -> bool:
    """Support policies name products of the whole province: for those who read it whole."""
    return user.is_active and user.sees_whole_province


def may_plan(user) -> bool:
    """Lines, plans, adjustments, allocation, carrying over, support policies: the office."""
    return user.is_active and user.is_office


def may_spend(user) -> bool:
    """Disbursing and settling: the office, and officers on the lines that they see (``visible_to``)."""
    if not user.is_active:
        return False
    return user.is_office or user.is_local_officer or user.role == Role.AGENCY_OFFICER
