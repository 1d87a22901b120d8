"""Where the embedded services keep their files, and who may use them at one time."""

import contextlib
import fcntl
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ocop_portal.embedded.errors import EmbeddedError

ROOT = Path(__file__).resolve().parents[2]

# The kernel takes 107 bytes of path for a socket on Linux and 103 on macOS.
LONGEST_SOCKET_PATH = 99
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"


def var_folder() -> Path:
    """Return the folder of all run-time data: ``OCOP_VAR``, or ``var`` beside the code."""
    return Path(os.environ.get("OCOP_VAR") or ROOT / "var").expanduser().absolute()


def socket_folder(var: Path) -> Path:
    """Return the folder of the sockets of ``var``: always the same one for the same ``var``.

    It is ``var/run`` where the kernel can take so long a path, else a folder under ``/tmp``
    named by a hash. ``TMPDIR`` is left aside on purpose: two people's shells may differ.
    """
    near = var / "run"
    if len(os.fsencode(near / LONGEST_SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
        return near
    digest = hashlib.sha256(os.fsencode(var)).hexdigest()[:12]
    return Path("/tmp") / f"ocop-{digest}"  # noqa: S108 - its owner and mode are checked before use


@dataclass(frozen=True)
class Places:
    """The folders of one set of services."""

    var: Path

    @classmethod
    def current(cls) -> "Places":
        """Return the folders of ``OCOP_VAR``."""
        return cls(var_folder())

    @property
    def run(self) -> Path:
        """The sockets; nobody else may enter."""
        return socket_folder(self.var)

    @property
    def log(self) -> Path:
        """What the services say."""
        return self.var / "log"

    @property
    def postgres(self) -> Path:
        """The database cluster."""
        return self.var / "postgres"

    @property
    def valkey(self) -> Path:
        """The broker's file."""
        return self.var / "valkey"

    @property
    def valkey_socket(self) -> Path:
        """The broker's socket."""
        return self.run / "valkey.sock"

    def make(self) -> None:
        """Make the folders that every service needs, the socket folder closed to others."""
        try:
            self.var.mkdir(parents=True, exist_ok=True)
            self.log.mkdir(exist_ok=True)
            self.run.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise EmbeddedError(f"cannot write in {self.var}: {error.strerror}") from error

    def check_run(self, owners: set[int]) -> None:
        """Refuse a socket folder that somebody else made or could write in."""
        info = self.run.lstat()
        if not stat.S_ISDIR(info.st_mode) or info.st_uid not in owners:
            raise EmbeddedError(f"{self.run} belongs to somebody else: remove it and start again")
        if stat.S_IMODE(info.st_mode) != 0o700:
            self.run.chmod(0o700)


def open_lock(path: Path) -> IO[bytes]:
    """Open a lock file; made by root, it goes to the owner of its folder."""
    try:
        file = path.open("ab")
        if os.geteuid() == 0:
            owner = path.parent.stat()
            os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
    except OSError as error:
        raise EmbeddedError(f"cannot write {path}: {error.strerror}") from error
    return file


@contextlib.contextmanager
def mutex(places: Places) -> Iterator[None]:
    """Let one process at a time start or stop services; the kernel frees it after a kill."""
    with open_lock(places.var / "embedded.lock") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Hold:
    """One process's share in the services; the last holder to leave stops them.

    A shared ``flock`` is the count of users: it needs no clean-up after ``kill -9``.
    """

    def __init__(self, places: Places) -> None:
        self.places = places
        self.pid = os.getpid()
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Take the share; call it under the mutex."""
        if self._file is None:
            self._file = open_lock(self.places.var / "embedded.users")
            fcntl.flock(self._file, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Give the share up and tell whether nobody is left; call it under the mutex."""
        if self._file is None:
            return False
        # Said aloud, since a forked child may still have the same open file.
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._file.close()
        self._file = None
        return not in_use(self.places)


def in_use(places: Places) -> bool:
    """Whether any process holds a share; call it under the mutex."""
    with open_lock(places.var / "embedded.users") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
