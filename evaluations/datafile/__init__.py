"""The rules as data files: read and checked without the database."""

from evaluations.datafile.rows import CriterionRow, OptionRow, PartRow, SetRow, VersionRow
from evaluations.datafile.versions import DATA_FOLDER, read_rule_files

__all__ = ["DATA_FOLDER", "CriterionRow", "OptionRow", "PartRow", "SetRow", "VersionRow", "read_rule_files"]
