"""The three files of an edition, drawn from what is stored; nothing here asks the database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from documents.layout import OfficialPaper, render_docx, render_pdf
from documents.models import OfficialDocument
from reports.building.data import ReportData
from reports.building.paper import Issued, paper_of, with_reference
from reports.editions.annex import annex_of
from reports.editions.comparing import Difference, differences
from reports.editions.workbook import render_xlsx
from reports.enums import FileFormat

# A worker draws; nobody waits at a page.
_SECONDS = 240


@dataclass(frozen=True)
class Drawing:
    """What the files of an edition show.

    Attributes:
        title: the subject of the report (trích yếu).
        document: by which it was issued; number, day and signer stand in the files, else places for them.
        edition: its name: ``Dự thảo`` or ``Bản số 2``.
        before: data of the edition before, ``None`` for the first; with the name that it bears, and the
            document by which it was issued.
    """

    data: ReportData
    title: str
    document: OfficialDocument | None = None
    edition: str = ""
    before: ReportData | None = None
    before_document: OfficialDocument | None = None
    before_name: str = ""

    @property
    def issued(self) -> Issued | None:
        """Return number, day and signer as the files print them."""
        return Issued.by(self.document) if self.document else None


def draw(drawing: Drawing, *, tick: Callable[[], None] = lambda: None) -> dict[str, bytes]:
    """Return the files by format; ``tick`` is called every few seconds.

    Raises:
        core.pdf.PdfFailed: too long or too large.
    """
    found = differences(drawing.before, drawing.data) if drawing.before else []
    paper = edition_paper(drawing, found)
    pdf = render_pdf(paper, seconds=_SECONDS, tick=tick)
    tick()
    docx = render_docx(paper)
    tick()
    xlsx = render_xlsx(drawing.data, edition=drawing.edition, before=drawing.before_name, differences=found)
    return {FileFormat.PDF: pdf, FileFormat.DOCX: docx, FileFormat.XLSX: xlsx}


def edition_paper(drawing: Drawing, found: Sequence[Difference]) -> OfficialPaper:
    """Return the paper; where the edition before was issued, with the annex of what is corrected."""
    annexes = ()
    if drawing.before_document is not None:
        reference = with_reference(drawing.data, drawing.issued)
        annexes = (annex_of(found, drawing.before_document, reference),)
    return paper_of(drawing.data, issued=drawing.issued, subject=drawing.title, annexes=annexes)
