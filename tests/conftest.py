"""Every test that asks for a database gets a real PostgreSQL: the embedded one, new for each run."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import django
import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

# Before anything of the project is imported, since the settings read where the database is. Workers of a parallel run
# inherit what the first process found, and share its server, each with a database of its own.
_stack = ExitStack()
os.environ.setdefault("AYOMI_DATA", _stack.enter_context(tempfile.TemporaryDirectory(prefix="ayomi-tests-")))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayomi.config.settings")
if "DATABASE_URL" not in os.environ:
    from ayomi.config import postgres

    os.environ["DATABASE_URL"] = _stack.enter_context(postgres.ephemeral()).url
django.setup()
settings.PASSWORD_HASHERS = ["tests.hashing.LightArgon2"]

from ayomi.edges.command.migrating import render_less  # noqa: E402
from tests.cast_fixtures import cast, emptied, users  # noqa: E402

render_less()

__all__ = ["cast", "emptied", "users"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Regions and offices are part of every database, as they are of every installation."""
    from ayomi.apps.offices.actions import load_reference

    with django_db_blocker.unblock():
        load_reference(by=None, at=datetime(2026, 8, 1, tzinfo=UTC))
    yield
    # Threads of a live server may still hold connections; the database cannot be dropped before they are gone.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid()"
        )


def pytest_unconfigure(config: pytest.Config) -> None:
    _stack.close()
