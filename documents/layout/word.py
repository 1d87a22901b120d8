"""An official paper as DOCX, for the office to go on writing in; the same tree as the PDF."""

import io

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_BREAK
from docx.shared import Cm, Mm, Pt

from documents.layout.paper import (
    Align,
    Appendix,
    Block,
    Heading,
    Item,
    OfficialPaper,
    PageBreak,
    Paragraph,
    Picture,
    Row,
    Signature,
    Table,
    cleaned,
)
from documents.layout.word_parts import (
    ALIGNMENTS,
    LANGUAGE,
    Filled,
    FilledCell,
    describe_picture,
    fill_table,
    fixed_table,
    keep_row_whole,
    page_number,
    restart_pages,
    rule_under,
    set_styles,
)

_SHORT, _LONG = 210, 297
_TOP = _BOTTOM = 20
_LEFT, _RIGHT, _LEFT_ACROSS = 30, 15, 20
_HEAD = (70, 95)
_INDENT = Cm(1.27)


def render_docx(*papers: OfficialPaper) -> bytes:
    """Return the papers as one DOCX; each begins on a page of its own, numbered from one."""
    document = Document()
    set_styles(document)
    _set_properties(document, cleaned(papers[0]))
    for at, paper in enumerate(map(cleaned, papers)):
        _begin_section(document, is_first=at == 0, landscape=False)
        _Writer(document, landscape=False).paper(paper)
        for name, appendix in paper.numbered_appendices:
            _begin_section(document, is_first=False, landscape=appendix.landscape)
            _Writer(document, landscape=appendix.landscape).appendix(name, appendix)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_properties(document, paper: OfficialPaper) -> None:
    properties = document.core_properties
    properties.title = paper.title[:255]
    properties.subject = paper.subject[:255]
    properties.author = properties.last_modified_by = " ".join(paper.issuer)[:255]
    properties.language = LANGUAGE
    properties.comments = properties.keywords = properties.category = ""


def _begin_section(document, *, is_first: bool, landscape: bool) -> None:
    section = document.sections[0] if is_first else document.add_section(WD_SECTION.NEW_PAGE)
    width, height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
    section.left_margin, section.right_margin = Mm(_LEFT_ACROSS if landscape else _LEFT), Mm(_RIGHT)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    restart_pages(section)
    if is_first:
        page_number(section.header.paragraphs[0])


