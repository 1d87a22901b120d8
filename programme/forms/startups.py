"""Forms of start-up projects, of what they are given, and of the spaces that serve them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.money import MoneyField
from core.forms import PortalForm, PortalMeta, PortalModelForm, Section, VietnameseDateField
from core.formsets import RowFormSet, row_formset
from producers.models import Producer
from products.models import Product
from programme.choices import rows_of, units_to_write_for
from programme.enums import SupportKind
from programme.models import IncubationProject, SupportSpace

SUPPORTS = "supports"


class ProjectForm(PortalModelForm):
    """A project; what it became is picked from what the person may see."""

    sections = (
        Section(_("Dự án"), ("name", "founder", ("field", "unit")), "du-an"),
        Section(_("Ươm tạo"), ("selected_on", ("incubated_from", "incubated_to")), "uom-tao"),
        Section(_("Tham gia Chương trình OCOP"), ("producer", "product", "became_on"), "tham-gia"),
        Section(_("Ghi chú"), ("note",), "ghi-chu"),
    )
    searchable = ("unit", "producer", "product")

    class Meta(PortalMeta):
        model = IncubationProject
        fields = (
            "name",
            "founder",
            "field",
            "unit",
            "selected_on",
            "incubated_from",
            "incubated_to",
            "producer",
            "product",
            "became_on",
            "note",
        )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        groups = units_to_write_for(user)
        self.fields["unit"].queryset = rows_of(groups)
        self.fields["unit"].choices = [("", _("Chọn…")), *groups]
        self._offer(user, "producer", Producer, "unit__name")
        self._offer(user, "product", Product, "producer__name")

    def _offer(self, user, name: str, model: type, beside: str) -> None:
        """Offer what the person may see, and what is linked already without telling its name."""
        field, held = self.fields[name], getattr(self.instance, f"{name}_id")
        visible = model.objects.visible_to(user)
        rows = list(visible.order_by("sort_key", "pk").values_list("pk", "name", beside))
        choices = [("", _("Chọn…")), *((key, f"{first} – {second}") for key, first, second in rows)]
        field.queryset = visible
        if held and all(key != held for key, *_rest in rows):
            field.queryset = visible | model.objects.filter(pk=held)
            choices.append((held, _("(ngoài địa bàn của bạn)")))
        field.widget.choices = choices


class SupportForm(PortalForm):
    """One support."""

    sections = (Section("", (("kind", "on"), ("partner", "amount_vnd"), "note"), "ho-tro"),)
    kind = forms.ChoiceField(label=_("Hình thức hỗ trợ"), choices=[("", _("Chọn…")), *SupportKind.choices])
    on = VietnameseDateField(label=_("Ngày"))
    partner = forms.CharField(label=_("Đối tác"), required=False, max_length=250)
    amount_vnd = MoneyField(label=_("Số tiền"), required=False)
    note = forms.CharField(label=_("Diễn giải"), required=False, max_length=500)


SupportFormSet = row_formset(SupportForm, RowFormSet)


def stored_supports(project: IncubationProject | None) -> list[dict]:
    """Return what the project was given, as the rows of the form show it."""
    if project is None or not project.pk:
        return []
    names = tuple(SupportForm.base_fields)
    return [{name: getattr(one, name) for name in names} for one in project.supports.all()]


def support_rows(formset: RowFormSet) -> list[dict]:
    """Return what ``services.incubation`` takes."""
    names = tuple(SupportForm.base_fields)
    return [{name: form.cleaned_data[name] for name in names} for form in formset.kept_forms]


class SpaceForm(PortalModelForm):
    """An area for start-ups."""

    sections = (
        Section(_("Không gian hỗ trợ"), ("name", ("kind", "unit")), "khong-gian"),
        Section(_("Thời gian"), (("approved_on", "opened_on"), "note"), "thoi-gian"),
    )
    searchable = ("unit",)

    class Meta(PortalMeta):
        model = SupportSpace
        fields = ("name", "kind", "unit", "approved_on", "opened_on", "note")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        groups = units_to_write_for(user)
        self.fields["unit"].queryset = rows_of(groups)
        self.fields["unit"].choices = [("", _("Chọn…")), *groups]
