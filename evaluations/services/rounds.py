"""Rounds."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Refused
from core.guards import allow, require
from core.saving import save_checked
from core.text import one_line, to_nfc
from evaluations import rules
from evaluations.models import Round, RuleVersion

_FIXED_ONCE_USED = {"level", "rule_version"}
_EDITABLE = {"name", "year", "kind", "opens_on", "closes_on", "decide_by", "note"} | _FIXED_ONCE_USED


@transaction.atomic
def create_round(
    *,
    actor,
    name: str,
    year: int,
    kind: str,
    level: str,
    rule_version: RuleVersion,
    opens_on: dt.date,
    closes_on: dt.date,
    decide_by: dt.date | None = None,
    note: str = "",
) -> Round:
    """Open a round; dossiers are taken from ``opens_on`` to ``closes_on``, both included.

    Raises:
        PermissionDenied: not the office.
        Refused: the rules are still being written.
        ValidationError: the days are the wrong way round, or the year has a round of that name.
    """
    _require_office(actor)
    turn = Round(
        name=one_line(name),
        year=year,
        kind=kind,
        level=level,
        rule_version=rule_version,
        opens_on=opens_on,
        closes_on=closes_on,
        decide_by=decide_by,
        note=to_nfc(note).strip(),
    )
    _require_published(rule_version)
    save_checked(turn, actor=actor)
    return turn


@transaction.atomic
def update_round(*, actor, round_id: int, **fields) -> Round:
    """Change a round; level and rule version only as long as it has no dossier.

    Raises:
        PermissionDenied: not the office.
        Refused: a fixed field would change.
        ValidationError: as ``create_round``.
    """
    _require_office(actor)
    unknown = set(fields) - _EDITABLE
    if unknown:
        raise TypeError(f"not fields of a round: {sorted(unknown)}")
    turn = Round.objects.select_for_update(of=("self",)).select_related("rule_version").get(pk=round_id)
    if "name" in fields:
        fields["name"] = one_line(fields["name"])
    changed = {name for name, value in fields.items() if getattr(turn, name) != value}
    if changed & _FIXED_ONCE_USED and turn.dossiers.exists():
        raise Refused(_("Đợt đã có hồ sơ nên không đổi được cấp và bộ tiêu chí. Hãy mở một đợt mới."))
    if "rule_version" in changed:
        _require_published(fields["rule_version"])
    for name in changed:
        setattr(turn, name, fields[name])
    save_checked(turn, actor=actor)
    return turn


def _require_published(version: RuleVersion) -> None:
    """Refuse rules that may still change; their row is locked until the round is written."""
    locked = RuleVersion.objects.select_for_update(of=("self",)).filter(pk=version.pk).first()
    require(
        locked is not None and not locked.is_draft,
        _("Bộ tiêu chí này đang soạn. Hãy ban hành trước, hoặc chọn bộ tiêu chí khác."),
    )


def _require_office(actor) -> None:
    allow(rules.may_manage_rounds(actor), _("Chỉ Văn phòng Điều phối mở đợt và lập hội đồng."))
