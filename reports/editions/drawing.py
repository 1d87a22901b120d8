"""The three files of an edition, drawn from what is stored; nothing here asks the database."""

from collections.abc import Callable
from dataclasses import dataclass

from documents.models import OfficialDocument
from reports.building.data import ReportData
from reports.building.document import render_pdf
from reports.building.workbook import render_xlsx
from reports.enums import FileFormat


@dataclass(frozen=True)
class Drawing:
    """What the files of an edition show.

    Attributes:
        document: by which it was issued; number, day and signer stand in the files, else places for them.
        edition: its number; a draft has none.
        before: data of the edition before, ``None`` for the first; with the name that it bears, and the
            document by which it was issued.
    """

    data: ReportData
    title: str
    document: OfficialDocument | None = None
    edition: int | None = None
    before: ReportData | None = None
    before_document: OfficialDocument | None = None
    before_name: str = ""


def draw(drawing: Drawing, *, tick: Callable[[], None] = lambda: None) -> dict[str, bytes]:
    """Return the files by format; ``tick`` is called every few seconds.

    Raises:
        core.pdf.PdfFailed: too long or too large.
    """
    data = drawing.data
    return {FileFormat.PDF: render_pdf(data, tick=tick), FileFormat.XLSX: render_xlsx(data)}
