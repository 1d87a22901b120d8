"""The programme's plans and their targets, directives, activities, start-ups."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.fields import SearchTextField
from core.files import random_path
from core.models import Stamped, Versioned
from core.numbers import format_number
from core.search import search_index
from documents.models import OfficialDocument
from producers.models import Producer
from products.models import Product
from programme.enums import ActivityKind, Direction, Measure, Reach, SpaceKind, SupportKind, TargetScope, TaskState
from programme.querysets import (
    ActivityQuerySet,
    AssignmentQuerySet,
    NarrowQuerySet,
    OfUnitQuerySet,
    PublicQuerySet,
)
from units.models import Unit

_YEARS = (2019, 2100)


class Plan(Versioned, Stamped):
    """A year's plan of the programme (kế hoạch), the document behind its targets."""

    year = models.PositiveSmallIntegerField(_("năm"))
    document = models.OneToOneField(
        OfficialDocument, on_delete=models.PROTECT, related_name="+", verbose_name=_("văn bản")
    )
    note = models.TextField(_("ghi chú"), blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "-pk")
        verbose_name = _("kế hoạch")
        constraints = (models.CheckConstraint(condition=Q(year__range=_YEARS), name="plan_year_is_of_the_programme"),)

    def __str__(self):
        return str(self.document)

    def get_absolute_url(self):
        """Return the page of the plan."""
        return reverse("programme:plan_detail", args=[self.pk])


class Target(Versioned, Stamped):
    """One value that a plan asks for. Parts ``a``, ``b`` of one number are met together.

    ``indicator`` is the code of an indicator (``measure`` INDICATOR); what no record can tell is
    written down with evidence (``TargetResult``). ``planned`` is asked of the whole province, or of
    each of ``units`` (none named: of every district or commune of the plan's year).
    """

    OWNER = "plan"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="targets")
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    part = models.CharField(_("ý"), max_length=1, blank=True)
    text = models.TextField(_("nội dung chỉ tiêu"))
    measure = models.CharField(_("cách tính"), max_length=10, choices=Measure)
    indicator = models.CharField(_("mã chỉ tiêu"), max_length=80, blank=True)
    unit_of_measure = models.CharField(_("đơn vị tính"), max_length=60)
    base = models.DecimalField(_("số gốc"), max_digits=16, decimal_places=2, null=True, blank=True)
    base_note = models.CharField(_("diễn giải số gốc"), max_length=250, blank=True)
    direction = models.CharField(_("chiều"), max_length=10, choices=Direction, default=Direction.AT_LEAST)
    planned = models.DecimalField(_("giá trị kế hoạch"), max_digits=16, decimal_places=2)
    scope = models.CharField(_("phạm vi"), max_length=10, choices=TargetScope, default=TargetScope.PROVINCE)
    units = models.ManyToManyField(Unit, related_name="+", blank=True, verbose_name=_("đơn vị phải đạt"))
    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("đơn vị theo dõi")
    )
    due_on = models.DateField(_("hạn"))

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("plan", "number", "part")
        verbose_name = _("chỉ tiêu kế hoạch")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "number", "part"),
                name="one_target_per_plan_number_and_part",
                violation_error_message=_("Số thứ tự và ý này đã có trong kế hoạch."),
            ),
            models.CheckConstraint(
                condition=Q(measure="indicator") & ~Q(indicator="") | Q(measure="manual", indicator=""),
                name="target_names_an_indicator_or_is_manual",
                violation_error_message=_("Chọn mã chỉ tiêu, hoặc chọn ghi kết quả kèm minh chứng."),
            ),
        )

    def __str__(self):
        return f"{self.label} {self.text}"

    def get_absolute_url(self):
        """Return the page of its plan."""
        return f"{reverse('programme:plan_detail', args=[self.plan_id])}#chi-tieu-{self.pk}"

    @property
    def label(self) -> str:
        """Return ``4`` or ``4a``."""
        return f"{self.number}{self.part}"

    @property
    def planned_words(self) -> str:
        """Return ``từ 50 sản phẩm trở lên``, ``mỗi đơn vị không quá 5 %``."""
        words = {
            "least": _("từ %(value)s %(unit)s trở lên"),
            "most": _("không quá %(value)s %(unit)s"),
            "each_least": _("mỗi đơn vị từ %(value)s %(unit)s trở lên"),
            "each_most": _("mỗi đơn vị không quá %(value)s %(unit)s"),
        }
        side = "least" if self.direction == Direction.AT_LEAST else "most"
        key = side if self.scope == TargetScope.PROVINCE else f"each_{side}"
        return words[key] % {"value": format_number(self.planned), "unit": self.unit_of_measure}


