"""The cycle of evaluation: entries, recognition, stock, what was sent up, taken back or runs out."""

from django.utils.translation import gettext as _

from core.dates import format_date
from indicators.recognised import INDUSTRIES
from indicators.standing import EXPIRY_DAYS
from reports.consolidating.telling import NAMES, Telling, join_and, listed

_MAX_NAMED = 10


def entries(tell: Telling) -> list[str]:
    """Return who took part, by kind of registration."""
    if not tell.known("entries.products"):
        return []
    if not tell.value("entries.products"):
        text = _("%(begins)s%(place)s không có sản phẩm dự thi đánh giá, phân hạng.")
        return [text % {"begins": tell.begins, "place": tell.place}]
    kinds = (
        ("entries.new.products", _("%(n)s sản phẩm mới dự thi")),
        ("entries.renewal.products", _("%(n)s sản phẩm đăng ký công nhận lại")),
        ("entries.upgrade.products", _("%(n)s sản phẩm đề nghị nâng hạng")),
    )
    text = _(
        "%(begins)s%(place)s, có %(n)s sản phẩm của %(producers)s chủ thể%(from)s dự thi đánh giá, phân hạng sản phẩm "
        "OCOP%(kinds)s. %(against)s"
    )
    words = tell.values(n="entries.products", producers="entries.producers") | {
        "begins": tell.begins,
        "place": tell.place,
        "from": _from_where(tell),
        "kinds": tell.in_brackets(tell.parts(kinds)),
        "against": _entries_against(tell),
    }
    return [(text % words).strip()]


def _entries_against(tell: Telling) -> str:
    """Return the change; nothing where a year before products were recognised of which no entry was kept."""
    is_kept = tell.figure("entries.products").previous or not tell.previous("recognised.products")
    return tell.against("entries.products") if is_kept else ""


def _from_where(tell: Telling) -> str:
    if tell.value("entries.districts"):
        return _(" thuộc %(n)s huyện, thành phố") % {"n": tell.n("entries.districts")}
    if tell.value("entries.communes"):
        return _(" thuộc %(n)s xã, phường") % {"n": tell.n("entries.communes")}
    return ""


def recognised(tell: Telling) -> list[str]:
    """Return what was recognised, then by kind where there is more than one."""
    if not tell.value("recognised.products"):
        return [_("%(begins)s không có sản phẩm nào được công nhận từ 3 sao trở lên.") % {"begins": tell.begins}]
    text = _(
        "Kết quả, có %(n)s sản phẩm của %(producers)s chủ thể được công nhận sản phẩm OCOP từ 3 sao trở lên%(stars)s. "
        "%(against)s"
    )
    words = tell.values(n="recognised.products", producers="recognised.producers") | {
        "stars": tell.in_brackets(tell.stars("recognised")),
        "against": tell.against("recognised.products"),
    }
    kinds = [
        _kind(tell, code, name)
        for code, name in (("renewal", _("Công nhận lại")), ("upgrade", _("Nâng hạng")), ("new", _("Công nhận mới")))
        if tell.value(f"recognised.{code}.products")
    ]
    if len(kinds) == 1:
        return [text % words, _("Toàn bộ thuộc hình thức: %(kind)s.") % {"kind": kinds[0]}]
    return [text % words, _("Trong đó:"), *listed(kinds)]


def _kind(tell: Telling, code: str, name: str) -> str:
    prefix = f"recognised.{code}"
    words = tell.values(n=f"{prefix}.products", producers=f"{prefix}.producers")
    stars = tell.in_brackets(tell.stars(prefix))
    return _("%(name)s %(n)s sản phẩm của %(producers)s chủ thể%(stars)s") % {**words, "name": name, "stars": stars}


def groups(tell: Telling) -> list[str]:
    """Return the recognised products by industry with their shares."""
    pairs = tell.shares("recognised.group", [code for code, _name in INDUSTRIES], "products")
    if not pairs:
        return []
    parts = "; ".join(_("nhóm %(name)s %(n)s sản phẩm (%(share)s)") % words for words in pairs)
    return [_("Phân theo nhóm sản phẩm được công nhận: %(parts)s.") % {"parts": parts}]


def renewals(tell: Telling) -> list[str]:
    """Return how many of the products whose term ended were filed and recognised again; both shares of what is due."""
    due = "renewal.due.products"
    if not tell.value(due):
        return []
    text = _(
        "Trong kỳ, có %(due)s sản phẩm hết thời hạn công nhận phải đánh giá lại; đã nộp hồ sơ %(filed)s sản phẩm "
        "(%(filed_share)s), được công nhận lại %(again)s sản phẩm (%(again_share)s)."
    )
    words = tell.values(
        due=due,
        filed="renewal.filed.products",
        filed_share="renewal.filed.percent",
        again="renewal.again.products",
        again_share="renewal.again.percent",
    )
    return [text % words]


