"""Work on products and who makes them: papers, marks, start-ups, producers by legal form."""

from django.utils.translation import gettext as _

from indicators.recognised import FORMS
from reports.consolidating.telling import Telling


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
    sent = tell.parts(
        (
            ("reported.traceability_products", _("%(n)s sản phẩm có mã truy xuất nguồn gốc")),
            ("reported.gap_haccp_certificates", _("%(n)s giấy chứng nhận GAP, HACCP hoặc tương đương")),
        )
    )
    kept = tell.parts(
        (
            ("certificates.gap.products", _("%(n)s sản phẩm có chứng nhận VietGAP, GlobalGAP")),
            ("certificates.haccp.products", _("%(n)s sản phẩm có chứng nhận HACCP, ISO 22000 hoặc tương đương")),
            ("certificates.organic.products", _("%(n)s sản phẩm có chứng nhận hữu cơ")),
            ("certificates.trademark.products", _("%(n)s sản phẩm có văn bằng bảo hộ nhãn hiệu")),
            ("certificates.traceability.products", _("%(n)s sản phẩm có truy xuất nguồn gốc")),
        )
    )
    lines = []
    if sent:
        lines.append(_("Theo báo cáo của các đơn vị, có %(parts)s.") % {"parts": sent})
    if kept:
        lines.append(_("Trong số sản phẩm OCOP còn hiệu lực, có %(parts)s.") % {"parts": kept})
    return "\n".join(lines)


def start_ups(tell: Telling) -> list[str]:
    """Return projects selected and incubated, and what they became."""
    kinds = (
        ("incubation.selected.projects", _("tuyển chọn %(n)s dự án khởi nghiệp")),
        ("incubation.begun.projects", _("bắt đầu ươm tạo %(n)s dự án")),
        ("incubation.supported.projects", _("hỗ trợ %(n)s dự án")),
    )
    done = tell.parts(kinds)
    first = _("Trong kỳ, đã %(done)s%(how)s.") % {"done": done, "how": _how_supported(tell)} if done else ""
    return [line for line in (" ".join(filter(None, (first, _became(tell)))), _spaces(tell)) if line]


def _how_supported(tell: Telling) -> str:
    kinds = (
        ("incubation.supported.matching.projects", _("%(n)s dự án được kết nối đối tác, nhà đầu tư")),
        ("incubation.supported.credit.projects", _("%(n)s dự án được bảo lãnh tín dụng")),
        ("incubation.supported.coworking.projects", _("%(n)s dự án dùng không gian làm việc chung")),
        ("incubation.supported.showroom.projects", _("%(n)s dự án dùng không gian trưng bày")),
        ("incubation.supported.training.projects", _("%(n)s dự án được đào tạo, tư vấn")),
    )
    return tell.in_brackets(tell.parts(kinds))


def _spaces(tell: Telling) -> str:
    kinds = (
        ("incubation.spaces.coworking", _("%(n)s khu làm việc chung")),
        ("incubation.spaces.showroom", _("%(n)s khu trưng bày sản phẩm")),
    )
    parts = tell.parts(kinds)
    return _("Không gian hỗ trợ khởi nghiệp có %(parts)s đang hoạt động.") % {"parts": parts} if parts else ""


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
    kinds = (
        ("reported.revenue", _("doanh thu đạt %(n)s triệu đồng")),
        ("reported.workers", _("%(n)s lao động thường xuyên")),
        ("reported.jobs_created", _("%(n)s việc làm mới")),
        ("reported.ethnic_minority_producers", _("%(n)s chủ thể là người dân tộc thiểu số")),
    )
    parts = tell.parts(kinds)
    if not parts:
        return []
    return [_("Theo báo cáo của các địa phương, các chủ thể OCOP có %(parts)s.") % {"parts": parts}]
