"""The sentences of a consolidated report: pure functions of a report's data."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from accounts.models import WholeProvince
from core.periods import Window
from indicators.scope import Scope
from programme.enums import Outcome
from reports.building import gather
from reports.building.data import DirectiveTaskLine, DocumentLine, Figure, ReportData, TargetLine
from reports.consolidating.telling import join_and
from reports.consolidating.template import (
    TEMPLATES,
    headings_of,
    outline_of,
    tell,
    template_of,
    texts_of_template,
)
from reports.enums import ReportKind
from reports.periods import Period
from reports.tests.world import AS_OF, PERIOD, YEAR, make_world

pytestmark = pytest.mark.django_db
DATA = pytest.StashKey[ReportData]()
# A number that is no figure: a day, a year, a star, the days of a term, the number of a document, a target's own.
NOT_A_FIGURE = re.compile(
    r"\d{2}/\d{2}/\d{4}|\bnăm \d{4}|\b[1-5] sao|\b180 ngày|\b[69] tháng|số \d+/\S+|\(\d+[a-z]?\)", re.IGNORECASE
)
NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def figure(code: str, value, previous=0, **more) -> Figure:
    """A figure that stands alone."""
    plain = {"name": "Chỉ tiêu", "unit_of_measure": "sản phẩm", "section": "", "indent": 0, "is_percent": False}
    return Figure(code=code, value=Decimal(value), previous=Decimal(previous), row_keys=(), **(plain | more))


def said(key: str, data) -> str:
    """What the figures say in the passage of a key."""
    return tell(next(one for one in template_of(2022) if one.key == key), data).text


@pytest.fixture
def data(request):
    """The report on the small province; nobody changes it, so it is read once a run."""
    kept = request.config.stash
    if DATA not in kept:
        make_world()
        kept[DATA] = gather(Scope(WholeProvince(), None, YEAR, AS_OF), PERIOD)
    return kept[DATA]


@pytest.fixture
def bare(data):
    """The same report without a single figure."""
    return replace(data, figures=(), tables=())


def with_figures(data, *figures):
    return replace(data, figures=tuple(figures))


def reported(data, **values):
    return with_figures(data, *(figure(f"reported.{code}", value) for code, value in values.items()))


def assert_only_named(spec, data):
    """Every number of the text stands in what the passage says it names."""
    told = tell(spec, data)
    allowed = {number for text in told.figures.values() for number in NUMBER.findall(text)}
    strange = [one for one in NUMBER.findall(NOT_A_FIGURE.sub("", told.text)) if one not in allowed]
    assert not strange, (spec.key, strange, told)
    for code, text in told.figures.items():
        assert text in told.text, (spec.key, code, text)


def test_every_number_of_every_sentence_is_a_figure_that_the_passage_names(data):
    for spec in texts_of_template(2022):
        assert_only_named(spec, data)


def test_the_cycle_of_the_small_province_reads_as_counted_by_hand(data):
    assert said("entries", data).startswith(
        "Năm 2022, có 4 sản phẩm của 3 chủ thể thuộc 2 huyện, thành phố dự thi đánh giá, phân hạng sản phẩm OCOP "
        "(2 sản phẩm mới dự thi, 1 sản phẩm đăng ký công nhận lại và 1 sản phẩm đề nghị nâng hạng)."
    )
    assert said("recognised", data).splitlines() == [
        (
            "Kết quả, có 4 sản phẩm của 3 chủ thể được công nhận sản phẩm OCOP từ 3 sao trở lên (2 sản phẩm 4 sao và 2 "
            "sản phẩm 3 sao). So với cùng kỳ năm trước (2 sản phẩm), tăng 2 sản phẩm (100,00 %)."
        ),
        "Trong đó:",
        "- Công nhận lại 1 sản phẩm của 1 chủ thể (1 sản phẩm 4 sao);",
        "- Nâng hạng 1 sản phẩm của 1 chủ thể (1 sản phẩm 4 sao);",
        "- Công nhận mới 2 sản phẩm của 2 chủ thể (2 sản phẩm 3 sao).",
    ]
    assert "nhóm thực phẩm 2 sản phẩm (50,00 %)" in said("groups", data)
    assert said("women", data) == (
        "Trong số sản phẩm còn hiệu lực, có 1 sản phẩm (1 sản phẩm 3 sao) của 1 chủ thể do phụ nữ đại diện, chiếm "
        "25,00 % tổng số chủ thể có sản phẩm còn hiệu lực."
    )
    assert said("central", data) == (
        "Có 1 sản phẩm tiềm năng 5 sao đang đề nghị Trung ương đánh giá, phân hạng, gồm: Nước mắm cá linh (Công ty "
        "TNHH Mắm Ngon)."
    )
    assert "có 3/3 chủ thể tham gia" in said("producers", data)
    assert "Tổng kinh phí thực hiện Chương trình OCOP năm 2022 là 12,35 triệu đồng." in said("spending", data)


def test_what_was_taken_back_is_told_with_its_decision(world):
    period = replace(PERIOD, year=2023, window=Window(dt.date(2023, 1, 1), dt.date(2023, 12, 31)))
    period = replace(period, as_of=period.window.last)
    data = gather(Scope(WholeProvince(), None, period.window, period.as_of), period)
    text = said("revoked", data)
    assert text.startswith("Trong kỳ, có 1 sản phẩm bị thu hồi quyết định công nhận (1 sản phẩm 4 sao) theo Quyết định")
    assert text.endswith("ngày 11/01/2023.")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("entries", "Năm 2022 không có sản phẩm dự thi đánh giá, phân hạng."),
        ("recognised", "Năm 2022 không có sản phẩm nào được công nhận từ 3 sao trở lên."),
        ("standing", "Đến hết ngày 31/12/2022, toàn tỉnh không có sản phẩm OCOP nào còn hiệu lực công nhận."),
        ("spending", "Trong kỳ không có khoản giải ngân nào được ghi."),
    ],
)
def test_nothing_is_said_where_it_matters(key, words, data):
    zero = tuple(replace(one, value=Decimal(0), previous=Decimal(0)) for one in data.figures)
    assert said(key, replace(data, figures=zero, tables=())) == words


def test_without_figures_the_other_passages_are_empty(bare):
    told = {spec.key: tell(spec, bare).text for spec in texts_of_template(2022)}
    assert {key for key, text in told.items() if text} == {"opening", "recognised", "standing", "closing"}


def test_a_single_kind_is_not_a_list(data):
    only_new = [
        replace(one, value=Decimal(0)) if re.search(r"renewal|upgrade", one.code) else one for one in data.figures
    ]
    assert said("recognised", replace(data, figures=tuple(only_new))).endswith(
        "Toàn bộ thuộc hình thức: Công nhận mới 2 sản phẩm của 2 chủ thể (2 sản phẩm 3 sao)."
    )


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (156, 156, "Số này bằng cùng kỳ năm trước."),
        (156, 0, "Cùng kỳ năm trước không có."),
        (156, 141, "So với cùng kỳ năm trước (141 sản phẩm), tăng 15 sản phẩm (10,64 %)."),
        (141, 156, "So với cùng kỳ năm trước (156 sản phẩm), giảm 15 sản phẩm (9,62 %)."),
        (1234, 1000, "So với cùng kỳ năm trước (1.000 sản phẩm), tăng 234 sản phẩm (23,40 %)."),
    ],
)
def test_the_change_from_the_year_before_is_said(now, before, words, data):
    changed = tuple(
        replace(one, value=Decimal(now), previous=Decimal(before)) if one.code == "standing.products" else one
        for one in data.figures
    )
    text = said("standing", replace(data, figures=changed))
    assert text.endswith(words)


def test_entries_that_nobody_kept_are_not_told_as_none(data):
    before = {"entries.products": 0, "recognised.products": 103}
    changed = tuple(
        replace(one, previous=Decimal(before[one.code])) if one.code in before else one for one in data.figures
    )
    assert "năm trước" not in said("entries", replace(data, figures=changed))
    before["recognised.products"] = 0
    changed = tuple(
        replace(one, previous=Decimal(before[one.code])) if one.code in before else one for one in data.figures
    )
    assert said("entries", replace(data, figures=changed)).endswith("Cùng kỳ năm trước không có.")


def test_parts_with_commas_are_kept_apart_by_semicolons():
    assert join_and(["a", "b", "c"]) == "a, b và c"
    assert join_and(["hội chợ, triển lãm", "diễn đàn", "tin, bài"]) == "hội chợ, triển lãm; diễn đàn và tin, bài"


def test_what_units_reported_is_told(data):
    sent = reported(
        data,
        tv_features=26,
        tv_feature_minutes=5,
        tv_programmes=15,
        press_agencies=15,
        press_articles=1000,
        zalo_groups=2,
        zalo_members=450,
        women_meetings=1375,
        women_participants=19550,
        farmers_meetings=11512,
        farmers_attendances=461972,
        digital_classes=55,
        digital_producers=3345,
        business_plan_classes=2,
        trademark_classes=10,
        trademark_attendances=950,
        food_safety_certificates=120,
        self_declared_products=146,
        self_declared_facilities=68,
        self_declared_cumulative=822,
        made_in_mark_businesses=5,
        made_in_mark_products=7,
        online_products=438,
        online_businesses=102,
        bulletins_monthly=8,
        bulletins_weekly=34,
        revenue="186500.5",
        workers=420,
        jobs_created=35,
    )
    assert said("communication", sent).splitlines() == [
        (
            "Công tác truyền thông được thực hiện qua 26 kỳ chuyên mục, tiểu mục truyền hình về OCOP (5 phút/kỳ) và 15 "
            "chương trình trải nghiệm sản phẩm OCOP; hợp tác với 15 cơ quan báo chí, đăng, phát 1.000 tin, bài giới "
            "thiệu "
            "sản phẩm."
        ),
        "Duy trì 2 nhóm Zalo với 450 thành viên để kết nối, tuyên truyền về Chương trình OCOP.",
        (
            "Hội Liên hiệp Phụ nữ Tỉnh lồng ghép tuyên truyền về Chương trình OCOP trong 1.375 cuộc sinh hoạt, hội "
            "họp với "
            "19.550 người dự."
        ),
        (
            "Hội Nông dân Tỉnh lồng ghép tuyên truyền về Chương trình OCOP trong 11.512 cuộc sinh hoạt, hội họp với "
            "461.972 lượt người dự."
        ),
    ]
    assert said("training", sent) == (
        "Theo báo cáo của các đơn vị, đã tổ chức 55 lớp về kỹ năng số, bán hàng trên sàn thương mại điện tử cho 3.345 "
        "chủ thể sản xuất; 2 lớp về xây dựng, triển khai phương án, dự án sản xuất kinh doanh; 10 lớp về nhãn hiệu, "
        "bao bì sản phẩm cho 950 lượt tổ chức, cá nhân."
    )
    for words in (
        "cho 120 cơ sở",
        "146 sản phẩm của 68 cơ sở",
        "Lũy kế có 822 sản phẩm",
        "5 doanh nghiệp",
        "7 sản phẩm",
    ):
        assert words in said("development", sent)
    assert "438 sản phẩm OCOP" in said("promotion", sent)
    assert "8 kỳ bản tin thị trường hằng tháng và 34 kỳ bản tin nhanh hằng tuần" in said("promotion", sent)
    for spec in texts_of_template(2022):
        assert_only_named(spec, sent)


@pytest.mark.parametrize(
    ("key", "values", "words"),
    [
        (
            "renewals",
            {
                "renewal.due.products": 52,
                "renewal.filed.products": 45,
                "renewal.filed.percent": "86.54",
                "renewal.again.products": 34,
                "renewal.again.percent": "65.38",
            },
            (
                "Trong kỳ, có 52 sản phẩm hết thời hạn công nhận phải đánh giá lại; đã nộp hồ sơ 45 sản phẩm (86,54 "
                "%), "
                "được công nhận lại 34 sản phẩm (65,38 %)."
            ),
        ),
        (
            "expiring",
            {"expired.products": 7, "standing.expiring.products": 9},
            (
                "Trong kỳ, có 7 sản phẩm hết thời hạn công nhận mà chưa được công nhận lại.\n"
                "Trong 180 ngày sau ngày 31/12/2022, có 9 sản phẩm hết thời hạn công nhận, cần chuẩn bị hồ sơ đánh "
                "giá lại."
            ),
        ),
        (
            "start_ups",
            {
                "incubation.selected.projects": 15,
                "incubation.supported.projects": 12,
                "incubation.supported.matching.projects": 10,
                "incubation.supported.credit.projects": 2,
                "incubation.became.producers": 1,
                "incubation.spaces.coworking": 1,
            },
            (
                "Trong kỳ, đã tuyển chọn 15 dự án khởi nghiệp và hỗ trợ 12 dự án (10 dự án được kết nối đối tác, nhà "
                "đầu tư "
                "và 2 dự án được bảo lãnh tín dụng). Có 1 dự án trở thành chủ thể OCOP.\n"
                "Không gian hỗ trợ khởi nghiệp có 1 khu làm việc chung đang hoạt động."
            ),
        ),
        (
            "promotion",
            {"activities.bulletin.items": 42, "activities.fair.items": 3, "activities.forum.items": 1},
            (
                "Phát hành 42 kỳ bản tin thị trường.\n"
                "Trong kỳ, đã tham gia 3 hội chợ, triển lãm, phiên chợ và tham gia 1 diễn đàn Mỗi xã một sản phẩm."
            ),
        ),
        (
            "communication",
            {"activities.tv.items": 41, "activities.press.items": 7},
            (
                "Công tác truyền thông được thực hiện qua 41 kỳ phát sóng truyền hình; đăng, phát 7 tin, bài giới "
                "thiệu sản "
                "phẩm."
            ),
        ),
        (
            "policy",
            {"budget.support.paid": "1500.5", "budget.support.payments": 117},
            (
                "Thực hiện chính sách hỗ trợ sản phẩm được công nhận, trong kỳ đã chi 1.500,50 triệu đồng cho 117 "
                "lượt sản "
                "phẩm."
            ),
        ),
        (
            "development",
            {"certificates.gap.products": 4, "certificates.organic.products": 2},
            (
                "Trong số sản phẩm OCOP còn hiệu lực, có 4 sản phẩm có chứng nhận VietGAP, GlobalGAP và 2 sản phẩm "
                "có chứng "
                "nhận hữu cơ."
            ),
        ),
    ],
)
def test_what_registers_hold_is_told(key, values, words, bare):
    places = {"budget.support.paid": 2}
    data = with_figures(
        bare,
        *(
            figure(code, value, is_percent=code.endswith("percent"), places=places.get(code, 0))
            for code, value in values.items()
        ),
    )
    assert said(key, data) == words
    assert_only_named(next(one for one in template_of(2022) if one.key == key), data)


def target(label: str, outcome: Outcome, value="10", **more) -> TargetLine:
    plain = {"plan": "Kế hoạch số 81/KH-UBND ngày 14/03/2022", "text": f"Chỉ tiêu {label}.", "unit_of_measure": "%"}
    value = None if value is None else Decimal(value)
    return TargetLine(label=label, planned=Decimal(50), value=value, outcome=outcome, **(plain | more))


def test_targets_are_counted_by_their_number(bare):
    data = replace(
        bare,
        targets=(
            target("1", Outcome.MET, "100"),
            target("2a", Outcome.MET, "60"),
            target("2b", Outcome.NOT_MET, "30.53"),
            target("3", Outcome.UNKNOWN, None),
            target("4", Outcome.MET, "117", unit_of_measure="sản phẩm"),
            target("5", Outcome.NOT_MET, "0", unit_of_measure="mô hình"),
        ),
    )
    text = said("done", data)
    assert text.splitlines()[0] == ("Năm 2022, đã thực hiện đạt 2/5 chỉ tiêu chủ yếu của Chương trình. Cụ thể:")
    assert "- (4) Chỉ tiêu 4: đạt 117 sản phẩm (kế hoạch 50 sản phẩm)." in text
    assert "(2a)" not in text
    missed = said("difficulties", data)
    assert "(2b) Chỉ tiêu 2b: đạt 30,53 %, bằng 61,06 % kế hoạch (50,00 %)" in missed
    assert "- (5) Chỉ tiêu 5: 0 mô hình (kế hoạch 50 mô hình)." in missed
    assert "(2a)" not in missed
    assert "(3)" not in missed


def test_the_next_plan_is_told_in_its_own_words(bare):
    data = replace(bare, next_targets=(target("1", Outcome.UNDER_WAY, None), target("4a", Outcome.UNDER_WAY, None)))
    assert said("next_targets", data).splitlines() == [
        "Theo Kế hoạch số 81/KH-UBND ngày 14/03/2022, một số chỉ tiêu chủ yếu của kỳ tới như sau:",
        "- (1) Chỉ tiêu 1;",
        "- (4a) Chỉ tiêu 4a.",
    ]


def test_documents_and_tasks_of_directives_are_told(bare):
    day = dt.date(2022, 12, 31)
    data = replace(
        bare,
        documents=(
            DocumentLine(1, "plan", "Kế hoạch số 432/KH-UBND ngày 31/12/2022", "UBND Tỉnh", "Về OCOP.", day, "plan"),
            DocumentLine(2, "decision", "Quyết định số 9/QĐ ngày 01/02/2022", "UBND Tỉnh", "Mức hỗ trợ", day, "policy"),
        ),
        directive_tasks=(
            DirectiveTaskLine(7, "Công văn số 654/UBND-KT ngày 05/06/2023", "Rà soát chủ thể.", day, 12, 9, 3),
            DirectiveTaskLine(8, "Công văn số 654/UBND-KT ngày 05/06/2023", "Báo cáo", None, 1, 1, 0),
        ),
    )
    assert said("direction", data).splitlines() == [
        "Năm 2022, các văn bản chỉ đạo, triển khai Chương trình OCOP đã ban hành gồm:",
        "- Kế hoạch số 432/KH-UBND ngày 31/12/2022 của UBND Tỉnh về OCOP.",
        (
            "Đến hết ngày 31/12/2022, trong 13 lượt nhiệm vụ giao cho các đơn vị có 10 lượt đã hoàn thành, 3 lượt "
            "quá hạn "
            "chưa hoàn thành."
        ),
    ]
    assert "Quyết định số 9/QĐ ngày 01/02/2022 của UBND Tỉnh mức hỗ trợ." in said("policy", data)
    assert said("tasks", data).splitlines() == [
        "Tiếp tục thực hiện các nhiệm vụ được giao tại Công văn số 654/UBND-KT ngày 05/06/2023:",
        "- Rà soát chủ thể (thời hạn 31/12/2022).",
    ]


def test_keys_of_passages_are_unique_and_the_outline_is_that_of_the_plan():
    for specs in TEMPLATES.values():
        keys = [spec.key for spec in specs]
        assert len(keys) == len(set(keys))
    everything = [spec.key for spec in texts_of_template(2022)]
    numbers = [(one.number, one.spec.key) for one in headings_of(2022, everything) if one.number]
    assert numbers == [
        ("I", "part1"),
        ("1", "direction"),
        ("2", "policy"),
        ("3", "results"),
        ("3.1", "communication"),
        ("3.2", "training"),
        ("3.3", "cycle"),
        ("3.4", "development"),
        ("3.5", "producers"),
        ("3.6", "promotion"),
        ("3.7", "other"),
        ("4", "spending"),
        ("5", "comparison"),
        ("II", "part2"),
        ("1", "done"),
        ("2", "difficulties"),
        ("III", "part3"),
        ("1", "next_targets"),
        ("2", "tasks"),
        ("3", "next_money"),
        ("4", "proposals"),
    ]


def test_a_heading_without_words_under_it_is_not_printed_and_numbers_close_up(data):
    lines = outline_of([("opening", "A"), ("entries", "B\n- C"), ("tasks", "D"), ("closing", "E./.")], PERIOD)
    assert [(one.kind, one.text) for one in lines] == [
        ("p", "A"),
        ("h1", "I. KẾT QUẢ THỰC HIỆN NĂM 2022"),
        ("h2", "1. Kết quả thực hiện các nội dung"),
        ("h3", "1.1. Triển khai thực hiện Chu trình OCOP"),
        ("p", "B"),
        ("item", "- C"),
        ("h1", "II. PHƯƠNG HƯỚNG, NHIỆM VỤ KỲ TỚI"),
        ("h2", "1. Nhiệm vụ trọng tâm"),
        ("p", "D"),
        ("p", "E./."),
    ]
    assert [one.key for one in lines[-2:]] == ["tasks", "closing"]


def test_tables_and_charts_follow_the_words_of_their_passage(data):
    texts = [{"key": "recognised", "text": "A"}, {"key": "groups", "text": "B"}, {"key": "women", "text": ""}]
    shown = outline_of(texts, PERIOD, data.by_code)
    assert [one.kind for one in shown if one.key in {"recognised", "groups", "women"}] == ["p", "figures", "p", "chart"]
    table = next(one for one in shown if one.kind == "figures")
    assert "recognised.products" in table.figures
    assert "recognised.new.star5.products" not in table.figures


@pytest.mark.parametrize(
    ("kind", "half", "words"),
    [
        (ReportKind.SEMIANNUAL, 1, "6 tháng đầu năm 2022"),
        (ReportKind.NINE_MONTHS, None, "9 tháng năm 2022"),
        (ReportKind.AD_HOC, None, "từ ngày 01/01/2022 đến ngày 31/12/2022"),
    ],
)
def test_other_periods_are_named_in_the_text(kind, half, words, data):
    period = Period(kind, 2022, half, YEAR, AS_OF)
    assert f"báo cáo kết quả thực hiện Chương trình Mỗi xã một sản phẩm (Chương trình OCOP) {words}" in said(
        "opening", replace(data, period=period)
    )
    for spec in texts_of_template(2022):
        assert_only_named(spec, replace(data, period=period))
