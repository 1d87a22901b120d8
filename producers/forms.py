"""The form of a producer with who stands for it."""

from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import today
from core.forms import PortalMeta, PortalModelForm, Section, VietnameseDateField
from core.text import one_line
from producers.enums import Gender
from producers.models import Producer
from producers.services import RepresentativeData
from producers.twins import Twin, twins_of
from units.enums import COMMUNE_KINDS
from units.models import Unit

_PREFIX = "representative_"


class ProducerForm(PortalModelForm):
    """A producer as ``user`` may write it: units of the own territory that exist today.

    Name, legal form and unit are needed; everything else can come later.
    """

    sections = (
        Section(gettext_lazy("Tên và đơn vị"), ("name", "legal_form", "unit", "address"), "chung"),
        Section(gettext_lazy("Đăng ký kinh doanh"), ("tax_code", ("registration_number", "registered_on")), "dang-ky"),
        Section(
            gettext_lazy("Người đại diện"),
            (
                ("representative_name", "representative_gender"),
                "representative_since",
                "representative_is_ethnic_minority",
                "representative_is_disabled",
            ),
            "dai-dien",
        ),
        Section(gettext_lazy("Liên hệ"), (("phone", "email"),), "lien-he"),
        Section(gettext_lazy("Hoạt động"), (("active_since", "stopped_on"), "note"), "hoat-dong"),
    )
    searchable = ("unit",)
    representative_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=120, required=False)
    representative_gender = forms.ChoiceField(
        label=gettext_lazy("Giới tính"), choices=[("", ""), *Gender.choices], required=False
    )
    representative_since = VietnameseDateField(
        label=gettext_lazy("Đại diện từ ngày"),
        required=False,
        help_text=gettext_lazy("Khi đổi người đại diện, nhập tên người mới và ngày bắt đầu của người mới."),
    )
    representative_is_ethnic_minority = forms.BooleanField(
        label=gettext_lazy("Người đại diện là người dân tộc thiểu số"), required=False
    )
    representative_is_disabled = forms.BooleanField(
        label=gettext_lazy("Người đại diện là người khuyết tật"), required=False
    )
    twin_confirmed = forms.BooleanField(label=gettext_lazy("Đây là chủ thể khác, vẫn lưu"), required=False)

    class Meta(PortalMeta):
        model = Producer
        fields = (
            "name",
            "legal_form",
            "unit",
            "address",
            "tax_code",
            "registration_number",
            "registered_on",
            "phone",
            "email",
            "active_since",
            "stopped_on",
            "note",
        )
        help_texts = {
            "name": gettext_lazy("Tên đầy đủ như trên giấy đăng ký."),
            "tax_code": gettext_lazy("10 số, 10 số-3 số hoặc 12 số."),
        }

    def __init__(self, *args, user, representative=None, **kwargs):
        self.user = user
        if representative:
            names = ("name", "gender", "since", "is_ethnic_minority", "is_disabled")
            shown = {f"{_PREFIX}{name}": getattr(representative, name) for name in names}
            kwargs["initial"] = shown | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.stored_name = self.instance.name
        self.fields["unit"].queryset = self._units()
        self.fields["name"].widget.attrs |= {
            "hx-get": f"{reverse('producers:producer_twins')}?except={self.instance.pk or ''}",
            "hx-trigger": "input changed delay:500ms",
            "hx-target": "#twins",
        }

    @property
    def parts(self):
        """Leave the mark of a likely twin to the part of the page that shows the twins."""
        hidden = {"twin_confirmed"}
        parts = [replace(part, rows=[row for row in part.rows if row[0].name not in hidden]) for part in super().parts]
        return [part for part in parts if part.rows]

    def clean_tax_code(self):
        """Say whose tax code it is and what to do."""
        return self._unique("tax_code", _("Mã số thuế"))

    def clean_registration_number(self):
        """Say whose number it is and what to do."""
        return self._unique("registration_number", _("Số đăng ký kinh doanh"))

    def clean(self):
        """Ask for the whole representative or none, and whether a likely twin is another producer."""
        cleaned = super().clean()
        self._check_representative(cleaned)
        if self.twins and not cleaned.get("twin_confirmed"):
            message = _("Đã có chủ thể tên tương tự. Nếu đây là chủ thể khác, hãy đánh dấu “vẫn lưu” rồi lưu lại.")
            self.add_error("twin_confirmed", message)
        return cleaned

    @cached_property
    def twins(self) -> list[Twin]:
        """Likely twins of the name that is being written; none while the stored name stays."""
        name = one_line(getattr(self, "cleaned_data", {}).get("name") or "")
        if not name or name == self.stored_name:
            return []
        return twins_of(name, user=self.user, except_pk=self.instance.pk)

    def values(self) -> dict:
        """Return what ``services.create_producer`` takes, without actor."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return values | {"representative": self._representative()}

    def _units(self):
        present = Unit.objects.on(today()).filter(kind__in=COMMUNE_KINDS)
        if self.user.is_local_officer:
            present = present.filter(pk__in=self.user.unit.territory().values("pk"))
        # A producer of former times keeps its unit.
        held = Unit.objects.filter(pk=self.instance.unit_id)
        return (present | held).order_by("sort_key", "code")

    def _unique(self, name: str, label: str) -> str:
        value = one_line(self.cleaned_data[name])
        other = Producer.objects.filter(**{name: value}).exclude(pk=self.instance.pk).select_related("unit").first()
        if not value or other is None:
            return value
        if Producer.objects.visible_to(self.user).filter(pk=other.pk).exists():
            text = _("%(label)s này là của “%(name)s”. Hãy kiểm tra lại số, hoặc mở chủ thể đó để sửa.")
        else:
            text = _(
                "%(label)s này đã có ở một chủ thể thuộc %(unit)s. Hãy kiểm tra lại số;"
                " nếu số đúng, liên hệ Văn phòng Điều phối để chuyển chủ thể về đơn vị của bạn."
            )
        raise ValidationError(text % {"label": label, "name": other.name, "unit": other.unit.name})

    def _check_representative(self, cleaned: dict) -> None:
        parts = {
            "representative_name": _("Hãy nhập họ và tên người đại diện."),
            "representative_gender": _("Hãy chọn giới tính của người đại diện."),
            "representative_since": _("Hãy nhập ngày bắt đầu đại diện."),
        }
        flags = ("representative_is_ethnic_minority", "representative_is_disabled")
        if not any(cleaned.get(name) for name in (*parts, *flags)) and not self.initial.get("representative_name"):
            return
        for name, message in parts.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)

    def _representative(self) -> RepresentativeData | None:
        if not self.cleaned_data.get("representative_name"):
            return None
        names = ("name", "gender", "since", "is_ethnic_minority", "is_disabled")
        return RepresentativeData(**{name: self.cleaned_data[f"{_PREFIX}{name}"] for name in names})
