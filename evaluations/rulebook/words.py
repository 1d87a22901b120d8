"""A rule version in words: every setting with its value and what it means, and its stamp."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import format_date
from core.numbers import format_number
from evaluations.datafile import Content, Decider, Window
from evaluations.enums import Averaging, DecidingLevel, Level, MarkRule, SectionKey
from evaluations.models import RuleVersion
from evaluations.rulebook.storing import stored_deciders, stored_settings, stored_windows
from products.enums import RevocationGround


@dataclass(frozen=True)
class Line:
    """A setting as people read it; ``meaning`` says what it does."""

    label: str
    value: str
    meaning: str = ""


def head_lines(version: RuleVersion) -> list[Line]:
    """Return decision and days."""
    until = format_date(version.effective_to) if version.effective_to else _("chưa có ngày hết hiệu lực")
    return [
        Line(_("Mã"), version.code),
        Line(_("Số quyết định"), version.decision_number),
        Line(_("Có hiệu lực từ"), format_date(version.effective_from)),
        Line(_("Đến hết ngày"), until),
    ]


def term_lines(version: RuleVersion) -> list[Line]:
    """Return what the decision says of terms: validity, renewals, extension, the commune's check."""
    return [
        Line(
            _("Thời hạn công nhận"), _("%d tháng") % version.validity_months, _("Tính từ ngày ra quyết định công nhận.")
        ),
        Line(
            _("Nhận hồ sơ đánh giá lại"),
            _("từ %(first)d đến %(last)d ngày trước khi hết hạn")
            % {"first": version.renewal_opens_days, "last": version.renewal_closes_days},
            _("Nộp sau khoảng này vẫn được nhận nhưng tính là muộn."),
        ),
        Line(
            _("Gia hạn khi chờ kết quả"),
            _("nhiều nhất %d ngày") % version.extension_days,
            _("Sản phẩm hết hạn trong khi chờ đánh giá lại được giữ công nhận không quá số ngày này."),
        ),
        Line(
            _("Cấp xã kiểm tra"),
            _("trong %d ngày làm việc") % version.unit_check_days,
            _("Tính từ ngày nhận hồ sơ, không kể ngày nghỉ và ngày lễ."),
        ),
        Line(
            _("Phần bắt buộc của hồ sơ"),
            _labels(SectionKey, version.required_sections),
            _("Thiếu thì chưa trình được."),
        ),
        Line(
            _("Căn cứ thu hồi"),
            _labels(RevocationGround, version.revocation_grounds),
            _("Quyết định thu hồi chọn một."),
        ),
    ]


def council_lines(version: RuleVersion) -> list[Line]:
    """Return the council's own rules (Quy chế), which the decision leaves to the province."""
    chair = _("có chủ tịch") if version.quorum_needs_chair else _("không bắt buộc có chủ tịch")
    sheets = ngettext("%(count)d phiếu", "%(count)d phiếu", version.least_sheets) % {"count": version.least_sheets}
    return [
        Line(
            _("Số người có mặt"),
            _("ít nhất %(percent)d %% thành viên, %(chair)s") % {"percent": version.quorum_percent, "chair": chair},
            _("Thiếu thì phiên họp không chốt kết quả được."),
        ),
        Line(
            _("Chênh lệch giữa các phiếu"),
            _("nhiều nhất %s điểm") % format_number(version.max_spread),
            _("Phiếu cao nhất và thấp nhất của một sản phẩm lệch hơn thì hội đồng thảo luận, chấm lại."),
        ),
        Line(
            _("Cảnh báo sát mốc sao"),
            _("khi còn cách mốc không quá %s điểm") % format_number(version.near_bound),
            _("Chỉ nhắc hội đồng xem kỹ, không đổi kết quả."),
        ),
        Line(_("Số phiếu tối thiểu"), sheets, _("Ít hơn thì chưa tính được điểm của sản phẩm.")),
        Line(
            _("Cách tính điểm"),
            Averaging(version.averaging).label,
            _("Không làm tròn trước khi so với khung điểm: 69,995 điểm là 3 sao."),
        ),
        Line(_("Cách xét mức tối thiểu"), MarkRule(version.mark_rule).label, _("Lý do: %s") % _reason(version)),
    ]


def lines_to_compare(version: RuleVersion, content: Content) -> list[tuple[str, str]]:
    """Return (label, value) of everything but the criteria sets."""
    named = [*head_lines(version), *term_lines(version), *council_lines(version)]
    rows = [(line.label, line.value) for line in named if line.label != _("Mã")]
    rows.append((_("Lý do chọn cách xét"), _reason(version)))
    rows += [
        (_("Khung điểm %d sao") % star, band_in_words(content.bands, star))
        for star in sorted(content.bands, reverse=True)
    ]
    rows += [(_("Công nhận %d sao") % star, deciders_in_words(content.deciders, star)) for star in (3, 4, 5)]
    return [*rows, *((window_label(one), window_in_words(one)) for one in content.windows)]


def band_in_words(bands: dict, star: int) -> str:
    """Return ``từ 50 đến dưới 70 điểm``."""
    above = bands.get(star + 1)
    if above is None:
        return _("từ %s điểm") % format_number(bands[star])
    return _("từ %(low)s đến dưới %(high)s điểm") % {"low": format_number(bands[star]), "high": format_number(above)}


def deciders_in_words(deciders: Sequence[Decider], star: int) -> str:
    """Return who recognises a star, in the order of their days."""
    own = [one for one in deciders if one.star == star]
    if len(own) == 1:
        return DecidingLevel(own[0].level).label
    return "; ".join(
        _("%(level)s (từ %(day)s)") % {"level": DecidingLevel(one.level).label, "day": format_date(one.valid_from)}
        for one in own
    )


def window_label(one: Window) -> str:
    """Return ``Cấp tỉnh, đợt 1``."""
    return _("%(level)s, đợt %(number)d") % {"level": Level(one.level).label, "number": one.number}


def window_in_words(one: Window) -> str:
    """Return both days of a round of the calendar."""
    return _("đề nghị trước %(propose)s, quyết định trước %(decide)s") % {
        "propose": f"{one.propose_day:02}/{one.propose_month:02}",
        "decide": f"{one.decide_day:02}/{one.decide_month:02}",
    }


def stamp_of(version: RuleVersion) -> str:
    """Return a short mark that changes with everything that the form of a draft holds."""
    head = [getattr(version, name) for name in ("title", "decision_number", "effective_from", "effective_to", "note")]
    bands = sorted((band.star, band.lowest_points) for band in version.bands.all())
    rest = (version.validity_months, stored_settings(version), bands, stored_deciders(version), stored_windows(version))
    return hashlib.sha256(repr((head, rest)).encode()).hexdigest()[:16]


def _labels(choices, codes: Iterable[str]) -> str:
    return "; ".join(str(choices(code).label) for code in codes) or _("không có")


def _reason(version: RuleVersion) -> str:
    return version.mark_rule_reason or _("chưa ghi")
