"""The producer's own assessment (26/2026/QĐ-TTg, Mẫu 02 phần III): a level and a text for each criterion."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from core.guards import require
from core.numbers import format_number
from core.text import to_nfc
from evaluations.conditions import current_criteria_set
from evaluations.enums import SectionKey
from evaluations.models import Criterion, Dossier, SelfScore
from evaluations.services.editing import lock_for_editing, log_edit, require_section_unseen

LONGEST_TEXT = 3000


@transaction.atomic
def save_self_scores(
    *,
    actor,
    dossier_id: int,
    version: int | None,
    choices: Mapping[int, int],
    texts: Mapping[int, str] | None = None,
) -> Dossier:
    """Store the whole self-assessment; criteria may still be without a level.

    Args:
        version: of the dossier that the writer saw; ``None`` for writers without a form.
        choices: option by criterion (primary keys); what is not in it is cleared.
        texts: explanation by criterion, also for criteria without a level.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: the state forbids it, no criteria are public, an option is not one of its criterion, or a
            text is too long. Stale: somebody saved the self-assessment in between.
    """
    dossier = lock_for_editing(actor, dossier_id)
    criteria_set = current_criteria_set(dossier)
    require(criteria_set is not None, _("Bộ tiêu chí của nhóm sản phẩm này không được công bố nên không tự chấm."))
    criteria = _criteria(criteria_set)
    wanted = _wanted(criteria, choices, texts or {})
    stored = {one.criterion_id: one for one in dossier.self_scores.select_related("criterion", "option")}
    changes = _changes(criteria, stored, wanted)
    if not changes and set(stored) <= set(criteria):
        return dossier
    require_section_unseen(dossier, SectionKey.SELF_ASSESSMENT, version)
    dossier.criteria_set = criteria_set
    dossier.save(update_fields=["version", "criteria_set", "updated_at"])
    _store(dossier, wanted)
    log_edit(dossier, SectionKey.SELF_ASSESSMENT, changes, actor=actor)
    return dossier


def _criteria(criteria_set) -> dict[int, Criterion]:
    rows = Criterion.objects.filter(criteria_set=criteria_set, is_scored=True).order_by("position")
    return {one.pk: one for one in rows.prefetch_related("options")}


def _wanted(criteria, choices: Mapping[int, int], texts: Mapping[int, str]) -> dict[int, tuple]:
    """Return option and text by criterion, in the order of the decision; criteria with neither are left out."""
    options = {one.pk: {option.pk: option for option in one.options.all()} for one in criteria.values()}
    strange = any(option not in options.get(criterion, ()) for criterion, option in choices.items())
    strange = strange or not set(texts) <= set(criteria)
    require(not strange, _("Có mức điểm không thuộc tiêu chí của sản phẩm này. Hãy mở lại trang rồi chọn lại."))
    clean = {criterion: to_nfc(text).strip() for criterion, text in texts.items()}
    require(
        all(len(text) <= LONGEST_TEXT for text in clean.values()),
        _("Thuyết minh cho mỗi tiêu chí dài nhất %(count)s ký tự.") % {"count": format_number(LONGEST_TEXT)},
    )
    pairs = {key: (options[key].get(choices.get(key)), clean.get(key, "")) for key in criteria}
    return {key: pair for key, pair in pairs.items() if pair[0] or pair[1]}


def _changes(criteria, stored: Mapping[int, SelfScore], wanted: Mapping[int, tuple]) -> list[tuple]:
    changes = []
    for key, criterion in criteria.items():
        row = stored.get(key)
        before = (row.option, row.text) if row else (None, "")
        after = wanted.get(key, (None, ""))
        if before[0] != after[0]:
            changes.append((str(criterion), _words(before[0]), _words(after[0])))
        if before[1] != after[1]:
            changes.append((_("%(criterion)s – thuyết minh") % {"criterion": criterion}, before[1], after[1]))
    return changes


def _words(option) -> str:
    if option is None:
        return ""
    return _("%(text)s (%(points)s điểm)") % {"text": option.text, "points": format_number(option.points)}


def _store(dossier: Dossier, wanted: Mapping[int, tuple]) -> None:
    dossier.self_scores.exclude(criterion__in=list(wanted)).delete()
    SelfScore.objects.bulk_create(
        [
            SelfScore(dossier=dossier, criterion_id=key, option=option, text=text)
            for key, (option, text) in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["dossier", "criterion"],
        update_fields=["option", "text"],
    )
