"""The ministry's track: a dossier of the central level made from the approved one, and its dated steps."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.dates import today
from core.guards import allow, require
from core.saving import save_checked
from core.text import to_nfc
from documents.models import OfficialDocument
from evaluations import rules
from evaluations.completeness import criteria_set_for
from evaluations.enums import CentralStep, DossierState, Level
from evaluations.models import CentralEvent, Dossier, Evidence, EvidenceCriterion, Round, SelfScore
from evaluations.services.decisions import decide_dossiers
from evaluations.services.outcomes import HIGHEST, Outcome
from evaluations.workflow import move, step

# What stands in the forms: the ministry reads the same dossier.
_COPIED = (
    "kind",
    "summary",
    "annual_output",
    "annual_revenue_vnd",
    "workers",
    "consultant",
    "sample_count",
    "background",
    "organisation",
    "material_result",
    "technology_result",
    "quality_result",
    "market_result",
    "previous_revenue_vnd",
    "profit_vnd",
    "local_workers",
    "plan",
    "changes",
)


def central_dossier_of(dossier: Dossier) -> Dossier | None:
    """Return the dossier of the central level that was made from this one, the last if there were several."""
    rows = Dossier.objects.filter(previous_dossier=dossier, level=Level.CENTRAL)
    return rows.exclude(state=DossierState.WITHDRAWN).order_by("-pk").first()


def has_central_track(dossier: Dossier) -> bool:
    """Whether the dossier is, or was, on its way to the ministry (one query at most, with its moves)."""
    if dossier.level == Level.CENTRAL or dossier.state == DossierState.APPROVED:
        return True
    concluded = dossier.state in {DossierState.RECOGNISED, DossierState.NOT_RECOGNISED}
    return concluded and Dossier.objects.filter(previous_dossier=dossier, level=Level.CENTRAL).exists()


@transaction.atomic
def start_central(*, actor, dossier_id: int, round_id: int) -> Dossier:
    """Return the new dossier of the central level with content and papers of the approved one, as a draft.

    Raises:
        PermissionDenied: not the office.
        Refused: the result is not approved, there is one already, or the round is not of the central level.
        ValidationError: the product has another open dossier at the central level.
    """
    _allow(actor)
    turn = Round.objects.select_related("rule_version").get(pk=round_id)
    require(turn.level == Level.CENTRAL, _("Hãy chọn một đợt đánh giá cấp trung ương."))
    origin = (
        Dossier.objects.select_for_update(of=("self",)).select_related("product__producer__unit").get(pk=dossier_id)
    )
    require(
        origin.level == Level.PROVINCE and origin.state == DossierState.APPROVED,
        _("Chỉ lập hồ sơ gửi trung ương khi kết quả từ 90 điểm đã được phê duyệt."),
    )
    require(
        central_dossier_of(origin) is None,
        _("Hồ sơ gửi trung ương của “%(product)s” đã có.") % {"product": origin.product},
    )
    product = origin.product
    dossier = Dossier(
        round=turn,
        level=turn.level,
        product=product,
        producer=product.producer,
        unit=product.producer.unit,
        criteria_set=criteria_set_for(product, turn.rule_version),
        previous_dossier=origin,
        **{name: getattr(origin, name) for name in _COPIED},
    )
    save_checked(dossier, actor=actor)
    _copy_papers(origin, dossier)
    _copy_self_scores(origin, dossier)
    return dossier


@transaction.atomic
def record_central_event(
    *, actor, dossier_id: int, kind: str, on: dt.date, document: OfficialDocument | None = None, note: str = ""
) -> CentralEvent:
    """Note a step: sent (then the dossier is sent), more asked for, more given.

    Raises:
        PermissionDenied: not the office.
        Refused: the step does not fit the dossier's, the day lies before the last step or ahead, a
            document or a text is missing, or the dossier is not complete (``Incomplete``).
    """
    _allow(actor)
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("round").get(pk=dossier_id)
    require(dossier.level == Level.CENTRAL, _("Đây không phải hồ sơ gửi trung ương."))
    last = dossier.central_events.first()
    require(on <= today(), _("Ngày ở sau hôm nay. Hãy kiểm tra lại."))
    require(
        last is None or on >= last.on,
        _("Ngày này trước việc đã ghi gần nhất. Hãy kiểm tra lại ngày."),
    )
    if kind == CentralStep.SENT:
        require(document is not None, _("Hãy chọn công văn gửi hồ sơ lên trung ương."))
        move(dossier.pk, "submit", actor=actor, note=document.citation, on=on)
    else:
        _require_step(dossier, kind, last, note)
    event = CentralEvent(
        dossier=dossier, kind=kind, on=on, document=document, note=to_nfc(note).strip(), recorded_by=actor
    )
    event.full_clean()
    event.save()
    return event


@transaction.atomic
def record_central_result(
    *, actor, dossier_id: int, document: OfficialDocument, points: Decimal, gets_five: bool, note: str = ""
) -> Dossier:
    """Note the ministry's result: 5 stars by its decision, or less; the dossier is concluded by it.

    Raises:
        PermissionDenied, Refused, ValidationError: as ``decide_dossiers``.
    """
    _allow(actor)
    dossier = Dossier.objects.get(pk=dossier_id)
    require(dossier.level == Level.CENTRAL, _("Đây không phải hồ sơ gửi trung ương."))
    star = HIGHEST if gets_five else HIGHEST - 1
    outcome = Outcome(dossier.pk, star, star_reason=note, points=points)
    return decide_dossiers(actor=actor, round_id=dossier.round_id, document=document, outcomes=[outcome])[0]


@transaction.atomic
def assess_again(*, actor, dossier_id: int, reason: str) -> Dossier:
    """End an approved dossier without the ministry's points: the product is assessed again in a later round.

    Raises:
        PermissionDenied: not the office.
        Refused: the ministry's result is not on record, or there is no reason.
    """
    _allow(actor)
    rows = Dossier.objects.with_central_points().select_for_update(of=("self",))
    dossier = rows.select_related("round", "product").get(pk=dossier_id)
    require(
        dossier.state == DossierState.APPROVED and dossier.central_points is not None,
        _("Chỉ đánh giá lại khi trung ương chấm dưới 90 điểm và tỉnh chưa quyết định theo điểm đó."),
    )
    require(bool(reason.strip()), _("Hãy ghi lý do đánh giá lại."))
    step(dossier, "assess_again", actor=actor, note=reason)
    return dossier


def _allow(actor) -> None:
    allow(rules.may_manage_rounds(actor), _("Chỉ Văn phòng Điều phối làm việc với trung ương."))


def _require_step(dossier: Dossier, kind: str, last: CentralEvent | None, note: str) -> None:
    if kind not in {CentralStep.ASKED, CentralStep.SUPPLEMENTED}:
        raise ValidationError(_("Kết quả được ghi bằng mẫu riêng."))
    require(
        dossier.state == DossierState.SUBMITTED,
        _("Hồ sơ đang ở bước “%(state)s” nên không ghi được việc này.") % {"state": dossier.get_state_display()},
    )
    if kind == CentralStep.ASKED:
        require(bool(note.strip()), _("Hãy ghi trung ương yêu cầu bổ sung gì."))
    else:
        require(
            last is not None and last.kind == CentralStep.ASKED,
            _("Chưa có yêu cầu bổ sung nào của trung ương đang chờ."),
        )


def _copy_papers(origin: Dossier, dossier: Dossier) -> None:
    """The same stored files under new rows: what happens to one dossier's papers does not touch the other's."""
    for paper in origin.evidence.present().prefetch_related("proofs"):
        copy = Evidence.objects.create(
            dossier=dossier,
            kind=paper.kind,
            title=paper.title,
            file=paper.file.name,
            sha256=paper.sha256,
            size=paper.size,
            uploaded_by_id=paper.uploaded_by_id,
            paper_file_id=paper.paper_file_id,
        )
        if origin.criteria_set_id == dossier.criteria_set_id:
            EvidenceCriterion.objects.bulk_create(
                EvidenceCriterion(evidence=copy, criterion_id=proof.criterion_id) for proof in paper.proofs.all()
            )


def _copy_self_scores(origin: Dossier, dossier: Dossier) -> None:
    if origin.criteria_set_id != dossier.criteria_set_id:
        return
    SelfScore.objects.bulk_create(
        SelfScore(dossier=dossier, criterion_id=one.criterion_id, option_id=one.option_id, text=one.text)
        for one in origin.self_scores.all()
    )
