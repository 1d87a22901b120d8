"""Every screen has something to do today, and nobody takes the demo for real."""

import json

import pytest

from demo.tests.databases import run

pytestmark = pytest.mark.long(5)
_TODAY = """
import datetime as dt, json
from collections import Counter
from accounts.models import User
from core.dates import today
from evaluations.models import Assignment, Dossier, Result, Round
from producers.models import Producer
from products.models import Recognition
now = Dossier.objects.filter(round__rule_version__code="26")
waiting = Assignment.objects.filter(dossier__state="accepted")
def of(username):
    user = User.objects.get(username=username)
    return {
        "producers": Producer.objects.visible_to(user).count(),
        "states": dict(Counter(Dossier.objects.visible_to(user).values_list("state", flat=True))),
    }
soon = Recognition.objects.in_force_on(today()).filter(valid_until__lte=today() + dt.timedelta(days=180))
print(json.dumps({
    "states": dict(Counter(now.values_list("state", flat=True))),
    "open": Round.objects.taking_dossiers_on(today()).count(),
    "sheets": dict(Counter(str(state) for state in waiting.values_list("sheet__state", flat=True))),
    "soon": soon.count(),
    "standing": Recognition.objects.in_force_on(today()).count(),
    "officers": [of("canbo.thapmuoi"), of("canbo.caolanh")],
    "real": list(Producer.objects.filter(is_invented=False).order_by("name").values_list("name", flat=True)),
    "people": list(Producer.objects.filter(is_invented=False).values_list("representatives__name", flat=True)),
    "products": sorted({row.is_invented for row in __import__("products.models").models.Product.objects.filter(
        producer__is_invented=True)}),
    "accounts": User.objects.filter(is_demo=False).count(),
    "central": Dossier.objects.filter(level="central").count(),
}))
"""


@pytest.fixture(scope="module")
def today(demo):
    return json.loads(run(demo.name, demo.media, "shell", "--no-imports", "-c", _TODAY))


def test_dossiers_are_in_every_state(today):
    states = {"draft", "submitted", "returned", "accepted", "scored", "recognised", "not_recognised", "withdrawn"}
    assert states <= set(today["states"])
    assert today["open"] == 1


def test_sheets_are_sent_begun_and_missing(today):
    assert set(today["sheets"]) == {"sent", "draft", "None"}


def test_some_stars_end_soon_and_most_stand(today):
    assert 10 < today["soon"] < today["standing"] < 400


def test_the_officers_with_a_demo_account_have_producers_and_dossiers(today):
    for officer in today["officers"]:
        assert officer["producers"] >= 5
        assert officer["states"].get("draft")
        assert len(officer["states"]) >= 4


def test_all_but_the_three_producers_of_the_plan_are_marked_as_invented(today):
    assert today["real"] == [
        "Công ty Cổ phần Xuất nhập khẩu Nguyễn Hậu",
        "Công ty TNHH Công nghệ thực phẩm Việt Đức",
        "Công ty TNHH Nam Huy",
    ]
    assert set(today["people"]) == {None}
    assert today["products"] == [True]
    # Four of 2022, and the best product of the first round of 2026.
    assert today["central"] == 5


def test_every_account_is_a_demo_account(today):
    assert today["accounts"] == 0
