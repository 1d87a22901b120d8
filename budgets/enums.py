"""Sources, contents and kinds of ledger entries."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SourceGroup(TextChoices):
    """The sources as the province's plans add them up (159/KH-UBND)."""

    RURAL = "rural", _("Chương trình MTQG xây dựng nông thôn mới")
    INTEGRATED = "integrated", _("Lồng ghép từ các chương trình khác")
    LOCAL = "local", _("Ngân sách địa phương")
    SOCIAL = "social", _("Huy động xã hội hoá")


class Content(TextChoices):
    """What the money is for."""

    TRAINING = "training", _("Tập huấn, đào tạo")
    COMMUNICATION = "communication", _("Tuyên truyền")
    PROMOTION = "promotion", _("Xúc tiến thương mại, quảng bá")
    PACKAGING = "packaging", _("Hỗ trợ bao bì, nhãn hiệu, truy xuất")
    EVALUATION = "evaluation", _("Đánh giá, phân hạng sản phẩm")
    SUPPORT = "support", _("Hỗ trợ, thưởng theo hạng sao")
    DEVELOPMENT = "development", _("Phát triển sản phẩm, mô hình")
    MANAGEMENT = "management", _("Quản lý, kiểm tra, giám sát")
    OTHER = "other", _("Nội dung khác")


class EntryKind(TextChoices):
    """What an entry moves. A reversal has the kind of what it takes back and the opposite amount."""

    PLAN = "plan", _("Kế hoạch")
    ADJUST = "adjust", _("Điều chỉnh kế hoạch")
    ALLOCATE = "allocate", _("Phân bổ, giao vốn")
    DISBURSE = "disburse", _("Giải ngân")
    SETTLE = "settle", _("Quyết toán")
    CARRY = "carry", _("Chuyển nguồn giữa hai năm")


# Which totals of a line an entry moves.
PLANNED = frozenset({EntryKind.PLAN, EntryKind.ADJUST, EntryKind.CARRY})
ALLOCATED = frozenset({EntryKind.ALLOCATE, EntryKind.CARRY})


class PaidFor(TextChoices):
    """What a disbursement paid, besides its line."""

    NOTHING = "", _("Không gắn")
    PRODUCT = "product", _("Sản phẩm")
    DOSSIER = "dossier", _("Hồ sơ đánh giá")
    ACTIVITY = "activity", _("Hoạt động")
    TRAINING = "training", _("Lớp tập huấn")
