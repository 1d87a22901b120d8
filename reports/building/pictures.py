"""Charts as pictures: an SVG element for the PDF, dots for Word, from the same geometry."""

import io
from functools import cache

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from PIL import Image, ImageDraw, ImageFont

from core.pdf import FONT_FAMILY
from core.printable import printable
from documents.layout import Picture
from reports.building.charts import Chart

# Dots for one unit of the drawing: 640 units on 160 mm give 300 dots an inch.
_SCALE = 3
_TEXT = 14
_INK, _PAPER = "#000000", "#ffffff"


def picture_of(chart: Chart, caption: str) -> Picture:
    """Return the chart as a picture of the document."""
    alternative = printable(f"{caption}. {chart.alternative}")
    svg = render_to_string(
        "reports/documents/_drawing.html", {"chart": chart, "alternative": alternative, "font": FONT_FAMILY}
    )
    return Picture(svg=svg, png=png_of(chart), caption=caption, alternative=alternative)


def png_of(chart: Chart) -> bytes:
    """Return the chart drawn in dots, with the same bars, numbers and labels as the SVG."""
    image = Image.new("RGB", (chart.width * _SCALE, chart.height * _SCALE), _PAPER)
    pen = ImageDraw.Draw(image)
    font = _font()
    for fill, words, x in chart.legend:
        _box(pen, (x, 6, 12, 12), fill)
        _write(pen, (x + 17, 17), words, font)
    for words, y in chart.labels:
        _write(pen, (chart.left - 8, y), words, font, anchor="rs")
    for bar in chart.bars:
        _box(pen, (chart.left, bar.y, bar.width, bar.height), bar.fill)
        _write(pen, (bar.end, bar.baseline), bar.value, font)
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(300, 300), optimize=True)
    return out.getvalue()


def _box(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], fill: str) -> None:
    x, y, width, height = (value * _SCALE for value in box)
    if width and height:
        pen.rectangle((x, y, x + width - 1, y + height - 1), fill=fill)


def _write(pen: ImageDraw.ImageDraw, at: tuple[int, int], words: str, font, *, anchor: str = "ls") -> None:
    """Write on a baseline, from the left (``ls``) or up to the right (``rs``), as SVG text does."""
    pen.text((at[0] * _SCALE, at[1] * _SCALE), printable(words), fill=_INK, font=font, anchor=anchor)


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(finders.find(f"dist/fonts/{FONT_FAMILY}-Regular.ttf"), _TEXT * _SCALE)
