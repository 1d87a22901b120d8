"""The demo, loaded once for all tests that read it."""

import fcntl
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.tests.databases import finish, start
from tests.databases import drop_database, empty_template, make_database


@dataclass(frozen=True)
class Demo:
    """A database with the demo; ``said`` is what the loading printed."""

    name: str
    media: Path
    said: str


@pytest.fixture(scope="session")
def demo(request, tmp_path_factory, django_db_setup, django_db_blocker):
    """Load the demo; workers of one test run share it: the first that comes here loads it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    found = Demo(f"demo_{shared.name.replace('-', '_')}", shared / "demo-media", "")
    with django_db_blocker.unblock(), (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = shared / "demo-said.txt"
        if not said.exists():
            make_database(found.name, template=empty_template())
            said.write_text(finish(start(found.name, found.media, "load_demo", PYTHONHASHSEED="0")), encoding="utf-8")
        fcntl.flock(lock, fcntl.LOCK_UN)
    users = shared / f"demo-user-{os.getpid()}"
    users.touch()
    yield Demo(found.name, found.media, said.read_text(encoding="utf-8"))
    users.unlink()
    if not list(shared.glob("demo-user-*")):
        with django_db_blocker.unblock():
            drop_database(found.name)
        shutil.rmtree(found.media, ignore_errors=True)
