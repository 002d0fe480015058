"""Where the database is: `DATABASE_URL`, or the embedded PostgreSQL of the data directory."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from ayomi.config.data_directory import DatabaseProblem


def settings(url: str | None) -> dict[str, Any]:
    """Django's settings for one database. Without `url` nothing can be asked of it: only checks and builds run.

    Raises DatabaseProblem with one line where `url` cannot be read.
    """
    try:
        fields = conninfo_to_dict(url or "postgresql:///ayomi")
    except psycopg.ProgrammingError as problem:
        raise DatabaseProblem(f"DATABASE_URL cannot be read: {problem}") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": fields.pop("dbname", ""),
        "USER": fields.pop("user", ""),
        "PASSWORD": fields.pop("password", ""),
        "HOST": fields.pop("host", ""),
        "PORT": fields.pop("port", ""),
        "OPTIONS": fields,
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
