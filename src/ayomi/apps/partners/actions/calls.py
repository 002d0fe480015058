"""What partners call: counted against their limit, written down without content, and cleared away in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from ayomi.apps.audit.queries import prepared
from ayomi.apps.partners.queries.callers import Caller, by_secret, caller_of, hash_of

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


BEGUN: Final = (
    "WITH held (caller) AS ({who}), counted AS ("
    " INSERT INTO partners_allowance AS a (partner_id, minute, calls) SELECT caller, %(minute)s, 1 FROM held"
    " ON CONFLICT (partner_id, minute) DO UPDATE SET calls = a.calls + 1 RETURNING calls)"
    " SELECT counted.calls, held.*{more} FROM held CROSS JOIN counted"
)
"""Who calls (`who`: the query `by_secret` gives), counted: the columns of the call of the minute and of a Caller, and
`more`, so that a context above can ask for what it needs in the same statement."""


def begun_values(secret: str, at: datetime) -> dict[str, Any]:
    """The values of a statement made from BEGUN."""
    return {"hash": hash_of(secret), "at": at, "minute": int(at.timestamp()) // 60}


def begin_call(secret: str, at: datetime) -> tuple[Caller, int] | None:
    """Who calls with this bearer secret or token, and how many of the minute this call makes: one statement.

    None where nobody holds the secret. Outside a transaction, so that calls of one partner do not wait for each other.
    """
    found = prepared(BEGUN.format(who=by_secret(secret), more=""), begun_values(secret, at))
    return (caller_of(found[0][1:]), int(found[0][0])) if found else None


NOTED: Final = (
    "INSERT INTO partners_call (partner_id, at, operation, status, code, microseconds, size)"
    " SELECT %(partner)s, %(at)s, %(operation)s, 200, '', %(microseconds)s, %(size)s FROM {rows}"
)
"""A call that was answered, for whoever writes it down in the statement that answers: once per row of `rows`."""


def note_call(
    partner_id: int | None, *, operation: str, status: int, code: str, microseconds: int, size: int, key: int | None,
    at: datetime,
) -> None:  # fmt: skip
    """Write one call down, refused or answered, and that its key was used.

    The log may lose its last moment when the database's machine loses power; waiting for its disk would cost every
    call more than the call.
    """
    prepared(
        "WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)), used AS ("
        "UPDATE partners_key SET used_at = %(at)s WHERE id = %(key)s"
        " AND (used_at IS NULL OR used_at < %(at)s - interval '1 hour'))"
        " INSERT INTO partners_call (partner_id, at, operation, status, code, microseconds, size)"
        " SELECT %(partner)s, %(at)s, %(operation)s, %(status)s, %(code)s, %(microseconds)s, %(size)s FROM quick"
        " RETURNING id",
        {
            "at": at, "key": key, "partner": partner_id, "operation": operation[:60], "status": status,
            "code": code[:60], "microseconds": microseconds, "size": size,
        },
    )  # fmt: skip


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
