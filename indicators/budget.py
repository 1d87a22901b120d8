"""The money of the window's year: planned, allocated, disbursed, settled; and what it was paid for."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from budgets.enums import ALLOCATED, PLANNED, EntryKind, PaidFor, SourceGroup
from budgets.models import LedgerEntry, SupportPayment
from indicators.base import PAYMENT, SPENDING, Indicator, Percent
from indicators.money import Disbursed
from indicators.parts import AddedMillions, Part
from indicators.scope import Scope
from indicators.sections import Section

_GROUPS = (
    ("rural", SourceGroup.RURAL),
    ("integrated", SourceGroup.INTEGRATED),
    ("local", SourceGroup.LOCAL),
    ("social", SourceGroup.SOCIAL),
)
_COLUMNS = (
    ("planned", sorted(PLANNED), _("Kinh phí kế hoạch trong năm")),
    ("allocated", sorted(ALLOCATED), _("Kinh phí đã phân bổ trong năm")),
    ("disbursed", [EntryKind.DISBURSE], _("Kinh phí của năm đã giải ngân")),
    ("settled", [EntryKind.SETTLE], _("Kinh phí của năm đã quyết toán")),
)


def of_the_year(scope: Scope) -> QuerySet:
    """Entries up to the cut-off on the lines of the year in which the window ends."""
    return scope.rows_of(LedgerEntry.objects).filter(line__year=scope.window.last.year, on__lte=scope.as_of)


def of_next_year(scope: Scope) -> QuerySet:
    """Entries up to the cut-off on the lines of the year after the one in which the window ends."""
    return scope.rows_of(LedgerEntry.objects).filter(line__year=scope.window.last.year + 1, on__lte=scope.as_of)


def paid_by_policy(scope: Scope) -> QuerySet:
    """Disbursements of the window that paid support by star, without those taken back by the cut-off."""
    paid = SupportPayment.objects.filter(entry=OuterRef("pk"))
    entries = scope.rows_of(LedgerEntry.objects).of_kind(EntryKind.DISBURSE).dated_in(scope.window)
    return entries.filter(
        Q(reversed_by__isnull=True) | Q(reversed_by__on__gt=scope.as_of), Exists(paid), on__lte=scope.as_of
    )


class YearMoney(AddedMillions):
    """Adds entries of the year's lines up."""

    model = LedgerEntry
    source = Disbursed.source
    needs_money = True
    keys_by_count = {SPENDING: "line_id"}

    def __init__(self, code: str, name, *, base=of_the_year, **more):
        more |= {"amount": "amount_vnd", "section": Section.MONEY, "counts": SPENDING}
        super().__init__(code, name, base=base, **more)


class Payments(Part):
    """Counts payments of support."""

    model = LedgerEntry
    source = Disbursed.source
    needs_money = True
    keys_by_count = {PAYMENT: "pk"}


class SpentOnActivities(Disbursed):
    """Disbursements that name an activity."""

    def rows(self, scope: Scope) -> QuerySet:
        """Ask by the day of the entry, not of the activity."""
        return super().rows(scope).paying_for(PaidFor.ACTIVITY)


def of_year() -> list[Indicator]:
    """Return the year's money by column and group of sources, and the share that was disbursed."""
    found: dict[str, Indicator] = {}
    for code, kinds, name in _COLUMNS:
        words = _(
            "Tổng các bút toán đến ngày chốt số liệu trên các dòng kinh phí của năm có ngày cuối kỳ; kế hoạch và phân "
            "bổ gồm cả điều chỉnh, chuyển nguồn; đã trừ các khoản ghi đảo."
        )
        moved = Q(kind__in=kinds)
        total = YearMoney(f"budget.{code}.total", name, where=moved, definition=words)
        found[total.code] = total
        for group, label in _GROUPS:
            one = YearMoney(
                f"budget.{code}.{group}",
                label.label,
                where=moved & Q(line__source__group=label),
                indent=1,
                definition=_("Trong đó thuộc nguồn này, theo nhóm nguồn của dòng kinh phí."),
            )
            found[one.code] = one
    share = Percent(
        "budget.disbursed.percent",
        _("Tỷ lệ giải ngân trên số đã phân bổ"),
        part=found["budget.disbursed.total"],
        whole=found["budget.allocated.total"],
        indent=1,
        definition=_("Kinh phí của năm đã giải ngân chia cho kinh phí đã phân bổ trong năm."),
    )
    return [*found.values(), share]


def needed_next() -> list[Indicator]:
    """Return the plan of the year after, in all and by group of sources."""
    total = YearMoney(
        "budget.next.total",
        _("Kinh phí kế hoạch của năm sau"),
        base=of_next_year,
        where=Q(kind__in=sorted(PLANNED)),
        definition=_(
            "Tổng kinh phí kế hoạch ghi đến ngày chốt số liệu trên các dòng kinh phí của năm liền sau năm có ngày "
            "cuối kỳ; gồm cả điều chỉnh, chuyển nguồn; đã trừ các khoản ghi đảo."
        ),
    )
    parts = [
        YearMoney(
            f"budget.next.{group}",
            label.label,
            base=of_next_year,
            where=Q(kind__in=sorted(PLANNED)) & Q(line__source__group=label),
            indent=1,
            definition=_("Trong đó thuộc nguồn này, theo nhóm nguồn của dòng kinh phí."),
        )
        for group, label in _GROUPS
    ]
    return [total, *parts]


def support() -> list[Indicator]:
    """Return what was paid by policies of support, and for activities."""
    return [
        YearMoney(
            "budget.support.paid",
            _("Kinh phí đã chi hỗ trợ theo hạng sao"),
            base=paid_by_policy,
            definition=_(
                "Tổng số tiền đã chi trong kỳ theo các chính sách hỗ trợ sản phẩm, không tính khoản đã ghi đảo đến "
                "ngày chốt số liệu."
            ),
        ),
        Payments(
            "budget.support.payments",
            _("Lượt sản phẩm được chi hỗ trợ"),
            base=paid_by_policy,
            section=Section.MONEY,
            counts=PAYMENT,
            indent=1,
            definition=_("Số khoản chi hỗ trợ như trên; một sản phẩm hưởng hai chính sách là hai khoản."),
        ),
        SpentOnActivities(
            "budget.activities",
            _("Kinh phí đã chi cho hoạt động truyền thông, xúc tiến"),
            definition=_("Số tiền giải ngân trong kỳ có ghi hoạt động được chi."),
        ),
    ]
