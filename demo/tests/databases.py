"""Databases of their own for the tests that need the whole demo: loaded once, copied as often as needed."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from psycopg2 import connect, sql

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def _server():
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


def start(database: str, media: Path, *arguments: str, **environment: str) -> subprocess.Popen:
    """Start a command of the portal on a database."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
            "OCOP_TEST_DATABASE": database,
            "OCOP_TEST_MEDIA": str(media),
            "OCOP_TEST_BROKER_PREFIX": "ocop-test-demo:",
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen) -> str:
    """Wait for a command and return its output; a failure shows what it said."""
    out, errors = process.communicate()
    assert process.returncode == 0, errors
    return out


def run(database: str, media: Path, *arguments: str) -> str:
    """Run a command of the portal on a database and return its output."""
    return finish(start(database, media, *arguments))


def figures(database: str, media: Path, *arguments: str) -> dict:
    """Return the figures that ``manage.py report`` prints."""
    return json.loads(run(database, media, "report", *arguments, "--format", "json", "--output", "-"))["figures"]
