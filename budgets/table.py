"""The year's money by source × content × agency, with totals: for the page, the chart and the workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from budgets.enums import SourceGroup
from budgets.models import BudgetLine
from budgets.money import in_millions
from core.excel import Column, Formula, Sheet, first_row_of
from core.numbers import percent_of

COLUMNS = ("planned", "allocated", "disbursed", "settled")


@dataclass(frozen=True)
class Amounts:
    """Sums in whole đồng."""

    planned: Decimal = Decimal(0)
    allocated: Decimal = Decimal(0)
    disbursed: Decimal = Decimal(0)
    settled: Decimal = Decimal(0)

    @property
    def remaining(self) -> Decimal:
        """What is allocated and not spent."""
        return self.allocated - self.disbursed

    @property
    def spent_percent(self) -> Decimal:
        """Disbursed of allocated, two decimals half up."""
        return percent_of(self.disbursed, self.allocated)


@dataclass(frozen=True)
class GroupBlock:
    """A group of sources with its lines."""

    group: SourceGroup
    lines: Sequence[BudgetLine]
    total: Amounts


@dataclass(frozen=True)
class YearTable:
    """All lines of a year that a person sees."""

    year: int
    groups: Sequence[GroupBlock]
    total: Amounts

    @property
    def lines(self) -> list[BudgetLine]:
        """Every line, group by group."""
        return [line for block in self.groups for line in block.lines]


def table_of(year: int, lines) -> YearTable:
    """Return the table of ``lines`` (a queryset of one year with ``for_list``); one query."""
    rows = list(lines)
    blocks = [
        GroupBlock(group, found, sum_of(found))
        for group in SourceGroup
        if (found := [line for line in rows if line.source.group == group])
    ]
    return YearTable(year, blocks, sum_of(rows))


def sum_of(lines: Sequence[BudgetLine]) -> Amounts:
    """Return the sums of lines read with ``with_totals``."""
    return Amounts(**{name: sum((getattr(line, name) for line in lines), Decimal(0)) for name in COLUMNS})


def chart_of(table: YearTable) -> dict | None:
    """Return planned, allocated and disbursed of each group in triệu đồng, as ``{% chart %}`` takes it."""
    if not table.groups:
        return None
    names = {"planned": _("Kế hoạch"), "allocated": _("Phân bổ"), "disbursed": _("Giải ngân")}
    return {
        "kind": "bar-h",
        "categories": [str(block.group.label) for block in table.groups],
        "series": [
            {"name": name, "data": [float(in_millions(getattr(block.total, key))) for block in table.groups]}
            for key, name in names.items()
        ],
        "unit": _("triệu đồng"),
    }


def sheet_of(table: YearTable) -> Sheet:
    """Return the table as a sheet whose totals are formulas over its own cells."""
    heading = [_("Kinh phí Chương trình OCOP năm %(year)s") % {"year": table.year}, _("Đơn vị tính: đồng")]
    columns = (
        Column(_("Nguồn"), 30),
        Column(_("Nhóm nguồn"), 30),
        Column(_("Nội dung"), 26),
        Column(_("Nhiệm vụ"), 34),
        Column(_("Đơn vị thực hiện"), 30),
        Column(_("Kế hoạch"), 18, "money"),
        Column(_("Phân bổ"), 18, "money"),
        Column(_("Giải ngân"), 18, "money"),
        Column(_("Quyết toán"), 18, "money"),
        Column(_("Còn lại"), 18, "money"),
        Column(_("Tỷ lệ giải ngân (%)"), 14, "percent"),
    )
    return Sheet(str(table.year), columns, _rows(table, first_row_of(heading)), heading)


def _rows(table: YearTable, at: int):
    totals = []
    for block in table.groups:
        first = at
        for line in block.lines:
            yield [
                line.source.name,
                block.group.label,
                line.get_content_display(),
                line.name,
                line.agency.name,
                *(getattr(line, name) for name in COLUMNS),
                *_derived(at),
            ]
            at += 1
        yield _total(_("Cộng: %(group)s") % {"group": block.group.label}, [f"{{0}}{first}:{{0}}{at - 1}"], at)
        totals.append(f"{{0}}{at}")
        at += 1
    if totals:
        yield _total(_("Tổng cộng"), totals, at)


def _total(label: str, ranges: Sequence[str], at: int) -> list:
    letters = "FGHI"
    sums = [Formula(f"=SUM({','.join(one.format(letter) for one in ranges)})") for letter in letters]
    return [label, "", "", "", "", *sums, *_derived(at)]


def _derived(at: int) -> tuple[Formula, Formula]:
    return Formula(f"=G{at}-H{at}"), Formula(f"=IF(G{at}=0,0,ROUND(H{at}/G{at},4))", "percent")
