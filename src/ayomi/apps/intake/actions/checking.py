"""A list read and checked, in steps each of which stands once committed: run again after a death, it goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any, Final, cast

import polars as pl
from django.db import transaction
from django.db.models import Max

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.intake.actions import entries
from ayomi.apps.intake.actions.material import (
    RowToWrite,
    aim_of,
    alone,
    as_of,
    open_table,
    segment_of,
    set_fields,
    write_rows,
)
from ayomi.apps.intake.models import Memory, Row, Upload
from ayomi.apps.intake.queries.comparing import compare
from ayomi.apps.intake.rules.columns import from_stored, to_stored, without_numbers
from ayomi.apps.intake.rules.contents import Contents, state_of, told
from ayomi.apps.intake.rules.findings import LONGEST, finding
from ayomi.apps.intake.rules.one_row import clean_values
from ayomi.apps.registry import queries as registry
from ayomi.core.lists.checking import Checked, check_list
from ayomi.core.lists.columns import Mapping, guess_columns, remembered_columns
from ayomi.core.lists.kinds import Kind, refuse_summary
from ayomi.core.lists.messages import date_words
from ayomi.core.lists.problems import Problem, Refusal, Severity
from ayomi.core.lists.reading import Book
from ayomi.core.lists.tables import Table
from ayomi.core.lists.words import header_word

ROWS_AT_ONCE: Final = 10_000
"""Rows written in one transaction: the progress bar moves by so many, and so many are done again after a death."""
ROWS_NAMED: Final = 200
"""Sheet rows kept for each thing that was tidied, to be looked at."""


def check(upload_id: int, *, at: datetime) -> str:
    """Read and check a list that was received, up to the page that shows what is ready. Returns the state reached.

    Safe to run again at any moment, also by two processes at once. Raises what it did not expect, and leaves in the
    list's `message` that it stopped.
    """
    with alone(upload_id):
        upload = Upload.objects.get(pk=upload_id)
        try:
            opened = None
            if upload.state in ("received", "reading"):
                opened = _read(upload, at)
            if upload.state == "checking":
                _check_rows(upload, opened, at)
        except Exception as problem:
            Upload.objects.filter(pk=upload_id).update(message=type(problem).__name__)
            raise
        return upload.state


def _read(upload: Upload, at: datetime) -> tuple[Book, Table] | None:
    set_fields(upload, state="reading", changed_at=at, message="")
    opened = open_table(upload)
    if isinstance(opened, Refusal):
        _refuse(upload, opened, at)
        return None
    book, table = opened
    mapping = _mapping(upload, table)
    by_hand = any(column.by_hand for column in mapping.columns)
    if not by_hand and (refusal := refuse_summary(table)) is not None:
        _refuse(upload, refusal, at)
        return None
    set_fields(
        upload, sheet=table.sheet[:100], kind=mapping.kind, mapping=to_stored(mapping), rows_total=table.height,
        rows_done=0, reading=_reading(book, table), continues_id=_continued(upload, table, mapping),
        state="columns" if mapping.missing() else "checking", changed_at=at,
    )  # fmt: skip
    return opened


def _refuse(upload: Upload, refusal: Refusal, at: datetime) -> None:
    said = {
        "code": refusal.code, "what_id": refusal.what_id, "what_en": refusal.what_en,
        "expected_id": refusal.expected_id, "expected_en": refusal.expected_en,
    }  # fmt: skip
    with transaction.atomic():
        set_fields(upload, state="refused", refusal=said, changed_at=at, rows_total=0)
        record(
            "list_refused", subject="upload", subject_id=upload.pk, office_id=upload.office_id, by=upload.received_by,
            at=at, detail={"code": refusal.code},
        )  # fmt: skip


def _mapping(upload: Upload, table: Table) -> Mapping:
    """The columns as corrected for this list, else as remembered of its sender, else guessed."""
    if upload.mapping:
        return from_stored(upload.mapping)
    kind = cast(Kind, upload.kind) if upload.kind else None
    guessed = guess_columns(table, kind)
    memory = Memory.objects.filter(**upload.sender(), headers=guessed.fingerprint).first()
    remembered = remembered_columns(table, memory.mapping["remembered"]) if memory else None
    if remembered is None:
        return guessed
    return remembered.of_kind(kind) if kind else remembered


def _reading(book: Book, table: Table) -> dict[str, Any]:
    return {
        "container": book.container, "title": without_numbers(table.title), "header_rows": list(table.header_rows),
        "hidden": table.hidden, "others": [list(other) for other in table.others],
        "sheets": [sheet.name for sheet in book.sheets],
        "skipped": [[each.row, each.why, without_numbers(each.text)] for each in table.skipped[:ROWS_NAMED]],
        "skipped_count": len(table.skipped),
        "remarks": [[each.code, each.text_id, each.text_en] for each in book.remarks],
    }  # fmt: skip


def _continued(upload: Upload, table: Table, mapping: Mapping) -> int | None:
    """The list that this one takes up again: told by its sender, or known by the two columns given back with it."""
    if upload.continues_id is not None:
        return int(upload.continues_id)
    words = [header_word(header) for header in table.headers]
    if not any(word is not None and word.field in ("returned_what", "returned_do") for word in words):
        return None
    before = Upload.objects.filter(
        **upload.whom(), mapping__fingerprint=mapping.fingerprint, state__in=("checked", "applied")
    ).exclude(pk=upload.pk)
    return before.order_by("-received_at").values_list("pk", flat=True).first()


def _check_rows(upload: Upload, opened: tuple[Book, Table] | None, at: datetime) -> None:
    if opened is None:
        again = open_table(upload)
        if isinstance(again, Refusal):
            raise RuntimeError("a list that was read before is refused now")
        opened = again
    table, mapping, kept = opened[1], from_stored(upload.mapping), entries.kept(upload)
    checked = check_list(
        table, mapping, as_of=as_of(upload), segment=segment_of(upload), answers=kept.answers, accepted=kept.accepted,
        left_out=kept.left_out,
    )  # fmt: skip
    if isinstance(checked, Refusal):
        _refuse(upload, checked, at)
        return
    with owner_rights():
        findings = {line["row"]: line for line in compare(checked.frame, aim_of(upload)).iter_rows(named=True)}
    rows = _rows(_Gathered(upload, table, checked, findings, kept, as_of(upload)))
    done = Row.objects.filter(upload_id=upload.pk).aggregate(last=Max("number"))["last"] or 0
    rows = (row for row in rows if row.number > done)
    written = Row.objects.filter(upload_id=upload.pk).count()
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        with transaction.atomic(), owner_rights():
            write_rows(upload.pk, batch)
            written += len(batch)
            set_fields(upload, rows_done=written)
    reading = {**upload.reading, "tidied": _tidied(checked), "warnings": _warnings(checked)}
    with transaction.atomic():
        set_fields(upload, state="checked", reading=reading, entries_sealed=None, changed_at=at)
        record(
            "list_checked", subject="upload", subject_id=upload.pk, office_id=upload.office_id, by=upload.received_by,
            at=at, detail={"rows": written},
        )  # fmt: skip


def _tidied(checked: Checked) -> list[list[Any]]:
    return [[each.code, each.label_id, each.label_en, len(each.rows), list(each.rows[:ROWS_NAMED])]
            for each in checked.tidied]  # fmt: skip


def _warnings(checked: Checked) -> dict[str, int]:
    """Rows by warning that does not hold them up."""
    return dict(Counter(each.code for each in checked.problems if each.severity == "warning"))


@dataclass(frozen=True, slots=True)
class _Gathered:
    upload: Upload
    table: Table
    checked: Checked
    findings: dict[int, dict[str, Any]]
    kept: entries.Kept
    as_of: date


def _rows(gathered: _Gathered) -> Iterator[RowToWrite]:
    """Every data row of the sheet, in its order, with what is to be said of it."""
    frame, kept = gathered.checked.frame, gathered.kept
    # Lines stand in the order of the sheet; rows that were left out have none.
    lines = zip(frame.iter_rows(named=True), _nik_hashes(frame), strict=True)
    line, nik_hash = next(lines, (None, None))
    problems: dict[int, list[Problem]] = {}
    for problem in gathered.checked.problems:
        problems.setdefault(problem.row, []).append(problem)
    for cells, number in zip(gathered.table.rows, gathered.table.numbers, strict=True):
        contents = Contents(tuple(cells), answers=kept.answers_of(number), accepted=kept.accepted_of(number),
                            decision=kept.decisions.get(number, ""))  # fmt: skip
        if line is None or line["row"] != number:
            yield RowToWrite(number, "left_out", "", contents, [])
            continue
        contents = replace(contents, clean=clean_values(line), problems=tuple(problems.get(number, ())))
        yield judged(
            contents, gathered.upload, number=number, found=gathered.findings.get(number), nik_hash=nik_hash
        )  # fmt: skip
        line, nik_hash = next(lines, (None, None))


def _nik_hashes(frame: pl.DataFrame) -> Sequence[bytes | None]:
    if "nik" not in frame.columns:
        return [None] * frame.height
    return registry.hashes(frame["nik"], "nik").to_list()


def judged(
    contents: Contents, upload: Upload, *, number: int, found: dict[str, Any] | None, nik_hash: bytes | None
) -> RowToWrite:
    """A row with what the file and the database say of it. `found`: a line of `queries.comparing.compare`."""
    organisations = upload.kind == "organisations"
    contents = replace(
        contents, problems=(*contents.problems, *_cut(contents, number), *_early(contents, upload, number))
    )
    state, person_id, membership_id, organisation_id = state_of(contents.problems), None, None, None
    if found is not None:
        person_id, membership_id = found["person_id"], found["membership_id"]
        organisation_id = found["organisation_id"]
        state, contents = _with_finding(state, contents, number, found, organisations)
    if contents.decision.isdigit():
        chosen = int(contents.decision)
        person_id, organisation_id = (None, chosen) if organisations else (chosen, None)
    name = str(contents.clean.get("organisation_name" if organisations else "name", ""))
    return RowToWrite(
        number, state, name, contents, told(contents.problems), person_id, membership_id, organisation_id, nik_hash
    )


def _cut(contents: Contents, number: int) -> list[Problem]:
    return [
        finding("text_cut", row=number, severity="warning", field=name, facts={"most": str(most)})
        for name, most in LONGEST.items()
        if len(str(contents.clean.get(name, ""))) > most
    ]


def _early(contents: Contents, upload: Upload, number: int) -> list[Problem]:
    start = contents.clean.get("start_date")
    if upload.kind not in ("members_new", "members_continuing", "wage_changes") or upload.options.get("own_dates"):
        return []
    if not isinstance(start, date) or start >= upload.starts:
        return []
    said, said_en = date_words(start.year, start.month, start.day)
    facts = {"since": said, "since_en": said_en}
    return [finding("start_earlier", row=number, severity="warning", facts=facts, field="start_date")]


def _with_finding(
    state: str, contents: Contents, number: int, found: dict[str, Any], organisations: bool
) -> tuple[str, Contents]:
    if found["code"] is None:
        return state, contents
    if found["state"] == "twin" and contents.decision:
        # A person has said who it is; nothing is left to ask.
        return state, replace(contents, others=tuple(found["others"] or ()))
    severity: Severity = {"twin": "confirm", "fix": "fix"}.get(found["state"] or "", "warning")  # type: ignore[assignment]  # words of the table above
    day, text = found["day"], found["text"]
    facts = {"npp": text or "–", "row": text or "–"}
    if day is not None:
        facts["since"], facts["since_en"] = date_words(day.year, day.month, day.day)
    said = finding(found["code"], row=number, severity=severity, organisations=organisations, facts=facts)
    contents = replace(contents, problems=(*contents.problems, said), others=tuple(found["others"] or ()))
    if found["state"] == "known":
        return "known", contents
    if state == "ready" and found["state"] is not None:
        state = found["state"]
    return state, contents
