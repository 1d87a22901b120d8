"""What the start page shows, by role."""

from dataclasses import dataclass

from core.dates import today


@dataclass(frozen=True)
class StartPage:
    """Everything that the start page shows to one person."""

    day: object


def start_page(user) -> StartPage:
    """Collect the start page of ``user`` for today."""
    return StartPage(today())
