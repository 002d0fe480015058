"""A list of questions answered in columns: one look-up for all, every look noted in one statement, kept to repeat."""

from __future__ import annotations

import hmac
import zlib
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate

from ayomi.apps.audit.actions import looks_of, owner_rights, record
from ayomi.apps.eligibility.actions.asking import LONGEST_PURPOSE, LOOKED_FOR, Bank, RequestIdUsed
from ayomi.apps.eligibility.models import Batch
from ayomi.apps.eligibility.rules import lists
from ayomi.apps.membership.queries.standings import NOWHERE, organisation_standings, standings
from ayomi.apps.offices.actions import stage
from ayomi.apps.registry.queries import hashes
from ayomi.core.law.credit import products


@dataclass(frozen=True, slots=True)
class Listed:
    """The answers to a list, as they are sent. `refused`: rows that could not be answered."""

    content: bytes
    rows: int
    refused: int


def answer_list(bank: Bank, raw: bytes, kind: str, *, request_id: str, by: int | None, at: datetime) -> Listed:
    """The answers to up to 100,000 questions, in their order. `kind`: csv, json or ndjson; the answers are the same.

    The bank's right was checked by the caller. The same list under the same number gets the same answers. Raises
    RequestIdUsed, and `rules.lists.WrongList` for what is no list.
    """
    essence = hmac.digest(settings.FINDING_KEY, kind.encode() + b"\x1f" + raw, "sha256")
    with owner_rights():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"batch:{bank.partner_id}:{request_id}"]
            )
        before = Batch.objects.filter(partner_id=bank.partner_id, request_id=request_id).first()
        if before is not None:
            if bytes(before.essence) != essence:
                raise RequestIdUsed(request_id)
            return Listed(zlib.decompress(bytes(before.answers)), before.rows, before.refused)
        told = _answered(bank, lists.read_list(raw, kind), at)
        refused = told["error_code"].count()
        content = lists.as_csv(told) if kind == "csv" else lists.as_json(told, kind)
        made = Batch.objects.create(
            partner_id=bank.partner_id, request_id=request_id, essence=essence, rows=told.height, refused=refused,
            answers=zlib.compress(content, 1), asked_by=by, at=at,
        )  # fmt: skip
        record(
            "list_of_bank_answered", subject="partner", subject_id=bank.partner_id, by=by, at=at,
            detail={"batch": made.pk, "rows": told.height, "refused": refused},
        )  # fmt: skip
    return Listed(content, told.height, refused)


def _answered(bank: Bank, rows: pl.DataFrame, at: datetime) -> pl.DataFrame:
    day = localdate(at)
    found = lists.checked(rows, today=day)
    right = found.filter(pl.col("error_code").is_null())
    known = pl.concat([_people(right.filter(pl.col("nik").is_not_null()), day), _businesses(right, day)])
    told = found.join(known, on="place", how="left", maintain_order="left").with_columns(
        pl.col("status").fill_null(NOWHERE.status), pl.col("programmes").fill_null("")
    )
    _note(bank, told.filter(pl.col("person_id").is_not_null()), at)
    return lists.answers(told, day=day)


def _people(rows: pl.DataFrame, day: date) -> pl.DataFrame:
    numbers = rows.select(pl.col("place").cast(pl.Int64), hashes(rows["nik"], "nik").alias("hash"))
    stage(numbers, "sought_numbers", {"place": "bigint", "hash": "bytea"})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sought_numbers")
    return standings(day).with_columns(pl.col("place").cast(pl.UInt32))


def _businesses(rows: pl.DataFrame, day: date) -> pl.DataFrame:
    asked = rows.filter(pl.col("nik").is_null()).select("place", "nib")
    found = organisation_standings(asked["nib"].unique().to_list(), day) if asked.height else {}
    told = [(nib, None, each.since, each.status, ",".join(each.programmes)) for nib, (_, each) in found.items()]
    schema = {"nib": pl.String, "person_id": pl.Int64, "since": pl.Date, "status": pl.String, "programmes": pl.String}
    return asked.join(pl.DataFrame(told, schema=schema, orient="row"), on="nib").drop("nib")


def _note(bank: Bank, rows: pl.DataFrame, at: datetime) -> None:
    """Note every look of the list in one statement."""
    names = {code: words.id for code, words in products().items()}
    purpose = pl.format(
        "{}: {}, {} (persetujuan {})", pl.lit(bank.name), pl.col("product").replace(names), "purpose", "consent_id"
    )
    looks = rows.select("person_id", told=purpose.str.slice(0, LONGEST_PURPOSE))
    stage(looks, "looked_at", {"person_id": "bigint", "told": "text"})
    with connection.cursor() as cursor:
        cursor.execute(looks_of("SELECT %s, NULL, person_id, %s, told FROM looked_at"), [at, LOOKED_FOR])
