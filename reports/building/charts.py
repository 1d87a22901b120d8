"""Bar charts of the document as plain geometry; the template draws them as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.recognised import INDUSTRIES, STARS
from reports.building.data import ReportData

# In units of the drawing; the page scales it to the width of the text.
WIDTH = 640
_LABEL_WIDTH = 190
_VALUE_WIDTH = 60
_ROW = 26
_BAR = 16
_PAIR_BAR = 11
_NOW, _BEFORE = "#0f766e", "#b9c4c3"


@dataclass(frozen=True)
class Bar:
    """A bar with the number at its end; drawings in a PDF do not see the stylesheet of the page."""

    y: int
    width: int
    height: int
    value: str
    fill: str

    @property
    def end(self) -> int:
        """Where the number begins."""
        return _LABEL_WIDTH + self.width + 6

    @property
    def baseline(self) -> int:
        """On which line the number stands."""
        return self.y + self.height - 2


@dataclass(frozen=True)
class Chart:
    """Horizontal bars: labels with their line, bars, and what tones mean (when there are two)."""

    labels: tuple[tuple[str, int], ...]
    bars: tuple[Bar, ...]
    height: int
    legend: tuple[tuple[str, str, int], ...] = ()
    alternative: str = ""
    width: int = WIDTH
    left: int = _LABEL_WIDTH


def chart_of(name: str, data: ReportData) -> Chart:
    """Return the chart named in a line of the body: ``groups`` or ``stars``."""
    return {"groups": _groups, "stars": _stars}[name](data)


def _groups(data: ReportData) -> Chart:
    figures = [data.by_code[f"recognised.group.{code}.products"] for code, _name in INDUSTRIES]
    shown = sorted((one for one in figures if one.value), key=lambda one: -one.value)
    most = _most(one.value for one in shown)
    bars = tuple(Bar(_ROW * at + 5, _length(one.value, most), _BAR, one.text, _NOW) for at, one in enumerate(shown))
    labels = tuple((one.name, _ROW * at + 17) for at, one in enumerate(shown))
    return Chart(labels, bars, _ROW * len(shown) + 6, alternative=_spoken([(one.name, one.text) for one in shown]))


def _stars(data: ReportData) -> Chart:
    figures = [data.by_code[f"standing.star{star}.products"] for star in STARS]
    shown = [one for one in figures if one.value or one.previous]
    most = _most(value for one in shown for value in (one.value, one.previous))
    bars, labels, step = [], [], _ROW + 8
    for at, one in enumerate(shown):
        top = step * at + 30
        bars.append(Bar(top, _length(one.value, most), _PAIR_BAR, one.text, _NOW))
        bars.append(Bar(top + _PAIR_BAR + 1, _length(one.previous, most), _PAIR_BAR, one.previous_text, _BEFORE))
        labels.append((one.name, top + 16))
    legend = ((_NOW, _("Trong kỳ"), _LABEL_WIDTH), (_BEFORE, _("Cùng kỳ năm trước"), _LABEL_WIDTH + 110))
    spoken = _spoken([(one.name, f"{one.text} ({one.previous_text})") for one in shown])
    return Chart(tuple(labels), tuple(bars), step * len(shown) + 34, legend, spoken)


def _most(values) -> Decimal:
    return max(values, default=Decimal(0)) or Decimal(1)


def _length(value: Decimal, most: Decimal) -> int:
    return int(value * (WIDTH - _LABEL_WIDTH - _VALUE_WIDTH) / most)


def _spoken(pairs: Sequence[tuple[str, str]]) -> str:
    """Return what the chart shows, in words, for people who do not see it."""
    return "; ".join(f"{name}: {value}" for name, value in pairs)
