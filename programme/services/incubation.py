"""Start-up projects, what they were given, what they became; the spaces that serve them."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from core.dates import today
from core.guards import allow, require
from core.saving import save_checked
from programme import rules
from programme.models import IncubationProject, ProjectSupport, SupportSpace
from programme.services.writing import clean_texts, fill

_BECAME = ("producer", "product")


@transaction.atomic
def create_project(*, actor, supports: Iterable[Mapping] = (), **fields) -> IncubationProject:
    """Return a new project of a unit with what it was given.

    Args:
        supports: rows with ``kind``, ``on`` and, where known, ``partner``, ``amount_vnd`` (đồng), ``note``.

    Raises:
        PermissionDenied: neither of the unit nor of the office.
        Refused: a day to come or before the project was selected, or a producer or product out of sight.
        ValidationError: a field is wrong.
    """
    row = IncubationProject()
    _write_project(row, actor, fields)
    _write_supports(row, actor, supports)
    return row


@transaction.atomic
def edit_project(
    *, actor, project_id: int, version: int | None = None, supports: Iterable[Mapping] | None = None, **fields
) -> IncubationProject:
    """Change a project.

    Args:
        supports: all of them, in the place of those on record (``None`` leaves them).

    Raises:
        PermissionDenied: not of those who write it, before or after the change.
        Refused: as ``create_project``; ``Stale`` where another saved it since.
        ValidationError: a field is wrong.
    """
    row = IncubationProject.objects.select_for_update(of=("self",)).get(pk=project_id)
    _allow_writing(actor, row)
    row.require_version(version)
    _write_project(row, actor, fields)
    if supports is not None:
        _write_supports(row, actor, supports)
    return row


@transaction.atomic
def create_space(*, actor, **fields) -> SupportSpace:
    """Return a new area for start-ups.

    Raises:
        PermissionDenied: neither of the unit nor of the office.
        ValidationError: a field is wrong.
    """
    row = SupportSpace()
    fill(row, fields)
    _allow_writing(actor, row)
    save_checked(row, actor=actor)
    return row


@transaction.atomic
def edit_space(*, actor, space_id: int, version: int | None = None, **fields) -> SupportSpace:
    """Change an area; it raises what ``create_space`` raises, and ``Stale``."""
    row = SupportSpace.objects.select_for_update(of=("self",)).get(pk=space_id)
    _allow_writing(actor, row)
    row.require_version(version)
    fill(row, fields)
    _allow_writing(actor, row)
    save_checked(row, actor=actor)
    return row


def _write_project(row: IncubationProject, actor, fields: Mapping) -> None:
    before = {name: getattr(row, f"{name}_id") for name in _BECAME}
    fill(row, fields)
    _allow_writing(actor, row)
    for name in _BECAME:
        linked = getattr(row, name)
        require(
            linked is None
            or linked.pk == before[name]
            or type(linked).objects.visible_to(actor).filter(pk=linked.pk).exists(),
            _("Chủ thể hoặc sản phẩm này ngoài địa bàn của bạn. Hãy chọn lại."),
        )
    for day in (row.selected_on, row.became_on):
        require(day is None or day <= today(), _("Có ngày ở sau hôm nay. Hãy kiểm tra lại các ngày của dự án."))
    require(
        not (row.became_on and row.selected_on) or row.became_on >= row.selected_on,
        _("Ngày tham gia Chương trình ở trước ngày dự án được chọn. Hãy kiểm tra lại."),
    )
    save_checked(row, actor=actor)


def _write_supports(row: IncubationProject, actor, supports: Iterable[Mapping]) -> None:
    """Leave rows that say the same as they are, so that their day of entry stays."""
    held = {_said(one): one for one in row.supports.all()}
    wanted = [_said(ProjectSupport(**clean_texts(values))) for values in supports]
    for said, one in held.items():
        if said not in wanted:
            one.delete()
    for kind, on, partner, amount_vnd, note in dict.fromkeys(wanted):
        if (kind, on, partner, amount_vnd, note) in held:
            continue
        require(
            row.selected_on <= on <= today(),
            _("Ngày hỗ trợ phải từ ngày dự án được chọn đến hôm nay. Hãy kiểm tra lại."),
        )
        one = ProjectSupport(project=row, kind=kind, on=on, partner=partner, amount_vnd=amount_vnd, note=note)
        save_checked(one, actor=actor)


def _said(one: ProjectSupport) -> tuple:
    return one.kind, one.on, one.partner, one.amount_vnd, one.note


def _allow_writing(actor, row) -> None:
    allow(
        row.unit_id is not None and rules.may_edit_of_unit(actor, row),
        _("Dự án và không gian hỗ trợ do cán bộ của đơn vị và Văn phòng Điều phối ghi."),
    )
