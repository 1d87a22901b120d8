"""The form of a product with its sales channels and certificates."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import today
from core.forms import PortalForm, PortalMeta, PortalModelForm, Section, UploadField, VietnameseDateField
from core.formsets import RowFormSet, row_formset
from core.text import one_line
from producers.models import Producer
from products.enums import CertificateKind, ChannelKind
from products.groups import GroupField, groups_in_force
from products.models import Certificate, Group, Product, SalesChannel
from products.services import CertificateData, ChannelData

PHOTO_KINDS = frozenset({"jpg", "png", "webp"})
# A select with more entries than this is slow to load; the page offers a search instead.
MOST_PRODUCERS = 200


def producers_to_choose(user):
    """Producers that ``user`` sees and that have not stopped."""
    return Producer.objects.visible_to(user).exclude(stopped_on__lte=today())


class ProductForm(PortalModelForm):
    """A product as ``user`` may write it. Producer, name and group are needed; the rest can come later."""

    sections = (
        Section(gettext_lazy("Tên và phân nhóm"), ("producer", "name", "group"), "chung"),
        Section(gettext_lazy("Ảnh và mô tả"), ("photo", "remove_photo", "description"), "mo-ta"),
        Section(
            gettext_lazy("Nguyên liệu và đóng gói"),
            (("main_material", "material_origin"), "packaging"),
            "nguyen-lieu",
        ),
        Section(gettext_lazy("Tình trạng"), ("stopped_on",), "tinh-trang"),
    )
    searchable = ("producer", "group")
    photo = UploadField(
        label=gettext_lazy("Ảnh sản phẩm"),
        kinds=PHOTO_KINDS,
        required=False,
        help_text=gettext_lazy("JPG, PNG hoặc WEBP, tối đa 20 MB. Vị trí chụp ghi trong ảnh được xoá khi lưu."),
    )
    remove_photo = forms.BooleanField(label=gettext_lazy("Bỏ ảnh đang có"), required=False)

    class Meta(PortalMeta):
        model = Product
        fields = (
            "producer",
            "name",
            "group",
            "description",
            "main_material",
            "material_origin",
            "packaging",
            "stopped_on",
        )
        field_classes = {"group": GroupField}
        help_texts = {
            "name": gettext_lazy("Tên như trên nhãn hàng hoá."),
            "group": gettext_lazy("Theo bảng phân loại đang áp dụng; phân nhóm quyết định bộ tiêu chí chấm điểm."),
            "main_material": gettext_lazy("Ví dụ: xoài cát Hoà Lộc."),
            "packaging": gettext_lazy("Ví dụ: hộp 500 g, túi 1 kg."),
        }

    def __init__(self, *args, user, **kwargs):
        self.user = user
        instance = kwargs.get("instance")
        stored = instance.photo if instance and instance.photo else None
        kwargs["initial"] = {"photo": stored} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.stored_name = self.instance.name
        if not stored:
            del self.fields["remove_photo"]
        self._offer_producers()
        self._offer_groups()

    def clean(self):
        """Say at the name that the producer has this product already."""
        cleaned = super().clean()
        name, producer = cleaned.get("name"), cleaned.get("producer")
        if name and producer:
            same = Product.objects.filter(producer=producer, name=one_line(name)).exclude(pk=self.instance.pk)
            if same.exists():
                self.add_error("name", _("Chủ thể này đã có một sản phẩm cùng tên. Hãy mở sản phẩm đó để sửa."))
        return cleaned

    def values(self) -> dict:
        """Return what ``services.create_product`` takes, without actor, channels and certificates."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if self.cleaned_data.get("photo"):
            values["photo"] = self.cleaned_data["photo"]
        elif self.cleaned_data.get("remove_photo"):
            values["photo"] = ""
        return values

    @property
    def may_choose_producer(self) -> bool:
        """Whether the select holds every producer; otherwise the page links to a search."""
        return self._producer_count <= MOST_PRODUCERS

    @cached_property
    def _producer_count(self) -> int:
        return producers_to_choose(self.user).count()

    def _offer_producers(self) -> None:
        """Accept any producer in sight, offer all of them or only the one chosen."""
        field = self.fields["producer"]
        field.queryset = Producer.objects.visible_to(self.user)
        offered = producers_to_choose(self.user) if self.may_choose_producer else Producer.objects.none()
        chosen = str(self["producer"].value() or "")
        if chosen.isdecimal() and len(chosen) < 19:
            offered = offered | Producer.objects.visible_to(self.user).filter(pk=int(chosen))
        names = offered.order_by("sort_key", "pk").values_list("pk", "name", "unit__name")
        field.widget.choices = [("", _("Chọn…")), *((pk, f"{name} – {unit}") for pk, name, unit in names)]

    def _offer_groups(self) -> None:
        field = self.fields["group"]
        now = groups_in_force(today()).filter(is_assignable=True)
        held = self.instance.group_id
        field.queryset = now
        if held and not now.filter(pk=held).exists():
            field.older_pk = held
            both = Group.objects.filter(pk=held) | Group.objects.filter(pk__in=now.values("pk"))
            field.queryset = both.select_related("parent", "industry").order_by("position", "code")


