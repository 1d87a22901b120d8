"""What must be in place before the portal's processes start: broker, database, base data, demo, static files."""

import hashlib
import io
import logging
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import django
import redis
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from ocop_portal.gate import refuse_demo_in_production


class CannotRun(Exception):
    """The portal cannot run; the message is one line."""


def prepare(*, unbroken: Callable[[], AbstractContextManager[None]]) -> None:
    """Bring the database, its base data, the demo and the static files up to date.

    Args:
        unbroken: makes a context in which a request to stop waits.

    Raises:
        CannotRun: settings, database or broker do not allow a start.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CannotRun(str(error)) from error
    check_broker(settings.REDIS_URL)
    try:
        with unbroken():
            migrate()
        call_command("load_reference", stdout=io.StringIO())
        call_command("load_forms", stdout=io.StringIO())
        if settings.IS_PRODUCTION:
            refuse_demo()
        else:
            load_demo()
    except DatabaseError as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise CannotRun(f"the database does not serve: {reason}") from error
    except CommandError as error:
        raise CannotRun(" ".join(str(error).split())) from error
    finally:
        connections.close_all()
    collect_static(settings.STATIC_ROOT)


def migrate() -> None:
    """Run the migrations that are missing; asking costs a tenth of running none.

    Django notes a migration only after its commit. So that a kill during the first set-up leaves no
    table without its note, a new database gets all its tables in one transaction.
    """
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if executor.loader.applied_migrations:
        call_command("migrate", interactive=False)
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Else rows that a migration writes would stand in the way of the next one's ALTER TABLE.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        call_command("migrate", interactive=False, verbosity=0)


def load_demo() -> None:
    """Load the demo where it is missing; it comes whole or not at all."""
    from accounts.demo import demo_accounts_exist  # noqa: PLC0415 - needs the apps

    if not demo_accounts_exist():
        print("Loading the demo data (up to a minute) ...", flush=True)  # noqa: T201
    logging.disable(logging.INFO)  # a line for each of hundreds of records
    try:
        call_command("load_demo")
    finally:
        logging.disable(logging.NOTSET)


def refuse_demo() -> None:
    """Turn the gate's refusal into this program's one line."""
    try:
        refuse_demo_in_production()
    except SystemExit as refusal:
        raise CannotRun(str(refusal.code)) from None


def collect_static(target: Path) -> None:
    """Collect the static files when one of them changed since the last time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            info = Path(storage.path(name)).stat()
            digest.update(f"{name}:{info.st_size}:{info.st_mtime_ns}\n".encode())
    stamp = Path(target) / ".stamp"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest.hexdigest())


def check_broker(url: str) -> None:
    """Refuse to start without a broker."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise CannotRun(f"the broker named by REDIS_URL does not answer: {error}") from error


def show_demo_accounts() -> None:
    """Print a demo account for each role; production has none."""
    if not settings.IS_PRODUCTION:
        call_command("demo_accounts")
        connections.close_all()
