"""Kinds that describe a producer."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LegalForm(TextChoices):
    """Forms that may take part (26/2026/QĐ-TTg, Điều 2) and that reports count."""

    HOUSEHOLD = "household", _("Cơ sở, hộ sản xuất kinh doanh")
    COOPERATIVE = "cooperative", _("Hợp tác xã")
    COOPERATIVE_GROUP = "cooperative_group", _("Tổ hợp tác")
    LIMITED_COMPANY = "limited_company", _("Công ty trách nhiệm hữu hạn")
    JOINT_STOCK_COMPANY = "joint_stock_company", _("Công ty cổ phần")
    PRIVATE_ENTERPRISE = "private_enterprise", _("Doanh nghiệp tư nhân")
    FARM = "farm", _("Trang trại")
    ASSOCIATION = "association", _("Hội, hiệp hội, trung tâm điều hành du lịch")


class Gender(TextChoices):
    """As criterion 3.2 and the statistics of women-led producers need."""

    FEMALE = "female", _("Nữ")
    MALE = "male", _("Nam")


class PaperKind(TextChoices):
    """Papers that a producer keeps and that several dossiers use (26/2026/QĐ-TTg, Mẫu 02, minh chứng)."""

    BUSINESS_REGISTRATION = "business_registration", _("Đăng ký kinh doanh")
    PRODUCTION_LICENCE = "production_licence", _("Giấy chứng nhận đủ điều kiện sản xuất, an toàn thực phẩm")
    MATERIAL_CONTRACT = "material_contract", _("Hợp đồng liên kết, nguồn gốc nguyên liệu")
    ENVIRONMENT = "environment", _("Hồ sơ bảo vệ môi trường")
    LABOUR_LIST = "labour_list", _("Danh sách lao động địa phương")
    ACCOUNTS = "accounts", _("Báo cáo tài chính, xếp loại hợp tác xã")
    TRADEMARK = "trademark", _("Văn bằng, đơn đăng ký sở hữu trí tuệ")
    DECLARATION = "declaration", _("Bản công bố chất lượng")
    TEST_REPORT = "test_report", _("Phiếu kiểm nghiệm")
    TRACEABILITY = "traceability", _("Mã số mã vạch, truy xuất nguồn gốc")
    QUALITY_SYSTEM = "quality_system", _("Chứng nhận hệ thống quản lý chất lượng")
    AWARD = "award", _("Giải thưởng")
    OTHER = "other", _("Giấy tờ khác")


class PaperState(TextChoices):
    """How far the term of a paper is; computed for a day, never stored."""

    VALID = "valid", _("Còn hạn")
    EXPIRING = "expiring", _("Sắp hết hạn")
    EXPIRED = "expired", _("Hết hạn")
    NO_TERM = "no_term", _("Không thời hạn")

    @property
    def tone(self) -> str:
        """The tone of the chip."""
        tones = {"valid": "success", "expiring": "warning", "expired": "danger"}
        return tones.get(self.value, "neutral")

    @property
    def icon(self) -> str:
        """The icon of the chip."""
        icons = {"valid": "circle-check", "expiring": "hourglass", "expired": "alert-triangle"}
        return icons.get(self.value, "circle")
