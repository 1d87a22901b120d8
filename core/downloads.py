"""Serving a stored file after the view has checked who asks."""

from pathlib import PurePosixPath

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from core.excel import workbook_bytes
from core.files import CONTENT_TYPES

_INLINE = frozenset({"jpg", "png", "webp"})
_SANDBOX = "default-src 'none'; sandbox"


def file_response(stored, *, filename: str, inline: bool = False) -> FileResponse:
    """Return the file as an attachment under ``filename`` (its ending comes from the stored file).

    ``inline`` shows it in a page; only images, which were made anew when they came in, may be shown.
    """
    kind = PurePosixPath(stored.name).suffix.lstrip(".").lower()
    response = FileResponse(
        stored.open("rb"),
        as_attachment=not (inline and kind in _INLINE),
        filename=_named(filename, kind),
        content_type=CONTENT_TYPES.get(kind, "application/octet-stream"),
    )
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


def content_response(content: bytes, *, filename: str, kind: str) -> HttpResponse:
    """Return what was just made as an attachment ``<filename>.<kind>`` (``pdf``, ``docx``)."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=_named(filename, kind))
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


def workbook_response(sheets, *, filename: str) -> HttpResponse:
    """Return the sheets (``core.excel.Sheet``) as an attachment ``<filename>.xlsx``."""
    response = HttpResponse(workbook_bytes(sheets), content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=_named(filename, "xlsx"))
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _named(filename: str, kind: str) -> str:
    """Return the name of a file with its ending; what stands before a stroke would be cut off."""
    return f"{filename.replace('/', '-')}.{kind}"
