"""What the portal ships of directives, activities and start-ups: whole, by the units of its day, once."""

import datetime as dt

import pytest

from accounts.tests.factories import UserFactory
from products.tests.factories import ProductFactory, RecognitionFactory
from programme.loading_directives import load_activities, load_directive_654, load_start_ups
from programme.models import Activity, Directive, IncubationProject, ProjectSupport, SupportSpace, TaskAssignment
from units.loading import load_units
from units.models import Unit

pytestmark = pytest.mark.django_db
LOADERS = (load_directive_654, load_activities, load_start_ups)
MODELS = (Directive, TaskAssignment, Activity, IncubationProject, ProjectSupport, SupportSpace)


def test_the_shipped_papers_are_loaded_once():
    load_units()
    office = UserFactory(office=True)
    sold = ProductFactory()
    sold.channels.create(kind="online", name="Postmart", since=dt.date(2022, 5, 1))
    recognised = RecognitionFactory()
    assert [len(load(office)) for load in LOADERS] == [1, 23, 25]
    counts = [model.objects.count() for model in MODELS]
    assert [len(load(office)) for load in LOADERS] == [0, 0, 0]
    assert [model.objects.count() for model in MODELS] == counts
    assert counts[1] == 24 + 1 + 2 + 1 + 1 + 13 + 1 + 1
    _check_directive()
    _check_numbers()
    postmart = Activity.objects.get(partner="Postmart")
    assert (list(postmart.products.all()), postmart.quantity) == ([sold], 1)
    became = IncubationProject.objects.get(producer__isnull=False)
    assert (became.product, became.became_on) == (recognised.product, dt.date(2022, 12, 29))


def _check_directive():
    """All were units of the province on 05/6/2023, each district and none of a neighbour that merged later."""
    directive = Directive.objects.get()
    assert (directive.document.reference, directive.report_due_on) == ("654/UBND-KT", dt.date(2023, 7, 15))
    given = Unit.objects.filter(pk__in=TaskAssignment.objects.values("unit"))
    assert all(unit.exists_on(directive.document.issued_on) for unit in given)
    districts = given.filter(kind__in=("district", "city", "town"))
    assert (districts.count(), {unit.parent.code for unit in districts}) == (12, {"87"})
    assert directive.tasks.get(number=8).due_on == dt.date(2023, 7, 25)
    assert set(TaskAssignment.objects.values_list("state", flat=True)) == {"open", "under_way", "done"}


def _check_numbers():
    """The numbers of 159/KH-UBND and of 1627/SKHĐT-HTDNKN."""
    totals = {row["kind"]: row for row in Activity.objects.totals_by_kind()}
    assert (totals["tv"]["items"], totals["tv"]["minutes"]) == (41, 26 * 5 + 15 * 15)
    assert totals["bulletin"]["items"] == 8 + 34
    supports = ProjectSupport.objects
    assert supports.filter(kind="matching").count() == 10
    assert supports.filter(kind="credit").count() == 12
    assert IncubationProject.objects.filter(incubated_from__year=2022).count() == 15
    assert sorted(SupportSpace.objects.values_list("kind", "opened_on")) == [("coworking", None), ("showroom", None)]
