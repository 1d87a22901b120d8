"""What the trainings of a year brought: classes, turns, persons, women, by unit and audience; who is still to come."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, Min, OuterRef, Q

from core.dates import today
from core.periods import Window
from evaluations.models import Dossier
from evaluations.rules import may_see_evaluations
from producers.enums import Gender
from producers.models import Producer
from products.enums import RecognitionKind
from products.models import Recognition
from trainings.enums import Audience
from trainings.models import Registration, TrainingClass

_FIRST = dt.date(2019, 1, 1)


@dataclass(frozen=True)
class Line:
    """A row of a table: turns and distinct persons."""

    name: str
    turns: int
    persons: int
    women: int


@dataclass(frozen=True)
class Results:
    """The results of one year as a reader sees them.

    Attributes:
        planned: classes of the year that are not cancelled; classes: those that people came to.
        never: producers at work that nobody was ever trained of; trained: producers trained this year.
        then_sent: of these, who sent a dossier after the class (``None`` for those who see no dossiers).
        then_rose: of these, whose product rose a star after it.
    """

    year: int
    planned: int
    classes: int
    turns: int
    persons: int
    women: int
    by_unit: tuple[Line, ...]
    by_audience: tuple[Line, ...]
    never: int
    trained: int
    then_sent: tuple[Producer, ...] | None
    then_rose: tuple[Producer, ...]


def years_of(user) -> list[int]:
    """Return the years in which a class begins, the newest first."""
    days = TrainingClass.objects.visible_to(user).dates("first_day", "year", order="DESC")
    return [day.year for day in days]


def results_of(year: int, user) -> Results:
    """Return the results of a year in a fixed number of queries; people and producers as ``user`` sees them."""
    window = Window(dt.date(year, 1, 1), dt.date(year, 12, 31))
    came = Registration.objects.visible_to(user).attended_in(window, today())
    total = came.aggregate(classes=Count("training_class", distinct=True), **_COUNTS)
    since = _trained_since(user, window)
    return Results(
        year=year,
        planned=TrainingClass.objects.visible_to(user).in_days(window.first, window.last).live().count(),
        by_unit=tuple(Line(row.pop("unit__name"), **row) for row in _grouped(came, "unit__name")),
        by_audience=tuple(_by_audience(came)),
        never=_never_trained(user).count(),
        trained=len(since),
        then_sent=_named(user, _then_sent(user, since)) if may_see_evaluations(user) else None,
        then_rose=_named(user, _then_rose(user, since)),
        **total,
    )


_COUNTS = {
    "turns": Count("pk"),
    "persons": Count("trainee", distinct=True),
    "women": Count("trainee", distinct=True, filter=Q(trainee__gender=Gender.FEMALE)),
}


def _grouped(came, field: str):
    return came.order_by().values(field).annotate(**_COUNTS).order_by("-turns", field)


def _by_audience(came):
    for row in _grouped(came, "audience"):
        code = row.pop("audience")
        yield Line(str(Audience(code).label) if code else "", **row)


def _never_trained(user):
    """Producers at work of which nobody ever came to a class."""
    everything = Window(_FIRST, today())
    came = Registration.objects.all().attended_in(everything, today()).filter(trainee__producer=OuterRef("pk"))
    return Producer.objects.visible_to(user).active_on(today()).filter(~Exists(came))


def _trained_since(user, window: Window) -> dict[int, dt.date]:
    """Return for each producer the last day of its first class in the window."""
    came = Registration.objects.visible_to(user).attended_in(window, today()).filter(trainee__producer__isnull=False)
    rows = came.order_by().values("trainee__producer").annotate(day=Min("training_class__last_day"))
    return {row["trainee__producer"]: row["day"] for row in rows}


def _then_sent(user, since: dict[int, dt.date]) -> Counter:
    rows = Dossier.objects.visible_to(user).filter(producer__in=since, submitted_on__isnull=False)
    return Counter(key for key, day in rows.values_list("producer", "submitted_on") if day > since[key])


def _then_rose(user, since: dict[int, dt.date]) -> Counter:
    rows = (
        Recognition.objects.visible_to(user).known_on(today()).filter(producer__in=since, kind=RecognitionKind.UPGRADE)
    )
    return Counter(key for key, day in rows.values_list("producer", "decided_on") if day > since[key])


def _named(user, keys: Counter) -> tuple[Producer, ...]:
    return tuple(Producer.objects.visible_to(user).filter(pk__in=keys).order_by("sort_key", "pk"))
