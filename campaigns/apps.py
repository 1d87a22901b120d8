"""The app as Django knows it."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """See docs/architecture.md, section 3."""

    name = "campaigns"
