"""Sending a report and answering it: versions are kept whole, the other side is told, late numbers have a reason."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns import rules
from campaigns.checks import Problem, SoftCheck, hard_errors, soft_checks, value_errors
from campaigns.enums import ReportState
from campaigns.models import Correction, Element, SentVersion, UnitReport, Value
from campaigns.people import officers_of
from campaigns.prefill import counted_for, last_period
from campaigns.reading import Filled, read
from campaigns.recipients import office_people
from campaigns.services.filling import save_values
from campaigns.versions import contents_of, counting, latest_version, shown
from campaigns.workflow import locked_report, require_possible, step
from core.errors import Refused, Stale
from core.guards import allow, require
from core.text import one_line
from notices.services import notify


class Incomplete(Refused):
    """The report cannot be sent yet; ``problems`` say why and where."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        text = _("Chưa gửi được vì còn %(count)d chỗ phải sửa: %(first)s.")
        super().__init__(text % {"count": len(problems), "first": problems[0].text})


class Unconfirmed(Refused):
    """Some numbers look odd and nobody has said that they are right; ``checks`` are those."""

    def __init__(self, checks: list[SoftCheck]):
        self.checks = checks
        text = _("Hãy xác nhận %(count)d số liệu khác thường trước khi gửi: đánh dấu từng số nếu đúng, hoặc sửa lại.")
        super().__init__(text % {"count": len(checks)})


@transaction.atomic
def send_report(
    *,
    actor,
    report_id: int,
    confirmed: Iterable[str] = (),
    notes: dict[str, str] | None = None,
    version: int | None = None,
    at: dt.datetime | None = None,
) -> SentVersion:
    """Send the report and keep what was sent whole.

    Args:
        confirmed: keys of the soft checks that the sender says are right.
        notes: explanations by element code, stored before sending.
        version: of the report that the sender looked at; ``None`` for writers without a page.
        at: the moment, now by default.

    Raises:
        PermissionDenied: role or unit forbid it, or the person is not entitled to sign.
        Refused: state or lock forbid it. Incomplete, Unconfirmed: see there. Stale: somebody changed the
            report since it was looked at. Nothing has changed in any case.
    """
    moment = at or timezone.now()
    report = locked_report(report_id)
    require_possible(report, "send", actor=actor, on=timezone.localdate(moment))
    if version is not None and version != report.version:
        raise Stale(_("Báo cáo vừa được sửa sau khi bạn mở trang này. Hãy xem lại số liệu rồi gửi."))
    if notes:
        report = save_values(actor=actor, report_id=report_id, values={}, notes=notes, at=moment)
    filled = read(report)
    if problems := hard_errors(filled):
        raise Incomplete(problems)
    checks = checks_before_sending(filled, actor)
    allowed = set(confirmed)
    if open_ones := [one for one in checks if one.key not in allowed]:
        raise Unconfirmed(open_ones)
    step(report, "send", actor=actor, at=moment)
    last = report.versions.order_by("-number").values_list("number", flat=True).first()
    sent = SentVersion.objects.create(
        report=report,
        number=(last or 0) + 1,
        sent_at=moment,
        sent_by=actor,
        confirmed=[one.words for one in checks],
        **contents_of(filled),
    )
    _tell_office(report, sent)
    return sent


def checks_before_sending(filled: Filled, reader) -> list[SoftCheck]:
    """Return the soft checks of a report against its last period and what the portal counts for ``reader``."""
    counted = counted_for(filled.report, filled.elements, reader)
    return soft_checks(filled, last_period(filled.report).values, counted)


@transaction.atomic
def take_back_report(
    *, actor, report_id: int, note: str = "", version: int | None = None, at: dt.datetime | None = None
) -> UnitReport:
    """Take back what was sent, to mend it; what was kept stays. Arguments and errors as ``send_report``."""
    report = _looked_at(report_id, version)
    step(report, "take_back", actor=actor, note=note, at=at)
    return report


@transaction.atomic
def return_report(
    *, actor, report_id: int, note: str, version: int | None = None, at: dt.datetime | None = None
) -> UnitReport:
    """Give a report back to its unit with a note. Arguments and errors as ``send_report``."""
    report = _looked_at(report_id, version)
    move = step(report, "return", actor=actor, note=note, at=at)
    _tell_unit(report, _("Báo cáo bị trả lại để bổ sung: %(campaign)s"), note, key=f"report-move-{move.pk}")
    return report


@transaction.atomic
def accept_report(
    *, actor, report_id: int, note: str = "", version: int | None = None, at: dt.datetime | None = None
) -> UnitReport:
    """Accept a report as it was sent. Arguments and errors as ``send_report``."""
    report = _looked_at(report_id, version)
    move = step(report, "accept", actor=actor, note=note, at=at)
    _tell_unit(report, _("Báo cáo đã được duyệt: %(campaign)s"), note, key=f"report-move-{move.pk}")
    return report


@transaction.atomic
def reopen_report(
    *, actor, report_id: int, note: str, version: int | None = None, at: dt.datetime | None = None
) -> UnitReport:
    """Open an accepted report for its unit again, with a note. Arguments and errors as ``send_report``."""
    report = _looked_at(report_id, version)
    move = step(report, "reopen", actor=actor, note=note, at=at)
    _tell_unit(report, _("Báo cáo được mở lại để sửa: %(campaign)s"), note, key=f"report-move-{move.pk}")
    return report


