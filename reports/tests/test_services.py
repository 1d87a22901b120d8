"""Asking for reports: defaults, refusals, the press that comes twice, the clock that comes twice."""

import datetime as dt
import socket
import threading
import time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.utils import timezone
from time_machine import travel

from accounts.tests.factories import UserFactory
from core.errors import Refused
from core.periods import Window
from ocop_portal.celery import app
from products.tests.factories import RecognitionFactory
from reports import services
from reports.enums import ReportKind, ReportState
from reports.models import Report
from reports.periods import due_periods, make_period
from reports.querysets import MAX_ATTEMPTS, SILENCE
from reports.services import request_due_reports, request_report, retry_report, send_lost_reports
from reports.tests.factories import ReportFactory
from tests.broker import forget_connections
from units.tests.factories import UnitFactory

TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def sent(monkeypatch):
    """Keep what would go to the broker."""
    found = []
    monkeypatch.setattr(services, "send", lambda pk: found.append(pk) or True)
    return found


def at(day: str, hour: int = 1, minute: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour, minute)))


@pytest.mark.parametrize(
    ("asked", "first", "last", "as_of"),
    [
        ({"kind": "annual", "year": 2022}, "2021-12-15", "2022-12-14", "2022-12-14"),
        ({"kind": "annual", "year": 2026}, "2025-12-15", "2026-12-14", "2026-11-21"),
        ({"kind": "semiannual", "year": 2026, "half": 1}, "2025-12-15", "2026-06-14", "2026-06-14"),
        ({"kind": "semiannual", "year": 2026, "half": 2}, "2026-06-15", "2026-12-14", "2026-11-21"),
        (
            {"kind": "annual", "year": 2022, "first": dt.date(2022, 1, 1), "last": dt.date(2022, 12, 31)},
            "2022-01-01",
            "2022-12-31",
            "2022-12-31",
        ),
        ({"kind": "annual", "year": 2022, "as_of": dt.date(2023, 4, 29)}, "2021-12-15", "2022-12-14", "2023-04-29"),
    ],
)
def test_what_is_left_out_follows_the_decree(asked, first, last, as_of):
    period = make_period(**asked, today=TODAY)
    assert period.window == Window(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert period.as_of == dt.date.fromisoformat(as_of)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"kind": "semiannual", "year": 2022}, "phải chọn kỳ"),
        ({"kind": "annual", "year": 2022, "half": 1}, "không chia kỳ"),
        ({"kind": "nine_months", "year": 2022, "half": 1}, "Báo cáo 9 tháng không chia kỳ"),
        (
            {"kind": "annual", "year": 2022, "first": dt.date(2026, 1, 1), "last": dt.date(2026, 10, 31)},
            "một ngày của năm 2022",
        ),
        ({"kind": "annual", "year": 1999}, "Năm phải từ"),
        ({"kind": "annual", "year": 2022, "last": dt.date(2020, 1, 1)}, "từ ngày bắt đầu kỳ trở đi"),
        ({"kind": "annual", "year": 2028}, "chưa bắt đầu"),
        ({"kind": "annual", "year": 2022, "as_of": dt.date(2021, 12, 14)}, "Ngày chốt số liệu phải từ"),
        ({"kind": "annual", "year": 2022, "as_of": dt.date(2026, 11, 22)}, "không được sau hôm nay"),
    ],
)
def test_days_that_do_not_fit_are_refused_in_words(asked, words):
    with pytest.raises(Refused, match=words):
        make_period(**asked, today=TODAY)


def test_a_second_press_returns_the_report_on_its_way(db, sent, django_capture_on_commit_callbacks):
    asker = UserFactory(office=True)
    with django_capture_on_commit_callbacks(execute=True):
        first = request_report(asker=asker, kind="annual", year=2022)
        again = request_report(asker=asker, kind="annual", year=2022)
        other = request_report(asker=UserFactory(office=True), kind="annual", year=2022)
    assert first == again != other
    assert sent == [first.pk, other.pk]