class _RowForm(PortalForm):
    """A row of a formset; ``pk`` names the stored row that it corrects."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2**63 - 1)


class ChannelForm(_RowForm):
    """A place where the product is sold."""

    sections = (Section("", (("kind", "name"), ("since", "until")), "kenh"),)
    kind = forms.ChoiceField(label=gettext_lazy("Kênh"), choices=[("", ""), *ChannelKind.choices])
    name = forms.CharField(label=gettext_lazy("Tên sàn, siêu thị hoặc thị trường"), max_length=120)
    since = VietnameseDateField(label=gettext_lazy("Từ ngày"))
    until = VietnameseDateField(label=gettext_lazy("Đến hết ngày"), required=False)

    def clean(self):
        """Refuse an end before the beginning."""
        cleaned = super().clean()
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", _("Ngày kết thúc phải sau ngày bắt đầu."))
        return cleaned


class CertificateForm(_RowForm):
    """A paper about quality or origin."""

    sections = (Section("", ("kind", ("number", "issuer"), ("issued_on", "expires_on")), "giay"),)
    kind = forms.ChoiceField(label=gettext_lazy("Loại giấy"), choices=[("", ""), *CertificateKind.choices])
    number = forms.CharField(label=gettext_lazy("Số"), max_length=60, required=False)
    issuer = forms.CharField(label=gettext_lazy("Nơi cấp"), max_length=200, required=False)
    issued_on = VietnameseDateField(label=gettext_lazy("Ngày cấp"), required=False)
    expires_on = VietnameseDateField(label=gettext_lazy("Có giá trị đến"), required=False)

    def clean(self):
        """Refuse an end before the beginning."""
        cleaned = super().clean()
        if cleaned.get("issued_on") and cleaned.get("expires_on") and cleaned["expires_on"] < cleaned["issued_on"]:
            self.add_error("expires_on", _("Ngày hết hạn phải sau ngày cấp."))
        return cleaned


class _ChannelRows(RowFormSet):
    identity = ("kind", "name", "since")


class _CertificateRows(RowFormSet):
    identity = ("kind", "number")


ChannelFormSet = row_formset(ChannelForm, _ChannelRows)
CertificateFormSet = row_formset(CertificateForm, _CertificateRows)
CHANNELS, CERTIFICATES = "channels", "certificates"


def channel_rows(formset) -> list[ChannelData]:
    """Return the rows as ``services.create_product`` takes them."""
    names = ("kind", "name", "since", "until", "pk")
    return [ChannelData(**{name: form.cleaned_data[name] for name in names}) for form in formset.kept_forms]


def certificate_rows(formset) -> list[CertificateData]:
    """Return the rows as ``services.create_product`` takes them."""
    names = ("kind", "number", "issuer", "issued_on", "expires_on", "pk")
    return [CertificateData(**{name: form.cleaned_data[name] for name in names}) for form in formset.kept_forms]


def stored_channels(product: Product | None) -> list[dict]:
    """Return the stored rows as initial values; none for a new product."""
    if product is None:
        return []
    return list(SalesChannel.objects.filter(product=product).values("pk", "kind", "name", "since", "until"))


def stored_certificates(product: Product | None) -> list[dict]:
    """Return the stored rows as initial values; none for a new product."""
    if product is None:
        return []
    names = ("pk", "kind", "number", "issuer", "issued_on", "expires_on")
    return list(Certificate.objects.filter(product=product).values(*names))
