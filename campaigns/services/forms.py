"""Forms of units' reports: copied, written while they are drafts, published, deleted.

Every act locks the form's row and counts its ``version``, so two people who write one draft do not
overwrite each other unseen. That a published form stays is also kept by triggers.
"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns import rules
from campaigns.enums import SectionKind
from campaigns.models import Campaign, Element, Form, FormSection
from campaigns.publishing import lacking
from core.guards import allow, require
from core.saving import save_checked
from core.text import one_line, to_nfc

SECTION_FIELDS = ("title", "kind", "narrative", "hint", "is_required")
ELEMENT_FIELDS = (
    "code",
    "name",
    "unit_of_measure",
    "kind",
    "definition",
    "is_required",
    "least",
    "most",
    "at_most_code",
    "factor",
    "indicator",
    "audience",
    "unit_codes",
)
UP, DOWN = "up", "down"
# Free while two sections change places.
_ASIDE = 32_000


@transaction.atomic
def copy_form(*, actor, form_id: int, year: int, name: str) -> Form:
    """Return a draft with all sections and elements of the form, the next version of ``year``.

    Raises:
        PermissionDenied: not the office.
        ValidationError: a value does not fit.
    """
    _allow_office(actor)
    # Numbers of a year are given one after the other.
    source = Form.objects.select_for_update(of=("self",)).get(pk=form_id)
    last = Form.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    draft = Form(year=year, number=last + 1, name=one_line(name), copied_from=source)
    save_checked(draft, actor=actor)
    for section in source.sections.prefetch_related("elements"):
        elements = list(section.elements.all())
        section.pk, section.form = None, draft
        section._state.adding = True
        section.save()
        for element in elements:
            element.pk, element.section = None, section
        Element.objects.bulk_create(elements)
    return draft


@transaction.atomic
def rename_form(*, actor, form_id: int, version: int | None, name: str) -> Form:
    """Write the name of a draft."""
    draft = _locked_draft(actor, form_id, version)
    draft.name = one_line(name)
    save_checked(draft, actor=actor)
    return draft


@transaction.atomic
def save_section(
    *, actor, form_id: int, version: int | None, section_id: int | None, fields: Mapping[str, object]
) -> FormSection:
    """Write a section of a draft; a new one (``section_id`` ``None``) stands last.

    Args:
        fields: values by name, of ``SECTION_FIELDS``. The kind of a section that holds elements stays.

    Raises:
        PermissionDenied: not the office.
        Refused: published meanwhile, or a section with elements would become a narrative.
        Stale: somebody else wrote the draft since.
        ValidationError: a value does not fit.
    """
    draft = _locked_draft(actor, form_id, version)
    row = draft.sections.get(pk=section_id) if section_id else FormSection(form=draft, position=_last(draft) + 1)
    _set(row, fields, SECTION_FIELDS)
    if row.kind == SectionKind.NUMBERS:
        row.narrative = ""
    else:
        has_numbers = row.pk is not None and row.elements.exists()
        require(not has_numbers, _("Phần này đang có chỉ tiêu. Hãy xoá các chỉ tiêu trước khi đổi loại phần."))
    save_checked(row, actor=actor)
    _count(draft)
    return row


@transaction.atomic
def save_element(
    *,
    actor,
    form_id: int,
    version: int | None,
    section_id: int,
    element_id: int | None,
    fields: Mapping[str, object],
) -> Element:
    """Write an element of a draft; a new one stands last in its section.

    Raises:
        PermissionDenied: not the office.
        Refused: published meanwhile, the code is used in this form, or the section holds words.
        Stale: somebody else wrote the draft since.
        ValidationError: a value does not fit.
    """
    draft = _locked_draft(actor, form_id, version)
    section = draft.sections.get(pk=section_id)
    require(section.kind == SectionKind.NUMBERS, _("Phần nội dung bằng lời không có chỉ tiêu bằng số."))
    row = section.elements.get(pk=element_id) if element_id else Element(section=section, position=_end(section))
    _set(row, fields, ELEMENT_FIELDS)
    twins = Element.objects.filter(section__form=draft, code=row.code).exclude(pk=row.pk)
    require(not twins.exists(), _("Mã “%(code)s” đã dùng trong biểu mẫu này. Hãy đặt mã khác.") % {"code": row.code})
    if row.least is not None and row.most is not None and row.least > row.most:
        text = _("Giá trị lớn nhất nhỏ hơn giá trị nhỏ nhất thì đơn vị không nhập được số nào. Hãy kiểm tra lại.")
        raise ValidationError({"most": text})
    save_checked(row, actor=actor)
    _count(draft)
    return row


@transaction.atomic
def delete_section(*, actor, form_id: int, section_id: int) -> None:
    """Take a section away from a draft, with its elements."""
    draft = _locked_draft(actor, form_id, None)
    draft.sections.get(pk=section_id).delete()
    _count(draft)


@transaction.atomic
def delete_element(*, actor, form_id: int, element_id: int) -> None:
    """Take an element away from a draft."""
    draft = _locked_draft(actor, form_id, None)
    Element.objects.get(pk=element_id, section__form=draft).delete()
    _count(draft)


@transaction.atomic
def move_section(*, actor, form_id: int, section_id: int, direction: str) -> None:
    """Let a section change places with the one above (``UP``) or below; at the end nothing happens."""
    draft = _locked_draft(actor, form_id, None)
    rows = list(draft.sections.order_by("position"))
    pair = _pair(rows, section_id, direction)
    if pair:
        one, other = pair
        places = other.position, one.position
        FormSection.objects.filter(pk=one.pk).update(position=_ASIDE)
        FormSection.objects.filter(pk=other.pk).update(position=places[1])
        FormSection.objects.filter(pk=one.pk).update(position=places[0])
        _count(draft)


@transaction.atomic
def move_element(*, actor, form_id: int, element_id: int, direction: str) -> None:
    """Let an element change places with the one above or below in its section."""
    draft = _locked_draft(actor, form_id, None)
    moved = Element.objects.get(pk=element_id, section__form=draft)
    rows = list(moved.section.elements.order_by("position", "pk"))
    pair = _pair(rows, element_id, direction)
    if pair:
        at, to = rows.index(pair[0]), rows.index(pair[1])
        rows[at], rows[to] = rows[to], rows[at]
        for position, row in enumerate(rows, start=1):
            row.position = position
        Element.objects.bulk_update(rows, ["position"])
        _count(draft)


@transaction.atomic
def publish_form(*, actor, form_id: int) -> Form:
    """Let campaigns ask by a draft; from now on it does not change.

    Raises:
        PermissionDenied: not the office.
        Refused: published already, or something is still missing.
    """
    draft = _locked_draft(actor, form_id, None)
    problems = lacking(draft)
    require(not problems, " ".join([_("Chưa ban hành được."), *problems[:5]]))
    draft.published_at = timezone.now()
    _count(draft)
    return draft


@transaction.atomic
def delete_draft(*, actor, form_id: int) -> None:
    """Take a draft away with everything in it.

    Raises:
        PermissionDenied: not the office.
        Refused: published meanwhile, or a campaign is being prepared with it, or it was copied.
    """
    draft = _locked_draft(actor, form_id, None)
    used = Campaign.objects.filter(form=draft).exists()
    require(not used, _("Có đợt báo cáo đang chuẩn bị dùng biểu mẫu này. Hãy chọn biểu mẫu khác cho đợt đó trước."))
    Form.objects.filter(copied_from=draft).update(copied_from=None)
    draft.delete()


def _locked_draft(actor, form_id: int, version: int | None) -> Form:
    _allow_office(actor)
    draft = Form.objects.select_for_update(of=("self",)).get(pk=form_id)
    require(
        draft.is_draft, _("Biểu mẫu đã ban hành nên không sửa, không xoá được. Hãy sao chép thành bản mới rồi sửa.")
    )
    draft.require_version(version)
    return draft


def _count(draft: Form) -> None:
    """Store what the form counts: ``_locked_draft`` has counted one more change."""
    draft.save()


def _allow_office(actor) -> None:
    allow(rules.may_manage_campaigns(actor), _("Chỉ Văn phòng Điều phối soạn và ban hành biểu mẫu báo cáo."))


def _set(row, fields: Mapping[str, object], known: tuple[str, ...]) -> None:
    unknown = set(fields) - set(known)
    if unknown:
        raise TypeError(f"not fields of a form: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(row, name, to_nfc(value).strip() if isinstance(value, str) else value)


def _last(draft: Form) -> int:
    return draft.sections.aggregate(last=Max("position"))["last"] or 0


def _end(section: FormSection) -> int:
    return (section.elements.aggregate(last=Max("position"))["last"] or 0) + 1


def _pair(rows: list, key: int, direction: str) -> tuple | None:
    at = next(index for index, row in enumerate(rows) if row.pk == key)
    to = at - 1 if direction == UP else at + 1
    return (rows[at], rows[to]) if 0 <= to < len(rows) else None
