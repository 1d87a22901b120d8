"""The marker that the demo is in the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DemoLoad(models.Model):
    """One row: written with the data in one transaction, so it is there exactly when they are."""

    is_whole = models.BooleanField(default=True, unique=True, editable=False)
    loaded_at = models.DateTimeField(_("nạp lúc"), auto_now_add=True)
    # The day that the demo took for today: its current season lies around it.
    today = models.DateField(_("ngày của dữ liệu"))

    class Meta:
        verbose_name = _("lần nạp dữ liệu minh hoạ")
        constraints = (
            models.CheckConstraint(condition=models.Q(is_whole=True), name="demo_is_loaded_whole_or_not_at_all"),
        )

    def __str__(self):
        return str(self.today)
