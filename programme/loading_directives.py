"""What comes with the portal of directives, activities and start-ups: the letters and reports of 2022 and 2023."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from core.datafiles import day, read_json
from core.dates import today
from documents.models import OfficialDocument
from documents.services import record_document
from products.models import Product, Recognition, SalesChannel
from programme.addressing import units_addressed
from programme.models import Activity, Directive, DirectiveTask, IncubationProject, SupportSpace, TaskAssignment
from programme.services.activities import create_activity
from programme.services.directives import assign_units, create_directive, note_progress, save_task
from programme.services.incubation import create_project, create_space
from units.enums import DISTRICT_KINDS
from units.models import Unit

DATA = Path(__file__).parent / "data"
_DISTRICTS = "districts"


@transaction.atomic
def load_directive_654(actor) -> list[Directive]:
    """Load ``programme/data/directives.json`` (654/UBND-KT) and return the directives that were not there yet.

    Args:
        actor: somebody of the office.

    Raises:
        BrokenFile: the file cannot be read.
        Unit.DoesNotExist: the units of Đồng Tháp are not loaded.
    """
    loaded = []
    for row in read_json(DATA / "directives.json", "directives")["directives"]:
        document = _document(actor, row["document"])
        if Directive.objects.filter(document=document).exists():
            continue
        directive = create_directive(
            actor=actor,
            document=document,
            report_due_on=day(row["report_due_on"]),
            consolidated_due_on=day(row["consolidated_due_on"]),
            note=row["note"],
        )
        tasks = {task["number"]: _task(actor, directive, task) for task in row["tasks"]}
        for note in row["progress"]:
            _progress(actor, tasks[note["task"]], note)
        loaded.append(directive)
    return loaded


@transaction.atomic
def load_activities(actor) -> list[Activity]:
    """Load ``programme/data/activities.json`` and return the activities that were not there yet.

    Products of an activity that names a sales channel are those sold there on its last day; their number is the
    quantity of the activity. Arguments and errors as ``load_directive_654``.
    """
    loaded = []
    for row in read_json(DATA / "activities.json", "activities")["activities"]:
        values = _dated(row, "starts_on", "ends_on")
        channel = values.pop("channel", "")
        values["unit"] = _unit(values["unit"], values["starts_on"])
        if Activity.objects.filter(name=values["name"], starts_on=values["starts_on"]).exists():
            continue
        products = list(_sold_through(channel, values["ends_on"])) if channel else []
        if products:
            values["quantity"] = len(products)
        values.setdefault("quantity", 1)
        loaded.append(create_activity(actor=actor, products=products, **values))
    return loaded


@transaction.atomic
def load_start_ups(actor) -> list[IncubationProject]:
    """Load ``programme/data/start_ups.json`` with the spaces and return the projects that were not there yet.

    A project that became something takes the next producer that was recognised after it was selected, with the
    first of its products. Arguments and errors as ``load_directive_654``.
    """
    content = read_json(DATA / "start_ups.json", "projects", "spaces")
    for row in content["spaces"]:
        values = _dated(row, "approved_on", "opened_on")
        values["unit"] = _unit(values["unit"], values["approved_on"])
        if not SupportSpace.objects.filter(name=values["name"]).exists():
            create_space(actor=actor, **values)
    held = set(IncubationProject.objects.exclude(producer=None).values_list("producer", flat=True))
    loaded = []
    for row in content["projects"]:
        values = _dated(row, "selected_on", "incubated_from", "incubated_to")
        supports = [_dated(one, "on") for one in values.pop("supports")]
        values["unit"] = _unit(values["unit"], values["selected_on"])
        becomes = values.pop("becomes")
        if IncubationProject.objects.filter(name=values["name"]).exists():
            continue
        if becomes:
            values |= _what_it_became(values["selected_on"], held)
        loaded.append(create_project(actor=actor, supports=supports, **values))
    return loaded


def _document(actor, row: Mapping) -> OfficialDocument:
    issued_on = day(row["issued_on"])
    issuer = _unit(row["issuer"], issued_on)
    known = OfficialDocument.objects.filter(
        issuer=issuer, number=row["number"], symbol=row["symbol"], issued_on__year=issued_on.year
    ).first()
    return known or record_document(actor=actor, **row | {"issued_on": issued_on, "issuer": issuer})


def _task(actor, directive: Directive, row: Mapping) -> DirectiveTask:
    task = save_task(
        actor=actor,
        directive_id=directive.pk,
        number=row["number"],
        text=row["text"],
        due_on=day(row["due_on"]) if "due_on" in row else None,
        is_yearly=row.get("is_yearly", False),
    )
    for key, is_lead in (("lead", True), ("with", False)):
        if key in row:
            units = _units(directive.document, row[key])
            assign_units(actor=actor, task_id=task.pk, units=units, is_lead=is_lead)
    return task


def _progress(actor, task: DirectiveTask, row: Mapping) -> None:
    units = _units(task.directive.document, row["units"])
    parts = TaskAssignment.objects.filter(task=task, unit__in=units).exclude(unit__name__in=row.get("except", ()))
    for part in parts.order_by("pk"):
        note_progress(actor=actor, assignment_id=part.pk, on=day(row["on"]), text=row["text"], state=row["state"])


def _units(document: OfficialDocument, keys: Iterable[str]) -> list[Unit]:
    """Return units by code or name; ``districts`` are all of the province on the day of the document."""
    addressed = units_addressed(document)
    found = []
    for key in keys:
        if key == _DISTRICTS:
            found.extend(addressed.filter(kind__in=DISTRICT_KINDS).order_by("code"))
        else:
            # Codes of units are numbers, those of agencies letters; names have blanks.
            found.append(addressed.get(name=key) if " " in key else addressed.get(code=key))
    return found


def _unit(code: str, on: dt.date) -> Unit:
    return Unit.objects.on(on).get(code=code)


def _dated(row: Mapping, *names: str) -> dict:
    """Return the values of a record with its days read; money as ``Decimal``."""
    values = dict(row)
    for name in names:
        if values.get(name) is not None:
            values[name] = day(values[name])
    if values.get("amount_vnd") is not None:
        values["amount_vnd"] = Decimal(values["amount_vnd"])
    return values


def _sold_through(name: str, on: dt.date) -> QuerySet[Product]:
    channels = SalesChannel.objects.on(on).filter(name__iexact=name)
    return Product.objects.filter(pk__in=channels.values("product")).order_by("pk")


def _what_it_became(since: dt.date, held: set[int]) -> dict:
    """Return producer, product and day of the first new producer since then that no project has; nobody: ``{}``."""
    standing = Recognition.objects.standing_on(today())
    known = standing.filter(valid_from__lt=since)
    rows = standing.filter(valid_from__gte=since).exclude(producer__in=known.values("producer"))
    first = rows.exclude(producer__in=held).select_related("producer", "product").order_by("valid_from", "pk").first()
    if first is None:
        return {}
    held.add(first.producer_id)
    return {"producer": first.producer, "product": first.product, "became_on": first.valid_from}
