"""The parts of an official paper as plain values (NĐ 30/2020/NĐ-CP, Phụ lục I). Nothing here draws.

The same tree gives the PDF and the DOCX, so the two cannot say different things. There is no clock in
it: whoever builds a paper gives its day, or leaves the place for it open.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from core.printable import printable


class Align(StrEnum):
    """How a line or a column of a table stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text; ``lead`` is printed bold before it (``Điều 1.``)."""

    text: str
    lead: str = ""
    align: Align = Align.JUSTIFY
    indent: bool = True
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading with its numeral as written: level 1 (``I. …``), 2 (``1. …``) or 3 (``3.1. …``)."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Item:
    """An entry of a list: ``1.``, ``a)`` or ``-`` and its text."""

    text: str
    marker: str = "-"


@dataclass(frozen=True)
class Column:
    """A column: label, share of the width in percent, how its cells stand."""

    label: str
    width: int
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Row:
    """A row of a table; one cell alone in a table of more columns reaches across all of them."""

    cells: tuple[str, ...]
    bold: bool = False


@dataclass(frozen=True)
class Table:
    """A table whose header is repeated on every page; widths add up to 100; ``size`` in points."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    size: int = 12


@dataclass(frozen=True)
class Picture:
    """A drawing, twice: as lines for the PDF, as dots for the DOCX; both show the same.

    Attributes:
        svg: an ``<svg>`` element that a template of ours made (so that what people typed is escaped).
        png: the same as a picture of dots.
        width_mm: how wide it is printed.
        caption: under it; alternative: what it shows, in words.
    """

    svg: SafeString
    png: bytes
    caption: str
    alternative: str
    width_mm: int = 160


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Paragraph | Heading | Item | Table | Picture | PageBreak


@dataclass(frozen=True)
class Signature:
    """Who signs: ``KT. CHỦ TỊCH`` / ``PHÓ CHỦ TỊCH`` in lines, a note in italics, the name."""

    capacity: tuple[str, ...]
    name: str = ""
    note: str = ""


@dataclass(frozen=True)
class Appendix:
    """An appendix with pages numbered of their own; ``reference`` is the line ``(Kèm theo …)``."""

    title: str
    reference: str = ""
    blocks: tuple[Block, ...] = ()
    landscape: bool = False


@dataclass(frozen=True)
class OfficialPaper:
    """A whole paper.

    Attributes:
        title: of the file, for its reader (not printed).
        kind: ``QUYẾT ĐỊNH``, ``BIÊN BẢN``; printed in capitals as given.
        subject: the line under it (trích yếu).
        superior: lines of the body above; issuer: of the body itself. Both empty: a form, whose
            national title stands in the middle.
        number: the whole line ``Số: …/QĐ-UBND``; empty where a paper has none.
        place_and_day: ``Đồng Tháp, ngày … tháng … năm 2026``.
        label: at the top right of a form: ``Mẫu 03``.
        addressees: after ``Kính gửi:``.
        authority: who decides, in capitals over the legal bases.
        bases: the legal bases without their punctuation; the last one ends with a full stop.
        resolves: ``QUYẾT ĐỊNH:``.
        recipients: under ``Nơi nhận:``, each with its own punctuation.
    """

    title: str
    kind: str
    subject: str = ""
    superior: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    number: str = ""
    place_and_day: str = ""
    label: str = ""
    addressees: tuple[str, ...] = ()
    authority: str = ""
    bases: tuple[str, ...] = ()
    resolves: str = ""
    blocks: tuple[Block, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    appendices: tuple[Appendix, ...] = ()

    @property
    def base_lines(self) -> list[str]:
        """The legal bases with ``;`` after each and a full stop after the last."""
        last = len(self.bases) - 1
        return [f"{base}{'.' if at == last else ';'}" for at, base in enumerate(self.bases)]

    @property
    def numbered_appendices(self) -> list[tuple[str, Appendix]]:
        """The appendices with their names: ``Phụ lục``, or ``Phụ lục I`` where there are several."""
        if len(self.appendices) == 1:
            return [("Phụ lục", self.appendices[0])]
        return [(f"Phụ lục {roman(at)}", one) for at, one in enumerate(self.appendices, start=1)]


def cleaned(paper: OfficialPaper) -> OfficialPaper:
    """Return the paper with every text composed (NFC) and free of control characters."""
    return _cleaned(paper)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return what people typed over several lines as paragraphs; empty lines are dropped."""
    return tuple(Paragraph(line.strip()) for line in printable(text).split("\n") if line.strip())


def roman(number: int) -> str:
    """Return 1 to 39 in Roman numerals."""
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def _cleaned(value: Any) -> Any:
    if isinstance(value, Align | SafeString):
        return value
    if isinstance(value, str | Promise):
        return printable(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(one) for one in value)
    if is_dataclass(value):
        return replace(value, **dict(_cleaned_fields(value)))
    return value


def _cleaned_fields(value: Any) -> Iterator[tuple[str, Any]]:
    for field in fields(value):
        yield field.name, _cleaned(getattr(value, field.name))
