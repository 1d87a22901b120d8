"""Dossiers: begun, changed, accepted."""

from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Refused
from core.guards import allow
from core.saving import save_checked
from core.text import one_line, to_nfc
from evaluations import rules
from evaluations.conditions import criteria_set_for
from evaluations.models import Dossier, Round
from evaluations.sections import SECTION_OF_FIELD
from evaluations.services.editing import changed_fields, lock_for_editing, write_fields
from evaluations.workflow import move
from products.models import Product


@transaction.atomic
def create_dossier(
    *,
    actor,
    round: Round,  # noqa: A002 - the domain's own word, as in the model
    product: Product,
    kind: str,
    summary: str = "",
    annual_output: str = "",
    annual_revenue_vnd: Decimal | None = None,
    workers: int | None = None,
) -> Dossier:
    """Begin a dossier as a draft; what it lacks is asked for when it is sent.

    Raises:
        PermissionDenied: the role or the unit does not make dossiers for this round or product.
        ValidationError: a field is wrong, or the product already has a dossier (in this round, or an
            open one at this level).
    """
    seen = Product.objects.visible_to(actor).filter(pk=product.pk).exists()
    allow(
        seen and rules.may_enter_round(actor, round.level),
        _("Chỉ cán bộ địa phương lập hồ sơ cho đợt cấp tỉnh; Văn phòng Điều phối lập hồ sơ gửi trung ương."),
    )
    dossier = Dossier(
        round=round,
        level=round.level,
        product=product,
        producer=product.producer,
        unit=product.producer.unit,
        kind=kind,
        criteria_set=criteria_set_for(product, round.rule_version),
        summary=to_nfc(summary).strip(),
        annual_output=one_line(annual_output),
        annual_revenue_vnd=annual_revenue_vnd,
        workers=workers,
    )
    save_checked(dossier, actor=actor)
    return dossier


@transaction.atomic
def update_dossier(*, actor, dossier_id: int, version: int | None, **fields) -> Dossier:
    """Change what the unit wrote, while the dossier is a draft or has been returned.

    Args:
        version: the version that the writer saw.
        fields: of ``evaluations.sections.SECTION_FIELDS``, of any section.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: the state forbids it. Stale: somebody saved in between.
        ValidationError: a field is wrong.
    """
    unknown = set(fields) - set(SECTION_OF_FIELD)
    if unknown:
        raise TypeError(f"not fields of a dossier: {sorted(unknown)}")
    dossier = lock_for_editing(actor, dossier_id)
    changed = changed_fields(dossier, fields)
    dossier.require_version(version)
    write_fields(dossier, changed, actor=actor)
    return dossier


def accept_dossiers(*, actor, dossier_ids: Iterable[int]) -> tuple[int, int]:
    """Accept many dossiers, each in its own transaction; return how many were and how many could not be.

    One that cannot be seen counts as one that could not be accepted.

    Raises:
        PermissionDenied: not the office.
    """
    allow(rules.may_manage_rounds(actor), _("Chỉ Văn phòng Điều phối tiếp nhận hồ sơ để chấm."))
    wanted = set(dossier_ids)
    seen = Dossier.objects.visible_to(actor).filter(pk__in=wanted).order_by("pk").values_list("pk", flat=True)
    accepted = 0
    for dossier_id in list(seen):
        with suppress(Refused, PermissionDenied):
            move(dossier_id, "accept", actor=actor)
            accepted += 1
    return accepted, len(wanted) - accepted
