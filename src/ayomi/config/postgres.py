"""Starts, shares and stops the embedded PostgreSQL of one data directory.

Whether the server lives and whether anybody uses it is never read from process numbers, which outlive their process
and are given to others, but from two locks that the kernel releases when the last holder is gone (see
docs/decisions/0002-embedded-postgresql.md). Any number of processes may use the server at once; the last one to leave
stops it, and when that one was killed, the guard does.
"""

# ruff: noqa: S603 (every program run here is one this module names)

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from ayomi.config import data_directory as places
from ayomi.config.data_directory import DatabaseProblem, DataDirectory, alone, is_free, plain_failures, prepare
from ayomi.config.postgres_binaries import MAJOR_VERSION, program_directory
from ayomi.config.postgres_settings import access_map, access_rules, settings_here

DATABASE = "ayomi"
ROLE = "ayomi"
"""Owns the database; may create roles and databases, is no superuser: as on a server that someone else runs."""
SUPERUSER = "postgres"

SECONDS_TO_START = 300.0
"""Long, because after a crash the server first replays what was not yet in place."""
SECONDS_TO_STOP = 60.0
SECONDS_FOR_LEFTOVERS = 5.0
"""How long processes of a killed server may take to notice before they are ended."""
ROOM_FOR_A_NEW_DATABASE = 256 * 1024 * 1024
LARGEST_LOG = 16 * 1024 * 1024

_guards: list[subprocess.Popen[bytes]] = []
"""Guards this process has started and not yet seen end; a guard may well outlive the hold that started it."""


class Hold:
    """One share of the users' lock. The kernel lets go of it when the process dies, however it dies."""

    def __init__(self, directory: DataDirectory) -> None:
        self.process = os.getpid()
        self._descriptor: int | None = places.open_lock(directory.users_lock)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    @property
    def held(self) -> bool:
        """Whether this process took it and has not let go. A forked child only shares what its parent holds."""
        return self._descriptor is not None and self.process == os.getpid()

    def is_the_last(self) -> bool:
        """Whether no other hold exists. Afterwards the only thing left to do is `let_go`."""
        assert self._descriptor is not None
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def let_go(self) -> None:
        if self._descriptor is not None:
            # Said aloud: a forked child may have a copy of the descriptor, and closing ours alone would keep the lock.
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            os.close(self._descriptor)
            self._descriptor = None


@dataclass(frozen=True)
class Running:
    """A hold on a running server. The server stays until every hold, in whatever process, is let go by `stop`.

    url: for the application, role `ayomi`, database `ayomi`. superuser_url: for backups and the care of the server.
    pid: of the server's first process. joined: the server was already running when this hold was taken.
    """

    url: str
    superuser_url: str
    data_directory: Path
    socket_directory: Path
    log: Path
    pid: int
    joined: bool
    _directory: DataDirectory = field(repr=False)
    _hold: Hold = field(repr=False)

    def alive(self) -> bool:
        """Whether the server of this hold still accepts connections. If not, `start` again brings it back."""
        return _answers(self._directory) is None

    def stop(self) -> None:
        """Let go, and stop the server when nobody else holds it. Calling it again does nothing."""
        if not self._hold.held:
            return
        with plain_failures(self.data_directory), alone(self._directory.starting_lock):
            try:
                if self._hold.is_the_last():
                    _stop_server(self._directory)
            finally:
                self._hold.let_go()
                _reap_guards()


def start(data_directory: Path, *, durable: bool = True) -> Running:
    """Start the server of this data directory, or join it where it already runs; make what is missing.

    durable: false only for data that may be lost. Raises DatabaseProblem with one line for a person.
    """
    directory = prepare(data_directory)
    with plain_failures(directory.path), alone(directory.starting_lock):
        hold = Hold(directory)
        try:
            joined = _is_running(directory)
            if not joined:
                _launch(directory, durable=durable)
            _make_database(directory)
            pid = _process_number(directory)
        except BaseException:
            hold.let_go()
            raise
    return Running(
        url=_url(directory, ROLE, DATABASE),
        superuser_url=_url(directory, SUPERUSER, DATABASE),
        data_directory=directory.path,
        socket_directory=directory.socket_directory,
        log=directory.log,
        pid=pid,
        joined=joined,
        _directory=directory,
        _hold=hold,
    )


