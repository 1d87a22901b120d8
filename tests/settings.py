"""Settings of the test run: the portal's own, with stricter watchers."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("OCOP_VAR", str(Path(__file__).resolve().parent.parent / "var" / "test"))

from ocop_portal.settings import *  # noqa: F403
from ocop_portal.settings import CACHES, MIDDLEWARE

MIDDLEWARE = ["tests.middleware.NoInlineCodeMiddleware", *MIDDLEWARE, "tests.middleware.ReadOnlyGetMiddleware"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = tempfile.mkdtemp(prefix="ocop-test-media-")
# Runs at the same time count for themselves.
CACHES["default"]["KEY_PREFIX"] = f"ocop-test-{os.getpid()}"
PASSWORD_HASHERS = ["tests.hashers.QuickArgon2PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Whitenoise warns when the folder of collected files is not there; tests serve from the sources.
STATIC_ROOT = tempfile.mkdtemp(prefix="ocop-test-static-")
