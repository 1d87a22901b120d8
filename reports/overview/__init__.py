"""What a leader looks at first: the period's figures, where products are, targets, and what is late or ends."""

from reports.overview.page import Overview, overview_of

__all__ = ("Overview", "overview_of")
