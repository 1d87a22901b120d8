"""A result and the deletion of its target at once: one of the two is refused, nothing is lost."""

import datetime as dt

import pytest

from accounts.tests.factories import UserFactory
from core.errors import Refused
from core.tests.racing import at_once
from programme.models import Target, TargetResult
from programme.services import plans as services
from programme.tests.factories import TargetFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_result_is_not_lost_with_its_target():
    office = UserFactory(office=True)
    for _turn in range(5):
        target = TargetFactory()
        result = {"on": dt.date(2023, 6, 30), "value": 1, "evidence": "Biên bản"}
        recorded, deleted = at_once(
            lambda: services.record_result(actor=office, target_id=target.pk, **result),  # noqa: B023 - joined in the turn
            lambda: services.delete_target(actor=office, target_id=target.pk),  # noqa: B023
        )
        assert [type(one) for one in (recorded, deleted) if one is not None] == [Refused]
        assert Target.objects.filter(pk=target.pk).exists() == (recorded is None)
        assert TargetResult.objects.filter(target_id=target.pk).exists() == (recorded is None)
