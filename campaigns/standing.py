"""Where a campaign stands on a day, in a word: late is a label, locked follows from a day."""

import datetime as dt

from django.utils.translation import gettext as _

from campaigns.board import Cell
from campaigns.models import Campaign


def standing_on(campaign: Campaign, day: dt.date) -> Cell:
    """Return the chip of a campaign: Chưa mở, Đang nhận báo cáo, Quá hạn gửi, Đã khoá."""
    if not campaign.is_open:
        return Cell(_("Chưa mở"), "neutral", "circle-dashed")
    if campaign.is_locked_on(day):
        return Cell(_("Đã khoá"), "neutral", "lock")
    if day > campaign.due_on:
        return Cell(_("Quá hạn, còn nhận trễ"), "warning", "clock")
    return Cell(_("Đang nhận báo cáo"), "progress", "send")
