"""Writes of the ledger: keyword-only, each its own transaction, never an update of an entry."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from budgets import rules
from budgets.enums import EntryKind, PaidFor
from budgets.models import BudgetLine, FundingSource, LedgerEntry, SupportPayment, SupportPolicy, SupportRate
from budgets.money import format_millions
from core.dates import format_date, today
from core.errors import Refused
from core.guards import require
from core.saving import save_checked
from core.text import one_line, to_nfc
from documents.models import OfficialDocument
from products.models import Recognition

_OF_THE_OFFICE = frozenset({EntryKind.PLAN, EntryKind.ADJUST, EntryKind.ALLOCATE, EntryKind.CARRY})
_BALANCE = "ledger_stays_in_balance"
_SENT_TWICE = dt.timedelta(minutes=10)
_FACTS = ("line", "kind", "amount_vnd", "on", "document", "voucher", "note", "entered_by")


@transaction.atomic
def create_line(
    *,
    actor,
    year: int,
    source: FundingSource,
    agency,
    content: str,
    name: str = "",
    note: str = "",
    planned_vnd: Decimal | None = None,
    on: dt.date | None = None,
    document: OfficialDocument | None = None,
) -> BudgetLine:
    """Return a new line, with its plan where ``planned_vnd`` (đồng) is given.

    Raises:
        PermissionDenied: not the office.
        ValidationError: a field is wrong, or the agency has this line already.
    """
    _require_planner(actor)
    line = BudgetLine(
        year=year, source=source, agency=agency, content=content, name=one_line(name), note=to_nfc(note).strip()
    )
    save_checked(line, actor=actor)
    if planned_vnd:
        _write(actor, line, EntryKind.PLAN, planned_vnd, on=on, document=document)
    return line


@transaction.atomic
def record_entry(
    *,
    actor,
    line_id: int,
    kind: str,
    amount_vnd: Decimal,
    on: dt.date | None = None,
    document: OfficialDocument | None = None,
    voucher: str = "",
    note: str = "",
    paid_for: str = PaidFor.NOTHING,
    paid_for_id: int | None = None,
) -> LedgerEntry:
    """Return the new entry of a line.

    Args:
        amount_vnd: whole đồng, above zero; an adjustment may be below.
        on: the day of the movement, today by default, not a day to come.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: more than planned would be allocated, more than allocated disbursed, more than
            disbursed settled, or a day to come; nothing is written.
        ValidationError: a field is wrong.
    """
    line = _line_for(actor, line_id, kind)
    require(kind != EntryKind.CARRY, _("Chuyển nguồn được ghi bằng chức năng riêng, cho cả hai năm."))
    return _write(
        actor,
        line,
        kind,
        amount_vnd,
        on=on,
        document=document,
        voucher=voucher,
        note=note,
        paid_for=paid_for,
        paid_for_id=paid_for_id,
    )


@transaction.atomic
def reverse_entry(*, actor, entry_id: int, note: str, on: dt.date | None = None) -> LedgerEntry:
    """Return the entry that takes another back: same kind, opposite amount. Each is reversed once.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: reversed already, a reversal itself, half of a carry-over, paid support, no reason, or what
            follows rests on it.
    """
    entry = LedgerEntry.objects.select_related("line").get(pk=entry_id)
    line = _line_for(actor, entry.line_id, entry.kind)
    require(bool(note.strip()), _("Hãy ghi lý do ghi đảo."))
    require(entry.reverses_id is None, _("Bút toán này là bút toán đảo. Hãy ghi một bút toán mới."))
    require(entry.kind != EntryKind.CARRY, _("Muốn huỷ chuyển nguồn, hãy chuyển ngược lại."))
    require(
        not LedgerEntry.objects.filter(reverses=entry).exists(), _("Bút toán này đã được ghi đảo. Hãy mở lại trang.")
    )
    require(
        not SupportPayment.objects.filter(entry=entry).exists(),
        _("Đây là khoản chi hỗ trợ theo danh sách. Hãy huỷ chi ở trang chính sách hỗ trợ."),
    )
    return _write(actor, line, entry.kind, -entry.amount_vnd, on=on, note=note, reverses=entry)


@transaction.atomic
def carry_over(*, actor, line_id: int, amount_vnd: Decimal, document: OfficialDocument, on: dt.date | None = None):
    """Move what was allocated and not disbursed to the same line of the next year; returns that line.

    Raises:
        PermissionDenied: not the office.
        Refused: more than is left.
    """
    _require_planner(actor)
    line = BudgetLine.objects.select_for_update(of=("self",)).get(pk=line_id)
    require(amount_vnd > 0, _("Số tiền phải lớn hơn 0."))
    target, _made = BudgetLine.objects.get_or_create(
        year=line.year + 1,
        source=line.source,
        agency=line.agency,
        content=line.content,
        name=line.name,
        defaults={"carried_from": line},
    )
    text = _("Chuyển nguồn %(first)s sang %(second)s") % {"first": line.year, "second": target.year}
    _write(actor, line, EntryKind.CARRY, -amount_vnd, on=on, document=document, note=text)
    _write(actor, target, EntryKind.CARRY, amount_vnd, on=on, document=document, note=text)
    return target


@transaction.atomic
def create_policy(
    *,
    actor,
    name: str,
    document: OfficialDocument,
    source: FundingSource,
    valid_from: dt.date,
    valid_to: dt.date | None,
    rates: dict[int, Decimal],
) -> SupportPolicy:
    """Return a new policy with what it pays (đồng) by star.

    Raises:
        PermissionDenied: not the office.
        Refused: no rate. ValidationError: a field is wrong.
    """
    _require_planner(actor)
    require(bool(rates), _("Hãy ghi mức hỗ trợ cho ít nhất một hạng sao."))
    policy = SupportPolicy(
        name=one_line(name), document=document, source=source, valid_from=valid_from, valid_to=valid_to
    )
    save_checked(policy, actor=actor)
    for star, amount in rates.items():
        save_checked(SupportRate(policy=policy, star=star, amount_vnd=amount), actor=actor)
    return policy


@transaction.atomic
def pay_support(
    *, actor, policy_id: int, line_id: int, recognition_ids: Sequence[int], voucher: str, on: dt.date | None = None
) -> list[SupportPayment]:
    """Pay the recognitions by the policy's rates from a line: all of them or none.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: one is not due or was paid, the line has another source, or too little is allocated.
    """
    policy = SupportPolicy.objects.select_for_update(of=("self",)).get(pk=policy_id)
    line = _line_for(actor, line_id, EntryKind.DISBURSE)
    require(line.source_id == policy.source_id, _("Dòng kinh phí không thuộc nguồn của chính sách."))
    require(bool(recognition_ids), _("Hãy chọn ít nhất một sản phẩm."))
    due = {row.pk: row for row in due_recognitions(policy, on or today()).filter(pk__in=set(recognition_ids))}
    require(
        len(due) == len(set(recognition_ids)),
        _("Có sản phẩm không thuộc diện được chi hoặc đã chi. Hãy mở lại danh sách rồi chọn lại."),
    )
    rates = dict(policy.rates.values_list("star", "amount_vnd"))
    payments = []
    for row in due.values():
        entry = _write(
            actor,
            line,
            EntryKind.DISBURSE,
            rates[row.star],
            on=on,
            voucher=voucher,
            note=_("%(policy)s: %(product)s") % {"policy": policy.name, "product": row.product.name},
            paid_for=PaidFor.PRODUCT,
            paid_for_id=row.product_id,
        )
        payments.append(SupportPayment(policy=policy, recognition=row, entry=entry))
    return SupportPayment.objects.bulk_create(payments)


def due_recognitions(policy: SupportPolicy, on: dt.date):
    """Return the recognitions that the policy pays and has not paid, decided by ``on``."""
    rows = Recognition.objects.known_on(on).filter(
        decided_on__gte=policy.valid_from, star__in=policy.rates.values("star")
    )
    if policy.valid_to:
        rows = rows.filter(decided_on__lte=policy.valid_to)
    paid = SupportPayment.objects.filter(policy=policy).values("recognition")
    return rows.exclude(pk__in=paid).select_related("product", "producer", "unit").order_by("product__sort_key", "pk")


def _line_for(actor, line_id: int, kind: str) -> BudgetLine:
    """Lock the line and check who asks: the trigger locks it too, in the same order."""
    line = BudgetLine.objects.select_for_update(of=("self",)).get(pk=line_id)
    seen = BudgetLine.objects.visible_to(actor).filter(pk=line_id).exists()
    allowed = rules.may_plan(actor) if kind in _OF_THE_OFFICE else rules.may_spend(actor)
    if not (seen and allowed):
        raise PermissionDenied(
            _("Kế hoạch và phân bổ do Văn phòng Điều phối ghi; đơn vị ghi giải ngân trên dòng của mình.")
        )
    return line


def _write(actor, line: BudgetLine, kind: str, amount_vnd: Decimal, *, on=None, **more) -> LedgerEntry:
    day = on or today()
    require(day <= today(), _("Ngày %(day)s ở sau hôm nay. Hãy kiểm tra lại.") % {"day": format_date(day)})
    more = {name: one_line(value) if isinstance(value, str) else value for name, value in more.items()}
    entry = LedgerEntry(
        line=line, kind=kind, amount_vnd=amount_vnd, on=day, entered_by=actor, entered_at=timezone.now(), **more
    )
    entry.full_clean()
    _require_new(entry)
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        if _BALANCE in str(error) or getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") == _BALANCE:
            raise Refused(_out_of_balance(line, kind)) from error
        raise
    return entry


def _require_new(entry: LedgerEntry) -> None:
    """A form that was sent twice must not pay twice; the line is locked. Support is paid once by its own list."""
    same = LedgerEntry.objects.filter(
        entered_at__gt=entry.entered_at - _SENT_TWICE,
        reverses__isnull=True,
        reversed_by__isnull=True,
        **{name: getattr(entry, name) for name in _FACTS},
    )
    require(
        bool(entry.reverses or entry.paid_for) or not same.exists(),
        _("Bạn vừa ghi một bút toán y như vậy. Nếu đúng là một khoản khác, hãy ghi số chứng từ hoặc ghi chú khác."),
    )


def _out_of_balance(line: BudgetLine, kind: str) -> str:
    totals = {name: format_millions(value) for name, value in line.entries.totals().items()}
    texts = {
        EntryKind.ALLOCATE: _(
            "Phân bổ vượt kế hoạch: kế hoạch %(planned)s, đã phân bổ %(allocated)s triệu đồng."
            " Hãy ghi điều chỉnh kế hoạch trước."
        ),
        EntryKind.DISBURSE: _(
            "Giải ngân vượt số đã phân bổ: đã phân bổ %(allocated)s, đã giải ngân %(disbursed)s triệu đồng."
        ),
        EntryKind.SETTLE: _(
            "Quyết toán vượt số đã giải ngân: đã giải ngân %(disbursed)s, đã quyết toán %(settled)s triệu đồng."
        ),
    }
    other = _(
        "Không ghi được vì số còn lại không đủ: kế hoạch %(planned)s, phân bổ %(allocated)s, giải ngân %(disbursed)s,"
        " quyết toán %(settled)s triệu đồng."
    )
    return texts.get(kind, other) % totals


def _require_planner(actor) -> None:
    if not rules.may_plan(actor):
        raise PermissionDenied(_("Chỉ Văn phòng Điều phối lập kế hoạch, phân bổ và chuyển nguồn kinh phí."))
