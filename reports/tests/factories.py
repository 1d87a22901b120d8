"""Factories of reports: a queued annual report of 2022 on the province."""

import datetime as dt
import uuid

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.tests.factories import UserFactory
from core.files import sha256_of
from indicators.scope import Scope
from reports.building import gather, render_xlsx
from reports.enums import FileFormat, ReportKind, ReportState
from reports.models import Report, ReportFigure, ReportFile
from reports.periods import Period


class ReportFactory(factory.django.DjangoModelFactory):
    """Asked by somebody of the office; traits for the states, ``automatic`` and ``of_unit``."""

    class Meta:
        model = Report

    class Params:
        running = factory.Trait(
            state=ReportState.RUNNING,
            claim_token=factory.LazyFunction(uuid.uuid4),
            claimed_at=factory.LazyFunction(timezone.now),
            attempts=1,
        )
        done = factory.Trait(
            state=ReportState.DONE,
            progress=100,
            snapshot_at=factory.LazyFunction(timezone.now),
            finished_at=factory.LazyFunction(timezone.now),
        )
        failed = factory.Trait(
            state=ReportState.FAILED, error="Máy chủ dừng giữa chừng.", finished_at=factory.LazyFunction(timezone.now)
        )
        automatic = factory.Trait(is_automatic=True, asked_by=None)
        semiannual = factory.Trait(
            kind=ReportKind.SEMIANNUAL, half=1, first=dt.date(2021, 12, 15), last=dt.date(2022, 6, 14)
        )

    kind = ReportKind.ANNUAL
    year = 2022
    first = dt.date(2021, 12, 15)
    last = dt.date(2022, 12, 14)
    as_of = factory.SelfAttribute("last")
    asked_by = factory.SubFactory(UserFactory, office=True)
    scope_unit = factory.LazyAttribute(
        lambda row: row.asked_by.unit if row.asked_by and row.asked_by.is_local_officer else None
    )


def finished(report: Report) -> Report:
    """Give the report the figures of now and small files, as a worker would have; returns it done."""
    period = Period(report.kind, report.year, report.half, report.window, report.as_of)
    data = gather(Scope(report.asked_by, report.unit, report.window, report.as_of), period)
    ReportFigure.objects.bulk_create(
        ReportFigure(
            report=report,
            code=figure.code,
            position=position,
            value=figure.value,
            previous=figure.previous,
            row_keys=list(figure.row_keys),
        )
        for position, figure in enumerate(data.figures, start=1)
    )
    for kind, content in ((FileFormat.PDF, b"%PDF-1.7 small"), (FileFormat.XLSX, render_xlsx(data))):
        row = ReportFile(report=report, format=kind, sha256=sha256_of(content), size=len(content))
        row.file.save(f"small.{kind}", ContentFile(content))
    report.state, report.progress = ReportState.DONE, 100
    report.snapshot_at = report.finished_at = data.snapshot_at
    report.save()
    return report
