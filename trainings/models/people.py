"""Who is trained, who registered them, and which unit wishes a class at home."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.fields import SortKeyField
from core.models import Stamped
from producers.enums import Gender
from producers.models import Producer
from trainings.enums import LIVE_SEATS, OPEN_REQUESTS, Audience, RequestState, SeatState, TraineeKind
from trainings.models.plans import Course, TrainingClass
from trainings.querysets import RegistrationQuerySet, RequestQuerySet, TraineeQuerySet
from units.models import Unit

# Stored as text of digits: a leading zero is part of the number.
PHONE_DIGITS = RegexValidator(r"^0\d{7,11}$", _("Số điện thoại gồm 8 đến 12 chữ số, bắt đầu bằng số 0."))


class Trainee(Stamped):
    """A person. Same name and same telephone are the same person; several classes are several turns."""

    full_name = models.CharField(_("họ và tên"), max_length=120)
    gender = models.CharField(_("giới tính"), max_length=6, choices=Gender)
    birth_year = models.PositiveSmallIntegerField(
        _("năm sinh"), null=True, blank=True, validators=[MinValueValidator(1920), MaxValueValidator(2100)]
    )
    phone = models.CharField(_("điện thoại"), max_length=12, blank=True, validators=[PHONE_DIGITS])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    producer = models.ForeignKey(
        Producer, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chủ thể")
    )
    kind = models.CharField(_("là"), max_length=15, choices=TraineeKind)
    position = models.CharField(_("chức vụ, nghề nghiệp"), max_length=150, blank=True)
    is_invented = models.BooleanField(_("dữ liệu minh hoạ"), default=False, editable=False)
    # Letters and tones by syllable: "Hoà" and "Hòa" are one name, "Hoa" is another.
    name_key = SortKeyField(sources=("full_name",))

    objects = TraineeQuerySet.as_manager()

    class Meta:
        ordering = ("name_key", "pk")
        verbose_name = _("học viên")
        constraints = (
            models.UniqueConstraint(
                fields=("name_key", "phone"),
                condition=~Q(phone=""),
                name="one_trainee_per_name_and_phone",
                violation_error_message=_("Đã có học viên cùng tên và số điện thoại."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="producer_staff") | Q(producer__isnull=False),
                name="producer_staff_has_a_producer",
                violation_error_message=_("Người của chủ thể thì phải chọn chủ thể."),
            ),
        )
        indexes = (models.Index("name_key", name="trainee_name_key"),)

    def __str__(self):
        return self.full_name


class ClassRequest(models.Model):
    """A unit wishes a class of a course at home."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="requests", verbose_name=_("khóa"))
    reason = models.TextField(_("lý do, số người dự kiến"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=RequestState, default=RequestState.ASKED)
    answer = models.CharField(_("trả lời"), max_length=500, blank=True)
    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, null=True, blank=True, related_name="requests", editable=False
    )
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(_("gửi lúc"), default=timezone.now, editable=False)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True, editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at",)
        verbose_name = _("đề nghị mở lớp")
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "course"),
                condition=Q(state__in=sorted(OPEN_REQUESTS)),
                name="one_open_request_per_unit_and_course",
                violation_error_message=_("Đơn vị đã có đề nghị cho khóa này."),
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", training_class__isnull=False)
                | (~Q(state="accepted") & Q(training_class__isnull=True)),
                name="accepted_request_has_its_class",
            ),
        )

    def __str__(self):
        return f"{self.unit}: {self.course}"

    @property
    def state_tone(self) -> str:
        """The tone of the chip."""
        return RequestState(self.state).tone


class Registration(models.Model):
    """A person in a class: a seat, a place in the queue (in the order of ``pk``), or given back."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="registrations")
    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="registrations")
    # Of the day of registering: the person may move later.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    audience = models.CharField(_("thuộc đối tượng"), max_length=25, choices=Audience, blank=True)
    exception_reason = models.CharField(_("lý do ngoài đối tượng"), max_length=300, blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=SeatState)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    registered_at = models.DateTimeField(_("đăng ký lúc"), default=timezone.now, editable=False)
    cancelled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    cancelled_at = models.DateTimeField(_("huỷ lúc"), null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("đăng ký học")
        constraints = (
            models.UniqueConstraint(
                fields=("training_class", "trainee"),
                condition=Q(state__in=sorted(LIVE_SEATS)),
                name="one_live_registration_per_class_and_trainee",
                violation_error_message=_("Người này đã đăng ký lớp này."),
            ),
            models.CheckConstraint(
                condition=~Q(audience="") | ~Q(exception_reason=""),
                name="registration_has_audience_or_reason",
                violation_error_message=_("Người không thuộc đối tượng thì phải ghi lý do."),
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
                name="cancelled_registration_has_its_time",
            ),
        )
        indexes = (models.Index("training_class", "state", name="registration_class_state"),)

    def __str__(self):
        return f"{self.trainee}: {self.training_class}"

    @property
    def state_tone(self) -> str:
        """The tone of the chip."""
        return SeatState(self.state).tone
