"""Kinds around a product."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ChannelKind(TextChoices):
    """Where a product is sold."""

    ONLINE = "online", _("Sàn thương mại điện tử")
    SUPERMARKET = "supermarket", _("Siêu thị, trung tâm thương mại")
    SHOP = "shop", _("Cửa hàng, điểm giới thiệu OCOP")
    TOURIST_SITE = "tourist_site", _("Điểm du lịch")
    EXPORT = "export", _("Xuất khẩu")


class CertificateKind(TextChoices):
    """Papers about quality and origin."""

    FOOD_SAFETY = "food_safety", _("Cơ sở đủ điều kiện an toàn thực phẩm")
    SELF_DECLARATION = "self_declaration", _("Tự công bố sản phẩm")
    VIETGAP = "vietgap", _("VietGAP")
    GLOBALGAP = "globalgap", _("GlobalGAP")
    ORGANIC = "organic", _("Hữu cơ")
    HACCP = "haccp", _("HACCP")
    ISO = "iso", _("ISO 22000 hoặc tương đương")
    TRADEMARK = "trademark", _("Nhãn hiệu")
    TRACEABILITY = "traceability", _("Truy xuất nguồn gốc")
    OTHER = "other", _("Giấy chứng nhận khác")


class RecognitionKind(TextChoices):
    """How a product came to its star."""

    NEW = "new", _("Công nhận mới")
    RENEWAL = "renewal", _("Công nhận lại")
    UPGRADE = "upgrade", _("Nâng hạng")


class RevocationGround(TextChoices):
    """Grounds of 26/2026/QĐ-TTg, Điều 8; the same served under the earlier decisions."""

    FORGED = "forged", _("Hồ sơ, thông tin giả mạo")
    BELOW_CRITERIA = "below_criteria", _("Không còn đáp ứng tiêu chí")
    LAW_BROKEN = "law_broken", _("Vi phạm pháp luật về chất lượng, an toàn thực phẩm, môi trường, nhãn hàng hoá")
    MARK_MISUSED = "mark_misused", _("Sử dụng sai biểu trưng OCOP")
    STOPPED = "stopped", _("Ngừng sản xuất")
    OTHER = "other", _("Theo đề nghị của cơ quan có thẩm quyền")


class Star(IntegerChoices):
    """Stars that a decision can recognise; 1 and 2 stars get no decision."""

    THREE = 3, _("3 sao")
    FOUR = 4, _("4 sao")
    FIVE = 5, _("5 sao")
