"""What the bundles hold: sizes, icons, fonts, addresses in style sheets."""

import gzip
import re
import unicodedata

import pytest
from fontTools.ttLib import TTFont

from core.templatetags.ui import TONE_ICONS
from ocop_portal.navigation import NAVIGATION
from tests.source import ROOT

DIST = ROOT / "static" / "dist"
LIST_PAGE_KB = 300
HTML_KB = 12
ICON_IN_TEMPLATE = re.compile(r"""\{%\s*icon\s+"([a-z0-9-]+)"|icon_name="([a-z0-9-]+)\"""")
BASES = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = {unicodedata.normalize("NFC", base + tone) for base in BASES for tone in TONES} | set("đĐ")


@pytest.fixture(autouse=True)
def _built():
    if not (DIST / "app.css").exists():
        pytest.fail("The bundles are not built: run script/assets.")


def listed_icons():
    lines = (ROOT / "assets" / "icons.txt").read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def compressed(name):
    content = (DIST / name).read_bytes()
    return len(content) if name.endswith(".woff2") else len(gzip.compress(content, 9))


def test_every_icon_that_a_page_names_is_in_the_sprite():
    named = set(TONE_ICONS.values()) | {item.icon for item in NAVIGATION}
    for path in (ROOT / "templates").rglob("*.html"):
        named |= {a or b for a, b in ICON_IN_TEMPLATE.findall(path.read_text(encoding="utf-8"))}
    assert named <= listed_icons()
    sprite = (DIST / "icons.svg").read_text(encoding="utf-8")
    assert not [name for name in listed_icons() if f'id="{name}"' not in sprite]


def test_a_first_visit_to_a_list_page_stays_within_its_budget():
    fonts = [path.relative_to(DIST).as_posix() for path in (DIST / "fonts").glob("*.woff2")]
    total = sum(compressed(name) for name in ("app.css", "theme.js", "app.js", "selects.js", "icons.svg", *fonts))
    assert total / 1000 + HTML_KB <= LIST_PAGE_KB


def test_every_address_in_a_style_sheet_leads_to_a_file():
    css = (DIST / "app.css").read_text(encoding="utf-8")
    addresses = [one for one in re.findall(r"url\(['\"]?([^)'\"]+)", css) if not one.startswith("data:")]
    assert addresses
    assert not [one for one in addresses if not (DIST / one).resolve().is_file()]


def test_no_bundle_points_to_a_map_that_is_not_there():
    for path in (*DIST.glob("*.js"), *DIST.glob("*.css")):
        assert "sourceMappingURL" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("style", ["Regular", "Bold", "Italic", "BoldItalic"])
def test_the_typeface_of_documents_has_every_vietnamese_letter(style):
    font = TTFont(DIST / "fonts" / f"Tinos-{style}.ttf")
    assert {ord(letter) for letter in LETTERS} <= set(font.getBestCmap())
    assert font["name"].getDebugName(1) == "Tinos"


@pytest.mark.parametrize("weight", [400, 500, 600])
def test_the_typeface_of_the_screen_has_every_vietnamese_letter(weight):
    codes = set()
    for part in ("latin", "vietnamese"):
        codes |= set(TTFont(DIST / "fonts" / f"be-vietnam-pro-{part}-{weight}-normal.woff2").getBestCmap())
    assert {ord(letter) for letter in LETTERS} <= codes


@pytest.mark.parametrize("weight", [400, 500, 600])
def test_figures_in_columns_have_one_width(weight):
    font = TTFont(DIST / "fonts" / f"figures-{weight}.woff2")
    cmap = font.getBestCmap()
    assert len({font["hmtx"][cmap[ord(digit)]][0] for digit in "0123456789"}) == 1
