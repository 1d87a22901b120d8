"""Settings of a worker that serves one test: its database, its files, its part of the broker."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES

DATABASES["default"]["NAME"] = os.environ["OCOP_TEST_DATABASE"]
MEDIA_ROOT = os.environ["OCOP_TEST_MEDIA"]
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **CELERY_BROKER_TRANSPORT_OPTIONS,
    "global_keyprefix": os.environ["OCOP_TEST_BROKER_PREFIX"],
}
