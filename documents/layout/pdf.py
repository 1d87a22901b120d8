"""An official paper as PDF: HTML from templates, pages by ``core.pdf``."""

from collections.abc import Callable, Sequence

from django.template.loader import render_to_string

from core.pdf import font_faces
from core.pdf import render_pdf as make_pdf
from documents.layout.paper import Heading, Item, OfficialPaper, PageBreak, Paragraph, Picture, Row, Table, cleaned

# A page waits for it: under the timeout of the web server.
_SECONDS = 50
_PARTS = {
    Paragraph: "paragraph",
    Heading: "heading",
    Item: "item",
    Table: "table",
    Picture: "picture",
    PageBreak: "break",
}


def render_pdf(*papers: OfficialPaper, seconds: int = _SECONDS, tick: Callable[[], None] = lambda: None) -> bytes:
    """Return the papers as one tagged PDF; each begins on a page of its own, numbered from one.

    Args:
        seconds: how long it may take; a worker has more time than a page.
        tick: called every few seconds while the pages are laid out.

    Raises:
        core.pdf.PdfFailed: too long or too large.
    """
    return make_pdf(paper_html(*papers), seconds=seconds, tick=tick)


def paper_html(*papers: OfficialPaper) -> str:
    """Return the whole document as HTML; the templates escape what people typed."""
    sections: list[dict] = []
    for paper in map(cleaned, papers):
        sections.append(_section(len(sections), paper=paper, blocks=paper.blocks))
        for name, appendix in paper.numbered_appendices:
            shown = _section(len(sections), appendix=appendix, blocks=appendix.blocks)
            sections.append(shown | {"name": name, "is_landscape": appendix.landscape})
    context = {"title": cleaned(papers[0]).title, "font_faces": font_faces(), "sections": sections}
    return render_to_string("documents/layout/paper.html", context)


def _section(number: int, *, blocks: Sequence, **parts) -> dict:
    tables = [block for block in blocks if isinstance(block, Table)]
    shown = [{"part": _PARTS[type(block)], "block": block} for block in blocks]
    for at, one in enumerate(block for block in shown if block["part"] == "table"):
        one |= {"css": f"t{number}-{at}", "rows": [_row(row, one["block"]) for row in one["block"].rows]}
    styles = [
        {"css": f"t{number}-{at}", "size": table.size, "columns": list(enumerate(table.columns, start=1))}
        for at, table in enumerate(tables)
    ]
    return {"number": number, "page": f"p{number}", "blocks": shown, "styles": styles, **parts}


def _row(row: Row, table: Table) -> dict:
    if len(row.cells) == 1 < len(table.columns):
        return {"whole": row.cells[0], "span": len(table.columns)}
    cells = zip(row.cells, table.columns, strict=True)
    return {"cells": [(text, column.align) for text, column in cells], "bold": row.bold}
