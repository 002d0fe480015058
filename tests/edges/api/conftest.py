"""The interface for programs in tests: the cache that counts questions, and a fixed morning."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    from tests.edges.web.people import PLAIN_STORAGES

    settings.STORAGES = PLAIN_STORAGES
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True


@pytest.fixture
def cache_table(db: None) -> None:
    call_command("createcachetable")


@pytest.fixture
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the morning of 20 November 2026, whatever the clock of the machine says."""
    at = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: at)
