"""Reminders: who is told what at which step, once, and never for what is taken care of."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError

from accounts.tests.factories import UserFactory
from core.tests.racing import at_once
from evaluations.enums import DossierState
from evaluations.tests.factories import DossierFactory
from notices.models import Notice
from products.models import Product, Recognition
from products.tests.factories import RecognitionFactory, RevocationFactory
from recognitions.models import Reminder
from recognitions.reminding import due_reminders, step_on
from recognitions.services import send_reminders
from recognitions.tasks import send_due_reminders
from recognitions.tests.factories import ending_on
from units.tests.factories import SuccessionFactory, UnitFactory

TODAY = dt.date(2026, 3, 10)


def in_days(left: int, **values) -> Recognition:
    return ending_on(TODAY + dt.timedelta(days=left), **values)


def in_unit(left: int, unit, **values) -> Recognition:
    return in_days(left, product__producer__unit=unit, **values)


@pytest.mark.parametrize(
    ("left", "step"),
    [(180, 180), (179, 180), (151, 180), (150, 150), (121, 150), (120, 120), (61, 120), (60, 60), (30, 30), (0, 30)],
)
def test_the_last_step_that_was_reached_is_due(left, step):
    assert step_on(left) == step


def test_what_is_out_of_reach_or_over_is_not_due(db):
    for left in (181, -1):
        in_days(left)
    last = in_days(0)
    assert [due.recognition for one in due_reminders(TODAY) for due in one.products] == [last]


def test_a_unit_is_told_all_its_products_in_one_notice_a_person(db):
    unit = UnitFactory(name="Xã Mỹ Thọ")
    officers = {UserFactory(local_officer=True, unit=unit) for _number in range(2)}
    UserFactory(local_officer=True, unit=unit, is_active=False)
    UserFactory(local_officer=True)
    office = UserFactory(office=True)
    in_unit(100, unit, product__name="Xoài sấy")
    in_unit(170, unit, product__name="Nem Lai Vung")
    sent = send_reminders(day=TODAY)
    assert [one.unit for one in sent] == [unit]
    for officer in officers:
        notice = Notice.objects.get(user=officer)
        assert notice.subject == "Xã Mỹ Thọ: 2 sản phẩm OCOP cần đánh giá lại"
        assert notice.body == sent[0].body
        assert notice.body.index("Xoài sấy") < notice.body.index("Nem Lai Vung")
        assert "còn 100 ngày; đã quá hạn nộp hồ sơ (18/02/2026)" in notice.body
        assert "còn 170 ngày; nộp hồ sơ từ 28/02/2026 đến hết 29/04/2026" in notice.body
    copy = Notice.objects.get(user=office)
    assert copy.subject == "Đã nhắc 1 đơn vị về 2 sản phẩm cần đánh giá lại"
    assert sent[0].body in copy.body
    assert Notice.objects.count() == 3
    assert {row.step for row in Reminder.objects.all()} == {120, 180}
    assert set(Reminder.objects.first().recipients.all()) == officers | {office}


def test_the_preview_is_what_is_sent_and_sends_nothing(db):
    unit = UnitFactory()
    UserFactory(local_officer=True, unit=unit)
    in_unit(30, unit)
    preview = due_reminders(TODAY)
    assert not Notice.objects.exists()
    assert send_reminders(day=TODAY) == preview
    assert due_reminders(TODAY) == []


def test_each_step_is_told_once_and_a_missed_one_is_not_made_up_for(db):
    unit = UnitFactory()
    UserFactory(local_officer=True, unit=unit)
    row = in_unit(180, unit)
    steps = []
    for passed in (0, 1, 29, 30, 60, 100, 130, 150, 180):
        steps += [due.step for one in send_reminders(day=TODAY + dt.timedelta(days=passed)) for due in one.products]
    # Asked on days 0, 1, 29, 30, 60, 100, 130, 150 and 180 after the first step.
    assert steps == [180, 150, 120, 60, 30]
    assert Reminder.objects.filter(recognition=row).count() == 5


def test_after_a_gap_only_the_latest_step_is_told(db):
    unit = UnitFactory()
    UserFactory(local_officer=True, unit=unit)
    in_unit(45, unit)
    assert [due.step for one in send_reminders(day=TODAY) for due in one.products] == [60]
    assert list(Reminder.objects.values_list("step", flat=True)) == [60]


@pytest.mark.parametrize(
    "dossier",
    [
        {"state": DossierState.SUBMITTED, "submitted_on": TODAY},
        {"state": DossierState.RETURNED, "submitted_on": TODAY},
        {"state": DossierState.SUBMITTED, "submitted_on": TODAY, "kind": "upgrade"},
        {"state": DossierState.NOT_RECOGNISED, "submitted_on": TODAY, "concluded_on": TODAY},
    ],
    ids=["sent", "returned", "an upgrade that was sent", "concluded"],
)
def test_nobody_is_reminded_of_what_is_done(db, dossier):
    row = in_days(100)
    DossierFactory(product=row.product, **({"kind": "renewal"} | dossier))
    assert due_reminders(TODAY) == []


@pytest.mark.parametrize(
    "dossier",
    [
        {"state": DossierState.DRAFT},
        {"state": DossierState.WITHDRAWN, "submitted_on": TODAY, "withdrawn_on": TODAY},
        {"state": DossierState.RECOGNISED, "submitted_on": dt.date(2022, 1, 1), "concluded_on": dt.date(2022, 3, 1)},
        {"kind": "upgrade", "state": DossierState.NOT_RECOGNISED, "submitted_on": TODAY, "concluded_on": TODAY},
    ],
    ids=["a draft", "withdrawn", "of the term before", "an upgrade that failed"],
)
def test_what_is_not_done_is_reminded_of(db, dossier):
    row = in_days(100)
    DossierFactory(product=row.product, **({"kind": "renewal"} | dossier))
    (one,) = due_reminders(TODAY)
    assert ("đã có hồ sơ nháp, chưa trình" in one.body) == (dossier["state"] == DossierState.DRAFT)


def test_stopped_revoked_replaced_and_cancelled_ones_are_left_out(db):
    stopped, revoked, replaced, cancelled, maker_gone = (in_days(100) for _number in range(5))
    Product.objects.filter(pk=stopped.product_id).update(stopped_on=TODAY)
    type(maker_gone.producer).objects.filter(pk=maker_gone.producer_id).update(stopped_on=TODAY)
    RevocationFactory(recognition=revoked, effective_on=TODAY + dt.timedelta(days=5))
    RecognitionFactory(product=replaced.product, document__issued_on=TODAY)
    Recognition.objects.filter(pk=cancelled.pk).update(cancelled_on=TODAY, cancelled_by=cancelled.document)
    assert due_reminders(TODAY) == []


def test_the_unit_that_took_over_is_told(db):
    merger = SuccessionFactory()
    officer = UserFactory(local_officer=True, unit=merger.to_unit)
    in_unit(100, merger.from_unit)
    (one,) = due_reminders(TODAY)
    assert (one.unit, one.recipients) == (merger.to_unit, (officer,))


def test_a_unit_without_officers_is_told_to_the_office_and_nobody_at_all_records_nothing(db):
    row = in_days(100)
    assert send_reminders(day=TODAY) == []
    assert not Reminder.objects.exists()
    office = UserFactory(office=True)
    assert len(send_reminders(day=TODAY)) == 1
    assert "chưa có cán bộ nào có tài khoản" in Notice.objects.get().body
    assert list(Reminder.objects.get(recognition=row).recipients.all()) == [office]


def test_the_office_sends_by_hand_to_some_units_and_nobody_else_may(db):
    office = UserFactory(office=True)
    first, second = UnitFactory(), UnitFactory()
    in_unit(100, first)
    in_unit(100, second)
    for role in ("local_officer", "agency_officer", "council_member", "leader", "administrator"):
        with pytest.raises(PermissionDenied):
            send_reminders(actor=UserFactory(**{role: True}), day=TODAY)
    send_reminders(actor=office, day=TODAY, unit_ids=[second.pk])
    assert [(row.unit, row.sent_by) for row in Reminder.objects.all()] == [(second, office)]


def test_two_clocks_at_once_tell_it_once(transactional_db):
    unit = UnitFactory()
    UserFactory(local_officer=True, unit=unit)
    for _number in range(3):
        ending_on(dt.date.today() + dt.timedelta(days=100), product__producer__unit=unit)  # noqa: DTZ011
    assert at_once(send_due_reminders, send_due_reminders) == [None, None]
    assert Reminder.objects.count() == 3
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_computing_takes_the_same_queries(db, django_assert_num_queries, count):
    for _number in range(count):
        in_days(100)
    with django_assert_num_queries(6):
        assert len(due_reminders(TODAY)) == count


def test_a_reminder_keeps_its_recognition(db):
    UserFactory(office=True)
    row = in_days(100)
    send_reminders(day=TODAY)
    with pytest.raises(ProtectedError):
        row.product.delete()
