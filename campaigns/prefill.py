"""What is known before the unit types: what it sent last time, and what the portal counts for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from campaigns.enums import HANDED_IN
from campaigns.models import Campaign, Element, UnitReport
from campaigns.sent import SentValue, counting_values
from campaigns.versions import latest_versions
from indicators import registry
from indicators.scope import Scope
from units.enums import UnitKind
from units.models import Unit

# Further back is no "last period" any more, and every page of a report reads it.
_CAMPAIGNS = 6


@dataclass(frozen=True)
class LastPeriod:
    """What the unit sent before: numbers by element code, texts by narrative key, with the name of the campaign."""

    values: dict[str, Decimal]
    texts: dict[str, str]
    campaigns: dict[str, str]

    def campaign_of(self, code: str) -> str:
        """Return the name of the campaign from which the number or text of ``code`` is."""
        return self.campaigns.get(code, "")


def last_period(report: UnitReport) -> LastPeriod:
    """Return, for each element and narrative, what counts of the newest earlier campaign of the same kind.

    A unit that took over from others finds what it sent itself, else the sum of what those sent. Six queries
    at most, however long the form.
    """
    earlier = Campaign.objects.filter(
        kind=report.campaign.kind, last__lt=report.campaign.last, opened_at__isnull=False
    ).order_by("-last", "-pk")
    campaigns = list(earlier.exclude(pk=report.campaign_id)[:_CAMPAIGNS])
    predecessors = Unit.objects.filter(successions__is_default=True, successions__to_unit=report.unit_id)
    units = [report.unit_id, *predecessors.values_list("pk", flat=True)] if campaigns else []
    rows = UnitReport.objects.filter(campaign__in=campaigns, unit__in=units, state__in=HANDED_IN)
    reports = list(rows.select_related("unit").order_by("unit__sort_key", "pk"))
    values, texts, names = {}, {}, {}
    sent = counting_values(reports)
    narratives = _texts(reports)
    for campaign in campaigns:
        own_values = _by_code([one for one in sent if one.campaign_id == campaign.pk], report.unit_id)
        own_texts = _by_key([one for one in narratives if one[0].campaign_id == campaign.pk], report.unit_id)
        for known, found in ((values, own_values), (texts, own_texts)):
            for code, value in found.items():
                if code not in known:
                    known[code], names[code] = value, campaign.name
    return LastPeriod(values, texts, names)


def counted_for(report: UnitReport, elements: Iterable[Element], reader) -> dict[str, Decimal]:
    """Return what the portal counts for the unit, by element code, where ``reader`` may read the figure.

    Records fall to localities: that there is none for an agency tells nothing, so a zero is left out there.
    One query for each element that names an indicator (a share: two).
    """
    campaign = report.campaign
    scope = Scope(user=reader, unit=report.unit, window=campaign.window, as_of=campaign.last)
    known = {one.code: one for one in registry.readable_by(scope)}
    wanted = [(one.code, known[one.indicator]) for one in elements if one.indicator in known]
    counted = {code: indicator.count(scope, {}, keys=False).value for code, indicator in wanted}
    is_agency = report.unit.kind == UnitKind.AGENCY
    return {code: value for code, value in counted.items() if value or not is_agency}


def _by_code(sent: list[SentValue], unit_id: int) -> dict[str, Decimal]:
    own = {one.code: one.value for one in sent if one.unit.pk == unit_id}
    summed: dict[str, Decimal] = {}
    for one in sent:
        if one.unit.pk != unit_id:
            summed[one.code] = summed.get(one.code, Decimal(0)) + one.value
    return summed | own


def _texts(reports: list[UnitReport]) -> list[tuple[UnitReport, str, str]]:
    versions = latest_versions(one.pk for one in reports)
    return [
        (report, one["key"], one["text"])
        for report in reports
        if report.pk in versions
        for one in versions[report.pk].narratives
        if one["text"].strip()
    ]


def _by_key(texts: list[tuple[UnitReport, str, str]], unit_id: int) -> dict[str, str]:
    own = {key: text for report, key, text in texts if report.unit_id == unit_id}
    joined: dict[str, str] = {}
    for report, key, text in texts:
        if report.unit_id != unit_id:
            joined[key] = "\n\n".join(filter(None, (joined.get(key), f"{report.unit.name}: {text}")))
    return joined | own
