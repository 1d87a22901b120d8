"""Commands of the portal on a database of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(database: str, media: Path, *arguments: str, **environment: str) -> subprocess.Popen:
    """Start a command of the portal on a database."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
            "OCOP_TEST_DATABASE": database,
            "OCOP_TEST_MEDIA": str(media),
            "OCOP_TEST_BROKER_PREFIX": "ocop-test-demo:",
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen) -> str:
    """Wait for a command and return its output; a failure shows what it said."""
    out, errors = process.communicate()
    assert process.returncode == 0, errors
    return out


def run(database: str, media: Path, *arguments: str) -> str:
    """Run a command of the portal on a database and return its output."""
    return finish(start(database, media, *arguments))


def figures(database: str, media: Path, *arguments: str) -> dict:
    """Return the figures that ``manage.py report`` prints."""
    return json.loads(run(database, media, "report", *arguments, "--format", "json", "--output", "-"))["figures"]
