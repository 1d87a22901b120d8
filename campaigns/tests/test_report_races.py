"""Two people at one report at the same moment; each race has been seen to fail without the lock of the row."""

from decimal import Decimal

import pytest

from accounts.tests.factories import UserFactory
from campaigns.enums import ReportState
from campaigns.merging import read_token, token_of
from campaigns.services.answering import accept_report, correct_value, send_report, take_back_report
from campaigns.services.filling import save_values
from campaigns.tests.factories import UnitReportFactory, fill, officer_of, send
from core.errors import Refused
from core.tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def refusals(outcomes):
    unexpected = [one for one in outcomes if one is not None and not isinstance(one, Refused)]
    assert not unexpected, unexpected
    return [one for one in outcomes if one is not None]


def test_sending_twice_makes_one_version():
    report = UnitReportFactory()
    first, second = fill(report), officer_of(report)
    outcomes = at_once(*[lambda who=who: send_report(actor=who, report_id=report.pk) for who in (first, second, first)])
    assert len(refusals(outcomes)) == 2
    assert report.versions.count() == 1
    assert report.moves.filter(action="send").count() == 1


def test_accepting_while_the_unit_takes_back_leaves_one_of_both():
    report, office = UnitReportFactory(), UserFactory(office=True)
    officer = send(report).sent_by
    outcomes = at_once(
        lambda: accept_report(actor=office, report_id=report.pk),
        lambda: take_back_report(actor=officer, report_id=report.pk),
    )
    assert len(refusals(outcomes)) == 1
    report.refresh_from_db()
    accepted, taken = outcomes
    assert report.state == (ReportState.ACCEPTED if accepted is None else ReportState.IN_PROGRESS)
    assert (accepted is None) != (taken is None)


def test_two_officers_who_save_different_boxes_lose_nothing_and_the_same_box_one_is_asked():
    report = UnitReportFactory()
    seen = read_token(token_of({"fairs": "", "fair_stalls": ""}))
    typed = ({"fairs": 1}, {"fairs": 2}, {"fair_stalls": 3})
    officers = [officer_of(report) for _each in typed]
    acts = [
        lambda who=who, values=values: save_values(actor=who, report_id=report.pk, values=values, seen=seen)
        for who, values in zip(officers, typed, strict=True)
    ]
    assert len(refusals(at_once(*acts))) == 1
    found = {row.element.code: row.value for row in report.values.all()}
    assert found["fair_stalls"] == 3
    assert found["fairs"] in {1, 2}


def test_what_is_saved_while_the_report_is_sent_goes_along_or_is_refused():
    report = UnitReportFactory()
    officer = fill(report, fairs=3)
    saved, sent = at_once(
        lambda: save_values(actor=officer, report_id=report.pk, values={"fairs": 4}),
        lambda: send_report(actor=officer, report_id=report.pk),
    )
    assert sent is None
    assert report.versions.get().values[0]["value"] == ("3" if isinstance(saved, Refused) else "4")
    assert report.values.get(element__code="fairs").value == Decimal(report.versions.get().values[0]["value"])


def test_two_corrections_of_one_number_are_both_in_the_history():
    report, office = UnitReportFactory(), UserFactory(office=True)
    send(report, fairs=3)
    accept_report(actor=office, report_id=report.pk)
    at_once(
        *[
            lambda value=value: correct_value(
                actor=office, report_id=report.pk, code="fairs", value=Decimal(value), reason="Sót"
            )
            for value in (4, 5)
        ]
    )
    first, second = report.corrections.order_by("pk")
    assert (first.before, second.before) == (3, first.after)
    assert report.values.get(element__code="fairs").value == second.after
