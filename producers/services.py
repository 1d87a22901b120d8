"""Writing producers and who stands for them."""

import datetime as dt
from dataclasses import dataclass, fields

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.dates import format_date
from core.saving import save_checked
from core.text import one_line, to_nfc
from producers.models import Producer, Representative
from producers.rules import may_add_producer, may_edit_producer

FIELDS = (
    "name",
    "legal_form",
    "registration_number",
    "registered_on",
    "tax_code",
    "unit",
    "address",
    "phone",
    "email",
    "active_since",
    "stopped_on",
    "note",
    "is_invented",
)
_ONE_LINE = frozenset({"name", "registration_number", "tax_code", "address", "phone", "email"})


@dataclass(frozen=True)
class RepresentativeData:
    """Who stands for a producer since when."""

    name: str
    gender: str
    since: dt.date
    is_ethnic_minority: bool = False
    is_disabled: bool = False


@transaction.atomic
def create_producer(*, actor, representative: RepresentativeData | None = None, **values) -> Producer:
    """Return the new producer.

    Args:
        actor: a local officer (the unit must lie in the own territory) or somebody of the office.
        values: any of ``FIELDS``; name, legal form and unit are needed.

    Raises:
        PermissionDenied: ``actor`` may not add producers, or not in this unit.
        ValidationError: a field is wrong, or tax code or registration number belong to another producer.
    """
    if not may_add_producer(actor):
        raise PermissionDenied(_("Chỉ cán bộ địa phương và Văn phòng Điều phối được thêm chủ thể."))
    producer = Producer()
    _take(producer, values, actor)
    save_checked(producer, actor=actor)
    if representative:
        _change_representative(producer, representative, actor)
    return producer


@transaction.atomic
def update_producer(
    *, actor, producer_id: int, version: int | None, representative: RepresentativeData | None = None, **values
) -> Producer:
    """Return the producer with its new values; fields that are not named stay.

    Args:
        version: the version that the writer saw; ``None`` for writers without a form.
        representative: one with a later ``since`` takes over from the present one, the same ``since``
            or the same name corrects it; ``None`` leaves it.

    Raises:
        PermissionDenied: ``actor`` may not edit producers, or not in the new unit.
        Producer.DoesNotExist: ``actor`` does not see it.
        Stale: somebody else saved it in between.
        ValidationError: a field is wrong, tax code or registration number belong to another producer, or
            a new representative would begin before the present one did (``representative_since``).
    """
    producer = Producer.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=producer_id)
    if not may_edit_producer(actor, producer):
        raise PermissionDenied(_("Chỉ cán bộ địa phương và Văn phòng Điều phối được sửa chủ thể."))
    producer.require_version(version)
    _take(producer, values, actor)
    save_checked(producer, actor=actor)
    if representative:
        _change_representative(producer, representative, actor)
    return producer


def _take(producer: Producer, values: dict, actor) -> None:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"a producer has no {sorted(unknown)}")
    if "unit" in values and values["unit"] != (producer.unit if producer.unit_id else None):
        _require_unit(values["unit"], actor)
    for name, value in values.items():
        if isinstance(value, str):
            value = one_line(value) if name in _ONE_LINE else to_nfc(value).strip()  # noqa: PLW2901 - the stored form
        setattr(producer, name, value)


def _require_unit(unit, actor) -> None:
    if not (unit.is_commune or unit.is_district):
        raise ValidationError({"unit": _("Chủ thể thuộc một xã, phường. Hãy chọn lại đơn vị.")})
    if actor.is_local_officer and not actor.unit.territory().filter(pk=unit.pk).exists():
        raise PermissionDenied(_("Đơn vị này không thuộc địa bàn của bạn."))


def _change_representative(producer: Producer, data: RepresentativeData, actor) -> None:
    present = producer.representatives.select_for_update().filter(until__isnull=True).first()
    if present is None:
        _save_representative(Representative(producer=producer), data, actor)
        return
    same_person = one_line(data.name).casefold() == present.name.casefold()
    if data.since == present.since or same_person:
        if _values(data) != {name: getattr(present, name) for name in _values(data)}:
            _save_representative(present, data, actor)
        return
    if data.since < present.since:
        text = _(
            "Người đại diện hiện nay (%(name)s) bắt đầu từ %(day)s nên người mới phải bắt đầu sau ngày đó."
            " Nếu ngày đó bị nhập sai, hãy sửa ngày của %(name)s trước."
        )
        text %= {"name": present.name, "day": format_date(present.since)}
        raise ValidationError({"representative_since": text})
    present.until = data.since - dt.timedelta(days=1)
    save_checked(present, actor=actor)
    _save_representative(Representative(producer=producer), data, actor)


def _values(data: RepresentativeData) -> dict:
    values = {field.name: getattr(data, field.name) for field in fields(data)}
    return values | {"name": one_line(data.name)}


def _save_representative(row: Representative, data: RepresentativeData, actor) -> None:
    for name, value in _values(data).items():
        setattr(row, name, value)
    try:
        save_checked(row, actor=actor)
    except ValidationError as error:
        # Named as in the producer's form, which holds these fields beside the producer's own.
        by_field = {
            "representative_since" if name == NON_FIELD_ERRORS else f"representative_{name}": errors
            for name, errors in error.message_dict.items()
        }
        raise ValidationError(by_field) from error
