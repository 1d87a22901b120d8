"""Real processes for tests: programs in a var folder of their own, and nothing left at the end."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).resolve().parent.parent


class Home:
    """One var folder, and the processes at work in it."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self._started: list[subprocess.Popen[str]] = []

    def env(self, **more: str) -> dict[str, str]:
        """Return this process's environment, without what would lead away from the folder."""
        away = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "OCOP_ENV", "PORT"}
        kept = {name: value for name, value in os.environ.items() if name not in away}
        return {**kept, "OCOP_VAR": str(self.var), "PYTHONUNBUFFERED": "1", **more}

    def start(self, *command: str | Path, **more: str) -> subprocess.Popen[str]:
        """Start a program with its input and output in pipes."""
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env=self.env(**more),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._started.append(process)
        return process

    def python(self, code: str, **more: str) -> subprocess.Popen[str]:
        """Start a piece of Python."""
        return self.start(sys.executable, "-c", code, **more)

    def run(self, *command: str | Path, **more: str) -> tuple[int, str]:
        """Run a program to its end; return exit code and output."""
        return finish(self.start(*command, **more))

    def living(self) -> dict[int, str]:
        """Return the living processes of this folder: id and name."""
        found = {}
        for process in psutil.process_iter():
            try:
                if process.status() == psutil.STATUS_ZOMBIE or process.pid == os.getpid():
                    continue
                words = " ".join(process.cmdline())
                mine = str(self.var) in words or process.environ().get("OCOP_VAR") == str(self.var)
                if mine or process.cwd().startswith(f"{self.var}/"):
                    found[process.pid] = process.name()
            except psutil.Error:
                continue
        return found

    def kill_all(self) -> None:
        """Kill -9 everything of this folder."""
        while living := self.living():
            for pid in living:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            time.sleep(0.05)

    def end(self) -> None:
        """Leave no process and no pipe behind, also after a test that failed half-way."""
        self.kill_all()
        for process in self._started:
            process.kill()
            process.communicate()


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Close a program's input, wait for its end; return exit code and the rest of its output."""
    try:
        output, _ = process.communicate(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        output, _ = process.communicate()
        raise AssertionError(f"it did not end:\n{output}") from None
    return process.returncode, output


@contextmanager
def home() -> Iterator[Home]:
    """Give a var folder with a short path, and take it away with all that runs in it."""
    # Not under pytest's own folders: those are closed to the services' user.
    with tempfile.TemporaryDirectory(prefix="ocop-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        place = Home(Path(folder) / "var")
        try:
            yield place
        finally:
            place.end()


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """Read a program's output up to the line that contains some words."""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError(f"no {words!r} in:\n{''.join(lines)}")
