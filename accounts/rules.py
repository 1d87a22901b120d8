"""Who may do what with accounts."""


def may_manage_accounts(user) -> bool:
    """Only the administrator sees and changes the accounts of others."""
    return bool(user.is_active and user.is_administrator)
