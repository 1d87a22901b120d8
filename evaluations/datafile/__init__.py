"""The rules as data files: read and checked without the database."""

from evaluations.datafile.rows import (
    Content,
    CriterionRow,
    Decider,
    OptionRow,
    PartRow,
    SetRow,
    Settings,
    VersionRow,
    Window,
)
from evaluations.datafile.versions import DATA_FOLDER, read_rule_files

__all__ = [
    "DATA_FOLDER",
    "Content",
    "CriterionRow",
    "Decider",
    "OptionRow",
    "PartRow",
    "SetRow",
    "Settings",
    "VersionRow",
    "Window",
    "read_rule_files",
]
