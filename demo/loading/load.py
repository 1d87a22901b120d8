"""The whole demo, in one transaction."""

import datetime as dt
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from core import dates
from demo.guard import refuse_in_production
from demo.loading.after_2022 import load_later_years
from demo.loading.documents import load_papers_of_the_programme
from demo.loading.history import load_history
from demo.loading.money import load_money
from demo.loading.papers import Papers
from demo.loading.programme import load_programme
from demo.loading.registering import register
from demo.loading.reporting import load_reports_of_2022, load_reports_of_today
from demo.loading.season import Season
from demo.loading.trainings import load_trainings
from demo.loading.world import open_world
from demo.loading.year_2022 import conclude_centre, load_2022
from demo.models import DemoLoad
from demo.plan_2022 import producers_of_2022
from demo.real import real_producers
from demo.register import register_of_2022

_TALKATIVE = ("accounts",)


def is_loaded() -> bool:
    """Return whether the demo is in the database, whole."""
    return DemoLoad.objects.exists()


@transaction.atomic
def load_demo(*, today: dt.date | None = None) -> bool:
    """Fill the database with the demo; return whether anything was written.

    Args:
        today: the day around which the current season lies, the present day by default.

    Raises:
        Refused: in production.
    """
    refuse_in_production()
    if is_loaded():
        return False
    with _quietly():
        _fill(today or dates.today())
    return True


def _fill(today: dt.date) -> None:
    DemoLoad.objects.create(today=today)
    call_command("load_reference", stdout=io.StringIO())
    _refresh_statistics()
    world = open_world(today)
    papers = Papers()
    taken: set[str] = set()
    for spec in (*real_producers(), *register_of_2022(producers_of_2022(), taken)):
        register(world, spec, taxonomy="1048")
    _refresh_statistics()
    load_history(world)
    load_2022(world, papers)
    conclude_centre(world)
    load_reports_of_2022(world)
    world.dismiss_districts()
    _refresh_statistics()
    load_later_years(world, taken)
    Season(world, papers, taken).load()
    load_papers_of_the_programme(world)
    load_money(world)
    load_trainings(world)
    load_programme(world)
    load_reports_of_today(world)


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep what services log out of the terminal: the demo is one event, not thirty."""
    levels = {name: logging.getLogger(name).level for name in _TALKATIVE}
    for name in levels:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def _refresh_statistics() -> None:
    """Tell the planner of rows that only this transaction sees: it would take the tables for empty.

    Table by table: a bare ANALYZE would hold the catalogues that all databases of the server share.
    """
    labels = ("units", "accounts", "documents", "producers", "products", "evaluations")
    tables = [model._meta.db_table for label in labels for model in apps.get_app_config(label).get_models()]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")
