"""Files of targets: kept as they came, read row by row, good rows kept as drafts, the others given back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

import polars as pl
from django.db import transaction

from ayomi.apps.access.queries import offices_below, user
from ayomi.apps.audit.actions import record
from ayomi.apps.offices.queries import head_office
from ayomi.apps.steering.actions.targets import Draft, Drafted, NotYours, draft_targets, years
from ayomi.apps.steering.models import TargetFile
from ayomi.apps.steering.queries.reached import levels
from ayomi.apps.steering.queries.targets import places, standing
from ayomi.apps.steering.rules.aims import is_level
from ayomi.apps.steering.rules.course import even
from ayomi.apps.steering.rules.deciding import may_propose
from ayomi.apps.steering.rules.target_files import CellKey, Known, ReadFile, ReadTarget, read_targets
from ayomi.core.lists.checking import Checked
from ayomi.core.lists.giveback import Language, give_back
from ayomi.core.lists.problems import Refusal
from ayomi.core.lists.reading import Book, read_book

LARGEST_BYTES: Final = 8 * 1024 * 1024
"""No network of offices fills more; a workbook beyond this is no file of targets."""


class Refused(Exception):
    """The file is no file of targets: `refusal` says what it seems to be and what was expected."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class UnknownFile(LookupError):
    """No such file that may be seen."""


class KeptAlready(Exception):
    """The good rows of this file were kept before."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A stored file and what its rows say as things stand now."""

    id: int
    file_name: str
    received_at: datetime
    kept: int | None
    book: Book
    read: ReadFile


TOO_LARGE: Final = Refusal(
    "too_large",
    "Berkas ini lebih dari 8 MB.",
    "This file is larger than 8 MB.",
    "Yang diharapkan: tabel sasaran, satu baris per kantor.",
    "Expected: a table of targets, one row per office.",
)


def receive_target_file(content: bytes, *, file_name: str, year: int | None, by: int, at: datetime) -> int:
    """Keep a file of targets and read it once; returns its number. The very same file again is the same number.

    `year`: where the file names none. Raises Refused for what is no file of targets, NotYours for who sets none.
    """
    who = user(by)
    if who is None or who.office_id is None or not may_propose(who.role, within=True):
        raise NotYours(0)
    if len(content) > LARGEST_BYTES:
        raise Refused(TOO_LARGE)
    fingerprint = hashlib.sha256(content).digest()
    before = TargetFile.objects.filter(office_id=who.office_id, fingerprint=fingerprint, kept=None).first()
    if before is not None:
        return before.pk
    _, read = _read(content, file_name, year=year, reason="", by=by, on=at.date())
    with transaction.atomic():
        stored = TargetFile.objects.create(
            office_id=who.office_id, file_name=file_name[-200:], fingerprint=fingerprint, content=content,
            good=len(read.good_rows), bad=_bad(read), received_at=at, received_by=by,
        )  # fmt: skip
        record(
            "target_file_received", subject="target_file", subject_id=stored.pk, office_id=who.office_id, by=by, at=at,
            detail={"file": stored.file_name, "good": stored.good, "bad": stored.bad},
        )  # fmt: skip
    return stored.pk


def examine_target_file(file_id: int, *, year: int | None = None, reason: str = "", by: int, at: datetime) -> Examined:
    """The file read against what stands now. `reason`: for every row that needs one and names none.

    Raises UnknownFile, Refused.
    """
    stored = TargetFile.objects.filter(pk=file_id).first()
    if stored is None:
        raise UnknownFile(file_id)
    content = bytes(stored.content)
    book, read = _read(content, stored.file_name, year=year, reason=reason, by=by, on=at.date())
    return Examined(stored.pk, stored.file_name, stored.received_at, stored.kept, book, read)


def look_at_targets(
    content: bytes, file_name: str, *, year: int | None, reason: str, by: int | None, on: date
) -> tuple[Book, ReadFile]:  # fmt: skip
    """A file of targets read against what stands, nothing kept. `by` None: for every office. Raises Refused."""
    return _read(content, file_name, year=year, reason=reason, by=by, on=on)


def _bad(read: ReadFile) -> int:
    return len({each.row for each in read.problems if each.severity == "fix"})


