"""Demo accounts: known passwords, so never in production."""

from accounts.models import User


def demo_accounts_exist() -> bool:
    """Return whether an account with a known demo password is in the database."""
    return User.objects.filter(is_demo=True).exists()
