"""What the pages of this app share."""

from django.utils.translation import gettext_lazy

from core import views

NOT_FOR_COUNCIL = gettext_lazy("Thành viên hội đồng không xem kế hoạch tập huấn.")
ONLY_MANAGERS = gettext_lazy("Kế hoạch tập huấn do Văn phòng Điều phối và cơ quan chủ trì kế hoạch quản lý.")
ONLY_PLANNERS = gettext_lazy("Văn phòng Điều phối và các sở, ngành lập kế hoạch tập huấn.")
ONLY_REGISTRARS = gettext_lazy("Địa phương và cơ quan mở lớp đăng ký người học.")


class OfObjectFormView(views.OfObjectFormView):
    """See ``core.views``; by default refused in the words of who keeps these records."""

    refusal = ONLY_MANAGERS
