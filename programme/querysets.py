"""Which rows of the programme a person may see."""

import datetime as dt

from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from core.search import matching

# So many days ahead a task is told to be due soon, and so many to be due in the coming weeks.
SOON_DAYS, AHEAD_DAYS = 7, 30


def _reads(user) -> bool:
    return user.is_active and not user.is_council_member


class PublicQuerySet(models.QuerySet):
    """Plans, targets and directives: papers that the province sent to every unit."""

    def visible_to(self, user):
        """Everybody but council members, who read only what they score."""
        return self if _reads(user) else self.none()


class AssignmentQuerySet(models.QuerySet):
    """What one unit has to do of a task."""

    def visible_to(self, user):
        """Whoever reads the province reads all; a local officer those of the own territory."""
        if not _reads(user):
            return self.none()
        if user.is_local_officer:
            return self.filter(unit__in=user.unit.territory().values("pk"))
        return self

    def in_territory(self, unit):
        """Rows that fall to ``unit`` (``None``: the whole province)."""
        return self if unit is None else self.filter(unit__in=unit.territory().values("pk"))

    def with_due(self):
        """Add ``due``: the last day of the task, or the one by which units report on the directive (or null)."""
        return self.annotate(due=Coalesce("task__due_on", "task__directive__report_due_on"))

    def for_list(self):
        """What a row needs; what is due first stands first, then what has no day, then what is done."""
        rows = self.with_due().select_related("task__directive__document", "unit__parent")
        lasting = (F("done_on").desc(nulls_first=True), F("due").asc(nulls_last=True))
        return rows.order_by(*lasting, "task__number", "unit__sort_key", "pk")

    def not_done(self):
        """What still has to be done."""
        return self.exclude(state="done")

    def in_bucket(self, bucket: str, day: dt.date):
        """Rows of one column of the board on ``day``; ``with_due`` comes before."""
        return self.filter(bucket_conditions(day)[bucket])


def bucket_conditions(day: dt.date) -> dict[str, Q]:
    """Return what puts a row with ``due`` into which column of the board; each row stands in one."""
    open_ = ~Q(state="done")
    soon, ahead = day + dt.timedelta(days=SOON_DAYS), day + dt.timedelta(days=AHEAD_DAYS)
    return {
        "overdue": open_ & Q(due__lt=day),
        "week": open_ & Q(due__range=(day, soon)),
        "month": open_ & Q(due__gt=soon, due__lte=ahead),
        "later": open_ & (Q(due__gt=ahead) | Q(due__isnull=True)),
        "done": Q(state="done"),
    }


class OfUnitQuerySet(models.QuerySet):
    """Activities and start-up projects, each of one unit."""

    def visible_to(self, user):
        """Whoever reads the province reads all; a local officer those of the own territory."""
        if not _reads(user):
            return self.none()
        if user.is_local_officer:
            return self.filter(unit__in=user.unit.territory().values("pk"))
        return self

    def in_territory(self, unit):
        """Rows that fall to ``unit`` (``None``: the whole province)."""
        return self if unit is None else self.filter(unit__in=unit.territory().values("pk"))

    def search(self, text: str):
        """Rows with every word of ``text``."""
        return matching(self, text)

    def for_list(self):
        """With the unit, in the order of the model: the newest first."""
        return self.select_related("unit__parent")


class ActivityQuerySet(OfUnitQuerySet):
    """Communication and promotion."""

    def totals_by_kind(self) -> list[dict]:
        """Return a dict for each kind that there is: ``kind``, ``activities``, ``items``, ``minutes``, ``people``.

        Minutes are those of all items of an activity; one query.
        """
        minutes = F("quantity") * F("minutes_each")
        return list(
            self.order_by()
            .values("kind")
            .annotate(
                activities=Count("pk"),
                items=Sum("quantity"),
                minutes=Coalesce(Sum(minutes), 0),
                people=Coalesce(Sum("participants"), 0),
            )
            .order_by("kind")
        )

    def held_in(self, window, as_of):
        """Activities that began within the window and by the cut-off."""
        return self.filter(starts_on__range=(window.first, min(window.last, as_of)))


class NarrowQuerySet(models.QuerySet):
    """Rows under an activity, a project, an assignment or a target: seen where their owner is."""

    def visible_to(self, user):
        """Rows whose owner the person may see."""
        owner = self.model._meta.get_field(self.model.OWNER).related_model
        return self.filter(**{f"{self.model.OWNER}__in": owner.objects.visible_to(user)})
