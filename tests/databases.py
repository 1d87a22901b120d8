"""Databases for tests: the migrations run once, and what they made is copied as often as needed.

All migrations take twenty seconds of work, a copy of a database half a second. So the first who needs a
database makes a template, a database whose name tells the sources that it was made of. Workers of a
run, later runs on the same server, and tests that want a database for themselves copy it. A copy is brought
up to date by ``migrate`` like any other database, which finds nothing to do.
"""

import fcntl
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg2 import connect, sql

ROOT = Path(__file__).resolve().parent.parent
KIND = "ocop_empty"
# What migrations are made of; a test asks that they import nothing else of ours that shapes a table.
MODULES = ("core/triggers.py", "core/exclusion.py", "core/fields.py", "core/text.py", "core/files.py")
SOURCES = ("requirements.txt", *MODULES, "*/migrations/*.py")


def sources(root: Path = ROOT) -> dict[str, str]:
    """Return what a template is made of: name and digest of each file."""
    paths = sorted({path for pattern in SOURCES for path in root.glob(pattern)})
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in paths}


def empty_template() -> str:
    """Return the name of a database with all tables and nothing in them but what migrations write.

    Where there is a template that lacks only the newest migrations, they alone are run.
    """
    wanted = sources()
    name = f"{KIND}_{hashlib.sha256(json.dumps(wanted).encode()).hexdigest()[:12]}"
    with _alone():
        there = _templates()
        if name not in there:
            base = next((old for old, used in there.items() if used.items() < wanted.items()), None)
            # Under another name until it is whole: a kill half-way leaves no half behind.
            unfinished = f"{KIND}_unfinished"
            make_database(unfinished, template=base)
            _migrate(unfinished)
            with _server() as cursor:
                names = [sql.Identifier(unfinished), sql.Identifier(name)]
                cursor.execute(
                    sql.SQL("COMMENT ON DATABASE {} IS {}").format(names[0], sql.Literal(json.dumps(wanted)))
                )
                cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))
            for old in there:
                drop_database(old)
    return name


def _templates() -> dict[str, dict[str, str]]:
    """Return the templates that are there, with what each was made of."""
    with _server() as cursor:
        cursor.execute(
            "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname LIKE %s",
            [f"{KIND}\\_%"],
        )
        return {name: json.loads(made_of) for name, made_of in cursor.fetchall() if made_of}


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