@contextlib.contextmanager
def running(data_directory: Path, *, durable: bool = True) -> Iterator[Running]:
    """The server of this data directory for the length of the block."""
    server = start(data_directory, durable=durable)
    try:
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def ephemeral() -> Iterator[Running]:
    """A new, empty, quick server that is gone after the block, files and all.

    When its process is killed, the guard stops the server and the next `ephemeral` removes the files.
    """
    base = Path(tempfile.gettempdir()) / f"ayomi-ephemeral-{os.geteuid()}"
    with plain_failures(base):
        # Open to be entered, closed to be listed: the account that runs the server for root must get through.
        base.mkdir(mode=0o711, exist_ok=True)
        if base.lstat().st_uid != os.geteuid() or base.is_symlink():
            raise DatabaseProblem(f"{base} belongs to someone else: remove it, or set TMPDIR.")
        with alone(base / "sweep.lock"):
            _sweep(base)
            place = Path(tempfile.mkdtemp(dir=base))
            place.chmod(0o711)
            # Held from the first moment, so that no other sweep takes the directory for a leftover.
            claim = places.open_lock(place / "claim.lock")
            fcntl.flock(claim, fcntl.LOCK_EX)
    try:
        with running(place, durable=False) as server:
            yield server
    finally:
        with alone(base / "sweep.lock"):
            _remove(place)
            os.close(claim)


def _sweep(base: Path) -> None:
    for place in base.iterdir():
        if place.is_dir() and is_free(place / "claim.lock") and is_free(place / "server.lock"):
            _remove(place)


def _remove(place: Path) -> None:
    directory = prepare(place)
    shutil.rmtree(place)
    if directory.socket_directory.is_dir():
        shutil.rmtree(directory.socket_directory)


def _is_running(directory: DataDirectory) -> bool:
    """Whether a usable server is there to join. Waits for one that is starting, stopping or dying."""
    deadline = time.monotonic() + SECONDS_TO_START
    leftovers_since: float | None = None
    while not is_free(directory.server_lock):
        if (refusal := _answers(directory)) is None:
            return True
        if _find_server(directory) is None:
            # The server is dead and some of its processes live: the data may not be touched before they are gone.
            leftovers_since = leftovers_since or time.monotonic()
            if time.monotonic() - leftovers_since > SECONDS_FOR_LEFTOVERS:
                _end_leftovers(directory)
        if time.monotonic() > deadline:
            raise DatabaseProblem(f"The database in {directory.path} is held but does not answer: {refusal}")
        time.sleep(0.05)
    return False


def _answers(directory: DataDirectory) -> str | None:
    """None when the server answers at its socket and is the one of this directory, else the reason in one line."""
    try:
        with psycopg.connect(_url(directory, SUPERUSER, "postgres"), connect_timeout=5, autocommit=True) as connection:
            row = connection.execute("SELECT current_setting('data_directory')").fetchone()
    except psycopg.Error as refused:
        return places.last_line(str(refused))
    if row is None or Path(row[0]) != directory.cluster:
        return f"another database answers at {directory.socket_directory}"
    return None


