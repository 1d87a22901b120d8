"""What units report as indicators: ``reported.<code of an element>``, the sum over the units.

Elements are data, so these indicators are: one for every code that a published form asks.
"""

from collections.abc import Hashable, Iterable, Sequence
from decimal import Decimal

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.models import Element, UnitReport
from campaigns.sent import SentValue, sent_values
from indicators.base import UNIT_REPORT, Count, Indicator
from indicators.scope import Scope
from indicators.sections import Section

PREFIX = "reported."
_DEFINITION = _(
    "Tổng số liệu các đơn vị đã gửi (đã gửi hoặc đã duyệt, bản gửi sau cùng, kể cả số Văn phòng sửa sau khi duyệt) "
    "trong đợt báo cáo có kỳ số liệu trùng với kỳ; không có đợt trùng thì lấy đợt nằm trong kỳ, mỗi đơn vị tính một "
    "lần theo đợt kết thúc sau cùng."
)


class Reported(Indicator):
    """The sum of one element over the reports that count; its rows are those reports."""

    model = UnitReport
    source = _("Báo cáo định kỳ của các đơn vị")
    needs_reports = True

    def __init__(self, element_code: str, name, *, measured, places: int = 0, more=""):
        definition = f"{more.rstrip('.')}. {_DEFINITION}" if more else _DEFINITION
        super().__init__(
            f"{PREFIX}{element_code}",
            name,
            section=Section.REPORTED,
            counts=UNIT_REPORT,
            measured=measured,
            definition=definition,
        )
        self.element_code = element_code
        self.places = places

    @property
    def read_with(self) -> Hashable:
        """Return what all of them share: the values sent for the window."""
        return PREFIX

    def rows(self, scope: Scope) -> QuerySet:
        """Return the reports in which the element has a value."""
        values = reported_values(scope)
        return UnitReport.objects.filter(pk__in=[one.report_id for one in values if one.code == self.element_code])

    def keyed(self, rows: QuerySet) -> QuerySet:
        """Key a report by itself."""
        return rows.annotate(counted_key=F("pk"))

    def count(self, scope: Scope, _counted, *, keys: bool = True) -> Count:
        """Add this one up alone."""
        return self.count_together([self], scope, keys=keys)[self.code]

    def count_together(self, members: Sequence["Reported"], scope: Scope, *, keys: bool = True) -> dict[str, Count]:
        """Read what was sent once for all of them."""
        by_code: dict[str, list[SentValue]] = {}
        for one in reported_values(scope):
            by_code.setdefault(one.code, []).append(one)
        return {one.code: _sum(by_code.get(one.element_code, ()), keys=keys) for one in members}


def reported_values(scope: Scope) -> list[SentValue]:
    """Return every number that counts for the window, of the units that the reader sees and the scope asks about."""
    return sent_values(scope.window, within=scope.rows_of(UnitReport.objects))


def reported_indicators() -> list[Reported]:
    """Return an indicator for each code that published forms ask, in the order of the newest form; one query."""
    elements = Element.objects.filter(section__form__published_at__isnull=False).order_by(
        "code", "-section__form__year", "-section__form__number", "-section__form"
    )
    newest = elements.distinct("code").select_related("section__form")
    ordered = sorted(
        newest, key=lambda one: (-one.section.form.year, one.section.form_id, one.section.position, one.position)
    )
    return [
        Reported(one.code, one.name, measured=one.unit_of_measure, places=one.places, more=one.definition)
        for one in ordered
    ]


def is_reported(code: str) -> bool:
    """Return whether a code is of this kind."""
    return code.startswith(PREFIX)


def no_longer_asked(code: str) -> Reported:
    """Return an indicator that can still be read for a code that no published form asks any more."""
    bare = code.removeprefix(PREFIX)
    name = _("Số liệu đơn vị báo cáo, mã %(code)s (biểu mẫu hiện nay không còn hỏi)") % {"code": bare}
    return Reported(bare, name, measured=_("(không rõ)"), places=2)


def _sum(values: Iterable[SentValue], *, keys: bool) -> Count:
    found = list(values)
    total = sum((one.value for one in found), Decimal(0))
    return Count(total, tuple(sorted({one.report_id for one in found})) if keys else ())
