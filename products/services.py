"""Writing products, where they are sold and what papers they have."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.saving import delete_signed, save_checked
from core.text import one_line, to_nfc
from producers.models import Producer
from products.models import Certificate, Product, SalesChannel
from products.recognising import recognise_product, record_recognitions, revoke_by_decision, revoke_recognitions
from products.rules import may_add_product, may_edit_product

__all__ = (
    "CertificateData",
    "ChannelData",
    "create_product",
    "recognise_product",
    "record_recognitions",
    "revoke_by_decision",
    "revoke_recognitions",
    "update_product",
)

FIELDS = (
    "producer",
    "name",
    "group",
    "description",
    "photo",
    "main_material",
    "material_origin",
    "packaging",
    "stopped_on",
    "is_invented",
)
_ONE_LINE = frozenset({"name", "main_material", "material_origin", "packaging"})


@dataclass(frozen=True)
class ChannelData:
    """A sales channel as it shall be; ``pk`` names a stored row to correct."""

    kind: str
    name: str
    since: dt.date
    until: dt.date | None = None
    pk: int | None = None


@dataclass(frozen=True)
class CertificateData:
    """A certificate as it shall be; ``pk`` names a stored row to correct."""

    kind: str
    number: str = ""
    issuer: str = ""
    issued_on: dt.date | None = None
    expires_on: dt.date | None = None
    pk: int | None = None


@transaction.atomic
def create_product(
    *,
    actor,
    producer,
    name: str,
    group,
    channels: Sequence[ChannelData] = (),
    certificates: Sequence[CertificateData] = (),
    **values,
) -> Product:
    """Return the new product.

    Args:
        actor: a local officer (the producer must lie in the own territory) or somebody of the office.
        group: one in which products may be put.
        values: any of ``FIELDS``; ``photo`` is what ``core.files.clean_upload`` returned.

    Raises:
        PermissionDenied: ``actor`` may not add products, or does not see the producer.
        ValidationError: a field, channel or certificate is wrong, or the producer has this product.
    """
    if not may_add_product(actor):
        raise PermissionDenied(_("Chỉ cán bộ địa phương và Văn phòng Điều phối được thêm sản phẩm."))
    product = Product()
    _take(product, {"producer": producer, "name": name, "group": group, **values}, actor)
    save_checked(product, actor=actor)
    _set_rows(product, SalesChannel, channels, actor)
    _set_rows(product, Certificate, certificates, actor)
    return product


@transaction.atomic
def update_product(
    *,
    actor,
    product_id: int,
    version: int | None,
    channels: Sequence[ChannelData] | None = None,
    certificates: Sequence[CertificateData] | None = None,
    **values,
) -> Product:
    """Return the product with its new values; fields that are not named stay.

    Args:
        version: the version that the writer saw; ``None`` for writers without a form.
        channels, certificates: the whole list as it shall be: rows that are not in it are removed
            (their history stays), ``None`` leaves all as they are. A channel that ended keeps its row
            with ``until``.

    Raises:
        PermissionDenied: ``actor`` may not edit products, or does not see the new producer.
        Product.DoesNotExist: ``actor`` does not see it.
        Stale: somebody else saved it in between.
        ValidationError: a field, channel or certificate is wrong, or the producer has this product.
    """
    product = Product.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=product_id)
    if not may_edit_product(actor, product):
        raise PermissionDenied(_("Chỉ cán bộ địa phương và Văn phòng Điều phối được sửa sản phẩm."))
    product.require_version(version)
    _take(product, values, actor)
    save_checked(product, actor=actor)
    if channels is not None:
        _set_rows(product, SalesChannel, channels, actor)
    if certificates is not None:
        _set_rows(product, Certificate, certificates, actor)
    return product


def _take(product: Product, values: dict, actor) -> None:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"a product has no {sorted(unknown)}")
    if "producer" in values and values["producer"].pk != product.producer_id:
        _require_producer(values["producer"], actor)
    if "group" in values and values["group"].pk != product.group_id and not values["group"].is_assignable:
        raise ValidationError({"group": _("Hãy chọn một phân nhóm cụ thể, không chọn cả ngành.")})
    for name, value in values.items():
        if isinstance(value, str):
            value = one_line(value) if name in _ONE_LINE else to_nfc(value).strip()  # noqa: PLW2901 - the stored form
        setattr(product, name, value)


def _require_producer(producer: Producer, actor) -> None:
    if not Producer.objects.visible_to(actor).filter(pk=producer.pk).exists():
        raise PermissionDenied(_("Chủ thể này không thuộc địa bàn của bạn."))


def _set_rows(product: Product, model, wanted: Iterable, actor) -> None:
    """Bring the rows of ``model`` to ``wanted``: removes first, so that a freed name may be used again.

    A row that was removed by somebody else meanwhile is written anew.
    """
    stored = {row.pk: row for row in model.objects.select_for_update().filter(product=product)}
    wanted = list(wanted)
    kept = {data.pk for data in wanted if data.pk}
    for pk, row in stored.items():
        if pk not in kept:
            delete_signed(row, actor=actor)
    for data in wanted:
        row = stored.get(data.pk) or model(product=product)
        if _fill(row, data) or row.pk is None:
            _save_row(row, actor)


def _fill(row, data) -> bool:
    """Put the values into the row; return whether one is new."""
    changed = False
    for field in fields(data):
        if field.name == "pk":
            continue
        value = getattr(data, field.name)
        value = one_line(value) if isinstance(value, str) else value
        if getattr(row, field.name) != value:
            setattr(row, field.name, value)
            changed = True
    return changed


def _save_row(row, actor) -> None:
    try:
        save_checked(row, actor=actor)
    except ValidationError as error:
        text = f"{row._meta.verbose_name} “{row}”: {' '.join(error.messages)}"
        raise ValidationError(text[0].upper() + text[1:]) from error
