"""PDF from HTML, made in a child process with bounded memory and time.

A document is only as safe as its text: templates escape what people typed, and the child fetches
nothing but ``data:`` addresses and our own fonts (``core.pdf_child``).
"""

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from core import pdf_child

logger = logging.getLogger(__name__)

FONT_FAMILY = "Tinos"
_STYLES = {
    "Regular": "font-weight: 400; font-style: normal",
    "Bold": "font-weight: 700; font-style: normal",
    "Italic": "font-weight: 400; font-style: italic",
    "BoldItalic": "font-weight: 700; font-style: italic",
}
_MEMORY_BYTES = 2 * 1024**3
_SECONDS = 240
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE")
_TICK_SECONDS = 2


class PdfFailed(Exception):
    """No PDF came out; the text is for people."""


def font_faces() -> str:
    """Return the ``@font-face`` rules that a document's stylesheet begins with."""
    return "\n".join(
        f"@font-face {{ font-family: {FONT_FAMILY}; {style};"
        f" src: url({pdf_child.FONT_SCHEME}:{FONT_FAMILY}-{name}.ttf) }}"
        for name, style in _STYLES.items()
    )


def render_pdf(
    html: str,
    *,
    seconds: int = _SECONDS,
    memory_bytes: int = _MEMORY_BYTES,
    tick: Callable[[], None] = lambda: None,
) -> bytes:
    """Return ``html`` as a tagged PDF with the fonts of ``font_faces``.

    Args:
        html: a whole document with ``<html lang>`` and ``<title>``.
        seconds: how long the child may take, on the clock and of the processor.
        memory_bytes: how much address space the child may use.
        tick: called every few seconds while the child works.

    Raises:
        PdfFailed: too long, too large, or broken; nothing is left running.
    """
    order = {
        "html": html,
        "fonts": {f"{FONT_FAMILY}-{name}.ttf": str(_font_file(name)) for name in _STYLES},
        "limits": {"memory_bytes": memory_bytes, "cpu_seconds": seconds},
    }
    child = subprocess.Popen(  # noqa: S603 - our own script, nothing of users on the command line
        [sys.executable, "-I", pdf_child.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        start_new_session=True,
    )
    with child:
        try:
            content, complaints = _wait(child, json.dumps(order).encode(), time.monotonic() + seconds, tick)
        except BaseException:
            child.kill()
            raise
    return _checked(content, complaints.decode(errors="replace"), child.returncode)


def _wait(child: subprocess.Popen, order: bytes, deadline: float, tick: Callable[[], None]) -> tuple[bytes, bytes]:
    while True:
        try:
            return child.communicate(order, timeout=_TICK_SECONDS)
        except subprocess.TimeoutExpired:
            order = None
            if time.monotonic() > deadline:
                raise PdfFailed(_too_large()) from None
            tick()


def _checked(content: bytes, complaints: str, code: int) -> bytes:
    if code == 0 and content.startswith(b"%PDF-"):
        return content
    logger.error("no PDF, code %s: %s", code, complaints[-2000:])
    if code < 0 or code == pdf_child.OUT_OF_MEMORY or "MemoryError" in complaints:
        raise PdfFailed(_too_large())
    raise PdfFailed(_("Không lập được tệp PDF. Hãy thử lại; nếu vẫn lỗi, hãy báo quản trị hệ thống."))


def _too_large() -> str:
    return _("Tài liệu quá lớn nên không lập được tệp PDF. Hãy chọn kỳ ngắn hơn hoặc một đơn vị.")


def _font_file(style: str) -> Path:
    name = f"dist/fonts/{FONT_FAMILY}-{style}.ttf"
    found = finders.find(name)
    if not found:
        raise PdfFailed(_("Thiếu phông chữ %(name)s. Hãy chạy script/assets.") % {"name": name})
    return Path(found)
