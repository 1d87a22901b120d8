"""The clock of a recognition: where it stands on any day (26/2026/QĐ-TTg, Điều 4, 7.6, 8, 12).

Two readings of one rule. ``clock_state`` is pure: facts and a day give a state. ``with_clock`` says the
same in SQL for lists, so that they filter, sort and page by it; a test holds the two together. Nothing
is stored: the state of any day, past or to come, is computed from the dated rows of history.

A recognition that was replaced by a later one, or whose decision was cancelled, is not on the clock.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from core.dates import today
from evaluations.models import Dossier, RuleVersion
from products.enums import RecognitionKind
from products.models import Recognition
from recognitions.enums import ClockState

# Only a re-evaluation carries a recognition past its term; an upgrade goes the full path again (Điều 7.5).
_EXTENDING = RecognitionKind.RENEWAL


@dataclass(frozen=True)
class Limits:
    """Days before and after the end of the term, of the rule version in force on the day that is asked for.

    Attributes:
        opens: renewals are filed at the earliest this many days before the last valid day.
        closes: and at the latest this many days before it.
        extension: a renewal that was sent in time carries the recognition at most this many days past it.
    """

    opens: int = 180
    closes: int = 120
    extension: int = 180


@dataclass(frozen=True)
class Waiting:
    """A renewal dossier: when it was first sent, and when it was concluded or withdrawn (or not yet)."""

    sent_on: dt.date
    ended_on: dt.date | None = None


@dataclass(frozen=True)
class Facts:
    """What the clock knows of one recognition.

    ``later``: first day and cancelling day (or ``None``) of the later recognitions of the same product.
    """

    valid_from: dt.date
    valid_until: dt.date
    cancelled_on: dt.date | None = None
    revoked_on: dt.date | None = None
    later: tuple[tuple[dt.date, dt.date | None], ...] = ()
    renewals: tuple[Waiting, ...] = field(default=())


def clock_state(facts: Facts, day: dt.date, *, rules: Limits) -> ClockState | None:
    """Return the state on ``day`` (a local day); ``None`` where the recognition is not on the clock then.

    ``valid_until`` is the last valid day. Renewals are taken from ``valid_until - rules.opens`` to
    ``valid_until - rules.closes``, both days included.
    """
    if not _is_on_clock(facts, day):
        return None
    if facts.revoked_on is not None and facts.revoked_on <= day:
        return ClockState.REVOKED
    left = (facts.valid_until - day).days
    if left < 0:
        waits = any(_waits(one, facts, day) for one in facts.renewals)
        return ClockState.EXTENDED if waits and -left <= rules.extension else ClockState.LAPSED
    if left > rules.opens:
        return ClockState.VALID
    return ClockState.FILING if left >= rules.closes else ClockState.LATE


def limits_on(day: dt.date) -> Limits:
    """Return the days of the newest rule version in force on ``day``; one query."""
    versions = RuleVersion.objects.in_force_on(day).filter(is_draft=False).order_by("-effective_from", "-pk")
    days = versions.values_list("renewal_opens_days", "renewal_closes_days", "extension_days").first()
    return Limits(*days) if days else Limits()


def with_clock(rows, day: dt.date | None = None, *, rules: Limits | None = None):
    """Return those of ``rows`` (recognitions) that are on the clock on ``day``, with ``clock``: the state's code.

    Without ``rules`` one query reads them; the rows themselves take one query however many they are.
    """
    day = day or today()
    rules = rules or limits_on(day)
    return on_clock(rows, day).annotate(clock=_state_in_sql(day, rules))


def on_clock(rows, day: dt.date):
    """Return the recognitions that have begun by ``day`` and were neither replaced nor cancelled by then."""
    later = Recognition.objects.standing_on(day).filter(
        product=OuterRef("product"), valid_from__gt=OuterRef("valid_from"), valid_from__lte=day
    )
    return rows.standing_on(day).filter(~Exists(later), valid_from__lte=day)


def in_state(rows, day: dt.date, *states: ClockState):
    """Return those of ``rows`` in one of ``states`` on ``day``."""
    return with_clock(rows, day).filter(clock__in=states)


def state_of(recognition: Recognition, day: dt.date | None = None) -> ClockState | None:
    """Return the state of one recognition on ``day`` (today); two queries."""
    found = with_clock(Recognition.objects.filter(pk=recognition.pk), day).values_list("clock", flat=True).first()
    return ClockState(found) if found else None


def waiting_renewals(day: dt.date):
    """Return the renewal dossiers that were sent by ``day`` and neither concluded nor withdrawn by then."""
    return Dossier.objects.not_concluded_by(day).filter(
        Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day), kind=_EXTENDING, submitted_on__lte=day
    )


def _state_in_sql(day: dt.date, rules: Limits) -> Case:
    """Return the state as a column; the order of the branches is that of ``clock_state``."""
    waiting = waiting_renewals(day).filter(
        product=OuterRef("product"),
        submitted_on__gte=OuterRef("valid_from"),
        submitted_on__lte=OuterRef("valid_until"),
    )
    ahead = dt.timedelta(days=1)
    return Case(
        _when(Q(revocation__effective_on__lte=day), ClockState.REVOKED),
        _when(Q(valid_until__gt=day + ahead * rules.opens), ClockState.VALID),
        _when(Q(valid_until__gte=day + ahead * rules.closes), ClockState.FILING),
        _when(Q(valid_until__gte=day), ClockState.LATE),
        _when(Q(valid_until__gte=day - ahead * rules.extension) & Exists(waiting), ClockState.EXTENDED),
        default=Value(ClockState.LAPSED.value),
        output_field=CharField(),
    )


def _when(condition, state: ClockState) -> When:
    return When(condition, then=Value(state.value))


def _is_on_clock(facts: Facts, day: dt.date) -> bool:
    if facts.valid_from > day or (facts.cancelled_on is not None and facts.cancelled_on <= day):
        return False
    return not any(begins <= day and (gone is None or gone > day) for begins, gone in facts.later)


def _waits(renewal: Waiting, facts: Facts, day: dt.date) -> bool:
    """Whether the dossier was sent within the term and is still without an end on ``day``."""
    in_term = facts.valid_from <= renewal.sent_on <= min(facts.valid_until, day)
    return in_term and (renewal.ended_on is None or renewal.ended_on > day)
