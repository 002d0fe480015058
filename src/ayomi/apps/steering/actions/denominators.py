"""Figures per region from outside: a table arrives, is looked through, put right by hand, and taken over whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.steering.models import Denominator, DenominatorFile, PlaceName
from ayomi.apps.steering.queries.denominators import SEALED_FIELD, reading_of
from ayomi.apps.steering.rules.measures import measure
from ayomi.apps.steering.rules.places import place_key
from ayomi.apps.steering.rules.regional import read_table
from ayomi.apps.steering.rules.regional_checks import Findings, examine
from ayomi.core import places
from ayomi.core.lists.limits import MEBIBYTE
from ayomi.core.lists.problems import Refusal
from ayomi.core.lists.reading import read_book
from ayomi.core.sealing import seal

LARGEST_BYTES = 8 * MEBIBYTE
"""A table of every regency for ten years is far smaller."""
FIRST_YEAR = 1950


class TableRefused(Exception):
    """The file holds no table of regions; `refusal` says what it seems to be and what was expected."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message_en)
        self.refusal = refusal


class SentBefore(Exception):
    """The very same file with the same day stands here already, as `file_id`."""

    def __init__(self, file_id: int) -> None:
        super().__init__(f"sent before as table {file_id}")
        self.file_id = file_id


class NotOpen(Exception):
    """The table was taken over or dropped meanwhile."""


class NothingToTake(Exception):
    """No column of the table holds a measure of the list, or no row a certain place."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a table brought: figures in force, figures kept without a place, and figures with two values."""

    figures: int
    unmatched: int
    clashes: int


def receive(
    content: bytes, *, file_name: str, source: str, as_of: date, by: int | None, at: datetime
) -> int:  # fmt: skip
    """Keep a table to be looked through; returns its id. `as_of`: the day of figures whose column names none.

    Raises `TableRefused`, `SentBefore`, and ValueError for an empty source or a day that is in no year of the list.
    """
    if not source.strip():
        raise ValueError("a figure without a source is not kept")
    if not FIRST_YEAR <= as_of.year <= at.year + 1:
        raise ValueError(f"figures of {as_of} are not kept")
    if len(content) > LARGEST_BYTES:
        raise TableRefused(_too_large())
    book = read_book(content, file_name)
    found = book if isinstance(book, Refusal) else read_table(book)
    if isinstance(found, Refusal):
        raise TableRefused(found)
    fingerprint = hashlib.sha256(content).digest()
    with transaction.atomic():
        before = DenominatorFile.objects.filter(fingerprint=fingerprint, as_of=as_of).exclude(state="dropped").first()
        if before is not None:
            raise SentBefore(before.pk)
        file = DenominatorFile.objects.create(
            file_name=file_name[-200:], fingerprint=fingerprint, source=" ".join(source.split())[:200], as_of=as_of,
            content_sealed=seal(content, field=SEALED_FIELD, key=settings.SEALING_KEY), state="preview",
            received_at=at, received_by=by,
        )  # fmt: skip
        record(
            "denominators_received", subject="denominator_file", subject_id=file.pk, by=by, at=at,
            detail={"file": file.file_name, "source": file.source},
        )  # fmt: skip
    return file.pk


def _too_large() -> Refusal:
    size = LARGEST_BYTES // MEBIBYTE
    return Refusal(
        "file_too_large", f"Berkas ini lebih dari {size} MB.", f"This file is larger than {size} MB.",
        "Yang diharapkan: satu tabel per wilayah, tanpa gambar.", "Expected: one table by region, without pictures.",
    )  # fmt: skip


def _open(file_id: int) -> DenominatorFile:
    file = DenominatorFile.objects.select_for_update().get(pk=file_id)
    if file.state != "preview":
        raise NotOpen(file_id)
    return file


def set_columns(file_id: int, chosen: Mapping[int, str], *, by: int | None, at: datetime) -> None:
    """Say what columns hold: key of a measure by number of the column, '' for nothing.

    Raises `NotOpen` and `UnknownMeasure`.
    """
    for key in chosen.values():
        if key:
            measure(key)
    with transaction.atomic():
        file = _open(file_id)
        file.columns = {str(index): key for index, key in chosen.items()}
        file.save(update_fields=["columns"])
        record("denominator_columns_set", subject="denominator_file", subject_id=file_id, by=by, at=at)


