"""``script/server``: services, migrations, demo, then web, worker and beat under one roof.

A layer of its own rather than honcho's manager: that one sends SIGTERM to whole process groups,
which kills Celery's pool in the middle of a task, and leaves five seconds for the end.
"""

import argparse
import contextlib
import ctypes
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException

from django.conf import settings

from ocop_portal import embedded
from ocop_portal.embedded.places import ROOT, Places, open_lock
from ocop_portal.prepare import CannotRun, prepare, show_demo_accounts

READY_SECONDS = 90
STOP_SECONDS = 20
WATCH_SECONDS = 2
ASKED_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

# All that --fresh removes from the var folder, as patterns.
DATA = ("postgres", "postgres.new", "valkey", "media", "static", "beat-schedule*")

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class StopAsked(BaseException):  # no error, and not to be swallowed as one
    """Somebody pressed Ctrl-C or sent SIGTERM."""


class Signals:
    """Turns a request to stop into an exception, or into a note while something must be finished."""

    def __init__(self) -> None:
        self.asked = False
        self._raise = True
        for number in ASKED_TO_STOP:
            signal.signal(number, self._receive)

    def _receive(self, *_args: object) -> None:
        self.asked = True
        if self._raise:
            raise StopAsked

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Let the work inside come to its end; a request meanwhile counts right after it."""
        before, self._raise = self._raise, False
        try:
            yield
        finally:
            self._raise = before
        if self.asked and before:
            raise StopAsked

    def ignore(self) -> None:
        """Take no further requests: the end has begun."""
        self._raise = False


class Child:
    """One of the processes of the portal, with its lines shown under its name."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.process = subprocess.Popen(  # noqa: S603 - commands of ours; no thread runs yet
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - no thread runs yet
        )

    def show_lines(self) -> None:
        """Copy the child's output, in the background."""
        threading.Thread(target=self._copy, name=self.name, daemon=True).start()

    def _copy(self) -> None:
        for line in self.process.stdout:
            say(f"{self.name:<6} | {line.decode(errors='replace').rstrip()}")

    def ended(self) -> bool:
        """Whether it is no more."""
        return self.process.poll() is not None

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the process itself, not to its pool."""
        if not self.ended():
            self.process.terminate()

    def wait_or_kill(self, end: float) -> None:
        """Wait until ``end`` (monotonic seconds), then kill; leave nothing of its group behind."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0, end - time.monotonic()))
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _end_with_parent() -> None:
    """Ask the kernel to stop this child when the supervisor is killed (Linux)."""
    if _libc is not None:
        _libc.prctl(1, signal.SIGTERM)


def say(text: str) -> None:
    """Print a line; a closed terminal is no reason to fall."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def main(argv: list[str] | None = None) -> int:
    """Run the portal until it is asked to stop; return the exit code."""
    parser = argparse.ArgumentParser(prog="script/server", description="Run the portal on this machine.")
    parser.add_argument("--fresh", action="store_true", help="remove the embedded database and files, begin anew")
    arguments = parser.parse_args(argv)
    signals = Signals()
    try:
        port = read_port()
        with only_server(port):
            try:
                run(signals, port, fresh=arguments.fresh)
            finally:
                signals.ignore()
                embedded.stop()
    except StopAsked:
        say("Stopped.")
        return 0
    except (CannotRun, embedded.EmbeddedError) as error:
        sys.stderr.write(f"script/server: {error}\n")
        return 1
    except Exception:
        # Some of Python's own machinery wraps what is raised inside it.
        if not signals.asked:
            raise
        say("Stopped.")
    return 0


def run(signals: Signals, port: int, *, fresh: bool) -> None:
    """Prepare everything, start the children and watch them."""
    if fresh:
        begin_anew(Places.current())
    with signals.held():
        embedded.ensure()
    prepare(unbroken=signals.held)
    children: list[Child] = []
    try:
        with signals.held():
            children += [Child(name, command) for name, command in commands()]
            for child in children:
                child.show_lines()
        wait_until_ready(children, port)
        say(f"\nThe portal answers at http://127.0.0.1:{port}/ - stop it with Ctrl-C.\n")
        show_demo_accounts()
        watch(children)
    finally:
        signals.ignore()
        stop_all(children)


def commands() -> list[tuple[str, list[str]]]:
    """Return the name and the command of each process."""
    # Celery warns of root at each start; the services hold nothing that root may not read anyway.
    quiet = ["-W", "ignore:You're running the worker"]
    celery = [sys.executable, *quiet, "-m", "celery", "--quiet", "-A", "ocop_portal"]
    jobs = os.environ.get("WORKER_CONCURRENCY") or "2"
    alone = ["--without-mingle", "--without-gossip"]
    return [
        ("web", [sys.executable, "-m", "gunicorn"]),
        ("worker", [*celery, "worker", "-l", "INFO", "-c", jobs, "-Q", "default,reports", *alone]),
        ("beat", [*celery, "beat", "-l", "INFO", "--pidfile="]),
    ]


def read_port() -> int:
    """Return the port of ``PORT``, free to listen on."""
    text = os.environ.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotRun(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def check_port(port: int) -> None:
    """Refuse a port that somebody listens on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise CannotRun(f"port {port} needs more rights: choose another with PORT=8001 script/server.") from None
        except OSError:
            raise CannotRun(f"port {port} is in use: stop what uses it, or PORT=8001 script/server.") from None


