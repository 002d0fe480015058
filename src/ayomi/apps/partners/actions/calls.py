"""What partners call: counted against their limit, written down without content, and cleared away in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection

CALLS_KEPT: Final = timedelta(days=400)


def spend(partner_id: int, at: datetime) -> int:
    """Count one call in its minute; returns how many of the minute this makes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO partners_allowance AS a (partner_id, minute, calls) VALUES (%s, %s, 1)"
            " ON CONFLICT (partner_id, minute) DO UPDATE SET calls = a.calls + 1 RETURNING calls",
            [partner_id, int(at.timestamp()) // 60],
        )
        return int(cursor.fetchone()[0])


def note_call(
    partner_id: int | None, *, operation: str, status: int, code: str, microseconds: int, size: int, key: int | None,
    at: datetime,
) -> None:  # fmt: skip
    """Write one call down, refused or answered, and that its key was used.

    The log may lose its last moment when the database's machine loses power; waiting for its disk would cost every
    call more than the call.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))"
            " INSERT INTO partners_call (partner_id, at, operation, status, code, microseconds, size)"
            " SELECT %s, %s, %s, %s, %s, %s, %s FROM quick",
            [partner_id, at, operation[:60], status, code[:60], microseconds, size],
        )
        if key is not None:
            cursor.execute(
                "UPDATE partners_key SET used_at = %(at)s WHERE id = %(key)s"
                " AND (used_at IS NULL OR used_at < %(at)s - interval '1 hour')",
                {"at": at, "key": key},
            )


def clear_away(*, at: datetime) -> int:
    """Delete spent tokens, counted minutes and calls older than CALLS_KEPT. Returns how many rows went."""
    gone = 0
    with connection.cursor() as cursor:
        for statement, value in (
            ("DELETE FROM partners_token WHERE expires_at < %s", at - timedelta(days=1)),
            ("DELETE FROM partners_allowance WHERE minute < %s", int(at.timestamp()) // 60 - 60),
            ("DELETE FROM partners_call WHERE at < %s", at - CALLS_KEPT),
        ):
            cursor.execute(statement, [value])
            gone += cursor.rowcount
    return gone
