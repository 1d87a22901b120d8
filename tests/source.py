"""Reading the project's own source, for the tests that keep the house rules."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "core",
    "units",
    "accounts",
    "notices",
    "documents",
    "producers",
    "products",
    "budgets",
    "programme",
    "evaluations",
    "trainings",
    "recognitions",
    "indicators",
    "campaigns",
    "reports",
    "demo",
    "ocop_portal",
)


def modules() -> Iterator[Path]:
    """Return the modules of the apps, without tests and migrations."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts):
                yield path


def name_of(path: Path) -> str:
    """Return the path below the project, for messages and lists of exceptions."""
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    """Return the parsed module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def is_view_module(path: Path) -> bool:
    """Return whether the module holds views."""
    return path.name == "views.py" or path.parent.name == "views"
