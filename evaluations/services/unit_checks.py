"""The commune's check of a dossier (26/2026/QĐ-TTg, Điều 7.2, Mẫu 03): saved as often as wanted."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.dates import format_date, today
from core.guards import require
from core.saving import save_checked
from core.text import one_line, to_nfc
from evaluations.enums import CheckContent, Level, SectionKey
from evaluations.models import Dossier, UnitCheck
from evaluations.services.editing import lock_for_editing, log_edit

CONTENT_FIELDS = tuple(name for one in CheckContent for name in (one.value, f"{one.value}_note"))
_ONE_LINE = frozenset({"checked_by", "letter_number"})
FIELDS = (*CONTENT_FIELDS, "checked_on", "checked_by", "proposes", "proposal", "letter_number", "letter_on")


@transaction.atomic
def save_unit_check(*, actor, dossier_id: int, version: int | None, **fields) -> UnitCheck:
    """Store the check, whatever is still missing; what a complete one needs is asked for when sending.

    Args:
        version: of the check that the writer saw, 0 where there was none; ``None`` does not check.
        fields: of ``FIELDS``.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: the state forbids it, or the dossier is not of the province. Stale: somebody saved in between.
        ValidationError: a field is wrong: a day that is still to come, or before the receipt.
    """
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not fields of a check: {sorted(unknown)}")
    dossier = lock_for_editing(actor, dossier_id)
    require(dossier.level == Level.PROVINCE, _("Hồ sơ gửi trung ương không cần cấp xã kiểm tra."))
    check = UnitCheck.objects.filter(dossier=dossier).first() or UnitCheck(dossier=dossier, version=0)
    before = {name: getattr(check, name) for name in fields}
    check.require_version(version)
    for name, value in fields.items():
        setattr(check, name, _stored(name, value))
    _require_possible_days(check, dossier)
    check.saved_by = actor
    save_checked(check, actor=actor)
    _log(dossier, check, before, actor)
    return check


def _stored(name: str, value):
    if not isinstance(value, str):
        return value
    return one_line(value) if name in _ONE_LINE else to_nfc(value).strip()


def _require_possible_days(check: UnitCheck, dossier: Dossier) -> None:
    day = check.checked_on
    if day and day > today():
        raise ValidationError({"checked_on": _("Ngày kiểm tra chưa tới. Hãy ghi ngày đã kiểm tra.")})
    if day and dossier.received_on and day < dossier.received_on:
        raise ValidationError({"checked_on": _("Ngày kiểm tra không thể trước ngày nhận hồ sơ của chủ thể.")})
    if check.letter_on and check.letter_on > today():
        raise ValidationError({"letter_on": _("Ngày văn bản chưa tới. Hãy ghi ngày văn bản đã ký.")})


def _log(dossier: Dossier, check: UnitCheck, before: dict, actor) -> None:
    changes = [
        (_label(name), _in_words(name, old), _in_words(name, getattr(check, name)))
        for name, old in before.items()
        if old != getattr(check, name)
    ]
    if changes:
        log_edit(dossier, SectionKey.UNIT_CHECK, changes, actor=actor)


def _label(name: str) -> str:
    label = str(UnitCheck._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _in_words(name: str, value) -> str:
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, dt.date):
        return format_date(value)
    choices = dict(UnitCheck._meta.get_field(name).flatchoices)
    return str(choices.get(value, value or ""))