class TargetResult(models.Model):
    """What was written down of a manual target on a day; never changed, the last one by a day counts."""

    OWNER = "target"

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="results")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField(_("tính đến ngày"))
    value = models.DecimalField(_("kết quả"), max_digits=16, decimal_places=2)
    evidence = models.CharField(_("minh chứng"), max_length=500)
    document = models.ForeignKey(
        OfficialDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("văn bản")
    )
    file = models.FileField(_("tệp minh chứng"), upload_to=random_path, max_length=200, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    entered_at = models.DateTimeField(_("ghi lúc"), default=timezone.now, editable=False)

    objects = NarrowQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name = _("kết quả chỉ tiêu")
        constraints = (models.CheckConstraint(condition=~Q(evidence=""), name="target_result_has_evidence"),)

    def __str__(self):
        return f"{self.target.label}: {self.value}"


class Directive(Versioned, Stamped):
    """A paper by which the province gives tasks with deadlines (654/UBND-KT)."""

    document = models.OneToOneField(
        OfficialDocument, on_delete=models.PROTECT, related_name="+", verbose_name=_("văn bản")
    )
    report_due_on = models.DateField(_("đơn vị báo cáo kết quả trước ngày"), null=True, blank=True)
    consolidated_due_on = models.DateField(_("Văn phòng tổng hợp trước ngày"), null=True, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("-document__issued_on", "-pk")
        verbose_name = _("văn bản chỉ đạo")

    def __str__(self):
        return str(self.document)

    def get_absolute_url(self):
        """Return the page of the directive."""
        return reverse("programme:directive_detail", args=[self.pk])


class DirectiveTask(Versioned, Stamped):
    """One task of a directive."""

    OWNER = "directive"

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    text = models.TextField(_("nội dung nhiệm vụ"))
    due_on = models.DateField(_("thời hạn"), null=True, blank=True)
    is_yearly = models.BooleanField(_("lặp lại hằng năm"), default=False)

    objects = NarrowQuerySet.as_manager()

    class Meta:
        ordering = ("directive", "number")
        verbose_name = _("nhiệm vụ")
        constraints = (
            models.UniqueConstraint(
                fields=("directive", "number"),
                name="one_task_per_directive_and_number",
                violation_error_message=_("Số thứ tự này đã có trong văn bản."),
            ),
        )

    def __str__(self):
        return f"{self.number}. {self.text}"


class TaskAssignment(Versioned, Stamped):
    """A unit that has to do a task, and how far it is."""

    task = models.ForeignKey(DirectiveTask, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị thực hiện"))
    is_lead = models.BooleanField(_("chủ trì"), default=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=TaskState, default=TaskState.OPEN)
    done_on = models.DateField(_("hoàn thành ngày"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("task", "unit__sort_key", "pk")
        verbose_name = _("phân công")
        constraints = (
            models.UniqueConstraint(fields=("task", "unit"), name="one_assignment_per_task_and_unit"),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | ~Q(state="done") & Q(done_on__isnull=True),
                name="only_a_task_that_is_done_has_its_day",
            ),
        )

    def __str__(self):
        return f"{self.task} – {self.unit}"

    def get_absolute_url(self):
        """Return the page of this unit's part."""
        return reverse("programme:assignment_detail", args=[self.pk])


class TaskNote(models.Model):
    """A note on how far a task is; only added to."""

    OWNER = "assignment"

    assignment = models.ForeignKey(TaskAssignment, on_delete=models.PROTECT, related_name="notes")
    on = models.DateField(_("ngày"))
    text = models.TextField(_("tiến độ"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=TaskState)
    file = models.FileField(_("tệp kèm theo"), upload_to=random_path, max_length=200, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(_("ghi lúc"), default=timezone.now, editable=False)

    objects = NarrowQuerySet.as_manager()

    class Meta:
        ordering = ("-written_at", "-pk")
        verbose_name = _("ghi chú tiến độ")

    def __str__(self):
        return self.text


class Activity(Versioned, Stamped):
    """Something done to make products known or to sell them; ``quantity`` items of its kind."""

    kind = models.CharField(_("loại hoạt động"), max_length=12, choices=ActivityKind)
    name = models.CharField(_("tên hoạt động"), max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị thực hiện"))
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)
    place = models.CharField(_("địa điểm"), max_length=250, blank=True)
    reach = models.CharField(_("phạm vi"), max_length=13, choices=Reach, default=Reach.PROVINCE)
    partner = models.CharField(
        _("sàn, siêu thị, cơ quan phối hợp"), max_length=250, blank=True, help_text=_("Ví dụ: Postmart, Co.opmart.")
    )
    quantity = models.PositiveIntegerField(
        _("số lượng"), default=1, help_text=_("Số kỳ phát sóng, tin bài, bản tin, cuộc, điểm bán …")
    )
    minutes_each = models.PositiveSmallIntegerField(_("số phút mỗi kỳ"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("số lượt người"), null=True, blank=True)
    products = models.ManyToManyField(Product, related_name="+", blank=True, verbose_name=_("sản phẩm tham gia"))
    producers = models.ManyToManyField(Producer, related_name="+", blank=True, verbose_name=_("chủ thể tham gia"))
    result = models.TextField(_("kết quả"), blank=True)
    link = models.URLField(_("đường dẫn"), blank=True)
    search_text = SearchTextField(sources=("name", "place", "partner"))

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-pk")
        verbose_name = _("hoạt động truyền thông, xúc tiến")
        verbose_name_plural = _("hoạt động truyền thông, xúc tiến")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="activity_begins_before_it_ends",
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="activity_counts_something",
                violation_error_message=_("Số lượng phải từ 1 trở lên."),
            ),
        )
        indexes = (search_index("activity_search"), models.Index("starts_on", name="activity_starts_on"))

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the page of the activity."""
        return reverse("programme:activity_detail", args=[self.pk])


class IncubationProject(Versioned, Stamped):
    """A start-up project, selected and perhaps incubated, and what it became in the programme."""

    name = models.CharField(_("tên dự án"), max_length=300)
    founder = models.CharField(_("người khởi nghiệp"), max_length=150, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị hỗ trợ"))
    field = models.CharField(_("lĩnh vực"), max_length=200, blank=True)
    selected_on = models.DateField(_("được chọn ngày"))
    incubated_from = models.DateField(_("ươm tạo từ ngày"), null=True, blank=True)
    incubated_to = models.DateField(_("đến ngày"), null=True, blank=True)
    producer = models.ForeignKey(
        Producer, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("trở thành chủ thể")
    )
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("trở thành sản phẩm")
    )
    became_on = models.DateField(_("tham gia Chương trình ngày"), null=True, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    search_text = SearchTextField(sources=("name", "founder", "field"))

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        ordering = ("-selected_on", "-pk")
        verbose_name = _("dự án khởi nghiệp")
        constraints = (
            models.CheckConstraint(
                condition=Q(incubated_from__isnull=True) | Q(incubated_from__gte=F("selected_on")),
                name="project_is_selected_before_it_is_incubated",
                violation_error_message=_("Ngày ươm tạo phải từ ngày được chọn trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(incubated_to__isnull=True)
                | Q(incubated_from__isnull=False, incubated_to__gte=F("incubated_from")),
                name="incubation_begins_before_it_ends",
                violation_error_message=_("Ngày kết thúc ươm tạo phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(became_on__isnull=True, producer__isnull=True, product__isnull=True)
                | Q(became_on__isnull=False) & (Q(producer__isnull=False) | Q(product__isnull=False)),
                name="project_that_became_something_says_what_and_when",
                violation_error_message=_("Ghi đủ: trở thành chủ thể hoặc sản phẩm nào, từ ngày nào."),
            ),
        )
        indexes = (search_index("incubation_search"),)

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the page of the project."""
        return reverse("programme:project_detail", args=[self.pk])


class ProjectSupport(Stamped):
    """One support given to a project."""

    OWNER = "project"

    project = models.ForeignKey(IncubationProject, on_delete=models.CASCADE, related_name="supports")
    kind = models.CharField(_("hình thức hỗ trợ"), max_length=12, choices=SupportKind)
    on = models.DateField(_("ngày"))
    partner = models.CharField(_("đối tác"), max_length=250, blank=True)
    amount_vnd = models.DecimalField(_("số tiền (đồng)"), max_digits=15, decimal_places=0, null=True, blank=True)
    note = models.CharField(_("diễn giải"), max_length=500, blank=True)

    objects = NarrowQuerySet.as_manager()

    class Meta:
        ordering = ("on", "pk")
        verbose_name = _("hỗ trợ")

    def __str__(self):
        return self.get_kind_display()


class SupportSpace(Versioned, Stamped):
    """An area of the province's space for start-ups: where, approved and opened when."""

    name = models.CharField(_("tên"), max_length=250)
    kind = models.CharField(_("loại khu"), max_length=12, choices=SpaceKind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị quản lý"))
    approved_on = models.DateField(_("có chủ trương ngày"))
    opened_on = models.DateField(_("đưa vào hoạt động ngày"), null=True, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("không gian hỗ trợ khởi nghiệp")
        constraints = (
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True) | Q(opened_on__gte=F("approved_on")),
                name="space_is_approved_before_it_opens",
                violation_error_message=_("Ngày hoạt động phải từ ngày có chủ trương trở đi."),
            ),
        )

    def __str__(self):
        return self.name
