"""Official papers in the layout of NĐ 30/2020/NĐ-CP, Phụ lục I: one tree of plain values, PDF and DOCX from it."""

from documents.layout.paper import (
    Align,
    Appendix,
    Block,
    Column,
    Heading,
    Item,
    OfficialPaper,
    PageBreak,
    Paragraph,
    Picture,
    Row,
    Signature,
    Table,
    paragraphs,
)
from documents.layout.pdf import render_pdf
from documents.layout.word import render_docx

__all__ = [
    "Align",
    "Appendix",
    "Block",
    "Column",
    "Heading",
    "Item",
    "OfficialPaper",
    "PageBreak",
    "Paragraph",
    "Picture",
    "Row",
    "Signature",
    "Table",
    "paragraphs",
    "render_docx",
    "render_pdf",
]
