"""Promotion of trade: online, supermarkets, bulletins, fairs, points of sale."""

from django.utils.translation import gettext as _

from reports.consolidating.telling import Telling


def promotion(tell: Telling) -> list[str]:
    """Return where products are sold, then what was done to sell them."""
    return [line for line in (_channels(tell), _online(tell), _bulletins(tell), _events(tell)) if line]


def _channels(tell: Telling) -> str:
    channels = (
        ("online", _("%(n)s sản phẩm bán trên sàn thương mại điện tử (%(share)s)")),
        ("supermarket", _("%(n)s sản phẩm vào hệ thống siêu thị, trung tâm thương mại (%(share)s)")),
        ("export", _("%(n)s sản phẩm xuất khẩu (%(share)s)")),
    )
    parts = [
        words % tell.values(n=f"standing.{code}.products", share=f"standing.{code}.percent")
        for code, words in channels
        if tell.value(f"standing.{code}.products")
    ]
    if not parts:
        return ""
    return _("Trong số sản phẩm OCOP còn hiệu lực, có %(parts)s.") % {"parts": "; ".join(parts)}


def _online(tell: Telling) -> str:
    products, businesses = "reported.online_products", "reported.online_businesses"
    if not tell.value(products):
        return ""
    text = _("Theo báo cáo của các đơn vị, có %(n)s sản phẩm OCOP, sản phẩm công nghiệp nông thôn tiêu biểu")
    words = tell.values(n=products)
    if tell.value(businesses):
        text += _(" của %(businesses)s doanh nghiệp, cơ sở sản xuất, hợp tác xã")
        words |= tell.values(businesses=businesses)
    return (text + _(" được kinh doanh trên các sàn thương mại điện tử.")) % words


def _bulletins(tell: Telling) -> str:
    kinds = (
        ("reported.bulletins_monthly", _("%(n)s kỳ bản tin thị trường hằng tháng")),
        ("reported.bulletins_weekly", _("%(n)s kỳ bản tin nhanh hằng tuần")),
    )
    # What units reported; without it what the register of activities holds.
    parts = tell.parts(kinds) or tell.parts([("activities.bulletin.items", _("%(n)s kỳ bản tin thị trường"))])
    return _("Phát hành %(parts)s.") % {"parts": parts} if parts else ""


def _events(tell: Telling) -> str:
    kinds = (
        ("activities.fair.items", _("tham gia %(n)s hội chợ, triển lãm, phiên chợ")),
        ("activities.trade.items", _("tổ chức %(n)s cuộc kết nối giao thương")),
        ("activities.sales_point.items", _("mở %(n)s điểm giới thiệu và bán sản phẩm")),
        ("activities.forum.items", _("tham gia %(n)s diễn đàn Mỗi xã một sản phẩm")),
    )
    parts = tell.parts(kinds)
    return _("Trong kỳ, đã %(parts)s.") % {"parts": parts} if parts else ""
