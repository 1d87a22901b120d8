"""A dossier goes back to its unit with a list of what to add; the unit answers each item and sends it again."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import today
from core.errors import Stale
from core.guards import allow, require
from core.saving import save_checked
from core.text import one_line, to_nfc
from evaluations import rules
from evaluations.models import Dossier, SupplementItem, SupplementRequest
from evaluations.services.editing import lock_for_editing
from evaluations.supplements import label_of_subject, subjects_of
from evaluations.workflow import step


@transaction.atomic
def ask_supplement(
    *,
    actor,
    dossier_id: int,
    items: Sequence[tuple[str, str]],
    due_on: dt.date,
    note: str = "",
    on: dt.date | None = None,
) -> SupplementRequest:
    """Return a dossier that was sent, saying what to add until when.

    Args:
        items: subject (a section, or ``paper:<kind>``; see ``supplements.subjects_of``) and what is wrong
            with it; at least one, each subject once.
        due_on: the last day for the unit, later than the day of asking.
        note: a general remark.
        on: the day of asking, today by default.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: the state forbids it, or there is nothing to add. ValidationError: an item or the day is wrong.
    """
    dossier = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("round__rule_version", "product")
        .get(pk=dossier_id)
    )
    wanted = [(subject, one_line(text)) for subject, text in items]
    note = to_nfc(note).strip()
    seen = Dossier.objects.visible_to(actor).filter(pk=dossier_id).exists()
    allow(seen and rules.is_receiver(actor, dossier), _("Chỉ Văn phòng Điều phối trả lại hồ sơ để bổ sung."))
    _require_sound(dossier, wanted, due_on, on or today())
    step(dossier, "return", actor=actor, note=_summary(wanted, note), on=on)
    request = SupplementRequest(dossier=dossier, note=note, due_on=due_on, asked_by=actor)
    save_checked(request, actor=actor)
    for subject, text in wanted:
        save_checked(SupplementItem(request=request, subject=subject, note=text), actor=actor)
    return request


@transaction.atomic
def answer_supplement(
    *, actor, request_id: int, answers: Mapping[int, str], seen: Mapping[int, str] | None = None
) -> SupplementRequest:
    """Store what the unit added for the items; an empty answer takes the one before back.

    Args:
        answers: text by key of the item; items that are not named stay.
        seen: the stored answers that the writer saw; what he left as it was is not written.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: the state forbids it, or the request is closed. Stale: another person answered the same item.
        ValidationError: an answer is too long.
    """
    request = SupplementRequest.objects.get(pk=request_id)
    lock_for_editing(actor, request.dossier_id)
    request.refresh_from_db()
    require(request.answered_at is None, _("Yêu cầu bổ sung này đã được trả lời và trình lại."))
    for item in request.items.filter(pk__in=answers):
        typed, before = one_line(answers[item.pk]), one_line((seen or {}).get(item.pk, item.answer))
        if typed in (before, item.answer):
            continue
        if before != item.answer:
            raise Stale(
                _("Có người khác vừa trả lời mục “%(item)s”: “%(answer)s”. Hãy xem rồi lưu lại.")
                % {"item": item.note, "answer": item.answer}
            )
        item.answer, item.answered_at = typed, timezone.now() if typed else None
        save_checked(item, actor=actor)
    return request


def _require_sound(dossier: Dossier, items: Sequence[tuple[str, str]], due_on: dt.date, day: dt.date) -> None:
    require(bool(items), _("Hãy đánh dấu ít nhất một nội dung cần bổ sung."))
    subjects = [subject for subject, _text in items]
    require(
        set(subjects) <= set(subjects_of(dossier)) and len(set(subjects)) == len(subjects),
        _("Có nội dung không thuộc hồ sơ này. Hãy mở lại trang rồi chọn lại."),
    )
    require(all(text for _subject, text in items), _("Hãy ghi cần bổ sung gì cho từng nội dung đã đánh dấu."))
    if due_on <= day:
        raise ValidationError({"due_on": _("Hạn bổ sung phải sau ngày trả lại.")})


def _summary(items: Sequence[tuple[str, str]], note: str) -> str:
    """Return the request in one text, for the log of the dossier's moves."""
    lines = [f"{label_of_subject(subject)}: {text}" for subject, text in items]
    return "\n".join([*([note] if note else []), *lines])
