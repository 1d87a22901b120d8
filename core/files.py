"""Files that people send: known by content, stored under random names, images made anew.

Allowed: pdf, jpg, png, webp, docx, xlsx, at most 20 MB each. A stored file is served only by a view
that has checked the scope (``core.downloads``).
"""

import hashlib
import io
import secrets
import zipfile
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
_PHOTO_SIDE = 1600
_OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_IMAGE_FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def random_path(instance, filename: str) -> str:
    """Return ``<app>/<model>/<2 characters>/<random>.<ext>``; nothing of the sent name but its ending."""
    name = secrets.token_hex(16)
    suffix = PurePosixPath(filename).suffix.lower()
    return f"{instance._meta.app_label}/{instance._meta.model_name}/{name[:2]}/{name}{suffix}"


def sha256_of(content: bytes) -> str:
    """Return the hexadecimal SHA-256 of ``content``."""
    return hashlib.sha256(content).hexdigest()


def clean_upload(upload, *, kinds=frozenset(CONTENT_TYPES)) -> ContentFile:
    """Return the upload as it will be stored, named ``x.<ext>`` by what it really is.

    Args:
        upload: a Django uploaded file.
        kinds: the endings allowed here, a part of ``CONTENT_TYPES``.

    Raises:
        ValidationError: too large, of another kind, or damaged; the text names the file.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(
            _("Tệp “%(name)s” lớn hơn 20 MB. Hãy nén hoặc tách nhỏ rồi gửi lại.") % {"name": upload.name}
        )
    content = upload.read()
    kind = _kind_of(content)
    if kind not in kinds:
        allowed = ", ".join(sorted(kinds))
        raise ValidationError(
            _("Tệp “%(name)s” không thuộc loại được nhận (%(allowed)s). Hãy chọn tệp khác.")
            % {"name": upload.name, "allowed": allowed}
        )
    if kind in _IMAGE_FORMATS.values():
        content = _image_made_anew(content, kind, upload.name)
    return ContentFile(content, name=f"x.{kind}")


def _kind_of(content: bytes) -> str | None:
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    signatures = {"jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return next((kind for kind, magic in signatures.items() if content.startswith(magic)), None)


def _office_kind(content: bytes) -> str | None:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if any("vbaProject" in name for name in names):
        return None
    return next((kind for kind, part in _OFFICE_PARTS.items() if part in names), None)


def _image_made_anew(content: bytes, kind: str, name: str) -> bytes:
    """Decode and encode again: drops EXIF (place, device) and whatever hides behind the pixels."""
    damaged = ValidationError(_("Không đọc được ảnh “%(name)s”. Hãy chụp hoặc xuất lại ảnh rồi gửi.") % {"name": name})
    try:
        image = Image.open(io.BytesIO(content))
        if image.format not in _IMAGE_FORMATS or image.width * image.height > MAX_PIXELS:
            raise damaged
        image = ImageOps.exif_transpose(image)
        image.thumbnail((_PHOTO_SIDE, _PHOTO_SIDE))
        if kind == "jpg" and image.mode != "RGB":
            image = image.convert("RGB")
        out = io.BytesIO()
        image.save(out, format={"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[kind], quality=85)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise damaged from error
    return out.getvalue()
