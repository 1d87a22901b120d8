"""How far the targets of a plan are on a day, from records or from what was written down."""

from reports.targets.progress import (
    NumberedProgress,
    Progress,
    UnitProgress,
    lines_of,
    met_of,
    progress_of,
    progress_of_plan,
    scope_of_plan,
)

__all__ = (
    "NumberedProgress",
    "Progress",
    "UnitProgress",
    "lines_of",
    "met_of",
    "progress_of",
    "progress_of_plan",
    "scope_of_plan",
)
