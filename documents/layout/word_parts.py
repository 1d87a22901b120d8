"""What python-docx has no words for: fonts for every script, borders, repeated headers, page fields."""

from dataclasses import dataclass

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from documents.layout.paper import Align

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
ALIGNMENTS = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.JUSTIFY: WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_JUSTIFICATIONS = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}
_TWIPS_PER_MM = 1440 / 25.4


@dataclass(frozen=True)
class FilledCell:
    """A cell of a table as it is written."""

    text: str
    width_mm: float
    align: Align
    bold: bool


@dataclass(frozen=True)
class Filled:
    """A row as it is written; ``span``: over how many columns its one cell reaches; kept with the next row or not."""

    cells: tuple[FilledCell, ...]
    span: int = 1
    is_kept: bool = False


_SCRIPTS = ("ascii", "hAnsi", "eastAsia", "cs")


def set_styles(document) -> None:
    """Make every style Times New Roman, black, in Vietnamese, without space that nobody asked for."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _set_font(defaults)
    _set_language(defaults)
    for name, size in (("Normal", 14), ("Heading 1", 14), ("Heading 2", 14), ("Heading 3", 14), ("Header", 13)):
        style = document.styles[name]
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.font.bold = name.startswith("Heading")
        style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.15 if name == "Normal" else 1
        _set_font(style.element.get_or_add_rPr())
        _set_language(style.element.get_or_add_rPr())


def _set_font(properties) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    # A theme's font would win over the name.
    for key in [*fonts.keys()]:
        del fonts.attrib[key]
    for script in _SCRIPTS:
        fonts.set(qn(f"w:{script}"), FONT)


def _set_language(properties) -> None:
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    for script in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{script}"), LANGUAGE)


def rule_under(paragraph: Paragraph, *, indent_mm: float) -> None:
    """Draw a line under an otherwise empty paragraph, ``indent_mm`` from both ends."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent_mm)
    paragraph.paragraph_format.line_spacing = Pt(4)
    paragraph.paragraph_format.space_after = Pt(4)
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    properties = paragraph._p.get_or_add_pPr()
    # The schema wants the borders before spacing, indents and alignment.
    place = next(
        (at for at, one in enumerate(properties) if one.tag in {qn("w:spacing"), qn("w:ind"), qn("w:jc")}),
        len(properties),
    )
    properties.insert(place, borders)


def page_number(paragraph: Paragraph) -> None:
    """Write the field that counts pages."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), (None, "2"), ("end", "")):
        if kind is None:
            part = OxmlElement("w:t")
            part.text = text
        elif kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def restart_pages(section) -> None:
    """Count the pages of the section from one."""
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    margins = properties.find(qn("w:pgMar"))
    margins.addnext(numbering)


def fixed_table(table, widths_mm: list[float]) -> None:
    """Give the columns exactly these widths, in Word and in LibreOffice alike."""
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths_mm, strict=True):
        column.w = Mm(width)


def describe_picture(shape, words: str) -> None:
    """Say in words what a picture shows, for people who do not see it."""
    shape._inline.docPr.set("descr", words)


def fill_table(table, rows: list[Filled], *, size: int) -> None:
    """Write every row of an empty table; the first one is its header.

    python-docx walks the whole table for each cell it is asked for, so a list of thousands of rows would
    take minutes: rows are made as XML of their own.
    """
    body = table._tbl
    # As little room beside the words as in the PDF, where the widths were tried.
    room = {"top": "30", "left": "60", "bottom": "30", "right": "60"}
    sides = [_part(f"w:{side}", w=twips, type="dxa") for side, twips in room.items()]
    body.tblPr.find(qn("w:tblLayout")).addnext(_part("w:tblCellMar", *sides))
    for row in list(body.tr_lst):
        body.remove(row)
    for at, row in enumerate(rows):
        body.append(_row_of(row, size=size, is_header=at == 0))


def _row_of(row: Filled, *, size: int, is_header: bool):
    made = OxmlElement("w:tr")
    properties = _part("w:trPr", _part("w:cantSplit"))
    if is_header:
        properties.append(_part("w:tblHeader", val="true"))
    made.append(properties)
    for cell in row.cells:
        about = _part("w:tcPr", _part("w:tcW", w=str(round(cell.width_mm * _TWIPS_PER_MM)), type="dxa"))
        if row.span > 1:
            about.append(_part("w:gridSpan", val=str(row.span)))
        about.append(_part("w:vAlign", val="center"))
        made.append(_part("w:tc", about, _line_of(cell, size=size, is_kept=row.is_kept)))
    return made


def _line_of(cell: FilledCell, *, size: int, is_kept: bool):
    about = _part("w:pPr")
    if is_kept:
        about.append(_part("w:keepNext"))
    about.append(_part("w:spacing", line="240", lineRule="auto"))
    about.append(_part("w:jc", val=_JUSTIFICATIONS[cell.align]))
    marks = _part("w:rPr")
    if cell.bold:
        marks.append(_part("w:b"))
    marks.append(_part("w:sz", val=str(size * 2)))
    run = _part("w:r", marks)
    for at, words in enumerate(cell.text.split("\n")):
        if at:
            run.append(_part("w:br"))
        text = _part("w:t")
        text.text = words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
    return _part("w:p", about, run)


def _part(name: str, *children, **values: str):
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    made.extend(children)
    return made


def keep_row_whole(row) -> None:
    """Never split the row between two pages."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
