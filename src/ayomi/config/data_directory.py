"""Where the embedded database lives on this machine, and under which account it runs.

A data directory holds the database itself (`postgresql/`), its log, three lock files and, where the path is short
enough, the socket. PostgreSQL refuses to run as root, so root starts it under an account of its own and the data
directory is arranged so that this account can reach exactly what it needs. No directory above it is ever changed.
"""

# ruff: noqa: S603 (every program run here is one this module names)

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ACCOUNT_NAME = "ayomi"
"""Account that runs the database when the starter is root."""

ROOT_DATA_DIRECTORY = Path("/var/lib/ayomi")
"""Where root keeps the data unless told otherwise: a service account cannot enter root's home."""

LONGEST_SOCKET_DIRECTORY = 103 - len("/.s.PGSQL.5432")
"""Bytes. The kernel allows 107 for a socket's whole path on Linux and 103 on macOS; the smaller one holds for both."""


class DatabaseProblem(Exception):
    """The database cannot be used. The text is one line for a person: what is wrong, where, what to do."""


@dataclass(frozen=True)
class Account:
    """The operating-system account that runs PostgreSQL.

    `switched` is true when it is not the account of this process, which is then root.
    """

    name: str
    user: int
    group: int
    switched: bool

    def process_arguments(self) -> dict[str, Any]:
        """Keyword arguments that make `subprocess` run a program under this account."""
        return {"user": self.user, "group": self.group, "extra_groups": []} if self.switched else {}


@dataclass(frozen=True)
class DataDirectory:
    """The places inside one data directory. Made by `prepare`; all paths absolute, symbolic links resolved."""

    path: Path
    account: Account

    @property
    def cluster(self) -> Path:
        return self.path / "postgresql"

    @property
    def log(self) -> Path:
        return self.path / "postgresql.log"

    @property
    def starting_lock(self) -> Path:
        """Held while someone starts or stops the server: one at a time."""
        return self.path / "starting.lock"

    @property
    def users_lock(self) -> Path:
        """Held shared by every process that uses the server. Free means: nobody is left."""
        return self.path / "users.lock"

    @property
    def server_lock(self) -> Path:
        """Inherited by the server and every process it starts. Free means: none of them lives."""
        return self.path / "server.lock"

    @property
    def socket_directory(self) -> Path:
        """Inside the data directory, or in /tmp where that path would be too long for a socket."""
        inside = self.path / "socket"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_DIRECTORY and "," not in str(inside):
            return inside
        name = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        # Its owner is checked when it is made. TMPDIR itself can be too long.
        return Path("/tmp") / f"ayomi-{self.account.user}-{name}"  # noqa: S108

    def give(self, path: Path) -> None:
        """Hand a file or directory over to the account that runs PostgreSQL."""
        if self.account.switched:
            os.chown(path, self.account.user, self.account.group, follow_symlinks=False)

    def write(self, path: Path, text: str) -> None:
        """Replace a small file whole, readable for the account alone."""
        unfinished = path.with_name(path.name + ".new")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        self.give(unfinished)
        unfinished.replace(path)


def default_data_directory(environment: Mapping[str, str]) -> Path:
    """The data directory for this account: AYOMI_DATA, or the usual place of the operating system.

    Root: /var/lib/ayomi. macOS: ~/Library/Application Support/ayomi. Elsewhere: $XDG_DATA_HOME/ayomi or
    ~/.local/share/ayomi. Raises DatabaseProblem when there is no home directory to put it in.
    """
    if chosen := environment.get("AYOMI_DATA"):
        return Path(chosen).expanduser()
    if os.geteuid() == 0:
        return ROOT_DATA_DIRECTORY
    home = environment.get("HOME") or _home_of_this_account()
    if sys.platform == "darwin":
        return Path(home) / "Library" / "Application Support" / "ayomi"
    share = environment.get("XDG_DATA_HOME", "")
    # The XDG specification: a relative path in this variable is invalid and is to be ignored.
    return (Path(share) if share.startswith("/") else Path(home) / ".local" / "share") / "ayomi"


def _home_of_this_account() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_dir
    except KeyError as missing:
        raise DatabaseProblem("This account has no home directory: set AYOMI_DATA to a directory for the data.") from (
            missing
        )


def prepare(path: Path) -> DataDirectory:
    """Make the data directory ready for use; safe to call again. Raises DatabaseProblem."""
    with plain_failures(path):
        is_new = not path.exists()
        path.mkdir(parents=True, exist_ok=True)
        path = path.resolve()
        directory = DataDirectory(path, _account_for(path))
        if is_new:
            # Root's must let the database's account through to its own part, and no one see what else is there.
            path.chmod(0o711 if directory.account.switched else 0o700)
        if not directory.account.switched:
            _require_own(directory)
        for lock in (directory.starting_lock, directory.users_lock, directory.server_lock):
            os.close(open_lock(lock))
            directory.give(lock)
        _require_reachable(directory)
        _make_socket_directory(directory)
    return directory