@contextlib.contextmanager
def only_server(port: int) -> Iterator[None]:
    """Be the only server of this var folder, as long as this process lives."""
    places = Places.current()
    places.make()
    path = places.var / "server.lock"
    with open_lock(path) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotRun(f"the portal already runs from {places.var}: {path.read_text().strip()}.") from None
        check_port(port)
        lock.truncate(0)
        lock.write(f"http://127.0.0.1:{port}/ (process {os.getpid()})".encode())
        lock.flush()
        yield


def begin_anew(places: Places) -> None:
    """Remove the data of the embedded services and the uploaded files, and nothing else.

    Raises:
        CannotRun: the data are not the portal's to remove, or somebody uses them.
    """
    if os.environ.get("DATABASE_URL"):
        raise CannotRun("--fresh begins anew with the embedded database only; DATABASE_URL names another.")
    if os.environ.get("OCOP_ENV") == "production":
        raise CannotRun("--fresh removes all data: not with OCOP_ENV=production.")
    if not embedded.stop_leftovers():
        raise CannotRun(f"another command uses the database in {places.var}: wait for its end, then --fresh.")
    if places.postgres.exists() and not (places.postgres / "PG_VERSION").exists():
        raise CannotRun(f"{places.postgres} is no database of the portal: look at it and remove it by hand.")
    for path in [path for pattern in DATA for path in places.var.glob(pattern)]:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def wait_until_ready(children: list[Child], port: int) -> None:
    """Wait until the health check answers 200."""
    end = time.monotonic() + READY_SECONDS
    while not answers(port):
        check_children(children)
        if time.monotonic() > end:
            raise CannotRun(f"the portal did not answer in {READY_SECONDS} seconds; see the lines above.")
        time.sleep(0.1)


def answers(port: int) -> bool:
    """Whether ``/healthz`` answers 200, asked as a visitor of the first allowed host would."""
    host = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"), "127.0.0.1")
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def watch(children: list[Child]) -> None:
    """Watch until somebody asks to stop, or something ends by itself."""
    missing = 0
    while True:
        time.sleep(WATCH_SECONDS)
        check_children(children)
        missing = 0 if embedded.is_alive() else missing + 1
        if missing > 1:
            raise CannotRun("the embedded database or broker has ended; see the log folder. Everything is stopped.")


def check_children(children: list[Child]) -> None:
    """Refuse to go on without one of the processes."""
    for child in children:
        if child.ended():
            time.sleep(0.3)  # its last lines
            code = child.process.returncode
            raise CannotRun(f"{child.name} has ended by itself (code {code}); everything is stopped.")


def stop_all(children: list[Child]) -> None:
    """Stop every child: asked first, killed after a while."""
    for child in reversed(children):
        child.ask_to_stop()
    end = time.monotonic() + STOP_SECONDS
    for child in children:
        child.wait_or_kill(end)


if __name__ == "__main__":
    sys.exit(main())
