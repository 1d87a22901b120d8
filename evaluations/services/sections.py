"""Saving one section of a dossier: always possible, whatever is still missing."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.dates import today
from evaluations.models import Dossier
from evaluations.sections import SECTION_FIELDS
from evaluations.services.editing import changed_fields, lock_for_editing, require_section_unseen, write_fields


@transaction.atomic
def save_section(*, actor, dossier_id: int, section: str, version: int | None, **fields) -> Dossier:
    """Store what was typed into a section, while the dossier is a draft or has been returned.

    Args:
        section: a key of ``SECTION_FIELDS``.
        version: of the dossier that the writer saw; ``None`` for writers without a form.
        fields: of that section; those not named stay as they are.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: the state forbids it. Stale: somebody saved this section in between.
        ValidationError: a field is wrong.
    """
    unknown = set(fields) - set(SECTION_FIELDS[section])
    if unknown:
        raise TypeError(f"not fields of the section {section}: {sorted(unknown)}")
    dossier = lock_for_editing(actor, dossier_id)
    changed = changed_fields(dossier, fields)
    if not changed:
        return dossier
    _require_past(changed.get("received_on"))
    require_section_unseen(dossier, section, version)
    write_fields(dossier, changed, actor=actor)
    return dossier


def _require_past(received_on: dt.date | None) -> None:
    if received_on and received_on > today():
        raise ValidationError({"received_on": _("Ngày nhận hồ sơ không được sau hôm nay.")})
