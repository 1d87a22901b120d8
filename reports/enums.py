"""Kinds and states of a report."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ReportKind(TextChoices):
    """Periodic reports of NĐ 09/2019/NĐ-CP that the programme makes."""

    SEMIANNUAL = "semiannual", _("Báo cáo 6 tháng")
    ANNUAL = "annual", _("Báo cáo năm")
    NINE_MONTHS = "nine_months", _("Báo cáo 9 tháng")
    AD_HOC = "ad_hoc", _("Báo cáo đột xuất")


class Half(IntegerChoices):
    """Which half of the year a six-month report covers."""

    FIRST = 1, _("6 tháng đầu năm")
    SECOND = 2, _("6 tháng cuối năm")


class ReportState(TextChoices):
    """Where the making of a report stands."""

    QUEUED = "queued", _("Đang chờ lập")
    RUNNING = "running", _("Đang lập")
    DONE = "done", _("Đã lập xong")
    FAILED = "failed", _("Chưa lập được")

    @property
    def tone(self) -> str:
        """Return how a chip shows it."""
        return _TONES[self]


_TONES = {
    ReportState.QUEUED: "info",
    ReportState.RUNNING: "progress",
    ReportState.DONE: "success",
    ReportState.FAILED: "danger",
}
ON_ITS_WAY = frozenset({ReportState.QUEUED, ReportState.RUNNING})


class FileFormat(TextChoices):
    """Files of a finished report."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "Excel"
    DOCX = "docx", "Word"


class Stage(TextChoices):
    """How far an edition of a consolidated report is; it only moves forward."""

    DRAFT = "draft", _("Dự thảo")
    FROZEN = "frozen", _("Đã chốt số liệu")
    ISSUED = "issued", _("Đã ban hành")

    @property
    def tone(self) -> str:
        """Return how a chip shows it."""
        return {Stage.DRAFT: "neutral", Stage.FROZEN: "info", Stage.ISSUED: "success"}[self]


FIXED = frozenset({Stage.FROZEN, Stage.ISSUED})


class Boundaries(TextChoices):
    """By which units a report groups its rows."""

    THEN = "then", _("Địa giới khi phát sinh (huyện, xã lúc đó)")
    NOW = "now", _("Địa giới hiện nay (xã, phường)")
