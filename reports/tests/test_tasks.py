"""The making of a report by a real worker, by two at once, and by one that dies."""

import datetime as dt
import hashlib
import io
import threading
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.enums import Role
from accounts.tests.factories import UserFactory
from core.pdf import PdfFailed
from reports import making, storing
from reports.enums import FileFormat, ReportState
from reports.making import ClaimLost, make_report, take
from reports.models import Report, ReportFile
from reports.querysets import MAX_ATTEMPTS, SILENCE
from reports.services import request_report, send_lost_reports
from reports.tests.factories import ReportFactory
from reports.tests.world import make_world
from tests.patience import PATIENCE_SECONDS


@pytest.fixture
def province(transactional_db):
    return make_world()


@pytest.fixture
def quick(monkeypatch):
    """Rendering that takes no time; figures and files are still real."""
    monkeypatch.setattr(making, "render_pdf", lambda data, tick: b"%PDF-1.7 quick")


def wait_for(report, *states) -> Report:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        report.refresh_from_db()
        if report.state in states:
            return report
        time.sleep(0.2)
    raise AssertionError(f"still {report.state} at {report.progress} %: {report.step}")


def files_on_disk(settings) -> list[Path]:
    return [path for path in (Path(settings.MEDIA_ROOT) / "reports").rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


def check_files(report):
    """Open both files and compare them with their rows."""
    files = {file.format: file for file in report.files.all()}
    assert set(files) == set(FileFormat.values)
    for file in files.values():
        content = Path(file.file.path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file.sha256
        assert len(content) == file.size
    assert len(PdfReader(files["pdf"].file.path).pages) > 3
    opened = load_workbook(io.BytesIO(Path(files["xlsx"].file.path).read_bytes()))
    assert opened.sheetnames[0] == "Số liệu"


@pytest.mark.worker
def test_a_worker_makes_what_was_asked(province, celery_worker):
    report = request_report(asker=UserFactory(office=True), kind="annual", year=2022, as_of=dt.date(2022, 12, 31))
    wait_for(report, ReportState.DONE, ReportState.FAILED)
    assert (report.state, report.error) == (ReportState.DONE, "")
    assert report.progress == 100
    assert report.attempts == 1
    assert report.snapshot_at <= report.finished_at
    standing = report.figures.get(code="standing.products")
    assert (standing.value, standing.previous, len(standing.row_keys)) == (6, 4, 6)
    check_files(report)


@pytest.mark.worker
def test_a_worker_that_is_killed_leaves_the_report_to_the_next(province, celery_worker, settings):
    """The work is taken over once the silence has lasted, and not before."""
    report = request_report(asker=UserFactory(office=True), kind="annual", year=2022)
    wait_for(report, ReportState.RUNNING)
    celery_worker.kill()
    celery_worker.wait()
    report.refresh_from_db()
    assert report.state == ReportState.RUNNING
    assert send_lost_reports() == 0
    Report.objects.update(claimed_at=timezone.now() - SILENCE - dt.timedelta(seconds=1))
    assert send_lost_reports() == 1
    make_report(report.pk)
    wait_for(report, ReportState.DONE)
    assert report.attempts == 2
    check_files(report)
    assert len(files_on_disk(settings)) == 3


def test_delivered_twice_it_is_made_once(province, quick, settings):
    report = ReportFactory()
    make_report(report.pk)
    report.refresh_from_db()
    before = (report.finished_at, list(report.figures.values_list("pk", flat=True)))
    make_report(report.pk)
    report.refresh_from_db()
    assert (report.finished_at, list(report.figures.values_list("pk", flat=True))) == before
    assert report.attempts == 1
    assert len(files_on_disk(settings)) == 3


def test_of_workers_that_claim_at_once_one_gets_it(province):
    report = ReportFactory()
    barrier, claims = threading.Barrier(5), []

    def race():
        barrier.wait()
        claims.append(take(report.pk))
        connection.close()

    threads = [threading.Thread(target=race) for _number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([claim for claim in claims if claim]) == 1


def test_a_worker_whose_report_was_taken_over_stores_nothing(province, quick, monkeypatch, settings):
    report = ReportFactory()
    usual = making.render_xlsx

    def taken_over_meanwhile(data):
        Report.objects.update(claimed_at=timezone.now() - SILENCE * 2)
        assert take(report.pk)
        return usual(data)

    monkeypatch.setattr(making, "render_xlsx", taken_over_meanwhile)
    make_report(report.pk)
    report.refresh_from_db()
    assert (report.state, report.attempts) == (ReportState.RUNNING, 2)
    assert not report.figures.exists()
    assert files_on_disk(settings) == []


def test_a_claim_that_is_lost_at_the_very_end_takes_its_files_away(province, quick, monkeypatch, settings):
    report = ReportFactory()
    usual = making.keep_files

    def lost(report, token, contents):
        Report.objects.update(claim_token=None, state=ReportState.QUEUED)
        return usual(report, token, contents)

    monkeypatch.setattr(making, "keep_files", lost)
    make_report(report.pk)
    assert not ReportFile.objects.exists()
    assert files_on_disk(settings) == []


def test_progress_says_what_is_being_done_and_that_the_worker_lives(province, monkeypatch):
    report = ReportFactory()
    seen = []

    def slow(data, tick):
        Report.objects.update(claimed_at=timezone.now() - dt.timedelta(seconds=100))
        tick()
        report.refresh_from_db()
        seen.append((report.progress, report.step, timezone.now() - report.claimed_at < dt.timedelta(seconds=5)))
        return b"%PDF-1.7 slow"

    monkeypatch.setattr(making, "render_pdf", slow)
    make_report(report.pk)
    assert seen == [(35, "Đang lập tệp PDF", True)]


@pytest.mark.parametrize(
    ("error", "words"),
    [(PdfFailed("Tài liệu quá lớn."), "quá lớn"), (ValueError("bug"), "Lập lại"), (MemoryError(), "Lập lại")],
)
def test_a_failure_is_told_in_words(province, monkeypatch, error, words):
    report = ReportFactory()

    def broken(_data, tick):
        raise error

    monkeypatch.setattr(making, "render_pdf", broken)
    make_report(report.pk)
    report.refresh_from_db()
    assert report.state == ReportState.FAILED
    assert words in report.error
    assert report.finished_at


def test_when_the_database_goes_away_the_report_stays_for_the_sweeper(province, monkeypatch):
    report = ReportFactory()

    def gone(_data, tick):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(making, "render_pdf", gone)
    make_report(report.pk)
    report.refresh_from_db()
    assert report.state == ReportState.RUNNING


def test_the_third_death_is_the_last(province, quick):
    report = ReportFactory()
    for _time in range(MAX_ATTEMPTS):
        assert take(report.pk)
        Report.objects.update(claimed_at=timezone.now() - SILENCE * 2)
    assert take(report.pk) is None
    make_report(report.pk)
    report.refresh_from_db()
    assert (report.state, report.attempts) == (ReportState.FAILED, MAX_ATTEMPTS)
    assert not report.figures.exists()


def test_the_worker_reads_as_the_asker_of_that_moment(province, quick):
    officer = UserFactory(local_officer=True, unit=province.communes["A"])
    report = ReportFactory(asked_by=officer, unit=province.communes["A"])
    make_report(report.pk)
    report.refresh_from_db()
    assert report.figures.get(code="standing.products").value == 1
    assert report.scope_unit == province.communes["A"]


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.COUNCIL_MEMBER}])
def test_somebody_who_may_no_longer_ask_gets_nothing(province, quick, change):
    report = ReportFactory()
    type(report.asked_by).objects.filter(pk=report.asked_by_id).update(**change)
    make_report(report.pk)
    report.refresh_from_db()
    assert report.state == ReportState.FAILED
    assert "không còn quyền" in report.error
    assert not report.figures.exists()


