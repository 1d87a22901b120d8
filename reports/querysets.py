"""Which reports a person may see, and which a worker may take."""

import datetime as dt

from django.db import models
from django.db.models import Q

from evaluations.rules import may_see_evaluations
from reports.enums import FIXED, ON_ITS_WAY, ReportState

# A worker shows every few seconds that it lives; one that has been silent for so long is gone.
SILENCE = dt.timedelta(minutes=3)
MAX_ATTEMPTS = 3


class ReportQuerySet(models.QuerySet):
    """Reports."""

    def visible_to(self, user):
        """Rows ``user`` may see: never a report that was computed with a wider scope than his own.

        The figures of a report are those of its asker, whose scope is kept in the row:
        ``scope_unit`` (null: the whole province) and ``has_dossiers`` (whether dossiers were read),
        taken when it was asked and again when it was built. So:

        - Office, leader, administrator read everything there is: every finished report, the automatic
          ones and the own ones in any state.
        - An agency officer reads the province but no dossiers: the own reports that were made without
          dossiers. The automatic reports count dossiers and are not for him.
        - A local officer: finished reports on the own unit or a unit under it, whoever asked (their
          rows all lie in the own territory), and the own ones that were made with the territory of
          the present unit. Somebody who came from another unit or role does not keep what he could
          see there.
        - A council member: none.

        An edition of a consolidated report is the office's alone while it is a draft; leader and
        administrator read it once it is frozen, and nobody else: it counts dossiers and money.

        ``evaluations`` and ``products`` scope the rows of a figure once more when it is opened. What an
        edition stores is large and read where it is needed.
        """
        if not user.is_active or user.is_council_member:
            return self.none()
        light = self.defer("snapshot", "texts")
        if not user.is_office:
            editions = sorted(FIXED) if user.is_leader or user.is_administrator else []
            light = light.filter(stage__in=["", *editions])
        return light._of_reader(user)

    def _of_reader(self, user):
        finished = Q(state=ReportState.DONE)
        own = Q(asked_by=user.pk)
        if user.is_local_officer:
            below = user.unit.subtree().values("pk")
            return self.filter(finished & Q(unit__in=below) | own & (Q(unit__in=below) | Q(scope_unit=user.unit_id)))
        if not may_see_evaluations(user):
            return self.filter(own, has_dossiers=False)
        # The files of a fixed edition are drawn anew when it is issued; it does not vanish meanwhile.
        return self.filter(finished | own | Q(is_automatic=True) | Q(stage__in=sorted(FIXED)))

    def retryable_by(self, user):
        """Failed reports that ``user`` may have made again; the same rule as ``rules.may_retry_report``."""
        failed = self.filter(state=ReportState.FAILED)
        return failed if user.is_office else failed.filter(asked_by=user.pk, consolidation=None)

    def on_their_way(self):
        """Reports that wait or are being made."""
        return self.filter(state__in=ON_ITS_WAY)

    def claimable(self, now: dt.datetime):
        """Reports that a worker may take: waiting, or left by a worker that has gone silent."""
        return self.filter(Q(state=ReportState.QUEUED) | self._abandoned(now), attempts__lt=MAX_ATTEMPTS)

    def exhausted(self, now: dt.datetime):
        """Reports that were taken as often as allowed and never finished."""
        return self.filter(Q(state=ReportState.QUEUED) | self._abandoned(now), attempts__gte=MAX_ATTEMPTS)

    def for_list(self):
        """What a card needs, newest period first."""
        return (
            self.select_related("unit", "asked_by", "consolidation")
            .prefetch_related("files")
            .order_by("-last", "-first", "-pk")
        )

    def _abandoned(self, now: dt.datetime) -> Q:
        return Q(state=ReportState.RUNNING, claimed_at__lt=now - SILENCE)


class ConsolidationQuerySet(models.QuerySet):
    """Consolidated reports as they are written."""

    def visible_to(self, user):
        """The office writes them; others read their frozen editions."""
        return self if user.is_active and user.is_office else self.none()

    def for_list(self):
        """What a row needs, newest period first; ``shown_editions``: the editions, the newest first."""
        editions = self.model._meta.get_field("editions").related_model.objects
        newest_first = editions.defer("snapshot", "texts").select_related("document").order_by("-pk")
        return (
            self.select_related("unit", "campaign")
            .prefetch_related(models.Prefetch("editions", newest_first, to_attr="shown_editions"))
            .order_by("-last", "-pk")
        )


class PassageQuerySet(models.QuerySet):
    """Passages of consolidated reports and what was taken into them."""

    def visible_to(self, user):
        """The office."""
        return self if user.is_active and user.is_office else self.none()
