"""What a draft still lacks before rounds may rest on it."""

import datetime as dt
import itertools

from django.utils.translation import gettext as _

from core.dates import format_date
from evaluations.datafile import Content
from evaluations.datafile.criteria import FileGroup, read_sets
from evaluations.models import RuleVersion
from evaluations.rulebook.importing import Checked, part_maxima
from evaluations.rulebook.jsonfile import set_record
from evaluations.rulebook.storing import stored_content
from evaluations.rulebook.workbook import Records

STARS, RECOGNISED_STARS = (5, 4, 3, 2, 1), (3, 4, 5)
_ONE_DAY = dt.timedelta(days=1)


def lacking(version: RuleVersion) -> list[str]:
    """Return a sentence for each thing that keeps the draft from being published."""
    content = stored_content(version)
    return [*_wrong_bands(content), *_wrong_deciders(version, content), *_wrong_sets(content), *_silent(content)]


def _wrong_bands(content: Content) -> list[str]:
    lowest = [content.bands.get(star) for star in STARS]
    if None in lowest:
        return [_("Khung điểm chưa đủ từ 1 đến 5 sao.")]
    if lowest[-1] != 0 or not all(upper > lower for upper, lower in itertools.pairwise(lowest)):
        return [_("Khung điểm phải giảm dần từ 5 sao xuống 1 sao, và 1 sao bắt đầu từ 0 điểm.")]
    return []


def _wrong_deciders(version: RuleVersion, content: Content) -> list[str]:
    """Every day of the version has one decider for 3, 4 and 5 stars; the last one may have no end."""
    found = []
    for star in RECOGNISED_STARS:
        expected = version.effective_from
        for one in (one for one in content.deciders if one.star == star):
            if expected is None or one.valid_from != expected:
                expected = one.valid_from
                break
            expected = one.valid_to + _ONE_DAY if one.valid_to and one.valid_to != version.effective_to else None
        if expected is not None:
            found.append(
                _("Chưa rõ cấp nào công nhận %(star)d sao từ ngày %(day)s.")
                % {"star": star, "day": format_date(expected)}
            )
    return found


def _wrong_sets(content: Content) -> list[str]:
    if not content.sets:
        return [_("Chưa có bộ tiêu chí nào của nhóm sản phẩm. Hãy nhập từ tệp mẫu.")]
    stored = {one.number: one for one in content.sets}
    checked = Checked(Records())
    groups = {one.group: FileGroup(one.group, one.name, "", one.number) for one in content.sets}
    read_sets([set_record(one) for one in content.sets], groups, part_maxima(stored), checked)
    return [f"{problem.path}: {problem.text}" for problem in checked.placed]


def _silent(content: Content) -> list[str]:
    return [] if content.settings.mark_rule_reason.strip() else [_("Chưa ghi lý do chọn cách xét mức tối thiểu.")]