def test_after_it_is_done_a_new_one_is_made(db, sent):
    done = ReportFactory(done=True)
    assert request_report(asker=done.asked_by, kind="annual", year=2022) != done


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_make_one_report(sent):
    asker = UserFactory(office=True)
    barrier, found = threading.Barrier(4), []

    def press():
        barrier.wait()
        found.append(request_report(asker=asker, kind="annual", year=2022).pk)
        connection.close()

    threads = [threading.Thread(target=press) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == Report.objects.count() == 1


def test_a_local_officer_asks_only_about_the_own_territory(db, sent):
    officer = UserFactory(local_officer=True)
    with pytest.raises(PermissionDenied):
        request_report(asker=officer, kind="annual", year=2022)
    with pytest.raises(PermissionDenied):
        request_report(asker=officer, kind="annual", year=2022, unit=UnitFactory())
    report = request_report(asker=officer, kind="annual", year=2022, unit=officer.unit)
    assert (report.scope_unit, report.has_dossiers) == (officer.unit, True)


def test_a_council_member_asks_for_none(db, sent):
    with pytest.raises(PermissionDenied):
        request_report(asker=UserFactory(council_member=True), kind="annual", year=2022)


def test_the_report_of_an_agency_officer_says_that_it_has_no_dossiers(db, sent):
    report = request_report(asker=UserFactory(agency_officer=True), kind="annual", year=2022)
    assert report.has_dossiers is False


@pytest.fixture
def no_broker(free_port, request):
    """A broker that refuses, or one that takes the call and never answers."""
    before = app.conf.broker_url
    app.conf.broker_url = f"redis://127.0.0.1:{free_port}/0"
    forget_connections()
    with socket.socket() as silent:
        if request.param == "silent":
            silent.bind(("127.0.0.1", free_port))
            silent.listen()
        yield
    app.conf.broker_url = before
    forget_connections()


@pytest.mark.parametrize("no_broker", ["refusing", "silent"], indirect=True)
def test_a_broker_that_is_away_neither_breaks_nor_holds_up_the_request(
    db, no_broker, django_capture_on_commit_callbacks
):
    begun = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        report = request_report(asker=UserFactory(office=True), kind="annual", year=2022)
    assert report.state == ReportState.QUEUED
    assert time.monotonic() - begun < 5


def test_a_failed_report_is_queued_again_by_its_asker(db, sent, django_capture_on_commit_callbacks):
    report = ReportFactory(failed=True, attempts=MAX_ATTEMPTS)
    with django_capture_on_commit_callbacks(execute=True):
        again = retry_report(actor=report.asked_by, report_id=report.pk)
    assert (again.state, again.attempts, again.error) == (ReportState.QUEUED, 0, "")
    assert sent == [report.pk]


def test_a_report_is_not_retried_by_others_nor_unless_it_failed(db, sent):
    with pytest.raises(PermissionDenied):
        retry_report(actor=UserFactory(leader=True), report_id=ReportFactory(failed=True).pk)
    running = ReportFactory(running=True)
    with pytest.raises(Refused):
        retry_report(actor=running.asked_by, report_id=running.pk)
    failed = ReportFactory(failed=True)
    ReportFactory(asked_by=failed.asked_by)
    with pytest.raises(Refused, match="đang được lập"):
        retry_report(actor=failed.asked_by, report_id=failed.pk)


class TestClock:
    @pytest.mark.parametrize(
        ("now", "names"),
        [
            (at("2023-06-15", 0, 59), ["6 tháng đầu năm 2022", "6 tháng cuối năm 2022", "năm 2022"]),
            (at("2023-06-15", 1, 0), ["6 tháng cuối năm 2022", "năm 2022", "6 tháng đầu năm 2023"]),
            (at("2023-12-15", 0, 59), ["6 tháng cuối năm 2022", "năm 2022", "6 tháng đầu năm 2023"]),
            (at("2023-12-15", 1, 0), ["6 tháng đầu năm 2023", "6 tháng cuối năm 2023", "năm 2023"]),
            (at("2024-01-01"), ["6 tháng đầu năm 2023", "6 tháng cuối năm 2023", "năm 2023"]),
        ],
    )
    def test_periods_fall_due_at_one_o_clock_local_time(self, now, names):
        assert [period.words for period in due_periods(now)] == names

    def test_the_cut_off_is_the_last_day_of_the_window_however_late_it_is_made(self):
        for period in due_periods(at("2024-05-01")):
            assert period.as_of == period.window.last

    def test_two_beats_make_one_report_each_period(self, db, sent, django_capture_on_commit_callbacks):
        RecognitionFactory()
        with django_capture_on_commit_callbacks(execute=True):
            assert request_due_reports(at("2023-12-15")) == 3
            assert request_due_reports(at("2023-12-15")) == 0
        assert Report.objects.filter(is_automatic=True, asked_by=None, unit=None).count() == 3
        assert len(sent) == 3

    def test_a_beat_that_was_away_for_days_catches_up(self, db, sent):
        RecognitionFactory()
        assert request_due_reports(at("2023-12-18", 9)) == 3

    def test_periods_before_the_first_data_are_left_out(self, db, sent):
        assert request_due_reports(at("2023-12-15")) == 0
        RecognitionFactory(decided_on=dt.date(2023, 6, 15), valid_from=dt.date(2023, 6, 15))
        assert request_due_reports(at("2023-12-15")) == 2
        assert set(Report.objects.values_list("kind", "half")) == {("annual", None), ("semiannual", 2)}

    @pytest.mark.django_db(transaction=True)
    def test_beats_at_the_same_moment_make_one_report_each_period(self, sent):
        RecognitionFactory()
        barrier = threading.Barrier(3)

        def tick():
            barrier.wait()
            request_due_reports(at("2023-12-15"))
            connection.close()

        threads = [threading.Thread(target=tick) for _number in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert Report.objects.filter(is_automatic=True).count() == 3


class TestSweeper:
    def test_it_sends_again_what_waits_too_long_and_what_was_left(self, db, sent):
        now = timezone.now()
        waiting = ReportFactory(sent_at=now - dt.timedelta(seconds=61))
        ReportFactory(sent_at=now - dt.timedelta(seconds=30))
        left = ReportFactory(running=True, claimed_at=now - SILENCE - dt.timedelta(seconds=1))
        ReportFactory(running=True)
        ReportFactory(done=True, sent_at=now - dt.timedelta(days=1))
        assert send_lost_reports() == 2
        assert set(sent) == {waiting.pk, left.pk}

    def test_what_was_sent_again_waits_its_minute(self, db, sent):
        ReportFactory(sent_at=timezone.now() - dt.timedelta(seconds=61))
        assert (send_lost_reports(), send_lost_reports()) == (1, 0)
        with travel(timezone.now() + dt.timedelta(seconds=62), tick=False):
            assert send_lost_reports() == 1

    def test_it_gives_up_what_was_tried_as_often_as_allowed(self, db, sent):
        old = timezone.now() - SILENCE * 2
        report = ReportFactory(running=True, attempts=MAX_ATTEMPTS, claimed_at=old)
        assert send_lost_reports() == 0
        report.refresh_from_db()
        assert report.state == ReportState.FAILED
        assert "Lập lại" in report.error


class TestConstraints:
    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"half": 1}, "only_a_semiannual_report_has_a_half"),
            ({"kind": ReportKind.SEMIANNUAL}, "only_a_semiannual_report_has_a_half"),
            ({"last": dt.date(2020, 1, 1), "as_of": TODAY}, "report_window_begins_before_it_ends"),
            ({"as_of": dt.date(2020, 1, 1)}, "report_is_as_of_a_day_after_its_window_begins"),
            ({"progress": 101}, "report_progress_is_0_to_100"),
            ({"is_automatic": True}, "nobody_asks_for_an_automatic_report"),
            ({"asked_by": None}, "nobody_asks_for_an_automatic_report"),
            ({"state": ReportState.RUNNING}, "running_report_is_claimed"),
            ({"state": ReportState.DONE, "progress": 100}, "finished_report_says_when"),
            ({"state": ReportState.FAILED}, "failed_report_says_why"),
        ],
    )
    def test_the_database_refuses(self, db, values, name):
        with pytest.raises(IntegrityError, match=name):
            ReportFactory(**values)

    def test_one_report_on_its_way_per_period_unit_and_asker(self, db):
        report = ReportFactory()
        ReportFactory(asked_by=report.asked_by, done=True)
        ReportFactory(asked_by=report.asked_by, unit=UnitFactory())
        with pytest.raises(IntegrityError, match="one_report_on_its_way"):
            ReportFactory(asked_by=report.asked_by)

    def test_one_automatic_report_per_period(self, db):
        ReportFactory(automatic=True, done=True)
        with pytest.raises(IntegrityError, match="one_automatic_report_per_period"):
            ReportFactory(automatic=True)
