"""Which campaigns and units' reports a person may see."""

from django.db import models


def _reads(user) -> bool:
    return user.is_active and not user.is_council_member


class FormQuerySet(models.QuerySet):
    """Forms of units' reports, versioned by year."""

    def visible_to(self, user):
        """The office reads all; every other reader the published ones."""
        if not _reads(user):
            return self.none()
        return self if user.is_office else self.filter(published_at__isnull=False)


class CampaignQuerySet(models.QuerySet):
    """Campaigns."""

    def visible_to(self, user):
        """Office, leader and administrator read all; other officers the open ones that ask their unit."""
        if not _reads(user):
            return self.none()
        if user.is_office:
            return self
        opened = self.filter(opened_at__isnull=False)
        if user.is_leader or user.is_administrator:
            return opened
        return opened.filter(pk__in=self._asking(user))

    def for_list(self):
        """What a row needs."""
        return self.select_related("form")

    def _asking(self, user):
        reports = self.model._meta.get_field("reports").related_model.objects
        return reports.visible_to(user).values("campaign_id")


class UnitReportQuerySet(models.QuerySet):
    """One unit's report in a campaign."""

    def visible_to(self, user):
        """Office, leader and administrator see every row; other officers those of their unit's territory.

        What a unit has typed and not yet sent is its own: readers outside it read sent versions only
        (``rules.may_read_draft``).
        """
        if not _reads(user):
            return self.none()
        if user.is_office or user.is_leader or user.is_administrator:
            return self
        return self.filter(unit__in=user.unit.territory().values("pk"), campaign__opened_at__isnull=False)

    def in_territory(self, unit):
        """Reports of units whose records fall to ``unit`` (``None``: the whole province)."""
        return self if unit is None else self.filter(unit__in=unit.territory().values("pk"))

    def for_list(self):
        """What a row needs."""
        return self.select_related("unit", "campaign", "sent_by")


class NarrowQuerySet(models.QuerySet):
    """Rows under a unit's report: values, narratives, attachments, versions."""

    def visible_to(self, user):
        """Rows whose report the person may see."""
        reports = self.model._meta.get_field("report").related_model.objects.visible_to(user)
        return self.filter(report__in=reports)
