"""What units have sent, for indicators and for the consolidated report.

What counts is the latest version of reports that are sent or accepted, with the office's corrections; a report
that was returned, taken back or opened again counts again when it has been sent again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from campaigns.enums import HANDED_IN
from campaigns.models import Campaign, Correction, SentVersion, UnitReport
from campaigns.versions import counting, latest_versions
from core.periods import Window
from units.models import Unit


@dataclass(frozen=True)
class SentValue:
    """A number that counts: of which unit, for which element; ``None`` values are left out."""

    unit: Unit
    code: str
    name: str
    unit_of_measure: str
    value: Decimal
    report_id: int
    campaign_id: int


@dataclass(frozen=True)
class SentNarrative:
    """A text that a unit sent under one of the four narratives (``key``: ``NarrativeKey``)."""

    unit: Unit
    key: str
    title: str
    text: str
    report_id: int
    version: int


def counting_values(reports: Iterable[UnitReport]) -> list[SentValue]:
    """Return the numbers that count of those of ``reports`` that are handed in; two queries (``unit`` at hand).

    Reports that are not handed in are passed over. In the order of the reports, then of the form.
    """
    handed_in = [one for one in reports if one.state in HANDED_IN]
    corrections: dict[int, list[Correction]] = {}
    versions = latest_versions(one.pk for one in handed_in)
    rows = Correction.objects.filter(report__in=list(versions)).select_related("element")
    for one in rows.order_by("made_at", "pk"):
        corrections.setdefault(one.report_id, []).append(one)
    return [
        value
        for report in handed_in
        if report.pk in versions
        for value in _values(report, versions[report.pk], corrections.get(report.pk, []))
    ]


def sent_values(window: Window, *, within: QuerySet | None = None) -> list[SentValue]:
    """Return what units reported for the days of ``window``, each unit and element once.

    Campaigns with exactly these days win; where there is none, those whose days lie inside. Of several, the
    number of the campaign that ends last counts. Four queries at most.

    Args:
        within: the reports that may count (those that a reader sees, of a territory); ``None``: all.
    """
    chosen: dict[tuple[int, str], SentValue] = {}
    for value in counting_values(_reports_of(_campaigns_of(window), within)):
        # Newest campaign first: the first one that tells stays.
        chosen.setdefault((value.unit.pk, value.code), value)
    return sorted(chosen.values(), key=lambda one: (one.unit.sort_key, one.unit.pk))


def sent_narratives(campaign: Campaign) -> list[SentNarrative]:
    """Return the texts of the campaign's handed-in reports that are not empty, by unit; two queries."""
    reports = [one for one in _reports_of([campaign.pk]) if one.state in HANDED_IN]
    versions = latest_versions(one.pk for one in reports)
    return [
        SentNarrative(report.unit, one["key"], one["title"], one["text"], report.pk, versions[report.pk].number)
        for report in sorted(reports, key=lambda report: (report.unit.sort_key, report.pk))
        if report.pk in versions
        for one in versions[report.pk].narratives
        if one["text"].strip()
    ]


def _values(report: UnitReport, version: SentVersion, corrections: Sequence[Correction]) -> list[SentValue]:
    now = counting(version, corrections)
    return [
        SentValue(report.unit, one["code"], one["name"], one["unit"], now[one["code"]], report.pk, report.campaign_id)
        for one in version.values
        if now[one["code"]] is not None
    ]


def _campaigns_of(window: Window) -> list[int]:
    opened = Campaign.objects.filter(opened_at__isnull=False)
    exact = list(opened.filter(first=window.first, last=window.last).values_list("pk", flat=True))
    inside = opened.filter(first__gte=window.first, last__lte=window.last)
    return exact or list(inside.values_list("pk", flat=True))


def _reports_of(campaigns: Iterable[int], within: QuerySet | None = None) -> list[UnitReport]:
    rows = UnitReport.objects.all() if within is None else within
    rows = rows.filter(campaign__in=list(campaigns), state__in=HANDED_IN)
    return list(rows.select_related("unit", "campaign").order_by("-campaign__last", "-campaign", "unit__sort_key"))