def choose_places(file_id: int, chosen: Mapping[int, str], *, by: int | None, at: datetime) -> int:
    """Match rows by hand: code of a regency by number of the row. Remembered for every later table.

    A table that was taken over gets the figures of these rows too. Returns how many names were matched.
    Raises `places.UnknownRegion`, KeyError for a row that is not waiting, `NotOpen` for a dropped table.
    """
    with transaction.atomic():
        file = DenominatorFile.objects.select_for_update().get(pk=file_id)
        if file.state == "dropped":
            raise NotOpen(file_id)
        waiting = {row.number: row for row in reading_of(file).unmatched}
        for number, code in chosen.items():
            region = places.region(code)
            if region.level != "regency" or not region.current:
                raise places.UnknownRegion(code)
            row = waiting[number]
            PlaceName.objects.update_or_create(
                key=place_key(row.province, row.place)[:200],
                defaults={"region_id": region.code, "chosen_at": at, "chosen_by": by},
            )
        record(
            "places_matched", subject="denominator_file", subject_id=file_id, by=by, at=at,
            detail={"rows": {str(number): code for number, code in chosen.items()}},
        )  # fmt: skip
        if file.state == "taken" and chosen:
            _write(file)
    return len(chosen)


def take(file_id: int, *, by: int | None, at: datetime) -> Taken:
    """Take the table over: its figures count from now on. Rows without a certain place are kept beside them.

    Raises `NotOpen` and `NothingToTake`.
    """
    with transaction.atomic():
        file = _open(file_id)
        found = examine(reading_of(file), file.as_of)
        if not found.count("taken"):
            raise NothingToTake(file_id)
        file.state, file.taken_at, file.taken_by = "taken", at, by
        file.save(update_fields=["state", "taken_at", "taken_by"])
        taken = _write(file, found)
        record(
            "denominators_taken", subject="denominator_file", subject_id=file_id, by=by, at=at,
            detail={"figures": taken.figures, "unmatched": taken.unmatched, "clashes": taken.clashes},
        )  # fmt: skip
    return taken


def _write(file: DenominatorFile, found: Findings | None = None) -> Taken:
    """The figures of a table anew. A table has some thousand of them at most, so they are written in one statement."""
    found = found or examine(reading_of(file), file.as_of)
    Denominator.objects.filter(file=file).delete()
    Denominator.objects.bulk_create(
        [
            Denominator(
                file=file, row=each.number, level=each.level, region_id=each.region, written=each.written[:160],
                measure=each.measure, as_of=each.as_of, value=each.value, state=each.state,
            )
            for each in found.given
        ],
        batch_size=2_000,
    )  # fmt: skip
    return Taken(found.count("taken"), found.count("unmatched"), found.count("clash"))


def drop(file_id: int, *, by: int | None, at: datetime) -> None:
    """Set a table aside that was not taken over; the file stays. Raises `NotOpen`."""
    with transaction.atomic():
        file = _open(file_id)
        file.state = "dropped"
        file.save(update_fields=["state"])
        record("denominators_dropped", subject="denominator_file", subject_id=file_id, by=by, at=at)


def withdraw(file_id: int, *, reason: str, by: int | None, at: datetime) -> None:
    """Take a table back that should not have been taken over: its figures no longer count, the file stays.

    Raises `NotOpen` for a table that is not in force, ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("a reason is needed")
    with transaction.atomic():
        file = DenominatorFile.objects.select_for_update().get(pk=file_id)
        if file.state != "taken":
            raise NotOpen(file_id)
        Denominator.objects.filter(file=file).delete()
        file.state, file.taken_at, file.taken_by = "dropped", None, None
        file.save(update_fields=["state", "taken_at", "taken_by"])
        record(
            "denominators_withdrawn", subject="denominator_file", subject_id=file_id, by=by, at=at, reason=reason
        )  # fmt: skip
