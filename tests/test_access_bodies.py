"""What a form carries: keys of foreign objects are refused, fields that a form lacks change nothing."""

import datetime as dt

import lxml.html
import pytest
from django.db import connection
from django.urls import reverse

from accounts.enums import Role
from evaluations.models import Dossier
from producers.models import Producer
from products.models import Product, SalesChannel
from products.tests.factories import GroupFactory, SalesChannelFactory
from tests.access_table import ACCESS, VARIANTS
from tests.access_world import build_world
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build_world()


@pytest.fixture
def officer(client, world):
    """The local officer of the own commune, signed in."""
    client.force_login(world.people[Role.LOCAL_OFFICER])
    return world.people[Role.LOCAL_OFFICER]


def _pk(world, kind, variant):
    return world.arguments[kind][variant][0]


def _foreign_unit(world):
    return Producer.objects.get(pk=_pk(world, "producer", "foreign")).unit_id


def _producer_data(unit, **more):
    return {"name": "Hợp tác xã Bông Súng", "legal_form": "cooperative", "unit": unit} | more


def _product_data(producer, **more):
    rows = {f"{prefix}-{name}": "0" for prefix in ("channels", "certificates") for name in _MANAGEMENT}
    return {"producer": producer, "name": "Trà bông súng", "group": GroupFactory().pk} | rows | more


_MANAGEMENT = ("TOTAL_FORMS", "INITIAL_FORMS")


def test_a_producer_is_entered_in_the_own_territory_alone(client, world, officer):
    url = reverse("producers:producer_create")
    assert client.post(url, _producer_data(_foreign_unit(world))).status_code == 200
    assert not Producer.objects.filter(name="Hợp tác xã Bông Súng").exists()
    assert client.post(url, _producer_data(officer.unit_id)).status_code == 302
    assert Producer.objects.get(name="Hợp tác xã Bông Súng").unit_id == officer.unit_id


def test_a_producer_is_not_moved_to_another_commune(client, world, officer):
    key = _pk(world, "producer", "own")
    url = reverse("producers:producer_edit", args=[key])
    kept = {"representative_name": "A", "representative_gender": "male", "representative_since": "15/01/2018"}
    assert client.post(url, _producer_data(_foreign_unit(world), version=1, **kept)).status_code == 200
    assert Producer.objects.get(pk=key).unit_id == officer.unit_id
    assert client.post(url, _producer_data(officer.unit_id, version=1, **kept)).status_code == 302


def test_a_product_is_entered_for_the_own_producers_alone(client, world, officer):
    url = reverse("products:product_create")
    assert client.post(url, _product_data(_pk(world, "producer", "foreign"))).status_code == 200
    assert not Product.objects.filter(name="Trà bông súng").exists()
    response = client.post(url, _product_data(_pk(world, "producer", "own")))
    assert response.status_code == 302
    assert Product.objects.filter(name="Trà bông súng").exists()


def test_a_product_is_not_given_to_a_foreign_producer(client, world, officer):
    key = _pk(world, "product", "own")
    url = reverse("products:product_edit", args=[key])
    assert client.post(url, _product_data(_pk(world, "producer", "foreign"), version=1)).status_code == 200
    assert Product.objects.get(pk=key).producer_id == _pk(world, "producer", "own")
    assert client.post(url, _product_data(_pk(world, "producer", "own"), version=1)).status_code == 302


def test_a_row_of_a_foreign_product_is_not_taken_over(client, world, officer):
    foreign = SalesChannelFactory(product_id=_pk(world, "product", "foreign"), name="Sàn của người khác")
    key = _pk(world, "product", "own")
    row = {"pk": foreign.pk, "kind": foreign.kind, "name": "Sàn của tôi", "since": "01/03/2021"}
    data = _product_data(_pk(world, "producer", "own"), version=1)
    data |= {f"channels-0-{name}": value for name, value in row.items()} | {"channels-TOTAL_FORMS": "1"}
    client.post(reverse("products:product_edit", args=[key]), data)
    foreign.refresh_from_db()
    assert (foreign.name, foreign.product_id) == ("Sàn của người khác", _pk(world, "product", "foreign"))
    assert set(SalesChannel.objects.filter(name="Sàn của tôi").values_list("product", flat=True)) <= {key}


