"""script/server and script/setup as people use them: real processes, one clear line when something is wrong."""

import os
import re
import shutil
import signal
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from accounts.enums import Role
from tests.patience import PATIENCE_SECONDS
from tests.processes import ROOT, Home, finish, home, read_until

pytestmark = [pytest.mark.services, pytest.mark.long(6)]

PRODUCTION = {
    "OCOP_ENV": "production",
    "SECRET_KEY": "a-key-for-this-test-of-fifty-characters-or-more-0123456789",
    "ALLOWED_HOSTS": "portal.example",
    "BEHIND_PROXY": "1",
}
READY = "The portal answers at"

MARK = """
from ocop_portal import embedded
from ocop_portal.embedded import postgres
from ocop_portal.embedded.places import Places
embedded.ensure()
connection = postgres.connect(Places.current(), 'ocop')
cursor = connection.cursor()
cursor.execute('CREATE TABLE IF NOT EXISTS kept (n int)')
cursor.execute('INSERT INTO kept VALUES (1)')
cursor.execute('SELECT count(*) FROM kept')
print(cursor.fetchone()[0])
connection.commit()
"""

STAY = "import sys; print('ready', flush=True); sys.stdin.read()"

FRESH = """
import sys
from ocop_portal.embedded.places import Places
from ocop_portal.supervise import CannotRun, begin_anew
try:
    begin_anew(Places.current())
except CannotRun as error:
    sys.exit(str(error))
"""


HALF_WAY = """
import os
os.environ['DJANGO_SETTINGS_MODULE'] = 'ocop_portal.settings'
import django
from django.db import ProgrammingError, connection
from ocop_portal import embedded
from ocop_portal.prepare import migrate
embedded.ensure()
django.setup()
with connection.cursor() as cursor:
    cursor.execute('CREATE TABLE axes_accessattempt ()')
try:
    migrate()
except ProgrammingError:
    print(connection.introspection.table_names())
with connection.cursor() as cursor:
    cursor.execute('DROP TABLE axes_accessattempt')
migrate()
print(len(connection.introspection.table_names()) > 20)
"""


