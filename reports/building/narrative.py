"""The text of a report, written from its figures in the style of administrative Vietnamese.

Sentences name only what was counted; a figure of zero is said, not left out where it matters.
"""

from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext as _

from core.dates import add_months, format_date
from core.numbers import format_number, format_percent, percent_of
from indicators.recognised import FORMS, INDUSTRIES, STARS
from indicators.standing import EXPIRY_DAYS
from reports.building.data import Figure, Line, ReportData
from reports.building.printed import MAIN_FIGURES
from reports.building.resources import spending, trained

_MAX_NAMED = 10


def subject_of(data: ReportData) -> str:
    """Return the trích yếu."""
    text = _("Kết quả thực hiện Chương trình Mỗi xã một sản phẩm %(period)s%(place)s")
    return text % {"period": data.period.words, "place": _at(data)}


def body_of(data: ReportData) -> tuple[Line, ...]:
    """Return the lines between the title and the signature."""
    parts = (
        (_("I. KẾT QUẢ ĐÁNH GIÁ, PHÂN HẠNG TRONG KỲ"), (_entries, _recognised, _groups, _forms)),
        (_("II. SẢN PHẨM OCOP CÒN HIỆU LỰC CÔNG NHẬN"), (_standing, _women, _market, _expiring)),
        (_("III. CÁC NỘI DUNG KHÁC"), (_central, _revoked, trained, spending, _comparison)),
    )
    hidden = _not_for_the_reader(data)
    lines = _opening(data)
    for title, sections in parts:
        readable = [one for one in sections if one not in hidden]
        lines += [Line("h1", title), *_numbered(data, readable)]
    return (*lines, *_closing(data))


def _not_for_the_reader(data: ReportData) -> set[Callable]:
    """Return the sections about what the reader of this report does not see."""
    about = {
        _entries: "entries.products",
        _central: "central.sent.products",
        spending: "budget.executed.total",
        trained: "training.cost",
    }
    return {section for section, code in about.items() if code not in data.by_code}


def _numbered(data: ReportData, sections: Iterable[Callable]) -> list[Line]:
    """Number the heading with which every section begins."""
    lines = []
    for number, section in enumerate(sections, start=1):
        heading, *rest = section(data)
        lines += [Line("h2", f"{number}. {heading}"), *rest]
    return lines


def _opening(data: ReportData) -> list[Line]:
    why = _(
        "Thực hiện chế độ báo cáo định kỳ theo Nghị định số 09/2019/NĐ-CP ngày 24/01/2019 của Chính phủ, "
        "%(issuer)s báo cáo kết quả thực hiện Chương trình Mỗi xã một sản phẩm (Chương trình OCOP) "
        "%(period)s%(place)s như sau:"
    )
    which = _(
        "Số liệu phát sinh trong kỳ tính từ ngày %(first)s đến hết ngày %(last)s; số liệu hiện có chốt đến hết "
        "ngày %(as_of)s. Số liệu so sánh là của cùng kỳ năm trước."
    )
    period = data.period
    days = _days(period.window.first, period.window.last, period.as_of)
    words = {"issuer": data.letterhead.issuer_in_text, "period": period.words, "place": _at(data)}
    return [Line("p", why % words), Line("p", which % days)]


def _entries(data: ReportData) -> list:
    heading, figures = _("Sản phẩm tham gia đánh giá, phân hạng"), data.by_code
    total = figures["entries.products"]
    if not total.value:
        return [heading, Line("p", _("Trong kỳ không có sản phẩm nào tham gia đánh giá, phân hạng."))]
    text = _(
        "Trong kỳ có %(total)s sản phẩm của %(producers)s chủ thể%(places)s tham gia đánh giá, phân hạng; gồm "
        "%(kinds)s. %(change)s"
    )
    kinds = (
        ("entries.new.products", _("%(n)s sản phẩm đăng ký mới")),
        ("entries.renewal.products", _("%(n)s sản phẩm đánh giá lại")),
        ("entries.upgrade.products", _("%(n)s sản phẩm đăng ký nâng hạng")),
    )
    words = {
        "total": total.text,
        "producers": figures["entries.producers"].text,
        "places": _places(data),
        "kinds": _several(data, kinds),
        "change": _entries_against(data),
    }
    return [heading, Line("p", (text % words).strip())]


