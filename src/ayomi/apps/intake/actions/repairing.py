"""Rows put right by a person: typed, confirmed, told apart, left out. Each row is checked again by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.intake.actions.checking import judged
from ayomi.apps.intake.actions.material import aim_of, as_of, open_contents, seal_contents, segment_of
from ayomi.apps.intake.models import Row, Upload
from ayomi.apps.intake.queries.comparing import compare
from ayomi.apps.intake.rules.columns import from_stored
from ayomi.apps.intake.rules.contents import Contents, state_of, told
from ayomi.apps.intake.rules.one_row import check_again
from ayomi.apps.registry import queries as registry
from ayomi.core.lists.messages import problem
from ayomi.core.lists.problems import Fault, Problem
from ayomi.core.lists.words import LABELS

OPEN_LISTS = ("checked", "applied")
OPEN_ROWS = ("ready", "fix", "known", "twin")
_SAME_NIK = ("duplicate_nik", "duplicate_nik_first", "duplicate_row")


class NotOpen(Exception):
    """The list, or the row, is not open to corrections (any more): it is being worked on, was taken in or undone."""


def answer(upload_id: int, number: int, field: str, text: str, *, by: int | None, at: datetime) -> str:
    """What a person typed for one cell of sheet row `number`; returns the row's state.

    Raises `NotOpen`, KeyError for a field that no list has.
    """
    if field not in LABELS:
        raise KeyError(field)
    clean = text.strip()[:1000]
    return _change(
        upload_id, [number], lambda row: row.answered(field, clean), "row_answered", by=by, at=at, field=field
    )


def accept(upload_id: int, number: int, code: str, *, by: int | None, at: datetime) -> str:
    """A person said yes to a question about one row; returns the row's state. Raises `NotOpen`."""
    return _change(
        upload_id, [number], lambda row: replace(row, accepted=tuple({*row.accepted, code})), "row_accepted", by=by,
        at=at, field=code,
    )  # fmt: skip


def decide(upload_id: int, number: int, decision: str, *, by: int | None, at: datetime) -> str:
    """Who a row is: 'other' (none of those it was held against) or the id of one of them, as text.

    Raises `NotOpen`, ValueError for an id that was not offered.
    """

    def chosen(row: Contents) -> Contents:
        if decision != "other" and decision not in {str(each) for each in row.others}:
            raise ValueError(f"{decision!r} was not offered")
        return replace(row, decision=decision)

    return _change(upload_id, [number], chosen, "row_decided", by=by, at=at, field=decision)


def use_proposals(upload_id: int, numbers: Collection[int], *, by: int | None, at: datetime) -> int:
    """Take every proposal these rows have; returns how many rows have one. Raises `NotOpen`."""
    count = 0

    def proposed(row: Contents) -> Contents:
        nonlocal count
        offers = [each for each in row.problems if each.severity != "warning" and each.proposal]
        count += bool(offers)
        for each in offers:
            row = row.answered(each.field, each.proposal or "")
        return row

    _change(upload_id, numbers, proposed, "rows_proposals_used", by=by, at=at, field="")
    return count


def _open_list(upload_id: int) -> Upload:
    upload = Upload.objects.select_for_update().defer("content_sealed").get(pk=upload_id)
    if upload.state not in OPEN_LISTS:
        raise NotOpen(upload.state)
    return upload


def _change(
    upload_id: int, numbers: Collection[int], change: Callable[[Contents], Contents], action: str, *, by: int | None,
    at: datetime, field: str,
) -> str:  # fmt: skip
    """Applies `change` to open rows and checks them again; returns the state of the last of them."""
    with transaction.atomic():
        upload = _open_list(upload_id)
        rows = list(Row.objects.filter(upload_id=upload_id, number__in=numbers, state__in=OPEN_ROWS).order_by("number"))
        if len(rows) != len(set(numbers)):
            raise NotOpen("row")
        before = {bytes(row.nik_hash) for row in rows if row.nik_hash is not None}
        for row in rows:
            _check_again(upload, row, change(open_contents(row.values_sealed)))
        _settle_same_niks(upload, before | {bytes(row.nik_hash) for row in rows if row.nik_hash is not None})
        record(
            action, subject="upload", subject_id=upload_id, office_id=upload.office_id, by=by, at=at,
            detail={"rows": [row.number for row in rows][:200], "field": field},
        )  # fmt: skip
        states = dict(Row.objects.filter(pk__in=[row.pk for row in rows]).values_list("number", "state"))
    return states[max(states)] if states else ""


