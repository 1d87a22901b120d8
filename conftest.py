"""What every test stands on: real PostgreSQL and Valkey, and pages that are watched."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase
from playwright.sync_api import expect, sync_playwright

from ocop_portal import embedded
from ocop_portal.celery import app
from tests.broker import forget_connections
from tests.databases import empty_template
from tests.emptying import empty_quickly
from tests.ordering import long_first
from tests.patience import BROWSER_MS, LONG_TEST_SECONDS, PATIENCE_SECONDS

ROOT = Path(__file__).resolve().parent
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Fixtures and marks of tests that may take long.
LONG_FIXTURES = frozenset({"demo"})
LONG_MARKS = ("browser", "worker", "services")
expect.set_options(timeout=BROWSER_MS)
TransactionTestCase._fixture_teardown = empty_quickly


def pytest_collection_modifyitems(config, items):
    """Give a long test a long limit, and let it begin early."""
    items[:] = long_first(items, getattr(config, "workerinput", {}).get("workercount", 1))
    for item in items:
        if any(map(item.get_closest_marker, LONG_MARKS)) or LONG_FIXTURES.intersection(item.fixturenames):
            item.add_marker(pytest.mark.timeout(LONG_TEST_SECONDS))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Start the services before the test database is made, and let it be a copy of one that has all tables."""
    embedded.ensure(durable=False)
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = empty_template()


@pytest.fixture
def chromium():
    """A headless Chromium driven by Playwright; each test gets its own browser."""
    path = next((p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).exists()), None)
    if path is None:
        pytest.fail("Chromium is missing: install the package 'chromium'.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS), timeout=BROWSER_MS)
            browser.new_context = _patient(browser.new_context)
            yield browser
            browser.close()
            # Under Playwright's event loop Django opens a second connection, which nobody else would close.
            connections.close_all()
    finally:
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


def _patient(new_context):
    """Let windows wait as long as a slow machine needs; Playwright's own limit is 30 seconds."""

    def new_patient_context(**options):
        context = new_context(**options)
        context.set_default_timeout(BROWSER_MS)
        return context

    return new_patient_context


@pytest.fixture
def celery_worker(transactional_db, settings, tmp_path):
    """A real worker process on the test database and a broker namespace of its own."""
    name = connection.settings_dict["NAME"]
    prefix = f"ocop-test-{os.getpid()}:"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
        "OCOP_TEST_DATABASE": name,
        "OCOP_TEST_MEDIA": settings.MEDIA_ROOT,
        "OCOP_TEST_BROKER_PREFIX": prefix,
    }
    before = app.conf.broker_transport_options
    app.conf.broker_transport_options = {**before, "global_keyprefix": prefix}
    forget_connections()
    log = tmp_path / "worker.log"
    with log.open("wb") as out:
        worker = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "celery",
                "-A",
                "ocop_portal",
                "worker",
                "-P",
                "solo",
                "-Q",
                "default,reports",
                "--without-gossip",
                "--without-mingle",
                "-l",
                "INFO",
            ],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while " ready." not in log.read_text(errors="replace"):
            if worker.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the worker did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.1)
        yield worker
    finally:
        worker.terminate()
        try:
            worker.wait(15)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
        app.conf.broker_transport_options = before
        forget_connections()


@pytest.fixture
def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
