"""Forms of the papers in a wallet."""

from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm, PortalMeta, PortalModelForm, Section, UploadField
from producers.models import Paper

_HELP = _("PDF, ảnh, DOCX hoặc XLSX, tối đa 20 MB.")


class PaperForm(PortalModelForm):
    """A paper: kind and name are needed, the dates let the portal warn in time."""

    sections = (Section(_("Giấy tờ"), ("kind", "name", ("number", "issuer"), ("issued_on", "expires_on")), "giay-to"),)

    class Meta(PortalMeta):
        model = Paper
        fields = ("kind", "name", "number", "issuer", "issued_on", "expires_on")
        help_texts = {
            "name": _("Ví dụ: Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm."),
            "expires_on": _("Để trống nếu giấy không có thời hạn. Hệ thống báo trước 60 ngày."),
        }

    def values(self) -> dict:
        """Return what the services take."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NewPaperForm(PaperForm):
    """A paper with its first scan, which may also come later."""

    sections = (*PaperForm.sections, Section(_("Bản chụp"), ("file",), "tep"))
    file = UploadField(label=_("Tệp"), required=False, help_text=_HELP)


class PaperFileForm(PortalForm):
    """A newer scan of a paper."""

    file = UploadField(label=_("Tệp mới"), help_text=_HELP)
