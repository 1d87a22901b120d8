"""What sentences are made of: printed figures, each noted under its code as it is used.

A sentence names only printed figures, days and documents; ``Telling.named`` keeps every one of them, so
that a figure that changes later is seen beside the words that were written on it.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from core.dates import format_date
from core.numbers import format_number, format_percent, percent_of
from indicators.recognised import STARS
from reports.building.data import Figure, ReportData

# Codes of what is derived from a figure: ``recognised.products@previous``.
PREVIOUS, CHANGE, CHANGE_PERCENT, NAMES = "@previous", "@change", "@change_percent", "@names"
_NONE = Decimal(0)


class Telling:
    """The figures of one report, and those that were named so far.

    Attributes:
        named: ``{code: printed text}``; see the module.
    """

    def __init__(self, data: ReportData):
        self.data = data
        self.named: dict[str, str] = {}
        self._figures = data.by_code

    @property
    def period(self) -> str:
        """The period within a sentence: ``năm 2022``."""
        return self.data.period.words

    @property
    def begins(self) -> str:
        """The period at the head of a sentence: ``Năm 2022``."""
        return upper_first(self.period)

    @property
    def place(self) -> str:
        """`` tại Huyện Lấp Vò`` for a report on one unit, else nothing."""
        return _(" tại %(unit)s") % {"unit": self.data.unit_name} if self.data.unit_name else ""

    @property
    def day(self) -> str:
        """The day of the cut-off."""
        return format_date(self.data.period.as_of)

    def known(self, code: str) -> bool:
        """Return whether the report has this figure at all."""
        return code in self._figures

    def value(self, code: str) -> Decimal:
        """Return the value to decide by; 0 where the report does not have the figure."""
        return self._figures[code].value if code in self._figures else _NONE

    def previous(self, code: str) -> Decimal:
        """Return the value of the year before to decide by; 0 where the report does not have the figure."""
        return self._figures[code].previous if code in self._figures else _NONE

    def figure(self, code: str) -> Figure:
        """Return a figure of the report.

        Raises:
            KeyError: the report does not have it.
        """
        return self._figures[code]

    def n(self, code: str) -> str:
        """Return the printed value and note it; ``0`` where the report does not have the figure."""
        return self.note(code, self._figures[code].text if code in self._figures else format_number(0))

    def note(self, code: str, text: str) -> str:
        """Note what is printed under a code, and return it."""
        self.named[code] = text
        return text

    def values(self, **codes: str) -> dict[str, str]:
        """Return printed values by the names of a template: ``values(n="recognised.products")``."""
        return {name: self.n(code) for name, code in codes.items()}

    def parts(self, pairs: Iterable[tuple[str, str]]) -> str:
        """Join what is not zero: ``41 sản phẩm 4 sao và 115 sản phẩm 3 sao``.

        Args:
            pairs: code, and words with ``%(n)s``.
        """
        return join_and([words % {"n": self.n(code)} for code, words in pairs if self.value(code)])

    def stars(self, prefix: str) -> str:
        """Return the products under ``prefix`` by star, the most first; stars without products are left out."""
        words = _("%%(n)s sản phẩm %(star)d sao")
        return self.parts([(f"{prefix}.star{star}.products", words % {"star": star}) for star in STARS])

    def in_brackets(self, text: str) -> str:
        """Return `` (text)``, or nothing for nothing."""
        return f" ({text})" if text else ""

    def shares(self, prefix: str, codes: Sequence[str], noun: str) -> list[dict[str, str]]:
        """Return name, number and share of the parts that are not zero, the largest first."""
        found = [
            (self._figures[part], f"{prefix}.{code}.percent")
            for code in codes
            if self.value(part := f"{prefix}.{code}.{noun}")
        ]
        found.sort(key=lambda pair: -pair[0].value)
        return [
            {"name": lower_first(part.name), "n": self.n(part.code), "share": self.n(share)} for part, share in found
        ]

    def against(self, code: str) -> str:
        """Return a sentence on the change from the same period of the year before."""
        figure = self._figures[code]
        change = figure.value - figure.previous
        if not change:
            return _("Số này bằng cùng kỳ năm trước.")
        if not figure.previous:
            return _("Cùng kỳ năm trước không có.")
        words = {
            "before": self.note(code + PREVIOUS, figure.previous_text),
            "way": _("tăng") if change > 0 else _("giảm"),
            "n": self.note(code + CHANGE, format_number(abs(change), figure.places)),
            "unit": figure.unit_of_measure,
            "share": self.note(code + CHANGE_PERCENT, format_percent(percent_of(abs(change), figure.previous))),
        }
        return _("So với cùng kỳ năm trước (%(before)s %(unit)s), %(way)s %(n)s %(unit)s (%(share)s).") % words


def join_and(parts: Sequence[str]) -> str:
    """Join with commas and a last ``và``; with semicolons where a part has commas of its own."""
    if len(parts) < 2:
        return "".join(parts)
    between = "; " if any(", " in part for part in parts) else ", "
    return _("%(first)s và %(last)s") % {"first": between.join(parts[:-1]), "last": parts[-1]}


def upper_first(text: str) -> str:
    """Return the text with a capital at its head."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Return the text as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def listed(items: Sequence[str]) -> list[str]:
    """Return lines with a dash each, the last one ending the list."""
    return [f"- {item}{'.' if at == len(items) else ';'}" for at, item in enumerate(items, start=1)]
