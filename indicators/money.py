"""Money disbursed within the window, in triệu đồng."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from budgets.enums import EntryKind, SourceGroup
from budgets.models import LedgerEntry
from indicators.base import SPENDING, Indicator, Mean, Millions
from indicators.scope import Scope
from indicators.sections import Section

_GROUPS = (
    ("rural", SourceGroup.RURAL),
    ("integrated", SourceGroup.INTEGRATED),
    ("local", SourceGroup.LOCAL),
    ("social", SourceGroup.SOCIAL),
)


class Disbursed(Millions):
    """Disbursements of the window, less what was reversed within it; narrowed to a group of sources."""

    model = LedgerEntry
    source = _("Sổ kinh phí: các bút toán của dòng kinh phí")

    def __init__(self, code: str, name, *, group: str | None = None, **more):
        more.setdefault("section", Section.MONEY)
        super().__init__(code, name, counts=SPENDING, **more)
        self.group = group

    def rows(self, scope: Scope) -> QuerySet:
        """Ask by the day of the entry, of the lines whose agency falls to the unit."""
        entries = scope.rows_of(LedgerEntry.objects).of_kind(EntryKind.DISBURSE)
        rows = entries.dated_in(scope.window).filter(on__lte=scope.as_of)
        return rows.filter(line__source__group=self.group) if self.group else rows

    def keyed(self, rows: QuerySet) -> QuerySet:
        """Key an entry by its line."""
        return rows.annotate(counted_key=F("line_id"))


def executed(recognised: Indicator) -> list[Indicator]:
    """Return what was disbursed: in all, by source, and for each of the products ``recognised``."""
    total = Disbursed(
        "budget.executed.total",
        _("Kinh phí đã giải ngân"),
        definition=_(
            "Tổng số tiền giải ngân có ngày chứng từ trong kỳ và không sau ngày chốt số liệu, trừ các khoản ghi đảo "
            "trong kỳ; làm tròn đến 0,01 triệu đồng."
        ),
    )
    return [
        total,
        *(
            Disbursed(
                f"budget.executed.{code}",
                group.label,
                group=group,
                indent=1,
                definition=_("Trong đó thuộc nguồn này, theo nhóm nguồn của dòng kinh phí."),
            )
            for code, group in _GROUPS
        ),
        Mean(
            "budget.executed.per_recognised_product",
            _("Kinh phí bình quân một sản phẩm được công nhận"),
            part=total,
            whole=recognised,
            definition=_(
                "Kinh phí đã giải ngân trong kỳ chia cho số sản phẩm được công nhận trong kỳ; bằng 0 khi không có "
                "sản phẩm nào."
            ),
        ),
    ]
