"""The way of products to five stars: approved here, proposed, asked to supplement, concluded."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from evaluations.enums import CentralStep, DossierState, Level
from evaluations.models import CentralEvent, Dossier, DossierMove
from indicators.base import PRODUCER, PRODUCT, Indicator
from indicators.parts import Part
from indicators.rows import DossierRows
from indicators.scope import Scope
from indicators.sections import Section


def approved(scope: Scope) -> QuerySet:
    """Dossiers of the province approved for the central level by the cut-off and not sent up by then."""
    last = DossierMove.objects.filter(dossier=OuterRef("pk"), at__date__lte=scope.as_of).order_by("-at", "-pk")
    sent = Dossier.objects.at_level(Level.CENTRAL).filter(
        previous_dossier=OuterRef("pk"), submitted_on__lte=scope.as_of
    )
    rows = scope.rows_of(Dossier.objects).at_level(Level.PROVINCE)
    return rows.annotate(state_then=Subquery(last.values("to_state")[:1])).filter(
        ~Exists(sent), state_then=DossierState.APPROVED
    )


def proposed(scope: Scope) -> QuerySet:
    """Dossiers of the central level, with ``last_step``, the last event with the ministry by the cut-off."""
    events = CentralEvent.objects.filter(dossier=OuterRef("pk"), on__lte=scope.as_of).order_by("-on", "-pk")
    rows = scope.rows_of(Dossier.objects).at_level(Level.CENTRAL).filter(submitted_on__lte=scope.as_of)
    return rows.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=scope.as_of)).annotate(
        last_step=Subquery(events.values("kind")[:1])
    )


def proposed_in_window(scope: Scope) -> QuerySet:
    """Those of ``proposed`` sent within the window."""
    return proposed(scope).filter(submitted_on__gte=scope.window.first, submitted_on__lte=scope.window.last)


def supplementing(scope: Scope) -> QuerySet:
    """Those of ``proposed`` that the ministry asked to supplement, without an answer or a conclusion."""
    return proposed(scope).not_concluded_by(scope.as_of).filter(last_step=CentralStep.ASKED)


def concluded(scope: Scope) -> QuerySet:
    """Those of ``proposed`` concluded within the window and by the cut-off, with ``outcome``."""
    days = (scope.window.first, min(scope.window.last, scope.as_of))
    return proposed(scope).filter(concluded_on__range=days).annotate(outcome=F("state"))


class CentralPart(Part, DossierRows):
    """Counts among dossiers on their way to five stars."""

    keys_by_count = {PRODUCT: "product_id", PRODUCER: "producer_id"}

    def __init__(self, code: str, name, **more):
        super().__init__(code, name, section=Section.CENTRAL, counts=PRODUCT, **more)


def candidates() -> list[Indicator]:
    """Return the five-star candidates by where their dossier is."""
    return [
        CentralPart(
            "central.approved.products",
            _("Sản phẩm tiềm năng 5 sao đã phê duyệt, chưa gửi trung ương"),
            base=approved,
            definition=_(
                "Số sản phẩm có kết quả từ 90 điểm đã được tỉnh phê duyệt, đến ngày chốt số liệu chưa gửi hồ sơ lên "
                "trung ương."
            ),
        ),
        CentralPart(
            "central.proposed.products",
            _("Sản phẩm gửi hồ sơ lên trung ương trong kỳ"),
            base=proposed_in_window,
            definition=_("Số sản phẩm có hồ sơ gửi trung ương trong kỳ, chưa rút đến ngày chốt số liệu."),
        ),
        CentralPart(
            "central.supplementing.products",
            _("Sản phẩm trung ương yêu cầu bổ sung, chưa trả lời"),
            base=supplementing,
            definition=_(
                "Số sản phẩm đang ở trung ương mà việc sau cùng đến ngày chốt số liệu là yêu cầu bổ sung hồ sơ."
            ),
        ),
        CentralPart(
            "central.recognised.products",
            _("Sản phẩm được trung ương công nhận 5 sao trong kỳ"),
            base=concluded,
            where=Q(outcome=DossierState.RECOGNISED),
            definition=_("Số sản phẩm có hồ sơ cấp trung ương kết luận công nhận trong kỳ."),
        ),
        CentralPart(
            "central.refused.products",
            _("Sản phẩm trung ương không công nhận 5 sao trong kỳ"),
            base=concluded,
            where=Q(outcome=DossierState.NOT_RECOGNISED),
            definition=_("Số sản phẩm có hồ sơ cấp trung ương kết luận không đạt 5 sao trong kỳ."),
        ),
    ]
