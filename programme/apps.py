"""The app as Django knows it."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """See docs/architecture.md, section 3."""

    name = "programme"
