"""What differs between two forms: elements by their code, narratives by their kind."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.enums import Audience, ElementKind, NarrativeKey, SectionKind
from campaigns.models import Element, Form, FormSection
from core.numbers import format_number

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True)
class Kind:
    """How a difference looks; drawn by ``{% chip %}``."""

    label: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Line:
    """One difference; ``changes``: ``(label, left, right)`` where both have it."""

    kind: str
    name: str
    code: str
    changes: tuple[tuple[str, str, str], ...] = ()

    @property
    def chip(self) -> Kind:
        """Return the kind as a chip."""
        return {
            ADDED: Kind(_("Thêm"), "success", "plus"),
            REMOVED: Kind(_("Bỏ"), "danger", "minus"),
            CHANGED: Kind(_("Đổi"), "info", "pencil"),
        }[self.kind]


def differences(left: Form, right: Form) -> list[Line]:
    """Return what ``right`` has otherwise than ``left``; four queries.

    In the order of ``right``, what is gone at the end.
    """
    before, after = _facts_of(left), _facts_of(right)
    lines = []
    for code, facts in after.items():
        if code not in before:
            lines.append(Line(ADDED, facts[_NAME], code))
        elif before[code] != facts:
            changes = ((label, before[code].get(label, ""), facts[label]) for label in facts)
            changed = tuple(one for one in changes if one[1] != one[2])
            lines.append(Line(CHANGED, facts[_NAME], code, changed))
    gone = [Line(REMOVED, facts[_NAME], code) for code, facts in before.items() if code not in after]
    return [*lines, *gone]


_NAME = "name"


def _facts_of(form: Form) -> dict[str, dict[str, str]]:
    elements = Element.objects.filter(section__form=form).select_related("section")
    facts = {one.code: _of_element(one) for one in elements.order_by("section__position", "position")}
    narratives = FormSection.objects.filter(form=form, kind=SectionKind.NARRATIVE).order_by("position")
    return facts | {f"“{NarrativeKey(one.narrative).label}”": _of_narrative(one) for one in narratives}


def _of_element(one: Element) -> dict[str, str]:
    return {
        _NAME: one.name,
        _("Phần"): one.section.title,
        _("Đơn vị tính"): one.unit_of_measure,
        _("Kiểu số"): str(ElementKind(one.kind).label),
        _("Cách tính"): one.definition,
        _("Hỏi ai"): ", ".join([str(Audience(one.audience).label), *sorted(one.unit_codes)]),
        _("Bắt buộc"): _yes(one.is_required),
        _("Nhỏ nhất"): format_number(one.least),
        _("Lớn nhất"): format_number(one.most),
        _("Không lớn hơn"): one.at_most_code,
        _("Điền sẵn"): one.indicator,
        _("Hỏi lại khi thay đổi quá"): _("%(count)s lần") % {"count": one.factor},
    }


def _of_narrative(one: FormSection) -> dict[str, str]:
    return {_NAME: one.title, _("Gợi ý"): one.hint, _("Bắt buộc"): _yes(one.is_required)}


def _yes(value: bool) -> str:  # noqa: FBT001 - a word for it
    return _("Có") if value else _("Không")
