"""Which figures the table of all figures prints: with hundreds of them, noughts would hide what there is."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.sections import Section
from reports.building.data import Figure

# Of these a nought is said, too.
_SAID_ANYWAY = frozenset(
    {Section.ENTRIES, Section.RECOGNISED, Section.STANDING, Section.CENTRAL, Section.REVOKED, Section.TRAININGS}
)

# The figures that a text compares with those of the year before.
MAIN_FIGURES = (
    "entries.products",
    "entries.producers",
    "recognised.products",
    "recognised.producers",
    "standing.products",
    "standing.star5.products",
    "standing.star4.products",
    "standing.star3.products",
    "standing.producers",
    "standing.women.producers_percent",
    "standing.supermarket.percent",
    "standing.online.percent",
    "revoked.products",
    "training.classes",
    "training.turns",
    "budget.executed.total",
)


def on_paper(figures: Sequence[Figure], section: str) -> list[Figure]:
    """Return the figures of a section that the paper prints; the workbook and the page have them all.

    Left out are those that are nought in the period and a year before, but for the main ones of the
    sections in which a nought is news.
    """
    return [
        one
        for one in figures
        if one.section == section and (one.value or one.previous or (not one.indent and one.section in _SAID_ANYWAY))
    ]


def note_on_noughts() -> str:
    """Return what the paper says of the figures that it leaves out."""
    return _(
        "Biểu này lược bớt các chỉ tiêu bằng 0 ở cả trong kỳ và cùng kỳ năm trước; toàn bộ chỉ tiêu có ở trang tính "
        "“Số liệu” của tệp Excel."
    )
