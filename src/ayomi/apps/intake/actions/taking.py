"""The good rows of a list taken in, in sets: persons, memberships, wages, leavers, organisations.

Each set of rows is one transaction with what it writes and what became of each row, so a process that dies between two
of them, or within one, leaves nothing half done: the next run goes on with the rows that are still ready.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, cast

import polars as pl
from django.db import connection, transaction

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.intake.actions.columns import remember
from ayomi.apps.intake.actions.material import alone, open_contents, seal_contents, set_fields
from ayomi.apps.intake.actions.repairing import NotOpen
from ayomi.apps.intake.models import Row, Upload
from ayomi.apps.intake.queries.target import Target, target
from ayomi.apps.intake.rules.columns import from_stored
from ayomi.apps.intake.rules.contents import Contents, told
from ayomi.apps.intake.rules.findings import LONGEST, finding
from ayomi.apps.membership.actions import change_wages, enrol, leave
from ayomi.apps.membership.rules.programmes import PROGRAMMES, Segment
from ayomi.apps.offices.actions import stage
from ayomi.apps.registry.actions import record_organisations, record_persons

ROWS_AT_ONCE: Final = 20_000
"""Rows taken in by one transaction."""
_PERSON: Final = {
    "name": "name", "born": "birth_date", "birth_place": "birth_place", "sex": "sex", "nik": "nik", "kk": "family_card",
    "phone": "phone", "email": "email", "mother_name": "mother_name", "address": "address", "village": "village",
    "account": "bank_account",
}  # fmt: skip
"""Column of the registry -> field of a list."""
_ORGANISATION: Final = {
    "name": "organisation_name", "npp": "npp", "nib": "nib", "nik_koperasi": "nik_koperasi", "npwp": "npwp",
    "phone": "phone", "email": "email", "address": "address", "activity": "activity",
}  # fmt: skip
_WAGELESS: Final = frozenset({"construction", "migrant"})
"""Segments whose contribution asks for no wage."""
_OUTCOME: Final = {
    "id": "bigint", "state": "text", "person_id": "bigint", "membership_id": "bigint", "organisation_id": "bigint",
    "problems": "jsonb", "values_sealed": "bytea",
}  # fmt: skip


class NothingReady(Exception):
    """No row of the list is ready to be taken in."""


def begin(upload_id: int, *, by: int | None, at: datetime) -> int:
    """Ask for the good rows to be taken in by `apply`; returns how many there are.

    Raises `NothingReady`, `NotOpen`.
    """
    with transaction.atomic():
        upload = Upload.objects.select_for_update().defer("content_sealed").get(pk=upload_id)
        if upload.state not in ("checked", "applied"):
            raise NotOpen(upload.state)
        ready = Row.objects.filter(upload_id=upload_id, state="ready").count()
        if not ready:
            raise NothingReady(upload_id)
        set_fields(upload, state="applying", rows_total=ready, rows_done=0, message="", changed_at=at)
        record(
            "list_asked_for", subject="upload", subject_id=upload_id, office_id=upload.office_id, by=by, at=at,
            detail={"ready": ready},
        )  # fmt: skip
    return ready


def apply(upload_id: int, *, by: int | None, at: datetime) -> int:
    """Take in the rows asked for with `begin`; returns how many this run took in.

    Safe to run again at any moment, also by two processes at once. The right was checked by whoever asked.
    """
    taken = 0
    with alone(upload_id):
        upload = Upload.objects.defer("content_sealed").get(pk=upload_id)
        if upload.state != "applying":
            return 0
        try:
            while (found := _take_batch(upload, by=by, at=at)) is not None:
                taken += found
            _finish(upload, by=by, at=at)
        except Exception as problem:
            Upload.objects.filter(pk=upload_id).update(message=type(problem).__name__)
            raise
    return taken


@dataclass(frozen=True, slots=True)
class _Batch:
    rows: list[Row]
    contents: list[Contents]
    upload: Upload
    target: Target
    by: int | None
    at: datetime

    def column(self, name: str) -> list[Any]:
        """One field of every row, texts no longer than what is kept of them."""
        most = LONGEST.get(name)
        values = [each.clean.get(name) for each in self.contents]
        return [value[:most] if most and isinstance(value, str) else value for value in values]


def _take_batch(upload: Upload, *, by: int | None, at: datetime) -> int | None:
    """One set of ready rows; the number taken in, or None when no row was left."""
    with transaction.atomic(), owner_rights():
        rows = list(
            Row.objects.select_for_update().filter(upload_id=upload.pk, state="ready").order_by("number")[:ROWS_AT_ONCE]
        )
        if not rows:
            return None
        whom = target(upload.organisation_id, upload.project_id)
        batch = _Batch(rows, [open_contents(row.values_sealed) for row in rows], upload, whom, by, at)
        taken = _TAKERS[upload.kind](batch)
        good = _write_outcome(batch, taken)
        Upload.objects.filter(pk=upload.pk).update(rows_done=upload.rows_done + len(rows))
    upload.rows_done += len(rows)
    return good


def _enrol(batch: _Batch) -> pl.DataFrame:
    """New and continuing members. Columns: person_id, membership_id, code."""
    fresh = pl.DataFrame(
        {name: batch.column(field) for name, field in _PERSON.items()},
        schema_overrides={name: pl.Date if name == "born" else pl.String for name in _PERSON},
    )
    regions = [each.clean.get("district_code") or each.clean.get("regency_code") for each in batch.contents]
    fresh = fresh.with_columns(
        pl.Series("region_id", regions, dtype=pl.String),
        pl.Series("led_to", [row.person_id for row in batch.rows], dtype=pl.Int64),
    ).with_row_index("of_batch")
    new = fresh.filter(pl.col("led_to").is_null())
    office_id = batch.upload.office_id
    recorded = record_persons(new.drop("led_to"), office_id=office_id, by=batch.by, at=batch.at)
    persons = fresh.select("of_batch", "led_to").join(
        recorded.select("of_batch", "person_id"), on="of_batch", how="left", maintain_order="left"
    )
    people = persons.select(person_id=pl.coalesce("led_to", "person_id"))
    frame = _terms(batch, people)
    return enrol(
        frame, segment=cast(Segment, batch.upload.segment), channel=batch.target.channel,
        organisation_id=batch.target.organisation_id, project_id=batch.target.project_id,
        office_id=batch.target.office_id or office_id, upload_id=batch.upload.pk, by=batch.by, at=batch.at,
    ).select("person_id", "membership_id", "code")  # fmt: skip


def _terms(batch: _Batch, people: pl.DataFrame) -> pl.DataFrame:
    """What memberships are made from: the list's own words first, then what was chosen for the whole list."""
    options = batch.upload.options
    wageless = batch.upload.segment in _WAGELESS
    wages = [value if value is not None else options.get("income") for value in batch.column("wage")]
    programmes = [_programmes(each, options.get("programmes")) for each in batch.column("programmes")]
    return people.with_columns(
        pl.Series("since", [_since(each, batch.upload) for each in batch.column("start_date")], dtype=pl.Date),
        pl.Series("wage", [0 if wage is None and wageless else wage for wage in wages], dtype=pl.Int64),
        pl.Series("occupation", batch.column("occupation"), dtype=pl.String),
        pl.lit(options.get("sector", "other")).alias("sector"),
        *(
            pl.Series(name, [None if chosen is None else name in chosen for chosen in programmes], dtype=pl.Boolean)
            for name in PROGRAMMES
        ),
    )


