"""Who came how often, and who came often enough for a certificate. Pure reading, no writes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from core.numbers import percent_of
from trainings.models import Registration, TrainingClass

# So many of a hundred half days of the class.
LEAST_PERCENT = 75


@dataclass(frozen=True)
class Presence:
    """A person with a seat: at how many of the sessions of the class he was."""

    registration: Registration
    present: int
    sessions: int

    @property
    def is_enough(self) -> bool:
        """Whether a certificate may be given."""
        return self.sessions > 0 and percent_of(self.present, self.sessions) >= LEAST_PERCENT


def presences_of(registrations: Iterable[Registration], sessions: int) -> list[Presence]:
    """Return the presence of rows read by ``with_presence``; no query."""
    return [Presence(row, row.times_present, sessions) for row in registrations]


def with_presence(user, training_class: TrainingClass):
    """Return those with a seat whom ``user`` sees, by name, each with ``times_present`` and what a list shows."""
    rows = Registration.objects.visible_to(user).seated().filter(training_class=training_class)
    return (
        rows.annotate(times_present=Count("attendance", filter=Q(attendance__present=True)))
        .select_related("trainee__producer", "unit__parent", "certificate")
        .order_by("trainee__name_key", "pk")
    )


def sessions_of(training_class: TrainingClass):
    """Return the sessions in order, each with ``present`` and ``marked``: how many came and were marked."""
    return training_class.sessions.annotate(
        present=Count("attendance", filter=Q(attendance__present=True)), marked=Count("attendance")
    ).order_by("day", "-part")
