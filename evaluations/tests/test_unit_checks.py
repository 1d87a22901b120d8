"""The commune's check: what a complete one has, its term, who writes it, what waits."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.tests.factories import UserFactory
from core.dates import today
from core.errors import Refused, Stale
from core.tests.racing import at_once
from core.working_days import add_working_days
from evaluations.deadlines import deadline
from evaluations.models import UnitCheck
from evaluations.services.unit_checks import save_unit_check
from evaluations.tests.factories import DossierFactory
from evaluations.unit_checks import check_due_on, check_items
from evaluations.waiting import checks_overdue, checks_waiting

pytestmark = pytest.mark.django_db

SECTIONS = ["registration", "background", "unit_check"]
RECEIVED = dt.date(2026, 3, 2)
WHOLE = {
    "material": "met",
    "labour": "met",
    "idea": "partly",
    "identity": "met",
    "checked_on": dt.date(2026, 3, 10),
    "checked_by": "Trần Thị Kiểm",
    "proposes": True,
    "letter_number": "12/UBND",
    "letter_on": dt.date(2026, 3, 11),
}


def dossier_to_check(**fields):
    values = {"received_on": RECEIVED, "round__rule_version__required_sections": SECTIONS} | fields
    return DossierFactory(**values)


def officer_of(dossier):
    return UserFactory(local_officer=True, unit=dossier.unit)


def save(dossier, *, version=None, actor=None, **fields):
    return save_unit_check(actor=actor or officer_of(dossier), dossier_id=dossier.pk, version=version, **fields)


def lacking(dossier):
    dossier = type(dossier).objects.get(pk=dossier.pk)
    return [item.text for item in check_items(dossier) if not item.done]


def test_a_whole_check_lacks_nothing_and_each_empty_field_is_named():
    dossier = dossier_to_check()
    assert len(lacking(dossier)) == 9
    save(dossier, **WHOLE)
    assert lacking(dossier) == []
    for name, value in WHOLE.items():
        empty = None if name in {"checked_on", "letter_on", "proposes"} else ""
        save(dossier, **{name: empty})
        assert len(lacking(dossier)) == 1, name
        save(dossier, **{name: value})


def test_a_commune_that_does_not_propose_keeps_the_dossier_from_being_sent():
    dossier = dossier_to_check()
    save(dossier, **WHOLE | {"proposes": False, "proposal": "Nguyên liệu nhập ngoài"})
    assert lacking(dossier) == ["Cấp xã không đề nghị tỉnh đánh giá: hồ sơ không trình được, hãy rút hồ sơ"]


def test_a_receipt_moved_behind_the_check_is_named():
    dossier = dossier_to_check()
    save(dossier, **WHOLE)
    type(dossier).objects.filter(pk=dossier.pk).update(received_on=dt.date(2026, 3, 20))
    assert lacking(dossier) == ["Sửa ngày kiểm tra: không thể trước ngày nhận hồ sơ"]


@pytest.mark.parametrize(
    ("name", "day", "message"),
    [
        ("checked_on", RECEIVED - dt.timedelta(1), "trước ngày nhận"),
        ("checked_on", dt.date(2099, 1, 1), "chưa tới"),
        ("letter_on", dt.date(2099, 1, 1), "chưa tới"),
    ],
)
def test_a_day_that_cannot_be_is_refused(name, day, message):
    with pytest.raises(ValidationError, match=message):
        save(dossier_to_check(), **{name: day})
    assert not UnitCheck.objects.exists()


def test_a_check_is_saved_piece_by_piece_and_what_changed_is_kept():
    dossier = dossier_to_check()
    assert save(dossier, version=0, material="met").version == 1
    assert save(dossier, version=1, labour_note="Thuê 12 người").version == 2
    with pytest.raises(Stale):
        save(dossier, version=1, labour_note="Khác")
    edits = list(dossier.edits.order_by("pk").values_list("section", "changes"))
    assert edits == [
        ("unit_check", [["Nguyên liệu địa phương", "", "Đạt"]]),
        ("unit_check", [["Nhận xét về lao động", "", "Thuê 12 người"]]),
    ]


def test_only_the_unit_writes_it_and_only_while_the_dossier_is_edited():
    for actor in (UserFactory(office=True), UserFactory(local_officer=True)):
        with pytest.raises(PermissionDenied):
            save(dossier_to_check(), actor=actor, material="met")
    with pytest.raises(Refused, match="không sửa được"):
        save(dossier_to_check(submitted=True), material="met")
    with pytest.raises(Refused, match="không cần"):
        save(DossierFactory(central=True), actor=UserFactory(office=True), material="met")


def test_the_term_runs_from_the_receipt_in_working_days():
    dossier = dossier_to_check()
    assert check_due_on(dossier) == dt.date(2026, 3, 23)
    assert check_due_on(dossier_to_check(received_on=None)) is None


@pytest.mark.parametrize(
    ("on", "label", "tone"),
    [
        ("2026-03-02", "Còn 15 ngày làm việc", "info"),
        ("2026-03-20", "Còn 1 ngày làm việc", "warning"),
        ("2026-03-23", "Hết hạn hôm nay", "warning"),
        ("2026-03-24", "Quá hạn 1 ngày làm việc", "danger"),
        ("2026-03-30", "Quá hạn 5 ngày làm việc", "danger"),
    ],
)
def test_a_deadline_says_how_many_working_days_are_left(on, label, tone):
    state = deadline(dt.date(2026, 3, 23), dt.date.fromisoformat(on))
    assert (state.label, state.tone) == (label, tone)


def test_what_waits_for_a_check_is_seen_by_its_unit_and_counted_late_after_the_last_day():
    dossier = dossier_to_check(received_on=today() - dt.timedelta(days=40))
    officer, due = officer_of(dossier), check_due_on(dossier)
    dossier_to_check(received_on=None, product__producer__unit=dossier.unit)
    DossierFactory(received_on=RECEIVED, product__producer__unit=dossier.unit)
    assert list(checks_waiting(officer)) == [dossier]
    assert list(checks_waiting(UserFactory(local_officer=True))) == []
    assert list(checks_overdue(officer, on=due)) == []
    assert list(checks_overdue(officer, on=due + dt.timedelta(days=1))) == [dossier]
    whole = WHOLE | {"checked_on": dossier.received_on, "letter_on": dossier.received_on}
    save(dossier, **whole)
    assert list(checks_waiting(officer)) == []
    save(dossier, letter_number="")
    assert list(checks_waiting(officer)) == [dossier]


def test_the_days_of_receipt_are_late_exactly_from_the_day_after_their_term():
    on = dt.date(2026, 9, 14)
    days = [dt.date(2026, 8, 15) + dt.timedelta(days=number) for number in range(20)]
    rows = {dossier_to_check(received_on=day).pk: day for day in days}
    late = {rows[pk] for pk in checks_overdue_pks(rows, on)}
    assert late == {day for day in days if add_working_days(day, 15) < on}


def checks_overdue_pks(rows, on):
    units = type(dossier_to_check(received_on=None)).objects.filter(pk__in=rows).values_list("unit", flat=True)
    found = set()
    for unit in units:
        officer = UserFactory(local_officer=True, unit_id=unit)
        found |= set(checks_overdue(officer, on=on).values_list("pk", flat=True))
    return found


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_a_check_at_once_do_not_overwrite_each_other():
    dossier = dossier_to_check()
    officer = officer_of(dossier)
    outcomes = at_once(
        lambda: save(dossier, version=0, actor=officer, material_note="A"),
        lambda: save(dossier, version=0, actor=officer, material_note="B"),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "Stale"]
