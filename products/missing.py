"""What a product's record still lacks; nothing here stops anybody from saving."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.components import MissingItem
from products.enums import CertificateKind
from products.models import Certificate, Product, SalesChannel

_FIELDS = ("photo", "description", "main_material", "material_origin", "packaging")
_PAPERS_OF_FOOD = frozenset({CertificateKind.FOOD_SAFETY, CertificateKind.SELF_DECLARATION})
_INDUSTRIES_OF_FOOD = frozenset({"food", "beverage"})


def missing_of(
    product: Product, channels: Sequence[SalesChannel], certificates: Sequence[Certificate], *, edit_url: str
) -> list[MissingItem]:
    """Return what is not filled in, each with the place in the form; without ``edit_url`` no links."""
    lacking = [
        (str(Product._meta.get_field(name).verbose_name), f"id_{name}")
        for name in _FIELDS
        if not getattr(product, name)
    ]
    if not channels:
        lacking.append((_("kênh bán hàng"), "phan-kenh"))
    is_food = product.group.counts_as in _INDUSTRIES_OF_FOOD
    if is_food and not any(one.kind in _PAPERS_OF_FOOD for one in certificates):
        lacking.append((_("giấy an toàn thực phẩm hoặc tự công bố"), "phan-giay"))
    return [
        MissingItem(label[:1].upper() + label[1:], f"{edit_url}#{anchor}" if edit_url else "")
        for label, anchor in lacking
    ]
