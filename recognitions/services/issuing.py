"""Numbering certificates: without a gap within a year, also when two people issue at once."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from core.dates import format_date, today
from core.guards import allow, require
from core.locks import hold
from products.models import Recognition
from recognitions import rules
from recognitions.models import AwardCertificate

MOST_AT_ONCE = 200
_NAMES_SHOWN = 5


@transaction.atomic
def issue_certificates(
    *, actor, recognition_ids: Iterable[int], issued_on: dt.date | None = None
) -> list[AwardCertificate]:
    """Number the certificates of these recognitions, by name of product: all of them or none.

    The next free number of the year of ``issued_on`` (today) follows the last one; rows are never deleted
    and a number is written in the transaction that takes it, so there is no gap.

    Raises:
        PermissionDenied: not the office.
        Refused: nothing chosen, too many, a day before the decision or in the future, a recognition that
            has a certificate already, or one that no longer counts; the text names the products.
    """
    allow(rules.may_issue_certificates(actor), _("Chỉ Văn phòng Điều phối cấp số giấy chứng nhận."))
    day = issued_on or today()
    wanted = set(recognition_ids)
    require(bool(wanted), _("Hãy chọn ít nhất một sản phẩm để cấp giấy chứng nhận."))
    require(len(wanted) <= MOST_AT_ONCE, _("Mỗi lần cấp tối đa %(most)s giấy. Hãy chọn bớt.") % {"most": MOST_AT_ONCE})
    require(day <= today(), _("Ngày cấp ở sau hôm nay. Hãy kiểm tra lại ngày."))
    # A revocation of one of these waits until we are done (its foreign key needs the row).
    locked = Recognition.objects.filter(pk__in=wanted).select_for_update(of=("self",)).order_by("pk")
    list(locked.values_list("pk", flat=True))
    hold("recognitions.certificate_numbers")
    rows = list(Recognition.objects.filter(pk__in=wanted).select_related("product").order_by("product__sort_key", "pk"))
    _require_issuable(rows, wanted, day)
    number = AwardCertificate.objects.filter(year=day.year).aggregate(last=Max("number"))["last"] or 0
    return AwardCertificate.objects.bulk_create(
        AwardCertificate(recognition=row, year=day.year, number=number + at, issued_on=day, issued_by=actor)
        for at, row in enumerate(rows, start=1)
    )


def issuable(day: dt.date | None = None):
    """Return the recognitions that may get a certificate: decided, not yet run out, replaced or taken back."""
    day = day or today()
    in_force = Recognition.objects.in_force_on(day).values("pk")
    upcoming = Recognition.objects.standing_on(day).filter(valid_from__gt=day).values("pk")
    alive = Recognition.objects.filter(Q(pk__in=in_force) | Q(pk__in=upcoming), revocation__isnull=True)
    return alive.exclude(pk__in=AwardCertificate.objects.values("recognition"))


def _require_issuable(rows: Sequence[Recognition], wanted: set[int], day: dt.date) -> None:
    require(len(rows) == len(wanted), _("Có sản phẩm đã chọn không còn trong danh sách. Hãy mở lại trang."))
    done = set(AwardCertificate.objects.filter(recognition__in=wanted).values_list("recognition", flat=True))
    require(
        not done,
        _("Đã có giấy chứng nhận: %(names)s. Hãy bỏ chọn rồi cấp lại.")
        % {"names": _names(row for row in rows if row.pk in done)},
    )
    alive = set(issuable().filter(pk__in=wanted).values_list("pk", flat=True))
    wrong = [row for row in rows if row.pk not in alive]
    require(
        not wrong,
        _("Công nhận đã hết hạn, bị thu hồi, bị huỷ hoặc đã được thay thế: %(names)s. Hãy bỏ chọn rồi cấp lại.")
        % {"names": _names(wrong)},
    )
    early = [row for row in rows if row.decided_on > day]
    require(
        not early,
        _("Ngày cấp %(day)s trước ngày quyết định công nhận: %(names)s. Hãy sửa ngày cấp.")
        % {"day": format_date(day), "names": _names(early)},
    )


def _names(rows: Iterable[Recognition]) -> str:
    names = [row.product.name for row in rows]
    return "; ".join(names[:_NAMES_SHOWN]) + ("…" if len(names) > _NAMES_SHOWN else "")
