"""Where the database is: `DATABASE_URL`, or the embedded PostgreSQL of the data directory."""

from __future__ import annotations

from typing import Any

from ayomi.config import postgres

default_data_directory = postgres.default_data_directory


def settings(url: str | None) -> dict[str, Any]:
    """Django's settings for one database."""
    found = postgres.django_settings(url) if url else {"ENGINE": "django.db.backends.postgresql", "NAME": "ayomi"}
    return {**found, "ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
