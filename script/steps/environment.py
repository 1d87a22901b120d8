"""The virtual environment and the system's own libraries."""

import ctypes
import ctypes.util
import importlib.util
import os
import shutil
import subprocess
import sys

from common import PYTHON, ROOT, VENV, digest, fail, is_done, note_done, run, say, try_to_run

PANGO = {"pango-1.0": "libpango-1.0.so.0", "pangoft2-1.0": "libpangoft2-1.0.so.0"}
PANGO_PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PDF_TOOLS = ("pdftotext", "pdffonts")
# What the program that drives the browser in tests is linked to; a bare Debian does not have it.
DRIVER_LIBRARY, DRIVER_PACKAGE = "libatomic.so.1", "libatomic1"


def make_venv() -> None:
    """Make ``.venv``, or make it anew when its Python is gone from the machine."""
    if PYTHON.exists():
        probe = subprocess.run([PYTHON, "-c", "import pip"], check=False, capture_output=True)
        if probe.returncode == 0:
            return
    if importlib.util.find_spec("ensurepip") is None:
        fail("Python's venv module is missing: install it first (Debian: apt-get install python3-venv).")
    say("Making .venv ...")
    run([sys.executable, "-m", "venv", "--clear", VENV], what="make .venv")


def install_packages(*, dev: bool) -> None:
    """Install the pinned packages, unless these very files were installed already."""
    plain, full = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
    mark, full_mark = digest([plain], sys.version), digest([plain, full], sys.version)
    if is_done(VENV / "stamps" / full.name, full_mark):
        return
    if not dev and is_done(VENV / "stamps" / plain.name, mark):
        return
    say("Installing the Python packages (about half a minute) ...")
    pip_install(full if dev else plain)
    note_done(VENV / "stamps" / plain.name, mark)
    if dev:
        note_done(VENV / "stamps" / full.name, full_mark)


def pip_install(requirements) -> None:
    """Install one file of pinned packages into ``.venv``."""
    command = [PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    run([*command, "-r", requirements], what="install the Python packages", env={"PIP_ROOT_USER_ACTION": "ignore"})


def has_pango() -> bool:
    """Whether the libraries that lay out PDF text can be loaded."""
    return all(can_load(file) or ctypes.util.find_library(name) for name, file in PANGO.items())


def can_load(file: str) -> bool:
    """Whether a library of the system is there."""
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def install_system_packages(*, dev: bool) -> None:
    """See to Pango, and for tests to Chromium, its driver and poppler: by apt as root, else say what to install."""
    missing = [] if has_pango() else list(PANGO_PACKAGES)
    if dev and not any(map(shutil.which, BROWSERS)):
        missing.append("chromium")
    if dev and not all(map(shutil.which, PDF_TOOLS)):
        missing.append("poppler-utils")
    if dev and not can_load(DRIVER_LIBRARY):
        missing.append(DRIVER_PACKAGE)
    if not missing:
        return
    words = " ".join(missing)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        fail(f"these system packages are missing, install them first (Debian: sudo apt-get install {words}).")
    say(f"Installing {words} by apt ...")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    try_to_run([*apt, "update"], env=quiet)  # one broken source of many is no reason to give up
    run([*apt, "install", "-y", "--no-install-recommends", *missing], what=f"install {words} by apt", env=quiet)
