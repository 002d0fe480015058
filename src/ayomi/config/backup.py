"""`ayomi backup`: the whole database in one file; the keys beside it only when asked for, sealed with a passphrase."""

from __future__ import annotations

import argparse
import io
import os
import secrets
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Final

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ayomi.config.data_directory import DatabaseProblem, default_data_directory, last_line
from ayomi.config.postgres_binaries import program_path

DUMP: Final = "database.dump"
SEALED: Final = "keys.sealed"
LEAST_PASSPHRASE: Final = 12
SALT, NONCE = 16, 12


class BackupProblem(DatabaseProblem):
    """The backup cannot be made or read; the text says why."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="where to write the backup; must not exist yet")
    parser.add_argument(
        "--with-keys", action="store_true", help="also keys.json and signing/, sealed with the passphrase"
    )
    parser.add_argument("--passphrase-file", type=Path, help="file that holds the passphrase on its first line")


def run(given: argparse.Namespace) -> int:
    """Exit status 0 when the backup stands whole; a file that could not be finished is taken away."""
    if given.file.exists():
        raise BackupProblem(f"{given.file} exists already; a backup never overwrites another")
    phrase = passphrase_of(given.passphrase_file) if given.with_keys else None
    made = backup(given.file, os.environ["DATABASE_URL"], default_data_directory(os.environ), phrase)
    sys.stdout.write(f"{given.file}: {made:,} bytes{', with the keys' if phrase else ', without the keys'}\n")
    if not phrase:
        sys.stdout.write(
            "Keep keys.json and signing/ of the data directory in another place: without them no number is readable.\n"
        )
    return 0


def passphrase_of(file: Path | None) -> str:
    """The first line of the file. Raises BackupProblem where there is none or it is too short."""
    if file is None:
        raise BackupProblem("the keys are only kept sealed: name a file with --passphrase-file")
    try:
        phrase = file.read_text().partition("\n")[0].strip()
    except OSError as problem:
        raise BackupProblem(f"the passphrase cannot be read: {problem.strerror}") from None
    if len(phrase) < LEAST_PASSPHRASE:
        raise BackupProblem(f"the passphrase needs at least {LEAST_PASSPHRASE} signs")
    return phrase


def backup(file: Path, url: str, data_directory: Path, phrase: str | None) -> int:
    """Write the backup and return its size. It appears under its name only once it is whole."""
    with tempfile.TemporaryDirectory(prefix="ayomi-backup-", dir=file.resolve().parent) as apart:
        dump = Path(apart) / DUMP
        _run_program("pg_dump", url, "--format=custom", "--no-owner", f"--file={dump}")
        draft = Path(apart) / "draft"
        with zipfile.ZipFile(draft, "x", zipfile.ZIP_STORED) as archive:
            if phrase is not None:
                archive.writestr(SEALED, seal(_secret_files(data_directory), phrase))
            archive.write(dump, DUMP)
        draft.chmod(0o600)
        try:
            os.link(draft, file)
        except FileExistsError:
            raise BackupProblem(f"{file} exists already; a backup never overwrites another") from None
    return file.stat().st_size


def _secret_files(data_directory: Path) -> bytes:
    """keys.json and signing/ in one piece."""
    if not (data_directory / "keys.json").is_file():
        raise BackupProblem("there is no keys.json in the data directory; keys from AYOMI_KEYS are yours to keep")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.write(data_directory / "keys.json", "keys.json")
        for each in sorted((data_directory / "signing").glob("*")):
            archive.write(each, f"signing/{each.name}")
    return held.getvalue()


def seal(content: bytes, phrase: str) -> bytes:
    """The content so that only the passphrase opens it: salt, nonce, AES-GCM under a key by scrypt."""
    salt, nonce = secrets.token_bytes(SALT), secrets.token_bytes(NONCE)
    return salt + nonce + AESGCM(_key(phrase, salt)).encrypt(nonce, content, SEALED.encode())


def unseal(sealed: bytes, phrase: str) -> bytes:
    """Raises BackupProblem for another passphrase, or a file that was changed."""
    salt, nonce, rest = sealed[:SALT], sealed[SALT : SALT + NONCE], sealed[SALT + NONCE :]
    try:
        return AESGCM(_key(phrase, salt)).decrypt(nonce, rest, SEALED.encode())
    except InvalidTag:
        raise BackupProblem("the passphrase does not open the keys of this backup") from None


def _key(phrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(phrase.encode())


def _run_program(name: str, url: str, *options: str) -> None:
    """One of PostgreSQL's programs; the address goes through the environment, where no list of processes shows it."""
    parts = psycopg.conninfo.conninfo_to_dict(url)
    given: dict[str, Any] = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    named = {variable: str(parts[part]) for part, variable in given.items() if parts.get(part)}
    if parts.get("sslmode"):
        named["PGSSLMODE"] = str(parts["sslmode"])
    done = subprocess.run(  # noqa: S603 (a program of the installation with options this module names)
        [program_path(name), f"--dbname={parts['dbname']}", *options],
        env={**os.environ, **named}, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise BackupProblem(f"{name} stopped: {last_line(done.stderr)}")


def arguments_of_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a backup made by ayomi backup")
    parser.add_argument("--passphrase-file", type=Path, help="needed where the backup holds the keys")


def restore(file: Path, url: str) -> None:
    """Put the database of a backup into an empty one. Raises BackupProblem where anything stands there already."""
    with psycopg.connect(url, autocommit=True) as link:
        found = link.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        if found and found[0]:
            raise BackupProblem("this database is not empty: a backup is restored into an empty one only")
        link.execute(
            "DO $$ BEGIN CREATE ROLE ayomi_web NOLOGIN NOBYPASSRLS;"
            " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
    with tempfile.TemporaryDirectory(prefix="ayomi-restore-") as apart, opened(file) as archive:
        dump = archive.extract(DUMP, apart)
        _run_program("pg_restore", url, "--no-owner", "--exit-on-error", "--single-transaction", dump)


def opened(file: Path) -> zipfile.ZipFile:
    """Raises BackupProblem for what is no backup."""
    try:
        archive = zipfile.ZipFile(file)
    except (OSError, zipfile.BadZipFile):
        raise BackupProblem(f"{file} is no backup that can be read") from None
    if DUMP not in archive.namelist():
        archive.close()
        raise BackupProblem(f"{file} is no backup of Ayomi")
    return archive


def put_back_keys(file: Path, data_directory: Path, phrase_file: Path | None) -> bool:
    """The keys of the backup into the data directory; False where the backup holds none. Keys that stand there already
    are never replaced: they must be the same. Raises BackupProblem."""
    with opened(file) as archive:
        if SEALED not in archive.namelist():
            return False
        content = unseal(archive.read(SEALED), passphrase_of(phrase_file))
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        there = data_directory / "keys.json"
        if there.exists():
            if there.read_bytes() != held.read("keys.json"):
                raise BackupProblem(f"other keys stand in {data_directory}: restore into an empty data directory")
            return True
        data_directory.mkdir(parents=True, exist_ok=True)
        for name in held.namelist():
            target = data_directory / name
            target.parent.mkdir(exist_ok=True)
            target.touch(mode=0o600)
            target.write_bytes(held.read(name))
    return True


def told(file: Path, with_keys: bool) -> None:
    """What was done, for the terminal."""
    sys.stdout.write(f"{file} is restored{', with its keys' if with_keys else ''}.\n")
    if not with_keys:
        sys.stderr.write("Its personal numbers are readable only with the keys.json they were written with.\n")
