"""The system user that the embedded services run as.

PostgreSQL refuses to run as root. Started by root, both services run as a system user of their
own; started by anybody else, they run as that person.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ocop_portal.embedded.errors import EmbeddedError

SERVICE_USER = "ocop-portal"


def service_user(data: Path) -> pwd.struct_passwd:
    """Return the user that owns, or shall own, the data folder of a service.

    Data that a person made stay that person's, also when root starts the service.
    """
    me = os.geteuid()
    owner = data.stat().st_uid if data.exists() else None
    if me != 0:
        if owner not in (None, me):
            raise EmbeddedError(f"{data} belongs to user {_name(owner)}: start as that user, or set OCOP_VAR")
        return _entry(me)
    if owner:
        return _entry(owner)
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        return _make_service_user()


def owners(user: pwd.struct_passwd) -> set[int]:
    """Return the ids of who may own the folders of a service."""
    return {user.pw_uid, os.geteuid()}


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _entry(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedError(f"user id {uid} has no name on this machine, and PostgreSQL needs one") from None


def _make_service_user() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", shutil.which("nologin") or "/usr/sbin/nologin", SERVICE_USER]
    try:
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - fixed words
        return pwd.getpwnam(SERVICE_USER)  # also when another process was faster
    except (OSError, KeyError):
        raise EmbeddedError(f"cannot make the system user {SERVICE_USER}: make it, or start without root") from None


def give(path: Path, user: pwd.struct_passwd) -> None:
    """Hand a file or an empty folder to the service user; does nothing without root."""
    if os.geteuid() == 0:
        os.chown(path, user.pw_uid, user.pw_gid)


def let_through(path: Path, user: pwd.struct_passwd) -> None:
    """Let the service user pass through the folders above ``path`` (search only, not list)."""
    if os.geteuid() != 0 or user.pw_uid == 0:
        return
    for folder in [path, *path.parents]:
        info = folder.stat()
        if info.st_uid == user.pw_uid:
            need = 0o100
        elif info.st_gid == user.pw_gid:
            need = 0o010
        else:
            need = 0o001
        if not info.st_mode & need:
            try:
                folder.chmod((info.st_mode | need) & 0o7777)
            except OSError:
                raise EmbeddedError(f"user {user.pw_name} cannot pass through {folder}") from None


def let_read(tree: Path, user: pwd.struct_passwd) -> None:
    """Let everybody read and run the programs under ``tree``, installed with a tight umask."""
    if os.geteuid() != 0 or user.pw_uid == 0:
        return
    for path in [tree, *tree.rglob("*")]:
        mode = path.stat().st_mode
        wanted = mode | 0o044 | (0o011 if mode & 0o100 else 0)
        if wanted != mode:
            path.chmod(wanted & 0o7777)


def run_as(user: pwd.struct_passwd, command: Sequence[str | Path], **options: Any) -> subprocess.CompletedProcess:
    """Run a program of a service as its user, with a bare environment and no terminal."""
    if os.geteuid() == 0:
        options.update(user=user.pw_uid, group=user.pw_gid, extra_groups=[])
    return subprocess.run(  # noqa: S603 - programs of the two packages, with paths of ours
        [os.fspath(part) for part in command],
        check=False,
        cwd="/",
        env={"LC_ALL": "C", "PATH": os.defpath},
        stdin=subprocess.DEVNULL,
        **options,
    )
