"""The commands of the folder script/: only Python's own library, for nothing is installed yet."""

import argparse
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Mapping

from common import PYTHON, ROOT, VAR, VENV, alone, say
from environment import install_packages, install_system_packages, make_venv

from assets import build_assets


def main() -> None:
    """Run one command: its name is the first argument."""
    # Turned into an exception, so that a program in the middle of its work is stopped too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ["PYTHONUTF8"] = "1"  # Vietnamese lines also where the locale is C
    commands = {
        "setup": setup,
        "assets": assets,
        "server": server,
        "test": test,
        "lint": lint,
        "bench": bench,
        "screenshots": screenshots,
    }
    try:
        commands[sys.argv[1]](sys.argv[2:])
    except KeyboardInterrupt:
        sys.exit(130)


def setup(arguments: list[str]) -> None:
    """Prepare the checkout."""
    parser = argparse.ArgumentParser(prog="script/setup", description="Prepare this checkout to run.")
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    set_up(dev=parser.parse_args(arguments).dev)
    say("Ready: script/server runs the portal.")


def set_up(*, dev: bool, system: bool = True) -> None:
    """Do all that is missing, and only that."""
    with alone():
        if system:
            install_system_packages(dev=dev)
        make_venv()
        install_packages(dev=dev)
        build_assets()


def assets(_arguments: list[str]) -> None:
    """Build the front-end bundles."""
    with alone():
        make_venv()
        install_packages(dev=False)
        build_assets()


def server(arguments: list[str]) -> None:
    """Prepare the checkout and become the supervisor, under the same process id."""
    if not {"-h", "--help"} & set(arguments):
        set_up(dev=False)
    become([PYTHON, "-m", "ocop_portal.supervise", *arguments])


def test(arguments: list[str]) -> None:
    """Prepare the checkout and become pytest."""
    set_up(dev=True)
    become([PYTHON, "-m", "pytest", *(arguments or ["-n", "2", "--dist", "worksteal"])])


def bench(arguments: list[str]) -> None:
    """Prepare the checkout and measure speed as ratios (benchmarks/README.md)."""
    set_up(dev=True)
    become([PYTHON, "-m", "benchmarks.run", *arguments])


def screenshots(arguments: list[str]) -> None:
    """Prepare the checkout and take pictures of every page of the running demo."""
    set_up(dev=True)
    become([PYTHON, "-m", "demo.screenshots", *arguments])


def become(command: list) -> None:
    """Replace this process."""
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(command[0], [os.fspath(part) for part in command])


def lint(_arguments: list[str]) -> None:
    """Run every check, also after one has failed."""
    set_up(dev=True, system=False)
    tools = VENV / "bin"
    manage = [PYTHON, "manage.py"]
    own = {"OCOP_VAR": str(VAR / "test")}
    production = {
        **own,
        "OCOP_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "portal.example",
        "DEBUG": "",
    }
    checks: list[tuple[list, Mapping[str, str]]] = [
        ([tools / "ruff", "check"], {}),
        ([tools / "ruff", "format", "--check"], {}),
        ([tools / "lint-imports"], {}),
        ([tools / "djlint", "templates", "--check"], {}),
        ([tools / "djlint", "templates", "--lint"], {}),
        ([*manage, "makemigrations", "--check", "--dry-run"], own),
        ([*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
    ]
    failed = [shown(command) for command, env in checks if not passes(command, env)]
    if failed:
        sys.exit(f"script/lint: {len(failed)} of {len(checks)} checks failed: {'; '.join(failed)}.")
    say("script/lint: all checks passed.")


def passes(command: list, env: Mapping[str, str]) -> bool:
    """Run a check with its output on the terminal."""
    say("$ " + shown(command))
    return subprocess.run(command, check=False, cwd=ROOT, env={**os.environ, **env}).returncode == 0


def shown(command: list) -> str:
    """Return a command as one would type it here."""
    return " ".join(str(part).removeprefix(f"{ROOT}/") for part in command)


if __name__ == "__main__":
    main()
