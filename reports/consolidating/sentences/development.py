"""Work on products and who makes them: papers, marks, start-ups, producers by legal form."""

from django.utils.translation import gettext as _

from indicators.recognised import FORMS
from reports.consolidating.telling import Telling, join_and


def development(tell: Telling) -> list[str]:
    """Return food safety, self-declarations, marks, standards and traceability, as units reported them."""
    return [line for line in (_food_safety(tell), _declared(tell), _mark(tell), _papers(tell)) if line]


def _food_safety(tell: Telling) -> str:
    code = "reported.food_safety_certificates"
    if not tell.value(code):
        return ""
    return _("Đã cấp giấy chứng nhận đủ điều kiện an toàn thực phẩm cho %(n)s cơ sở.") % {"n": tell.n(code)}


def _declared(tell: Telling) -> str:
    products, facilities = "reported.self_declared_products", "reported.self_declared_facilities"
    total, text = "reported.self_declared_cumulative", ""
    if tell.value(products):
        text = _("Tiếp nhận, hướng dẫn tự công bố %(n)s sản phẩm") % {"n": tell.n(products)}
        if tell.value(facilities):
            text += _(" của %(n)s cơ sở sản xuất, kinh doanh") % {"n": tell.n(facilities)}
        text += "."
    if tell.value(total):
        sums = _("Lũy kế có %(n)s sản phẩm tự công bố.") % {"n": tell.n(total)}
        text = f"{text} {sums}".strip()
    return text


def _mark(tell: Telling) -> str:
    businesses, products = "reported.made_in_mark_businesses", "reported.made_in_mark_products"
    if not (tell.value(businesses) and tell.value(products)):
        return ""
    text = _(
        "Cấp quyền sử dụng nhãn hiệu chứng nhận “Made in Dong Thap” cho %(businesses)s doanh nghiệp, hộ kinh doanh với "
        "%(products)s sản phẩm."
    )
    return text % tell.values(businesses=businesses, products=products)


def _papers(tell: Telling) -> str:
    kinds = (
        ("reported.traceability_products", _("%(n)s sản phẩm có mã truy xuất nguồn gốc")),
        ("reported.gap_haccp_certificates", _("%(n)s giấy chứng nhận GAP, HACCP hoặc tương đương")),
    )
    parts = tell.parts(kinds)
    return _("Có %(parts)s.") % {"parts": parts} if parts else ""


def start_ups(tell: Telling) -> list[str]:
    """Return projects selected and incubated, and what they became."""
    kinds = (
        ("incubation.selected", _("tuyển chọn %(n)s dự án khởi nghiệp")),
        ("incubation.incubated", _("ươm tạo %(n)s dự án")),
    )
    done, became = tell.parts(kinds), _became(tell)
    if not (done or became):
        return []
    first = _("Trong kỳ, đã %(done)s.") % {"done": done} if done else ""
    return [f"{first} {became}".strip()]


def _became(tell: Telling) -> str:
    kinds = (
        ("incubation.became.producers", _("%(n)s dự án trở thành chủ thể OCOP")),
        ("incubation.became.products", _("%(n)s dự án có sản phẩm tham gia Chương trình OCOP")),
    )
    parts = tell.parts(kinds)
    return _("Có %(parts)s.") % {"parts": parts} if parts else ""


def producers(tell: Telling) -> list[str]:
    """Return the recognised producers by legal form with their shares."""
    if not tell.value("recognised.producers"):
        return []
    pairs = tell.shares("recognised.form", [code for code, _form in FORMS], "producers")
    parts = "; ".join(_("%(name)s %(n)s chủ thể (%(share)s)") % words for words in pairs)
    if tell.value("entries.producers"):
        text = _(
            "Kết quả, có %(n)s/%(of)s chủ thể tham gia có sản phẩm được công nhận là sản phẩm OCOP, trong đó: "
            "%(parts)s."
        )
        words = tell.values(n="recognised.producers", of="entries.producers")
    else:
        text = _("Có %(n)s chủ thể có sản phẩm được công nhận là sản phẩm OCOP, trong đó: %(parts)s.")
        words = tell.values(n="recognised.producers")
    return [text % {**words, "parts": parts}, *_economy(tell)]


def _economy(tell: Telling) -> list[str]:
    """Return revenue, labour and jobs that the localities reported."""
    revenue, kinds = (
        "reported.revenue",
        (
            ("reported.workers", _("sử dụng %(n)s lao động")),
            ("reported.jobs_created", _("tạo thêm %(n)s việc làm")),
            ("reported.ethnic_minority_producers", _("có %(n)s chủ thể là người dân tộc thiểu số")),
        ),
    )
    parts = []
    if tell.value(revenue):
        parts.append(_("doanh thu đạt %(n)s triệu đồng") % {"n": tell.n(revenue)})
    found = tell.parts(kinds)
    parts += [found] if found else []
    if not parts:
        return []
    return [_("Theo báo cáo của các địa phương, các chủ thể OCOP có %(parts)s.") % {"parts": join_and(parts)}]
