"""Which accounts a person may see."""

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

from accounts.enums import Role
from core.search import matching


class UserQuerySet(models.QuerySet):
    """Accounts of the portal."""

    def visible_to(self, user):
        """The administrator sees all accounts, everybody else only the own one."""
        if not user.is_active:
            return self.none()
        return self if user.role == Role.ADMINISTRATOR else self.filter(pk=user.pk)

    def search(self, text: str):
        """Accounts with every word of ``text`` in name, user name or position."""
        return matching(self, text)

    def for_list(self):
        """With the unit, in Vietnamese alphabetical order."""
        return self.select_related("unit").order_by("sort_key", "username")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes accounts; there is no superuser: roles decide, nobody stands above them."""

    def create_user(self, username: str, password: str | None, **fields):
        """Return a new account; without a password it cannot sign in."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user
