"""The clock on 400 days around the ends of terms: the last ones of months, leap days, midnight in Vietnam."""

import datetime as dt

import pytest
import time_machine

from evaluations.enums import DossierState
from evaluations.tests.factories import DossierFactory, RoundFactory, RuleVersionFactory
from products.models import Recognition
from products.tests.factories import RecognitionFactory, RevocationFactory
from recognitions.clock import Facts, Limits, Waiting, clock_state, in_state, limits_on, on_clock, state_of, with_clock
from recognitions.enums import ClockState as S
from recognitions.tests.factories import ending_on

# Last valid day, first and last day for a renewal, last day of an extension: by the calendar of GNU date.
ENDS = (
    ("2020-02-29", "2019-09-02", "2019-11-01", "2020-08-27"),
    ("2021-02-28", "2020-09-01", "2020-10-31", "2021-08-27"),
    ("2022-03-01", "2021-09-02", "2021-11-01", "2022-08-28"),
    ("2023-12-29", "2023-07-02", "2023-08-31", "2024-06-26"),
    ("2023-12-31", "2023-07-04", "2023-09-02", "2024-06-28"),
    ("2024-01-01", "2023-07-05", "2023-09-03", "2024-06-29"),
    ("2024-02-29", "2023-09-02", "2023-11-01", "2024-08-27"),
    ("2024-06-30", "2024-01-02", "2024-03-02", "2024-12-27"),
    ("2024-08-27", "2024-02-29", "2024-04-29", "2025-02-23"),
    ("2024-08-31", "2024-03-04", "2024-05-03", "2025-02-27"),
    ("2025-02-28", "2024-09-01", "2024-10-31", "2025-08-27"),
    ("2025-03-01", "2024-09-02", "2024-11-01", "2025-08-28"),
    ("2025-06-30", "2025-01-01", "2025-03-02", "2025-12-27"),
    ("2026-01-11", "2025-07-15", "2025-09-13", "2026-07-10"),
    ("2026-05-22", "2025-11-23", "2026-01-22", "2026-11-18"),
    ("2026-11-21", "2026-05-25", "2026-07-24", "2027-05-20"),
    ("2027-06-27", "2026-12-29", "2027-02-27", "2027-12-24"),
    ("2027-08-28", "2027-03-01", "2027-04-30", "2028-02-24"),
    ("2028-02-29", "2027-09-02", "2027-11-01", "2028-08-27"),
    ("2028-12-31", "2028-07-04", "2028-09-02", "2029-06-29"),
)
ONE_DAY = dt.timedelta(days=1)
RULES = Limits(opens=180, closes=120, extension=180)


def table():
    """Yield last valid day, day, state without a renewal and state with one that waits: days of the calendar."""
    for row in ENDS:
        end, opens, closes, extended = map(dt.date.fromisoformat, row)
        yield end, dt.date(opens.year - 1, opens.month, 1), S.VALID, S.VALID
        yield end, opens - ONE_DAY, S.VALID, S.VALID
        yield end, opens, S.FILING, S.FILING
        yield end, opens + ONE_DAY, S.FILING, S.FILING
        yield end, closes - ONE_DAY, S.FILING, S.FILING
        yield end, closes, S.FILING, S.FILING
        yield end, closes + ONE_DAY, S.LATE, S.LATE
        yield end, end - ONE_DAY, S.LATE, S.LATE
        yield end, end, S.LATE, S.LATE
        yield end, end + ONE_DAY, S.LAPSED, S.EXTENDED
        yield end, extended, S.LAPSED, S.EXTENDED
        yield end, extended + ONE_DAY, S.LAPSED, S.LAPSED


TABLE = list(table())


def facts(end: dt.date, **values) -> Facts:
    return Facts(dt.date(end.year - 3, 1, 1), end, **values)


def test_the_table_holds_more_than_two_hundred_days_of_both_kinds():
    assert len(TABLE) >= 200
    assert {row[2] for row in TABLE} | {row[3] for row in TABLE} == set(S) - {S.REVOKED}


