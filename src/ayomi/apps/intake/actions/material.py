"""What a stored list is made of: its file opened again, and its rows written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

import polars as pl
from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate

from ayomi.apps.audit.actions import copy_into
from ayomi.apps.intake.models import Upload
from ayomi.apps.intake.queries.comparing import Aim
from ayomi.apps.intake.rules.contents import Contents, from_bytes
from ayomi.core.lists.checking import Segment
from ayomi.core.lists.problems import Refusal
from ayomi.core.lists.reading import Book, read_book
from ayomi.core.lists.tables import Table, find_table
from ayomi.core.sealing import seal_all, unseal

ROW: Final = "intake_row"
_COLUMNS: Final = (
    "upload_id", "number", "state", "name", "values_sealed", "problems", "person_id", "membership_id",
    "organisation_id", "nik_hash",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowToWrite:
    number: int
    state: str
    name: str
    contents: Contents
    told: list[dict[str, str]]
    person_id: int | None = None
    membership_id: int | None = None
    organisation_id: int | None = None
    nik_hash: bytes | None = None


def content_of(upload: Upload) -> bytes:
    """The file as it was sent."""
    return unseal(bytes(upload.content_sealed), field="upload", key=settings.SEALING_KEY)


def open_table(upload: Upload) -> tuple[Book, Table] | Refusal:
    """The file read again, at the sheet chosen."""
    book = read_book(content_of(upload), upload.file_name)
    if isinstance(book, Refusal):
        return book
    named = upload.sheet if upload.sheet in {sheet.name for sheet in book.sheets} else None
    table = find_table(book, named)
    return table if isinstance(table, Refusal) else (book, table)


def as_of(upload: Upload) -> date:
    """The day against which ages and dates are held: that on which the list came, however often it is checked."""
    return localdate(upload.received_at)


def segment_of(upload: Upload) -> Segment | None:
    """The segment of its people, None for organisations."""

    return cast(Segment, upload.segment) if upload.segment else None


def aim_of(upload: Upload) -> Aim:
    """What the rows are compared for."""
    return Aim(upload.kind, upload.segment, upload.organisation_id, upload.project_id, upload.starts)


def seal_contents(many: Sequence[Contents]) -> list[bytes]:
    """The rows' contents sealed."""
    return seal_all((each.to_bytes() for each in many), field="row", key=settings.SEALING_KEY)


def open_contents(sealed: bytes | memoryview) -> Contents:
    """A row's contents again."""
    return from_bytes(unseal(bytes(sealed), field="row", key=settings.SEALING_KEY))


def write_rows(upload_id: int, rows: Sequence[RowToWrite]) -> None:
    """Adds rows to a list, as the owner of the tables."""
    sealed = seal_contents([row.contents for row in rows])
    frame = pl.DataFrame(
        {
            "upload_id": pl.repeat(upload_id, len(rows), eager=True, dtype=pl.Int64),
            "number": [row.number for row in rows],
            "state": [row.state for row in rows],
            "name": [row.name[:160] for row in rows],
            "values_sealed": ["\\x" + each.hex() for each in sealed],
            "problems": [json.dumps(row.told) for row in rows],
            "person_id": pl.Series([row.person_id for row in rows], dtype=pl.Int64),
            "membership_id": pl.Series([row.membership_id for row in rows], dtype=pl.Int64),
            "organisation_id": pl.Series([row.organisation_id for row in rows], dtype=pl.Int64),
            "nik_hash": pl.Series(
                [None if row.nik_hash is None else "\\x" + row.nik_hash.hex() for row in rows], dtype=pl.String
            ),
        }
    )
    copy_into(frame, ROW, _COLUMNS)


@contextmanager
def alone(upload_id: int) -> Iterator[None]:
    """Only one process at a time works on a list; a second one waits, and finds the work done.

    The lock is the connection's own: it ends with its process, however that ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('intake_upload'), %s::int)", [upload_id])
    try:
        yield
    finally:
        # A transaction that failed takes no more statements; the lock then ends with the connection.
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('intake_upload'), %s::int)", [upload_id])


def set_fields(upload: Upload, **fields: Any) -> None:
    """Changes the list's own row, and the object with it."""
    for name, value in fields.items():
        setattr(upload, name, value)
    upload.save(update_fields=list(fields))