class Server:
    """A portal on a port of its own."""

    def __init__(self, place: Home, port: int) -> None:
        self.place, self.port = place, port

    def start(self, **env: str):
        """Start the server and return its process and first output when it answers."""
        process = self.begin(**env)
        return process, read_until(process, READY)

    def begin(self, *arguments: str, **env: str):
        """Start the server and do not wait."""
        return self.place.start("script/server", *arguments, PORT=str(self.port), **{**PRODUCTION, **env})

    def status(self) -> int:
        """Return the status of the health check."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        connection.request("GET", "/healthz", headers={"Host": "portal.example", "X-Forwarded-Proto": "https"})
        return connection.getresponse().status

    def mark(self) -> int:
        """Add a row to the database and return how many there are."""
        return int(finish(self.place.python(MARK))[1])


@pytest.fixture(scope="module")
def module_place():
    """One var folder for the tests of this module: the first start is the slow one."""
    with home() as place:
        code, output = place.run("script/setup")
        assert code == 0, output
        yield place


@pytest.fixture
def server(module_place, free_port):
    yield Server(module_place, free_port)
    module_place.kill_all()


@pytest.fixture
def other_server(free_port):
    """One whose data may go: the others need not make them anew."""
    with home() as place:
        yield Server(place, free_port)


def one_line(output: str) -> str:
    """Return the only line of an output."""
    lines = output.strip().split("\n")
    assert len(lines) == 1, output
    return lines[0]


def test_it_answers_alone_and_keeps_its_data_after_a_kill_of_everything(server):
    process, _ = server.start()
    assert server.status() == 200
    rows = server.mark()
    refuses_a_second(server)
    server.place.kill_all()
    process.communicate()
    process, output = server.start()
    # No set-up, no migration, no demo again: that makes the second start a matter of seconds.
    assert not re.search("Installing|Applying|Loading", output), output
    assert server.status() == 200
    assert server.mark() == rows + 1
    process.send_signal(signal.SIGTERM)
    assert finish(process)[0] == 0
    assert server.place.living() == {}


def refuses_a_second(server):
    """Try a second server on the same folder, and one on the same port."""
    code, output = finish(server.begin())
    assert code == 1
    assert one_line(output).startswith(f"script/server: the portal already runs from {server.place.var}: http://")
    with home() as other:
        code, output = finish(Server(other, server.port).begin())
        assert code == 1
        assert one_line(output).startswith(f"script/server: port {server.port} is in use")
        assert other.living() == {}


def test_ctrl_c_stops_everything_also_while_it_starts(server):
    process = server.begin()
    read_until(process, "Booting worker")
    process.send_signal(signal.SIGINT)
    assert finish(process)[0] == 0
    assert server.place.living() == {}


def test_one_process_that_ends_ends_all(server):
    process, _ = server.start()
    beat = [pid for pid in server.place.living() if b"beat" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    os.kill(beat[0], signal.SIGKILL)
    code, output = finish(process)
    assert code == 1
    assert "script/server: beat has ended by itself (code -9); everything is stopped.\n" in output
    assert server.place.living() == {}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_killed_supervisor_takes_its_processes_with_it(server):
    process, _ = server.start()
    process.kill()
    process.communicate()
    end = time.monotonic() + PATIENCE_SECONDS
    while set(server.place.living().values()) - {"postgres", "valkey-server"}:
        assert time.monotonic() < end, server.place.living()
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"PORT": "eighty"}, "PORT must be a number"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}, "the database does not serve"),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "REDIS_URL does not answer"),
    ],
)
def test_a_wrong_setting_is_refused_in_one_line(server, env, words):
    code, output = server.place.run("script/server", **{**PRODUCTION, "PORT": str(server.port), **env})
    assert code == 1
    line = one_line(output)
    assert line.startswith("script/server: ")
    assert words in line
    assert server.place.living() == {}


def test_the_first_tables_come_all_together_or_not_at_all():
    with home() as place:
        code, output = finish(place.python(HALF_WAY))
        assert (code, output) == (0, "['axes_accessattempt']\nTrue\n")


def test_fresh_removes_the_data_and_nothing_else(other_server):
    other_server.mark()
    note = other_server.place.var / "note.txt"
    note.write_text("mine")
    assert finish(other_server.place.python(FRESH)) == (0, "")
    assert other_server.mark() == 1
    assert note.read_text() == "mine"


def test_fresh_keeps_away_from_data_that_are_in_use_or_not_its_own(other_server):
    other_server.mark()
    user = other_server.place.start(sys.executable, "manage.py", "shell", "--no-imports", "-c", STAY)
    read_until(user, "ready")
    assert "another command uses the database" in finish(other_server.place.python(FRESH))[1]
    finish(user)
    for env, words in (
        ({"DATABASE_URL": "postgres://a@b/c"}, "DATABASE_URL names another"),
        (PRODUCTION, "not with OCOP_ENV=production"),
    ):
        code, output = finish(other_server.place.python(FRESH, **env))
        assert code == 1
        assert words in one_line(output)
    (other_server.place.var / "postgres" / "PG_VERSION").rename(other_server.place.var / "postgres" / "else")
    assert "no database of the portal" in finish(other_server.place.python(FRESH))[1]


def test_the_demo_shows_an_account_for_each_role_and_never_reaches_production(free_port):
    with home() as place:
        server = Server(place, free_port)
        process, output = server.start(OCOP_ENV="development")
        assert f"{READY} http://127.0.0.1:{free_port}/" in output
        for role in Role.labels:
            if not re.search(f"^{role} ", output, re.MULTILINE):
                output += read_until(process, f"{role} ")
        process.terminate()
        assert finish(process)[0] == 0
        code, output = finish(server.begin())
        assert code == 1
        assert "has demo accounts" in one_line(output)
        assert place.living() == {}
        each_part_refuses_the_demo(place, free_port)


def each_part_refuses_the_demo(place, port):
    """Start the parts as a unit of systemd does, each alone."""
    keeper = place.start(sys.executable, "manage.py", "shell", "--no-imports", "-c", STAY)
    read_until(keeper, "ready")
    celery = ["celery", "-A", "ocop_portal"]
    for command in (["gunicorn"], [*celery, "worker"], [*celery, "beat", "--pidfile="]):
        code, output = place.run(sys.executable, "-m", *command, PORT=str(port), **PRODUCTION)
        assert code not in (None, 0), output
        assert "the database has demo accounts" in output
        assert "Traceback" not in output
    finish(keeper)


@pytest.fixture
def checkout(tmp_path):
    """A checkout without anything installed: the scripts and the lists of packages."""
    shutil.copytree(ROOT / "script", tmp_path / "script", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-node.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_a_python_that_is_too_old_is_refused_in_one_line(checkout):
    tools = checkout / "bin"
    tools.mkdir()
    for name in ("bash", "dirname", "env"):
        (tools / name).symlink_to(shutil.which(name))
    old = tools / "python3"
    old.write_text(f'#!{shutil.which("bash")}\n[ "$1" = -V ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    code, output = Home(checkout / "var").run(checkout / "script" / "server", PATH=str(tools))
    assert code == 1
    assert one_line(output).startswith("script/server: Python 3.11 or later is needed, here is Python 3.9.2")
    old.unlink()
    code, output = Home(checkout / "var").run(checkout / "script" / "server", PATH=str(tools))
    assert (code, "here is no python3" in one_line(output)) == (1, True)


def test_no_network_is_said_in_one_line(checkout):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:1/", "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    code, output = Home(checkout / "var").run(checkout / "script" / "setup", **nowhere)
    assert code == 1
    assert output.strip().split("\n")[-1].startswith("script/setup: cannot install the Python packages: no network")
    assert "Traceback" not in output
