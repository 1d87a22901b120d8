"""The own notices: read them, open what they are about."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import View

from core.views import PagedListView, ScopedQuerysetMixin
from notices.models import Notice
from notices.services import mark_read


class NoticeListView(PagedListView):
    """The own notices, newest first; ``?unread=1`` leaves out what was read."""

    model = Notice
    template_name = "notices/notice_list.html"

    def get_queryset(self):
        """Keep those not opened yet where the address says so."""
        rows = super().get_queryset()
        return rows.unread() if self.is_unread_only else rows

    @property
    def is_unread_only(self) -> bool:
        """Whether only those not opened yet are shown."""
        return self.request.GET.get("unread") == "1"

    def get_context_data(self, **kwargs):
        """Add how many wait to be read."""
        unread = Notice.objects.visible_to(self.request.user).unread().count()
        context = super().get_context_data(unread=unread, is_unread_only=self.is_unread_only, **kwargs)
        return context | {"page": context["page_obj"]}


class NoticeOpenView(ScopedQuerysetMixin, View):
    """Note that a notice was read and go to its page."""

    model = Notice
    http_method_names = ("post",)

    def post(self, request, pk):
        """Mark it; a notice without a page leads back to the list."""
        notice = get_object_or_404(self.get_queryset(), pk=pk)
        mark_read(user=request.user, notice_ids=[notice.pk])
        is_ours = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
        return redirect(notice.url if is_ours else reverse("notices:notice_list"))


class NoticeReadAllView(ScopedQuerysetMixin, View):
    """Note that all own notices were read."""

    model = Notice
    http_method_names = ("post",)

    def post(self, request):
        """Mark them and return to the list."""
        count = mark_read(user=request.user)
        messages.success(request, _("Đã đánh dấu %(count)s thông báo là đã đọc.") % {"count": count})
        return redirect("notices:notice_list")
