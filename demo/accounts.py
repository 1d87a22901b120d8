"""Demo accounts: all of one known password, marked in the database, refused in production."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.services import create_account
from core import dates
from core.errors import Refused
from demo.guard import refuse_in_production
from units.models import Unit

# Printed by ``demo_accounts`` and on the README: a demo is for everybody.
DEMO_PASSWORD = "hoa-sen-no-som-2026"  # noqa: S105 - known on purpose


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demo; ``unit`` is the code of a unit of today."""

    username: str
    full_name: str
    role: Role
    unit: str
    position: str


ACCOUNTS = (
    DemoAccount("canbo.thapmuoi", "Lê Thị Sậy", Role.LOCAL_OFFICER, "30037", "Công chức kinh tế xã"),
    DemoAccount("canbo.caolanh", "Trần Văn Súng", Role.LOCAL_OFFICER, "29869", "Công chức kinh tế phường"),
    DemoAccount("sonnmt.canbo", "Phạm Thị Điên Điển", Role.AGENCY_OFFICER, "SNNMT", "Chuyên viên"),
    DemoAccount("vpdp", "Nguyễn Văn Ấu", Role.OFFICE, "VPDP", "Chuyên viên phụ trách OCOP"),
    DemoAccount("hoidong1", "Võ Thị Bần", Role.COUNCIL_MEMBER, "SNNMT", "Phó Giám đốc Sở"),
    DemoAccount("hoidong2", "Đặng Văn Tràm", Role.COUNCIL_MEMBER, "SCT", "Trưởng phòng"),
    DemoAccount("hoidong3", "Bùi Thị Lục Bình", Role.COUNCIL_MEMBER, "SKHCN", "Phó Trưởng phòng"),
    DemoAccount("hoidong4", "Huỳnh Văn Đước", Role.COUNCIL_MEMBER, "SYT", "Chi cục trưởng"),
    DemoAccount("hoidong5", "Hồ Thị Trâm Bầu", Role.COUNCIL_MEMBER, "LMHTX", "Phó Chủ tịch"),
    DemoAccount("lanhdao", "Phan Văn Gáo", Role.LEADER, "82", "Phó Chủ tịch Ủy ban nhân dân tỉnh"),
    DemoAccount("quantri", "Ngô Thị Cà Na", Role.ADMINISTRATOR, "VPDP", "Quản trị hệ thống"),
)

_SIGNERS = (Role.LOCAL_OFFICER, Role.AGENCY_OFFICER)


@transaction.atomic
def make_accounts() -> dict[str, User]:
    """Return the demo accounts by user name; those that are missing are made.

    Raises:
        Refused: in production, before the units are loaded, or where a real account has such a name.
    """
    refuse_in_production()
    there = {person.username: person for person in User.objects.filter(username__in=[one.username for one in ACCOUNTS])}
    taken = [person.username for person in there.values() if not person.is_demo]
    if taken:
        raise Refused(_("Tên đăng nhập %(names)s đang là tài khoản thật.") % {"names": ", ".join(taken)})
    units = _units()
    for one in ACCOUNTS:
        if one.username not in there:
            there[one.username] = _make(one, units)
    return there


def one_for_each_role() -> list[DemoAccount]:
    """Return the first account of each role, in the order of the table."""
    first: dict[Role, DemoAccount] = {}
    for one in ACCOUNTS:
        first.setdefault(one.role, one)
    return list(first.values())


def _make(one: DemoAccount, units: dict[str, Unit]) -> User:
    if one.unit not in units:
        raise Refused(_("Chưa có đơn vị mã %(code)s. Hãy chạy manage.py load_reference trước.") % {"code": one.unit})
    return create_account(
        actor=None,
        username=one.username,
        full_name=one.full_name,
        role=one.role,
        unit=units[one.unit],
        position=one.position,
        password=DEMO_PASSWORD,
        may_sign=one.role in _SIGNERS,
        is_demo=True,
    )


def _units() -> dict[str, Unit]:
    codes = {one.unit for one in ACCOUNTS}
    return {unit.code: unit for unit in Unit.objects.on(dates.today()).filter(code__in=codes)}
