"""What every writing into a dossier shares: the lock, the version of its section, the log."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from core.guards import allow, require
from core.saving import save_checked
from core.text import to_nfc
from evaluations import rules
from evaluations.edits import label_of, words_of
from evaluations.enums import EDITABLE_STATES
from evaluations.models import Dossier, DossierEdit
from evaluations.sections import SECTION_OF_FIELD


def lock_for_editing(actor, dossier_id: int) -> Dossier:
    """Return the dossier, locked, where ``actor`` may write into it now.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: the state forbids it.
    """
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier_id)
    seen = Dossier.objects.visible_to(actor).filter(pk=dossier_id).exists()
    allow(seen and rules.is_sender(actor, dossier), _("Hồ sơ này do đơn vị khác lập; bạn không sửa được."))
    require(
        dossier.state in EDITABLE_STATES,
        _("Hồ sơ đang ở bước “%(state)s” nên không sửa được nữa.") % {"state": dossier.get_state_display()},
    )
    return dossier


def require_section_unseen(dossier: Dossier, section: str, version: int | None) -> None:
    """Count one more change, or refuse where somebody saved this section after ``version``.

    What was saved meanwhile in other sections does not stand in the way: no field is in two of them.

    Args:
        version: of the dossier that the writer saw; ``None`` does not check.

    Raises:
        Stale: the section has changed since, or there was no such version.
    """
    is_older = version is not None and version < dossier.version
    if is_older and not dossier.edits.filter(section=section, version__gt=version).exists():
        version = dossier.version
    dossier.require_version(version)


def changed_fields(dossier: Dossier, fields: Mapping[str, object]) -> dict:
    """Return the values that differ from the stored ones, texts in NFC and stripped."""
    clean = {name: to_nfc(one).strip() if isinstance(one, str) else one for name, one in fields.items()}
    return {name: value for name, value in clean.items() if getattr(dossier, name) != value}


def write_fields(dossier: Dossier, changed: Mapping[str, object], *, actor) -> None:
    """Store the values and log them; ``dossier`` is locked and has its new version.

    Raises:
        ValidationError: a field is wrong.
    """
    by_section: dict[str, list] = {}
    for name, value in changed.items():
        pair = [label_of(name), words_of(name, getattr(dossier, name)), words_of(name, value)]
        by_section.setdefault(SECTION_OF_FIELD[name].value, []).append(pair)
        setattr(dossier, name, value)
    save_checked(dossier, actor=actor)
    for section, changes in by_section.items():
        log_edit(dossier, section, changes, actor=actor)


def log_edit(dossier: Dossier, section: str, changes: Iterable[Iterable[str]], *, actor) -> None:
    """Add what was changed to the log of the dossier: label, before, after of each field."""
    rows = [list(change) for change in changes]
    DossierEdit.objects.create(dossier=dossier, section=section, version=dossier.version, changes=rows, actor=actor)
