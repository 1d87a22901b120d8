"""Which plans, classes, people and registrations a person may see."""

from django.db import models
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from trainings.enums import LIVE_CLASSES, LIVE_SEATS, SeatState


class ReadersQuerySet(models.QuerySet):
    """Plans, courses, classes and sessions: announced to all, so that units can register."""

    def visible_to(self, user):
        """All rows for everybody but council members."""
        return self if user.is_active and not user.is_council_member else self.none()


class PlanQuerySet(ReadersQuerySet):
    """Plans of trainings."""

    def for_list(self):
        """What a row needs, the newest first."""
        return self.select_related("document__issuer", "agency").order_by("-year", "-pk")


class ClassQuerySet(ReadersQuerySet):
    """Classes."""

    def with_seats(self):
        """Add ``registered`` and ``waiting``: how many people have a seat and how many wait."""
        rows = self.model._meta.get_field("registrations").related_model.objects
        return self.annotate(
            registered=_count(rows.filter(state=SeatState.REGISTERED)),
            waiting=_count(rows.filter(state=SeatState.WAITING)),
        )

    def for_list(self):
        """What a row needs, in the order of the calendar."""
        return self.select_related("course__plan__agency", "unit").with_seats().order_by("first_day", "pk")

    def live(self):
        """Classes that are not cancelled."""
        return self.filter(state__in=sorted(LIVE_CLASSES))

    def in_days(self, first, last):
        """Classes of which a day lies from ``first`` to ``last``, both included."""
        return self.filter(first_day__lte=last, last_day__gte=first)


class OfUnitQuerySet(models.QuerySet):
    """Rows that belong to a unit: people, registrations, requests."""

    unit_path = "unit"

    def visible_to(self, user):
        """Rows ``user`` may see.

        Those who read the whole province: all. A local officer: the own territory. A council member: none.
        """
        if not user.is_active:
            return self.none()
        if user.sees_whole_province:
            return self
        if user.is_local_officer:
            return self.filter(**{f"{self.unit_path}__in": user.unit.territory().values("pk")})
        return self.none()


class TraineeQuerySet(OfUnitQuerySet):
    """People who were registered for a class at least once."""

    def same_person(self, *, name_key: str, phone: str):
        """People with this name and this number."""
        return self.filter(name_key=name_key, phone=phone)


class RegistrationQuerySet(OfUnitQuerySet):
    """Registrations of people for classes."""

    def live(self):
        """Those with a seat and those that wait."""
        return self.filter(state__in=sorted(LIVE_SEATS))

    def seated(self):
        """Those with a seat."""
        return self.filter(state=SeatState.REGISTERED)

    def in_territory(self, unit):
        """Registrations of people of ``unit`` on the day of registering (``None``: the whole province)."""
        return self if unit is None else self.filter(unit__in=unit.territory().values("pk"))

    def attended_in(self, window, as_of):
        """Those who came at least once to a class that ended within ``window`` and by ``as_of``."""
        attendance = self.model._meta.get_field("attendance").related_model.objects
        came = attendance.filter(registration=OuterRef("pk"), present=True)
        return self.filter(
            Exists(came),
            training_class__last_day__range=(window.first, window.last),
            training_class__last_day__lte=as_of,
        )

    def for_list(self):
        """What a row needs: seats first, in the order of registering."""
        return self.select_related("trainee__producer", "unit").order_by("state", "pk")


class RequestQuerySet(OfUnitQuerySet):
    """Wishes for a class at home."""

    def for_list(self):
        """What a row needs, waiting ones first."""
        return self.select_related("unit", "course__plan", "training_class").order_by(
            models.Case(models.When(state="asked", then=0), default=1), "-asked_at"
        )


class OfRegistrationQuerySet(OfUnitQuerySet):
    """Attendance and certificates: as for their registrations."""

    unit_path = "registration__unit"


def _count(rows):
    counted = rows.filter(training_class=OuterRef("pk")).order_by().values("training_class")
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
