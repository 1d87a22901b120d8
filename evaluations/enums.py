"""States and kinds of an evaluation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """Whose round it is."""

    PROVINCE = "province", _("Cấp tỉnh")
    CENTRAL = "central", _("Cấp trung ương")


class RoundKind(TextChoices):
    """Rounds of the calendar and extra ones (26/2026/QĐ-TTg, Điều 5)."""

    REGULAR = "regular", _("Thường kỳ")
    EXTRA = "extra", _("Bổ sung")


class CouncilOffice(TextChoices):
    """Offices within a council."""

    CHAIR = "chair", _("Chủ tịch")
    VICE_CHAIR = "vice_chair", _("Phó chủ tịch")
    SECRETARY = "secretary", _("Thư ký")
    MEMBER = "member", _("Uỷ viên")


class DossierState(TextChoices):
    """Where a dossier stands; moves are in ``evaluations.workflow``."""

    DRAFT = "draft", _("Bản nháp")
    SUBMITTED = "submitted", _("Đã trình")
    RETURNED = "returned", _("Trả lại để bổ sung")
    ACCEPTED = "accepted", _("Đủ điều kiện, đang chấm")
    SCORED = "scored", _("Đã có kết quả chấm")
    RECOGNISED = "recognised", _("Được công nhận")
    NOT_RECOGNISED = "not_recognised", _("Không được công nhận")
    WITHDRAWN = "withdrawn", _("Đã rút")

    @property
    def tone(self) -> str:
        """The tone of the chip (docs/components.md)."""
        return _TONES[self]


_TONES = {
    DossierState.DRAFT: "neutral",
    DossierState.SUBMITTED: "info",
    DossierState.RETURNED: "warning",
    DossierState.ACCEPTED: "progress",
    DossierState.SCORED: "info",
    DossierState.RECOGNISED: "success",
    DossierState.NOT_RECOGNISED: "danger",
    DossierState.WITHDRAWN: "neutral",
}
EDITABLE_STATES = frozenset({DossierState.DRAFT, DossierState.RETURNED})
OPEN_STATES = frozenset(
    {
        DossierState.DRAFT,
        DossierState.SUBMITTED,
        DossierState.RETURNED,
        DossierState.ACCEPTED,
        DossierState.SCORED,
    }
)
# What a council member may see: from acceptance on.
COUNCIL_STATES = frozenset(
    {DossierState.ACCEPTED, DossierState.SCORED, DossierState.RECOGNISED, DossierState.NOT_RECOGNISED}
)


class SheetState(TextChoices):
    """A score sheet is the member's own until it is sent."""

    DRAFT = "draft", _("Đang chấm")
    SENT = "sent", _("Đã gửi")

    @property
    def tone(self) -> str:
        """The tone of the chip."""
        return "success" if self == SheetState.SENT else "progress"


class EvidenceKind(TextChoices):
    """Papers of a dossier (26/2026/QĐ-TTg, Phụ lục III), in our own words."""

    REGISTRATION_FORM = "registration_form", _("Phiếu đăng ký (Mẫu 01)")
    SELF_ASSESSMENT = "self_assessment", _("Báo cáo tự đánh giá (Mẫu 02)")
    BUSINESS_REGISTRATION = "business_registration", _("Đăng ký kinh doanh")
    PRODUCTION_LICENCE = "production_licence", _("Đủ điều kiện sản xuất, an toàn thực phẩm")
    MATERIAL_ORIGIN = "material_origin", _("Nguồn gốc nguyên liệu, liên kết chuỗi")
    ENVIRONMENT = "environment", _("Bảo vệ môi trường")
    LOCAL_LABOUR = "local_labour", _("Lao động địa phương")
    GROWTH = "growth", _("Tăng trưởng sản xuất kinh doanh")
    INTELLECTUAL_PROPERTY = "intellectual_property", _("Sở hữu trí tuệ")
    MARKET = "market", _("Thị trường, quảng bá, xúc tiến thương mại")
    STORY = "story", _("Câu chuyện sản phẩm")
    DECLARATION = "declaration", _("Công bố chất lượng")
    TEST_REPORT = "test_report", _("Phiếu kiểm nghiệm")
    TRACEABILITY = "traceability", _("Mã vạch, tem truy xuất")
    QUALITY_SYSTEM = "quality_system", _("Hệ thống quản lý chất lượng")
    AWARD = "award", _("Giải thưởng")
    UNIT_PROPOSAL = "unit_proposal", _("Văn bản đề nghị của địa phương (Mẫu 03)")
    OTHER = "other", _("Tài liệu khác")
