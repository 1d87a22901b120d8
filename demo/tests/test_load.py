"""The door of the demo."""

import pytest
from django.core.management import CommandError, call_command

from demo.loading import load
from demo.models import DemoLoad


@pytest.fixture
def production(settings):
    settings.IS_PRODUCTION = True


@pytest.mark.usefixtures("db", "production")
def test_production_refuses_the_demo_and_stays_empty():
    with pytest.raises(CommandError, match="OCOP_ENV=production"):
        call_command("load_demo")
    assert not DemoLoad.objects.exists()


@pytest.mark.django_db
def test_what_is_marked_as_loaded_is_left_alone():
    DemoLoad.objects.create(today="2026-11-21")
    assert load.load_demo() is False
    assert DemoLoad.objects.count() == 1


@pytest.mark.django_db
def test_a_load_that_fails_leaves_nothing_behind(monkeypatch):
    def fail(*_args, **_more):
        raise RuntimeError("power cut")

    monkeypatch.setattr(load, "load_history", fail)
    monkeypatch.setattr(load, "producers_of_2022", lambda: ())
    with pytest.raises(RuntimeError, match="power cut"):
        load.load_demo()
    assert not DemoLoad.objects.exists()