def _programmes(written: str | None, chosen: Sequence[str] | None) -> frozenset[str] | None:
    """The programmes of one row; None: as the law has it."""
    if written is not None:
        return frozenset(written.lower().split(","))
    return frozenset(chosen) if chosen else None


def _since(written: date | None, upload: Upload) -> date:
    """The first day of a membership. An earlier day in the list holds only where that was asked for."""
    if written is None:
        return upload.starts
    return written if written > upload.starts or upload.options.get("own_dates") else upload.starts


def _leave(batch: _Batch) -> pl.DataFrame:
    ends = batch.column("end_date")
    frame = pl.DataFrame(
        {
            "person_id": pl.Series([row.person_id for row in batch.rows], dtype=pl.Int64),
            "membership_id": pl.Series([row.membership_id for row in batch.rows], dtype=pl.Int64),
            # Lists name the last day of work; a span ends on the day after.
            "until": pl.Series([None if end is None else end + timedelta(days=1) for end in ends], dtype=pl.Date),
            "reason": pl.Series([cause or "left" for cause in batch.column("leave_cause")], dtype=pl.String),
        }
    )
    return leave(frame, upload_id=batch.upload.pk, by=batch.by, at=batch.at).select(
        "person_id", "membership_id", "code"
    )  # fmt: skip


def _change_wages(batch: _Batch) -> pl.DataFrame:
    frame = pl.DataFrame(
        {
            "person_id": pl.Series([row.person_id for row in batch.rows], dtype=pl.Int64),
            "membership_id": pl.Series([row.membership_id for row in batch.rows], dtype=pl.Int64),
            "since": pl.Series([_since(each, batch.upload) for each in batch.column("start_date")], dtype=pl.Date),
            "wage": pl.Series(batch.column("wage"), dtype=pl.Int64),
        }
    )
    changed = change_wages(frame, upload_id=batch.upload.pk, by=batch.by, at=batch.at)
    # A wage that stands already was what the sender wanted.
    code = pl.when(pl.col("code") != "unchanged").then(pl.col("code"))
    return changed.select("person_id", "membership_id", code.alias("code"))


