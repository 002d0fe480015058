"""Recording what was done and looked at, and the scope in which the database lets one see."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

import polars as pl
import psycopg
from django.db import connection, transaction

from ayomi.apps.audit.models import Examination
from ayomi.apps.audit.queries import Finding

PAGE_ROLE = "ayomi_web"

_entered: ContextVar[tuple[str, tuple[int, ...], int | None, int | None] | None] = ContextVar("scope", default=None)


def record(
    action: str,
    *,
    subject: str,
    subject_id: int,
    by: int | None,
    at: datetime,
    office_id: int | None = None,
    detail: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Note one act. Call it inside the transaction of the act, so that neither stands without the other."""
    # Written without asking the row back: whoever acts may not be allowed to read the log.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (at, by, action, subject, subject_id, office_id, detail, reason)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [at, by, action, subject, subject_id, office_id, json.dumps(detail or {}), reason],
        )


def look(person_ids: Sequence[int], *, what: str, purpose: str, by: int | None, at: datetime) -> None:
    """Note that a person's data were shown."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_look (at, by, person_id, what, purpose)"
            " SELECT %s, %s, person, %s, %s FROM unnest(%s::bigint[]) AS person",
            [at, by, what, purpose, list(person_ids)],
        )


def looks_of(people: str) -> str:
    """The statement that notes a look at everyone a query yields: at, by, person_id, what, purpose.

    For whoever must write the look and something else in one statement.
    """
    return f"INSERT INTO audit_look (at, by, person_id, what, purpose) {people}"


def enter_scope(
    kind: str, *, offices: Sequence[int] = (), organisation: int | None = None, person: int | None = None
) -> None:
    """From now on this connection acts as the role of pages, and sees what the scope allows.

    `kind`: 'all', 'office' (the rows of `offices`), 'channel' (of `organisation`), 'self' (of `person`), 'none'.
    """
    _entered.set((kind, tuple(offices), organisation, person))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', %s, false), set_config('ayomi.scope', %s, false),"
            " set_config('ayomi.offices', %s, false), set_config('ayomi.organisation', %s, false),"
            " set_config('ayomi.person', %s, false)",
            [
                PAGE_ROLE,
                kind,
                "{" + ",".join(str(int(office)) for office in offices) + "}",
                str(organisation or ""),
                str(person or ""),
            ],
        )


def leave_scope() -> None:
    """Back to the owner's rights and no scope."""
    _entered.set(None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'none', false), set_config('ayomi.scope', '', false)")


def enter_again(**_: object) -> None:
    """A connection made new in the middle of a request takes the scope of that request, never the owner's rights."""
    if entered := _entered.get():
        kind, offices, organisation, person = entered
        enter_scope(kind, offices=offices, organisation=organisation, person=person)


@contextmanager
def owner_rights() -> Iterator[None]:
    """One transaction with the owner's rights, for acts whose right was checked before and that reach further.

    Money knows no office: a receipt taken in Kendari may pay a bill of Semarang, whose rows Kendari cannot see.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('role')")
            before = cursor.fetchone()[0]
            cursor.execute("SELECT set_config('role', 'none', true)")
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', %s, true)", [before])


@contextmanager
def alone(name: str) -> Iterator[None]:
    """The block runs for one caller at a time in the whole installation; others of the same name wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])


def analyse() -> None:
    """Let the database look at how much stands in its tables, which it otherwise does minutes after a large load."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def copy_in(frame: pl.DataFrame, table: str, columns: Mapping[str, str]) -> None:
    """The columns of `frame` into a temporary table that lives until the transaction ends.

    `columns`: name in the frame -> type in PostgreSQL, such as {"amount": "bigint"}. Bytes travel as hexadecimal.
    From there INSERT ... SELECT writes the rows, in one statement and under the rules of the role that runs it.
    """
    definition = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    flat = frame.select(
        (pl.lit("\\x") + pl.col(name).bin.encode("hex")).alias(name)
        if frame.schema[name] == pl.Binary
        else pl.col(name)
        for name in columns
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({definition}) ON COMMIT DROP")
    copy_into(flat, table, list(columns))


def copy_into(frame: pl.DataFrame, table: str, columns: Sequence[str]) -> None:
    """The columns of `frame` straight into `table`. Only for the owner: COPY does not pass row-level security."""
    link: psycopg.Connection[Any] = connection.connection
    buffer = io.BytesIO()
    frame.select(columns).write_csv(buffer, include_header=False, quote_style="necessary")
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv)"
    with psycopg.Cursor(link) as cursor, cursor.copy(statement.encode()) as rows:
        rows.write(buffer.getbuffer())


def request_examination(*, by: int | None, at: datetime) -> int:
    """Ask for a run of all checks, to be done as a job. Returns its number."""
    with transaction.atomic():
        asked = Examination.objects.create(requested_at=at, requested_by=by)
        record("examination_asked", subject="examination", subject_id=asked.pk, by=by, at=at)
    return int(asked.pk)


def keep_findings(
    examination_id: int, findings: Sequence[Finding], *, finished_at: datetime | None, message: str = ""
) -> None:
    """What a run of all checks found so far."""
    rows = [(f.name, f.words_id, f.words_en, f.looked_at, f.broken, f.examples) for f in findings]
    Examination.objects.filter(pk=examination_id).update(findings=rows, finished_at=finished_at, message=message)
