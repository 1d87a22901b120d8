"""Funding of the programme: sources, lines, and a ledger that is only ever added to."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetsConfig(AppConfig):
    """The app."""

    name = "budgets"
    verbose_name = _("Kinh phí")
