"""The history of a product in words."""

from django.utils.translation import gettext as _

from core.components import HistoryEntry
from core.dates import format_date
from core.history import Source, entries
from products.models import Certificate, Product, SalesChannel

_SHOWN = (
    "name",
    "producer",
    "group",
    "description",
    "main_material",
    "material_origin",
    "packaging",
    "photo",
    "stopped_on",
)
_CHANNEL = ("kind", "name", "since", "until")
_CERTIFICATE = ("kind", "number", "issuer", "issued_on", "expires_on")


def history_of(product: Product) -> list[HistoryEntry]:
    """Return who changed the product, its channels and certificates, newest first; six queries at most."""
    sources = (
        Source(product.history.all(), _SHOWN, files=frozenset({"photo"})),
        Source(SalesChannel.history.filter(product_id=product.pk), _CHANNEL, _("Kênh bán hàng"), _describe_channel),
        Source(
            Certificate.history.filter(product_id=product.pk), _CERTIFICATE, _("Giấy chứng nhận"), _describe_certificate
        ),
    )
    return entries(sources, created=_("Thêm sản phẩm"), changed=_("Sửa thông tin sản phẩm"))


def _describe_channel(row) -> str:
    return _("%(kind)s: %(name)s, từ %(day)s") % {
        "kind": row.get_kind_display(),
        "name": row.name,
        "day": format_date(row.since),
    }


def _describe_certificate(row) -> str:
    return f"{row.get_kind_display()} {row.number}".strip()
