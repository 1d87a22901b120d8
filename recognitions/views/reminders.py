"""Reminders: who would be told what today, sending by hand, and what was sent."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import today
from core.views import PagedListView, RuleRequiredMixin
from recognitions import rules
from recognitions.models import Reminder
from recognitions.reminding import copied_to, due_reminders
from recognitions.services import send_reminders
from recognitions.views.tabs import REMINDERS, tabs_for

_LONGEST_KEY = 18


class RemindersView(RuleRequiredMixin, PagedListView):
    """The preview of today above, what was sent below; the clock sends every morning by itself."""

    model = Reminder
    rule = rules.may_remind
    refusal = gettext_lazy("Chỉ Văn phòng Điều phối xem và gửi nhắc hạn.")
    template_name = "recognitions/reminders.html"

    def get_queryset(self):
        """Read the names with the rows."""
        rows = super().get_queryset().select_related("recognition__product", "unit", "sent_by")
        return rows.prefetch_related("recipients")

    def get_context_data(self, **kwargs):
        """Add what would be sent now."""
        context = super().get_context_data(
            due=due_reminders(), office=copied_to(), day=today(), tabs=tabs_for(self.request.user, REMINDERS), **kwargs
        )
        return context | {"page": context["page_obj"]}

    def post(self, request):
        """Send to the units that were ticked."""
        keys = [int(key) for key in request.POST.getlist("unit") if key.isdecimal() and len(key) <= _LONGEST_KEY]
        sent = send_reminders(actor=request.user, unit_ids=keys)
        if sent:
            words = {"units": len(sent), "count": sum(len(one.products) for one in sent)}
            messages.success(request, _("Đã nhắc %(units)s đơn vị về %(count)s sản phẩm.") % words)
        else:
            messages.warning(request, _("Chưa gửi gì: chưa chọn đơn vị nào, hoặc các đơn vị đã chọn vừa được nhắc."))
        return redirect("recognitions:reminders")
