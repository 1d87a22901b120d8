"""Forms of activities."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import Stale
from core.forms import Difference, PortalMeta, PortalModelForm, Section
from producers.models import Producer
from products.models import Product
from programme.choices import rows_of, units_to_write_for
from programme.models import Activity

_LINKS = ("products", "producers")


class ActivityForm(PortalModelForm):
    """What was done, where, for whom; products and producers that the person may see."""

    sections = (
        Section(_("Hoạt động"), ("kind", "name", "unit"), "hoat-dong"),
        Section(_("Thời gian, địa điểm"), (("starts_on", "ends_on"), "place", ("reach", "partner")), "thoi-gian"),
        Section(_("Số lượng"), (("quantity", "minutes_each", "participants"),), "so-luong"),
        Section(_("Sản phẩm, chủ thể"), ("products", "producers"), "san-pham"),
        Section(_("Kết quả"), ("result", "link"), "ket-qua"),
    )
    searchable = ("unit", "products", "producers")
    units = {"minutes_each": _("phút"), "participants": _("lượt người")}
    products = forms.ModelMultipleChoiceField(
        label=_("Sản phẩm tham gia"), required=False, queryset=Product.objects.none()
    )
    producers = forms.ModelMultipleChoiceField(
        label=_("Chủ thể tham gia"), required=False, queryset=Producer.objects.none()
    )
    link = forms.URLField(
        label=_("Đường dẫn"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("Trang tin, gian hàng hoặc tài liệu minh chứng; bắt đầu bằng https://"),
    )

    class Meta(PortalMeta):
        model = Activity
        fields = (
            "kind",
            "name",
            "unit",
            "starts_on",
            "ends_on",
            "place",
            "reach",
            "partner",
            "quantity",
            "minutes_each",
            "participants",
            "result",
            "link",
        )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        groups = units_to_write_for(user)
        self.fields["unit"].queryset = rows_of(groups)
        self.fields["unit"].choices = [("", _("Chọn…")), *groups]
        self._offer("products", Product, ("name", "producer__name"))
        self._offer("producers", Producer, ("name", "unit__name"))

    def _offer(self, name: str, model: type, named_by: tuple[str, str]) -> None:
        """Offer what the person may see; what is linked beside that stays as it is."""
        visible = model.objects.visible_to(self.user)
        field = self.fields[name]
        field.queryset = visible
        rows = visible.order_by("sort_key", "pk").values_list("pk", *named_by)
        field.widget.choices = [(key, f"{first} – {second}") for key, first, second in rows]
        if self.instance.pk:
            field.initial = list(visible.filter(pk__in=getattr(self.instance, name).all()).values_list("pk", flat=True))

    def take_stale(self, error: Stale, fresh: Activity) -> None:
        """Name the products and producers that another person chose otherwise."""
        super().take_stale(error, fresh)
        labels = {str(self.fields[name].label): name for name in _LINKS}
        self.differences = [one for one in self.differences if one.label not in labels]
        for label, name in labels.items():
            rows = getattr(fresh, name).filter(pk__in=self.fields[name].queryset)
            stored, typed = ({row.pk: row.name for row in one} for one in (rows, self.cleaned_data[name]))
            if stored.keys() != typed.keys():
                words = (", ".join(sorted(names.values())) or str(_("(để trống)")) for names in (stored, typed))
                self.differences.append(Difference(label, *words))
