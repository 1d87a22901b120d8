"""The office lets a product enter a round that has closed (with its reason; only added)."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.dates import format_date, today
from core.errors import Refused
from core.guards import allow, require
from core.saving import save_checked
from core.text import one_line
from evaluations import rules
from evaluations.enums import Level
from evaluations.late import permit_for
from evaluations.models import LatePermit, Round
from products.models import Product


@transaction.atomic
def permit_late_entry(*, actor, round_id: int, product: Product, until: dt.date, reason: str) -> LatePermit:
    """Let the product's dossier be sent to a closed round up to ``until``, that day included.

    Raises:
        PermissionDenied: not the office.
        Refused: the product has a permit that lasts as long, or the round is not of the province.
        ValidationError: a field is wrong: the day has passed or the round is still open on it, no reason.
    """
    allow(rules.may_permit_late_entry(actor), _("Chỉ Văn phòng Điều phối cho phép nộp muộn."))
    turn = Round.objects.select_for_update(of=("self",)).get(pk=round_id)
    require(turn.level == Level.PROVINCE, _("Chỉ đợt cấp tỉnh có cho phép nộp muộn."))
    if until < today() or until <= turn.closes_on:
        last = format_date(max(turn.closes_on, today()))
        raise ValidationError({"until": _("Hạn nộp muộn phải sau ngày %(day)s.") % {"day": last}})
    present = permit_for(turn.pk, product.pk, on=today())
    if present is not None and present.until >= until:
        text = _("Sản phẩm đã được cho nộp muộn đến hết ngày %(day)s. Muốn gia hạn thì chọn ngày sau đó.")
        raise Refused(text % {"day": format_date(present.until)})
    permit = LatePermit(round=turn, product=product, until=until, reason=one_line(reason), granted_by=actor)
    save_checked(permit, actor=actor)
    return permit
