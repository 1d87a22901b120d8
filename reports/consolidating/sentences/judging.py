"""What was reached of the plan, what was not, and what the next plan asks for."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext as _

from core.numbers import format_number, format_percent, percent_of
from programme.enums import Outcome
from reports.building.data import TargetLine
from reports.consolidating.telling import Telling, listed


def done(tell: Telling) -> list[str]:
    """Return how many of the year's targets are met and which; a number is met with all its parts."""
    numbers = _by_number(tell.data.targets)
    if not numbers:
        return []
    met = {number: lines for number, lines in numbers.items() if _is_met(lines)}
    words = {
        "begins": tell.begins,
        "met": tell.note("targets.met", str(len(met))),
        "total": tell.note("targets.total", str(len(numbers))),
    }
    text = _("%(begins)s, đã thực hiện đạt %(met)s/%(total)s chỉ tiêu chủ yếu của Chương trình.")
    if not met:
        return [text % words]
    return [
        f"{text % words} {_('Cụ thể:')}",
        *listed([_result(tell, line) for lines in met.values() for line in lines]),
    ]


def not_done(tell: Telling) -> list[str]:
    """Return the targets that are due and not met; why, the units' own words say."""
    numbers = _by_number(tell.data.targets)
    missed = [
        line
        for lines in numbers.values()
        for line in lines
        if not _is_met(lines) and line.outcome in {Outcome.NOT_MET, Outcome.AT_RISK}
    ]
    if not missed:
        return []
    return [_("Một số chỉ tiêu chưa đạt kế hoạch:"), *listed([_result(tell, line) for line in missed])]


def next_targets(tell: Telling) -> list[str]:
    """Return the targets of the next plan in its own words."""
    found = []
    for citation, lines in groupby(tell.data.next_targets, key=lambda one: one.plan):
        plan = tell.note(f"next_plan:{citation}", citation)
        found.append(_("Theo %(plan)s, một số chỉ tiêu chủ yếu của kỳ tới như sau:") % {"plan": plan})
        found += listed(
            [
                tell.note(f"next_target:{citation}:{line.label}", f"({line.label}) {_trimmed(line.text)}")
                for line in lines
            ]
        )
    return found


def _by_number(targets: Iterable[TargetLine]) -> dict[tuple[str, str], list[TargetLine]]:
    """Return the targets by plan and number: ``4a`` and ``4b`` are one."""

    def number(line: TargetLine) -> tuple[str, str]:
        return line.plan, line.label.rstrip("abcdefghijklmnopqrstuvwxyz")

    return {key: list(lines) for key, lines in groupby(targets, key=number)}


def _is_met(lines: Iterable[TargetLine]) -> bool:
    return all(line.outcome == Outcome.MET for line in lines)


def _result(tell: Telling, line: TargetLine) -> str:
    """Return the target with planned value and result; each is noted, so that a later result is seen."""
    code = f"target:{line.plan}:{line.label}"
    words = {
        "text": tell.note(f"{code}@text", f"({line.label}) {_trimmed(line.text)}"),
        "planned": tell.note(f"{code}@planned", _amount(line.planned, line.unit_of_measure)),
    }
    if line.value is None:
        return _("%(text)s: chưa có số liệu (kế hoạch %(planned)s)") % words
    words["value"] = tell.note(code, _amount(line.value, line.unit_of_measure))
    if not line.value and line.outcome != Outcome.MET:
        return _("%(text)s: %(value)s (kế hoạch %(planned)s)") % words
    if line.outcome == Outcome.MET or not 0 < line.value < line.planned:
        return _("%(text)s: đạt %(value)s (kế hoạch %(planned)s)") % words
    words["share"] = tell.note(f"{code}@share", format_percent(percent_of(line.value, line.planned)))
    return _("%(text)s: đạt %(value)s, bằng %(share)s kế hoạch (%(planned)s)") % words


def _amount(value, unit: str) -> str:
    return f"{format_number(value, 2)} %" if unit.strip() == "%" else f"{format_number(value)} {unit}".strip()


def _trimmed(text: str) -> str:
    return text.strip().rstrip(".;")
