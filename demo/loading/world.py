"""What every chapter of the demo needs: who acts, where, by which rules, and what is there already."""

import datetime as dt
from dataclasses import dataclass, field

from accounts.enums import Role
from accounts.models import User
from accounts.services import create_account, random_password, update_account
from demo.accounts import make_accounts
from demo.loading.pictures import Pictures
from demo.places import PROVINCE, short_name
from demo.specs import ProducerSpec, ProductSpec
from documents.enums import DocumentKind
from documents.models import OfficialDocument
from documents.services import record_document
from evaluations.models import RuleVersion
from producers.models import Producer
from products.models import Group, Product
from units.models import Unit

INVENTED = "văn bản minh hoạ"
COUNCIL = ("hoidong1", "hoidong2", "hoidong3", "hoidong4", "hoidong5")


@dataclass
class World:
    """The state of the load: services are called with what is found here."""

    today: dt.date
    people: dict[str, User]
    units: dict[str, Unit]
    groups: dict[tuple[str, str], Group]
    rules: dict[str, RuleVersion]
    officers: dict[str, User] = field(default_factory=dict)
    agency_officers: dict[int, User] = field(default_factory=dict)
    producers: dict[str, Producer] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    specs: dict[str, ProducerSpec] = field(default_factory=dict)
    pictures: Pictures = field(default_factory=Pictures)

    @property
    def office(self) -> User:
        """The officer of the coordination office who enters what has no other author."""
        return self.people["vpdp"]

    @property
    def council(self) -> list[User]:
        """The five members who score."""
        return [self.people[name] for name in COUNCIL]

    def product_specs(self) -> list[tuple[ProducerSpec, ProductSpec]]:
        """Return every product with its producer, in the order in which they were made."""
        return [(producer, product) for producer in self.specs.values() for product in producer.products]

    def officer_of(self, unit_key: str) -> User:
        """Return the officer of a commune or district; the first call makes the account."""
        if unit_key not in self.officers:
            unit = self.units[unit_key]
            self.officers[unit_key] = self._hire(f"canbo.{unit.code}", f"Cán bộ {short_name(unit)}", unit)
        return self.officers[unit_key]

    def agency_officer_of(self, unit: Unit) -> User:
        """Return the officer of an agency who signs its reports; the first call makes the account."""
        known = [one for one in self.people.values() if one.role == Role.AGENCY_OFFICER and one.unit_id == unit.pk]
        if known:
            return known[0]
        if unit.pk not in self.agency_officers:
            since = f".{unit.valid_from.year}" if unit.valid_to is None else ""
            person = self._hire(f"{unit.code.lower()}{since}", f"Cán bộ {unit.name}"[:120], unit, Role.AGENCY_OFFICER)
            self.agency_officers[unit.pk] = person
        return self.agency_officers[unit.pk]

    def dismiss_districts(self) -> None:
        """Districts and agencies of then ended on 30/06/2025: their accounts are closed, their names stay."""
        gone = [self.officers.pop(key) for key in list(self.officers) if self.units[key].is_district]
        gone += [self.agency_officers.pop(key) for key in list(self.agency_officers)]
        for person in gone:
            update_account(
                actor=None,
                user_id=person.pk,
                role=person.role,
                unit=person.unit,
                is_active=False,
                full_name=person.full_name,
                position=person.position,
            )

    def _hire(self, username: str, full_name: str, unit: Unit, role: Role = Role.LOCAL_OFFICER) -> User:
        """Make an account of which nobody knows the password."""
        return create_account(
            actor=None,
            username=username,
            full_name=full_name,
            role=role,
            unit=unit,
            position="Công chức kinh tế" if role == Role.LOCAL_OFFICER else "Chuyên viên",
            password=random_password(),
            may_sign=True,
            is_demo=True,
        )

    def decision(
        self, number: int, issued_on: dt.date, subject: str, *, issuer: str, symbol: str = "QĐ-UBND-HC"
    ) -> OfficialDocument:
        """Record a decision; ``issuer`` is the key of a unit."""
        return record_document(
            actor=self.office,
            kind=DocumentKind.DECISION,
            number=number,
            symbol=symbol,
            issued_on=issued_on,
            issuer=self.units[issuer],
            subject=subject,
        )

    def council_decision(self, day: dt.date) -> OfficialDocument:
        """Record the decision that sets up council and advisory team."""
        subject = f"Thành lập Hội đồng và Tổ tư vấn đánh giá, phân hạng sản phẩm OCOP ({INVENTED})"
        return self.decision(800 + day.timetuple().tm_yday, day, subject, issuer=PROVINCE, symbol="QĐ-UBND")


def open_world(today: dt.date) -> World:
    """Return the world with demo accounts, units and rules in place."""
    world = World(
        today=today,
        people=make_accounts(),
        units={f"{unit.code}@{unit.valid_from}": unit for unit in Unit.objects.select_related("parent__parent")},
        groups={(group.taxonomy.code, group.code): group for group in Group.objects.select_related("taxonomy")},
        rules={version.code: version for version in RuleVersion.objects.all()},
    )
    for name in ("canbo.thapmuoi", "canbo.caolanh"):
        unit = world.people[name].unit
        world.officers[f"{unit.code}@{unit.valid_from}"] = world.people[name]
    return world