def standing(tell: Telling) -> list[str]:
    """Return the stock on the day of the cut-off, by star."""
    words = {"day": tell.day, "place": tell.place or _(", toàn tỉnh")}
    if not tell.value("standing.products"):
        return [_("Đến hết ngày %(day)s%(place)s không có sản phẩm OCOP nào còn hiệu lực công nhận.") % words]
    text = _(
        "Đến hết ngày %(day)s%(place)s có %(n)s sản phẩm OCOP còn hiệu lực công nhận%(stars)s của %(producers)s chủ "
        "thể. %(against)s"
    )
    words |= tell.values(n="standing.products", producers="standing.producers")
    words |= {"stars": tell.in_brackets(tell.stars("standing")), "against": tell.against("standing.products")}
    return [text % words]


def women(tell: Telling) -> list[str]:
    """Return products and producers led by women."""
    if not tell.value("standing.women.producers"):
        return []
    text = _(
        "Trong số sản phẩm còn hiệu lực, có %(n)s sản phẩm%(stars)s của %(producers)s chủ thể do phụ nữ đại diện, "
        "chiếm %(share)s tổng số chủ thể có sản phẩm còn hiệu lực."
    )
    words = tell.values(
        n="standing.women.products",
        producers="standing.women.producers",
        share="standing.women.producers_percent",
    )
    return [text % {**words, "stars": tell.in_brackets(tell.stars("standing.women"))}]


def central(tell: Telling) -> list[str]:
    """Return the candidates for five stars, named where they are few."""
    code = "central.sent.products"
    if not tell.value(code):
        return []
    names = [f"{product} ({producer})" for _number, product, producer, *_rest in _rows(tell, "central")]
    named = ""
    if names and len(names) <= _MAX_NAMED:
        named = _(", gồm: %(names)s") % {"names": tell.note(code + NAMES, "; ".join(names))}
    text = _("Có %(n)s sản phẩm tiềm năng 5 sao đang đề nghị Trung ương đánh giá, phân hạng%(named)s.")
    return [text % {"n": tell.n(code), "named": named}]


def revoked(tell: Telling) -> list[str]:
    """Return what was taken back in the window, by which decisions, and between its end and the cut-off."""
    return [*_revoked_in_window(tell), *_revoked_since(tell)]


def _revoked_since(tell: Telling) -> list[str]:
    """Return what is missing in the stock of the cut-off though the window does not tell it."""
    code = "revoked.since.products"
    if not tell.value(code):
        return []
    text = _(
        "Sau kỳ báo cáo, đến hết ngày %(day)s có %(n)s sản phẩm bị thu hồi quyết định công nhận%(stars)s; số "
        "sản phẩm còn hiệu lực nêu trên đã trừ các sản phẩm này."
    )
    words = {"n": tell.n(code), "stars": tell.in_brackets(tell.stars("revoked.since"))}
    return [text % {"day": tell.day, **words}]


def _revoked_in_window(tell: Telling) -> list[str]:
    code = "revoked.products"
    if not tell.value(code):
        return []
    decisions = dict.fromkeys((row[6], row[7]) for row in _rows(tell, "revoked"))
    cited = join_and([f"{number} ngày {format_date(day)}" for number, day in decisions])
    by_which = _(" theo Quyết định số %(cited)s") % {"cited": tell.note(code + NAMES, cited)} if cited else ""
    text = _("Trong kỳ, có %(n)s sản phẩm bị thu hồi quyết định công nhận%(stars)s%(by_which)s.")
    stars = tell.in_brackets(tell.stars("revoked"))
    return [text % {"n": tell.n(code), "stars": stars, "by_which": by_which}]


def expiring(tell: Telling) -> list[str]:
    """Return what ran out within the window and what will within half a year; nothing where nothing does."""
    return [line for line in (_ran_out(tell), _runs_out(tell)) if line]


def _ran_out(tell: Telling) -> str:
    code = "expired.products"
    if not tell.value(code):
        return ""
    text = _("Trong kỳ, có %(n)s sản phẩm hết thời hạn công nhận mà chưa được công nhận lại.")
    return text % {"n": tell.n(code)}


def _runs_out(tell: Telling) -> str:
    code = "standing.expiring.products"
    if not tell.value(code):
        return ""
    text = _(
        "Trong %(days)s ngày sau ngày %(day)s, có %(n)s sản phẩm hết thời hạn công nhận, cần chuẩn bị hồ sơ đánh giá "
        "lại."
    )
    return text % {"n": tell.n(code), "days": EXPIRY_DAYS, "day": tell.day}


def _rows(tell: Telling, key: str) -> tuple[tuple, ...]:
    return next((table.rows for table in tell.data.tables if table.key == key), ())
