"""Units in selects."""

import datetime as dt

import pytest

from accounts.tests.factories import UserFactory
from units.choices import territory_choices
from units.tests.factories import SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 1, 1)


@pytest.fixture
def merger():
    """A commune of a district that went into a new one."""
    district = UnitFactory(district=True, name="Huyện Tháp Mười", valid_to=dt.date(2025, 6, 30))
    old = UnitFactory(name="Xã Mỹ An", parent=district, valid_to=dt.date(2025, 6, 30))
    return SuccessionFactory(from_unit=old, to_unit__name="Xã Tháp Mười")


def test_units_of_today_come_first_and_former_ones_say_where_and_until_when(merger, django_assert_num_queries):
    UnitFactory(agency=True)
    user = UserFactory(office=True)
    with django_assert_num_queries(1):
        choices = territory_choices(user, day=DAY)
    assert [(group, [name for _key, name in pairs]) for group, pairs in choices] == [
        ("Xã, phường hiện nay", ["Xã Tháp Mười"]),
        ("Huyện, thị xã, thành phố", ["Huyện Tháp Mười (đến 30/06/2025)"]),
        ("Xã, phường, thị trấn cũ", ["Xã Mỹ An (Huyện Tháp Mười, đến 30/06/2025)"]),
    ]


def test_a_local_officer_is_offered_the_own_territory(merger):
    UnitFactory()
    user = UserFactory(local_officer=True, unit=merger.to_unit)
    keys = {key for _group, pairs in territory_choices(user, day=DAY) for key, _name in pairs}
    assert keys == {str(merger.to_unit.pk), str(merger.from_unit.pk)}
