"""Pages in tests: static files by their plain names, the cache table, and people of any role who are signed in.

Models are imported inside the fixtures: this file may be read before the database is known.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

if TYPE_CHECKING:
    from ayomi.apps.access.models import User


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    from tests.edges.web.people import PLAIN_STORAGES

    settings.STORAGES = PLAIN_STORAGES
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True


@pytest.fixture
def cache_table(db: None) -> None:
    call_command("createcachetable")


@pytest.fixture
def officer(cache_table: None) -> User:
    from tests.edges.web.people import found_kolaka, hire_officer

    return hire_officer(found_kolaka())


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the morning of 20 November 2026, whatever the clock of the machine says."""
    at = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: at)
