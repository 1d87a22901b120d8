"""What every chapter of the demo needs: who acts, where, by which rules, and what is there already."""

import datetime as dt
from dataclasses import dataclass, field

from accounts.enums import Role
from accounts.models import User
from accounts.services import create_account, random_password, update_account
from demo.accounts import make_accounts
from demo.places import districts_before, short_name
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
    producers: dict[str, Producer] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    specs: dict[str, ProducerSpec] = field(default_factory=dict)

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
        """Return the officer who sends the dossiers of a commune: of the commune itself, or of its district."""
        found = self.officers.get(unit_key) or self.officers.get(self._parent_key(unit_key))
        if found is None:
            found = self.officers[unit_key] = self._hire(unit_key)
        return found

    def _parent_key(self, unit_key: str) -> str:
        parent = self.units[unit_key].parent
        return f"{parent.code}@{parent.valid_from}" if parent else ""

    def _hire(self, unit_key: str) -> User:
        unit = self.units[unit_key]
        return create_account(
            actor=None,
            username=f"canbo.{unit.code}",
            full_name=f"Cán bộ {short_name(unit)}",
            role=Role.LOCAL_OFFICER,
            unit=unit,
            position="Công chức kinh tế",
            password=random_password(),
            is_demo=True,
        )

    def hire_districts(self) -> None:
        """Make an account for each district of 2022; nobody knows the password."""
        for row in districts_before():
            self.officers[row.key] = self._hire(row.key)

    def dismiss_districts(self) -> None:
        """Districts ended on 30/06/2025: their accounts are closed, what they did keeps their name."""
        for row in districts_before():
            person = self.officers.pop(row.key)
            update_account(
                actor=None,
                user_id=person.pk,
                role=person.role,
                unit=person.unit,
                is_active=False,
                full_name=person.full_name,
                position=person.position,
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
