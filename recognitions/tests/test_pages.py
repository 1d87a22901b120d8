"""The board, reminders and renewals as pages."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.tests.factories import UserFactory
from core.dates import today
from evaluations.enums import DossierState
from evaluations.models import Dossier
from evaluations.tests.factories import DossierFactory, RoundFactory
from notices.models import Notice
from products.models import Recognition
from recognitions.models import Reminder
from recognitions.tests.factories import ending_on
from units.tests.factories import UnitFactory

BOARD = reverse("recognitions:board")


def in_days(left: int, **values) -> Recognition:
    return ending_on(today() + dt.timedelta(days=left), **values)


@pytest.fixture
def office(client, db):
    person = UserFactory(office=True)
    client.force_login(person)
    return person


@pytest.fixture
def officer(client, db):
    person = UserFactory(local_officer=True)
    client.force_login(person)
    return person


def names(response) -> list[str]:
    return [row.recognition.product.name for row in response.context["rows"]]


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_takes_the_same_queries(client, office, django_assert_num_queries, count):
    for _number in range(count):
        row = in_days(100)
        DossierFactory(product=row.product, kind="renewal", state=DossierState.SUBMITTED, submitted_on=today())
    with django_assert_num_queries(13):
        assert len(names(client.get(BOARD))) == count


def test_what_ends_first_stands_first_and_what_is_over_last(client, office):
    for name, left in (("Sau", 900), ("Cũ", -400), ("Gấp", 5), ("Vừa hết", -1)):
        in_days(left, product__name=name)
    assert names(client.get(BOARD)) == ["Gấp", "Sau", "Vừa hết", "Cũ"]
    assert names(client.get(BOARD, {"sort": "-name"})) == ["Vừa hết", "Sau", "Gấp", "Cũ"]


def test_a_row_shows_the_dossier_of_this_term_and_not_the_one_that_made_it(client, office):
    row, other = in_days(100, product__name="A"), in_days(100, product__name="B")
    made_it = {"submitted_on": row.valid_from - dt.timedelta(days=30), "concluded_on": row.valid_from}
    for one in (row, other):
        DossierFactory(product=one.product, kind="renewal", state=DossierState.RECOGNISED, **made_it)
    now = DossierFactory(product=row.product, kind="renewal", state=DossierState.SUBMITTED, submitted_on=today())
    assert [one.dossier for one in client.get(BOARD).context["rows"]] == [now, None]


def test_the_filters_narrow_by_state_quarter_star_unit_and_words(client, office):
    late = in_days(10, product__name="Nem Lai Vung", star=4)
    lapsed = in_days(-10, product__name="Xoài Cao Lãnh")
    quarter = f"{late.valid_until.year}-{(late.valid_until.month + 2) // 3}"
    for query, expected in (
        ({"state": "late"}, late),
        ({"state": "lapsed"}, lapsed),
        ({"star": "4"}, late),
        ({"q": "nem"}, late),
        ({"unit": lapsed.unit_id}, lapsed),
        ({"quarter": quarter, "state": "late"}, late),
    ):
        assert names(client.get(BOARD, query)) == [expected.product.name], query


def test_the_charts_count_what_ends_by_quarter_and_unit(client, office):
    unit = UnitFactory(name="Xã Tân Thuận")
    for left in (1, 2, 300):
        in_days(left, product__producer__unit=unit)
    in_days(-100)
    context = client.get(BOARD).context
    assert sum(sum(series["data"]) for series in context["quarters"]["series"]) == 3
    assert (context["units"]["categories"], context["units"]["series"][0]["data"]) == (["Xã Tân Thuận"], [3])


def test_the_export_holds_the_rows_of_the_filter(client, office):
    in_days(10, product__name="Nem Lai Vung")
    in_days(-10)
    response = client.get(reverse("recognitions:board_export"), {"state": "late"})
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert len(rows) == 1
    assert rows[0][1] == "Nem Lai Vung"
    assert rows[0][7] == 10


def test_the_clock_can_be_read_for_another_day(client, office):
    row = in_days(-10)
    before = client.get(BOARD, {"on": f"{today() - dt.timedelta(days=20):%d/%m/%Y}"})
    assert [(one.recognition, one.state, one.days_left) for one in before.context["rows"]] == [(row, "late", 10)]
    assert not client.get(BOARD, {"on": "01/01/2000"}).context["rows"]
    for nonsense in ("31/02/2026", "x", "9" * 30, "01/01/0001", "31/12/9999"):
        assert client.get(BOARD, {"on": nonsense}).context["day"] == today()


def test_a_local_officer_sees_the_own_territory_alone(client, officer):
    in_days(10, product__name="Của mình", product__producer__unit=officer.unit)
    in_days(10, product__name="Của xã khác")
    assert names(client.get(BOARD)) == ["Của mình"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_takes_the_same_queries(client, office, django_assert_num_queries, count):
    for _number in range(count):
        in_days(100)
    with django_assert_num_queries(11):
        assert len(client.get(reverse("recognitions:reminders")).context["due"]) == count


def test_the_office_reads_who_gets_what_and_sends_it(client, office):
    unit = UnitFactory()
    person = UserFactory(local_officer=True, unit=unit, full_name="Trần Văn Nhận")
    in_days(100, product__producer__unit=unit)
    other = in_days(50)
    page = client.get(reverse("recognitions:reminders"))
    texts = {one.unit.pk: one.body for one in page.context["due"]}
    assert "Trần Văn Nhận" in page.content.decode()
    client.post(reverse("recognitions:reminders"), {"unit": [unit.pk]})
    assert Notice.objects.get(user=person).body == texts[unit.pk]
    assert [row.unit for row in Reminder.objects.all()] == [unit]
    after = client.get(reverse("recognitions:reminders"))
    assert [one.unit for one in after.context["due"]] == [other.unit]
    assert "Tự động" not in after.content.decode()


def test_renewals_are_begun_for_many_and_each_says_what_became_of_it(client, officer):
    turn = RoundFactory()
    unit = officer.unit
    fresh = in_days(150, product__name="Ấu", product__producer__unit=unit)
    again = in_days(100, product__name="Bưởi", product__producer__unit=unit)
    early = in_days(400, product__name="Cam", product__producer__unit=unit)
    busy = in_days(100, product__name="Dừa", product__producer__unit=unit)
    foreign = in_days(100, product__name="Lúa")
    DossierFactory(product=busy.product, state=DossierState.DRAFT)
    before = DossierFactory(
        product=again.product,
        state=DossierState.RECOGNISED,
        submitted_on=again.valid_from - dt.timedelta(days=30),
        concluded_on=again.valid_from,
        organisation="Hợp tác xã có 12 thành viên.",
    )
    chosen = {"id": [row.pk for row in (fresh, again, early, busy, foreign)]}
    page = client.get(reverse("recognitions:renewals"), chosen)
    assert [row.recognition for row, _refusal in page.context["rows"]] == [fresh, again, early, busy]
    answer = client.post(reverse("recognitions:renewals"), {**chosen, "round": turn.pk}, follow=True)
    begun = {one.product.name: one for one in Dossier.objects.filter(round=turn, kind="renewal")}
    assert set(begun) == {"Ấu", "Bưởi"}
    assert begun["Bưởi"].organisation == "Hợp tác xã có 12 thành viên."
    assert begun["Bưởi"].previous_dossier == before
    text = answer.content.decode()
    assert "Đã lập 2 hồ sơ đánh giá lại" in text
    assert "“Cam” chưa lập được: Chưa đến kỳ" in text
    assert "“Dừa” chưa lập được: Sản phẩm này đang có một hồ sơ chưa kết thúc." in text
    assert client.post(reverse("recognitions:renewals"), {**chosen, "round": turn.pk}).status_code == 302
    assert Dossier.objects.filter(round=turn, kind="renewal").count() == 2


def test_a_round_that_takes_no_dossiers_is_not_offered(client, officer):
    row = in_days(100, product__producer__unit=officer.unit)
    closed = RoundFactory(closed=True)
    answer = client.post(reverse("recognitions:renewals"), {"id": [row.pk], "round": closed.pk})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Dossier.objects.exists()