def _launch(directory: DataDirectory, *, durable: bool) -> None:
    """Start the server of a directory in which none lives. The caller holds the starting lock."""
    programs = program_directory(directory)
    _require_this_version(directory)
    if not (directory.cluster / "PG_VERSION").exists():
        _make_cluster(directory, programs, durable=durable)
    _disown_process_file(directory)
    directory.write(directory.cluster / "postgresql.conf", settings_here(directory.socket_directory, durable=durable))
    directory.write(directory.cluster / "pg_hba.conf", access_rules())
    directory.write(directory.cluster / "pg_ident.conf", access_map(directory.account))
    with _open_log(directory) as log:
        log_before = log.tell()
        guard = subprocess.Popen(
            [sys.executable, "-m", "ayomi.config.postgres_guard", directory.path, programs / "postgres"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C in the terminal is for the application: the database must outlive it to be stopped in order.
            start_new_session=True,
            cwd="/",
        )
    _reap_guards()
    _guards.append(guard)
    _await_readiness(directory, guard, log_before)


def _reap_guards() -> None:
    _guards[:] = [guard for guard in _guards if guard.poll() is None]


def _open_log(directory: DataDirectory) -> IO[bytes]:
    if directory.log.exists() and directory.log.stat().st_size > LARGEST_LOG:
        directory.log.replace(directory.log.with_suffix(".log.1"))
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    log = os.fdopen(os.open(directory.log, flags, 0o600), "ab")
    directory.give(directory.log)
    return log


def _await_readiness(directory: DataDirectory, guard: subprocess.Popen[bytes], log_before: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while guard.poll() is None:
        if (refusal := _answers(directory)) is None:
            return
        if time.monotonic() > deadline:
            guard.terminate()
            raise DatabaseProblem(f"The database did not start within {SECONDS_TO_START:.0f} s: {refusal}")
        time.sleep(0.02)
    with directory.log.open("rb") as log:
        log.seek(log_before)
        raise DatabaseProblem(explain_failure(log.read().decode(errors="replace"), directory))


def explain_failure(log: str, directory: DataDirectory) -> str:
    """One line for a person out of what PostgreSQL's programs wrote before they gave up."""
    if "No space left on device" in log or "Disk quota exceeded" in log:
        return places.disk_full(directory.path)
    reasons = [line for line in log.splitlines() if any(mark in line for mark in ("FATAL:", "PANIC:", "error:"))]
    reason = reasons[-1] if reasons else places.last_line(log)
    for mark in ("FATAL:", "PANIC:", "error:"):
        reason = reason.rpartition(mark)[2].strip()
    return f"The database in {directory.path} did not start ({reason}); {directory.log} tells more."


def _require_this_version(directory: DataDirectory) -> None:
    mark = directory.cluster / "PG_VERSION"
    if not mark.exists():
        if directory.cluster.exists() and any(directory.cluster.iterdir()):
            raise DatabaseProblem(f"{directory.cluster} is not a database, and not empty: set AYOMI_DATA elsewhere.")
        return
    found = mark.read_text().strip()
    if found != str(MAJOR_VERSION):
        raise DatabaseProblem(
            f"The data in {directory.cluster} was written by PostgreSQL {found}, and this is {MAJOR_VERSION}: "
            "bring it over with pg_upgrade or pg_dump, or set AYOMI_DATA to another directory."
        )


def _make_cluster(directory: DataDirectory, programs: Path, *, durable: bool) -> None:
    """initdb beside the final place, which it takes only when whole: a killed start leaves no half database."""
    if durable and shutil.disk_usage(directory.path).free < ROOM_FOR_A_NEW_DATABASE:
        raise DatabaseProblem(places.disk_full(directory.path))
    unfinished = directory.path / "postgresql.new"
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(mode=0o700)
    directory.give(unfinished)
    arguments = [
        str(programs / "initdb"),
        f"--pgdata={unfinished}",
        f"--username={SUPERUSER}",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--auth=peer",
        "--no-instructions",
        *([] if durable else ["--no-sync"]),
    ]
    made = subprocess.run(
        arguments,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C"},
        **directory.account.process_arguments(),
    )
    if made.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise DatabaseProblem(explain_failure(made.stderr, directory))
    if directory.cluster.exists():
        directory.cluster.rmdir()
    unfinished.rename(directory.cluster)


def _disown_process_file(directory: DataDirectory) -> None:
    """Make a left postmaster.pid harmless.

    Its number may now belong to any program, and PostgreSQL would take that for its own predecessor. A number no
    process can have makes PostgreSQL look at the one thing that counts: whether the old shared memory is in use.
    """
    file = directory.cluster / "postmaster.pid"
    if not file.exists():
        return
    number, _, rest = file.read_text().partition("\n")
    if number.strip().isdigit() and _is_server(int(number), directory):
        raise DatabaseProblem(
            f"A PostgreSQL started by other means (process {number.strip()}) uses {directory.cluster}: stop it first."
        )
    directory.write(file, f"{2**31 - 1}\n{rest}")


def _process_number(directory: DataDirectory) -> int:
    return int((directory.cluster / "postmaster.pid").read_text().split("\n", 1)[0])


def _find_server(directory: DataDirectory) -> int | None:
    """The number of the server's first process when it can be seen from here and truly is that."""
    try:
        number = _process_number(directory)
    except (FileNotFoundError, ValueError):
        return None
    return number if _is_server(number, directory) else None


def _is_server(number: int, directory: DataDirectory) -> bool:
    """Whether the process of this number is the server of this directory: by its command line, zombies have none."""
    words = Path(f"/proc/{number}/cmdline")
    if Path("/proc/self/cmdline").exists():
        try:
            command = words.read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            return False
        return b"-D" in command and os.fsencode(directory.cluster) in command
    shown = subprocess.run(["/bin/ps", "-o", "command=", "-p", str(number)], capture_output=True, text=True)
    return f"-D {directory.cluster}" in shown.stdout


def _end_leftovers(directory: DataDirectory) -> None:
    """End processes of a dead server that are too busy to notice. Committed data is safe: the next start replays it."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "cwd").readlink() == directory.cluster and "postgres" in (process / "comm").read_text():
                os.kill(int(process.name), signal.SIGKILL)


def _make_database(directory: DataDirectory) -> None:
    try:
        with psycopg.connect(_url(directory, SUPERUSER, "postgres"), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone() is None:
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE NOSUPERUSER").format(sql.Identifier(ROLE))
                )
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
                names = sql.Identifier(DATABASE), sql.Identifier(ROLE)
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))
    except psycopg.errors.DiskFull as full:
        raise DatabaseProblem(places.disk_full(directory.path)) from full
    except psycopg.Error as refused:
        raise DatabaseProblem(f"The database in {directory.path} failed: {places.last_line(str(refused))}") from refused


def _url(directory: DataDirectory, role: str, database: str) -> str:
    return f"postgresql://{role}@/{database}?host={quote(str(directory.socket_directory), safe='/')}&port=5432"


def _stop_server(directory: DataDirectory) -> None:
    """Stop in good order; where that takes too long, at once, which loses nothing that was committed."""
    for order, patience in ((signal.SIGINT, SECONDS_TO_STOP), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
        if (number := _find_server(directory)) is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, order)
        if _within(patience, lambda: is_free(directory.server_lock)):
            return
    raise DatabaseProblem(f"The database in {directory.path} does not stop; {directory.log} tells more.")


def _within(seconds: float, met: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not met():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
