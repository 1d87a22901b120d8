"""What pages of campaigns and forms share."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.detail import SingleObjectMixin

from campaigns import rules
from campaigns.models import Campaign
from campaigns.standing import standing_on
from core.components import Tab
from core.dates import today
from core.views import ScopedQuerysetMixin, require

NOT_FOR_COUNCIL = gettext_lazy("Thành viên hội đồng không tham gia báo cáo định kỳ.")
ONLY_OFFICE = gettext_lazy("Chỉ Văn phòng Điều phối mở và quản lý đợt báo cáo.")
ONLY_READERS = gettext_lazy("Tiến độ của mọi đơn vị do Văn phòng Điều phối, lãnh đạo và quản trị xem.")
ABOUT, BOARD, UNITS, REMINDERS = "campaign_detail", "board", "campaign_units", "campaign_reminders"


class CampaignPage(ScopedQuerysetMixin, SingleObjectMixin):
    """A page of one campaign; out of scope is 404 before it is a refusal.

    Attributes:
        allowed: the rule that the person must pass.
        refusal: why not.
        tab: which tab of the campaign the page is.
    """

    model = Campaign
    context_object_name = "campaign"
    allowed = staticmethod(rules.may_manage_campaigns)
    refusal = ONLY_OFFICE
    tab = ABOUT

    def get_queryset(self):
        """Read what the heading shows."""
        return super().get_queryset().select_related("form", "directive__document", "document", "opened_by")

    def dispatch(self, request, *args, **kwargs):
        """Take the campaign and ask for the right."""
        self.object = self.campaign = self.get_object()
        require(self.allowed(request.user), self.refusal)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Add where the campaign stands and its tabs."""
        user = self.request.user
        return super().get_context_data(
            campaign=self.campaign,
            standing=standing_on(self.campaign, today()),
            may_manage=rules.may_manage_campaigns(user),
            tabs=tabs_for(user, self.campaign, self.tab),
            **kwargs,
        )


def tabs_for(user, campaign: Campaign, active: str) -> list[Tab]:
    """Return the pages of a campaign that this person may open; none where there is only one."""
    manages = rules.may_manage_campaigns(user)
    wanted = (
        (ABOUT, _("Thông tin"), True),
        (BOARD, _("Tiến độ"), rules.may_see_board(user)),
        (UNITS, _("Đơn vị báo cáo"), manages),
        (REMINDERS, _("Nhắc báo cáo"), manages and campaign.is_open),
    )
    found = [
        Tab(label, reverse(f"campaigns:{name}", args=[campaign.pk]), active=name == active)
        for name, label, allowed in wanted
        if allowed
    ]
    return found if len(found) > 1 else []
