"""Versions that were sent: the latest one, what counts of it after corrections, what differs between two."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.models import Correction, ReportMove, SentVersion, UnitReport
from campaigns.reading import Filled
from core.components import Change
from core.numbers import format_number

NOTHING = "–"


@dataclass(frozen=True)
class LateChange:
    """A number that is not what was accepted first: what it was, what counts now, why and since when.

    ``reasons``: one line for each correction or new version that moved it, with who and when.
    """

    code: str
    name: str
    unit_of_measure: str
    before: Decimal | None
    after: Decimal | None
    reasons: tuple[str, ...]
    at: dt.datetime

    @property
    def words(self) -> str:
        """``Hội chợ: 12 → 15 cuộc``."""
        return f"{self.name}: {shown(self.before)} → {shown(self.after)} {self.unit_of_measure}"


def contents_of(filled: Filled) -> dict[str, list]:
    """Return what a new version keeps: ``values``, ``narratives`` and ``files`` (see ``SentVersion``)."""
    values = []
    for asked in filled.sections:
        for element in asked.elements:
            row = filled.values.get(element.code)
            values.append(
                {
                    "code": element.code,
                    "name": element.name,
                    "unit": element.unit_of_measure,
                    "value": written(row.value if row else None),
                    "note": row.note if row else "",
                    "section": asked.section.title,
                }
            )
    narratives = [
        {"key": one.section.narrative, "title": one.section.title, "text": filled.text_of(one.section.pk)}
        for one in filled.sections
        if one.is_narrative
    ]
    files = [{"id": one.pk, "name": one.name, "sha256": one.sha256} for one in filled.files]
    return {"values": values, "narratives": narratives, "files": files}


def latest_version(report: UnitReport) -> SentVersion | None:
    """Return what was sent last, whether or not it counts now; one query."""
    return report.versions.select_related("sent_by").order_by("-number").first()


def latest_versions(reports: Iterable[int]) -> dict[int, SentVersion]:
    """Return the newest version of each of the reports (by key) that sent one; one query."""
    rows = SentVersion.objects.filter(report__in=list(reports))
    return {one.report_id: one for one in rows.order_by("report_id", "-number").distinct("report_id")}


def values_of(version: SentVersion) -> dict[str, Decimal | None]:
    """Return the numbers of a version by element code."""
    return {one["code"]: read_value(one["value"]) for one in version.values}


def counting(version: SentVersion, corrections: Iterable[Correction]) -> dict[str, Decimal | None]:
    """Return what counts of a version: its numbers, changed by the corrections made since it was sent.

    Args:
        corrections: of the same report with their elements, in the order in which they were made.
    """
    found = values_of(version)
    for one in corrections:
        if one.made_at >= version.sent_at and one.element.code in found:
            found[one.element.code] = one.after
    return found


def differences(before: SentVersion, after: SentVersion) -> list[Change]:
    """Return what differs between two versions of one report, in words: numbers, texts, files."""
    changes = []
    for old, new in _pairs(before.values, after.values, "code"):
        shown_old, shown_new = shown(read_value(old.get("value"))), shown(read_value(new.get("value")))
        unit = new.get("unit") or old.get("unit") or ""
        if shown_old != shown_new:
            changes.append(Change(new.get("name") or old["name"], f"{shown_old} {unit}", f"{shown_new} {unit}"))
        if old.get("note", "") != new.get("note", ""):
            label = _("%(name)s – giải thích") % {"name": new.get("name") or old["name"]}
            changes.append(Change(label, old.get("note") or NOTHING, new.get("note") or NOTHING))
    for old, new in _pairs(before.narratives, after.narratives, "key"):
        if old.get("text", "") != new.get("text", ""):
            title = new.get("title") or old["title"]
            changes.append(Change(title, old.get("text") or NOTHING, new.get("text") or NOTHING))
    for old, new in _pairs(before.files, after.files, "id"):
        if bool(old) != bool(new):
            changes.append(Change(_("Tệp kèm theo"), old.get("name") or NOTHING, new.get("name") or NOTHING))
    return changes


def changes_since_accepted(report: UnitReport) -> list[LateChange]:
    """Return the numbers that no longer are what the office accepted first.

    Counted are corrections of the office and what the unit sent anew after its report was opened again; while
    a report is open again, what counts is what was sent last. Empty for a report never accepted. Three queries.
    """
    return changes_of_reports([report]).get(report.pk, [])


def changes_of_reports(reports: Sequence[UnitReport]) -> dict[int, list[LateChange]]:
    """Return the same by report key for many, in three queries; reports without such a number are left out."""
    keys = [one.pk for one in reports]
    accepted = {}
    for move in ReportMove.objects.filter(report__in=keys, action="accept").order_by("at", "pk"):
        accepted.setdefault(move.report_id, move.at)
    versions: dict[int, list[SentVersion]] = {}
    for one in SentVersion.objects.filter(report__in=accepted).select_related("sent_by").order_by("number"):
        versions.setdefault(one.report_id, []).append(one)
    corrections: dict[int, list[Correction]] = {}
    rows = Correction.objects.filter(report__in=accepted).select_related("element", "made_by")
    for one in rows.order_by("made_at", "pk"):
        corrections.setdefault(one.report_id, []).append(one)
    found = {key: _since(accepted[key], versions.get(key, []), corrections.get(key, [])) for key in accepted}
    return {key: changes for key, changes in found.items() if changes}


def shown(value: Decimal | None) -> str:
    """Return a number as people read it, a dash for nothing."""
    return NOTHING if value is None else format_number(value)


def written(value: Decimal | None) -> str | None:
    """Return a number as a version keeps it: ``12``, ``12.5``."""
    if value is None:
        return None
    return f"{value.quantize(Decimal(1)):f}" if value == value.to_integral_value() else f"{value.normalize():f}"


def read_value(text: str | None) -> Decimal | None:
    """Return a number that a version keeps."""
    return None if text is None else Decimal(text)


def _since(at: dt.datetime, versions: list[SentVersion], corrections: list[Correction]) -> list[LateChange]:
    before = [one for one in versions if one.sent_at <= at]
    if not before:
        return []
    first, last = before[-1], versions[-1]
    was, now = values_of(first), counting(last, corrections)
    described = {one["code"]: one for version in (first, last) for one in version.values}
    return [
        LateChange(
            code=code,
            name=one["name"],
            unit_of_measure=one["unit"],
            before=was.get(code),
            after=now.get(code),
            **_why(code, first, versions, corrections),
        )
        for code, one in described.items()
        if was.get(code) != now.get(code)
    ]


def _why(code: str, first: SentVersion, versions: list[SentVersion], corrections: list[Correction]) -> dict:
    steps = [(one.made_at, one.made_by.full_name, one.reason) for one in corrections if one.element.code == code]
    standing = first
    for version in versions:
        if version.number <= first.number:
            continue
        if values_of(version).get(code) != counting(standing, corrections).get(code):
            text = _("Đơn vị gửi lại, bản %(number)s") % {"number": version.number}
            steps.append((version.sent_at, version.sent_by.full_name, text))
        standing = version
    steps.sort(key=lambda step: step[0])
    return {
        "reasons": tuple(f"{reason} ({who})" for _at, who, reason in steps),
        "at": steps[-1][0] if steps else first.sent_at,
    }


def _pairs(before: list[Mapping], after: list[Mapping], key: str) -> list[tuple[Mapping, Mapping]]:
    old, new = ({one[key]: one for one in rows} for rows in (before, after))
    return [(old.get(one, {}), new.get(one, {})) for one in dict.fromkeys([*old, *new])]
