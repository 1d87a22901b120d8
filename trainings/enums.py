"""States of classes and registrations, and who a course is for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    """Who a course is for, in the words of the province's plan (3029/KH-SKHĐT)."""

    FIRST_TIME = "first_time", _("Chủ thể có sản phẩm đăng ký đánh giá lần đầu trong năm")
    UPGRADING = "upgrading", _("Chủ thể có sản phẩm nâng hạng")
    TAKING_PART = "taking_part_or_wishing", _("Chủ thể đang hoặc mong muốn tham gia Chương trình OCOP")
    TOURISM = "tourism", _("Chủ thể dịch vụ du lịch cộng đồng, sinh thái và điểm du lịch")
    STUDENT_LECTURER = "student_lecturer", _("Sinh viên, giảng viên")
    COMMUNE_OFFICER = "commune_officer", _("Công chức, cán bộ cấp xã phụ trách OCOP")


class TraineeKind(TextChoices):
    """What a trainee is."""

    PRODUCER_STAFF = "producer_staff", _("Người của chủ thể")
    OFFICER = "officer", _("Công chức, viên chức")
    STUDENT = "student", _("Sinh viên, học sinh")
    LECTURER = "lecturer", _("Giảng viên, giáo viên")
    OTHER = "other", _("Người khác")


class ClassState(TextChoices):
    """Where a class stands."""

    PLANNED = "planned", _("Dự kiến")
    OPEN = "open", _("Đang nhận đăng ký")
    CLOSED = "closed", _("Đã chốt danh sách")
    DONE = "done", _("Đã kết thúc")
    CANCELLED = "cancelled", _("Đã huỷ")

    @property
    def tone(self) -> str:
        """The tone of the chip."""
        return {"open": "progress", "closed": "info", "done": "success", "cancelled": "danger"}.get(
            self.value, "neutral"
        )


class DayPart(TextChoices):
    """Half a day."""

    MORNING = "morning", _("Sáng")
    AFTERNOON = "afternoon", _("Chiều")


class RequestState(TextChoices):
    """Where the wish of a unit for a class at home stands."""

    ASKED = "asked", _("Chờ xem xét")
    ACCEPTED = "accepted", _("Đã nhận, xếp lớp")
    REFUSED = "refused", _("Không nhận")

    @property
    def tone(self) -> str:
        """The tone of the chip."""
        return {"accepted": "success", "refused": "danger"}.get(self.value, "info")


class SeatState(TextChoices):
    """Whether a registration has a seat."""

    REGISTERED = "registered", _("Có chỗ")
    WAITING = "waiting", _("Chờ chỗ")
    CANCELLED = "cancelled", _("Đã huỷ")

    @property
    def tone(self) -> str:
        """The tone of the chip."""
        return {"registered": "success", "waiting": "warning"}.get(self.value, "neutral")


class Question(TextChoices):
    """Questions of the form that trainees fill in at the end of a class."""

    CONTENT = "content", _("Nội dung đáp ứng nhu cầu")
    TRAINERS = "trainers", _("Giảng viên truyền đạt dễ hiểu")
    MATERIALS = "materials", _("Tài liệu đầy đủ, rõ ràng")
    ORGANISATION = "organisation", _("Công tác tổ chức, phục vụ")
    USE = "use", _("Khả năng vận dụng vào công việc")


# A class that takes part in plans and reports; a request that still counts; a seat that is not given back.
LIVE_CLASSES = frozenset({ClassState.PLANNED, ClassState.OPEN, ClassState.CLOSED, ClassState.DONE})
OPEN_REQUESTS = frozenset({RequestState.ASKED, RequestState.ACCEPTED})
LIVE_SEATS = frozenset({SeatState.REGISTERED, SeatState.WAITING})
