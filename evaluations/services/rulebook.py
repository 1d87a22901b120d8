"""Rule versions: copied, edited while they are drafts, published, deleted.

A draft has no round, and a published version is not edited: both are asked for under the lock of its row,
so a round can never rest on rules that still change.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Stale
from core.guards import allow, require
from core.saving import save_checked
from core.text import one_line, to_nfc
from evaluations import rules
from evaluations.datafile import Decider, Window
from evaluations.models import RuleVersion
from evaluations.rulebook.importing import Plan, plan_import
from evaluations.rulebook.publishing import lacking
from evaluations.rulebook.storing import (
    SETTING_NAMES,
    replace_bands,
    replace_content,
    replace_deciders,
    replace_sets,
    replace_windows,
    stored_content,
)
from evaluations.rulebook.words import stamp_of

HEAD_NAMES = ("title", "decision_number", "effective_from", "effective_to", "note")
DRAFT_FIELDS = frozenset({*HEAD_NAMES, *SETTING_NAMES, "validity_months"})


@transaction.atomic
def copy_version(
    *, actor, version_id: int, code: str, title: str, decision_number: str, effective_from: dt.date
) -> RuleVersion:
    """Return a draft that holds all that the version holds, under a code of its own.

    Raises:
        PermissionDenied: not the office.
        ValidationError: the code is taken, or a value does not fit.
    """
    _require_office(actor)
    source = RuleVersion.objects.get(pk=version_id)
    draft = RuleVersion(
        code=one_line(code),
        title=one_line(title),
        decision_number=one_line(decision_number),
        effective_from=effective_from,
        taxonomy=source.taxonomy,
        note=source.note,
        is_draft=True,
        copied_from=source,
    )
    save_checked(draft, actor=actor)
    replace_content(draft, stored_content(source))
    return draft


@transaction.atomic
def save_draft(
    *,
    actor,
    version_id: int,
    seen: str,
    fields: Mapping[str, object],
    bands: Mapping[int, Decimal],
    deciders: Sequence[Decider],
    windows: Sequence[Window],
) -> RuleVersion:
    """Write settings, bands, deciders and calendar of a draft.

    Args:
        seen: ``stamp_of`` the draft as the writer saw it.
        fields: values by field name, of ``DRAFT_FIELDS``.

    Raises:
        PermissionDenied: not the office.
        Refused: published meanwhile.
        Stale: somebody else saved it since.
        ValidationError: a value does not fit.
    """
    unknown = set(fields) - DRAFT_FIELDS
    if unknown:
        raise TypeError(f"not fields of a draft: {sorted(unknown)}")
    draft = _locked_draft(actor, version_id)
    if stamp_of(draft) != seen:
        raise Stale(_("Người khác vừa lưu bản đang soạn này. Hãy xem phần khác nhau; lưu lần nữa sẽ ghi đè."))
    for name, value in fields.items():
        clean = to_nfc(value).strip() if isinstance(value, str) else value
        setattr(draft, name, list(clean) if isinstance(clean, tuple) else clean)
    save_checked(draft, actor=actor)
    replace_bands(draft, dict(bands))
    replace_deciders(draft, deciders)
    replace_windows(draft, windows)
    return draft


@transaction.atomic
def import_sets(*, actor, version_id: int, content: bytes, kind: str) -> Plan:
    """Write the criteria sets of a file into a draft: all of them, or none.

    Args:
        kind: ``XLSX`` or ``JSON`` of ``evaluations.rulebook.importing``.

    Raises:
        PermissionDenied: not the office.
        Unreadable: the file is no such file.
        Refused: published meanwhile, or the file has mistakes.
    """
    draft = _locked_draft(actor, version_id)
    plan = plan_import(draft, content, kind)
    require(plan.is_sound, _("Tệp còn lỗi nên chưa ghi gì. Hãy sửa các lỗi nêu dưới đây rồi tải lên lại."))
    replace_sets(draft, [one.right for one in plan.changes])
    return plan


@transaction.atomic
def publish_version(*, actor, version_id: int) -> RuleVersion:
    """Let rounds rest on a draft; from now on it is not edited.

    Raises:
        PermissionDenied: not the office.
        Refused: published already, or something is still missing.
    """
    draft = _locked_draft(actor, version_id)
    problems = lacking(draft)
    require(not problems, " ".join([_("Chưa ban hành được."), *problems[:10]]))
    draft.is_draft = False
    draft.save(update_fields=["is_draft"])
    return draft


@transaction.atomic
def delete_draft(*, actor, version_id: int) -> None:
    """Take a draft away with everything in it.

    Raises:
        PermissionDenied: not the office.
        Refused: published meanwhile.
    """
    _locked_draft(actor, version_id).delete()


def _locked_draft(actor, version_id: int) -> RuleVersion:
    _require_office(actor)
    draft = RuleVersion.objects.select_for_update(of=("self",)).get(pk=version_id)
    require(
        draft.is_draft,
        _("Bộ tiêu chí đã ban hành nên không sửa, không xoá được. Hãy sao chép thành bản mới rồi sửa bản đó."),
    )
    return draft


def _require_office(actor) -> None:
    allow(rules.may_edit_rulebook(actor), _("Chỉ Văn phòng Điều phối soạn và ban hành bộ tiêu chí."))
