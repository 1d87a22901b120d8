"""Factories of accounts: an agency officer by default, other roles by trait."""

from functools import lru_cache

import factory
from django.contrib.auth.hashers import make_password

from accounts.enums import Role
from accounts.models import User
from units.tests.factories import ProvinceFactory, UnitFactory

PASSWORD = "cho-phien-cuoi-tuan-27"


@lru_cache(maxsize=1)
def hashed_password() -> str:
    """The hash of ``PASSWORD``; Argon2 is slow on purpose, so once is enough."""
    return make_password(PASSWORD)


class UserFactory(factory.django.DjangoModelFactory):
    """A person with the password ``PASSWORD``."""

    class Meta:
        model = User

    class Params:
        local_officer = factory.Trait(role=Role.LOCAL_OFFICER, unit=factory.SubFactory(UnitFactory))
        agency_officer = factory.Trait(role=Role.AGENCY_OFFICER)
        office = factory.Trait(role=Role.OFFICE)
        council_member = factory.Trait(role=Role.COUNCIL_MEMBER)
        leader = factory.Trait(role=Role.LEADER, unit=factory.SubFactory(ProvinceFactory))
        administrator = factory.Trait(role=Role.ADMINISTRATOR)

    username = factory.Sequence(lambda n: f"nguoi.dung.{n}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Thị Thử {n}")
    role = Role.AGENCY_OFFICER
    unit = factory.SubFactory(UnitFactory, agency=True)
    password = factory.LazyFunction(hashed_password)
