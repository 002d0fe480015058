"""Django's settings for the database: `DATABASE_URL`, which the command sets when the embedded server runs."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.types.array import ListDumper

from ayomi.config.database_url import django_settings

NOWHERE = "postgresql:///ayomi"
"""Stands in where no database was named: checks and builds run, and a query fails loudly."""


class Numbers(ListDumper):
    """Lists of whole numbers written at once, not number by number: they are as long as a country."""

    def dump(self, obj: list[Any]) -> Any:
        if set(map(type, obj)) == {int}:
            return b"{" + ",".join(map(str, obj)).encode() + b"}"
        return super().dump(obj)


def settings(url: str | None) -> dict[str, Any]:
    """Settings of the one database. Raises DatabaseProblem with one line where `url` cannot be read."""
    psycopg.adapters.register_dumper(list, Numbers)
    return django_settings(url or NOWHERE) | {
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
