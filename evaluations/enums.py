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


class DecidingLevel(TextChoices):
    """Who recognises a star (26/2026/QĐ-TTg, Điều 4; 148/QĐ-TTg and 1489/QĐ-TTg before)."""

    DISTRICT = "district", _("Cấp huyện")
    PROVINCE = "province", _("Cấp tỉnh")
    CENTRAL = "central", _("Cấp trung ương")


class MarkRule(TextChoices):
    """Whose option counts for a minimum mark: the decision is silent, the council's own rules say."""

    AGREED = "agreed", _("Mức hội đồng thống nhất cho từng tiêu chí")
    EVERY_SHEET = "every_sheet", _("Không đạt nếu có một phiếu dưới mức tối thiểu")
    MOST_SHEETS = "most_sheets", _("Không đạt nếu quá nửa số phiếu dưới mức tối thiểu")


class Averaging(TextChoices):
    """How the sheets of a product become its points."""

    PLAIN_MEAN = "plain_mean", _("Trung bình cộng các phiếu")


class SessionForm(TextChoices):
    """How a council decides; renewals by written opinions (26/2026/QĐ-TTg, Điều 7)."""

    MEETING = "meeting", _("Họp")
    WRITTEN = "written", _("Lấy ý kiến bằng văn bản")


class Presence(TextChoices):
    """A member at a session."""

    PRESENT = "present", _("Có mặt")
    EXCUSED = "excused", _("Vắng có lý do")
    ABSENT = "absent", _("Vắng")


class RecusalGround(TextChoices):
    """Why a member does not score a product."""

    SAME_UNIT = "same_unit", _("Cùng địa phương với chủ thể")
    CONSULTANT = "consultant", _("Đã tư vấn, hỗ trợ hồ sơ")
    KINSHIP = "kinship", _("Có quan hệ gia đình, góp vốn")
    OTHER = "other", _("Lý do khác")


class SectionKey(TextChoices):
    """Sections of a dossier (26/2026/QĐ-TTg, Mẫu 01, 02, 03), in the order of the forms."""

    REGISTRATION = "registration", _("Phiếu đăng ký")
    BACKGROUND = "background", _("Giới thiệu chủ thể, sản phẩm")
    RESULTS = "results", _("Kết quả sản xuất kinh doanh")
    SELF_ASSESSMENT = "self_assessment", _("Tự đánh giá theo tiêu chí")
    PAPERS = "papers", _("Tài liệu minh chứng")
    PLAN = "plan", _("Kế hoạch phát triển")
    CHANGES = "changes", _("Thay đổi so với lần trước")
    UNIT_CHECK = "unit_check", _("Kiểm tra của cấp xã")


class SectionState(TextChoices):
    """How far a section of a dossier is; computed, never stored."""

    NOT_STARTED = "not_started", _("Chưa bắt đầu")
    IN_PROGRESS = "in_progress", _("Đang làm")
    COMPLETE = "complete", _("Đủ")
    TO_SUPPLEMENT = "to_supplement", _("Cần bổ sung")
    NOT_NEEDED = "not_needed", _("Không cần")

    @property
    def tone(self) -> str:
        """The tone of the chip."""
        tones = {"not_started": "neutral", "in_progress": "progress", "complete": "success", "to_supplement": "warning"}
        return tones.get(self.value, "neutral")


class CheckVerdict(TextChoices):
    """What the commune says of each of its four contents."""

    MET = "met", _("Đạt")
    PARTLY = "partly", _("Đạt một phần")
    NOT_MET = "not_met", _("Không đạt")


class CheckContent(TextChoices):
    """The four contents of the commune's check (26/2026/QĐ-TTg, Mẫu 03)."""

    MATERIAL = "material", _("Nguyên liệu địa phương")
    LABOUR = "labour", _("Lao động địa phương")
    IDEA = "idea", _("Nguồn gốc ý tưởng sản phẩm")
    IDENTITY = "identity", _("Bản sắc, trí tuệ địa phương")


class CouncilOffice(TextChoices):
    """Offices within a council."""

    CHAIR = "chair", _("Chủ tịch")
    VICE_CHAIR = "vice_chair", _("Phó chủ tịch")
    SECRETARY = "secretary", _("Thư ký")
    MEMBER = "member", _("Uỷ viên")


# Who keeps an eye on the whole scoring of a round.
LEADING_OFFICES = frozenset({CouncilOffice.CHAIR, CouncilOffice.SECRETARY})


class DossierState(TextChoices):
    """Where a dossier stands; moves are in ``evaluations.workflow``."""

    DRAFT = "draft", _("Bản nháp")
    SUBMITTED = "submitted", _("Đã trình")
    RETURNED = "returned", _("Trả lại để bổ sung")
    ACCEPTED = "accepted", _("Đủ điều kiện, đang chấm")
    SCORED = "scored", _("Đã có kết quả chấm")
    # 90 points and more: the province approves the result and writes to the ministry.
    APPROVED = "approved", _("Đã phê duyệt kết quả, chờ trung ương")
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
    DossierState.APPROVED: "progress",
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
        DossierState.APPROVED,
    }
)
# What a council member may see: from acceptance on.
COUNCIL_STATES = frozenset(
    {
        DossierState.ACCEPTED,
        DossierState.SCORED,
        DossierState.APPROVED,
        DossierState.RECOGNISED,
        DossierState.NOT_RECOGNISED,
    }
)


class CentralStep(TextChoices):
    """Steps of a dossier with the ministry (26/2026/QĐ-TTg, Điều 7.4)."""

    SENT = "sent", _("Gửi hồ sơ lên trung ương")
    ASKED = "asked", _("Trung ương yêu cầu bổ sung")
    SUPPLEMENTED = "supplemented", _("Đã gửi bổ sung")
    RESULT = "result", _("Kết quả của trung ương")


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
