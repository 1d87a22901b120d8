"""Serving a stored file after the view has checked who asks."""

from pathlib import PurePosixPath

from django.http import FileResponse

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
        filename=f"{filename}.{kind}",
        content_type=CONTENT_TYPES.get(kind, "application/octet-stream"),
    )
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response
