"""Who came, what they thought of it, and the paper that they took home."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.numbers import round_half_up
from trainings.enums import Question
from trainings.models.people import Registration
from trainings.models.plans import ClassSession, TrainingClass
from trainings.querysets import OfRegistrationQuerySet, ReadersQuerySet


class Attendance(models.Model):
    """A registered person at a session of the same class (a trigger keeps it the same)."""

    session = models.ForeignKey(ClassSession, on_delete=models.PROTECT, related_name="attendance")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="attendance")
    present = models.BooleanField(_("có mặt"))
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    marked_at = models.DateTimeField(_("điểm danh lúc"), default=timezone.now, editable=False)

    objects = OfRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("điểm danh")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "registration"), name="one_attendance_per_session_and_registration"
            ),
        )

    def __str__(self):
        return f"{self.registration.trainee}: {self.session}"


class SurveyResult(models.Model):
    """How many forms gave each mark, from 1 (lowest) to 5, to a question of a class."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="survey_results")
    question = models.CharField(_("câu hỏi"), max_length=15, choices=Question)
    count_1 = models.PositiveSmallIntegerField(_("mức 1"), default=0)
    count_2 = models.PositiveSmallIntegerField(_("mức 2"), default=0)
    count_3 = models.PositiveSmallIntegerField(_("mức 3"), default=0)
    count_4 = models.PositiveSmallIntegerField(_("mức 4"), default=0)
    count_5 = models.PositiveSmallIntegerField(_("mức 5"), default=0)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    entered_at = models.DateTimeField(_("nhập lúc"), default=timezone.now, editable=False)

    objects = ReadersQuerySet.as_manager()

    class Meta:
        verbose_name = _("kết quả phiếu đánh giá")
        constraints = (
            models.UniqueConstraint(fields=("training_class", "question"), name="one_result_per_class_and_question"),
        )

    def __str__(self):
        return f"{self.training_class}: {self.get_question_display()}"

    @property
    def forms(self) -> int:
        """How many forms answered."""
        return self.count_1 + self.count_2 + self.count_3 + self.count_4 + self.count_5

    @property
    def mean(self) -> Decimal | None:
        """The mean mark with two decimals, half up; ``None`` without a form."""
        marks = self.count_1 + 2 * self.count_2 + 3 * self.count_3 + 4 * self.count_4 + 5 * self.count_5
        return round_half_up(Decimal(marks) / self.forms) if self.forms else None


class AttendanceCertificate(models.Model):
    """The certificate of a person who attended; numbers run within a year."""

    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, related_name="certificate")
    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveIntegerField(_("số"))
    code = models.CharField(_("mã tra cứu"), max_length=20, unique=True)
    issued_on = models.DateField(_("ngày cấp"))
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = OfRegistrationQuerySet.as_manager()

    class Meta:
        ordering = ("year", "number")
        verbose_name = _("giấy chứng nhận tham gia")
        constraints = (
            models.UniqueConstraint(fields=("year", "number"), name="one_attendance_certificate_per_year_and_number"),
            models.CheckConstraint(condition=Q(number__gt=0), name="attendance_certificate_number_is_positive"),
        )

    def __str__(self):
        return f"{self.number}/{self.year}"
