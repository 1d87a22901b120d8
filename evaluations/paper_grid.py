"""The grid into which signed paper sheets are typed: criteria × members of one dossier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from core.files import clean_upload
from evaluations.enums import SheetState
from evaluations.models import Assignment, Criterion, Dossier, Option, ScoreLine, ScoreSheet
from evaluations.services import PaperColumn, may_be_typed
from evaluations.services.rescoring import UNTOUCHED

OPTION, VERSION, SCAN, SEND = "o", "v", "scan", "send"
_LONGEST_KEY = 15


@dataclass(frozen=True)
class Column:
    """One member's sheet; what cannot be typed says why and shows nothing of what was given."""

    assignment: Assignment
    sheet: ScoreSheet | None
    version: int

    @property
    def is_open(self) -> bool:
        """Whether the grid may write it."""
        return may_be_typed(self.sheet)

    @property
    def why_not(self) -> str:
        """Why it is closed."""
        is_sent = self.sheet is not None and self.sheet.state == SheetState.SENT
        return _("Đã gửi phiếu") if is_sent else _("Đang tự chấm trên máy")


@dataclass(frozen=True)
class GridCell:
    """A criterion of one member: the name of the box and the option chosen in it."""

    name: str
    column: Column
    chosen: int | None


@dataclass(frozen=True)
class GridRow:
    """A criterion with its options and a cell for each member."""

    criterion: Criterion
    options: Sequence[Option]
    cells: Sequence[GridCell]


@dataclass(frozen=True)
class Grid:
    """Members and rows."""

    columns: Sequence[Column]
    rows: Sequence[GridRow]


def grid_of(dossier: Dossier, typed: Mapping[int, PaperColumn] | None = None) -> Grid:
    """Return the grid with what was typed, or with what is stored; five queries.

    Drafts of members who score on their own are read by nobody else: their cells are not filled, nor those
    of the copies with which they begin to score again.
    """
    columns = [_column(one, typed) for one in _seats(dossier)]
    chosen = _stored(dossier, columns) if typed is None else {key: one.choices for key, one in typed.items()}
    criteria = Criterion.objects.filter(criteria_set=dossier.criteria_set_id, is_scored=True)
    rows = [
        GridRow(
            one,
            list(one.options.all()),
            [
                GridCell(
                    f"{OPTION}{column.assignment.pk}-{one.pk}",
                    column,
                    chosen.get(column.assignment.pk, {}).get(one.pk),
                )
                for column in columns
            ],
        )
        for one in criteria.order_by("position").prefetch_related("options")
    ]
    return Grid(columns, rows)


def read_grid(dossier: Dossier, data: Mapping[str, str], files: Mapping[str, UploadedFile]) -> dict[int, PaperColumn]:
    """Return the open columns of the page as they were typed, by key of the assignment.

    Also those of members who no longer score: they are refused, not passed over in silence.

    Raises:
        ValidationError: a scan is too large, damaged or of another kind.
    """
    criteria = Criterion.objects.filter(criteria_set=dossier.criteria_set_id, is_scored=True)
    keys = list(criteria.values_list("pk", flat=True))
    return {
        seat: PaperColumn(
            choices={key: option for key in keys if (option := _number(data.get(f"{OPTION}{seat}-{key}"))) is not None},
            version=_number(data.get(f"{VERSION}{seat}")),
            scan=clean_upload(files[f"{SCAN}{seat}"]) if f"{SCAN}{seat}" in files else None,
            sends=data.get(SEND) == str(seat),
        )
        for seat in (_number(name.removeprefix(VERSION)) for name in data if name.startswith(VERSION))
        if seat is not None
    }


def _seats(dossier: Dossier) -> Sequence[Assignment]:
    rows = Assignment.objects.counting().filter(dossier=dossier)
    return list(rows.select_related("member__user", "sheet").order_by("member"))


def _column(assignment: Assignment, typed: Mapping[int, PaperColumn] | None) -> Column:
    sheet = getattr(assignment, "sheet", None)
    seen = typed[assignment.pk].version if typed and assignment.pk in typed else None
    return Column(assignment, sheet, (sheet.version if sheet else 0) if seen is None else seen)


def _stored(dossier: Dossier, columns: Sequence[Column]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    written = ScoreSheet.objects.filter(assignment__dossier=dossier).exclude(version=UNTOUCHED)
    # Of several attempts the last one counts: who typed in the sheet that a copy was made from.
    typists = dict(written.order_by("assignment__attempt").values_list("assignment__member", "entered_by"))
    open_columns = [one for one in columns if one.is_open and one.sheet]
    sheets = [one.sheet.pk for one in open_columns if typists.get(one.assignment.member_id)]
    rows = ScoreLine.objects.filter(sheet__in=sheets, option__isnull=False).order_by()
    for assignment, criterion, option in rows.values_list("sheet__assignment", "criterion", "option"):
        found.setdefault(assignment, {})[criterion] = option
    return found


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= _LONGEST_KEY else None
