"""Every test that asks for a database gets a real PostgreSQL: the embedded one, new for each run."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack

import django
import pytest

_stack = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the server once for the whole run; workers of a parallel run share it, each with its own database.

    The settings are named here and not in pyproject.toml, so that nothing reads them before the database is known.
    """
    os.environ.setdefault("AYOMI_DATA", _stack.enter_context(tempfile.TemporaryDirectory(prefix="ayomi-tests-")))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayomi.config.settings")
    if "DATABASE_URL" not in os.environ:
        from ayomi.config import postgres

        os.environ["DATABASE_URL"] = _stack.enter_context(postgres.ephemeral()).url
    django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    _stack.close()
