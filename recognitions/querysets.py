"""Which certificates and reminders a person may see."""

from django.db import models


class AwardCertificateQuerySet(models.QuerySet):
    """Certificates of recognitions."""

    def visible_to(self, user):
        """As for the recognition: the province, or the own territory."""
        recognitions = self.model._meta.get_field("recognition").related_model.objects
        return self.filter(recognition__in=recognitions.visible_to(user).values("pk"))


class ReminderQuerySet(models.QuerySet):
    """Reminders that were sent."""

    def visible_to(self, user):
        """As for the recognition that runs out."""
        recognitions = self.model._meta.get_field("recognition").related_model.objects
        return self.filter(recognition__in=recognitions.visible_to(user).values("pk"))
