"""The tabs over the pages of the app."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.components import Tab
from recognitions import rules

BOARD, CERTIFICATES, LAPSED, REMINDERS = "board", "certificates", "lapsed", "reminders"


def tabs_for(user, active: str) -> list[Tab]:
    """Return the pages that this person may open."""
    wanted = (
        (BOARD, _("Đồng hồ công nhận"), rules.may_see_clock(user)),
        (CERTIFICATES, _("Giấy chứng nhận"), rules.may_see_clock(user)),
        (REMINDERS, _("Nhắc hạn"), rules.may_remind(user)),
        (LAPSED, _("Hết hiệu lực"), rules.may_draft_revocations(user)),
    )
    return [
        Tab(label, reverse(f"recognitions:{name}"), active=name == active) for name, label, allowed in wanted if allowed
    ]
