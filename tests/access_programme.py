"""Directives, activities and start-ups in the world of the access matrix."""

import datetime as dt

from django.core.files.base import ContentFile

from accounts.enums import Role
from products.models import Product
from programme.models import TaskNote
from programme.tests.factories import (
    ActivityFactory,
    DirectiveTaskFactory,
    ProjectFactory,
    SpaceFactory,
    TaskAssignmentFactory,
)
from units.models import Unit


def add_directives(world, here: Unit, there: Unit) -> None:
    """A task of both communes and of the officer's agency, each with a note and its file."""
    task = DirectiveTaskFactory()
    agency = world.people[Role.AGENCY_OFFICER].unit
    parts = {
        name: TaskAssignmentFactory(task=task, unit=unit)
        for name, unit in (("own", here), ("foreign", there), ("agency", agency))
    }
    notes = {}
    for name, part in parts.items():
        note = TaskNote(assignment=part, on=dt.date(2023, 7, 1), text="Đang rà soát", state="under_way")
        note.written_by = world.people[Role.OFFICE]
        note.file.save("x.pdf", ContentFile(b"%PDF-1.7 small"), save=False)
        note.save()
        notes[name] = note
    world.arguments["directive"] = {"any": (task.directive_id,)}
    world.arguments["task"] = {"any": (task.pk,)}
    world.arguments["task_part"] = {name: (part.pk,) for name, part in parts.items()}
    world.arguments["task_note"] = {name: (note.pk,) for name, note in notes.items()}


def add_activities(world, here: Unit, there: Unit, own: Product, foreign: Product) -> None:
    """Of both communes and of the officer's agency; all name products of both, whoever may read those."""
    agency = world.people[Role.AGENCY_OFFICER].unit
    places = {"own": (here, "nhà"), "foreign": (there, foreign.name), "agency": (agency, "của Sở")}
    for kind, factory in (("activity", ActivityFactory), ("project", ProjectFactory), ("space", SpaceFactory)):
        rows = {name: factory(unit=unit, name=f"Việc {mark}") for name, (unit, mark) in places.items()}
        world.arguments[kind] = {name: (row.pk,) for name, row in rows.items()}
        if kind == "activity":
            for row in rows.values():
                row.products.set([own, foreign])
                row.producers.set([own.producer, foreign.producer])
        if kind == "project":
            for row in rows.values():
                row.producer, row.product, row.became_on = foreign.producer, foreign, dt.date(2022, 12, 29)
                row.save()
