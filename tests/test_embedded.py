"""The embedded services: started once, shared, stopped by the last to leave, whole after kill -9."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import environ
import pytest

from ocop_portal import embedded
from ocop_portal.embedded.places import LONGEST_SOCKET_NAME, LONGEST_SOCKET_PATH, Places
from tests.patience import PATIENCE_SECONDS
from tests.processes import Home, finish, home, read_until

pytestmark = [pytest.mark.services, pytest.mark.long(2)]

BOTH = ["postgres", "valkey-server"]

USE = """
import sys
from ocop_portal import embedded
embedded.ensure()
print('ready', flush=True)
sys.stdin.read()
"""

WRITE = """
import sys
import redis
from ocop_portal import embedded
from ocop_portal.embedded import postgres
from ocop_portal.embedded.places import Places
embedded.ensure()
connection = postgres.connect(Places.current(), 'ocop')
connection.cursor().execute("CREATE TABLE kept AS SELECT 'xoài' AS word")
connection.commit()
redis.Redis.from_url(embedded.urls()[1]).set('kept', 'xoài')
print('ready', flush=True)
sys.stdin.read()
"""

STAY = "import sys; print('ready', flush=True); sys.stdin.read()"

READ = """
import redis
from ocop_portal import embedded
from ocop_portal.embedded import postgres
from ocop_portal.embedded.places import Places
embedded.ensure()
cursor = postgres.connect(Places.current(), 'ocop').cursor()
cursor.execute('SELECT word FROM kept')
print(cursor.fetchone()[0], redis.Redis.from_url(embedded.urls()[1]).get('kept').decode())
"""

ASK_POSTGRES = """
from ocop_portal import embedded
from ocop_portal.embedded import postgres
from ocop_portal.embedded.places import Places
embedded.ensure(valkey=False)
cursor = postgres.connect(Places.current(), 'ocop').cursor()
for question in ("lower('ĐỒNG THÁP')", "current_setting('TimeZone')", "current_setting('fsync')",
                 "current_setting('listen_addresses')", "pg_encoding_to_char(encoding) from pg_database limit 1"):
    cursor.execute('SELECT ' + question)
    print(cursor.fetchone()[0])
"""

PASS_A_MESSAGE = f"""
import redis
from kombu import Connection
from ocop_portal import embedded
embedded.ensure(postgres=False)
url = embedded.urls()[1]
with Connection(embedded.broker_url(url)) as broker:
    queue = broker.SimpleQueue('words')
    queue.put('dẻo')
    print(queue.get(timeout={PATIENCE_SECONDS}).payload)
