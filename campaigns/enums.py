"""Kinds and states of campaigns, forms and units' reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CampaignKind(TextChoices):
    """Which period a campaign asks about."""

    SEMIANNUAL = "semiannual", _("Báo cáo 6 tháng")
    NINE_MONTHS = "nine_months", _("Báo cáo 9 tháng")
    ANNUAL = "annual", _("Báo cáo năm")
    AD_HOC = "ad_hoc", _("Báo cáo đột xuất")


class EventKind(TextChoices):
    """What happened to a campaign as such."""

    OPENED = "opened", _("Mở đợt báo cáo")
    CHANGED = "changed", _("Đổi hạn gửi, ngày khoá")
    UNITS_ADDED = "units_added", _("Thêm đơn vị báo cáo")
    UNITS_REMOVED = "units_removed", _("Bớt đơn vị báo cáo")
    EXCEPTION = "exception", _("Cho phép nhập sau khi khoá")
    EXCEPTION_ENDED = "exception_ended", _("Kết thúc sớm việc nhập sau khi khoá")
    REMINDED = "reminded", _("Nhắc đơn vị chưa gửi")


class SectionKind(TextChoices):
    """What a section of a form asks for."""

    NUMBERS = "numbers", _("Số liệu")
    NARRATIVE = "narrative", _("Nội dung bằng lời")


class NarrativeKey(TextChoices):
    """The four narratives that the consolidated report picks from."""

    RESULTS = "results", _("Kết quả thực hiện")
    DIFFICULTIES = "difficulties", _("Khó khăn, vướng mắc và nguyên nhân")
    TASKS = "tasks", _("Nhiệm vụ kỳ tới")
    PROPOSALS = "proposals", _("Đề xuất, kiến nghị")


class ElementKind(TextChoices):
    """How the value of an element is written."""

    INTEGER = "integer", _("Số nguyên")
    DECIMAL = "decimal", _("Số thập phân")


class Audience(TextChoices):
    """Which units an element is asked of."""

    ALL = "all", _("Mọi đơn vị")
    AGENCIES = "agencies", _("Sở, ngành, đoàn thể")
    LOCALITIES = "localities", _("Huyện, xã")


class ReportState(TextChoices):
    """Where a unit's report stands. Late is a label, locked follows from a day: neither is a state here."""

    NOT_STARTED = "not_started", _("Chưa bắt đầu")
    IN_PROGRESS = "in_progress", _("Đang nhập")
    SENT = "sent", _("Đã gửi")
    RETURNED = "returned", _("Trả lại để bổ sung")
    ACCEPTED = "accepted", _("Đã duyệt")

    @property
    def tone(self) -> str:
        """Return how a chip shows it."""
        return _TONES[self]


class FillState(TextChoices):
    """How far a section of a unit's report is; computed, never stored."""

    NOT_STARTED = "not_started", _("Chưa bắt đầu")
    IN_PROGRESS = "in_progress", _("Đang làm")
    COMPLETE = "complete", _("Đủ")

    @property
    def tone(self) -> str:
        """Return how a chip shows it."""
        return {"in_progress": "progress", "complete": "success"}.get(self.value, "neutral")


_TONES = {
    ReportState.NOT_STARTED: "neutral",
    ReportState.IN_PROGRESS: "progress",
    ReportState.SENT: "info",
    ReportState.RETURNED: "warning",
    ReportState.ACCEPTED: "success",
}
WRITABLE = frozenset({ReportState.NOT_STARTED, ReportState.IN_PROGRESS, ReportState.RETURNED})
HANDED_IN = frozenset({ReportState.SENT, ReportState.ACCEPTED})
