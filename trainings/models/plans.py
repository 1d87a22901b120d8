"""From the plan to the half day of a class."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from budgets.models import BudgetLine
from core.dates import format_date
from core.models import Stamped, Versioned
from documents.models import OfficialDocument
from trainings.enums import Audience, ClassState, DayPart
from trainings.querysets import ClassQuerySet, PlanQuerySet, ReadersQuerySet
from units.models import Unit


class TrainingPlan(Versioned, Stamped):
    """A plan of trainings in one year, by a document, paid from a budget line."""

    document = models.ForeignKey(
        OfficialDocument, on_delete=models.PROTECT, related_name="+", verbose_name=_("văn bản")
    )
    name = models.CharField(_("tên kế hoạch"), max_length=250)
    year = models.PositiveSmallIntegerField(_("năm"))
    agency = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan chủ trì"))
    legal_base = models.TextField(_("căn cứ"), blank=True)
    budget_line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dòng kinh phí")
    )
    requests_until = models.DateField(
        _("nhận đề nghị mở lớp đến hết ngày"),
        null=True,
        blank=True,
        help_text=_("Địa phương đề nghị mở lớp tại chỗ đến hết ngày này. Để trống là không nhận đề nghị."),
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "-pk")
        verbose_name = _("kế hoạch tập huấn")
        constraints = (
            models.UniqueConstraint(
                fields=("document",),
                name="one_training_plan_per_document",
                violation_error_message=_("Văn bản này đã có kế hoạch tập huấn. Hãy mở kế hoạch đã có."),
            ),
            models.CheckConstraint(condition=Q(year__range=(2019, 2100)), name="training_year_is_of_the_programme"),
        )

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the page of the plan."""
        return reverse("trainings:plan_detail", args=[self.pk])


class Course(Versioned, Stamped):
    """What is taught and to whom; ``audiences`` holds codes of ``Audience``."""

    plan = models.ForeignKey(TrainingPlan, on_delete=models.PROTECT, related_name="courses")
    name = models.CharField(_("tên khóa"), max_length=250)
    aim = models.TextField(_("mục tiêu"), blank=True)
    content = models.TextField(_("nội dung"), blank=True)
    class_count = models.PositiveSmallIntegerField(_("số lớp"), validators=[MinValueValidator(1)])
    seats_per_class = models.PositiveSmallIntegerField(_("học viên một lớp"), validators=[MinValueValidator(1)])
    days = models.PositiveSmallIntegerField(_("số ngày một lớp"), validators=[MinValueValidator(1)])
    audiences = models.JSONField(_("đối tượng"), default=list)

    objects = ReadersQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("khóa tập huấn")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "name"),
                name="one_course_per_plan_and_name",
                violation_error_message=_("Kế hoạch đã có khóa này."),
            ),
        )

    def __str__(self):
        return self.name

    @property
    def audience_labels(self) -> list[str]:
        """Who the course is for, in words."""
        return [str(Audience(code).label) for code in self.audiences]


class TrainingClass(Versioned, Stamped):
    """One holding of a course. The database keeps registered ≤ capacity, also for two at once."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="classes")
    number = models.PositiveSmallIntegerField(_("lớp số"), editable=False)
    place = models.CharField(_("địa điểm"), max_length=300)
    # At home for: the unit whose wish was accepted.
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mở tại")
    )
    first_day = models.DateField(_("từ ngày"))
    last_day = models.DateField(_("đến hết ngày"))
    capacity = models.PositiveSmallIntegerField(_("số chỗ"), validators=[MinValueValidator(1)])
    registration_opens = models.DateField(_("nhận đăng ký từ ngày"))
    registration_closes = models.DateField(_("nhận đăng ký đến hết ngày"))
    trainers = models.TextField(_("giảng viên"), blank=True, help_text=_("Mỗi dòng một người."))
    state = models.CharField(_("trạng thái"), max_length=10, choices=ClassState, default=ClassState.PLANNED)

    objects = ClassQuerySet.as_manager()

    class Meta:
        ordering = ("first_day", "pk")
        verbose_name = _("lớp tập huấn")
        constraints = (
            models.UniqueConstraint(fields=("course", "number"), name="one_class_per_course_and_number"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="class_begins_before_it_ends",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(registration_closes__gte=F("registration_opens")),
                name="registration_opens_before_it_closes",
                violation_error_message=_("Hạn đăng ký phải sau ngày mở đăng ký."),
            ),
            models.CheckConstraint(
                condition=Q(registration_closes__lte=F("last_day")),
                name="registration_closes_before_the_class_ends",
                violation_error_message=_("Hạn đăng ký phải trước khi lớp kết thúc."),
            ),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="class_has_a_seat"),
        )
        indexes = (models.Index("first_day", name="class_first_day"),)

    def __str__(self):
        return gettext("Lớp %(number)s, %(first)s – %(last)s") % {
            "number": self.number,
            "first": format_date(self.first_day),
            "last": format_date(self.last_day),
        }

    def get_absolute_url(self):
        """Return the page of the class."""
        return reverse("trainings:class_detail", args=[self.pk])

    @property
    def state_tone(self) -> str:
        """The tone of the chip."""
        return ClassState(self.state).tone

    def takes_registrations_on(self, day) -> bool:
        """Whether people can be registered on ``day``."""
        return self.state == ClassState.OPEN and self.registration_opens <= day <= self.registration_closes


class ClassSession(models.Model):
    """Half a day of a class: what a sign-in sheet and attendance are for."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="sessions")
    day = models.DateField(_("ngày"))
    part = models.CharField(_("buổi"), max_length=10, choices=DayPart)
    topic = models.CharField(_("nội dung"), max_length=250, blank=True)

    objects = ReadersQuerySet.as_manager()

    class Meta:
        # "morning" comes after "afternoon" in the alphabet.
        ordering = ("day", "-part")
        verbose_name = _("buổi học")
        constraints = (
            models.UniqueConstraint(
                fields=("training_class", "day", "part"),
                name="one_session_per_class_day_and_part",
                violation_error_message=_("Lớp đã có buổi học này."),
            ),
        )

    def __str__(self):
        return f"{self.get_part_display()} {format_date(self.day)}"
