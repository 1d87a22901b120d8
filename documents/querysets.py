"""Which documents a person may see."""

from django.db import models

from core.search import matching


class DocumentQuerySet(models.QuerySet):
    """Official documents."""

    def visible_to(self, user):
        """Issued documents are open to every signed-in official."""
        return self if user.is_active else self.none()

    def search(self, text: str):
        """Documents with every word of ``text`` in number, symbol or subject."""
        return matching(self, text)

    def for_list(self):
        """Newest first, with the issuer."""
        return self.select_related("issuer").order_by("-issued_on", "-pk")
