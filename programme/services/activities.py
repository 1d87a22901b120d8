"""Activities that make products known or sell them."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from core.dates import today
from core.guards import allow, require
from core.saving import save_checked
from producers.models import Producer
from products.models import Product
from programme import rules
from programme.models import Activity
from programme.services.writing import fill


@transaction.atomic
def create_activity(
    *, actor, products: Iterable[Product] = (), producers: Iterable[Producer] = (), **fields
) -> Activity:
    """Return a new activity of a unit.

    Args:
        products, producers: who took part; only those that ``actor`` may see.

    Raises:
        PermissionDenied: neither of the unit nor of the office.
        Refused: a day to come, or a link to what ``actor`` does not see.
        ValidationError: a field is wrong.
    """
    row = Activity()
    fill(row, fields)
    _allow_writing(actor, row)
    _require_past(row)
    save_checked(row, actor=actor)
    _link(row, actor, products=products, producers=producers)
    return row


@transaction.atomic
def edit_activity(
    *,
    actor,
    activity_id: int,
    version: int | None = None,
    products: Iterable[Product] | None = None,
    producers: Iterable[Producer] | None = None,
    **fields,
) -> Activity:
    """Change an activity; links to what the person does not see stay.

    Args:
        products, producers: all that took part, of those that ``actor`` may see; ``None`` leaves them.

    Raises:
        PermissionDenied: not of those who write it, before or after the change.
        Refused: as ``create_activity``; ``Stale`` where another saved it since.
        ValidationError: a field is wrong.
    """
    row = Activity.objects.select_for_update(of=("self",)).get(pk=activity_id)
    _allow_writing(actor, row)
    row.require_version(version)
    fill(row, fields)
    _allow_writing(actor, row)
    _require_past(row)
    save_checked(row, actor=actor)
    _link(row, actor, products=products, producers=producers)
    return row


def _link(row: Activity, actor, **links) -> None:
    """Put what was picked in the place of what ``actor`` sees; what he does not see is not his to change."""
    for name, picked in links.items():
        if picked is None:
            continue
        relation = getattr(row, name)
        visible = relation.model.objects.visible_to(actor)
        wanted = {one.pk for one in picked}
        require(
            visible.filter(pk__in=wanted).count() == len(wanted),
            _("Có sản phẩm hoặc chủ thể ngoài địa bàn của bạn. Hãy chọn lại."),
        )
        held = set(relation.filter(pk__in=visible.values("pk")).values_list("pk", flat=True))
        relation.remove(*held - wanted)
        relation.add(*wanted - held)


def _allow_writing(actor, row: Activity) -> None:
    allow(
        row.unit_id is not None and rules.may_edit_of_unit(actor, row),
        _("Hoạt động do cán bộ của đơn vị thực hiện và Văn phòng Điều phối ghi."),
    )


def _require_past(row: Activity) -> None:
    require(
        row.starts_on is None or row.starts_on <= today(),
        _("Hoạt động được ghi khi đã bắt đầu. Ngày này ở sau hôm nay, hãy kiểm tra lại."),
    )
