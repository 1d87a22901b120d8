"""Rounds and who sits on their councils."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.models import Stamped, Versioned
from documents.models import OfficialDocument
from evaluations.enums import CouncilOffice, Level, Presence, RecusalGround, RoundKind, SessionForm
from evaluations.models.rules import RuleVersion
from evaluations.querysets import InterestQuerySet, RoundQuerySet, SessionQuerySet
from producers.models import Producer
from products.models import Product


class Round(Stamped):
    """A round of evaluation: dossiers are taken in from ``opens_on`` to ``closes_on``, both included."""

    name = models.CharField(_("tên đợt"), max_length=200)
    year = models.PositiveSmallIntegerField(_("năm"))
    kind = models.CharField(_("loại đợt"), max_length=10, choices=RoundKind, default=RoundKind.REGULAR)
    level = models.CharField(_("cấp"), max_length=10, choices=Level, default=Level.PROVINCE)
    rule_version = models.ForeignKey(
        RuleVersion, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("bộ tiêu chí")
    )
    opens_on = models.DateField(_("nhận hồ sơ từ ngày"))
    closes_on = models.DateField(_("đến hết ngày"))
    decide_by = models.DateField(_("quyết định trước ngày"), null=True, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    council_document = models.ForeignKey(
        OfficialDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quyết định thành lập hội đồng"),
    )
    team_document = models.ForeignKey(
        OfficialDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quyết định thành lập tổ tư vấn"),
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ("-opens_on", "-pk")
        verbose_name = _("đợt đánh giá")
        constraints = (
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")),
                name="round_opens_before_it_closes",
                violation_error_message=_("Ngày kết thúc nhận hồ sơ phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(decide_by__isnull=True) | Q(decide_by__gte=F("closes_on")),
                name="round_decides_after_it_closes",
                violation_error_message=_("Hạn ra quyết định phải sau ngày kết thúc nhận hồ sơ."),
            ),
            models.UniqueConstraint(
                fields=("year", "name"),
                name="one_round_per_year_and_name",
                violation_error_message=_("Trong năm đã có một đợt cùng tên."),
            ),
        )

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the page of the round."""
        return reverse("evaluations:round_detail", args=[self.pk])

    def takes_dossiers_on(self, day) -> bool:
        """Return whether dossiers may be sent on ``day``."""
        return self.opens_on <= day <= self.closes_on


class CouncilMember(models.Model):
    """A person on the council of a round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("thành viên"))
    office = models.CharField(_("chức danh"), max_length=12, choices=CouncilOffice, default=CouncilOffice.MEMBER)
    # As the decision that sets the council up names it; a person may change agency later.
    agency = models.CharField(_("cơ quan"), max_length=200, blank=True)

    class Meta:
        ordering = ("round", "pk")
        verbose_name = _("thành viên hội đồng")
        constraints = (
            models.UniqueConstraint(
                fields=("round", "user"),
                name="one_seat_per_round_and_person",
                violation_error_message=_("Người này đã ở trong hội đồng của đợt."),
            ),
            models.UniqueConstraint(
                fields=("round",),
                condition=Q(office="chair"),
                name="one_chair_per_round",
                violation_error_message=_("Hội đồng đã có chủ tịch."),
            ),
        )

    def __str__(self):
        return str(self.user)


class TeamMember(models.Model):
    """A person on the advisory team (Tổ tư vấn) of a round; needs no account and does not score."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="team")
    full_name = models.CharField(_("họ và tên"), max_length=120)
    position = models.CharField(_("chức vụ"), max_length=150, blank=True)
    agency = models.CharField(_("cơ quan"), max_length=200, blank=True)
    office = models.CharField(_("chức danh"), max_length=12, choices=CouncilOffice, default=CouncilOffice.MEMBER)

    class Meta:
        ordering = ("round", "pk")
        verbose_name = _("thành viên tổ tư vấn")
        constraints = (
            models.UniqueConstraint(
                fields=("round", "full_name", "agency"),
                name="one_place_in_the_team_per_person",
                violation_error_message=_("Người này đã ở trong tổ tư vấn của đợt."),
            ),
        )

    def __str__(self):
        return self.full_name


class Interest(models.Model):
    """What ties a member to a producer or a consultant, stated once and looked at for every round."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("thành viên"))
    producer = models.ForeignKey(
        Producer, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chủ thể")
    )
    consultant = models.CharField(_("đơn vị tư vấn"), max_length=200, blank=True)
    ground = models.CharField(_("quan hệ"), max_length=12, choices=RecusalGround)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    stated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    stated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ("user", "pk")
        verbose_name = _("quan hệ lợi ích")
        constraints = (
            models.CheckConstraint(
                condition=Q(producer__isnull=False) | ~Q(consultant=""),
                name="interest_names_a_producer_or_a_consultant",
                violation_error_message=_("Hãy chọn chủ thể hoặc ghi tên đơn vị tư vấn."),
            ),
        )

    def __str__(self):
        return f"{self.user} – {self.producer or self.consultant}"


class LatePermit(models.Model):
    """The office lets one product be sent after its round has closed; only added, never changed."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="late_permits")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", verbose_name=_("sản phẩm"))
    until = models.DateField(_("nộp chậm nhất ngày"))
    reason = models.CharField(_("lý do"), max_length=500)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    granted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-granted_at", "-pk")
        verbose_name = _("cho phép nộp muộn")
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="late_permit_has_its_reason",
                violation_error_message=_("Hãy ghi lý do cho nộp muộn."),
            ),
        )

    def __str__(self):
        return f"{self.product}: {self.until}"


class CouncilSession(Versioned, Stamped):
    """A session of a round's council: who was there, and what it says of the round."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sessions")
    form = models.CharField(_("hình thức"), max_length=10, choices=SessionForm, default=SessionForm.MEETING)
    held_on = models.DateField(_("ngày họp"))
    begins_at = models.TimeField(_("bắt đầu lúc"), null=True, blank=True)
    ends_at = models.TimeField(_("kết thúc lúc"), null=True, blank=True)
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    opinions = models.TextField(_("ý kiến thảo luận"), blank=True)
    conclusion = models.TextField(_("kết luận"), blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ("-held_on", "-pk")
        verbose_name = _("phiên họp hội đồng")
        constraints = (
            models.CheckConstraint(
                condition=Q(begins_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("begins_at")),
                name="session_begins_before_it_ends",
                violation_error_message=_("Giờ kết thúc phải sau giờ bắt đầu."),
            ),
        )

    def __str__(self):
        return f"{self.round} – {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self):
        """Return the page of the session."""
        return reverse("evaluations:session_detail", args=[self.pk])


class Attendance(models.Model):
    """A council member at a session."""

    session = models.ForeignKey(CouncilSession, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="+")
    # That of the day of the session: the minutes of an earlier one do not change with the council.
    office = models.CharField(_("chức danh"), max_length=12, choices=CouncilOffice, default=CouncilOffice.MEMBER)
    presence = models.CharField(_("có mặt"), max_length=8, choices=Presence)
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)

    class Meta:
        ordering = ("session", "member")
        verbose_name = _("điểm danh")
        constraints = (
            models.UniqueConstraint(fields=("session", "member"), name="one_attendance_per_session_and_member"),
        )

    def __str__(self):
        return f"{self.member}: {self.get_presence_display()}"
