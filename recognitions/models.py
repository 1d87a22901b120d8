"""Certificates (giấy chứng nhận) of recognitions, and the reminders before they run out."""

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from products.models import Recognition
from recognitions.enums import ReminderStep
from recognitions.querysets import AwardCertificateQuerySet, ReminderQuerySet
from units.models import Unit


def new_code() -> str:
    """Return a code of 128 random bits for the public page: nobody finds another one by guessing."""
    return secrets.token_urlsafe(16)


class AwardCertificate(models.Model):
    """The certificate of one recognition: a number within its year and a public code; only added."""

    recognition = models.OneToOneField(Recognition, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveIntegerField(_("số"))
    code = models.CharField(_("mã tra cứu"), max_length=30, unique=True, default=new_code, editable=False)
    issued_on = models.DateField(_("ngày cấp"))
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    issued_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AwardCertificateQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "-number")
        verbose_name = _("giấy chứng nhận OCOP")
        constraints = (
            models.UniqueConstraint(fields=("year", "number"), name="one_award_certificate_per_year_and_number"),
            models.CheckConstraint(condition=Q(number__gt=0), name="award_certificate_number_is_positive"),
        )

    def __str__(self):
        return self.reference

    @property
    def reference(self) -> str:
        """Return the number as printed: ``0007/2026/GCN-OCOP``."""
        return f"{self.number:04d}/{self.year}/GCN-OCOP"

    def get_public_url(self) -> str:
        """Return the address that the QR code leads to (a path)."""
        return reverse("recognitions:public", args=[self.code])


class Reminder(models.Model):
    """A recognition was reminded of at a step; once each, whoever asks again."""

    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField(_("mốc"), choices=ReminderStep)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    recipients = models.ManyToManyField(User, related_name="+")
    sent_at = models.DateTimeField(_("gửi lúc"), default=timezone.now)
    # Empty when the clock sent it.
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at", "-pk")
        verbose_name = _("nhắc hạn")
        constraints = (
            models.UniqueConstraint(fields=("recognition", "step"), name="one_reminder_per_recognition_and_step"),
        )

    def __str__(self):
        return f"{self.recognition_id}: {self.step}"