def test_a_report_built_after_a_change_of_role_has_the_scope_of_the_new_role(province, quick):
    report = ReportFactory()
    type(report.asked_by).objects.filter(pk=report.asked_by_id).update(role=Role.AGENCY_OFFICER)
    make_report(report.pk)
    report.refresh_from_db()
    assert report.has_dossiers is False
    assert not report.figures.filter(code__startswith="entries").exists()


def test_an_automatic_report_counts_the_province(province, quick):
    report = ReportFactory(automatic=True)
    make_report(report.pk)
    report.refresh_from_db()
    assert report.is_done
    assert report.figures.filter(code="entries.products").exists()


def test_no_file_is_ever_seen_half_written(tmp_path, monkeypatch):
    path = tmp_path / "a.pdf"

    def dies(_self, _target):
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", dies)
    with pytest.raises(OSError, match="no space"):
        storing._write_whole(path, b"content")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fails_for_the_second_file_keeps_neither(province, quick, monkeypatch, settings):
    report = ReportFactory()
    usual = storing._write_whole

    def fails_for_xlsx(path, content):
        if path.suffix == ".xlsx":
            raise OSError("no space left on device")
        usual(path, content)

    monkeypatch.setattr(storing, "_write_whole", fails_for_xlsx)
    make_report(report.pk)
    report.refresh_from_db()
    assert report.state == ReportState.FAILED
    assert not ReportFile.objects.exists()
    assert files_on_disk(settings) == []


def test_what_a_dead_worker_left_is_taken_away_by_the_next(province, quick, settings):
    report = ReportFactory()
    folder = Path(settings.MEDIA_ROOT) / "reports" / str(report.pk)
    folder.mkdir(parents=True)
    for name in ("dead.pdf", ".dead.xlsx.part"):
        (folder / name).write_bytes(b"half")
    make_report(report.pk)
    assert {path.name for path in files_on_disk(settings)} == {Path(file.file.name).name for file in report.files.all()}


def test_a_claim_that_is_gone_says_so(db):
    claim = take(ReportFactory().pk)
    Report.objects.update(state=ReportState.QUEUED, claim_token=None)
    with pytest.raises(ClaimLost):
        claim.note(50, "x")


def test_a_report_that_does_not_exist_is_no_error(db):
    make_report(0)
