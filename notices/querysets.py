"""Which notices a person may see."""

from django.db import models


class NoticeQuerySet(models.QuerySet):
    """Notices."""

    def visible_to(self, user):
        """Everybody sees the own ones and nobody else's."""
        return self.filter(user=user) if user.is_active else self.none()

    def unread(self):
        """Those not opened yet."""
        return self.filter(read_at__isnull=True)