def _organisations(batch: _Batch) -> pl.DataFrame:
    frame = pl.DataFrame(
        {name: batch.column(field) for name, field in _ORGANISATION.items()},
        schema_overrides=dict.fromkeys(_ORGANISATION, pl.String),
    ).with_columns(
        kind=pl.lit(batch.upload.options.get("organisation_kind", "cooperative")),
        region_id=pl.Series(
            [each.clean.get("district_code") or each.clean.get("regency_code") for each in batch.contents],
            dtype=pl.String,
        ),
        led_to=pl.Series([row.organisation_id for row in batch.rows], dtype=pl.Int64),
    ).with_row_index("of_batch")  # fmt: skip
    new = frame.filter(pl.col("led_to").is_null()).drop("led_to")
    recorded = record_organisations(
        new, office_id=batch.upload.office_id, by=batch.by, at=batch.at, upload_id=batch.upload.pk
    )
    found = frame.select("of_batch", "led_to").join(
        recorded.select("of_batch", "organisation_id"), on="of_batch", how="left", maintain_order="left"
    )
    return found.select(
        organisation_id=pl.coalesce("led_to", "organisation_id"), code=pl.lit(None, dtype=pl.String)
    )  # fmt: skip


_TAKERS: Final = {
    "members_new": _enrol, "members_continuing": _enrol, "members_leaving": _leave, "wage_changes": _change_wages,
    "organisations": _organisations,
}  # fmt: skip


def _write_outcome(batch: _Batch, taken: pl.DataFrame) -> int:
    """What became of each row. A row that was refused waits again, with the reason; returns how many were not."""
    outcome = []
    for row, contents, told_of in zip(batch.rows, batch.contents, taken.iter_rows(named=True), strict=True):
        code = told_of["code"]
        if code is not None:
            said = finding(code, row=row.number, severity="warning" if code == "already_member" else "fix",
                           facts={"since": "–", "since_en": "–", "row": "–"})  # fmt: skip
            contents = replace(contents, problems=(*contents.problems, said))
        state = "applied" if code is None else "known" if code == "already_member" else "fix"
        outcome.append(
            (
                row.pk, state, told_of.get("person_id"), told_of.get("membership_id"), told_of.get("organisation_id"),
                None if code is None else json.dumps(told(contents.problems)),
                None if code is None else seal_contents([contents])[0],
            )
        )  # fmt: skip
    frame = pl.DataFrame(
        outcome,
        schema={
            "id": pl.Int64, "state": pl.String, "person_id": pl.Int64, "membership_id": pl.Int64,
            "organisation_id": pl.Int64, "problems": pl.String, "values_sealed": pl.Binary,
        },
        orient="row",
    )  # fmt: skip
    stage(frame, "taken_rows", _OUTCOME)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_row r SET state = t.state, person_id = coalesce(t.person_id, r.person_id),"
            " membership_id = coalesce(t.membership_id, r.membership_id),"
            " organisation_id = coalesce(t.organisation_id, r.organisation_id),"
            " problems = coalesce(t.problems, r.problems), values_sealed = coalesce(t.values_sealed, r.values_sealed)"
            " FROM taken_rows t WHERE t.id = r.id"
        )
    return frame.filter(pl.col("state") == "applied").height


def _finish(upload: Upload, *, by: int | None, at: datetime) -> None:
    with transaction.atomic():
        applied = Row.objects.filter(upload_id=upload.pk, state="applied").count()
        if upload.mapping:
            remember(upload, from_stored(upload.mapping), at)
        if upload.continues_id is not None:
            _close_continued(upload)
        set_fields(upload, state="applied", changed_at=at)
        record(
            "list_taken_in", subject="upload", subject_id=upload.pk, office_id=upload.office_id, by=by, at=at,
            detail={"applied": applied},
        )  # fmt: skip


def _close_continued(upload: Upload) -> None:
    """Rows of the earlier list that came back corrected wait no longer there: known by NIK, else by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_row old SET state = 'left_out' FROM intake_row new WHERE new.upload_id = %s"
            " AND old.upload_id = %s AND old.state IN ('fix', 'twin') AND new.state IN ('applied', 'known')"
            " AND (old.nik_hash = new.nik_hash OR old.name <> '' AND lower(old.name) = lower(new.name))",
            [upload.pk, upload.continues_id],
        )