def _entries_against(data: ReportData) -> str:
    """Return the change; nothing where a year before products were recognised of which no entry was kept."""
    entries, recognised = data.by_code["entries.products"], data.by_code["recognised.products"]
    return _against(entries) if entries.previous or not recognised.previous else ""


def _recognised(data: ReportData) -> list:
    heading = _("Kết quả công nhận")
    total = data.by_code["recognised.products"]
    if not total.value:
        return [heading, Line("p", _("Trong kỳ không có sản phẩm nào được công nhận từ 3 sao trở lên."))]
    text = _(
        "Trong kỳ có %(total)s sản phẩm của %(producers)s chủ thể được công nhận từ 3 sao trở lên, gồm %(stars)s. "
        "%(change)s Cụ thể:"
    )
    words = {
        "total": total.text,
        "producers": data.by_code["recognised.producers"].text,
        "stars": _stars(data, "recognised"),
        "change": _against(total),
    }
    kinds = (("new", _("Công nhận mới")), ("renewal", _("Công nhận lại")), ("upgrade", _("Nâng hạng")))
    items = [
        Line("item", f"{letter}) {name}: {_kind(data, code)}")
        for letter, (code, name) in zip("abc", kinds, strict=True)
    ]
    stars = ("", *(f".star{star}" for star in STARS))
    codes = [f"recognised.{code}{star}.products" for code, _name in kinds for star in stars]
    shown = ("recognised.products", *_not_empty(data, codes), "recognised.producers")
    table = Line("figures", "", figures=shown, caption=_("Kết quả công nhận theo hình thức và hạng sao"))
    return [heading, Line("p", text % words), *items, table]


def _kind(data: ReportData, code: str) -> str:
    total = data.by_code[f"recognised.{code}.products"]
    if not total.value:
        return _("không có.")
    return _("%(n)s sản phẩm của %(producers)s chủ thể, gồm %(stars)s.") % {
        "n": total.text,
        "producers": data.by_code[f"recognised.{code}.producers"].text,
        "stars": _stars(data, f"recognised.{code}"),
    }


def _groups(data: ReportData) -> list:
    heading = _("Cơ cấu sản phẩm được công nhận theo nhóm ngành")
    pairs = _shares(data, "recognised.group", [code for code, _name in INDUSTRIES], "products")
    if not pairs:
        return [heading, Line("p", _("Trong kỳ không có sản phẩm được công nhận."))]
    most = _("Nhóm %(name)s có nhiều sản phẩm được công nhận nhất với %(n)s sản phẩm, chiếm %(share)s") % pairs[0]
    rest = "; ".join(_("nhóm %(name)s %(n)s sản phẩm (%(share)s)") % words for words in pairs[1:])
    text = _("%(most)s; các nhóm còn lại gồm: %(rest)s.") if rest else "%(most)s."
    chart = Line("chart", "", chart="groups", caption=_("Sản phẩm được công nhận trong kỳ theo nhóm ngành"))
    return [heading, Line("p", text % {"most": most, "rest": rest}), chart]


def _forms(data: ReportData) -> list:
    heading = _("Chủ thể được công nhận theo loại hình")
    pairs = _shares(data, "recognised.form", [code for code, _form in FORMS], "producers")
    if not pairs:
        return [heading, Line("p", _("Trong kỳ không có chủ thể nào có sản phẩm được công nhận."))]
    listed = "; ".join(_("%(name)s: %(n)s chủ thể, chiếm %(share)s") % words for words in pairs)
    text = _("Trong %(n)s chủ thể có sản phẩm được công nhận: %(listed)s.")
    return [heading, Line("p", text % {"n": data.by_code["recognised.producers"].text, "listed": listed})]


def _standing(data: ReportData) -> list:
    heading = _("Tổng số sản phẩm còn hiệu lực")
    total = data.by_code["standing.products"]
    words = {
        "day": format_date(data.period.as_of),
        "place": _at(data) or _(", toàn tỉnh"),
        "n": total.text,
        "producers": data.by_code["standing.producers"].text,
        "stars": _stars(data, "standing"),
        "change": _against(total),
    }
    if not total.value:
        text = _("Đến hết ngày %(day)s%(place)s không có sản phẩm OCOP nào còn hiệu lực công nhận.")
        return [heading, Line("p", text % words)]
    text = _(
        "Đến hết ngày %(day)s%(place)s có %(n)s sản phẩm OCOP còn hiệu lực công nhận của %(producers)s chủ thể, "
        "gồm %(stars)s. %(change)s"
    )
    chart = Line("chart", "", chart="stars", caption=_("Sản phẩm còn hiệu lực theo hạng sao"))
    return [heading, Line("p", text % words), chart]


