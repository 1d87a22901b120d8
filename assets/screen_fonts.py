"""Cut Be Vietnam Pro to what the screen needs, and make its figures equally wide.

- Each weight keeps its Latin and Vietnamese subsets; hinting stays only in the text weight, where
  small letters on coarse screens need it (it is half of a file).
- The family has no tabular figures, so a font of ten digits with one width is made beside each
  weight that tables use; CSS puts it in front for columns of numbers.

Usage: screen_fonts.py FOLDER_OF_WOFF2 FOLDER_OUT
"""  # noqa: INP001 - a script of the build, not a package

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SUBSETS = ("vietnamese", "latin")
WEIGHTS = (400, 500, 600)
HINTED = {400}
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga"]


def cut(source: Path, target: Path, weight: int, part: str) -> None:
    """Write one subset of one weight."""
    name = f"be-vietnam-pro-{part}-{weight}-normal.woff2"
    font = TTFont(source / name)
    _subset(font, set(font.getBestCmap()), hinting=weight in HINTED)
    font.save(target / name)


def figures(source: Path, target: Path, weight: int) -> None:
    """Write the ten digits of a weight, each centred in the width of the zero."""
    font = TTFont(source / f"be-vietnam-pro-latin-{weight}-normal.woff2")
    digits = {ord(digit) for digit in "0123456789"}
    _subset(font, digits, hinting=False)
    names = [font.getBestCmap()[code] for code in digits]
    width = font["hmtx"][font.getBestCmap()[ord("0")]][0]
    for name in names:
        advance, _bearing = font["hmtx"][name]
        glyph = font["glyf"][name]
        shift = (width - advance) // 2
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (width, glyph.xMin)
    font.save(target / f"figures-{weight}.woff2")


def _subset(font: TTFont, codes: set[int], *, hinting: bool) -> None:
    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = hinting
    options.layout_features = FEATURES
    worker = subset.Subsetter(options)
    worker.populate(unicodes=codes)
    worker.subset(font)
    font.flavor = "woff2"


def main() -> None:
    """Write every file."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        for part in SUBSETS:
            cut(source, target, weight, part)
        figures(source, target, weight)


if __name__ == "__main__":
    main()
