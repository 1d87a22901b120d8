"""Forms of the sections of a dossier, with the fields of Mẫu 01 and Mẫu 02; nothing is required at saving."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalMeta, PortalModelForm
from evaluations.conditions import SAMPLES_BY_LAW, needs_samples
from evaluations.edits import words_of
from evaluations.enums import SectionKey
from evaluations.models import Dossier
from evaluations.sections import SECTION_FIELDS

_LONG, _SHORT = forms.Textarea(attrs={"rows": 6}), forms.Textarea(attrs={"rows": 4})


class SectionForm(PortalModelForm):
    """One section; what is missing is asked for when the dossier is sent, not here.

    Attributes:
        asked: names of the fields without which the dossier is not sent; their labels say so.
    """

    asked: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = field.required and name == "kind"
            field.asked_when_sent = name in self.asked

    def take_theirs(self, names: Iterable[str], fresh: Dossier) -> None:
        """Put what another person stored into the boxes that this one left alone."""
        self.data = self.data.copy()
        for name in names:
            value = getattr(fresh, name)
            self.data[self.add_prefix(name)] = words_of(name, value) if name != "kind" else value
            self.cleaned_data[name] = value


class RegistrationForm(SectionForm):
    """Mẫu 01: how the product takes part, when the commune received it, samples."""

    asked = ("received_on", "sample_count")
    units = {"sample_count": _("mẫu")}

    class Meta(PortalMeta):
        model = Dossier
        fields = SECTION_FIELDS[SectionKey.REGISTRATION]
        help_texts = {
            "kind": _("Công nhận lại: sản phẩm đã từng được công nhận. Nâng hạng: đang có sao, đề nghị hạng cao hơn."),
            "received_on": _("Ngày chủ thể nộp hồ sơ tại xã, phường; thời hạn kiểm tra tính từ ngày này."),
            "sample_count": _("Theo quy định nộp kèm %(count)s mẫu.") % {"count": SAMPLES_BY_LAW},
            "consultant": _("Để trống nếu chủ thể tự lập. Dùng để biết thành viên hội đồng nào không được chấm."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_samples(self.instance):
            del self.fields["sample_count"]
            self.units = {}


class BackgroundForm(SectionForm):
    """Mẫu 02 phần I: why it takes part, how it came about, how it is run."""

    asked = ("summary",)

    class Meta(PortalMeta):
        model = Dossier
        fields = SECTION_FIELDS[SectionKey.BACKGROUND]
        help_texts = {
            "summary": _("Điểm mới, kết quả sản xuất kinh doanh và lý do đề nghị đánh giá."),
            "background": _("Chủ thể và sản phẩm ra đời, lớn lên như thế nào; các mốc đáng nhớ."),
            "organisation": _("Bộ máy, các bộ phận, thành viên và hộ liên kết."),
        }
        widgets = {"summary": _LONG, "background": _SHORT, "organisation": _SHORT}


class ResultsForm(SectionForm):
    """Mẫu 02 phần II: what came of the business plan."""

    asked = (
        "annual_output",
        "annual_revenue_vnd",
        "workers",
        "local_workers",
        "quality_result",
        "market_result",
    )

    units = {
        "annual_revenue_vnd": _("đồng/năm"),
        "previous_revenue_vnd": _("đồng/năm"),
        "profit_vnd": _("đồng/năm"),
        "workers": _("người"),
        "local_workers": _("người"),
    }

    class Meta(PortalMeta):
        model = Dossier
        fields = SECTION_FIELDS[SectionKey.RESULTS]
        labels = {
            "annual_revenue_vnd": _("Doanh thu một năm"),
            "previous_revenue_vnd": _("Doanh thu năm trước"),
            "profit_vnd": _("Lợi nhuận một năm"),
            "workers": _("Số lao động"),
        }
        help_texts = {
            "annual_output": _("Ghi cả đơn vị tính, ví dụ: 12 tấn."),
            "local_workers": _("Trong tổng số lao động, người cư trú tại địa phương."),
            "material_result": _("Diện tích, sản lượng, nơi trồng hoặc nuôi, hợp đồng liên kết."),
            "technology_result": _("Nhà xưởng, máy móc, quy trình và những gì đã đổi mới."),
            "quality_result": _("Tiêu chuẩn áp dụng, kết quả kiểm nghiệm, chứng nhận."),
            "market_result": _("Nơi bán, khách hàng chính, xuất khẩu, quảng bá."),
        }


class PlanForm(SectionForm):
    """Mẫu 02 phần IV."""

    asked = ("plan",)

    class Meta(PortalMeta):
        model = Dossier
        fields = SECTION_FIELDS[SectionKey.PLAN]
        help_texts = {"plan": _("Mục tiêu, việc sẽ làm, nguồn lực và thời gian trong những năm tới.")}
        widgets = {"plan": _LONG}


class ChangesForm(SectionForm):
    """What is new against the time before (Điều 6: đánh giá lại, nâng hạng)."""

    asked = ("changes",)

    class Meta(PortalMeta):
        model = Dossier
        fields = SECTION_FIELDS[SectionKey.CHANGES]
        help_texts = {
            "changes": _(
                "Nguyên liệu, công nghệ, bao bì, nhãn, công bố chất lượng, thị trường, sản lượng, doanh thu, "
                "giấy tờ được cấp lại. Nếu không có thay đổi, hãy ghi rõ là không."
            )
        }
        widgets = {"changes": _LONG}


SECTION_FORMS: dict[str, type[SectionForm]] = {
    SectionKey.REGISTRATION.value: RegistrationForm,
    SectionKey.BACKGROUND.value: BackgroundForm,
    SectionKey.RESULTS.value: ResultsForm,
    SectionKey.PLAN.value: PlanForm,
    SectionKey.CHANGES.value: ChangesForm,
}