class _Writer:
    """Writes one section of the document, part by part."""

    def __init__(self, document, *, landscape: bool):
        self.document = document
        self.width = _LONG - _LEFT_ACROSS - _RIGHT if landscape else _SHORT - _LEFT - _RIGHT

    def paper(self, paper: OfficialPaper) -> None:
        """Write head, text and foot."""
        if paper.label:
            self.line(paper.label, Align.RIGHT, bold=True, size=13)
        self.head(paper)
        self.line(paper.kind, Align.CENTER, bold=True, before=20, keep=True)
        if paper.subject:
            self.line(paper.subject, Align.CENTER, bold=True, keep=True)
        rule_under(self.document.add_paragraph(), indent_mm=60)
        if paper.addressees:
            self.line(f"Kính gửi: {'; '.join(paper.addressees)}.", Align.CENTER, after=8)
        if paper.authority:
            self.line(paper.authority, Align.CENTER, bold=True, before=6)
        for base in paper.base_lines:
            self.text(Paragraph(base, italic=True))
        if paper.resolves:
            self.line(paper.resolves, Align.CENTER, bold=True, before=6)
        self.blocks(paper.blocks, keep_last=bool(paper.signatures))
        self.foot(paper)

    def appendix(self, name: str, appendix: Appendix) -> None:
        """Write the appendix under its number and title."""
        number = self.document.add_paragraph(style="Heading 1")
        number.alignment = ALIGNMENTS[Align.CENTER]
        number.add_run(name)
        self.line(appendix.title.upper(), Align.CENTER, bold=True, keep=True)
        if appendix.reference:
            self.line(appendix.reference, Align.CENTER, italic=True, size=13, after=6, keep=True)
        self.blocks(appendix.blocks)

    def head(self, paper: OfficialPaper) -> None:
        """Write the body's name beside the national title; the title alone on a form."""
        widths = _HEAD if paper.issuer else (self.width,)
        cells = self._borderless(list(widths))
        if paper.issuer:
            _issuer(cells[0], paper)
        right = cells[-1]
        _cell_line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True, is_first=True)
        _cell_line(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
        rule_under(_cell_line(right, ""), indent_mm=18 if paper.issuer else 52)
        if paper.place_and_day:
            _cell_line(right, paper.place_and_day, size=13, italic=True)

    def blocks(self, blocks: tuple[Block, ...], *, keep_last: bool = False) -> None:
        """Write the text; the last line stays with the signatures."""
        for at, block in enumerate(blocks):
            if isinstance(block, Heading):
                self.heading(block)
            elif isinstance(block, Table):
                self.table(block)
            elif isinstance(block, Picture):
                self.picture(block)
            elif isinstance(block, PageBreak):
                self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            else:
                words = Paragraph(f"{block.marker} {block.text}") if isinstance(block, Item) else block
                self.text(words, keep=keep_last and at == len(blocks) - 1)

    def heading(self, heading: Heading) -> None:
        """Write a heading that a reader's navigation finds."""
        line = self.document.add_paragraph(style=f"Heading {heading.level}")
        line.paragraph_format.first_line_indent = _INDENT
        line.paragraph_format.space_before = Pt(9 if heading.level == 1 else 6)
        line.paragraph_format.keep_with_next = True
        line.add_run(heading.text)

    def text(self, block: Paragraph, *, keep: bool = False) -> None:
        """Write a paragraph with its bold lead."""
        line = self.document.add_paragraph()
        line.alignment = ALIGNMENTS[block.align]
        line.paragraph_format.space_before = Pt(6)
        line.paragraph_format.first_line_indent = _INDENT if block.indent else None
        line.paragraph_format.keep_with_next = keep
        if block.lead:
            line.add_run(f"{block.lead} ").bold = True
        run = line.add_run(block.text)
        run.bold, run.italic = block.bold, block.italic

    def line(self, text: str, align: Align, *, bold=False, italic=False, size=14, before=0, after=0, keep=False):
        """Write a line that stands for itself."""
        line = self.document.add_paragraph()
        line.alignment = ALIGNMENTS[align]
        line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(before), Pt(after)
        line.paragraph_format.keep_with_next = keep
        run = line.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)

    def table(self, table: Table) -> None:
        """Write a table whose header is repeated and whose rows are not split."""
        if table.caption:
            self.line(table.caption, Align.CENTER, italic=True, size=13, before=6, after=3, keep=True)
        else:
            self.document.add_paragraph().paragraph_format.line_spacing = Pt(6)
        widths = [self.width * column.width / 100 for column in table.columns]
        made = self.document.add_table(rows=1, cols=len(widths), style="Table Grid")
        fixed_table(made, widths)
        labels = Row(tuple(column.label for column in table.columns), bold=True)
        fill_table(made, [_filled(row, table, widths, labels) for row in (labels, *table.rows)], size=table.size)
        self.document.add_paragraph().paragraph_format.line_spacing = Pt(6)

    def picture(self, picture: Picture) -> None:
        """Write a picture over its caption, with words for people who do not see it."""
        line = self.document.add_paragraph()
        line.alignment = ALIGNMENTS[Align.CENTER]
        line.paragraph_format.space_before = Pt(6)
        line.paragraph_format.keep_with_next = True
        width = Mm(min(picture.width_mm, self.width))
        describe_picture(line.add_run().add_picture(io.BytesIO(picture.png), width=width), picture.alternative)
        self.line(picture.caption, Align.CENTER, italic=True, size=13, after=3)

    def foot(self, paper: OfficialPaper) -> None:
        """Write recipients and signatures; a block of signatures stays on one page."""
        if len(paper.signatures) > 1:
            widths = [self.width / len(paper.signatures)] * len(paper.signatures)
            for cell, signature in zip(self._borderless(widths), paper.signatures, strict=True):
                _sign(cell, signature)
            if paper.recipients:
                _recipients(self._borderless([self.width])[0], paper.recipients)
        elif paper.signatures:
            left, right = self._borderless([80, self.width - 80])
            _recipients(left, paper.recipients)
            _sign(right, paper.signatures[0])

    def _borderless(self, widths: list[float]) -> list:
        table = self.document.add_table(rows=1, cols=len(widths))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        fixed_table(table, widths)
        row = table.rows[0]
        keep_row_whole(row)
        cells = list(row.cells)
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Mm(width)
        return cells


def _issuer(cell, paper: OfficialPaper) -> None:
    lines = [(line, False) for line in paper.superior] + [(line, True) for line in paper.issuer]
    for at, (text, bold) in enumerate(lines):
        _cell_line(cell, text, size=12, bold=bold, is_first=at == 0)
    rule_under(_cell_line(cell, ""), indent_mm=23)
    if paper.number:
        _cell_line(cell, paper.number, size=13)


def _filled(row: Row, table: Table, widths: list[float], labels: Row) -> Filled:
    """Return a row as it is written; a line that names what follows stays with it."""
    is_header = row is labels
    if len(row.cells) == 1 < len(table.columns):
        whole = FilledCell(row.cells[0], sum(widths), Align.LEFT, bold=True)
        return Filled((whole,), span=len(table.columns), is_kept=True)
    cells = tuple(
        FilledCell(text, width, Align.CENTER if is_header else column.align, bold=is_header or row.bold)
        for text, width, column in zip(row.cells, widths, table.columns, strict=True)
    )
    return Filled(cells, is_kept=is_header or row.bold)


def _cell_line(cell, text: str, *, size=13, bold=False, italic=False, align=Align.CENTER, is_first=False):
    """Write a line into a cell of head or foot and return it; lines of a cell stay together."""
    line = cell.paragraphs[0] if is_first else cell.add_paragraph()
    line.alignment = ALIGNMENTS[align]
    line.paragraph_format.line_spacing = 1
    line.paragraph_format.keep_with_next = True
    run = line.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return line


def _sign(cell, signature: Signature) -> None:
    for at, text in enumerate(signature.capacity):
        _cell_line(cell, text, size=14, bold=True, is_first=at == 0)
    if signature.note:
        _cell_line(cell, signature.note, size=13, italic=True)
    for _line in range(4):
        _cell_line(cell, "", size=14)
    _cell_line(cell, signature.name, size=14, bold=True).paragraph_format.keep_with_next = False


def _recipients(cell, recipients: tuple[str, ...]) -> None:
    if not recipients:
        return
    _cell_line(cell, "Nơi nhận:", size=12, bold=True, italic=True, align=Align.LEFT, is_first=True)
    for one in recipients:
        _cell_line(cell, f"- {one}", size=11, align=Align.LEFT)
