"""Forms of rounds and dossiers; council, scoring sheet and decision have modules of their own."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import today
from core.forms import PortalForm, PortalMeta, PortalModelForm, Section, UngroupedIntegerField
from evaluations.conditions import recognition_before
from evaluations.enums import Level
from evaluations.late import takes_late
from evaluations.models import Dossier, LatePermit, Round, RuleVersion
from products.enums import RecognitionKind
from products.models import Product, Recognition

_HIGHEST_STAR = 5


class RoundForm(PortalModelForm):
    """A round; level and rules are fixed once it has dossiers."""

    sections = (
        Section(_("Đợt đánh giá"), ("name", ("year", "kind"), "level", "rule_version"), "dot"),
        Section(_("Nhận hồ sơ"), (("opens_on", "closes_on"), "decide_by", "note"), "nhan-ho-so"),
    )
    year = UngroupedIntegerField(label=_("Năm"), min_value=2019, max_value=2100)

    class Meta(PortalMeta):
        model = Round
        fields = ("name", "year", "kind", "level", "rule_version", "opens_on", "closes_on", "decide_by", "note")
        help_texts = {
            "name": _("Ví dụ: Đợt 1 năm 2026."),
            "level": _("Đợt cấp trung ương dành cho hồ sơ tỉnh đề nghị công nhận 5 sao."),
            "rule_version": _("Mặc định là bộ tiêu chí đang có hiệu lực."),
            "closes_on": _("Tính cả ngày này."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule_version"].queryset = RuleVersion.objects.published()
        for name in ("level", "rule_version"):
            if self.instance.pk and self.instance.dossiers.exists():
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Không đổi được vì đợt đã có hồ sơ.")

    @staticmethod
    def defaults() -> dict:
        """Return what a new round begins with: this year and the rules in force today."""
        day = today()
        return {"year": day.year, "rule_version": RuleVersion.objects.in_force_on(day).first()}


class ProductField(forms.ModelChoiceField):
    """A product with its producer, as two products may have one name."""

    def label_from_instance(self, product):
        """Return name and producer."""
        return f"{product.name} – {product.producer.name}"


class NewDossierForm(PortalModelForm):
    """A dossier to begin: the round and the product are chosen once; the rest is filled in section by section."""

    searchable = ("product",)
    round = forms.ModelChoiceField(label=_("Đợt đánh giá"), queryset=Round.objects.none())
    product = ProductField(label=_("Sản phẩm"), queryset=Product.objects.none())
    from_previous = forms.BooleanField(
        label=_("Bắt đầu từ hồ sơ lần trước"),
        required=False,
        help_text=_(
            "Nếu sản phẩm đã có hồ sơ được đánh giá, nội dung và tài liệu được chép sang để xem lại, sửa tiếp."
        ),
    )
    field_order = ("round", "product", "kind", "from_previous")

    class Meta(PortalMeta):
        model = Dossier
        fields = ("kind",)
        help_texts = {
            "kind": _("Công nhận lại: sản phẩm đã từng được công nhận. Nâng hạng: đang có sao, đề nghị hạng cao hơn."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = _rounds_to_enter(user)
        products = Product.objects.visible_to(user).filter(stopped_on__isnull=True).select_related("producer")
        if user.is_office:
            products = products.filter(pk__in=_with_star_below_five())
        self.fields["product"].queryset = products.order_by("sort_key", "pk")

    def clean(self):
        """A round that has closed takes only a product with a permit."""
        cleaned = super().clean()
        turn, product = cleaned.get("round"), cleaned.get("product")
        if turn and product and today() > turn.closes_on and not takes_late(turn, product.pk, on=today()):
            self.add_error("round", _("Đợt này đã hết hạn nhận hồ sơ; sản phẩm này không được phép nộp muộn."))
        return cleaned


def _rounds_to_enter(user):
    """Rounds that this person makes dossiers for: not closed yet, or with a permit for a product of his."""
    level, day = (Level.CENTRAL if user.is_office else Level.PROVINCE), today()
    permits = LatePermit.objects.filter(until__gte=day, product__in=Product.objects.visible_to(user).values("pk"))
    takes = Q(closes_on__gte=day) | Q(pk__in=permits.values("round"))
    return Round.objects.visible_to(user).filter(takes, level=level).order_by("opens_on", "pk")


def only_open_round(user) -> Round | None:
    """Return the round to choose beforehand, where there is just one."""
    rounds = list(_rounds_to_enter(user)[:2])
    return rounds[0] if len(rounds) == 1 else None


def _with_star_below_five():
    held = Recognition.objects.in_force_on(today()).filter(star__lt=_HIGHEST_STAR)
    return held.values("product")


def suggested_kind(product: Product | None, *, is_central: bool) -> str:
    """Return the kind that fits what the product holds today."""
    if is_central:
        return RecognitionKind.UPGRADE
    if product is not None and recognition_before(product.pk, today()):
        return RecognitionKind.RENEWAL
    return RecognitionKind.NEW


class MoveForm(PortalForm):
    """The remark that goes with a move."""

    note = forms.CharField(
        label=_("Ý kiến"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Cần ghi khi trả lại hoặc rút hồ sơ."),
    )