def _read(
    content: bytes, file_name: str, *, year: int | None, reason: str, by: int | None, on: date
) -> tuple[Book, ReadFile]:  # fmt: skip
    who = None if by is None else user(by)
    own = head_office().id if by is None else None if who is None else who.office_id
    yours = () if own is None else offices_below(own)
    book = read_book(content, file_name)
    if isinstance(book, Refusal):
        raise Refused(book)
    known = Known(places(yours), years(on), year, on, {}, frozenset(), reason.strip())
    found = read_targets(book, known)
    if isinstance(found, Refusal):
        raise Refused(found)
    # What stands already is asked for once the rows have said of which years they speak.
    held: dict[CellKey, int] = {}
    waiting: set[CellKey] = set()
    for each in {target.year for target in found.targets}:
        for row in standing(yours, each):
            if row.in_force:
                held[row.office_id, row.year, row.indicator] = row.amount
            elif row.state == "proposed":
                waiting.add((row.office_id, row.year, row.indicator))
    again = read_targets(book, replace(known, held=held, waiting=frozenset(waiting)))
    if isinstance(again, Refusal):
        raise Refused(again)
    return book, again


def keep_target_file(file_id: int, *, year: int | None = None, reason: str = "", by: int, at: datetime) -> Drafted:
    """Keep the good rows of a file as drafts, in one go. Drafts with the same figures already stay as they are.

    Raises UnknownFile, Refused, KeptAlready, and as `draft_targets`.
    """
    with transaction.atomic():
        stored = TargetFile.objects.select_for_update().filter(pk=file_id).first()
        if stored is None:
            raise UnknownFile(file_id)
        if stored.kept is not None:
            raise KeptAlready(file_id)
        examined = examine_target_file(file_id, year=year, reason=reason, by=by, at=at)
        drafted = draft_targets(_drafts(examined, by, at), by=by, at=at)
        stored.kept = len(drafted.ids) + len(drafted.same)
        stored.good, stored.bad = len(examined.read.good_rows), _bad(examined.read)
        stored.save(update_fields=["kept", "good", "bad"])
        record(
            "target_file_kept", subject="target_file", subject_id=file_id, office_id=stored.office_id, by=by, at=at,
            detail={"drafts": len(drafted.ids), "same": len(drafted.same), "bad": stored.bad},
        )  # fmt: skip
    return drafted


def _drafts(examined: Examined, by: int, at: datetime) -> list[Draft]:
    targets = examined.read.targets
    starts: dict[tuple[int, str], dict[int, int]] = {}
    for year, indicator in {(each.year, each.indicator) for each in targets if not each.course}:
        if is_level(indicator):
            offices = [each.office_id for each in targets if (each.year, each.indicator) == (year, indicator)]
            starts[year, indicator] = levels(offices, indicator, year, on=at.date()).by_office
    return [_draft(each, examined, starts.get((each.year, each.indicator), {})) for each in targets]


def _draft(each: ReadTarget, examined: Examined, starts: dict[int, int]) -> Draft:
    return Draft(
        each.office_id, each.year, each.indicator, each.amount,
        each.course or even(each.amount, start=starts.get(each.office_id, 0)),
        "typed" if each.course else "even", "uploaded", (each.source or examined.file_name)[:200], each.reason[:200],
        None, None, examined.id,
    )  # fmt: skip


def give_back_target_file(
    file_id: int, *, year: int | None = None, reason: str = "", language: Language, by: int, at: datetime
) -> tuple[str, bytes]:
    """File name and bytes: the sender's own rows that need correcting, with what is wrong and what to do beside each.

    Sending it again continues. Raises UnknownFile, Refused.
    """
    examined = examine_target_file(file_id, year=year, reason=reason, by=by, at=at)
    data = rows_given_back(examined.book, examined.read, language)
    stem = examined.file_name.rpartition(".")[0] or examined.file_name
    added = "perlu-diperbaiki" if language == "id" else "to-correct"
    return f"{stem}-{added}.{'csv' if examined.book.container == 'csv' else 'xlsx'}", data


def rows_given_back(book: Book, read: ReadFile, language: Language) -> bytes:
    """The sender's own rows that go back, with two columns more."""
    # The kind of list is of no account for what is written; a file of targets has none.
    checked = Checked("organisations", None, pl.DataFrame(), read.problems, (), (), {})
    return give_back(book, read.table, checked, language=language, rows=read.bad_rows)
