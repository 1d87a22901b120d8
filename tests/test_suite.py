"""The test suite itself: nothing is forgotten, nothing runs on old tables, the long tests begin first."""

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError
from django.test import TransactionTestCase

from products.models import Recognition
from products.tests.factories import RecognitionFactory
from tests.databases import MODULES, sources
from tests.emptying import ABOUT_TABLES, empty_quickly
from tests.ordering import long_first
from tests.source import ROOT, tree_of


def test_every_app_has_tests_where_pytest_looks(pytestconfig):
    """pytest looks everywhere: a list of folders would have to be kept, and an app was forgotten twice."""
    assert not pytestconfig.getini("testpaths")
    own = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == ROOT]
    assert len(own) > 12
    assert not [path.name for path in own if not list(path.glob("tests/test_*.py"))]


def test_a_change_of_a_migration_or_of_what_it_imports_makes_a_new_template(tmp_path):
    names = ("core/triggers.py", "requirements.txt", "units/migrations/0001_initial.py", "units/models.py")
    found = []
    for content in ("a", "b"):
        for name in names:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(content)
        found.append(sources(tmp_path))
    assert set(found[0]) == set(found[1]) == set(names[:3])
    assert not found[0].items() & found[1].items()


def test_migrations_import_nothing_of_ours_that_a_template_does_not_know():
    """Of modules of models they need but the functions that name the place of an upload."""
    own = {app.name.split(".")[0] for app in apps.get_app_configs() if Path(app.path).parent == ROOT}
    imported = set()
    for path in [*ROOT.glob("*/migrations/*.py"), *(ROOT / name for name in MODULES)]:
        for node in ast.walk(tree_of(path)):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module] if node.module.count(".") else [f"{node.module}.{one.name}" for one in node.names]
            imported |= {name for name in names if name.split(".")[0] in own and ".models" not in name}
    assert {f"{name.replace('.', '/')}.py" for name in imported} <= set(MODULES)


@pytest.mark.django_db(transaction=True)
def test_after_work_that_was_committed_every_row_goes_also_one_that_a_trigger_keeps():
    RecognitionFactory()
    with pytest.raises(IntegrityError):
        Recognition.objects.all()._raw_delete("default")
    kept = (ContentType.objects.count(), Permission.objects.count())
    empty_quickly(TransactionTestCase())
    filled = {
        model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._base_manager.exists()
    }
    assert filled == ABOUT_TABLES - {"django_migrations"}
    assert (ContentType.objects.count(), Permission.objects.count()) == kept


def _test(name, seconds=0):
    mark = pytest.mark.long(seconds).mark if seconds else None
    return SimpleNamespace(nodeid=name, get_closest_marker=lambda _name: mark)


def test_long_modules_stand_whole_at_the_heads_of_the_stretches():
    long = [_test("a::1", 10), _test("a::2", 10), _test("b::1", 15), _test("c::1", 1)]
    short = [_test(f"d::{number}") for number in range(6)]
    items = [*short[:2], long[2], *short[2:], long[1], long[3], long[0]]
    found = long_first(items, 2)
    assert found == [long[1], long[0], *short[:3], long[2], long[3], *short[3:]]
    assert long_first(items, 1) == [long[1], long[0], long[2], long[3], *short]
    assert sorted(map(id, long_first(items, 20))) == sorted(map(id, items))
