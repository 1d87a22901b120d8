"""What the registers know already of a dossier's producer and product: shown in its sections, mended there."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import format_date
from evaluations.enums import SectionKey
from evaluations.models import Dossier
from producers.models import Representative
from products.models import SalesChannel


@dataclass(frozen=True)
class Fact:
    """A line: what, and its value in words (empty where the register has none)."""

    label: str
    value: str
    is_long: bool = False


@dataclass(frozen=True)
class FactGroup:
    """Facts of one record; ``url`` is where they are mended, ``note`` what the link says."""

    title: str
    facts: Sequence[Fact]
    url: str
    note: str


def known_facts(dossier: Dossier, key: str, on: dt.date) -> list[FactGroup]:
    """Return what the registers hold for a section on a day; at most two queries.

    Args:
        dossier: with ``producer__unit``, ``product__group__parent``.
    """
    if key == SectionKey.REGISTRATION:
        return [_producer(dossier, on), _product(dossier)]
    if key == SectionKey.BACKGROUND:
        return [_story(dossier)]
    return [_market(dossier, on)] if key == SectionKey.RESULTS else []


def _producer(dossier: Dossier, on: dt.date) -> FactGroup:
    one = dossier.producer
    person = Representative.objects.on(on).filter(producer=one).first()
    facts = [
        Fact(_("Tên chủ thể"), one.name),
        Fact(_("Loại hình"), one.get_legal_form_display()),
        Fact(_("Người đại diện"), person.name if person else ""),
        Fact(_("Số đăng ký kinh doanh"), one.registration_number),
        Fact(_("Ngày đăng ký"), format_date(one.registered_on) if one.registered_on else ""),
        Fact(_("Mã số thuế"), one.tax_code),
        Fact(_("Địa chỉ"), one.address),
        Fact(_("Điện thoại"), one.phone),
        Fact(_("Thư điện tử"), one.email),
    ]
    return FactGroup(_("Chủ thể"), facts, _edit("producers:producer_edit", one.pk), _("Sửa ở trang chủ thể"))


def _product(dossier: Dossier) -> FactGroup:
    one = dossier.product
    group = f"{one.group.parent} › {one.group}" if one.group.parent else str(one.group)
    facts = [
        Fact(_("Tên sản phẩm"), one.name),
        Fact(_("Ngành, nhóm sản phẩm"), group),
        Fact(_("Quy cách đóng gói"), one.packaging),
    ]
    return FactGroup(_("Sản phẩm"), facts, *_of_product(dossier))


def _story(dossier: Dossier) -> FactGroup:
    since = dossier.producer.active_since
    facts = [
        Fact(_("Chủ thể hoạt động từ"), format_date(since) if since else ""),
        Fact(_("Nguyên liệu chính"), dossier.product.main_material),
        Fact(_("Mô tả, câu chuyện sản phẩm"), dossier.product.description, is_long=True),
    ]
    return FactGroup(_("Đã có ở trang sản phẩm"), facts, *_of_product(dossier))


def _market(dossier: Dossier, on: dt.date) -> FactGroup:
    channels = SalesChannel.objects.on(on).filter(product=dossier.product_id)
    facts = [
        Fact(_("Vùng nguyên liệu, xuất xứ"), dossier.product.material_origin),
        Fact(_("Nơi bán"), ", ".join(f"{one.name} ({one.get_kind_display()})" for one in channels), is_long=True),
    ]
    return FactGroup(_("Đã có ở trang sản phẩm"), facts, *_of_product(dossier))


def _of_product(dossier: Dossier) -> tuple[str, str]:
    return _edit("products:product_edit", dossier.product_id), _("Sửa ở trang sản phẩm")


def _edit(name: str, pk: int) -> str:
    return reverse(name, args=[pk])
