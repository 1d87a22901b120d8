"""A dossier goes back with a list of what to add, is answered item by item, and is sent again."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.tests.factories import UserFactory
from core.dates import today
from core.errors import Refused, Stale
from core.tests.racing import at_once
from evaluations.completeness import missing
from evaluations.enums import DossierState
from evaluations.models import Dossier, SupplementRequest
from evaluations.services.supplements import answer_supplement, ask_supplement
from evaluations.supplements import last_request, subjects_of
from evaluations.tests.factories import DossierFactory
from evaluations.waiting import supplements_overdue, supplements_waiting
from evaluations.workflow import Incomplete, move

pytestmark = pytest.mark.django_db

DUE = today() + dt.timedelta(days=14)
ITEMS = [("registration", "Ghi lại hình thức"), ("background", "  Bổ sung   thuyết minh ")]


def officer_of(dossier):
    return UserFactory(local_officer=True, unit=dossier.unit)


def ask(dossier, items=ITEMS, *, actor=None, due_on=DUE, note="Thiếu hai mục"):
    return ask_supplement(
        actor=actor or UserFactory(office=True), dossier_id=dossier.pk, items=items, due_on=due_on, note=note
    )


def stored(dossier):
    return Dossier.objects.get(pk=dossier.pk)


def test_the_dossier_goes_back_with_its_list_in_one_act():
    dossier = DossierFactory(submitted=True)
    request = ask(dossier)
    assert stored(dossier).state == DossierState.RETURNED
    assert list(request.items.values_list("subject", "note")) == [
        ("registration", "Ghi lại hình thức"),
        ("background", "Bổ sung thuyết minh"),
    ]
    note = dossier.moves.get().note
    assert note.startswith("Thiếu hai mục\nPhiếu đăng ký: Ghi lại hình thức\n")


@pytest.mark.parametrize(
    ("items", "due_on", "message"),
    [
        ([], DUE, "ít nhất một nội dung"),
        ([("registration", " ")], DUE, "cần bổ sung gì"),
        ([("registration", "A"), ("registration", "B")], DUE, "không thuộc hồ sơ"),
        ([("nonsense", "A")], DUE, "không thuộc hồ sơ"),
        ([("unit_check", "A")], DUE, "không thuộc hồ sơ"),
        (ITEMS, today(), "sau ngày trả lại"),
    ],
)
def test_a_list_that_says_nothing_changes_nothing(items, due_on, message):
    dossier = DossierFactory(submitted=True)
    with pytest.raises((Refused, ValidationError), match=message):
        ask(dossier, items, due_on=due_on)
    assert stored(dossier).state == DossierState.SUBMITTED
    assert not SupplementRequest.objects.exists()


@pytest.mark.parametrize("role", ["local_officer", "council_member", "leader", "administrator"])
def test_only_the_office_asks(role):
    with pytest.raises(PermissionDenied):
        ask(DossierFactory(submitted=True), actor=UserFactory(**{role: True}))


@pytest.mark.parametrize("state", ["accepted", "returned", "withdrawn"])
def test_only_a_dossier_that_was_sent_goes_back(state):
    with pytest.raises(Refused, match="đang ở bước"):
        ask(DossierFactory(**{state: True}))


def test_an_item_without_an_answer_keeps_the_dossier_from_being_sent():
    dossier = DossierFactory(submitted=True)
    officer = officer_of(dossier)
    first, second = ask(dossier).items.all()
    with pytest.raises(Incomplete, match="Ghi lại hình thức"):
        move(dossier.pk, "submit", actor=officer)
    answer_supplement(actor=officer, request_id=first.request_id, answers={first.pk: "Đã ghi lại"})
    assert [item.text for item in missing(stored(dossier))] == ["Bổ sung rồi trả lời: Bổ sung thuyết minh"]
    answer_supplement(actor=officer, request_id=first.request_id, answers={second.pk: "Đã viết thêm"})
    move(dossier.pk, "submit", actor=officer)
    request = SupplementRequest.objects.get()
    assert request.answered_at
    assert last_request(stored(dossier)).unanswered == 0
    with pytest.raises(Refused):
        answer_supplement(actor=officer, request_id=request.pk, answers={first.pk: "Khác"})
    assert ask(dossier).pk != request.pk


def test_an_answer_that_another_person_wrote_meanwhile_is_not_overwritten():
    dossier = DossierFactory(submitted=True)
    officer = officer_of(dossier)
    first, second = ask(dossier).items.all()
    seen = {first.pk: "", second.pk: ""}
    one = {"request_id": first.request_id, "actor": officer, "seen": seen}
    answer_supplement(answers={first.pk: "Của A", second.pk: ""}, **one)
    answer_supplement(answers={first.pk: "", second.pk: "Của B"}, **one)
    with pytest.raises(Stale, match="Của A"):
        answer_supplement(answers={first.pk: "Của B"}, **one)
    assert list(first.request.items.values_list("answer", flat=True)) == ["Của A", "Của B"]


def test_an_answer_can_be_taken_back_and_only_the_unit_answers():
    dossier = DossierFactory(submitted=True)
    item = ask(dossier, ITEMS[:1]).items.get()
    for text in ("Đã bổ sung", ""):
        answer_supplement(actor=officer_of(dossier), request_id=item.request_id, answers={item.pk: text})
        item.refresh_from_db()
        assert (item.answer, item.answered_at is not None) == (text, bool(text))
    for other in (UserFactory(office=True), UserFactory(local_officer=True)):
        with pytest.raises(PermissionDenied):
            answer_supplement(actor=other, request_id=item.request_id, answers={item.pk: "x"})


def test_kinds_of_papers_can_be_asked_for_where_the_dossier_has_papers():
    plain = DossierFactory()
    assert not [one for one in subjects_of(plain) if one.startswith("paper:")]
    whole = DossierFactory(round__rule_version__by_the_law=True)
    assert "paper:test_report" in subjects_of(whole)
    assert "changes" not in subjects_of(whole)


def test_open_requests_wait_for_the_unit_and_are_late_after_their_day():
    dossier = DossierFactory(submitted=True)
    officer, request = officer_of(dossier), ask(dossier)
    DossierFactory(returned=True, product__producer__unit=dossier.unit)
    assert list(supplements_waiting(officer)) == [request]
    assert list(supplements_waiting(UserFactory(local_officer=True))) == []
    assert list(supplements_overdue(officer, on=DUE)) == []
    assert list(supplements_overdue(officer, on=DUE + dt.timedelta(1))) == [request]


@pytest.mark.django_db(transaction=True)
def test_two_who_return_a_dossier_at_once_leave_one_list():
    dossier = DossierFactory(submitted=True)
    office = UserFactory(office=True)
    outcomes = at_once(*[lambda: ask(dossier, actor=office)] * 2)
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "Refused"]
    assert SupplementRequest.objects.count() == 1