def _check_again(upload: Upload, row: Row, contents: Contents) -> None:
    mapping = from_stored(upload.mapping)
    headers = tuple(column.header for column in mapping.columns)
    contents, frame = check_again(
        contents, row=row.number, headers=headers, mapping=mapping, as_of=as_of(upload), segment=segment_of(upload)
    )
    aim = aim_of(upload)
    with owner_rights():
        found = next(compare(frame, aim).iter_rows(named=True), None)
    nik = registry.hashes(frame["nik"], "nik")[0] if "nik" in frame.columns else None
    judgement = judged(contents, upload, number=row.number, found=found, nik_hash=nik)
    row.state, row.name = judgement.state, judgement.name[:160] or row.name
    row.values_sealed, row.problems = seal_contents([judgement.contents])[0], judgement.told
    row.person_id, row.membership_id = judgement.person_id, judgement.membership_id
    row.organisation_id, row.nik_hash = judgement.organisation_id, nik
    row.save()


def _settle_same_niks(upload: Upload, hashes: Iterable[bytes]) -> None:
    """Rows of one NIK told apart anew: the first of them may stay, the others wait."""
    for nik_hash in hashes:
        rows = list(Row.objects.filter(upload_id=upload.pk, nik_hash=nik_hash, state__in=OPEN_ROWS).order_by("number"))
        for place, row in enumerate(rows):
            contents = open_contents(row.values_sealed)
            others = [each for each in rows if each.pk != row.pk]
            wanted = _about_same_nik(row, place, others, contents) if others else None
            standing = [each for each in contents.problems if each.code in _SAME_NIK and each.field in ("nik", "")]
            if wanted is None and not standing:
                continue
            if wanted is not None and [wanted] == standing:
                continue
            rest = tuple(each for each in contents.problems if each not in standing)
            contents = replace(contents, problems=(*rest, wanted) if wanted is not None else rest)
            _restate(row, contents)


def _about_same_nik(row: Row, place: int, others: Sequence[Row], contents: Contents) -> Problem:
    other = others[0]
    code = "duplicate_nik" if place else "duplicate_nik_first"
    facts = {"other": other.name or "orang lain", "row": str(other.number)}
    header = next((each.header for each in contents.problems if each.field == "nik" and each.header), "")
    return problem(
        Fault(code, "fix" if place else "warning", facts), row=row.number, field="nik", header=header,
        written=str(contents.clean.get("nik", "")),
    )  # fmt: skip


def _restate(row: Row, contents: Contents) -> None:
    """A row's problems changed by what became of another row."""
    row.problems = told(contents.problems)
    if row.state in ("ready", "fix", "twin"):
        own = state_of(contents.problems)
        questions = {each.code for each in contents.problems if each.severity == "confirm"}
        holding = {each.code for each in contents.problems if each.severity == "fix"}
        twin = questions & {"possible_twin", "nik_of_another", "organisation_twin"}
        row.state = "twin" if twin and not holding and questions == twin else own
    row.values_sealed = seal_contents([contents])[0]
    row.save(update_fields=["problems", "state", "values_sealed"])


def leave_out(upload_id: int, numbers: Collection[int], *, by: int | None, at: datetime) -> int:
    """Take rows out of the list; they stay on record and can come back. Returns how many. Raises `NotOpen`."""
    with transaction.atomic():
        upload = _open_list(upload_id)
        rows = Row.objects.filter(upload_id=upload_id, number__in=numbers, state__in=OPEN_ROWS)
        hashes = {bytes(each) for each in rows.values_list("nik_hash", flat=True) if each is not None}
        count = rows.update(state="left_out")
        _settle_same_niks(upload, hashes)
        record(
            "rows_left_out", subject="upload", subject_id=upload_id, office_id=upload.office_id, by=by, at=at,
            detail={"rows": sorted(numbers)[:200]},
        )  # fmt: skip
    return count


def restore(upload_id: int, numbers: Collection[int], *, by: int | None, at: datetime) -> int:
    """Take rows that were left out back in, checked again. Returns how many. Raises `NotOpen`."""
    with transaction.atomic():
        upload = _open_list(upload_id)
        rows = list(Row.objects.filter(upload_id=upload_id, number__in=numbers, state="left_out"))
        for row in rows:
            _check_again(upload, row, open_contents(row.values_sealed))
        _settle_same_niks(upload, {bytes(row.nik_hash) for row in rows if row.nik_hash is not None})
        record(
            "rows_restored", subject="upload", subject_id=upload_id, office_id=upload.office_id, by=by, at=at,
            detail={"rows": [row.number for row in rows][:200]},
        )  # fmt: skip
    return len(rows)
