"""States of the 36-month clock and steps of the reminders."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ClockState(TextChoices):
    """Where a recognition stands on a day (26/2026/QĐ-TTg, Điều 4, 7.6, 8, 12); computed, never stored."""

    VALID = "valid", _("Đang hiệu lực")
    FILING = "filing", _("Trong hạn nộp hồ sơ đánh giá lại")
    LATE = "late", _("Quá hạn nộp, còn hiệu lực")
    EXTENDED = "extended", _("Gia hạn chờ kết quả đánh giá lại")
    LAPSED = "lapsed", _("Hết hiệu lực")
    REVOKED = "revoked", _("Đã thu hồi")

    @property
    def tone(self) -> str:
        """The tone of the chip."""
        tones = {"valid": "success", "filing": "info", "late": "warning", "extended": "warning"}
        return tones.get(self.value, "danger")


class ReminderStep(IntegerChoices):
    """Days before the end of the term on which the unit is reminded."""

    OPENS = 180, _("Bắt đầu nhận hồ sơ (180 ngày)")
    MONTH_LEFT = 150, _("Còn 30 ngày để nộp (150 ngày)")
    CLOSES = 120, _("Hạn cuối nộp hồ sơ (120 ngày)")
    LATE = 60, _("Còn 60 ngày hiệu lực")
    LAST = 30, _("Còn 30 ngày hiệu lực")


class PublicState(TextChoices):
    """What the public page of a certificate says of its recognition."""

    VALID = "valid", _("Còn hiệu lực")
    EXPIRING = "expiring", _("Còn hiệu lực, sắp hết hạn")
    EXTENDED = "extended", _("Được gia hạn, đang chờ kết quả đánh giá lại")
    EXPIRED = "expired", _("Đã hết hiệu lực")
    REVOKED = "revoked", _("Đã bị thu hồi")
    CANCELLED = "cancelled", _("Quyết định công nhận đã bị huỷ")
    REPLACED = "replaced", _("Đã được thay bằng công nhận mới")
    UPCOMING = "upcoming", _("Chưa đến ngày có hiệu lực")

    @property
    def is_good(self) -> bool:
        """Whether the product carries the star."""
        return self in {PublicState.VALID, PublicState.EXPIRING, PublicState.EXTENDED}