@pytest.mark.parametrize(("end", "day", "alone", "renewing"), TABLE)
def test_the_state_of_a_day(end, day, alone, renewing):
    assert clock_state(facts(end), day, rules=RULES) == alone
    sent = facts(end, renewals=(Waiting(min(end, day)),))
    assert clock_state(sent, day, rules=RULES) == renewing


def test_the_list_says_the_same_as_the_rule(db):
    """One query a day for all rows; 240 days."""
    turn = RoundFactory()
    pairs = {}
    for end in dict.fromkeys(row[0] for row in TABLE):
        renewing = ending_on(end)
        DossierFactory(
            round=turn, product=renewing.product, kind="renewal", state=DossierState.SUBMITTED, submitted_on=end
        )
        pairs[end] = (ending_on(end).pk, renewing.pk)
    wrong = []
    for end, day, *expected in TABLE:
        rows = with_clock(Recognition.objects.filter(pk__in=pairs[end]), day, rules=RULES)
        states = dict(rows.values_list("pk", "clock"))
        wrong += [] if [states[pk] for pk in pairs[end]] == expected else [(end, day, states)]
    assert not wrong


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        # The last valid day is 29/02/2024; in Vietnam it ends at 17:00 UTC.
        ("2024-02-29T16:59:59Z", S.LATE),
        ("2024-02-29T17:00:00Z", S.LAPSED),
        ("2023-09-01T16:59:59Z", S.VALID),
        ("2023-09-01T17:00:00Z", S.FILING),
        ("2023-11-01T16:59:59Z", S.FILING),
        ("2023-11-01T17:00:00Z", S.LATE),
    ],
)
def test_a_day_begins_at_midnight_in_vietnam(db, moment, state):
    recognition = ending_on(dt.date(2024, 2, 29))
    with time_machine.travel(moment, tick=False):
        assert state_of(recognition) == state


@pytest.mark.parametrize(
    ("renewal", "day", "state"),
    [
        (Waiting(dt.date(2024, 6, 30)), dt.date(2024, 7, 1), S.EXTENDED),
        (Waiting(dt.date(2024, 7, 1)), dt.date(2024, 7, 1), S.LAPSED),
        (Waiting(dt.date(2024, 6, 1), dt.date(2024, 7, 20)), dt.date(2024, 7, 19), S.EXTENDED),
        (Waiting(dt.date(2024, 6, 1), dt.date(2024, 7, 20)), dt.date(2024, 7, 20), S.LAPSED),
        (Waiting(dt.date(2020, 12, 31)), dt.date(2024, 7, 1), S.LAPSED),
    ],
    ids=["sent on the last day", "sent too late", "waits", "concluded", "of the term before"],
)
def test_only_a_renewal_that_was_sent_in_the_term_and_still_waits_extends_it(db, renewal, day, state):
    end = dt.date(2024, 6, 30)
    assert clock_state(facts(end, renewals=(renewal,)), day, rules=RULES) == state
    recognition = RecognitionFactory(document__issued_on=dt.date(2021, 1, 1), valid_until=end)
    dossier = DossierFactory(
        product=recognition.product, kind="renewal", state=DossierState.SUBMITTED, submitted_on=renewal.sent_on
    )
    if renewal.ended_on:
        type(dossier).objects.update(state=DossierState.NOT_RECOGNISED, concluded_on=renewal.ended_on)
    assert state_of(recognition, day) == state


@pytest.mark.parametrize(
    ("kind", "state", "day_of_end"),
    [
        ("upgrade", DossierState.SUBMITTED, {}),
        ("renewal", DossierState.DRAFT, {"submitted_on": None}),
        ("renewal", DossierState.WITHDRAWN, {"withdrawn_on": dt.date(2024, 6, 20)}),
    ],
)
def test_an_upgrade_a_draft_and_a_withdrawn_renewal_extend_nothing(db, kind, state, day_of_end):
    recognition = ending_on(dt.date(2024, 6, 30))
    DossierFactory(
        product=recognition.product, kind=kind, state=state, **({"submitted_on": dt.date(2024, 6, 1)} | day_of_end)
    )
    assert state_of(recognition, dt.date(2024, 7, 1)) == S.LAPSED


