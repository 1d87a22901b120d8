"""What was reached of the plan, what was not, and what the next plan asks for."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext as _

from core.numbers import format_number
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
    lines = tell.data.next_targets
    if not lines:
        return []
    plan = tell.note("next_plan", lines[0].plan)
    first = _("Theo %(plan)s, một số chỉ tiêu chủ yếu của kỳ tới:") % {"plan": plan}
    items = [tell.note(f"next_target:{line.label}", f"({line.label}) {_trimmed(line.text)}") for line in lines]
    return [first, *listed(items)]


def _by_number(targets: Iterable[TargetLine]) -> dict[str, list[TargetLine]]:
    """Return the targets by their number: ``4a`` and ``4b`` are one."""
    return {number: list(lines) for number, lines in groupby(targets, key=lambda one: one.label.rstrip("abcdefghijkl"))}


def _is_met(lines: Iterable[TargetLine]) -> bool:
    return all(line.outcome == Outcome.MET for line in lines)


def _result(tell: Telling, line: TargetLine) -> str:
    """Return the target with planned value and result; each is noted, so that a later result is seen."""
    words = {
        "text": tell.note(f"target:{line.label}@text", f"({line.label}) {_trimmed(line.text)}"),
        "planned": tell.note(f"target:{line.label}@planned", _amount(line.planned, line.unit_of_measure)),
    }
    if line.value is None:
        return _("%(text)s: chưa có số liệu (kế hoạch %(planned)s)") % words
    words["value"] = tell.note(f"target:{line.label}", _amount(line.value, line.unit_of_measure))
    return _("%(text)s: đạt %(value)s (kế hoạch %(planned)s)") % words


def _amount(value, unit: str) -> str:
    return f"{format_number(value, 2)} %" if unit.strip() == "%" else f"{format_number(value)} {unit}".strip()


def _trimmed(text: str) -> str:
    return text.strip().rstrip(".;")
