"""What the steps share: places, running a program quietly, and stamps of finished work."""

import contextlib
import fcntl
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = Path(os.environ.get("OCOP_VAR") or ROOT / "var").expanduser().absolute()
LOG = VAR / "log" / "setup.log"

# A set-up that finds nothing to do is over by then; only a longer wait is worth a line.
QUIET_SECONDS = 5

NETWORK_WORDS = (
    "name resolution",
    "newconnectionerror",
    "could not resolve",
    "temporary failure",
    "network is unreachable",
    "connection refused",
    "connection timed out",
    "failed to establish",
    "enotfound",
    "eai_again",
    "econnrefused",
    "enetunreach",
    "etimedout",
    "max retries exceeded",
)


def fail(line: str) -> NoReturn:
    """End with one line and exit code 1."""
    sys.exit(f"script/{sys.argv[1]}: {line}")


def say(line: str) -> None:
    """Tell the person at the terminal what takes a while."""
    print(line, flush=True)


def run(command: list[str | Path], *, what: str, env: Mapping[str, str] | None = None) -> None:
    """Run a program with its output in the log; end with one line when it fails.

    Args:
        command: program and arguments.
        what: what the program was to do, for that line ("install the Python packages").
        env: variables on top of this process's.
    """
    code, text = try_to_run(command, env=env)
    if code == 0:
        return
    if any(word in text.lower() for word in NETWORK_WORDS):
        fail(f"cannot {what}: no network, or the package index does not answer; see {LOG}.")
    fail(f"cannot {what}; see {LOG}.")


def try_to_run(command: list[str | Path], *, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a program, add its output to the log, and return its exit code and output."""
    try:
        LOG.parent.mkdir(parents=True, exist_ok=True)
        log = LOG.open("a+b")
    except OSError as error:
        fail(f"cannot write {LOG}: {error.strerror}.")
    with log:
        log.write(f"\n$ {' '.join(map(str, command))}\n".encode())
        log.flush()
        start = log.tell()
        try:
            # A session of its own, so that its whole family can be stopped with it.
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        except OSError as error:
            return 127, str(error)
        code = _wait(process)
        log.seek(start)
        return code, log.read().decode(errors="replace")


def _wait(process: subprocess.Popen) -> int:
    try:
        return process.wait()
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        raise


def digest(paths: Iterable[Path], *more: str) -> str:
    """Return a hash of files (folders: of all in them) and of some words."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                total.update(f"\0{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return total.hexdigest()


def is_done(stamp: Path, mark: str) -> bool:
    """Whether the work of ``mark`` was finished earlier."""
    try:
        return stamp.read_text() == mark
    except OSError:
        return False


def note_done(stamp: Path, mark: str) -> None:
    """Remember finished work; a kill half-way leaves the old mark or the new one."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    new = stamp.with_name(stamp.name + ".new")
    new.write_text(mark)
    new.replace(stamp)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one set-up at a time work on this checkout."""
    folder = os.open(ROOT, os.O_RDONLY)
    begin, told = time.monotonic(), False
    try:
        while True:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            if not told and time.monotonic() - begin > QUIET_SECONDS:
                say("Waiting for another set-up of this checkout ...")
                told = True
            time.sleep(0.1)
        yield
    finally:
        os.close(folder)
