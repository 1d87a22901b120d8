"""Factories of reports: a queued annual report of 2022 on the province."""

import datetime as dt
import uuid

import factory
from django.utils import timezone

from accounts.tests.factories import UserFactory
from reports.enums import ReportKind, ReportState
from reports.models import Report


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