def _account_for(path: Path) -> Account:
    """Root takes the owner of an existing database, else the account `ayomi`, which it creates when missing."""
    if os.geteuid() != 0:
        try:
            return Account(pwd.getpwuid(os.geteuid()).pw_name, os.geteuid(), os.getegid(), switched=False)
        except KeyError as missing:
            raise DatabaseProblem(
                f"PostgreSQL needs an account with a name, and user number {os.geteuid()} has none: "
                "add it to /etc/passwd, or set DATABASE_URL to a server that runs elsewhere."
            ) from missing
    cluster = path / "postgresql"
    if cluster.exists() and (owner := cluster.stat().st_uid) != 0:
        try:
            record = pwd.getpwuid(owner)
        except KeyError as missing:
            raise DatabaseProblem(
                f"The data in {cluster} belongs to user number {owner}, which has no account here."
            ) from missing
    else:
        record = _service_account()
    return Account(record.pw_name, record.pw_uid, record.pw_gid, switched=True)


def _service_account() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(ACCOUNT_NAME)
    problem = (
        f"PostgreSQL does not run as root and the account {ACCOUNT_NAME!r} cannot be created ({{}}): "
        "create it, start as an ordinary user, or set DATABASE_URL."
    )
    program = shutil.which("useradd", path=os.defpath + ":/usr/sbin:/sbin")
    if program is None:
        raise DatabaseProblem(problem.format("there is no useradd"))
    arguments = ["--system", "--no-create-home", "--home-dir", str(ROOT_DATA_DIRECTORY), "--shell", "/usr/sbin/nologin"]
    made = subprocess.run(
        [program, *arguments, "--user-group", ACCOUNT_NAME], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    try:
        # Another starter may have been quicker; then useradd complains although all is well.
        return pwd.getpwnam(ACCOUNT_NAME)
    except KeyError:
        raise DatabaseProblem(problem.format(last_line(made.stderr))) from None


def _require_own(directory: DataDirectory) -> None:
    """An ordinary user's database must be that user's: PostgreSQL refuses any other, in words for its developers."""
    if directory.cluster.exists() and (owner := directory.cluster.stat().st_uid) != directory.account.user:
        raise DatabaseProblem(
            f"The data in {directory.cluster} belongs to user number {owner}, not to {directory.account.name}: "
            "start as that user, or set AYOMI_DATA to another directory."
        )


def _require_reachable(directory: DataDirectory) -> None:
    if not directory.account.switched:
        return
    # Asked of the system under that account, so that groups, access lists and mounts all count.
    entered = subprocess.run(
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(directory.path)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        cwd="/",
        **directory.account.process_arguments(),
    )
    if entered.returncode != 0:
        raise DatabaseProblem(
            f"The account {directory.account.name!r} that runs PostgreSQL for root cannot enter {directory.path}: "
            f"set AYOMI_DATA to a directory outside closed ones, such as {ROOT_DATA_DIRECTORY}."
        )


def _make_socket_directory(directory: DataDirectory) -> None:
    place = directory.socket_directory
    with contextlib.suppress(FileExistsError):
        place.mkdir(mode=0o700)
        directory.give(place)
    found = place.lstat()
    # In /tmp anyone could have made it first and would then own the door to the database.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {directory.account.user, os.geteuid()}:
        raise DatabaseProblem(f"{place} is needed for the database's socket but belongs to someone else: remove it.")
    place.chmod(0o700)
    directory.give(place)


def open_lock(path: Path) -> int:
    """Open a lock file, making it when missing; returns a descriptor that programs started later do not inherit."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def is_free(path: Path) -> bool:
    """Whether no process holds this lock at this moment, shared or exclusive."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


@contextlib.contextmanager
def alone(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold a lock exclusively inside the block. Yields whether it was obtained; always true when waiting."""
    descriptor = open_lock(path)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            obtained = True
        except BlockingIOError:
            obtained = False
        yield obtained
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def plain_failures(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses inside the block into a DatabaseProblem naming the place."""
    try:
        yield
    except OSError as refused:
        place = refused.filename or path
        raise DatabaseProblem(_in_plain_words(refused, Path(os.fsdecode(place)))) from refused


def _in_plain_words(refused: OSError, place: Path) -> str:
    if refused.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(place)
    if refused.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"Cannot write to {place} ({refused.strerror}): set AYOMI_DATA to a directory of your own."
    if refused.errno in {errno.ENOTDIR, errno.EEXIST}:
        return f"{place} is in the way: a directory was expected there, so set AYOMI_DATA to another place."
    return f"{place}: {refused.strerror or refused}."


def disk_full(place: Path) -> str:
    """The one line for a disk without room."""
    return f"The disk that holds {place} is full: free some space there, or set AYOMI_DATA to another disk."


def last_line(text: str) -> str:
    """The last line that says something, for a message of one line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"
