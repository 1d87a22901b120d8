"""What changed between two editions, figure by figure and row by row, in words. Pure: it compares what is stored.

A row that came says why by its own ground. A row that went says why where the later edition tells: its
recognition was taken back, or its last day passed before the later cut-off.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.dates import format_date
from core.numbers import format_number
from indicators.base import PRODUCT
from products.models import Revocation
from reports.building.data import Figure, ReportData
from reports.building.words import Told, told

# Named one by one up to here; the workbook and the page of the figure have them all.
MAX_NAMED = 200
_REPORTED = "reported."


@dataclass(frozen=True)
class Moved:
    """A thing that a figure counts in one edition and not in the other: what it was called, and why."""

    name: str
    producer: str
    unit: str
    why: str

    @property
    def text(self) -> str:
        """Return it on one line: ``Gạo sạch (HTX Mỹ An, Xã Mỹ An): thu hồi …``."""
        about = ", ".join(one for one in (self.producer, self.unit) if one)
        name = f"{self.name} ({about})" if about else self.name
        return f"{name}: {self.why}" if self.why else name


@dataclass(frozen=True)
class Difference:
    """A figure whose value or rows differ.

    Attributes:
        before, after: values as printed; ``before`` is empty where the figure is new.
        change: with its sign.
        came, went: what the later edition counts and the earlier does not, and the other way round.
    """

    code: str
    section: str
    name: str
    unit_of_measure: str
    before: str
    after: str
    change: str
    came: tuple[Moved, ...] = ()
    went: tuple[Moved, ...] = ()

    @property
    def summary(self) -> str:
        """Return ``+3 sản phẩm (156 → 159): thêm 4, bớt 1``."""
        parts = []
        if self.came:
            parts.append(_("thêm %(n)s") % {"n": format_number(len(self.came))})
        if self.went:
            parts.append(_("bớt %(n)s") % {"n": format_number(len(self.went))})
        moved = f"; {', '.join(parts)}" if parts else ""
        words = {"change": self.change or "0", "unit": self.unit_of_measure, "before": self.before, "after": self.after}
        return _("%(change)s %(unit)s (%(before)s → %(after)s)") % words + moved


def differences(before: ReportData, after: ReportData) -> list[Difference]:
    """Return the figures that differ in value or in rows, in printing order; figures that are gone come last."""
    old = before.by_code
    found = [_difference(old.get(one.code), one, before, after) for one in after.figures]
    gone = [_difference(one, None, before, after) for code, one in old.items() if code not in after.by_code]
    return [one for one in (*found, *gone) if one is not None]


def sentences(found: Iterable[Difference]) -> list[str]:
    """Return each difference as a sentence: ``Sản phẩm được công nhận: +3 sản phẩm (156 → 159); thêm 4, bớt 1.``."""
    return [f"{one.name}: {one.summary}." for one in found]


def _difference(old: Figure | None, new: Figure | None, before: ReportData, after: ReportData) -> Difference | None:
    one = new or old
    came, went = _moved(old, new, before, after)
    value = new.value if new else Decimal(0)
    change = value - (old.value if old else Decimal(0))
    is_known = old is not None and new is not None
    if is_known and not change and not came and not went:
        return None
    return Difference(
        code=one.code,
        section=one.section,
        name=one.name,
        unit_of_measure=_("điểm phần trăm") if one.is_percent else one.unit_of_measure,
        before=old.text if old else _("chưa có"),
        after=new.text if new else _("không còn"),
        change=_signed(change, one.places),
        came=came,
        went=went,
    )


def _signed(change: Decimal, places: int) -> str:
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{format_number(abs(change), places)}"


def _moved(old: Figure | None, new: Figure | None, before: ReportData, after: ReportData) -> tuple[tuple, tuple]:
    """Return what came and what went; of shares and means the parts tell it, so they name nothing."""
    code = (new or old).code
    if code.startswith(_REPORTED):
        return _units(code.removeprefix(_REPORTED), before, after), ()
    if (new or old).is_ratio:
        return (), ()
    then, now = _things(old, before), _things(new, after)
    came = tuple(_named(thing, "; ".join(thing.grounds)) for key, thing in now.items() if key not in then)
    why = _Reasons(before, after)
    is_product = (new or old).group.endswith(f":{PRODUCT}")
    went = tuple(_named(thing, why.gone(thing, is_product)) for key, thing in then.items() if key not in now)
    return came, went


def _units(element: str, before: ReportData, after: ReportData) -> tuple[Moved, ...]:
    """Return the units whose number for an element differs, with both numbers."""
    then, now = (_by_unit(element, one) for one in (before, after))
    return tuple(
        Moved(
            unit,
            "",
            "",
            _("trước %(before)s, nay %(after)s") % {"before": _said(then, unit), "after": _said(now, unit)},
        )
        for unit in dict.fromkeys([*now, *then])
        if then.get(unit) != now.get(unit)
    )


def _by_unit(element: str, data: ReportData) -> dict[str, Decimal]:
    return {line.unit_name: line.value for line in data.reported if line.element_code == element}


def _said(values: Mapping[str, Decimal], unit: str) -> str:
    return format_number(values[unit]) if unit in values else _("chưa báo cáo")


def _things(figure: Figure | None, data: ReportData) -> dict[int, Told]:
    if figure is None:
        return {}
    return {thing.key: thing for thing in told(figure, data.rows_in_words.get(figure.group, {}))}


def _named(thing: Told, why: str) -> Moved:
    return Moved(thing.name, thing.producer, thing.unit, why)


class _Reasons:
    """Why something is no longer counted, as far as the later edition tells."""

    def __init__(self, before: ReportData, after: ReportData):
        self.before, self.after = before, after

    def gone(self, thing: Told, is_product: bool) -> str:  # noqa: FBT001 - says what the key is of
        """Return the reason in words."""
        taken_back = self._taken_back().get(thing.key) if is_product else None
        if taken_back:
            return taken_back
        grounds = "; ".join(thing.grounds)
        if self.after.period.as_of > self.before.period.as_of:
            words = {"day": format_date(self.after.period.as_of), "grounds": grounds}
            return _("không còn được tính đến hết ngày %(day)s; trước đây: %(grounds)s") % words
        if self.after.period.as_of < self.before.period.as_of:
            words = {"day": format_date(self.after.period.as_of), "grounds": grounds}
            return _("chưa được tính đến hết ngày %(day)s; bản trước: %(grounds)s") % words
        return _("số liệu gốc đã được sửa; trước đây: %(grounds)s") % {"grounds": grounds}

    def _taken_back(self) -> dict[int, str]:
        """Return the products whose recognition the later edition counts as taken back, with the decision."""
        group = f"{Revocation._meta.label_lower}:{PRODUCT}"
        known = set(self.before.rows_in_words.get(group, {}))
        rows = self.after.rows_in_words.get(group, {})
        return {row[0]: row[4] for pk, row in rows.items() if pk not in known}
