"""Rounds and who sits on their councils."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.models import Stamped
from evaluations.enums import CouncilOffice, Level, RoundKind
from evaluations.models.rules import RuleVersion
from evaluations.querysets import RoundQuerySet


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
    note = models.TextField(_("ghi chú"), blank=True)

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
