"""What became of the products that took part in the province's rounds of the window, by the cut-off."""

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from evaluations.enums import DossierState
from evaluations.models import Dossier, DossierMove
from indicators.base import PRODUCER, PRODUCT, Indicator, Percent
from indicators.parts import Part
from indicators.rows import DossierRows, entered
from indicators.scope import Scope
from indicators.sections import Section
from products.enums import RecognitionKind

RECOGNISED, FAILED, OPEN = "recognised", "failed", "open"


def last_entries(scope: Scope) -> QuerySet:
    """The last dossier of each product among the entries of the window, with its ``outcome`` by the cut-off."""
    return _last(scope, "product_id")


def last_entries_by_kind(scope: Scope) -> QuerySet:
    """As ``last_entries``, one for each kind in which the product entered."""
    return _last(scope, "product_id", "kind")


def _last(scope: Scope, *by: str) -> QuerySet:
    last = entered(scope).order_by(*by, "-submitted_on", "-pk").distinct(*by)
    rows = Dossier.objects.filter(pk__in=last.values("pk"))
    concluded = Q(concluded_on__lte=scope.as_of)
    return rows.annotate(
        outcome=Case(
            When(
                concluded & Q(state=DossierState.RECOGNISED) | _stood(DossierState.RECOGNISED, scope), Value(RECOGNISED)
            ),
            When(
                concluded & Q(state=DossierState.NOT_RECOGNISED) | _stood(DossierState.NOT_RECOGNISED, scope),
                Value(FAILED),
            ),
            default=Value(OPEN),
            output_field=CharField(),
        )
    )


def _stood(state: str, scope: Scope) -> Q:
    """Concluded so by the cut-off; the decision was cancelled only afterwards."""
    moves = DossierMove.objects.filter(
        dossier=OuterRef("pk"), to_state=state, at__date__lte=scope.as_of, undone_by__at__date__gt=scope.as_of
    )
    return Q(Exists(moves))


class EntryPart(Part, DossierRows):
    """Counts among the entries of the window."""

    keys_by_count = {PRODUCT: "product_id", PRODUCER: "producer_id"}

    def __init__(self, code: str, name, **more):
        super().__init__(code, name, section=Section.ENTRIES, counts=PRODUCT, **more)


def outcomes(entries: Indicator) -> list[Indicator]:
    """Return what became of the entries, in all and by kind; ``entries`` is all of them."""
    named = (
        (RECOGNISED, _("Đã được công nhận"), _("đã có quyết định công nhận đến ngày chốt số liệu")),
        (FAILED, _("Không được công nhận"), _("đã kết luận không được công nhận đến ngày chốt số liệu")),
        (OPEN, _("Chưa có kết luận"), _("chưa có kết luận đến ngày chốt số liệu")),
    )
    whole = [
        EntryPart(
            f"entries.{outcome}.products",
            name,
            base=last_entries,
            where=Q(outcome=outcome),
            indent=1,
            definition=_(
                "Số sản phẩm tham gia đánh giá trong kỳ %(what)s; sản phẩm có nhiều hồ sơ tính theo hồ sơ sau cùng."
            )
            % {"what": what},
        )
        for outcome, name, what in named
    ]
    share = Percent(
        "entries.recognised.percent",
        _("Tỷ lệ được công nhận trên số tham gia"),
        part=whole[0],
        whole=entries,
        indent=1,
        definition=_("Sản phẩm tham gia đã được công nhận chia cho sản phẩm tham gia đánh giá trong kỳ."),
    )
    kinds = (
        ("new", RecognitionKind.NEW, _("đăng ký mới")),
        ("renewal", RecognitionKind.RENEWAL, _("đánh giá lại")),
        ("upgrade", RecognitionKind.UPGRADE, _("nâng hạng")),
    )
    by_kind = [
        EntryPart(
            f"entries.{code}.{outcome}.products",
            _("%(kind)s: %(outcome)s") % {"kind": kind_name[0].upper() + kind_name[1:], "outcome": _lower(name)},
            base=last_entries_by_kind,
            where=Q(kind=kind, outcome=outcome),
            indent=2,
            definition=_("Số sản phẩm tham gia theo hình thức %(kind)s %(what)s.") % {"kind": kind_name, "what": what},
        )
        for code, kind, kind_name in kinds
        for outcome, name, what in named
    ]
    return [*whole, share, *by_kind]


def _lower(text) -> str:
    return text[0].lower() + text[1:]
