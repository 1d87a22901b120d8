"""Databases for tests: the migrations run once, and what they made is copied as often as needed.

All migrations take twenty seconds of work, a copy of a database half a second. So the first who needs a
database makes a template, a database whose name tells the sources that it was made of. Workers of a
run, later runs on the same server, and tests that want a database for themselves copy it. A copy is brought
up to date by ``migrate`` like any other database, which finds nothing to do.
"""

import fcntl
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg2 import connect, sql

ROOT = Path(__file__).resolve().parent.parent
EMPTY = "ocop_empty"
# What migrations are made of: they import nothing else that shapes a table.
SOURCES = ("requirements.txt", "core/*.py", "*/migrations/*.py")


def fingerprint(root: Path = ROOT, sources: tuple[str, ...] = SOURCES) -> str:
    """Return a name for the state of the sources, of twelve letters."""
    total = hashlib.sha256()
    for path in sorted({path for pattern in sources for path in root.glob(pattern)}):
        content = path.read_bytes()
        total.update(f"{path.relative_to(root)} {len(content)}\n".encode() + content)
    return total.hexdigest()[:12]


def empty_template() -> str:
    """Return the name of a database with all tables and nothing in them but what migrations write."""
    return template(EMPTY, fingerprint(), _migrate)


def template(kind: str, mark: str, fill: Callable[[str], None]) -> str:
    """Return the name of the template of a kind, made by ``fill`` unless there is one of this mark.

    Args:
        kind: how names of such templates begin; those with another mark are removed.
        mark: what the content follows from.
        fill: fills the database of the name that it gets, and leaves no connection to it.
    """
    name = f"{kind}_{mark}"
    with _alone(), _server() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{kind}\\_%"])
        there = {row[0] for row in cursor.fetchall()}
        if name in there:
            return name
        for old in there:
            drop_database(old)
        # Under another name until it is whole: a kill half-way leaves no half behind.
        unfinished = f"{kind}_unfinished"
        make_database(unfinished)
        fill(unfinished)
        cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (unfinished, name))))
    return name


def make_database(name: str, template: str | None = None) -> None:
    """Make an empty database, or a copy of one that nobody uses."""
    drop_database(name)
    command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template:
        command += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    with _server() as cursor:
        cursor.execute(command)


def drop_database(name: str) -> None:
    """Drop a database if it is there."""
    with _server() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _migrate(name: str) -> None:
    """Run all migrations on an empty database, before this process has opened its own."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextmanager
def _server() -> Iterator:
    """A connection outside any transaction: databases are made and dropped there."""
    parameters = {key: value for key, value in connection.get_connection_params().items() if key in _NAMES}
    server = connect(**parameters | {"dbname": "postgres"})
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            yield cursor
    finally:
        server.close()


_NAMES = frozenset({"host", "port", "user", "password"})


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time make a template."""
    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "test-templates.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
