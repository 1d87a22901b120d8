"""Beginning the renewal dossiers of many products at once: each for itself, with what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.dates import today
from core.errors import Refused
from core.guards import allow, require
from evaluations.models import Dossier, Round
from evaluations.services import create_dossier
from evaluations.services.copying import previous_dossier_of, start_from_previous
from products.enums import RecognitionKind
from products.models import Recognition
from recognitions import rules
from recognitions.clock import with_clock
from recognitions.enums import ClockState

MOST_AT_ONCE = 100
# A dossier takes part while the term runs; what has lapsed is assessed anew.
_STARTABLE = frozenset({ClockState.FILING, ClockState.LATE})


@dataclass(frozen=True)
class Start:
    """What became of one product: its draft, or why there is none."""

    recognition: Recognition
    dossier: Dossier | None = None
    refusal: str = ""


def start_renewals(*, actor, recognition_ids: Iterable[int], round: Round) -> list[Start]:  # noqa: A002 - the domain's word
    """Begin a renewal for each recognition, by name of product; one that fails leaves the others alone.

    A product with an assessed dossier begins with a copy of it, any other with an empty draft.

    Raises:
        PermissionDenied: not a local officer.
        Refused: none or too many chosen, or a round that takes no dossiers today.
    """
    allow(rules.may_start_renewals(actor), _("Chỉ cán bộ địa phương lập hồ sơ đánh giá lại cho địa bàn của mình."))
    wanted = set(recognition_ids)
    require(0 < len(wanted) <= MOST_AT_ONCE, _("Hãy chọn từ 1 đến %(most)s sản phẩm.") % {"most": MOST_AT_ONCE})
    require(
        Round.objects.taking_dossiers_on(today()).filter(pk=round.pk).exists(),
        _("Đợt “%(round)s” hiện không nhận hồ sơ. Hãy chọn đợt khác.") % {"round": round},
    )
    rows = with_clock(Recognition.objects.visible_to(actor).filter(pk__in=wanted))
    rows = rows.select_related("product__producer__unit").order_by("product__sort_key", "pk")
    return [_start(row, actor, round) for row in rows]


def _start(row: Recognition, actor, turn: Round) -> Start:
    if ClockState(row.clock) not in _STARTABLE:
        return Start(row, refusal=refusal_of(ClockState(row.clock)))
    try:
        with transaction.atomic():
            make = start_from_previous if previous_dossier_of(actor, row.product) else create_dossier
            dossier = make(actor=actor, round=turn, product=row.product, kind=RecognitionKind.RENEWAL)
    except ValidationError as error:
        return Start(row, refusal=" ".join(error.messages))
    except (Refused, PermissionDenied) as error:
        return Start(row, refusal=str(error))
    return Start(row, dossier=dossier)


def refusal_of(state: ClockState) -> str:
    """Return why no renewal is begun in this state."""
    words = {
        ClockState.VALID: _("Chưa đến kỳ nhận hồ sơ đánh giá lại."),
        ClockState.EXTENDED: _("Hồ sơ đánh giá lại đã trình, đang chờ kết quả."),
        ClockState.REVOKED: _("Công nhận đã bị thu hồi."),
    }
    return words.get(state, _("Công nhận đã hết hiệu lực; hãy lập hồ sơ từ trang sản phẩm."))
