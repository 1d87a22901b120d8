"""Reports with figures and files; consolidated reports with passages of text."""

from reports.models.consolidations import Consolidation, Passage, Pick
from reports.models.reports import Report, ReportFigure, ReportFile, report_path

__all__ = ["Consolidation", "Passage", "Pick", "Report", "ReportFigure", "ReportFile", "report_path"]
