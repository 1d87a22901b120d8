"""What a dossier still lacks before it can be sent: one computed list for the page and for the refusal."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from core.components import MissingItem
from core.dates import format_date, today
from evaluations.enums import Level
from evaluations.models import CriteriaSet, Dossier
from products.enums import RecognitionKind
from products.models import Group, Recognition

_HIGHEST_STAR = 5


def missing(dossier: Dossier, *, on: dt.date | None = None) -> list[MissingItem]:
    """Return what must still be done, each with the place where to do it; empty when complete.

    Args:
        dossier: with ``product``, ``round`` and its rule version at hand, or they are fetched.
        on: the day of sending, today by default; recognitions are asked for this day.
    """
    return [item for item in checklist(dossier, on=on) if not item.done]


def checklist(dossier: Dossier, *, on: dt.date | None = None) -> list[MissingItem]:
    """Return every condition for sending with whether it is met."""
    return list(_items(dossier, on or today()))


def recognition_before(product_id: int, on: dt.date) -> Recognition | None:
    """Return the latest recognition of the product that had begun by ``on``, in force or not."""
    return (
        Recognition.objects.standing_on(on)
        .filter(product=product_id, valid_from__lte=on)
        .order_by("-valid_from")
        .first()
    )


def recognition_by(dossier: Dossier) -> Recognition | None:
    """Return the recognition that the dossier led to."""
    return Recognition.objects.standing_on(today()).filter(dossier_id=dossier.pk).select_related("document").first()


def criteria_set_for(product, rule_version) -> CriteriaSet | None:
    """Return the criteria of the product's group under that version; ``None`` where none are public."""
    return CriteriaSet.objects.filter(rule_version=rule_version, group=product.group_id).first()


def _items(dossier: Dossier, on: dt.date) -> Iterator[MissingItem]:
    edit = reverse("evaluations:dossier_edit", args=[dossier.pk])
    product_edit = reverse("products:product_edit", args=[dossier.product_id])
    problem = _kind_problem(dossier, on)
    yield MissingItem(problem or _("Chọn hình thức đăng ký"), f"{edit}#id_kind", done=not problem)
    yield MissingItem(_("Ghi phần thuyết minh"), f"{edit}#id_summary", done=bool(dossier.summary.strip()))
    version = dossier.round.rule_version
    if not _has_group_of(dossier.product, version):
        text = _("Chọn lại nhóm sản phẩm theo %(version)s") % {"version": version}
        yield MissingItem(text, f"{product_edit}#id_group")
    if dossier.product.stopped_on and dossier.product.stopped_on <= on:
        text = _("Sản phẩm đã ghi ngừng sản xuất từ ngày %(day)s") % {"day": format_date(dossier.product.stopped_on)}
        yield MissingItem(text, f"{product_edit}#id_stopped_on")


def _has_group_of(product, version) -> bool:
    """Whether the group is one of the version's; a version without any public table asks for none."""
    if not CriteriaSet.objects.filter(rule_version=version).exists():
        return True
    return Group.objects.filter(pk=product.group_id, taxonomy=version.taxonomy_id).exists()


def _kind_problem(dossier: Dossier, on: dt.date) -> str:
    """Say why the kind does not fit what the product holds on that day; empty when it fits."""
    in_force = Recognition.objects.in_force_on(on).filter(product=dossier.product_id).first()
    held = {"star": in_force.star, "until": format_date(in_force.valid_until)} if in_force else {}
    if dossier.level == Level.CENTRAL and dossier.kind != RecognitionKind.UPGRADE:
        return _("Đổi hình thức thành “Nâng hạng”: cấp trung ương chỉ xét nâng hạng lên 5 sao")
    if dossier.kind == RecognitionKind.NEW and in_force:
        return _("Đổi hình thức đăng ký: sản phẩm đang có %(star)s sao đến ngày %(until)s") % held
    if dossier.kind == RecognitionKind.RENEWAL and recognition_before(dossier.product_id, on) is None:
        return _("Đổi hình thức thành “Công nhận mới”: sản phẩm chưa từng được công nhận")
    if dossier.kind == RecognitionKind.UPGRADE and not in_force:
        return _("Đổi hình thức đăng ký: sản phẩm không có hạng sao đang còn hiệu lực để nâng")
    if dossier.kind == RecognitionKind.UPGRADE and in_force.star >= _HIGHEST_STAR:
        return _("Đổi hình thức đăng ký: sản phẩm đã có 5 sao")
    return ""
