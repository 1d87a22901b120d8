"""The outline of a consolidated report, as 159/KH-UBND of 2023 has it: parts I to III.

A passage is written as plain text: a line is a paragraph, a line that begins with a dash an item. Its
heading is printed where it, or a passage under it, has words; numbers follow from what is printed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from campaigns.enums import NarrativeKey
from reports.building.data import Figure, Line, ReportData
from reports.building.printed import MAIN_FIGURES
from reports.consolidating.sentences import (
    communication,
    cycle,
    development,
    direction,
    frame,
    judging,
    money,
    promotion,
)
from reports.consolidating.telling import Telling
from reports.periods import Period

Builder = Callable[[Telling], list[str]]


@dataclass(frozen=True)
class PassageSpec:
    """A passage of the text, or a heading alone.

    Attributes:
        key: never renamed: stored texts bear it.
        name: the heading, and what the passage is called on screen.
        level: 1 to 3 for a heading of that depth; 0 for words under the heading before, without one.
        builder: the sentences that figures tell; ``None`` for a heading alone.
        hint: what to write where no figure tells anything.
        narratives: units' narratives that fit here.
        tables: codes of the figures in a table after the words, and its caption.
        chart: a chart after the words (``building.charts.chart_of``), and its caption.
    """

    key: str
    name: str
    level: int
    builder: Builder | None = None
    hint: str = ""
    narratives: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    caption: str = ""
    chart: str = ""
    chart_caption: str = ""

    @property
    def is_text(self) -> bool:
        """Whether words stand here; a heading alone has none."""
        return self.builder is not None


@dataclass(frozen=True)
class Told:
    """What a builder says: the words, and the printed figures that they name by code."""

    text: str
    figures: dict[str, str] = field(default_factory=dict)


_KINDS = tuple(
    f"recognised.{kind}{star}.products"
    for kind in ("renewal", "upgrade", "new")
    for star in ("", ".star5", ".star4", ".star3")
)
_RESULTS = (NarrativeKey.RESULTS.value,)
_SEE_UNITS = _("Số liệu trên cổng không nói về nội dung này. Hãy viết, hoặc dùng nội dung của các đơn vị bên cạnh.")


def _nothing(_tell: Telling) -> list[str]:
    return []


def _comparison(tell: Telling) -> list[str]:
    shown = [code for code in MAIN_FIGURES if tell.known(code) and (tell.value(code) or tell.figure(code).previous)]
    return [_OF_THE_YEAR_BEFORE % {"period": tell.period}] if shown else []


_OF_THE_YEAR_BEFORE = _("Một số chỉ tiêu chủ yếu %(period)s so với cùng kỳ năm trước như sau:")

_OUTLINE_2022 = (
    PassageSpec("opening", _("Mở đầu"), 0, frame.opening),
    PassageSpec("part1", _("Kết quả thực hiện"), 1),
    PassageSpec(
        "direction",
        _("Công tác chỉ đạo, điều hành"),
        2,
        direction.direction,
        hint=_("Viết về chỉ đạo, điều hành trong kỳ; văn bản ban hành trong kỳ được liệt kê khi có trong sổ văn bản."),
        narratives=_RESULTS,
    ),
    PassageSpec(
        "policy",
        _("Các chính sách hỗ trợ triển khai Chương trình OCOP"),
        2,
        direction.policy,
        hint=_("Viết về chính sách hỗ trợ đã thực hiện trong kỳ."),
        narratives=_RESULTS,
    ),
    PassageSpec("results", _("Kết quả thực hiện các nội dung"), 2),
    PassageSpec(
        "communication",
        _("Công tác truyền thông"),
        3,
        communication.communication,
        hint=_SEE_UNITS,
        narratives=_RESULTS,
    ),
    PassageSpec("training", _("Đào tạo, tập huấn"), 3, communication.training, hint=_SEE_UNITS, narratives=_RESULTS),
    PassageSpec("cycle", _("Triển khai thực hiện Chu trình OCOP"), 3),
    PassageSpec("entries", _("Sản phẩm dự thi"), 0, cycle.entries),
    PassageSpec(
        "recognised",
        _("Sản phẩm được công nhận"),
        0,
        cycle.recognised,
        figures=("recognised.products", *_KINDS, "recognised.producers"),
        caption=_("Kết quả công nhận theo hình thức và hạng sao"),
    ),
    PassageSpec(
        "groups",
        _("Sản phẩm được công nhận theo nhóm"),
        0,
        cycle.groups,
        chart="groups",
        chart_caption=_("Sản phẩm được công nhận trong kỳ theo nhóm ngành"),
    ),
    PassageSpec("renewals", _("Sản phẩm đến hạn đánh giá lại"), 0, cycle.renewals),
    PassageSpec(
        "standing",
        _("Sản phẩm còn hiệu lực"),
        0,
        cycle.standing,
        chart="stars",
        chart_caption=_("Sản phẩm còn hiệu lực theo hạng sao"),
    ),
    PassageSpec("women", _("Chủ thể do phụ nữ đại diện"), 0, cycle.women),
    PassageSpec("central", _("Đề nghị Trung ương đánh giá"), 0, cycle.central),
    PassageSpec("revoked", _("Thu hồi quyết định công nhận"), 0, cycle.revoked),
    PassageSpec("expiring", _("Sản phẩm sắp hết hạn"), 0, cycle.expiring),
    PassageSpec(
        "development", _("Phát triển sản phẩm"), 3, development.development, hint=_SEE_UNITS, narratives=_RESULTS
    ),
    PassageSpec("start_ups", _("Khởi nghiệp, ươm tạo"), 0, development.start_ups, narratives=_RESULTS),
    PassageSpec("producers", _("Củng cố, phát triển chủ thể"), 3, development.producers, narratives=_RESULTS),
    PassageSpec(
        "promotion",
        _("Hoạt động xúc tiến thương mại, kết nối tiêu thụ sản phẩm"),
        3,
        promotion.promotion,
        hint=_SEE_UNITS,
        narratives=_RESULTS,
    ),
    PassageSpec("other", _("Hoạt động khác"), 3, _nothing, hint=_SEE_UNITS, narratives=_RESULTS),
    PassageSpec(
        "spending",
        _("Kinh phí thực hiện"),
        2,
        money.spending,
        figures=(
            "budget.executed.total",
            *(f"budget.executed.{one}" for one in ("rural", "integrated", "local", "social")),
        ),
        caption=_("Kinh phí đã giải ngân theo nguồn (triệu đồng)"),
    ),
    PassageSpec(
        "comparison",
        _("So sánh với cùng kỳ năm trước"),
        2,
        _comparison,
        figures=MAIN_FIGURES,
        caption=_("Một số chỉ tiêu chủ yếu"),
    ),
    PassageSpec("part2", _("Đánh giá chung"), 1),
    PassageSpec(
        "done",
        _("Những mặt đạt được"),
        2,
        judging.done,
        hint=_("Chưa có chỉ tiêu kế hoạch của năm. Hãy viết, hoặc dùng nội dung của các đơn vị bên cạnh."),
        narratives=_RESULTS,
    ),
    PassageSpec(
        "difficulties",
        _("Những khó khăn, hạn chế và nguyên nhân"),
        2,
        judging.not_done,
        hint=_("Viết khó khăn kèm nguyên nhân; dùng nội dung của các đơn vị bên cạnh."),
        narratives=(NarrativeKey.DIFFICULTIES.value,),
    ),
    PassageSpec("part3", _("Phương hướng, nhiệm vụ kỳ tới"), 1),
    PassageSpec(
        "next_targets",
        _("Một số chỉ tiêu chủ yếu"),
        2,
        judging.next_targets,
        hint=_("Chưa có kế hoạch của năm sau trên cổng. Hãy viết chỉ tiêu của kỳ tới."),
    ),
    PassageSpec(
        "tasks",
        _("Nhiệm vụ trọng tâm"),
        2,
        direction.tasks_ahead,
        hint=_("Viết nhiệm vụ của kỳ tới; dùng nội dung của các đơn vị bên cạnh."),
        narratives=(NarrativeKey.TASKS.value,),
    ),
    PassageSpec("next_money", _("Kinh phí thực hiện kỳ tới"), 2, money.needed_next),
    PassageSpec(
        "proposals",
        _("Đề xuất, kiến nghị"),
        2,
        _nothing,
        hint=_("Viết đề xuất, kiến nghị; dùng nội dung của các đơn vị bên cạnh."),
        narratives=(NarrativeKey.PROPOSALS.value,),
    ),
    PassageSpec("closing", _("Kết thúc"), 0, frame.closing),
)
# By the first year whose reports have it; a later outline is added, an earlier one is never changed.
TEMPLATES: dict[str, tuple[PassageSpec, ...]] = {"2022": _OUTLINE_2022}
_ROMAN = ("I", "II", "III", "IV", "V", "VI")
# They stand before the first heading and after the last, under none of them.
_FREE = frozenset({"opening", "closing"})


def template_of(year: int) -> tuple[PassageSpec, ...]:
    """Return the outline of the reports of a year: the newest that began by then, else the oldest."""
    begun = [key for key in TEMPLATES if int(key) <= year]
    return TEMPLATES[max(begun) if begun else min(TEMPLATES)]


def texts_of_template(year: int) -> list[PassageSpec]:
    """Return the passages of the outline that have words, in order."""
    return [spec for spec in template_of(year) if spec.is_text]


def tell(spec: PassageSpec, data: ReportData) -> Told:
    """Return what the figures say in a passage. Pure: the same data give the same words."""
    telling = Telling(data)
    lines = spec.builder(telling)
    return Told("\n".join(lines), telling.named)


@dataclass(frozen=True)
class Heading:
    """A heading with its number: ``I``, ``1`` or ``3.1``; without one for words that have no heading."""

    spec: PassageSpec
    number: str

    @property
    def text(self) -> str:
        """Return number and heading as printed."""
        name = str(self.spec.name)
        name = name.upper() if self.spec.level == 1 else name
        return f"{self.number}. {name}" if self.number else name


def headings_of(year: int, printed: Iterable[str]) -> list[Heading]:
    """Return the outline with numbers; only what is ``printed`` (keys of passages), or has such words under it.

    What is not printed follows with an empty number, so that the page of the office shows it too.
    """
    specs, keys = template_of(year), set(printed)
    counts = [0, 0, 0]
    found = []
    for at, spec in enumerate(specs):
        if not spec.level or not _is_printed(specs, at, keys):
            found.append(Heading(spec, ""))
            continue
        counts[spec.level - 1] += 1
        counts[spec.level :] = [0] * (3 - spec.level)
        found.append(Heading(spec, _number(spec.level, counts)))
    return found


def _number(level: int, counts: list[int]) -> str:
    if level == 1:
        return _ROMAN[counts[0] - 1]
    return str(counts[1]) if level == 2 else f"{counts[1]}.{counts[2]}"


def _is_printed(specs: tuple[PassageSpec, ...], at: int, keys: set[str]) -> bool:
    """Whether the heading has words of its own, or what stands under it."""
    if specs[at].key in keys:
        return True
    for below in specs[at + 1 :]:
        if below.key in _FREE or (below.level and below.level <= specs[at].level):
            return False
        if below.key in keys:
            return True
    return False


def outline_of(texts: Iterable, period: Period, figures: Mapping[str, Figure] | None = None) -> tuple[Line, ...]:
    """Return the lines of the report as they are printed, each with the key of its passage.

    Args:
        texts: passages, ``{"key", "text"}`` as an edition keeps them, or pairs of both; what is left out
            of the report is not among them.
        figures: of the report, by code; without them tables and charts are left out.
    """
    by_key = {key: text for key, text in map(_pair, texts) if text.strip()}
    lines = []
    for heading in headings_of(period.year, by_key):
        spec = heading.spec
        if heading.number:
            words = f" {period.words.upper()}" if spec.key == "part1" else ""
            lines.append(Line(f"h{spec.level}", heading.text + words, key=spec.key))
        if spec.key in by_key:
            lines += [Line(_kind_of(one), one, key=spec.key) for one in by_key[spec.key].splitlines() if one.strip()]
            lines += _exhibits(spec, figures or {})
    return tuple(lines)


def _pair(one) -> tuple[str, str]:
    if isinstance(one, Mapping):
        return one["key"], one["text"]
    return tuple(one) if isinstance(one, tuple) else (one.key, one.text)


def _kind_of(line: str) -> str:
    return "item" if line.lstrip().startswith("-") else "p"


def _exhibits(spec: PassageSpec, figures: Mapping[str, Figure]) -> list[Line]:
    """Return the table and the chart of a passage; figures that are zero in both years are left out."""
    shown = tuple(code for code in spec.figures if code in figures and (figures[code].value or figures[code].previous))
    lines = []
    if shown:
        lines.append(Line("figures", "", figures=shown, caption=str(spec.caption), key=spec.key))
    if spec.chart and figures:
        lines.append(Line("chart", "", chart=spec.chart, caption=str(spec.chart_caption), key=spec.key))
    return lines
