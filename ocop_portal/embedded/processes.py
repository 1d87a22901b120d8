"""Reading process ids that a killed service may have left behind."""

import time
from pathlib import Path

import psutil


def read_pid(path: Path) -> int | None:
    """Return the process id on the first line of a pid file, or None."""
    try:
        return abs(int(path.read_text().split("\n", 1)[0]))
    except (OSError, ValueError):
        return None


def is_program(pid: int | None, name: str, folder: Path) -> bool:
    """Whether ``pid`` is a living process of the program ``name`` at work in ``folder``.

    After a restart of the machine or container the id in a stale file may be anybody's.
    """
    if pid is None:
        return False
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return name in process.name() and Path(process.cwd()) == folder.resolve()
    except psutil.Error:
        # Gone, or another person's: ours we may look at.
        return False


def wait_gone(pid: int, name: str, folder: Path, seconds: float) -> bool:
    """Wait until the program is gone; False when it still lives after ``seconds``."""
    end = time.monotonic() + seconds
    while is_program(pid, name, folder):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
