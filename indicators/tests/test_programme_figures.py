"""Figures of activities, start-ups, papers, renewals, outcomes and the year's money, each with its boundary days."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from accounts.models import WholeProvince
from accounts.tests.factories import UserFactory
from budgets.enums import PaidFor
from budgets.models import LedgerEntry
from budgets.services import pay_support, record_entry
from budgets.tests.factories import LineFactory, PolicyFactory
from core.periods import Window
from evaluations.enums import CentralStep, DossierState
from evaluations.models import CentralEvent, DossierMove
from evaluations.tests.factories import DossierFactory
from indicators import registry
from indicators.registry import count_all
from indicators.scope import Scope
from producers.enums import PaperKind
from producers.models import Representative
from producers.tests.factories import PaperFactory
from products.enums import CertificateKind
from products.tests.factories import CertificateFactory
from programme.enums import ActivityKind, Reach, SupportKind
from programme.models import ProjectSupport
from programme.tests.factories import ActivityFactory, ProjectFactory, SpaceFactory
from reports.tests.world import AS_OF, DECISION_2022, REVOKED_ON, SENT_ON, YEAR
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def scope(*, user=None, unit=None, window=YEAR, as_of=AS_OF) -> Scope:
    return Scope(user or WholeProvince(), unit, window, as_of)


def value(code, **bounds) -> Decimal:
    return registry.get(code).count(scope(**bounds), {}).value


def test_nothing_is_counted_in_an_empty_portal(db):
    counted = count_all(scope())
    assert set(counted) == {one.code for one in registry.all_indicators()}
    assert not [code for code, one in counted.items() if one.value or one.row_keys]


def test_activities_add_up_their_quantities_from_the_first_to_the_last_day_of_the_window():
    commune = UnitFactory()
    ActivityFactory(kind=ActivityKind.TV, quantity=26, minutes_each=5, starts_on=YEAR.first, unit=commune)
    ActivityFactory(kind=ActivityKind.TV, quantity=15, minutes_each=15, starts_on=YEAR.last)
    ActivityFactory(kind=ActivityKind.TV, quantity=4, starts_on=YEAR.last)
    ActivityFactory(kind=ActivityKind.TV, quantity=99, starts_on=YEAR.first - DAY)
    ActivityFactory(kind=ActivityKind.TV, quantity=99, starts_on=YEAR.last + DAY)
    ActivityFactory(kind=ActivityKind.MEETING, quantity=2, participants=30)
    ActivityFactory(kind=ActivityKind.FORUM, reach=Reach.INTERNATIONAL)
    ActivityFactory(kind=ActivityKind.FORUM)
    ActivityFactory(kind=ActivityKind.FAIR, quantity=3)
    assert value("activities.tv.items") == 45
    assert value("activities.tv.minutes") == 26 * 5 + 15 * 15
    assert value("activities.tv.items", as_of=YEAR.last - DAY) == 26
    assert value("activities.tv.items", unit=commune) == 26
    assert value("activities.tv.items", user=UserFactory(local_officer=True, unit=commune)) == 26
    assert value("activities.meeting.participants") == 30
    assert value("activities.forum.international.items") == 1
    assert value("activities.communication.count") == 4
    assert value("activities.promotion.count") == 3
    assert value("activities.tv.items", as_of=YEAR.first - DAY) == 0


def test_start_ups_count_by_the_day_of_each_step(world):
    first = ProjectFactory(selected_on=YEAR.first, incubated_from=dt.date(2022, 5, 1), incubated_to=dt.date(2023, 5, 1))
    maker = world.products["sen"]
    ProjectFactory(selected_on=YEAR.last + DAY)
    became = ProjectFactory(producer=maker.producer, product=maker, became_on=YEAR.last)
    for kind, day in (
        (SupportKind.MATCHING, YEAR.first),
        (SupportKind.MATCHING, YEAR.last),
        (SupportKind.TRAINING, AS_OF),
    ):
        ProjectSupport.objects.create(project=first, kind=kind, on=day, amount_vnd=1_250_000)
    ProjectSupport.objects.create(project=became, kind=SupportKind.SHOWROOM, on=YEAR.last + DAY)
    SpaceFactory(opened_on=AS_OF)
    SpaceFactory()
    assert value("incubation.selected.projects") == 2
    assert value("incubation.begun.projects") == 1
    assert value("incubation.under_way.projects", as_of=dt.date(2023, 5, 1)) == 1
    assert value("incubation.under_way.projects", as_of=dt.date(2023, 5, 2)) == 0
    assert value("incubation.supported.projects") == 1
    assert value("incubation.supported.matching.projects") == 1
    assert value("incubation.supported.amount") == Decimal("3.75")
    assert value("incubation.became.producers") == value("incubation.became.products") == 1
    assert value("incubation.became.products", as_of=YEAR.last - DAY) == 0
    assert value("incubation.spaces.coworking") == 1
    assert value("incubation.spaces.coworking", as_of=AS_OF - DAY) == 0
    assert value("incubation.selected.projects", as_of=YEAR.first - DAY) == 0


def test_papers_count_while_they_are_valid(world):
    maker = world.products["sen"].producer
    PaperFactory(
        producer=maker, kind=PaperKind.PRODUCTION_LICENCE, issued_on=YEAR.first, expires_on=dt.date(2023, 6, 30)
    )
    PaperFactory(producer=maker, kind=PaperKind.PRODUCTION_LICENCE, issued_on=YEAR.first - DAY)
    PaperFactory(producer=maker, kind=PaperKind.TRADEMARK, issued_on=AS_OF + DAY)
    put_away = PaperFactory(producer=maker, kind=PaperKind.DECLARATION, put_away=True)
    assert value("papers.food_safety.producers") == 1
    assert value("papers.food_safety.issued") == 1
    assert value("papers.trademark.producers") == 0
    assert value("papers.trademark.producers", as_of=AS_OF + DAY) == 1
    assert value("papers.declaration.producers") == 1, "it was put away only today"
    assert value("papers.declaration.producers", as_of=put_away.put_away_at.date() + 2 * DAY) == 0
    assert value("papers.food_safety.producers", unit=world.communes["B"]) == 0


def test_certificates_count_products_in_force_on_the_day(world):
    CertificateFactory(product=world.products["sen"], kind=CertificateKind.VIETGAP, expires_on=AS_OF)
    CertificateFactory(product=world.products["xoai"], kind=CertificateKind.GLOBALGAP, issued_on=AS_OF)
    assert value("certificates.gap.products") == 2
    assert value("certificates.gap.products", as_of=AS_OF + DAY) == 1
    assert value("certificates.gap.products", as_of=DECISION_2022 - DAY) == 0
    assert value("certificates.haccp.products") == 0


def test_what_falls_due_leaves_out_what_was_upgraded_taken_back_or_stopped(world):
    year = Window(dt.date(2023, 1, 1), dt.date(2023, 12, 31))
    counted = {code: one.value for code, one in count_all(scope(window=year)).items()}
    assert (counted["renewal.due.products"], counted["renewal.filed.products"], counted["renewal.again.products"]) == (
        2,
        1,
        1,
    )
    assert counted["renewal.filed.percent"] == counted["renewal.again.percent"] == 50
    assert value("renewal.due.products", window=year, as_of=REVOKED_ON) == 1, "tra was taken back"
    assert value("renewal.again.products", window=year, as_of=DECISION_2022 - DAY) == 0
    assert value("renewal.filed.products", window=year, as_of=SENT_ON - DAY) == 0
    later = Window(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert value("renewal.due.products", window=later) == 1, "mam was upgraded, keo is left"
    keo = world.products["keo"]
    last = keo.recognitions.get().valid_until
    assert value("renewal.due.products", window=Window(last, last)) == 1
    assert value("renewal.due.products", window=Window(last + DAY, last + 2 * DAY)) == 0
    keo.stopped_on = last
    keo.save()
    assert value("renewal.due.products", window=later) == 1, "not known at the cut-off"
    assert value("renewal.due.products", window=later, as_of=last) == 0


def test_a_product_lapses_on_the_day_after_its_last(world):
    last = world.products["keo"].recognitions.get().valid_until
    year = Window(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert value("expired.products", window=year, as_of=last) == 0
    assert value("expired.products", window=year, as_of=last + DAY) == 1
    assert value("expired.star3.products", window=year, as_of=last + DAY) == 1
    assert value("expired.products", window=Window(last + 2 * DAY, year.last), as_of=year.last) == 0
    assert value("expired.products", window=Window(last + DAY, year.last), as_of=year.last) == 1


def test_outcomes_are_those_known_at_the_cut_off(world):
    assert value("entries.open.products", as_of=DECISION_2022 - DAY) == 4
    assert value("entries.recognised.products", as_of=DECISION_2022 - DAY) == 0
    dossier = world.dossiers["sen"]
    dossier.state = DossierState.NOT_RECOGNISED
    dossier.save()
    assert value("entries.failed.products") == value("entries.new.failed.products") == 1
    assert value("entries.recognised.percent") == 75


def test_a_decision_cancelled_after_the_cut_off_still_counts_on_that_day(world):
    dossier, office = world.dossiers["sen"], UserFactory(office=True)
    states = {"from_state": DossierState.SCORED, "to_state": DossierState.RECOGNISED}
    done = DossierMove.objects.create(
        dossier=dossier, action="recognise", actor=office, at=_noon(DECISION_2022), **states
    )
    back = {"from_state": DossierState.RECOGNISED, "to_state": DossierState.SCORED}
    DossierMove.objects.create(
        dossier=dossier, action="cancel", actor=office, at=_noon(dt.date(2023, 2, 1)), undoes=done, **back
    )
    dossier.state, dossier.concluded_on = DossierState.SCORED, None
    dossier.save()
    assert value("entries.recognised.products") == 4
    assert value("entries.recognised.products", as_of=dt.date(2023, 2, 1)) == 3
    assert value("entries.open.products", as_of=dt.date(2023, 2, 1)) == 1


def test_five_star_candidates_stand_where_their_dossier_is(world):
    central, office = world.dossiers["central"], UserFactory(office=True)
    approved = DossierFactory(
        round=world.dossiers["sen"].round, state=DossierState.APPROVED, submitted_on=SENT_ON, criteria_set=None
    )
    DossierMove.objects.create(
        dossier=approved,
        action="approve",
        actor=office,
        from_state=DossierState.SCORED,
        to_state=DossierState.APPROVED,
        at=_noon(AS_OF),
    )
    assert value("central.approved.products") == 1
    assert value("central.approved.products", as_of=AS_OF - DAY) == 0
    CentralEvent.objects.create(dossier=central, kind=CentralStep.ASKED, on=dt.date(2023, 1, 5), recorded_by=office)
    assert value("central.supplementing.products") == 0
    assert value("central.supplementing.products", as_of=dt.date(2023, 1, 5)) == 1
    central.state, central.concluded_on = DossierState.NOT_RECOGNISED, dt.date(2023, 3, 1)
    central.save()
    year = Window(dt.date(2023, 1, 1), dt.date(2023, 12, 31))
    assert value("central.refused.products", window=year, as_of=dt.date(2023, 2, 28)) == 0
    assert value("central.refused.products", window=year, as_of=dt.date(2023, 3, 1)) == 1
    assert value("central.recognised.products", window=year, as_of=dt.date(2023, 3, 1)) == 0


def test_producers_led_by_people_of_ethnic_minorities_count_on_the_day(world):
    man = Representative.objects.filter(producer=world.products["mam"].producer)
    man.update(is_ethnic_minority=True, until=AS_OF)
    assert value("standing.minority.producers") == 1
    assert value("standing.minority.products") == 2
    assert value("standing.minority.producers_percent") == 25
    assert value("standing.minority.producers", as_of=AS_OF + DAY) == 0


def test_turnover_and_workers_come_from_the_last_dossiers(world):
    for key, workers in (("mam", 8), ("ruou", 9), ("sen", 3)):
        dossier = world.dossiers[key]
        dossier.annual_revenue_vnd, dossier.workers, dossier.local_workers = Decimal(1_500_000_000), workers, 2
        dossier.save()
    assert value("business.revenue") == 4500
    latest = max(("mam", "ruou"), key=lambda key: world.dossiers[key].pk)
    assert value("business.workers") == 3 + world.dossiers[latest].workers
    assert value("business.local_workers") == 4


def test_the_years_money_is_that_of_its_lines_up_to_the_cut_off(world):
    now = dt.date(2026, 12, 31)
    year = Window(YEAR.first, YEAR.last)
    assert value("budget.planned.total", window=year, as_of=now) == 29
    assert value("budget.allocated.rural", window=year, as_of=now) == 20
    assert value("budget.disbursed.total", window=year, as_of=now) == Decimal("17.35")
    assert value("budget.disbursed.total", window=year) == Decimal("12.35")
    assert value("budget.disbursed.percent", window=year, as_of=now) == Decimal("59.83")
    other = replace(year, last=dt.date(2023, 12, 31))
    assert value("budget.planned.total", window=other, as_of=now) == 0, "lines of 2023"


def test_support_counts_what_was_paid_and_not_taken_back(world):
    policy, office = PolicyFactory(), UserFactory(office=True)
    line = LineFactory(source=policy.source, planned=50_000_000, allocated=50_000_000)
    due = [world.products[key].recognitions.order_by("-decided_on").first().pk for key in ("sen", "ruou")]
    paid = pay_support(actor=office, policy_id=policy.pk, line_id=line.pk, recognition_ids=due, voucher="C 1", on=AS_OF)
    assert value("budget.support.paid") == 16
    assert value("budget.support.payments") == 2
    assert value("budget.support.paid", as_of=AS_OF - DAY) == 0
    record_entry(
        actor=office,
        line_id=line.pk,
        kind="disburse",
        amount_vnd=Decimal(2_000_000),
        on=AS_OF,
        voucher="C 2",
        paid_for=PaidFor.ACTIVITY,
    )
    assert value("budget.activities") == 2
    first = paid[0].entry
    LedgerEntry.objects.create(
        line=line,
        kind="disburse",
        amount_vnd=-first.amount_vnd,
        on=AS_OF + DAY,
        note="Chi nhầm",
        reverses=first,
        entered_by=office,
    )
    assert value("budget.support.paid") == 16, "it was taken back after the cut-off"
    assert value("budget.support.paid", as_of=AS_OF + DAY) == 8
    assert value("budget.support.payments", as_of=AS_OF + DAY) == 1


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.timezone(dt.timedelta(hours=7)))
