"""How far the e-mail of a notice is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MailState(TextChoices):
    """The outbox: a notice that waits is sent by a worker, again after a failure."""

    NONE = "none", _("Không gửi thư")
    WAITING = "waiting", _("Chờ gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Không gửi được")
