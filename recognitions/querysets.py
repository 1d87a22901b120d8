"""Which certificates and reminders a person may see."""

from django.db import models


class AwardCertificateQuerySet(models.QuerySet):
    """Certificates of recognitions."""

    def visible_to(self, user):
        """As for the recognition: the province, or the own territory."""
        recognitions = self.model._meta.get_field("recognition").related_model.objects
        return self.filter(recognition__in=recognitions.visible_to(user).values("pk"))

    def for_list(self):
        """What a row needs; the last number first."""
        return self.select_related(
            "recognition__product", "recognition__producer", "recognition__unit", "recognition__document"
        ).order_by("-year", "-number")

    def for_print(self):
        """What the printed certificate says, in the order of the numbers."""
        return self.select_related(
            "recognition__product",
            "recognition__producer",
            "recognition__unit__parent__parent",
            "recognition__document__issuer__parent",
        ).order_by("year", "number")


class ReminderQuerySet(models.QuerySet):
    """Reminders that were sent."""

    def visible_to(self, user):
        """As for the recognition that runs out."""
        recognitions = self.model._meta.get_field("recognition").related_model.objects
        return self.filter(recognition__in=recognitions.visible_to(user).values("pk"))
