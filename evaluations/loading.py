"""Writing the rules to the database: again and again with the same result.

A version is compared as a whole with what the database holds. Equal: nothing is written. Different
and not yet used: it is replaced. Different and used: refused, because scores were given under it.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from core.datafiles import BrokenFile
from core.dates import format_date
from evaluations.datafile import DATA_FOLDER, Content, VersionRow, read_rule_files
from evaluations.enums import Level
from evaluations.models import Round, RuleVersion
from evaluations.rulebook.storing import replace_content, replace_deciders, replace_windows, stored_content
from products.loading import load_taxonomy

_DISTRICT = "district"


@dataclass(frozen=True)
class RulesLoaded:
    """What was written; all zero when the database already held the files."""

    groups_written: int
    versions_written: int
    versions_replaced: int

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return any((self.groups_written, self.versions_written, self.versions_replaced))


@transaction.atomic
def load_rules(*, folder: Path = DATA_FOLDER) -> RulesLoaded:
    """Bring all rule versions of a folder into the database, with groups, bands and criteria.

    Title, days and note of a version may be corrected at any time; bands, validity, settings and
    criteria only as long as no round uses the version. What an earlier release did not keep (deciders,
    the calendar) is added to a version in use.

    Raises:
        BrokenFile: a file is wrong or would change a version in use; nothing is written.
    """
    groups_written = versions_written = replaced = 0
    for row in read_rule_files(folder):
        taxonomy, written = load_taxonomy(
            code=row.code,
            name=_("Phân nhóm theo Quyết định %s") % row.decision,
            effective_from=row.effective_from,
            effective_to=row.effective_to,
            groups=row.groups,
        )
        groups_written += written
        version, written = _write_version(row, taxonomy, folder)
        versions_written += written
        replaced += _bring_content(version, row.content, folder)
    return RulesLoaded(groups_written, versions_written, replaced)


def is_in_use(version: RuleVersion) -> bool:
    """Return whether a round rests on the version; every dossier lies in a round."""
    return Round.objects.filter(rule_version=version).exists()


def _write_version(row: VersionRow, taxonomy, folder: Path) -> tuple[RuleVersion, int]:
    """Return the version and whether (1 or 0) its own row was written."""
    wanted = {
        "title": _("Quyết định %s") % row.decision,
        "decision_number": row.decision,
        "effective_from": row.effective_from,
        "effective_to": row.effective_to,
        "taxonomy": taxonomy,
        "note": describe(row),
    }
    made = {**wanted, "validity_months": row.validity_months}
    version, created = RuleVersion.objects.select_for_update().get_or_create(code=row.code, defaults=made)
    if created:
        return version, 1
    if version.is_draft:
        text = _("mã %s đang thuộc một bộ tiêu chí đang soạn; hãy xoá bản nháp đó rồi nạp lại") % version.code
        raise BrokenFile(folder, [text])
    if all(getattr(version, field) == value for field, value in wanted.items()):
        return version, 0
    for field, value in wanted.items():
        setattr(version, field, value)
    version.save(update_fields=wanted)
    return version, 1


def describe(row: VersionRow) -> str:
    """Return what people read about a version: amendments, who decides which star, pending dossiers."""
    levels = {_DISTRICT: _("cấp huyện"), Level.PROVINCE: _("cấp tỉnh"), Level.CENTRAL: _("cấp trung ương")}
    lines = [_("Sửa đổi, bổ sung: %s.") % ", ".join(row.amended_by)] if row.amended_by else []
    for star in sorted({decider.star for decider in row.decided_by}):
        deciders = [decider for decider in row.decided_by if decider.star == star]
        turns = [
            _("%(level)s (từ %(day)s)") % {"level": levels[one.level], "day": format_date(one.valid_from)}
            if len(deciders) > 1
            else levels[one.level]
            for one in deciders
        ]
        lines.append(_("Công nhận %(star)d sao: %(levels)s.") % {"star": star, "levels": "; ".join(turns)})
    if row.pending_until:
        last = format_date(max(row.pending_until.values()))
        lines.append(_("Hồ sơ nộp trước khi hết hiệu lực được xét tiếp, chậm nhất đến %s.") % last)
    return "\n".join(lines)


def _bring_content(version: RuleVersion, wanted: Content, folder: Path) -> int:
    """Make ``wanted`` the content of the version; returns whether (1 or 0) something was written."""
    stored = stored_content(version)
    if stored == wanted:
        return 0
    if not is_in_use(version):
        replace_content(version, wanted)
        return 1
    # Who decides and when was not kept in earlier releases: it may be added to what is in use, not changed.
    completed = replace(stored, deciders=stored.deciders or wanted.deciders, windows=stored.windows or wanted.windows)
    if completed != wanted:
        text = _("bộ %s đã được dùng để đánh giá nên không sửa được; hãy thêm một bộ mới") % version.code
        raise BrokenFile(folder, [text])
    if not stored.deciders:
        replace_deciders(version, wanted.deciders)
    if not stored.windows:
        replace_windows(version, wanted.windows)
    return 1
