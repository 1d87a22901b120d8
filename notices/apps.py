"""Notices to people: kept in the portal, sent by e-mail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """The app."""

    name = "notices"
    verbose_name = _("Thông báo")