def test_a_revocation_counts_from_the_day_it_takes_effect(db):
    recognition = ending_on(dt.date(2024, 6, 30))
    RevocationFactory(recognition=recognition, effective_on=dt.date(2023, 12, 30))
    assert state_of(recognition, dt.date(2023, 12, 29)) == S.VALID
    assert state_of(recognition, dt.date(2023, 12, 30)) == S.REVOKED
    assert state_of(recognition, dt.date(2024, 7, 1)) == S.REVOKED
    pure = facts(dt.date(2024, 6, 30), revoked_on=dt.date(2023, 12, 30))
    days = (dt.date(2023, 12, 29), dt.date(2023, 12, 30), dt.date(2024, 7, 1))
    assert [clock_state(pure, day, rules=RULES) for day in days] == [S.VALID, S.REVOKED, S.REVOKED]


def test_what_is_not_begun_replaced_or_cancelled_is_not_on_the_clock(db):
    recognition = ending_on(dt.date(2024, 6, 30))
    assert state_of(recognition, recognition.valid_from - ONE_DAY) is None
    later = RecognitionFactory(product=recognition.product, document__issued_on=dt.date(2024, 4, 1))
    assert state_of(recognition, dt.date(2024, 3, 31)) == S.LATE
    assert state_of(recognition, dt.date(2024, 4, 1)) is None
    Recognition.objects.filter(pk=later.pk).update(cancelled_on=dt.date(2024, 4, 10), cancelled_by=later.document)
    assert state_of(recognition, dt.date(2024, 4, 9)) is None
    assert state_of(recognition, dt.date(2024, 4, 10)) == S.LATE
    assert state_of(later, dt.date(2024, 4, 9)) == S.VALID
    assert state_of(later, dt.date(2024, 4, 10)) is None
    pure = facts(dt.date(2024, 6, 30), later=((dt.date(2024, 4, 1), dt.date(2024, 4, 10)),))
    days = (dt.date(2024, 3, 31), dt.date(2024, 4, 1), dt.date(2024, 4, 9), dt.date(2024, 4, 10))
    assert [clock_state(pure, day, rules=RULES) for day in days] == [S.LATE, None, None, S.LATE]
    gone = facts(dt.date(2024, 6, 30), cancelled_on=dt.date(2024, 1, 2))
    assert clock_state(gone, dt.date(2024, 1, 1), rules=RULES) == S.VALID
    assert clock_state(gone, dt.date(2024, 1, 2), rules=RULES) is None


def test_the_days_are_those_of_the_rules_in_force_on_the_day(db):
    RuleVersionFactory(effective_from=dt.date(2019, 8, 21), renewal_opens_days=90, renewal_closes_days=30)
    RuleVersionFactory(effective_from=dt.date(2026, 5, 22), extension_days=60)
    RuleVersionFactory(effective_from=dt.date(2026, 6, 1), renewal_opens_days=300, is_draft=True)
    assert limits_on(dt.date(2019, 8, 20)) == Limits()
    assert limits_on(dt.date(2026, 5, 21)) == Limits(90, 30, 180)
    assert limits_on(dt.date(2026, 6, 1)) == Limits(180, 120, 60)
    recognition = ending_on(dt.date(2026, 9, 30))
    assert state_of(recognition, dt.date(2026, 5, 21)) == S.VALID
    assert state_of(recognition, dt.date(2026, 5, 22)) == S.FILING


def test_a_list_takes_two_queries_however_long_it_is(db, django_assert_num_queries):
    day = dt.date(2024, 7, 1)
    for _number in range(3):
        ending_on(dt.date(2024, 6, 30))
    with django_assert_num_queries(2):
        assert len(in_state(Recognition.objects.all(), day, S.LAPSED)) == 3
    assert on_clock(Recognition.objects.all(), day).count() == 3
