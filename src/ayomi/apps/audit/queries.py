"""Volume in columns: the whole result of a query as one frame. Its counterpart, `copy_in`, is among the actions."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
import psycopg
from django.db import connection

from ayomi.apps.audit.rules import Check

TRUE = "t"


def copy_out(query: str, parameters: Sequence[Any] | Mapping[str, Any] = (), *, schema: dict[str, Any]) -> pl.DataFrame:
    """The rows of `query` as a frame with the columns and types of `schema`, in that order.

    Null comes as null and empty text as empty text. COPY takes no parameters, so they are bound into the text here.
    """
    connection.ensure_connection()
    link: psycopg.Connection[Any] = connection.connection
    text = psycopg.ClientCursor(link).mogrify(query, parameters)
    buffer = io.BytesIO()
    # The text is a query of ours with its values quoted by the client; psycopg asks for a literal it can check.
    with psycopg.Cursor(link) as cursor, cursor.copy(f"COPY ({text}) TO STDOUT (FORMAT csv)".encode()) as rows:
        buffer.writelines(rows)
    if not buffer.tell():
        return pl.DataFrame(schema=schema)
    buffer.seek(0)
    # PostgreSQL writes booleans as t and f.
    read_as = {name: pl.String if kind == pl.Boolean else kind for name, kind in schema.items()}
    frame = pl.read_csv(buffer, has_header=False, schema=read_as, glob=False)
    return frame.with_columns(pl.col(name) == TRUE for name, kind in schema.items() if kind == pl.Boolean)


def rows_of(query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Every row of `query`, each a tuple of its columns. For what is small; `copy_out` is for columns of many."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())


def prepared(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement that is sent many times a second: planned once per connection, not each time."""
    connection.ensure_connection()
    link: psycopg.Connection[Any] = connection.connection
    if link.prepare_threshold is None:
        # Django switches it off; its own cursors bind on our side and are not touched by it.
        link.prepare_threshold = 1
    with psycopg.Cursor(link) as cursor:
        return cursor.execute(statement.encode(), values, prepare=True).fetchall()


def details_of(action: str) -> list[dict[str, Any]]:
    """What was noted with every event of this name, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT detail FROM audit_event WHERE action = %s ORDER BY id", [action])
        return [json.loads(detail) if isinstance(detail, str) else detail for (detail,) in cursor.fetchall()]


@dataclass(frozen=True)
class Finding:
    """What one check found. `looked_at`: rows it covered; `broken`: how many break it, with the first of them."""

    name: str
    words_id: str
    words_en: str
    looked_at: int
    broken: int
    examples: tuple[int, ...]


def examine(check: Check) -> Finding:
    """Run one check over the whole stored data."""
    with connection.cursor() as cursor:
        cursor.execute(check.size)
        looked_at = cursor.fetchone()[0]
        cursor.execute(f"SELECT count(*), (array_agg(id))[1:5] FROM ({check.breaks}) AS broken (id)")
        broken, examples = cursor.fetchone()
    return Finding(check.name, check.words_id, check.words_en, looked_at, broken, tuple(examples or ()))


@dataclass(frozen=True, slots=True)
class EventRow:
    """One act as it was noted. `by`: number of the user, None for the system itself."""

    event_id: int
    at: datetime
    by: int | None
    action: str
    subject: str
    subject_id: int
    office_id: int | None
    detail: dict[str, Any]
    reason: str


def events(
    *, action: str = "", subject: str = "", subject_id: int | None = None, by: int | None = None,
    since: datetime | None = None, until: datetime | None = None, before: int | None = None, limit: int = 50,
) -> list[EventRow]:  # fmt: skip
    """Acts that may be seen, the newest first; `before` is the last one of the page before. One more than `limit` is
    read, so that the caller knows whether there is a next page."""
    asked = {
        "action = %(action)s": action, "subject = %(subject)s": subject, "subject_id = %(subject_id)s": subject_id,
        "by = %(by)s": by, "at >= %(since)s": since, "at < %(until)s": until, "id < %(before)s": before,
    }  # fmt: skip
    where = [condition for condition, value in asked.items() if value not in (None, "")]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, at, by, action, subject, subject_id, office_id, detail, reason FROM audit_event"
            f" WHERE {' AND '.join(where) or 'true'} ORDER BY id DESC LIMIT %(limit)s",
            {
                "action": action, "subject": subject, "subject_id": subject_id, "by": by, "since": since,
                "until": until, "before": before, "limit": limit + 1,
            },
        )  # fmt: skip
        return [_event(row) for row in cursor.fetchall()]


def _event(row: tuple[Any, ...]) -> EventRow:
    noted = json.loads(row[7]) if isinstance(row[7], str) else row[7]
    return EventRow(row[0], row[1], row[2], row[3], row[4], row[5], row[6], noted, row[8])


def actions_noted() -> list[str]:
    """The names of all acts ever noted, as far as they may be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT action FROM audit_event ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class ExaminationRow:
    """One run of all checks. `findings`: what was found so far; `finished_at` None while it runs or was cut short."""

    examination_id: int
    requested_at: datetime
    requested_by: int | None
    finished_at: datetime | None
    message: str
    findings: tuple[Finding, ...]

    @property
    def broken(self) -> int:
        return sum(finding.broken > 0 for finding in self.findings)


def last_examinations(limit: int = 5) -> list[ExaminationRow]:
    """The latest runs of all checks, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, requested_at, requested_by, finished_at, message, findings FROM audit_examination"
            " ORDER BY id DESC LIMIT %s",
            [limit],
        )
        return [
            ExaminationRow(number, asked, by, finished, message, _findings(kept))
            for number, asked, by, finished, message, kept in cursor.fetchall()
        ]


def _findings(kept: str) -> tuple[Finding, ...]:
    return tuple(
        Finding(name, words_id, words_en, looked_at, broken, tuple(examples))
        for name, words_id, words_en, looked_at, broken, examples in json.loads(kept)
    )
