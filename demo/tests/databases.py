"""Commands of the portal on a database of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Prints a digest of all rows of the demo, and their numbers.
ROWS = """
import hashlib
from evaluations.models import Dossier, ScoreLine
from products.models import Certificate, Product, Recognition, Revocation, SalesChannel
from producers.models import Producer
def rows(model, *names):
    return list(model.objects.order_by("pk").values_list(*names))
everything = [
    rows(Producer, "name", "unit__code", "legal_form", "tax_code", "representatives__name"),
    rows(Product, "name", "producer", "group__code", "description"),
    rows(SalesChannel, "product", "kind", "name", "since", "until"),
    rows(Certificate, "product", "kind", "number", "issued_on"),
    rows(Recognition, "product", "star", "kind", "decided_on", "points", "document__number"),
    rows(Revocation, "recognition", "ground", "decided_on"),
    rows(Dossier, "product", "round", "state", "submitted_on", "summary", "annual_revenue_vnd"),
    rows(ScoreLine, "sheet__assignment", "criterion__code", "option__points"),
]
print(hashlib.sha256(repr(everything).encode()).hexdigest(), [len(part) for part in everything])
"""


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


def rows_of(demo) -> str:
    """Return what ``ROWS`` prints of the demo."""
    return run(demo.name, demo.media, "shell", "--no-imports", "-c", ROWS)
