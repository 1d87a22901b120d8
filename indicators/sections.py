"""The parts of a report in which figures are printed, in their order."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Section(TextChoices):
    """A heading over some figures."""

    ENTRIES = "entries", _("Sản phẩm tham gia đánh giá, phân hạng")
    RECOGNISED = "recognised", _("Kết quả công nhận trong kỳ")
    GROUPS = "groups", _("Sản phẩm được công nhận theo nhóm ngành")
    FORMS = "forms", _("Chủ thể được công nhận theo loại hình")
    STANDING = "standing", _("Sản phẩm còn hiệu lực công nhận")
    WOMEN = "women", _("Chủ thể do phụ nữ đại diện")
    MARKET = "market", _("Tiêu thụ sản phẩm")
    CENTRAL = "central", _("Đề nghị trung ương đánh giá")
    REVOKED = "revoked", _("Thu hồi quyết định công nhận")
    TRAININGS = "trainings", _("Tập huấn")
    MONEY = "money", _("Kinh phí thực hiện Chương trình")
