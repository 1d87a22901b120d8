"""The PDF comes from a bounded child that fetches nothing."""

import base64
import io
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import pytest
from pypdf import PdfReader

from core.pdf import PdfFailed, font_faces, render_pdf

PIXEL = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
).decode()


def page(body: str, style: str = "") -> str:
    return (
        f'<html lang="vi"><head><title>Thử</title><style>{font_faces()} body {{ font-family: Tinos }} {style}</style>'
        f"</head><body>{body}</body></html>"
    )


def text_of(content: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages)


@pytest.fixture
def canary():
    """A web server on this machine that counts who comes."""
    hits = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", hits
    server.shutdown()
    thread.join()
    server.server_close()


def test_vietnamese_text_is_whole_and_only_our_font_is_embedded(tmp_path):
    words = "Ở Đồng Tháp: Xoài cát Hòa Lộc, mắm cá lóc, ẩm thực, NGHĨA VỤ, Ễ Ự ữ ợ ặ ẵ ỷ"
    content = render_pdf(page(f"<p>{words}</p><p><b>đậm</b> <i>nghiêng</i> <b><i>cả hai</i></b></p>"))
    assert words in text_of(content)
    (tmp_path / "a.pdf").write_bytes(content)
    listing = subprocess.run(["pdffonts", tmp_path / "a.pdf"], capture_output=True, text=True, check=True).stdout
    fonts = [line.split()[0].partition("+")[2] for line in listing.splitlines()[2:]]
    assert fonts
    assert all(font.startswith("Tinos") for font in fonts)


def test_the_document_is_tagged_and_says_its_language_and_title():
    reader = PdfReader(io.BytesIO(render_pdf(page("<h1>Đầu đề</h1>"))))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/Lang"] == "vi"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert reader.metadata.title == "Thử"


VECTORS = (
    '<img src="{url}">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}">x</a>',
    '<object data="{url}">x</object>',
    '<embed src="{url}">',
    '<style>@import url("{url}")</style>',
    '<style>@font-face {{ font-family: F; src: url("{url}") }} p {{ font-family: F }}</style>',
    '<p style="background: url({url})">x</p>',
    '<ul style="list-style: url({url})"><li>x</ul>',
    '<p style="content: url({url})">x</p>',
    '<style>p::before {{ content: url("{url}") }}</style>',
    '<style>@page {{ background: url("{url}") }}</style>',
    '<p style="border-image: url({url}) 1">x</p>',
    '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><use xlink:href="{url}#a"/></svg>',
    '<body background="{url}">',
    '<base href="{url}"><img src="a.png">',
)
TARGETS = (
    "{canary}/hit",
    "file:///etc/hostname",
    "//{host}/hit",
    "ftp://{host}/hit",
    "font-file:../../../etc/hostname",
)


def test_nothing_is_fetched_and_nothing_attached_whatever_the_markup_asks(canary):
    address, hits = canary
    for target in TARGETS:
        url = target.format(canary=address, host=address.removeprefix("http://"))
        body = "".join(vector.format(url=url) for vector in VECTORS)
        content = render_pdf(page(f"{body}<p>Còn đây</p>"))
        reader = PdfReader(io.BytesIO(content))
        assert "Còn đây" in text_of(content)
        assert not reader.attachments
        assert b"/EmbeddedFile" not in content
        assert Path("/etc/hostname").read_text().strip() not in text_of(content)
    assert hits == []


def test_the_canary_would_notice(canary):
    address, hits = canary
    urlopen(f"{address}/hit").close()  # noqa: S310 - our own server, a moment ago
    assert hits == ["/hit"]


def test_a_picture_within_the_document_is_drawn():
    reader = PdfReader(io.BytesIO(render_pdf(page(f'<img alt="" src="data:image/png;base64,{PIXEL}">'))))
    assert len(reader.pages[0].images) == 1


def test_a_document_that_takes_too_long_is_stopped():
    ticks = []
    with pytest.raises(PdfFailed, match="quá lớn"):
        render_pdf(
            page("<table>" + "<tr><td>x</td></tr>" * 60_000 + "</table>"), seconds=3, tick=lambda: ticks.append(1)
        )
    assert ticks


def test_a_document_that_needs_too_much_memory_is_stopped():
    little = 400 * 1024**2
    assert render_pdf(page("<p>x</p>"), memory_bytes=little)
    with pytest.raises(PdfFailed, match="quá lớn"):
        render_pdf(page("<p>x</p>" * 200_000), memory_bytes=little)
