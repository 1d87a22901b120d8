"""Merge the subset files of Tinos into four whole TTFs for documents.

Several subset files under one family give garbled text in PDFs, so each style becomes one file.
Usage: merge_fonts.py FOLDER_OF_WOFF2 FOLDER_OUT
"""  # noqa: INP001 - a script of the build, not a package

import logging
import sys
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

STYLES = {
    "Regular": "400-normal",
    "Bold": "700-normal",
    "Italic": "400-italic",
    "BoldItalic": "700-italic",
}
SUBSETS = ("latin", "latin-ext", "vietnamese")
_BASES = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
NEEDED = {unicodedata.normalize("NFC", base + tone) for base in _BASES for tone in _TONES} | set("đĐ₫–—“”‘’…•")


def merge(source: Path, target: Path, style: str) -> None:
    """Write ``Tinos-<style>.ttf`` into ``target``.

    Raises:
        SystemExit: the merged font lacks a Vietnamese letter or a sign that documents use.
    """
    with TemporaryDirectory() as folder:
        parts = [_as_ttf(source / f"tinos-{subset}-{STYLES[style]}.woff2", Path(folder)) for subset in SUBSETS]
        font = Merger().merge([str(part) for part in parts])
    _name(font, style)
    missing = sorted(NEEDED - {chr(code) for code in font.getBestCmap()})
    if missing:
        sys.exit(f"Tinos {style} lacks: {' '.join(missing)}")
    font.save(target / f"Tinos-{style}.ttf")


def _as_ttf(woff2: Path, folder: Path) -> Path:
    font = TTFont(woff2)
    font.flavor = None
    plain = folder / f"{woff2.stem}.ttf"
    font.save(plain)
    return plain


def _name(font: TTFont, style: str) -> None:
    words = style.replace("BoldItalic", "Bold Italic")
    names = {1: "Tinos", 2: words, 4: f"Tinos {words}", 6: f"Tinos-{style}"}
    for identifier, text in names.items():
        font["name"].setName(text, identifier, 3, 1, 0x409)
    font["name"].names = [record for record in font["name"].names if record.nameID not in (16, 17)]
    font["OS/2"].usWeightClass = 700 if "Bold" in style else 400
    font["OS/2"].fsSelection = (
        (0x40 if style == "Regular" else 0) | (0x20 if "Bold" in style else 0) | (0x01 if "Italic" in style else 0)
    )
    font["head"].macStyle = (1 if "Bold" in style else 0) | (2 if "Italic" in style else 0)


def main() -> None:
    """Merge every style."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    for style in STYLES:
        merge(source, target, style)


if __name__ == "__main__":
    main()
