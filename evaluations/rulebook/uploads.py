"""A file between its preview and its confirmation: kept on the server, bound to a person and a draft.

The address of the preview carries a signed note of who sent what for which draft, and the file's SHA-256;
with another's note, or once the file is gone or changed, there is nothing to confirm.
"""

import secrets
from datetime import timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refused
from core.files import sha256_of
from evaluations.models import RuleVersion

_SALT = "evaluations.rulebook.uploads"
_KEPT_FOR = timedelta(hours=8)


def keep_upload(*, user, version: RuleVersion, content: bytes, kind: str) -> str:
    """Store a file for a while and return the note that finds it again; older ones of the person go."""
    folder = _folder(user)
    _sweep(folder)
    path = default_storage.save(f"{folder}/{secrets.token_hex(16)}.{kind}", ContentFile(content))
    note = {"user": user.pk, "version": version.pk, "path": path, "kind": kind, "sha256": sha256_of(content)}
    return signing.dumps(note, salt=_SALT, compress=True)


def kept_upload(note: str, *, user, version: RuleVersion) -> tuple[bytes, str]:
    """Return content and kind of a kept file.

    Raises:
        Refused: the note is another person's or another draft's, or the file is no longer there as it was.
    """
    told = _read(note, user, version)
    try:
        with default_storage.open(told["path"]) as file:
            content = file.read()
    except OSError as error:
        raise Refused(_gone()) from error
    if sha256_of(content) != told["sha256"]:
        raise Refused(_gone())
    return content, told["kind"]


def drop_upload(note: str, *, user, version: RuleVersion) -> None:
    """Take a kept file away once it has been written."""
    default_storage.delete(_read(note, user, version)["path"])


def _read(note: str, user, version: RuleVersion) -> dict:
    try:
        told = signing.loads(note, salt=_SALT, max_age=_KEPT_FOR)
    except signing.BadSignature as error:
        raise Refused(_gone()) from error
    if (told["user"], told["version"]) != (user.pk, version.pk):
        raise Refused(_gone())
    return told


def _folder(user) -> str:
    return f"evaluations/rulebook/{user.pk}"


def _sweep(folder: str) -> None:
    if not default_storage.exists(folder):
        return
    oldest = timezone.now() - _KEPT_FOR
    for name in default_storage.listdir(folder)[1]:
        path = f"{folder}/{name}"
        if default_storage.get_modified_time(path) < oldest:
            default_storage.delete(path)


def _gone() -> str:
    return _("Tệp xem trước không còn hoặc đã quá hạn. Hãy tải tệp lên lại.")