print(redis.Redis.from_url(url).config_get('maxmemory-policy')['maxmemory-policy'])
"""


@pytest.fixture
def place():
    with home() as made:
        yield made


def use(place: Home):
    """Start a process that uses the services until its input ends."""
    process = place.python(USE)
    read_until(process, "ready")
    return process


def servers(place: Home) -> list[str]:
    """Return the names of the servers that live."""
    return sorted({name for name in place.living().values() if name in BOTH})


def test_addresses_of_the_environment_win(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://a@b/c")
    monkeypatch.setenv("REDIS_URL", "redis://d:6379/1")
    assert embedded.urls() == ("postgres://a@b/c", "redis://d:6379/1")
    assert embedded.broker_url("redis://d:6379/1") == "redis://d:6379/1"


def test_addresses_follow_from_the_folder_and_start_nothing(place, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setenv("OCOP_VAR", str(place.var))
    database, broker = embedded.urls()
    settings = environ.Env.db_url_config(database)
    assert (settings["HOST"], settings["NAME"], settings["USER"]) == (f"{place.var}/run", "ocop", "ocop")
    assert broker == f"unix://{place.var}/run/valkey.sock"
    assert embedded.broker_url(broker) == f"redis+socket://{place.var}/run/valkey.sock"
    assert not place.var.exists()


def test_a_long_folder_gets_a_short_socket_folder_that_is_always_the_same():
    places = Places(Path("/srv") / ("a-long-name-" * 10) / "var")
    assert len(str(places.run / LONGEST_SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    assert places.run == Places(places.var).run != Places(places.var / "other").run


def test_the_services_run_from_a_folder_with_a_long_and_odd_name():
    with tempfile.TemporaryDirectory(prefix="ocop-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        place = Home(Path(folder) / ("Đồng Tháp's folder, 100 % long " * 4) / "var")
        try:
            process = use(place)
            assert servers(place) == BOTH
            assert Places(place.var).run.is_dir()
            assert finish(process)[0] == 0
            assert servers(place) == []
            assert not Places(place.var).run.exists()
        finally:
            place.end()


def test_postgres_knows_vietnamese_letters_and_keeps_what_it_says(place):
    code, output = finish(place.python(ASK_POSTGRES))
    assert (code, output.split("\n")[:5]) == (0, ["đồng tháp", "Asia/Ho_Chi_Minh", "on", "", "UTF8"])


def test_the_broker_passes_messages_and_drops_none_for_want_of_memory(place):
    assert finish(place.python(PASS_A_MESSAGE)) == (0, "dẻo\nnoeviction\n")


def test_a_service_named_by_the_environment_is_left_alone(place):
    process = place.python(USE, DATABASE_URL="postgres://nobody@nowhere/nothing")
    read_until(process, "ready")
    assert servers(place) == ["valkey-server"]
    assert finish(process)[0] == 0


def test_the_last_to_leave_stops_the_services_and_not_before(place):
    first = use(place)
    number = (place.var / "postgres" / "postmaster.pid").read_text().split()[0]
    second = use(place)
    assert (place.var / "postgres" / "postmaster.pid").read_text().split()[0] == number
    finish(first)
    assert servers(place) == BOTH
    finish(second)
    assert servers(place) == []


def test_a_killed_user_does_not_count_any_more(place):
    killed, last = use(place), use(place)
    killed.kill()
    killed.communicate()
    finish(last)
    assert servers(place) == []


def test_four_at_once_start_one_set_of_services(place):
    processes = [place.python(USE) for _ in range(4)]
    for process in processes:
        read_until(process, "ready")
    assert list(place.living().values()).count("valkey-server") == 1
    assert [finish(process)[0] for process in processes] == [0, 0, 0, 0]
    assert servers(place) == []


def test_data_outlive_a_kill_of_everything(place):
    process = place.python(WRITE)
    read_until(process, "ready")
    place.kill_all()
    process.communicate()
    assert (place.var / "postgres" / "postmaster.pid").exists()
    assert finish(place.python(READ)) == (0, "xoài xoài\n")
    assert servers(place) == []


def test_a_stale_process_id_that_is_another_programs_now_is_seen_through(place):
    finish(use(place))
    # Of the services' own user: only such a process can be mistaken for the server.
    owner = (place.var / "postgres").stat().st_uid
    with subprocess.Popen(["sleep", "60"], user=owner if os.geteuid() == 0 else None) as sleeper:
        for name in ("postgres/postmaster.pid", "run/.s.PGSQL.5432.lock"):
            stale = f"{sleeper.pid}\n{place.var}/postgres\n1\n5432\n{place.var}/run\n\n\nready\n"
            (place.var / name).write_text(stale)
        (place.var / "valkey" / "valkey.pid").write_text(f"{sleeper.pid}\n")
        finish(use(place))
        assert sleeper.poll() is None
        sleeper.kill()


def test_a_half_made_cluster_is_made_again(place):
    half = place.var / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    finish(use(place))
    assert (place.var / "postgres" / "PG_VERSION").exists()
    assert not half.exists()


def test_data_of_another_version_are_refused_in_one_line(place):
    finish(use(place))
    (place.var / "postgres" / "PG_VERSION").write_text("17\n")
    code, output = place.run(sys.executable, "manage.py", "showmigrations", "units")
    assert code == 1
    assert output.startswith("manage.py: ")
    assert "was made by PostgreSQL 17" in output
    assert output.count("\n") == 1


def test_a_socket_folder_of_somebody_else_is_refused(place):
    place.var.mkdir()
    (place.var / "elsewhere").mkdir()
    (place.var / "run").symlink_to(place.var / "elsewhere")
    code, output = place.run(sys.executable, "manage.py", "showmigrations", "units")
    assert (code, output.count("\n")) == (1, 1)
    assert "belongs to somebody else" in output


def test_a_command_starts_the_services_and_leaves_none_behind(place):
    code, output = place.run(sys.executable, "manage.py", "showmigrations", "units")
    assert code == 0, output
    assert "[ ] 0001" in output
    assert servers(place) == []


def test_a_command_joins_the_services_that_run_and_leaves_them_running(place):
    user = use(place)
    code, output = place.run(sys.executable, "manage.py", "showmigrations", "units")
    assert code == 0, output
    assert servers(place) == BOTH
    finish(user)


def test_a_command_that_is_told_to_end_leaves_the_services_first(place):
    process = place.start(sys.executable, "manage.py", "shell", "--no-imports", "-c", STAY)
    read_until(process, "ready")
    assert servers(place) == BOTH
    process.send_signal(signal.SIGTERM)
    assert finish(process)[0] == 143
    assert servers(place) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to the services' own user")
def test_started_by_root_the_services_do_not_run_as_root(place):
    user = use(place)
    owners = {Path(f"/proc/{pid}").stat().st_uid for pid, name in place.living().items() if name in BOTH}
    assert owners
    assert 0 not in owners
    finish(user)
