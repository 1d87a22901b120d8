"""The parts of a report in which figures are printed, in their order."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Section(TextChoices):
    """A heading over some figures."""

    ENTRIES = "entries", _("Sản phẩm tham gia đánh giá, phân hạng")
    RECOGNISED = "recognised", _("Kết quả công nhận trong kỳ")
    GROUPS = "groups", _("Sản phẩm được công nhận theo nhóm ngành")
    FORMS = "forms", _("Chủ thể được công nhận theo loại hình")
    NEWCOMERS = "newcomers", _("Chủ thể mới")
    RENEWALS = "renewals", _("Đánh giá lại sản phẩm đến hạn")
    STANDING = "standing", _("Sản phẩm còn hiệu lực công nhận")
    STANDING_GROUPS = "standing_groups", _("Sản phẩm còn hiệu lực theo nhóm ngành")
    STANDING_FORMS = "standing_forms", _("Chủ thể có sản phẩm còn hiệu lực theo loại hình")
    WOMEN = "women", _("Chủ thể do phụ nữ, người dân tộc thiểu số đại diện")
    MARKET = "market", _("Tiêu thụ sản phẩm")
    PAPERS = "papers", _("Chứng nhận, công bố, sở hữu trí tuệ")
    BUSINESS = "business", _("Kết quả sản xuất kinh doanh")
    CENTRAL = "central", _("Đề nghị trung ương đánh giá")
    REVOKED = "revoked", _("Thu hồi, hết thời hạn công nhận")
    ACTIVITIES = "activities", _("Truyền thông, xúc tiến thương mại")
    TRAININGS = "trainings", _("Tập huấn")
    INCUBATION = "incubation", _("Khởi nghiệp, ươm tạo")
    MONEY = "money", _("Kinh phí thực hiện Chương trình")
    REPORTED = "reported", _("Số liệu do đơn vị báo cáo")
