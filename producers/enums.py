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
