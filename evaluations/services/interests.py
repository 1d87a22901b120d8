"""What ties members of a council to producers and consultants, stated once for all rounds."""

from django.db import transaction
from django.utils.translation import gettext as _

from core.guards import allow, require
from core.saving import save_checked
from core.text import one_line
from evaluations import rules
from evaluations.models import Interest


@transaction.atomic
def state_interest(*, actor, user, ground: str, producer=None, consultant: str = "", note: str = "") -> Interest:
    """State a tie of ``user`` to a producer, to a consultant of dossiers, or to both.

    Raises:
        PermissionDenied: neither the own tie nor the office.
        Refused: ``user`` is no council member.
        ValidationError: neither a producer nor a consultant is named, or a text is too long.
    """
    _require_own(actor, user.pk)
    require(user.is_council_member, _("Chỉ khai quan hệ lợi ích cho thành viên hội đồng."))
    interest = Interest(
        user=user,
        producer=producer,
        consultant=one_line(consultant),
        ground=ground,
        note=one_line(note),
        stated_by=actor,
    )
    save_checked(interest, actor=actor)
    return interest


@transaction.atomic
def remove_interest(*, actor, interest_id: int) -> None:
    """Take back what was stated by mistake or no longer is so; recusals that it led to stay.

    Raises:
        PermissionDenied: neither the own tie nor the office.
    """
    interest = Interest.objects.select_for_update(of=("self",)).get(pk=interest_id)
    _require_own(actor, interest.user_id)
    interest.delete()


def _require_own(actor, user_id: int) -> None:
    allow(
        rules.may_state_interests(actor) and (actor.is_office or actor.pk == user_id),
        _("Bạn chỉ khai quan hệ lợi ích của mình; Văn phòng Điều phối ghi cho người khác."),
    )
