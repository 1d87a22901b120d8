"""Pictures of products: plain drawings, so that nobody takes them for photographs."""

import io
import math

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

_SIDE = 640
# Ground, petals, heart: one set of colours for each industry.
_COLOURS = {
    "food": ("#f3e9d2", "#d97757", "#7a4b2a"),
    "beverage": ("#dcecf2", "#4f8fa8", "#1f4e5f"),
    "herbal": ("#e3efdd", "#6b9e5b", "#33562a"),
    "souvenir": ("#efe4dc", "#a9745b", "#5b3a2a"),
    "textile": ("#ece3ee", "#8f6aa6", "#4a3159"),
    "tourism": ("#dff0ec", "#2f8f83", "#0f4f48"),
}
_PETALS = 8


class Pictures:
    """Draws a picture for each industry and number of petals, once."""

    def __init__(self):
        self._drawn: dict[tuple[str, int], bytes] = {}

    def picture(self, industry: str, number: int) -> ContentFile:
        """Return a drawing; ``number`` varies it."""
        key = industry if industry in _COLOURS else "food", _PETALS + number % 4
        if key not in self._drawn:
            self._drawn[key] = _draw(*key)
        return ContentFile(self._drawn[key], name="x.jpg")


def _draw(industry: str, petals: int) -> bytes:
    ground, leaf, heart = _COLOURS[industry]
    image = Image.new("RGB", (_SIDE, _SIDE), ground)
    middle = _SIDE / 2
    for at in range(petals):
        image.paste(leaf, (0, 0), _petal(2 * math.pi * at / petals))
    ImageDraw.Draw(image).ellipse((middle - 70, middle - 70, middle + 70, middle + 70), fill=heart)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def _petal(angle: float) -> Image.Image:
    """Return where one petal lies, half transparent."""
    mask = Image.new("L", (_SIDE, _SIDE), 0)
    middle = _SIDE / 2
    box = (middle - 55, middle - 250, middle + 55, middle - 30)
    ImageDraw.Draw(mask).ellipse(box, fill=170)
    return mask.rotate(math.degrees(angle), resample=Image.Resampling.BICUBIC)
