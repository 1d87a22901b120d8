"""Numbers of certificates: once each, without a gap, only for what counts."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.tests.factories import UserFactory
from core.dates import today
from core.errors import Refused
from core.tests.racing import at_once
from products.models import Recognition
from products.tests.factories import RecognitionFactory, RevocationFactory
from recognitions.models import AwardCertificate
from recognitions.services import issue_certificates
from recognitions.services.issuing import issuable
from recognitions.tests.factories import AwardCertificateFactory, ending_on

ONE_DAY = dt.timedelta(days=1)


def in_force(**values) -> Recognition:
    return ending_on(today() + dt.timedelta(days=500), **values)


@pytest.fixture
def office(db):
    return UserFactory(office=True)


def test_numbers_follow_each_other_by_name_and_begin_anew_every_year(office):
    rows = [in_force(product__name=name) for name in ("Xoài", "Ấu", "Nem")]
    made = issue_certificates(actor=office, recognition_ids=[row.pk for row in rows])
    assert [(one.number, one.recognition.product.name) for one in made] == [(1, "Ấu"), (2, "Nem"), (3, "Xoài")]
    assert made[0].reference == f"0001/{today().year}/GCN-OCOP"
    AwardCertificateFactory(year=today().year - 1, number=88, issued_on=today() - dt.timedelta(days=366))
    (fourth,) = issue_certificates(actor=office, recognition_ids=[in_force().pk])
    assert (fourth.year, fourth.number, fourth.issued_on) == (today().year, 4, today())
    assert len({one.code for one in AwardCertificate.objects.all()}) == 5
    assert all(len(one.code) >= 22 for one in AwardCertificate.objects.all())


def test_only_the_office_issues(db):
    row = in_force()
    for role in ("local_officer", "agency_officer", "council_member", "leader", "administrator"):
        with pytest.raises(PermissionDenied):
            issue_certificates(actor=UserFactory(**{role: True}), recognition_ids=[row.pk])


def revoked() -> Recognition:
    return RevocationFactory(recognition=in_force(), effective_on=today()).recognition


def cancelled() -> Recognition:
    row = in_force()
    Recognition.objects.filter(pk=row.pk).update(cancelled_on=today(), cancelled_by=row.document)
    return row


def replaced() -> Recognition:
    row = in_force()
    RecognitionFactory(product=row.product, document__issued_on=today() - ONE_DAY)
    return row


def lapsed() -> Recognition:
    return ending_on(today() - ONE_DAY)


@pytest.mark.parametrize("wrong", [revoked, cancelled, replaced, lapsed])
def test_what_no_longer_counts_gets_none_and_stops_the_others(office, wrong):
    right, row = in_force(), wrong()
    assert row.pk not in issuable().values_list("pk", flat=True)
    with pytest.raises(Refused, match=row.product.name):
        issue_certificates(actor=office, recognition_ids=[right.pk, row.pk])
    assert not AwardCertificate.objects.exists()


def test_each_gets_one_on_a_day_that_is_not_before_its_decision(office):
    row = in_force()
    with pytest.raises(Refused, match="ít nhất một"):
        issue_certificates(actor=office, recognition_ids=[])
    with pytest.raises(Refused, match="trước ngày quyết định"):
        issue_certificates(actor=office, recognition_ids=[row.pk], issued_on=row.decided_on - ONE_DAY)
    with pytest.raises(Refused, match="sau hôm nay"):
        issue_certificates(actor=office, recognition_ids=[row.pk], issued_on=today() + ONE_DAY)
    issue_certificates(actor=office, recognition_ids=[row.pk])
    with pytest.raises(Refused, match="Đã có giấy chứng nhận"):
        issue_certificates(actor=office, recognition_ids=[row.pk])


def test_two_who_issue_at_once_leave_no_gap(transactional_db):
    office = UserFactory(office=True)
    keys = [in_force().pk for _number in range(8)]

    def issue(some):
        return lambda: issue_certificates(actor=office, recognition_ids=some)

    assert at_once(*(issue(keys[at : at + 2]) for at in range(0, 8, 2))) == [None] * 4
    assert sorted(AwardCertificate.objects.values_list("number", flat=True)) == list(range(1, 9))


def test_two_who_issue_the_same_at_once_issue_it_once(transactional_db):
    office, key = UserFactory(office=True), in_force().pk

    def issue():
        issue_certificates(actor=office, recognition_ids=[key])

    outcomes = at_once(issue, issue)
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "Refused"]
    assert AwardCertificate.objects.count() == 1


def test_neither_number_nor_code_ever_changes(office):
    made = AwardCertificateFactory()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AwardCertificate.objects.filter(pk=made.pk).update(number=9)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        made.delete()
