"""PostgreSQL and Valkey of the portal's own, where the machine names none.

``DATABASE_URL`` and ``REDIS_URL`` name the services. A name that is missing stands for an
embedded service, whose files live under the folder ``OCOP_VAR`` (default: ``var`` beside the
code). Reasons: docs/decisions/0002-embedded-services.md.

    urls()      the two addresses; starts nothing
    ensure()    joins the services that run, or starts them
    stop()      leaves them; the last process to leave stops them
"""

import atexit
import contextlib
import os

from ocop_portal.embedded import postgres as postgres_server
from ocop_portal.embedded import valkey as valkey_server
from ocop_portal.embedded.errors import EmbeddedError
from ocop_portal.embedded.places import Hold, Places, in_use, mutex

__all__ = ["EmbeddedError", "broker_url", "ensure", "is_alive", "is_running", "stop", "stop_leftovers", "urls"]

_hold: Hold | None = None


def urls() -> tuple[str, str]:
    """Return ``(DATABASE_URL, REDIS_URL)``: from the environment, else of the embedded services.

    The second is in the form of redis-py; ``broker_url`` turns it into Celery's.
    """
    places = Places.current()
    return (
        os.environ.get("DATABASE_URL") or postgres_server.url(places),
        os.environ.get("REDIS_URL") or valkey_server.url(places),
    )


def broker_url(redis_url: str) -> str:
    """Return an address of redis-py in the form of Celery: only that of a unix socket differs."""
    if redis_url.startswith("unix://"):
        return "redis+socket://" + redis_url.removeprefix("unix://")
    return redis_url


def ensure(*, postgres: bool = True, valkey: bool = True, durable: bool = True) -> None:
    """Start each wanted service that the environment does not name and that does not run.

    From here to its end, or to ``stop()``, this process counts as a user of the services.

    Args:
        durable: False for tests: faster, loses data when the machine fails.

    Raises:
        EmbeddedError: a service cannot run, in one line.
    """
    wanted = _wanted(postgres=postgres, valkey=valkey)
    if not wanted:
        return
    places = Places.current()
    places.make()
    with mutex(places):
        _take(places)
        for service in wanted:
            service.start(places, durable=durable)


def stop() -> None:
    """Leave the services; they stop when no other process uses them."""
    global _hold
    if _hold is None or _hold.pid != os.getpid():
        return
    hold, _hold = _hold, None
    with mutex(hold.places):
        if hold.leave():
            _stop_both(hold.places)


def stop_leftovers() -> bool:
    """Stop services whose users were all killed; False when some process still uses them."""
    places = Places.current()
    if not places.var.exists():
        return True
    with mutex(places):
        if in_use(places):
            return False
        _stop_both(places)
        return True


def is_running() -> bool:
    """Whether each service that the environment does not name answers."""
    places = Places.current()
    return all(service.is_running(places) for service in _wanted(postgres=True, valkey=True))


def is_alive() -> bool:
    """Whether each such service has a living process; cheaper than asking it, and blind to load."""
    places = Places.current()
    return all(service.is_alive(places) for service in _wanted(postgres=True, valkey=True))


def _wanted(*, postgres: bool, valkey: bool) -> list:
    asked = [("DATABASE_URL", postgres, postgres_server), ("REDIS_URL", valkey, valkey_server)]
    return [server for name, wanted, server in asked if wanted and not os.environ.get(name)]


def _take(places: Places) -> None:
    global _hold  # noqa: PLW0603 - one share for each process
    if _hold is not None and _hold.pid == os.getpid():
        if _hold.places != places:
            raise EmbeddedError(f"this process already uses the services of {_hold.places.var}")
        return
    hold = Hold(places)
    hold.take()
    _hold = hold
    atexit.register(stop)


def _stop_both(places: Places) -> None:
    valkey_server.stop(places)
    postgres_server.stop(places)
    if places.run.parent != places.var:
        with contextlib.suppress(OSError):
            places.run.rmdir()  # nothing of ours stays outside the var folder
