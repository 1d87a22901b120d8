"""What the figures say, written anew into the passages of a consolidated report."""

from reports.consolidating.services import refresh_passages

__all__ = ["refresh_passages"]