def _women(data: ReportData) -> list:
    heading, figures = _("Chủ thể do phụ nữ đại diện"), data.by_code
    producers = figures["standing.women.producers"]
    if not producers.value:
        return [heading, Line("p", _("Không có chủ thể nào có sản phẩm còn hiệu lực do phụ nữ đại diện."))]
    text = _(
        "Có %(producers)s chủ thể do phụ nữ đại diện, chiếm %(share)s tổng số chủ thể có sản phẩm còn hiệu lực, "
        "với %(products)s sản phẩm, gồm %(stars)s."
    )
    words = {
        "producers": producers.text,
        "share": figures["standing.women.producers_percent"].text,
        "products": figures["standing.women.products"].text,
        "stars": _stars(data, "standing.women"),
    }
    return [heading, Line("p", text % words)]


def _market(data: ReportData) -> list:
    channels = (
        ("supermarket", _("có mặt tại siêu thị, trung tâm thương mại")),
        ("online", _("bán trên sàn thương mại điện tử")),
        ("export", _("xuất khẩu")),
    )
    listed = "; ".join(
        _("%(n)s sản phẩm %(where)s, chiếm %(share)s")
        % {
            "n": data.by_code[f"standing.{code}.products"].text,
            "where": where,
            "share": data.by_code[f"standing.{code}.percent"].text,
        }
        for code, where in channels
    )
    text = _("Trong số sản phẩm còn hiệu lực: %(listed)s.") % {"listed": listed}
    return [_("Tiêu thụ sản phẩm"), Line("p", text)]


def _expiring(data: ReportData) -> list:
    soon = data.by_code["standing.expiring.products"]
    text = _("Không có sản phẩm nào hết thời hạn công nhận trong %(days)s ngày sau ngày %(day)s.")
    if soon.value:
        text = _(
            "Có %(n)s sản phẩm hết thời hạn công nhận trong %(days)s ngày sau ngày %(day)s, cần chuẩn bị hồ sơ đánh "
            "giá lại."
        )
    words = {"n": soon.text, "days": EXPIRY_DAYS, "day": format_date(data.period.as_of)}
    return [_("Thời hạn công nhận"), Line("p", text % words)]


def _central(data: ReportData) -> list:
    heading, rows = _("Sản phẩm đề nghị trung ương đánh giá"), _rows(data, "central")
    words = {
        "day": format_date(data.period.as_of),
        "n": data.by_code["central.sent.products"].text,
        "named": "; ".join(f"{product} ({producer})" for _number, product, producer, *_rest in rows),
    }
    if not rows:
        text = _("Đến hết ngày %(day)s không có sản phẩm nào đang đề nghị trung ương đánh giá.")
    elif len(rows) > _MAX_NAMED:
        text = _("Đến hết ngày %(day)s có %(n)s sản phẩm tiềm năng 5 sao đang đề nghị trung ương đánh giá.")
    else:
        text = _(
            "Đến hết ngày %(day)s có %(n)s sản phẩm tiềm năng 5 sao đang đề nghị trung ương đánh giá, gồm: %(named)s."
        )
    return [heading, Line("p", text % words)]


def _revoked(data: ReportData) -> list:
    heading = _("Thu hồi quyết định công nhận")
    total = data.by_code["revoked.products"]
    if not total.value:
        return [heading, Line("p", _("Trong kỳ không có sản phẩm nào bị thu hồi quyết định công nhận."))]
    decisions = dict.fromkeys((row[6], row[7]) for row in _rows(data, "revoked"))
    cited = "; ".join(
        _("số %(number)s ngày %(day)s") % {"number": number, "day": format_date(day)} for number, day in decisions
    )
    text = _("Trong kỳ có %(n)s sản phẩm bị thu hồi quyết định công nhận, gồm %(stars)s (Quyết định %(cited)s).")
    return [heading, Line("p", text % {"n": total.text, "stars": _stars(data, "revoked"), "cited": cited})]


