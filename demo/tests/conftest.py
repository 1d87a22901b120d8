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
    """Two databases with the demo, loaded apart from one another; ``said`` is what the loading printed."""

    first: str
    second: str
    media: Path
    said: str


@pytest.fixture(scope="session")
def demo(request, tmp_path_factory, django_db_setup, django_db_blocker):
    """Load the demo twice, side by side, under different seeds of the hash of texts.

    Workers of one test run share the databases: the first that comes here loads them.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    run_id = shared.name.replace("-", "_")
    found = Demo(f"demo_a_{run_id}", f"demo_b_{run_id}", shared / "demo-media", "")
    with django_db_blocker.unblock(), (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = shared / "demo-said.txt"
        if not said.exists():
            said.write_text(_load(found), encoding="utf-8")
        fcntl.flock(lock, fcntl.LOCK_UN)
    users = shared / f"demo-user-{os.getpid()}"
    users.touch()
    yield Demo(found.first, found.second, found.media, said.read_text(encoding="utf-8"))
    users.unlink()
    if not list(shared.glob("demo-user-*")):
        with django_db_blocker.unblock():
            drop_database(found.first)
            drop_database(found.second)
        shutil.rmtree(found.media, ignore_errors=True)


def _load(found: Demo) -> str:
    for name in (found.first, found.second):
        make_database(name, template=empty_template())
    loads = [
        start(name, found.media, "load_demo", PYTHONHASHSEED=seed)
        for name, seed in ((found.first, "0"), (found.second, "99"))
    ]
    return "".join([finish(load) for load in loads])
