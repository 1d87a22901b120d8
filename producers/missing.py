"""What a producer's record still lacks; nothing here stops anybody from saving."""

from django.utils.translation import gettext as _

from core.components import MissingItem
from producers.enums import LegalForm
from producers.models import Producer, Representative

_FIELDS = ("tax_code", "registration_number", "registered_on", "address", "phone", "active_since")
# A cooperative group works by a contract that the commune certifies; it has no business registration.
_WITHOUT_REGISTRATION = frozenset({LegalForm.COOPERATIVE_GROUP})


def missing_of(producer: Producer, representative: Representative | None, *, edit_url: str) -> list[MissingItem]:
    """Return what is not filled in, each with the place in the form; without ``edit_url`` no links."""
    asked = [name for name in _FIELDS if not (name.startswith("regist") and _is_unregistered(producer))]
    lacking = [name for name in asked if not getattr(producer, name)]
    items = [_item(str(Producer._meta.get_field(name).verbose_name), name, edit_url) for name in lacking]
    if representative is None:
        items.append(_item(_("người đại diện"), "representative_name", edit_url))
    return items


def _is_unregistered(producer: Producer) -> bool:
    return producer.legal_form in _WITHOUT_REGISTRATION


def _item(label: str, name: str, edit_url: str) -> MissingItem:
    return MissingItem(label[:1].upper() + label[1:], f"{edit_url}#id_{name}" if edit_url else "")
