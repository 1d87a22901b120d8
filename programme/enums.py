"""Kinds and states of plans, targets, directives, activities and incubation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Measure(TextChoices):
    """What tells how far a target is."""

    INDICATOR = "indicator", _("Chỉ tiêu do hệ thống tính")
    MANUAL = "manual", _("Ghi kết quả kèm minh chứng")


class Direction(TextChoices):
    """On which side of the planned value a target is met."""

    AT_LEAST = "at_least", _("đạt từ … trở lên")
    AT_MOST = "at_most", _("không quá …")


class TargetScope(TextChoices):
    """Of whom the planned value is asked."""

    PROVINCE = "province", _("Toàn tỉnh")
    EACH_UNIT = "each_unit", _("Mỗi đơn vị")


class Outcome(TextChoices):
    """How a target stands on a day."""

    MET = "met", _("Đạt")
    AT_RISK = "at_risk", _("Có nguy cơ không đạt")
    NOT_MET = "not_met", _("Không đạt")
    UNDER_WAY = "under_way", _("Đang thực hiện")
    UNKNOWN = "unknown", _("Chưa có số liệu")

    @property
    def tone(self) -> str:
        """Return how a chip shows it."""
        return _OUTCOME_TONES[self]


_OUTCOME_TONES = {
    Outcome.MET: "success",
    Outcome.AT_RISK: "warning",
    Outcome.NOT_MET: "danger",
    Outcome.UNDER_WAY: "info",
    Outcome.UNKNOWN: "neutral",
}


class TaskState(TextChoices):
    """Where one unit's part of a task stands; that it is overdue is computed."""

    OPEN = "open", _("Chưa thực hiện")
    UNDER_WAY = "under_way", _("Đang thực hiện")
    DONE = "done", _("Đã hoàn thành")

    @property
    def tone(self) -> str:
        """Return how a chip shows it."""
        return {TaskState.OPEN: "neutral", TaskState.UNDER_WAY: "progress", TaskState.DONE: "success"}[self]


class ActivityKind(TextChoices):
    """Communication and promotion, as plans and reports name them."""

    TV = "tv", _("Chương trình, chuyên mục truyền hình")
    RADIO = "radio", _("Phát thanh")
    PRESS = "press", _("Tin, bài báo chí")
    SOCIAL = "social", _("Mạng xã hội, nhóm Zalo")
    BULLETIN = "bulletin", _("Bản tin thị trường")
    MEETING = "meeting", _("Hội nghị, sinh hoạt tuyên truyền")
    FAIR = "fair", _("Hội chợ, triển lãm, phiên chợ")
    TRADE = "trade", _("Kết nối giao thương")
    ONLINE = "online", _("Đưa sản phẩm lên sàn thương mại điện tử")
    SUPERMARKET = "supermarket", _("Đưa sản phẩm vào siêu thị, cửa hàng")
    SALES_POINT = "sales_point", _("Điểm giới thiệu và bán sản phẩm")
    FORUM = "forum", _("Diễn đàn Mỗi xã một sản phẩm")
    MODEL = "model", _("Mô hình, dự án thí điểm")
    OTHER = "other", _("Khác")


COMMUNICATION = frozenset(
    {ActivityKind.TV, ActivityKind.RADIO, ActivityKind.PRESS, ActivityKind.SOCIAL, ActivityKind.MEETING}
)
PROMOTION = frozenset(
    {
        ActivityKind.BULLETIN,
        ActivityKind.FAIR,
        ActivityKind.TRADE,
        ActivityKind.ONLINE,
        ActivityKind.SUPERMARKET,
        ActivityKind.SALES_POINT,
        ActivityKind.FORUM,
    }
)


class Reach(TextChoices):
    """Where an activity took place or reached."""

    LOCAL = "local", _("Trong xã, huyện")
    PROVINCE = "province", _("Trong tỉnh")
    NATIONAL = "national", _("Trong nước")
    INTERNATIONAL = "international", _("Quốc tế")


class SupportKind(TextChoices):
    """What a start-up project was given."""

    MATCHING = "matching", _("Kết nối đối tác, nhà đầu tư")
    CREDIT_GUARANTEE = "credit", _("Bảo lãnh tín dụng")
    COWORKING = "coworking", _("Không gian làm việc chung")
    SHOWROOM = "showroom", _("Không gian trưng bày")
    TRAINING = "training", _("Đào tạo, tư vấn")
    OTHER = "other", _("Hỗ trợ khác")


class SpaceKind(TextChoices):
    """The two areas of the province's space for start-ups (1627/SKHĐT-HTDNKN)."""

    COWORKING = "coworking", _("Khu làm việc chung")
    SHOWROOM = "showroom", _("Khu trưng bày sản phẩm")


class Bucket(TextChoices):
    """A column of the board of tasks, on a day."""

    OVERDUE = "overdue", _("Quá hạn")
    WEEK = "week", _("Đến hạn trong 7 ngày")
    MONTH = "month", _("Đến hạn trong 30 ngày")
    LATER = "later", _("Hạn xa hơn hoặc chưa có hạn")
    DONE = "done", _("Đã hoàn thành")
