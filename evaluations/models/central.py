"""What happened between the province and the ministry to a dossier of the central level."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from documents.models import OfficialDocument
from evaluations.enums import CentralStep
from evaluations.models.dossiers import Dossier


class CentralEvent(models.Model):
    """A dated step on the ministry's track (26/2026/QĐ-TTg, Điều 7.4); only added, never changed."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="central_events")
    kind = models.CharField(_("việc"), max_length=12, choices=CentralStep)
    on = models.DateField(_("ngày"))
    document = models.ForeignKey(
        OfficialDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("văn bản")
    )
    # Of the central council; only with a result.
    points = models.DecimalField(_("điểm trung ương"), max_digits=7, decimal_places=4, null=True, blank=True)
    note = models.TextField(_("nội dung"), blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name = _("việc với trung ương")
        constraints = (
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(kind="result", points__range=(0, 100)),
                name="central_points_are_0_to_100_and_of_a_result",
                violation_error_message=_("Điểm từ 0 đến 100 và chỉ ghi cùng kết quả."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("sent", "result")) | Q(document__isnull=False),
                name="sending_and_result_name_their_document",
                violation_error_message=_("Hãy chọn văn bản."),
            ),
        )

    def __str__(self):
        return f"{self.get_kind_display()}: {self.on:%d/%m/%Y}"
