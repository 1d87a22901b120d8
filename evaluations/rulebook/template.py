"""The workbook in which criteria sets travel: its sheets, its guide, and sets written into it.

``docs/data.md`` describes the same sheets; ``workbook.py`` reads them back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.excel import Column, Sheet, workbook_bytes
from evaluations.datafile import SetRow

ADDED_MARK = "x"


@dataclass(frozen=True, eq=False)
class Layout:
    """A sheet of the template: its title and, by our own names, its columns; ``optional`` may be empty."""

    title: str
    columns: dict[str, Column]
    optional: frozenset[str] = frozenset()


SETS = Layout(
    "Bộ",
    {"no": Column("Bộ số", 9, "integer"), "group": Column("Mã nhóm", 20), "name": Column("Tên bộ", 60)},
)
GROUNDS = Layout("Bị loại khi", {"no": Column("Bộ số", 9, "integer"), "text": Column("Lý do loại", 90)})
PARTS = Layout(
    "Phần",
    {
        "no": Column("Bộ số", 9, "integer"),
        "code": Column("Phần", 8),
        "title": Column("Tên phần", 60),
        "max": Column("Điểm tối đa", 12, "decimal"),
    },
)
CRITERIA = Layout(
    "Tiêu chí",
    {
        "no": Column("Bộ số", 9, "integer"),
        "part": Column("Phần", 8),
        "code": Column("Mã tiêu chí", 12),
        "title": Column("Tên tiêu chí", 60),
        "note": Column("Ghi chú", 60),
        "max": Column("Điểm tối đa", 12, "decimal"),
    },
    frozenset({"note"}),
)
OPTIONS = Layout(
    "Mức",
    {
        "no": Column("Bộ số", 9, "integer"),
        "criterion": Column("Mã tiêu chí", 12),
        "points": Column("Điểm", 9, "decimal"),
        "text": Column("Nội dung mức", 80),
        "min_star": Column("Tối thiểu cho hạng sao", 14, "integer"),
        "case": Column("Trường hợp", 40),
        "added": Column("Thêm ngoài quyết định", 14),
    },
    frozenset({"min_star", "case", "added"}),
)
LAYOUTS = (SETS, GROUNDS, PARTS, CRITERIA, OPTIONS)
GUIDE_TITLE, GROUPS_TITLE = "Hướng dẫn", "Mã nhóm"
_GUIDE = (
    (
        _("Cách dùng"),
        _("Sửa hoặc thêm dòng ở các trang Bộ, Bị loại khi, Phần, Tiêu chí, Mức; giữ dòng tiêu đề."),
    ),
    ("", _("Bộ có trong tệp thay cả bộ cùng số của bản đang soạn; bộ không có trong tệp được giữ nguyên.")),
    ("", _("Tải tệp lên, xem lại những gì sẽ thay đổi, rồi xác nhận. Có một lỗi thì không ghi gì.")),
    (SETS.title, _("Mỗi bộ một dòng: số, mã nhóm (xem trang Mã nhóm) và tên. Mỗi nhóm chỉ có một bộ.")),
    (GROUNDS.title, _("Mỗi lý do loại hồ sơ một dòng. Không có lý do thì không ghi dòng nào.")),
    (PARTS.title, _("Mỗi phần một dòng. Điểm tối đa của các phần theo quyết định, ví dụ A 40, B 25, C 35.")),
    (CRITERIA.title, _("Theo thứ tự của quyết định; mã có dấu chấm là tiêu chí con: 6.1.1 thuộc 6.1, 6.1 thuộc 6.")),
    ("", _("Mã ghi dạng chữ. Điểm của tiêu chí con cộng lại bằng tiêu chí cấp trên; các tiêu chí cộng lại bằng phần.")),
    (
        OPTIONS.title,
        _("Tiêu chí không có tiêu chí con thì có mức: mức cao nhất bằng điểm tối đa, có mức 0 điểm."),
    ),
    (
        "",
        _("Tối thiểu cho hạng sao: ghi 3, 4 hoặc 5 ở mức mà hạng đó ít nhất phải đạt; hạng cao không thấp hơn."),
    ),
    ("", _("Trường hợp: khi một tiêu chí có các mức riêng cho từng trường hợp. Thêm ngoài quyết định: ghi x.")),
)


def template_bytes(rows: Sequence[SetRow], groups: Iterable[tuple[str, str]]) -> bytes:
    """Return ``rows`` as an .xlsx file that can be imported again; without rows it is the empty template.

    Args:
        groups: code and name of the groups that a set may belong to.
    """
    data = {
        SETS: ((one.number, one.group, one.name) for one in rows),
        GROUNDS: ((one.number, ground) for one in rows for ground in one.disqualified_if),
        PARTS: ((one.number, part.code, part.title, part.max_points) for one in rows for part in one.parts),
        CRITERIA: (
            (one.number, item.part, item.code, item.title, item.note, item.max_points)
            for one in rows
            for item in one.criteria
        ),
        OPTIONS: (_option_cells(one.number, item.code, level) for one, item, level in _levels(rows)),
    }
    sheets = [Sheet(layout.title, list(layout.columns.values()), data[layout]) for layout in LAYOUTS]
    guide = Sheet(GUIDE_TITLE, [Column("Trang", 16), Column("Cách ghi", 110)], _GUIDE)
    known = Sheet(GROUPS_TITLE, [Column("Mã nhóm", 20), Column("Tên nhóm", 80)], groups)
    return workbook_bytes([guide, *sheets, known])


def _levels(rows: Sequence[SetRow]):
    return ((one, item, level) for one in rows for item in one.criteria for level in item.options)


def _option_cells(number, code, level) -> tuple:
    added = ADDED_MARK if level.is_added else ""
    return number, code, level.points, level.text, level.min_star, level.case, added
