"""The commune's check of a dossier: what it still lacks, and until when it must be done.

26/2026/QĐ-TTg, Điều 7.2 and Mẫu 03: four contents, a report and a proposal within 15 working days.
"""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from core.components import MissingItem
from core.working_days import add_working_days
from evaluations.enums import CheckContent, Level, SectionKey
from evaluations.models import Dossier, UnitCheck


def needs_check(dossier: Dossier) -> bool:
    """Whether the commune checks the dossier: in rounds of the province, where the version asks for it."""
    return dossier.level == Level.PROVINCE and SectionKey.UNIT_CHECK in dossier.round.rule_version.required_sections


def check_of(dossier: Dossier) -> UnitCheck | None:
    """Return the check of the dossier; ``None`` where it is not begun."""
    return getattr(dossier, "unit_check", None)


def stored_check(dossier: Dossier) -> UnitCheck:
    """Return the check as it is stored now, or a new one that nobody has saved."""
    return UnitCheck.objects.filter(dossier=dossier).first() or UnitCheck(dossier=dossier, version=0)


def check_due_on(dossier: Dossier) -> dt.date | None:
    """Return the last day for the check; ``None`` while the day of receipt is not known.

    Args:
        dossier: with ``round__rule_version`` at hand, or it is fetched.
    """
    if dossier.received_on is None:
        return None
    return add_working_days(dossier.received_on, dossier.round.rule_version.unit_check_days)


def check_items(dossier: Dossier) -> list[MissingItem]:
    """Return every condition of a complete check with whether it is met; empty where none is needed.

    Args:
        dossier: with ``round__rule_version`` and ``unit_check`` at hand, or they are fetched.
    """
    return list(_items(dossier, check_of(dossier))) if needs_check(dossier) else []


def _items(dossier: Dossier, check: UnitCheck | None) -> Iterator[MissingItem]:
    page = _page(dossier)
    for content in CheckContent:
        text = _("Kết luận nội dung kiểm tra “%(content)s”") % {"content": content.label}
        yield MissingItem(text, f"{page}#div_id_{content.value}", done=bool(check and getattr(check, content.value)))
    yield MissingItem(_("Ghi ngày kiểm tra"), f"{page}#id_checked_on", done=bool(check and check.checked_on))
    if _is_too_early(dossier, check):
        yield MissingItem(_("Sửa ngày kiểm tra: không thể trước ngày nhận hồ sơ"), f"{page}#id_checked_on")
    yield MissingItem(_("Ghi người kiểm tra"), f"{page}#id_checked_by", done=bool(check and check.checked_by))
    yield _proposal_item(check, page)
    for name, text in (("letter_number", _("Ghi số văn bản đề nghị")), ("letter_on", _("Ghi ngày văn bản đề nghị"))):
        yield MissingItem(text, f"{page}#id_{name}", done=bool(check and getattr(check, name)))


def _proposal_item(check: UnitCheck | None, page: str) -> MissingItem:
    if check and check.proposes is False:
        text = _("Cấp xã không đề nghị tỉnh đánh giá: hồ sơ không trình được, hãy rút hồ sơ")
        return MissingItem(text, f"{page}#div_id_proposes")
    return MissingItem(
        _("Chọn đề nghị hay không đề nghị tỉnh đánh giá"),
        f"{page}#div_id_proposes",
        done=bool(check and check.proposes),
    )


def _is_too_early(dossier: Dossier, check: UnitCheck | None) -> bool:
    return bool(check and check.checked_on and dossier.received_on and check.checked_on < dossier.received_on)


def _page(dossier: Dossier) -> str:
    return reverse("evaluations:unit_check_edit", args=[dossier.pk])
