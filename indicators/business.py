"""Turnover and labour as the dossiers of the window state them (Mẫu 02, phần II)."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from evaluations.models import Dossier
from indicators.base import PERSON, PRODUCER, PRODUCT, Indicator
from indicators.outcomes import last_entries
from indicators.parts import Added, AddedMillions
from indicators.rows import DossierRows, entered
from indicators.scope import Scope
from indicators.sections import Section


def last_of_each_producer(scope: Scope) -> QuerySet:
    """The last dossier of each producer among the entries of the window that states its workers."""
    last = entered(scope).filter(workers__isnull=False)
    last = last.order_by("producer_id", "-submitted_on", "-pk").distinct("producer_id")
    return Dossier.objects.filter(pk__in=last.values("pk"))


class Stated(Added, DossierRows):
    """Adds up what dossiers state."""

    keys_by_count = {PRODUCT: "product_id", PRODUCER: "producer_id", PERSON: "producer_id"}


class StatedMillions(AddedMillions, DossierRows):
    """Adds up money that dossiers state."""

    keys_by_count = {PRODUCT: "product_id"}


def business() -> list[Indicator]:
    """Return turnover of the products that took part, workers of their producers."""
    return [
        StatedMillions(
            "business.revenue",
            _("Doanh thu một năm của sản phẩm tham gia đánh giá"),
            base=last_entries,
            where=Q(annual_revenue_vnd__isnull=False),
            amount="annual_revenue_vnd",
            section=Section.BUSINESS,
            counts=PRODUCT,
            measured=_("triệu đồng"),
            definition=_(
                "Tổng doanh thu một năm ghi trong hồ sơ sau cùng của mỗi sản phẩm tham gia đánh giá trong kỳ; hồ sơ "
                "không ghi thì không cộng."
            ),
        ),
        Stated(
            "business.workers",
            _("Lao động của chủ thể tham gia đánh giá"),
            base=last_of_each_producer,
            amount="workers",
            section=Section.BUSINESS,
            counts=PRODUCER,
            measured=_("người"),
            definition=_("Tổng số lao động ghi trong hồ sơ sau cùng của mỗi chủ thể tham gia đánh giá trong kỳ."),
        ),
        Stated(
            "business.local_workers",
            _("Trong đó là lao động địa phương"),
            base=last_of_each_producer,
            where=Q(local_workers__isnull=False),
            amount="local_workers",
            section=Section.BUSINESS,
            counts=PRODUCER,
            measured=_("người"),
            indent=1,
            definition=_("Tổng số lao động địa phương ghi trong các hồ sơ đó."),
        ),
    ]
