"""Words that the papers of a class share."""

from django.utils.translation import gettext as _

from core.dates import format_date
from trainings.models import TrainingClass, TrainingPlan


def days_of(row: TrainingClass) -> str:
    """Return ``ngày 24/11/2022`` or ``từ ngày 24/11/2022 đến hết ngày 25/11/2022``."""
    if row.first_day == row.last_day:
        return _("ngày %(day)s") % {"day": format_date(row.first_day)}
    return _("từ ngày %(first)s đến hết ngày %(last)s") % {
        "first": format_date(row.first_day),
        "last": format_date(row.last_day),
    }


def body_of(symbol: str) -> str:
    """Return who issues a paper by its symbol: ``KH-SKHĐT`` → ``SKHĐT``."""
    return symbol.partition("-")[2] or symbol


def symbol_of(kind: str, plan: TrainingPlan) -> str:
    """Return the symbol of another paper of the agency of a plan: ``GM-SKHĐT``."""
    return f"{kind}-{body_of(plan.document.symbol)}"
