"""The embedded server, with the real programs: started, shared, killed and found again."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from ayomi.config import postgres, postgres_binaries
from ayomi.config.data_directory import DatabaseProblem, is_free, plain_failures, prepare
from ayomi.config.postgres import ephemeral, running, start
from ayomi.config.postgres_settings import MEGABYTE, settings


@pytest.fixture
def empty() -> Iterator[Path]:
    """A directory for a server. Not tmp_path: pytest closes that to the account that runs the server for root."""
    made = Path(tempfile.mkdtemp(prefix="ayomi-test-"))
    made.chmod(0o711)
    yield made
    assert within(20, lambda: not (made / "server.lock").exists() or is_free(made / "server.lock"))
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def used_before() -> Iterator[Path]:
    with ephemeral() as server:
        server.stop()
        yield server.data_directory


@pytest.fixture
def place(used_before: Path) -> Iterator[Path]:
    """A directory in which a server has been before: quicker than making one for each test."""
    assert is_free(used_before / "server.lock")
    yield used_before
    assert within(20, lambda: is_free(used_before / "server.lock"))


def within(seconds: float, met: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not met() and time.monotonic() < deadline:
        time.sleep(0.02)
    return met()


def query(url: str, text: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(text.encode()).fetchone()
        return row[0] if row else None


def execute(url: str, text: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(text.encode())


def another_user(place: Path) -> subprocess.Popen[str]:
    """A process that holds the server until a line arrives, having told its number and whether it joined."""
    program = (
        "import sys; from pathlib import Path; from ayomi.config.postgres import running\n"
        "with running(Path(sys.argv[1]), durable=False) as server:\n"
        "    print(server.pid, server.joined, flush=True); sys.stdin.readline()\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def told(user: subprocess.Popen[str]) -> tuple[int, bool]:
    assert user.stdout is not None
    number, joined = user.stdout.readline().split()
    return int(number), joined == "True"


def dismiss(user: subprocess.Popen[str]) -> None:
    user.communicate("\n", timeout=30)
    assert user.returncode == 0


def test_a_new_directory_becomes_a_database_of_the_right_kind(empty: Path) -> None:
    with running(empty) as server:
        assert not server.joined
        assert server.alive()
        assert query(server.url, "SELECT current_user || '@' || current_database()") == "ayomi@ayomi"
        rights = "SELECT rolcreaterole AND rolcreatedb AND NOT rolsuper FROM pg_roles WHERE rolname = current_user"
        assert query(server.url, rights) is True
        shape = "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = current_database()"
        assert query(server.url, shape) == "bC.UTF-8"
        assert query(server.url, "SHOW server_encoding") == "UTF8"
        assert query(server.url, "SHOW listen_addresses") == ""
        assert [query(server.url, f"SHOW {name}") for name in ("fsync", "synchronous_commit")] == ["on", "on"]
    assert is_free(empty / "server.lock")
    assert not (empty / "postgresql" / "postmaster.pid").exists()
    server.stop()


def test_a_second_hold_joins_and_its_end_leaves_the_first_alone(place: Path) -> None:
    with running(place, durable=False) as first:
        with running(place) as second:
            assert second.joined
            assert second.pid == first.pid
        assert first.alive()
    assert not first.alive()


def test_the_first_to_start_may_leave_before_the_second(place: Path) -> None:
    first = start(place, durable=False)
    second = start(place, durable=False)
    first.stop()
    first.stop()
    assert second.alive()
    second.stop()
    assert not second.alive()


def test_processes_that_start_at_once_share_one_server(place: Path) -> None:
    users = [another_user(place) for _ in range(3)]
    seen = [told(user) for user in users]
    assert len({number for number, _ in seen}) == 1
    assert [joined for _, joined in seen].count(False) == 1
    for user in users[:-1]:
        dismiss(user)
    assert not is_free(place / "server.lock")
    dismiss(users[-1])
    assert is_free(place / "server.lock")


def test_committed_rows_outlive_a_killed_server(place: Path) -> None:
    first = start(place)
    execute(first.url, "CREATE TABLE receipt AS SELECT generate_series(1, 5000) AS number")
    os.kill(first.pid, signal.SIGKILL)
    assert within(10, lambda: not first.alive())
    with running(place) as second:
        assert query(second.url, "SELECT count(*) FROM receipt") == 5000
        first.stop()
        assert second.alive()


def test_the_guard_stops_the_server_of_a_killed_user(place: Path) -> None:
    user = another_user(place)
    told(user)
    user.kill()
    user.communicate()
    assert within(10, lambda: is_free(place / "server.lock"))
    assert not (place / "postgresql" / "postmaster.pid").exists()


def test_the_server_of_a_killed_user_and_guard_is_found_again_and_stopped(place: Path) -> None:
    user = another_user(place)
    number, _ = told(user)
    guard = int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(guard, signal.SIGKILL)
    user.kill()
    user.communicate()
    with running(place, durable=False) as server:
        assert server.joined
        assert server.pid == number
    assert is_free(place / "server.lock")


def test_a_process_too_busy_to_notice_the_death_of_its_server_is_ended(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "SECONDS_FOR_LEFTOVERS", 0.3)
    first = start(place, durable=False)
    psql = postgres_binaries.program_directory(prepare(place)) / "psql"
    busy = subprocess.Popen([psql, first.url, "-c", "DO $$ BEGIN LOOP END LOOP; END $$"], stderr=subprocess.DEVNULL)
    running_queries = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %'"
    assert within(10, lambda: query(first.superuser_url, running_queries) == 1)
    os.kill(first.pid, signal.SIGKILL)
    assert within(10, lambda: not first.alive())
    assert not is_free(place / "server.lock")
    with running(place, durable=False) as second:
        assert second.alive()
    busy.wait(timeout=10)
    first.stop()


@pytest.mark.parametrize("taken_by", ["another program", "a zombie", "the server of another directory"])
def test_a_left_process_file_whose_number_was_given_away_is_seen_through(place: Path, taken_by: str) -> None:
    file = place / "postgresql" / "postmaster.pid"
    rest = f"\n{place}/postgresql\n1700000000\n5432\n{place}/socket\n\n  1234567  7\nready\n"
    stranger = subprocess.Popen(["/bin/sleep", "0" if taken_by == "a zombie" else "60"])
    try:
        if taken_by == "the server of another directory":
            with ephemeral() as other:
                file.write_text(f"{other.pid}{rest}")
                with running(place, durable=False) as server:
                    assert server.alive()
                    assert server.pid != other.pid
                assert other.alive()
        else:
            assert within(10, lambda: taken_by != "a zombie" or is_zombie(stranger.pid))
            file.write_text(f"{stranger.pid}{rest}")
            with running(place, durable=False) as server:
                assert server.alive()
                assert server.pid != stranger.pid
            assert taken_by == "a zombie" or stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def is_zombie(number: int) -> bool:
    return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_server_started_by_hand_is_neither_joined_nor_harmed(place: Path) -> None:
    start(place, durable=False).stop()
    directory = prepare(place)
    command = [str(postgres_binaries.program_directory(directory) / "postgres"), "-D", str(directory.cluster)]
    by_hand = subprocess.Popen(
        command, stderr=subprocess.DEVNULL, cwd="/", start_new_session=True, **directory.account.process_arguments()
    )
    assert within(10, lambda: (directory.cluster / "postmaster.pid").exists())
    with pytest.raises(DatabaseProblem, match=f"started by other means .process {by_hand.pid}."):
        start(place)
    assert by_hand.poll() is None
    by_hand.send_signal(signal.SIGINT)
    by_hand.wait(timeout=20)


def test_data_of_another_major_version_is_refused_in_one_line(empty: Path) -> None:
    (empty / "postgresql").mkdir()
    (empty / "postgresql" / "PG_VERSION").write_text("16\n")
    with pytest.raises(DatabaseProblem, match=r"^The data in .* was written by PostgreSQL 16, and this is 18: .*$"):
        start(empty)


def test_a_directory_with_something_else_in_it_is_left_as_it_is(empty: Path) -> None:
    (empty / "postgresql").mkdir()
    (empty / "postgresql" / "letter.txt").write_text("mine")
    with pytest.raises(DatabaseProblem, match="is not a database, and not empty"):
        start(empty)
    assert (empty / "postgresql" / "letter.txt").read_text() == "mine"


def test_a_making_that_was_cut_short_is_made_again(empty: Path) -> None:
    (empty / "postgresql.new").mkdir()
    (empty / "postgresql.new" / "PG_VERSION").write_text("18\n")
    with running(empty, durable=False) as server:
        assert server.alive()
    assert not (empty / "postgresql.new").exists()


def test_a_full_disk_is_said_before_anything_is_made(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9, 0))
    with pytest.raises(DatabaseProblem, match=f"^The disk that holds {empty} is full: .*$"):
        start(empty)
    assert not (empty / "postgresql").exists()


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("FATAL:  could not write lock file: No space left on device\n", "is full"),
        ("LOG:  starting\nFATAL:  could not map memory\nLOG:  gone\n", "did not start (could not map memory)"),
        ("initdb: error: could not create directory\n", "did not start (could not create directory)"),
        ("", "did not start (no reason given)"),
    ],
)
def test_what_the_server_said_before_it_gave_up_becomes_one_line(empty: Path, said: str, line: str) -> None:
    explained = postgres.explain_failure(said, prepare(empty))
    assert line in explained
    assert "\n" not in explained


@pytest.mark.parametrize(
    ("number", "line"),
    [(errno.EACCES, "Cannot write to"), (errno.EROFS, "Cannot write to"), (errno.ENOSPC, "is full")],
)
def test_a_refusal_of_the_operating_system_becomes_one_line(number: int, line: str) -> None:
    with pytest.raises(DatabaseProblem, match=line), plain_failures(Path("/data")):
        raise OSError(number, os.strerror(number), "/data/postgresql")


def test_a_file_in_the_way_is_named(empty: Path) -> None:
    (empty / "data").write_text("")
    with pytest.raises(DatabaseProblem, match="is in the way"):
        start(empty / "data")


def test_a_path_too_long_for_a_socket_gets_a_short_one(empty: Path) -> None:
    long = empty / ("x" * 100)
    with running(long, durable=False) as server:
        assert len(os.fsencode(server.socket_directory)) < 90
        assert server.alive()
    server.socket_directory.rmdir()


def test_only_the_account_of_the_database_can_enter_it(place: Path) -> None:
    with running(place, durable=False) as server:
        for private in (server.socket_directory, place / "postgresql"):
            assert private.stat().st_mode & 0o077 == 0
        assert server.log.stat().st_mode & 0o077 == 0


def test_a_broken_key_does_not_write_personal_numbers_into_the_log(place: Path) -> None:
    with running(place, durable=False) as server:
        execute(server.url, "CREATE TABLE person (nik text PRIMARY KEY)")
        execute(server.url, "INSERT INTO person VALUES ('7401010101900001')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            execute(server.url, "INSERT INTO person VALUES ('7401010101900001')")
        log = server.log.read_text()
    assert "duplicate key" in log
    assert "7401010101900001" not in log


def test_an_ephemeral_server_leaves_nothing(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(empty))
    with ephemeral() as server:
        assert query(server.url, "SHOW fsync") == "off"
    assert not server.data_directory.exists()


def test_what_a_killed_ephemeral_server_left_is_swept_by_the_next(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(empty))
    program = (
        "import os, signal; from ayomi.config.postgres import ephemeral\n"
        "with ephemeral() as server:\n"
        "    print(server.data_directory, flush=True); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=os.environ | {"TMPDIR": str(empty)}
    )
    left = Path(killed.stdout.strip())
    assert left.parent.parent == empty
    assert within(10, lambda: is_free(left / "server.lock"))
    with ephemeral() as server:
        assert not left.exists()
        assert server.alive()


def test_programs_copied_elsewhere_still_find_their_libraries(empty: Path) -> None:
    directory = prepare(empty)
    copied = postgres_binaries._copy(postgres_binaries._inside_wheel(), directory)
    assert empty in copied.parents
    for program in ("postgres", "initdb", "psql", "pg_dump"):
        shown = subprocess.run([copied / program, "--version"], capture_output=True, text=True, env={})
        assert shown.stdout.startswith(f"{program} (PostgreSQL) {postgres_binaries.MAJOR_VERSION}.")
    assert postgres_binaries._copy(postgres_binaries._inside_wheel(), directory) == copied


@pytest.mark.parametrize(("memory", "buffers"), [(512, "64MB"), (4096, "512MB"), (65536, "2048MB")])
def test_buffers_follow_the_memory_of_the_machine(memory: int, buffers: str) -> None:
    text = settings(
        memory=memory * MEGABYTE, processors=2, socket_directory=Path("/run/x"), durable=True, shared_memory=None
    )
    assert f"shared_buffers = '{buffers}'" in text
    assert "fsync = on" in text


def test_a_small_shared_memory_of_a_container_is_not_used_for_parallel_queries() -> None:
    text = settings(
        memory=4096 * MEGABYTE,
        processors=2,
        socket_directory=Path("/run/x"),
        durable=True,
        shared_memory=64 * MEGABYTE,
    )
    assert "dynamic_shared_memory_type = 'mmap'" in text
