"""The plans that come with the portal: their documents, targets and what is known of results."""

from decimal import Decimal
from pathlib import Path

from django.db import transaction

from core.datafiles import day, read_json
from documents.enums import DocumentKind
from documents.models import OfficialDocument
from documents.services import record_document
from programme.enums import Direction, Measure, TargetScope
from programme.models import Plan
from programme.services.plans import create_plan, record_result, save_target
from units.models import Unit

PLANS = Path(__file__).parent / "data" / "plans.json"


@transaction.atomic
def load_plans(actor) -> list[Plan]:
    """Load ``programme/data/plans.json`` and return the plans that were not there yet.

    A plan that is there stays as it is: the office may have changed it since. So may its document,
    which is found by issuer, number, symbol and year.

    Args:
        actor: somebody of the office.

    Raises:
        BrokenFile: the file cannot be read.
        Unit.DoesNotExist: the units of Đồng Tháp are not loaded.
    """
    loaded = []
    for row in read_json(PLANS, "plans")["plans"]:
        document = _document(actor, row["document"])
        if Plan.objects.filter(document=document).exists():
            continue
        plan = create_plan(actor=actor, year=row["year"], document=document, note=row["note"])
        for target in row["targets"]:
            _target(actor, plan, target)
        loaded.append(plan)
    return loaded


def _document(actor, row: dict) -> OfficialDocument:
    issued_on = day(row["issued_on"])
    issuer = Unit.objects.on(issued_on).get(code=row["issuer"])
    known = OfficialDocument.objects.filter(
        issuer=issuer, number=row["number"], symbol=row["symbol"], issued_on__year=issued_on.year
    ).first()
    return known or record_document(
        actor=actor,
        kind=DocumentKind.PLAN,
        number=row["number"],
        symbol=row["symbol"],
        issued_on=issued_on,
        issuer=issuer,
        subject=row["subject"],
    )


def _target(actor, plan: Plan, row: dict) -> None:
    due_on = day(row["due_on"])
    named = row.get("units", [])
    units = list(Unit.objects.on(due_on).filter(name__in=named, parent=plan.document.issuer))
    if len(units) != len(named):
        raise Unit.DoesNotExist(sorted(set(named) - {unit.name for unit in units}))
    indicator = row.get("indicator", "")
    base = row.get("base")
    target = save_target(
        actor=actor,
        plan_id=plan.pk,
        units=units,
        number=row["number"],
        part=row.get("part", ""),
        text=row["text"],
        measure=Measure.INDICATOR if indicator else Measure.MANUAL,
        indicator=indicator,
        unit_of_measure=row["unit_of_measure"],
        base=None if base is None else Decimal(base),
        base_note=row.get("base_note", ""),
        direction=Direction.AT_LEAST,
        planned=Decimal(row["planned"]),
        scope=TargetScope(row.get("scope", TargetScope.PROVINCE)),
        owner=None,
        due_on=due_on,
    )
    for result in row.get("results", []):
        record_result(
            actor=actor,
            target_id=target.pk,
            on=day(result["on"]),
            value=Decimal(result["value"]),
            evidence=result["evidence"],
        )
