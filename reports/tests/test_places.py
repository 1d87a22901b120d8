"""Tables by place: the same sums by the boundaries of then and of now, in a small world and in random ones."""

import datetime as dt
import random
from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.models import WholeProvince
from accounts.tests.factories import UserFactory
from documents.tests.factories import DocumentFactory
from indicators.recognised import INDUSTRIES, STARS
from indicators.scope import Scope
from producers.enums import LegalForm
from producers.tests.factories import ProducerFactory
from products.enums import RecognitionKind
from products.tests.factories import GroupFactory, IndustryFactory, ProductFactory, RecognitionFactory
from reports import services
from reports.building import gather
from reports.building.tables import tables_of
from reports.enums import Boundaries
from reports.models import Report
from reports.tests.world import AS_OF, PERIOD, YEAR
from units.boundaries import placed
from units.enums import UnitKind
from units.models import Unit
from units.tests.factories import SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db
LAST_DAY = dt.date(2025, 6, 30)
FIRST_DAY = dt.date(2025, 7, 1)


def scope(**more) -> Scope:
    return Scope(WholeProvince(), None, YEAR, AS_OF, **more)


def tables(*, now: bool):
    return {table.key: table for table in tables_of(scope(by_present_units=now))}


@pytest.fixture
def heir(world):
    """The commune of today that took over both communes of the small province."""
    found = UnitFactory(name="Phường Mới", kind=UnitKind.WARD, valid_from=FIRST_DAY)
    for commune in world.communes.values():
        SuccessionFactory(from_unit=commune, to_unit=found)
    return found


def test_a_commune_stands_under_its_district_of_then_and_its_successor_of_now(world, heir):
    then, now = placed(now=False), placed(now=True)
    commune, district = world.communes["A"], world.districts["A"]
    assert then[commune.pk].name == then[district.pk].name == "Huyện A"
    assert then[heir.pk].name == now[commune.pk].name == now[heir.pk].name == "Phường Mới"
    assert now[district.pk].name == "Huyện A (đến 30/06/2025)"


def test_places_are_read_in_two_queries(world, heir, django_assert_num_queries):
    with django_assert_num_queries(2):
        placed(now=True)
    with django_assert_num_queries(1):
        placed(now=False)


def test_the_tables_of_the_small_province_are_as_counted_by_hand(world, heir):
    by_district = {row[1]: row[2:] for row in tables(now=False)["standing_by_place"].rows}
    assert by_district["Huyện A"][:4] == (2, 0, 1, 1)
    assert by_district["Huyện B"][:4] == (4, 0, 2, 2)
    assert by_district["Tổng cộng"][:4] == (6, 0, 3, 3)
    assert by_district["Tổng cộng"][-1] == 4
    assert [row[1:] for row in tables(now=True)["standing_by_place"].rows] == [
        ("Phường Mới", *by_district["Tổng cộng"]),
        ("Tổng cộng", *by_district["Tổng cộng"]),
    ]
    entered = {row[1]: row[2:] for row in tables(now=False)["entries_by_place"].rows}
    assert entered == {"Huyện A": (2, 1, 1, 0, 2), "Huyện B": (2, 1, 0, 1, 1), "Tổng cộng": (4, 2, 1, 1, 3)}


def test_a_report_by_present_boundaries_differs_only_in_where_rows_stand(world, heir):
    then = gather(scope(), PERIOD)
    now = gather(scope(), replace(PERIOD, boundaries=Boundaries.NOW))
    assert then.figures == now.figures
    lists = {table.key: table for table in now.tables}
    assert {row[3] for row in lists["standing"].rows} == {"Phường Mới"}
    assert {row[4] for row in lists["standing"].rows} == {""}
    before = {table.key: table for table in then.tables}
    assert {row[3:5] for row in before["standing"].rows} == {("Xã A", "Huyện A"), ("Xã B", "Huyện B")}
    assert {key: len(table.rows) for key, table in before.items() if "place" not in key and "matrix" not in key} == {
        key: len(table.rows) for key, table in lists.items() if "place" not in key and "matrix" not in key
    }


def test_a_report_by_other_boundaries_is_another_report(client, world, monkeypatch):
    monkeypatch.setattr(services, "send", lambda _pk: True)
    client.force_login(UserFactory(office=True), backend="django.contrib.auth.backends.ModelBackend")
    asked = {"kind": "annual", "year": "2022", "half": "", "unit": "", "first": "", "last": "", "as_of": ""}
    for boundaries in ("", "then", "now", "now"):
        assert client.post(reverse("reports:report_create"), asked | {"boundaries": boundaries}).status_code == 302
    assert sorted(Report.objects.values_list("boundaries", flat=True)) == ["now", "then"]
    assert client.post(reverse("reports:report_create"), asked | {"boundaries": "x"}).status_code == 200


@pytest.mark.parametrize("seed", [1, 2])
def test_sums_are_the_same_by_either_boundaries_in_a_random_province(db, seed):
    luck = random.Random(seed)
    _random_province(luck)
    data = gather(scope(), PERIOD)
    then, now = tables(now=False), tables(now=True)
    for key in ("recognised_by_place", "standing_by_place"):
        assert then[key].rows[-1][1:] == now[key].rows[-1][1:], key
        for table in (then[key], now[key]):
            columns = zip(*(row[2:-1] for row in table.rows[:-1]), strict=True)
            assert tuple(map(sum, columns)) == table.rows[-1][2:-1]
    whole = then["standing_by_place"].rows[-1]
    codes = ["standing.products", *(f"standing.star{star}.products" for star in STARS)]
    codes += [f"standing.group.{code}.products" for code, _name in INDUSTRIES] + ["standing.producers"]
    assert list(whole[2:]) == [data.by_code[code].value for code in codes]
    for made in (then, now):
        assert sum(row[-1] for row in made["standing_matrix"].rows) == data.by_code["standing.products"].value


def _random_province(luck: random.Random) -> None:
    """Districts, their communes with heirs for some, a commune of today, records on all kinds of units."""
    heirs = [UnitFactory(name=f"Phường {n}", valid_from=FIRST_DAY) for n in range(3)]
    units: list[Unit] = []
    for n in range(3):
        district = UnitFactory(district=True, name=f"Huyện {n}", valid_to=LAST_DAY)
        communes = [UnitFactory(parent=district, valid_to=LAST_DAY) for _ in range(2)]
        for commune in communes:
            if luck.random() < 0.8:
                SuccessionFactory(from_unit=commune, to_unit=luck.choice(heirs))
        units += [district, *communes]
    units += [heirs[0], UnitFactory(agency=True)]
    groups = [GroupFactory(parent=IndustryFactory(code=code)) for code in ("food", "beverage", "tourism")]
    document = DocumentFactory(issued_on=dt.date(2022, 6, 1))
    for _ in range(12):
        maker = ProducerFactory(unit=luck.choice(units), legal_form=luck.choice(LegalForm.values))
        for _ in range(luck.randint(1, 3)):
            RecognitionFactory(
                product=ProductFactory(producer=maker, group=luck.choice(groups)),
                star=luck.choice(STARS),
                kind=luck.choice(RecognitionKind.values),
                document=document,
            )
