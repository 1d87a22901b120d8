"""What stands in the way of sending (hard), and what is asked about before it (soft). Pure.

Saving takes everything that is a number; here it is judged. A soft check is confirmed by a person, and its
words are kept with the version that was sent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.enums import ElementKind, FillState
from campaigns.models import Element
from campaigns.reading import AskedSection, Filled
from core.numbers import format_number, round_half_up


@dataclass(frozen=True)
class Problem:
    """Why the report cannot be sent yet, and where to mend it; ``code`` is empty for a narrative."""

    text: str
    section_id: int
    code: str = ""


@dataclass(frozen=True)
class SoftCheck:
    """A number that looks odd: ``statement`` says why; ``key`` names it in the form."""

    key: str
    section_id: int
    element: Element
    statement: str

    @property
    def question(self) -> str:
        """What the person is asked."""
        return _("%(statement)s: đúng không?") % {"statement": self.statement}

    @property
    def words(self) -> str:
        """What is kept when it has been confirmed."""
        return f"{self.element.name}: {self.statement}"


def hard_errors(filled: Filled) -> list[Problem]:
    """Return everything that blocks sending, in the order of the form."""
    return [problem for asked in filled.sections for problem in errors_of(asked, filled)]


def errors_of(asked: AskedSection, filled: Filled) -> list[Problem]:
    """Return what is wrong or missing in one section."""
    section = asked.section
    if asked.is_narrative:
        missing = section.is_required and not filled.text_of(section.pk).strip()
        text = _("Viết phần “%(title)s”") % {"title": section.title}
        return [Problem(text, section.pk)] if missing else []
    values = {one.code: filled.value_of(one.code) for one in filled.elements}
    names = {one.code: one.name for one in filled.elements}
    return [
        Problem(f"{element.name}: {text}", section.pk, element.code)
        for element in asked.elements
        for text in value_errors(element, values, names)
    ]


def value_errors(
    element: Element, values: Mapping[str, Decimal | None], names: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Yield what is wrong with the value of ``element`` among ``values`` (by code), each a short sentence."""
    value = values.get(element.code)
    if value is None:
        if element.is_required:
            yield _("chưa nhập (ghi 0 nếu không có)")
        return
    if element.kind == ElementKind.INTEGER and value != value.to_integral_value():
        yield _("%(value)s phải là số nguyên") % {"value": format_number(value)}
    if element.least is not None and value < element.least:
        words = {"value": format_number(value), "least": format_number(element.least)}
        yield _("%(value)s nhỏ hơn mức thấp nhất là %(least)s") % words
    if element.most is not None and value > element.most:
        words = {"value": format_number(value), "most": format_number(element.most)}
        yield _("%(value)s lớn hơn mức cao nhất là %(most)s") % words
    bound = values.get(element.at_most_code) if element.at_most_code else None
    if bound is not None and value > bound:
        other = (names or {}).get(element.at_most_code, element.at_most_code)
        words = {"value": format_number(value), "bound": format_number(bound), "other": other}
        yield _("%(value)s lớn hơn “%(other)s” là %(bound)s") % words


def soft_checks(filled: Filled, last: Mapping[str, Decimal | None], counted: Mapping[str, Decimal]) -> list[SoftCheck]:
    """Return what is asked about before sending, in the order of the form.

    Args:
        last: what the unit sent in the period before, by element code.
        counted: what the portal counts for the unit, by element code.
    """
    found = []
    for asked in filled.sections:
        for element in asked.elements:
            value = filled.value_of(element.code)
            for kind, text in (
                ("change", _changed(element, value, last.get(element.code))),
                ("counted", _differs(element, value, counted.get(element.code))),
            ):
                if text:
                    found.append(SoftCheck(f"{kind}:{element.code}", asked.section.pk, element, text))
    return found


def state_of(asked: AskedSection, filled: Filled, *, has_problems: bool) -> FillState:
    """Return how far a section is."""
    if asked.is_narrative:
        touched = bool(filled.text_of(asked.section.pk).strip())
    else:
        touched = any(filled.value_of(one.code) is not None for one in asked.elements)
    if not touched:
        return FillState.NOT_STARTED
    return FillState.IN_PROGRESS if has_problems else FillState.COMPLETE


def _changed(element: Element, value: Decimal | None, before: Decimal | None) -> str:
    if not before or before < 0:
        return ""
    words = {"before": _amount(element, before), "value": _amount(element, value or Decimal(0))}
    if value is None:
        return _("Kỳ trước có %(before)s, kỳ này để trống") % words
    if value == 0:
        return _("Kỳ trước có %(before)s, kỳ này ghi 0") % words
    is_asked = bool(element.factor) and value > 0 and value != before
    if is_asked and value >= before * element.factor:
        words["times"] = _times(value / before)
        return _("Tăng %(times)s lần so với kỳ trước (%(before)s, nay %(value)s)") % words
    if is_asked and value * element.factor <= before:
        words["times"] = _times(before / value)
        return _("Giảm %(times)s lần so với kỳ trước (%(before)s, nay %(value)s)") % words
    return ""


def _differs(element: Element, value: Decimal | None, counted: Decimal | None) -> str:
    if counted is None or value is None or value == counted:
        return ""
    words = {"counted": _amount(element, counted), "value": _amount(element, value)}
    return _("Hệ thống tính %(counted)s, báo cáo ghi %(value)s") % words


def _amount(element: Element, value: Decimal) -> str:
    return f"{format_number(value)} {element.unit_of_measure}"


def _times(ratio: Decimal) -> str:
    return format_number(round_half_up(ratio, 1))
