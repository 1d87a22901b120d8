"""The options that the council agrees on for criteria with a minimum mark."""

import hashlib
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Stale
from core.guards import allow, require
from core.text import one_line
from evaluations import rules
from evaluations.enums import DossierState
from evaluations.models import AgreedOption, Dossier, Option
from evaluations.tally import marks_of_sets, tally_of

_LONGEST_NOTE = AgreedOption._meta.get_field("note").max_length


@transaction.atomic
def save_agreed(
    *,
    actor,
    dossier_id: int,
    choices: Mapping[int, int],
    notes: Mapping[int, str] | None = None,
    seen: str | None = None,
) -> list[AgreedOption]:
    """Record the agreed options of a dossier; a criterion that is not in ``choices`` is open again.

    Only when every sheet has come: until then nobody learns what the others chose.

    Args:
        choices: option by criterion (keys); criteria with a minimum mark alone.
        notes: why, by criterion.
        seen: ``agreed_mark`` of what the writer saw; ``None`` does not check.

    Raises:
        PermissionDenied: neither the office, nor chair or secretary of the round's council.
        Refused: not being scored, sheets missing, an option that is not one of its criterion's, a
            criterion without a mark, or a note that is too long. Stale: saved elsewhere since ``seen``.
    """
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("round__rule_version").get(pk=dossier_id)
    is_seen = Dossier.objects.visible_to(actor).filter(pk=dossier_id).exists()
    allow(
        is_seen and rules.may_agree(actor, dossier),
        _("Chỉ Văn phòng Điều phối, chủ tịch và thư ký hội đồng ghi mức thống nhất."),
    )
    require(
        dossier.state == DossierState.ACCEPTED,
        _("Hồ sơ đang ở bước “%(state)s” nên không sửa mức thống nhất được nữa.")
        % {"state": dossier.get_state_display()},
    )
    require(tally_of(dossier).is_complete, _("Còn phiếu chưa gửi. Hội đồng thống nhất mức sau khi đủ phiếu."))
    if seen is not None and seen != agreed_mark(dossier):
        raise Stale(_("Có người khác vừa ghi mức thống nhất. Hãy xem bản mới rồi lưu lại; lựa chọn của bạn còn đây."))
    clean = {key: one_line(text) for key, text in (notes or {}).items()}
    _require_sound(dossier, choices, clean)
    _store(dossier, choices, clean, actor)
    return list(dossier.agreed_options.all())


def agreed_mark(dossier: Dossier) -> str:
    """Return a mark that changes with the agreed options; for forms to carry."""
    rows = list(dossier.agreed_options.order_by("criterion").values_list("criterion", "option", "note"))
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def _require_sound(dossier: Dossier, choices: Mapping[int, int], notes: Mapping[int, str]) -> None:
    marked = {mark.criterion for found in marks_of_sets([dossier.criteria_set_id]).values() for mark in found}
    own = dict(Option.objects.filter(criterion__in=marked).values_list("pk", "criterion"))
    strange = any(own.get(option) != criterion for criterion, option in choices.items())
    require(not strange, _("Có mức không thuộc tiêu chí có mức tối thiểu của sản phẩm này. Hãy mở lại trang."))
    require(
        all(len(text) <= _LONGEST_NOTE for text in notes.values()),
        _("Lý do cho mỗi tiêu chí dài nhất %(count)s ký tự.") % {"count": _LONGEST_NOTE},
    )


def _store(dossier: Dossier, choices: Mapping[int, int], notes: Mapping[int, str], actor) -> None:
    stored = {one.criterion_id: one for one in dossier.agreed_options.all()}
    dossier.agreed_options.exclude(criterion__in=list(choices)).delete()
    for criterion, option in choices.items():
        row = stored.get(criterion) or AgreedOption(dossier=dossier, criterion_id=criterion)
        note = notes.get(criterion, "")
        if row.pk and (row.option_id, row.note) == (option, note):
            continue
        row.option_id, row.note = option, note
        row.agreed_by, row.agreed_at = actor, timezone.now()
        row.save()
