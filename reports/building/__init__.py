"""From a period and a reader to files: ``collect`` reads, ``render_pdf`` and its like write bytes."""

from reports.building.collecting import collect, gather
from reports.building.data import ReportData
from reports.building.document import render_pdf
from reports.building.paper import render_docx
from reports.building.workbook import render_xlsx

__all__ = ["ReportData", "collect", "gather", "render_docx", "render_pdf", "render_xlsx"]
