"""The rows that indicators count, and how a row names the thing counted."""

from django.db.models import Case, F, QuerySet, When
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Level
from evaluations.models import Dossier
from indicators.base import COMMUNE, DISTRICT, PRODUCER, PRODUCT, Indicator
from indicators.scope import Scope
from products.models import Recognition, Revocation
from units.enums import COMMUNE_KINDS, DISTRICT_KINDS


class RecognitionRows(Indicator):
    """Counts among recognitions."""

    model = Recognition
    source = _("Sổ công nhận sản phẩm: các quyết định công nhận")

    def keyed(self, rows: QuerySet) -> QuerySet:
        """Key a recognition by its product or by the producer of that day."""
        return rows.annotate(counted_key=F({PRODUCT: "product_id", PRODUCER: "producer_id"}[self.counts]))


class RevocationRows(Indicator):
    """Counts among revocations."""

    model = Revocation
    source = _("Sổ công nhận sản phẩm: các quyết định thu hồi")

    def keyed(self, rows: QuerySet) -> QuerySet:
        """Key a revocation by the product whose recognition was taken back."""
        fields = {PRODUCT: "recognition__product_id", PRODUCER: "recognition__producer_id"}
        return rows.annotate(counted_key=F(fields[self.counts]))


class DossierRows(Indicator):
    """Counts among dossiers; agency officers do not see those."""

    model = Dossier
    source = _("Hồ sơ đánh giá, phân hạng trên cổng")
    needs_dossiers = True

    def keyed(self, rows: QuerySet) -> QuerySet:
        """Key a dossier by product, producer, or the district or commune of its day."""
        fields = {
            PRODUCT: F("product_id"),
            PRODUCER: F("producer_id"),
            DISTRICT: Case(
                When(unit__kind__in=DISTRICT_KINDS, then=F("unit_id")),
                When(unit__parent__kind__in=DISTRICT_KINDS, then=F("unit__parent_id")),
            ),
            COMMUNE: Case(When(unit__kind__in=COMMUNE_KINDS, then=F("unit_id"))),
        }
        return rows.annotate(counted_key=fields[self.counts]).filter(counted_key__isnull=False)


def decided(scope: Scope) -> QuerySet:
    """Recognitions decided within the window and by the cut-off."""
    return scope.rows_of(Recognition.objects).decided_in(scope.window).known_on(scope.as_of)


def last_of_each_product(recognitions: QuerySet) -> QuerySet:
    """One row a product, its last: a product recognised twice in a window counts once, where it ended."""
    last = recognitions.order_by("product_id", "-decided_on", "-pk").distinct("product_id")
    return Recognition.objects.filter(pk__in=last.values("pk"))


def of_producers_now(recognitions: QuerySet, legal_form: str) -> QuerySet:
    """Rows of producers whose legal form at their last recognition among these was ``legal_form``."""
    last = recognitions.order_by("producer_id", "-decided_on", "-pk").distinct("producer_id")
    makers = Recognition.objects.filter(pk__in=last.values("pk"), legal_form=legal_form)
    return recognitions.filter(producer__in=makers.values("producer"))


def standing(scope: Scope) -> QuerySet:
    """The recognition in force at the cut-off of each product that has one."""
    return scope.rows_of(Recognition.objects).known_on(scope.as_of).in_force_on(scope.as_of)


def entered(scope: Scope) -> QuerySet:
    """Dossiers of the province's rounds first sent in the window, not withdrawn by the cut-off."""
    return scope.rows_of(Dossier.objects).at_level(Level.PROVINCE).entered_in(scope.window, scope.as_of)
