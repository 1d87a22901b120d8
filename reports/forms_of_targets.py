"""The day on which targets are looked at."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.dates import format_date, today
from core.forms import PortalForm, VietnameseDateField
from programme.models import Plan


def default_day(plan: Plan) -> dt.date:
    """Return today, or the end of a plan's year that is over; never a day to come."""
    return min(today(), dt.date(plan.year, 12, 31))


class DayForm(PortalForm):
    """``?ngay=31/12/2023``."""

    ngay = VietnameseDateField(label=_("Tính đến hết ngày"))

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ngay"].initial = default_day(plan)
        self.fields["ngay"].widget.attrs["class"] = "form-control"

    def clean_ngay(self):
        """Refuse a day to come: nothing of it is known yet."""
        day = self.cleaned_data["ngay"]
        if day > today():
            raise ValidationError(_("Ngày xem không được sau hôm nay (%s).") % format_date(today()))
        return day
