"""Kinds of official documents."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    """Types of NĐ 30/2020/NĐ-CP, Phụ lục III, that the programme uses."""

    DECISION = "decision", _("Quyết định")
    PLAN = "plan", _("Kế hoạch")
    LETTER = "letter", _("Công văn")
    REPORT = "report", _("Báo cáo")
    SUBMISSION = "submission", _("Tờ trình")
    MINUTES = "minutes", _("Biên bản")
    INVITATION = "invitation", _("Giấy mời")
    NOTICE = "notice", _("Thông báo")
