"""What the portal tells a person: kept here, and sent by e-mail where there is an address."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notices.enums import MailState
from notices.querysets import NoticeQuerySet


class Notice(models.Model):
    """One message to one person; ``url`` is the page of the portal that it is about."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(_("tiêu đề"), max_length=200)
    body = models.TextField(_("nội dung"))
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(_("lúc"), default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mail_state = models.CharField(_("thư điện tử"), max_length=7, choices=MailState, default=MailState.NONE)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True, blank=True)
    # The same thing is told once: whoever asks again with the same key changes nothing.
    key = models.CharField(max_length=120, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("thông báo")
        constraints = (
            models.UniqueConstraint(fields=("user", "key"), condition=~Q(key=""), name="one_notice_per_person_and_key"),
            models.CheckConstraint(
                condition=~Q(mail_state="sent") | Q(mailed_at__isnull=False), name="mailed_notice_has_its_time"
            ),
        )
        indexes = (
            models.Index("user", "read_at", name="notice_unread"),
            models.Index(fields=("mail_state",), condition=Q(mail_state="waiting"), name="notice_outbox"),
        )

    def __str__(self):
        return self.subject