MOVES = {
    "take_back": take_back_report,
    "return": return_report,
    "accept": accept_report,
    "reopen": reopen_report,
}


@transaction.atomic
def correct_value(
    *,
    actor,
    report_id: int,
    code: str,
    value: Decimal | None,
    reason: str,
    version: int | None = None,
    at: dt.datetime | None = None,
) -> Correction:
    """Change one number of an accepted report; what was sent stays, the correction counts from now on.

    Args:
        code: of an element that the unit was asked.
        version: of the report that the person saw.

    Raises:
        PermissionDenied: not the office.
        Refused: not accepted, no reason, no change, or a number that the form does not allow. Stale.
    """
    report = _report_to_correct(actor, report_id, version)
    require(bool(one_line(reason)), _("Hãy ghi lý do sửa số."))
    element, before = _counting_value(report, code)
    require(value != before, _("Số mới bằng số đang tính nên không có gì để sửa."))
    _require_good(report, element, value)
    _set_value(report, element, value)
    report.save()
    correction = Correction(
        report=report,
        element=element,
        before=before,
        after=value,
        reason=one_line(reason),
        made_by=actor,
        made_at=at or timezone.now(),
    )
    correction.full_clean()
    correction.save()
    _tell_correction(report, correction)
    return correction


def _report_to_correct(actor, report_id: int, version: int | None) -> UnitReport:
    report = locked_report(report_id)
    allow(
        UnitReport.objects.visible_to(actor).filter(pk=report_id).exists() and rules.may_manage_campaigns(actor),
        _("Chỉ Văn phòng Điều phối sửa số liệu sau khi duyệt."),
    )
    require(
        report.state == ReportState.ACCEPTED,
        _("Chỉ sửa số của báo cáo đã duyệt. Báo cáo này đang ở bước “%(state)s”.")
        % {"state": report.get_state_display()},
    )
    report.require_version(version)
    return report


def _looked_at(report_id: int, version: int | None) -> UnitReport:
    """Return the report, locked, as the person saw it: another version may have been sent since."""
    report = locked_report(report_id)
    if version is not None and version != report.version:
        raise Stale(_("Báo cáo vừa thay đổi sau khi bạn mở trang này. Hãy xem lại nội dung dưới đây rồi làm tiếp."))
    return report


def _counting_value(report: UnitReport, code: str) -> tuple[Element, Decimal | None]:
    sent = latest_version(report)
    corrections = report.corrections.select_related("element").order_by("made_at", "pk")
    now = counting(sent, corrections) if sent else {}
    require(code in now, _("Bản đã gửi không có chỉ tiêu này. Hãy mở lại trang của báo cáo."))
    return Element.objects.get(section__form=report.campaign.form_id, code=code), now[code]


def _require_good(report: UnitReport, element: Element, value: Decimal | None) -> None:
    filled = read(report)
    values = {one.code: filled.value_of(one.code) for one in filled.elements} | {element.code: value}
    names = {one.code: one.name for one in filled.elements}
    concerned = [one for one in filled.elements if element.code in {one.code, one.at_most_code}]
    wrong = [f"{one.name}: {text}" for one in concerned for text in value_errors(one, values, names)]
    require(not wrong, f"{'; '.join(wrong)}.")


def _set_value(report: UnitReport, element: Element, value: Decimal | None) -> None:
    """Bring what the unit will see when it goes on to the corrected number too."""
    row = report.values.filter(element=element).first() or Value(report=report, element=element)
    if row.pk:
        row.version += 1
    row.value = value
    row.full_clean(validate_unique=False, validate_constraints=False)
    row.save()


def _tell_office(report: UnitReport, sent: SentVersion) -> None:
    words = {"unit": report.unit, "campaign": report.campaign, "number": sent.number, "who": sent.sent_by}
    late = _(" Gửi sau hạn.") if report.was_late() else ""
    notify(
        users=office_people(),
        subject=_("%(unit)s đã gửi báo cáo: %(campaign)s") % words,
        body=_("%(unit)s gửi bản %(number)s, người gửi: %(who)s.") % words + late,
        url=report.get_absolute_url(),
        key=f"report-sent-{sent.pk}",
        mail=False,
    )


def _tell_correction(report: UnitReport, correction: Correction) -> None:
    text = _("%(name)s: %(before)s → %(after)s. Lý do: %(reason)s") % {
        "name": correction.element.name,
        "before": shown(correction.before),
        "after": shown(correction.after),
        "reason": correction.reason,
    }
    subject = _("Văn phòng Điều phối sửa một số liệu đã duyệt: %(campaign)s")
    _tell_unit(report, subject, text, key=f"report-correction-{correction.pk}")


def _tell_unit(report: UnitReport, subject: str, body: str, *, key: str) -> None:
    notify(
        users=officers_of(report),
        subject=subject % {"campaign": report.campaign},
        body=body.strip() or _("Văn phòng Điều phối không ghi thêm ý kiến."),
        url=report.get_absolute_url(),
        key=key,
    )
