"""What the pages of this app share."""

from django.utils.translation import gettext_lazy

from core import views

NOT_FOR_COUNCIL = gettext_lazy("Thành viên hội đồng không xem kế hoạch và hoạt động của Chương trình.")
ONLY_OFFICE = gettext_lazy("Kế hoạch, chỉ tiêu và văn bản chỉ đạo do Văn phòng Điều phối quản lý.")


class OfObjectFormView(views.OfObjectFormView):
    """See ``core.views``; by default refused in the words of who keeps these records."""

    refusal = ONLY_OFFICE
