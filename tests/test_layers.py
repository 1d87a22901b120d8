"""The order of the apps holds, also where the linter does not look."""

import ast
import subprocess
import sys
from pathlib import Path

from django.apps import apps

from tests.source import APPS, ROOT, is_view_module, modules, name_of, tree_of

ORDER = (
    "core",
    "units",
    "accounts",
    "notices",
    "documents",
    "producers",
    "products",
    "budgets",
    "programme",
    "evaluations",
    "trainings",
    "recognitions",
    "indicators",
    "campaigns",
    "reports",
    "demo",
    "ocop_portal",
)


def test_apps_import_only_those_under_them():
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_the_order_names_every_app():
    assert set(ORDER) == set(APPS)


def test_a_foreign_key_to_a_lower_app_gives_it_no_lookup_upward():
    """``related_name`` on a lower model would let its app filter by rows of a higher one."""
    # The list and the pages of products reach the producer's products both ways: one screen, two apps.
    allowed = {"products.Product.producer"}
    found = set()
    for model in apps.get_models():
        app = model._meta.app_label
        if app not in ORDER:
            continue
        for field in model._meta.get_fields():
            if not (field.many_to_one or field.one_to_one) or field.auto_created or not field.related_model:
                continue
            below = field.related_model._meta.app_label
            if below in ORDER and below != app and not field.remote_field.hidden:
                found.add(f"{app}.{model.__name__}.{field.name}")
    historical = {name for name in found if ".Historical" in name}
    assert found - historical == allowed


def test_views_take_rows_only_from_what_the_person_may_see():
    """``Model.objects.…`` in a view starts with ``visible_to``; all else belongs in querysets and services."""
    found = []
    for path in filter(is_view_module, modules()):
        for node in ast.walk(tree_of(path)):
            is_objects = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)
            if is_objects and node.value.attr == "objects" and node.attr != "visible_to":
                found.append(f"{name_of(path)}:{node.lineno} objects.{node.attr}")
    assert not found


# Where a library hands the request over: module name → why.
KNOW_A_REQUEST = {
    "middleware": "it stands between server and views",
    "navigation": "a context processor",
    "downloads": "a helper of views",
    "lists": "template tags read the address",
    "filters": "django-filter gives the request to the choices of a filter",
}
# One module only, with its reason.
KNOWS_A_REQUEST_TOO = {"accounts/forms.py": "Django's sign-in form passes it to the throttle"}


def test_nothing_below_the_views_knows_a_request():
    found = []
    for path in modules():
        if is_view_module(path) or path.stem in KNOW_A_REQUEST or name_of(path) in KNOWS_A_REQUEST_TOO:
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef):
                names = [a.arg for a in (*node.args.args, *node.args.kwonlyargs)]
                if "request" in names:
                    found.append(f"{name_of(path)}:{node.lineno} {node.name}")
    assert not found