def test_a_dossier_is_made_for_the_own_products_alone(client, world, officer):
    url = reverse("evaluations:dossier_create")
    own = Product.objects.get(pk=_pk(world, "product", "own"))
    fresh = Product.objects.create(producer=own.producer, name="Trà bông súng", group=own.group)
    data = {"round": _pk(world, "round", "seated"), "kind": "new"}
    before = Dossier.objects.count()
    assert client.post(url, data | {"product": _pk(world, "product", "foreign")}).status_code == 200
    assert Dossier.objects.count() == before
    assert client.post(url, data | {"product": fresh.pk}).status_code == 302
    assert Dossier.objects.get(product=fresh).unit_id == officer.unit_id


# How many forms of the role are saved as they are shown; the others miss something that must be typed.
_SAVED = {Role.LOCAL_OFFICER: 3, Role.OFFICE: 5, Role.ADMINISTRATOR: 2}


@pytest.mark.parametrize("role", sorted(Role))
def test_fields_that_a_form_does_not_have_change_nothing(client, world, role):
    """Every form is sent as it is shown, with columns beside it that it does not ask for."""
    client.force_login(world.people[role])
    stolen, before, saved = _stolen_values(world, role), _fixed_columns(), []
    for name, access in ACCESS.items():
        if not {"GET", "POST"} <= set(access.answers) or access.public:
            continue
        for variant in VARIANTS[access.kind] or ("",):
            args = world.arguments_for(access.kind, variant, role) if access.kind else ()
            url = reverse(name, args=args)
            shown = _shown_values(client.get(url))
            response = client.post(url, {key: value for key, value in stolen.items() if key not in shown} | shown)
            saved += [url] if response.status_code == 302 else []
    assert _fixed_columns() == before
    assert len(saved) >= _SAVED.get(role, 0), saved


def _shown_values(response) -> dict:
    """Return the values of the form of a page; nothing where there is none."""
    if response.status_code != 200 or response.streaming:
        return {}
    page = lxml.html.fromstring(response.content)
    own = [form for form in page.forms if form.method == "POST" and not form.get("action")]
    return {
        name: value or "" for form in own[:1] for name, value in form.fields.items() if name != "csrfmiddlewaretoken"
    }


def _stolen_values(world, role):
    """Return a value for each column that no form of this role may set."""
    person = world.people[role]
    return {
        "role": Role.ADMINISTRATOR,
        "is_demo": "on",
        "is_superuser": "on",
        "is_invented": "on",
        "password": "x" * 20,
        "state": "recognised",
        "level": "central",
        "star": "5",
        "points": "99",
        "total": "99",
        "decided_on": "01/01/2020",
        "valid_until": "01/01/2030",
        "submitted_on": "01/01/2020",
        "sha256": "f" * 64,
        "criteria_set": "1",
        "asked_by": person.pk,
        "created_at": "01/01/2020",
        "path": "1/2/3/",
        "id": _pk(world, "product", "foreign"),
        "pk": _pk(world, "product", "foreign"),
    }


_FIXED = {
    "accounts_user": "username, role, unit_id, is_active, is_demo, password",
    "evaluations_dossier": "id, state, level, product_id, producer_id, unit_id, submitted_on, criteria_set_id",
    "products_recognition": "id, star, points, decided_on, valid_until, document_id",
    "products_product": "id, producer_id, is_invented, created_at",
    "producers_producer": "id, unit_id, is_invented, created_at",
    "documents_officialdocument": "id, kind, number, issued_on, issuer_id, sha256",
    "units_unit": "id, code, path, valid_from, valid_to",
}


def _fixed_columns():
    """Return the columns that decide about access and history, table by table."""
    found = {}
    with connection.cursor() as cursor:
        for table, columns in _FIXED.items():
            cursor.execute(f"SELECT {columns} FROM {table} ORDER BY 1")  # noqa: S608 - names of ours
            found[table] = cursor.fetchall()
    return found


def test_a_local_officer_sees_the_records_of_the_merged_communes_and_of_no_other(client, officer):
    """The territory of today reaches back before the merger."""
    former = Unit.objects.create(
        code="X1",
        name="Xã cũ",
        kind="commune",
        parent=officer.unit.parent,
        valid_from=dt.date(2004, 1, 1),
        valid_to=dt.date(2025, 6, 30),
    )
    producer = Producer.objects.create(name="Cơ sở của xã cũ", legal_form="household", unit=former)
    url = reverse("producers:producer_detail", args=[producer.pk])
    assert client.get(url).status_code == 404
    former.successions.create(to_unit=officer.unit, on=dt.date(2025, 7, 1), is_default=False)
    assert client.get(url).status_code == 404
    former.successions.update(is_default=True)
    assert client.get(url).status_code == 200
