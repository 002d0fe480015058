"""`ayomi restore`: a backup back into an empty database, with its keys where it holds them."""

from __future__ import annotations

import argparse
import contextlib
import os

from ayomi.config import backup
from ayomi.config.data_directory import default_data_directory


def arguments(parser: argparse.ArgumentParser) -> None:
    backup.arguments_of_restore(parser)


def run(given: argparse.Namespace) -> int:
    """Exit status 0 when database and keys stand as in the backup. Nothing of it runs before the keys are in place,
    since whatever starts without keys makes new ones."""
    backup.opened(given.file).close()
    directory = default_data_directory(os.environ)
    with_keys = backup.put_back_keys(given.file, directory, given.passphrase_file)
    with contextlib.ExitStack() as stack:
        url = os.environ.get("DATABASE_URL", "")
        if not url:
            from ayomi.config import postgres

            url = stack.enter_context(postgres.running(directory)).url
        backup.restore(given.file, url)
    backup.told(given.file, with_keys)
    return 0
