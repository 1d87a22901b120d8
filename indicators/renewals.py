"""Products whose term ends in the window: due again, filed, recognised again; and those that have lapsed."""

import datetime as dt

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Level
from evaluations.models import Dossier
from indicators.base import PRODUCER, PRODUCT, Indicator, Percent
from indicators.parts import Part
from indicators.recognised import STARS
from indicators.rows import RecognitionRows
from indicators.scope import Scope
from indicators.sections import Section
from products.enums import RecognitionKind
from products.models import Recognition

_DAY = dt.timedelta(days=1)


def due(scope: Scope) -> QuerySet:
    """Recognitions known at the cut-off whose last day lies in the window, with ``is_filed`` and ``is_again``.

    Left out: taken back before that day, upgraded before it, the product no longer made by it.
    """
    later = _later(scope, valid_from__lte=OuterRef("valid_until"), kind=RecognitionKind.UPGRADE)
    filed = Dossier.objects.at_level(Level.PROVINCE).filter(
        Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=scope.as_of),
        product=OuterRef("product"),
        kind=RecognitionKind.RENEWAL,
        submitted_on__gt=OuterRef("valid_from"),
        submitted_on__lte=scope.as_of,
    )
    rows = scope.rows_of(Recognition.objects).known_on(scope.as_of)
    return rows.filter(
        Q(revocation__isnull=True)
        | Q(revocation__decided_on__gt=scope.as_of)
        | Q(revocation__effective_on__gt=F("valid_until")),
        Q(product__stopped_on__isnull=True)
        | Q(product__stopped_on__gt=F("valid_until"))
        | Q(product__stopped_on__gt=scope.as_of),
        ~Exists(later),
        valid_until__range=(scope.window.first, scope.window.last),
    ).annotate(is_filed=Exists(filed), is_again=Exists(_later(scope)))


def lapsed(scope: Scope) -> QuerySet:
    """Recognitions whose term ended within the window and by the cut-off, with nothing in their place then."""
    days = (scope.window.first - _DAY, min(scope.window.last, scope.as_of) - _DAY)
    rows = scope.rows_of(Recognition.objects).known_on(scope.as_of)
    return rows.filter(
        Q(revocation__isnull=True) | Q(revocation__effective_on__gt=scope.as_of),
        ~Exists(_later(scope, valid_from__lte=scope.as_of)),
        valid_until__range=days,
    )


def _later(scope: Scope, **more) -> QuerySet:
    """Recognitions of the same product that begin later and are known at the cut-off."""
    return Recognition.objects.known_on(scope.as_of).filter(
        product=OuterRef("product"), valid_from__gt=OuterRef("valid_from"), **more
    )


class RecognitionPart(Part, RecognitionRows):
    """Counts among recognitions."""

    keys_by_count = {PRODUCT: "product_id", PRODUCER: "producer_id"}


class FiledPart(RecognitionPart):
    """Counts recognitions by what is known of dossiers."""

    needs_dossiers = True


def renewals() -> list[Indicator]:
    """Return what fell due in the window, what was filed and recognised again, with two shares."""
    whole = RecognitionPart(
        "renewal.due.products",
        _("Sản phẩm đến hạn đánh giá lại"),
        base=due,
        section=Section.RENEWALS,
        counts=PRODUCT,
        definition=_(
            "Số sản phẩm có thời hạn công nhận kết thúc trong kỳ, trừ sản phẩm đã nâng hạng, đã bị thu hồi hoặc đã "
            "ngừng sản xuất trước ngày hết hạn."
        ),
    )
    filed = FiledPart(
        "renewal.filed.products",
        _("Đã nộp hồ sơ đánh giá lại"),
        base=due,
        where=Q(is_filed=True),
        section=Section.RENEWALS,
        counts=PRODUCT,
        indent=1,
        definition=_("Trong số đến hạn: đã trình hồ sơ đánh giá lại (chưa rút) đến ngày chốt số liệu."),
    )
    again = RecognitionPart(
        "renewal.again.products",
        _("Đã được công nhận lại"),
        base=due,
        where=Q(is_again=True),
        section=Section.RENEWALS,
        counts=PRODUCT,
        indent=1,
        definition=_("Trong số đến hạn: đã có quyết định công nhận tiếp theo đến ngày chốt số liệu."),
    )
    return [
        whole,
        filed,
        _share("filed", _("Tỷ lệ tham gia đánh giá lại"), filed, whole, _FILED_SHARE),
        again,
        _share("again", _("Tỷ lệ được công nhận lại"), again, whole, _AGAIN_SHARE),
    ]


_FILED_SHARE = _("Sản phẩm đã nộp hồ sơ đánh giá lại chia cho sản phẩm đến hạn trong kỳ.")
_AGAIN_SHARE = _(
    "Sản phẩm đã được công nhận lại chia cho sản phẩm đến hạn trong kỳ (không phải chia cho số hồ sơ đã nộp)."
)


def _share(code: str, name, part: Indicator, whole: Indicator, definition) -> Percent:
    return Percent(f"renewal.{code}.percent", name, part=part, whole=whole, indent=1, definition=definition)


def expired() -> list[Indicator]:
    """Return products that lost their star because the term ran out: in all and by star."""
    words = _(
        "Số sản phẩm có thời hạn công nhận kết thúc trong kỳ mà đến ngày chốt số liệu chưa được công nhận lại và "
        "chưa bị thu hồi; tính vào ngày liền sau ngày cuối của thời hạn."
    )
    return [
        RecognitionPart(
            "expired.products",
            _("Sản phẩm hết thời hạn công nhận"),
            base=lapsed,
            section=Section.REVOKED,
            counts=PRODUCT,
            definition=words,
        ),
        *(
            RecognitionPart(
                f"expired.star{star}.products",
                _("Hạng %(star)d sao") % {"star": star},
                base=lapsed,
                where=Q(star=star),
                section=Section.REVOKED,
                counts=PRODUCT,
                indent=1,
                definition=_("Trong đó có hạng %(star)d sao trước khi hết hạn.") % {"star": star},
            )
            for star in STARS
        ),
    ]