def _comparison(data: ReportData) -> list:
    window, as_of = data.period.window, data.period.as_of
    text = _(
        "Số liệu cùng kỳ năm trước tính từ ngày %(first)s đến hết ngày %(last)s, số liệu hiện có chốt đến hết "
        "ngày %(as_of)s."
    ) % _days(*(add_months(day, -12) for day in (window.first, window.last, as_of)))
    shown = _not_empty(data, MAIN_FIGURES)
    tables = [Line("figures", "", figures=shown, caption=_("Một số chỉ tiêu chủ yếu"))] if shown else []
    return [_("So sánh với cùng kỳ năm trước"), Line("p", text), *tables]


def _closing(data: ReportData) -> list[Line]:
    text = _("Trên đây là báo cáo kết quả thực hiện Chương trình OCOP %(period)s%(place)s của %(issuer)s./.")
    words = {"period": data.period.words, "place": _at(data), "issuer": data.letterhead.issuer_in_text}
    return [Line("p", text % words)]


def _at(data: ReportData) -> str:
    return _(" tại %(unit)s") % {"unit": data.unit_name} if data.unit_name else ""


def _days(first, last, as_of) -> dict[str, str]:
    return {"first": format_date(first), "last": format_date(last), "as_of": format_date(as_of)}


def _rows(data: ReportData, key: str) -> tuple[tuple, ...]:
    return next(table.rows for table in data.tables if table.key == key)


def _not_empty(data: ReportData, codes: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of figures that the reader may see and that are not zero in both years."""
    known = (data.by_code[code] for code in codes if code in data.by_code)
    return tuple(figure.code for figure in known if figure.value or figure.previous)


def _places(data: ReportData) -> str:
    districts, communes = data.by_code["entries.districts"], data.by_code["entries.communes"]
    if districts.value:
        return _(" thuộc %(n)s huyện, thành phố") % {"n": districts.text}
    return _(" thuộc %(n)s xã, phường") % {"n": communes.text} if communes.value else ""


def _stars(data: ReportData, prefix: str) -> str:
    """Return ``41 sản phẩm 4 sao và 115 sản phẩm 3 sao``; stars without products are left out."""
    words = _("%%(n)s sản phẩm %(star)d sao")
    codes = [(f"{prefix}.star{star}.products", words % {"star": star}) for star in STARS]
    return _several(data, [pair for pair in codes if pair[0] in data.by_code])


def _several(data: ReportData, pairs: Iterable[tuple[str, str]]) -> str:
    """Join what is not zero with commas and a last ``và``."""
    found = [words % {"n": data.by_code[code].text} for code, words in pairs if data.by_code[code].value]
    if len(found) < 2:
        return "".join(found)
    return _("%(first)s và %(last)s") % {"first": ", ".join(found[:-1]), "last": found[-1]}


def _shares(data: ReportData, prefix: str, codes: Sequence[str], noun: str) -> list[dict[str, str]]:
    """Return name, number and share of the parts that are not zero, largest first."""
    pairs = [(data.by_code[f"{prefix}.{code}.{noun}"], data.by_code[f"{prefix}.{code}.percent"]) for code in codes]
    found = sorted((pair for pair in pairs if pair[0].value), key=lambda pair: -pair[0].value)
    return [
        {"name": part.name[:1].lower() + part.name[1:], "n": part.text, "share": share.text} for part, share in found
    ]


def _against(figure: Figure) -> str:
    """Return a sentence on the change from the year before."""
    change = figure.value - figure.previous
    if not change:
        return _("Số này bằng cùng kỳ năm trước.")
    words = {
        "before": figure.previous_text,
        "n": format_number(abs(change), 0),
        "unit": figure.unit_of_measure,
        "way": _("tăng") if change > 0 else _("giảm"),
        "share": format_percent(percent_of(abs(change), figure.previous)),
    }
    if not figure.previous:
        return _("Cùng kỳ năm trước không có %(unit)s nào.") % words
    return _("So với cùng kỳ năm trước (%(before)s %(unit)s), %(way)s %(n)s %(unit)s, tương ứng %(share)s.") % words
