"""An edition and a periodic report while the broker stands still: a real broker of the test's own, a real worker."""

import datetime as dt
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
import redis
from django.utils import timezone

from accounts.tests.factories import UserFactory
from core.tests.racing import at_once
from ocop_portal import embedded
from ocop_portal.celery import app
from ocop_portal.embedded import valkey
from reports.consolidating.services import create_consolidation
from reports.editions.services import request_draft
from reports.enums import ReportState
from reports.models import Report
from reports.services import request_due_reports, send_lost_reports
from reports.tests.world import make_world
from tests.broker import forget_connections
from tests.patience import PATIENCE_SECONDS

pytestmark = [pytest.mark.worker, pytest.mark.long(30), pytest.mark.django_db(transaction=True)]
AFTER_THE_DUE_DAY = dt.datetime(2023, 3, 1, tzinfo=dt.UTC)


class Broker:
    """A server on a socket of its own; its messages outlive a stop, as those of the portal's do."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.socket = folder / "valkey.sock"
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        options = ["--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.folder), "--appendonly", "yes"]
        self.process = subprocess.Popen([valkey.program(), *options], stdout=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                with redis.Redis(unix_socket_path=str(self.socket), retry=None) as client:
                    client.ping()
                    return
            except redis.RedisError:
                time.sleep(0.05)
        pytest.fail("the broker of the test did not start")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE_SECONDS)


@pytest.fixture
def broker(settings, monkeypatch, tmp_path):
    """The broker of this test, for this process and for a worker that starts after it."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    # The path of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="ocop-", dir="/tmp") as folder:
        one = Broker(Path(folder))
        one.start()
        monkeypatch.setenv("REDIS_URL", one.url)
        before = app.conf.broker_url, app.conf.broker_write_url, app.conf.broker_read_url
        app.conf.broker_url = app.conf.broker_write_url = app.conf.broker_read_url = embedded.broker_url(one.url)
        forget_connections()
        try:
            yield one
        finally:
            app.conf.broker_url, app.conf.broker_write_url, app.conf.broker_read_url = before
            forget_connections()
            one.stop()


def test_what_is_asked_while_the_broker_stands_still_is_made_once_when_it_is_back(broker, celery_worker):
    make_world()
    consolidation = create_consolidation(actor=UserFactory(office=True), kind="annual", year=2022)
    broker.stop()
    begun = time.monotonic()
    draft = request_draft(actor=consolidation.made_by, consolidation_id=consolidation.pk)
    # Two clocks at once, over the due day: both find the broker gone, the database keeps one a period.
    assert at_once(*[lambda: request_due_reports(AFTER_THE_DUE_DAY)] * 2) == [None, None]
    assert time.monotonic() - begun < PATIENCE_SECONDS / 4
    waiting = Report.objects.filter(is_automatic=True).count()
    assert waiting > 0
    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.QUEUED}
    time.sleep(5)
    assert send_lost_reports() == 0
    broker.start()
    # The sweeper sends what has waited for a minute.
    Report.objects.update(sent_at=timezone.now() - dt.timedelta(minutes=2))
    assert at_once(send_lost_reports, send_lost_reports) == [None, None]
    wait_until_nothing_is_on_its_way()
    draft.refresh_from_db()
    assert (draft.state, draft.error) == (ReportState.DONE, "")
    assert sorted(draft.files.values_list("format", flat=True)) == ["docx", "pdf", "xlsx"]
    assert Report.objects.filter(consolidation=consolidation).count() == 1
    made = Report.objects.filter(is_automatic=True)
    assert (made.count(), set(made.values_list("state", flat=True))) == (waiting, {ReportState.DONE})
    assert set(Report.objects.values_list("attempts", flat=True)) == {1}


def wait_until_nothing_is_on_its_way() -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while Report.objects.on_their_way().exists():
        if time.monotonic() > end:
            pytest.fail(str(list(Report.objects.values("state", "error", "attempts"))))
        time.sleep(0.2)
