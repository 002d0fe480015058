"""Persons by number, by likeness, and one person as pages show her."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from django.conf import settings
from django.db import connection

from ayomi.apps.audit.queries import copy_out
from ayomi.apps.registry.rules import Sealed
from ayomi.core.sealing import finding_hashes, unseal


class UnknownPerson(LookupError):
    """No such person, or none that may be seen from here."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person with her numbers masked. `id` is the record that stands, `merged` those merged into it."""

    id: int
    name: str
    born: date | None
    birth_place: str
    sex: str
    nik_mask: str
    kk_mask: str
    phone_mask: str
    account_mask: str
    email: str
    mother_name: str
    address: str
    village: str
    region: str | None
    office_id: int
    warnings: tuple[str, ...]
    recorded_at: datetime
    merged: tuple[int, ...]


def hashes(values: pl.Series, field: Sealed) -> pl.Series:
    """The finding hashes of canonical numbers; null stays null."""
    found = iter(finding_hashes(values.drop_nulls().to_list(), field=field, key=settings.FINDING_KEY))
    return pl.Series(
        f"{field}_hash", [None if value is None else next(found) for value in values], dtype=pl.Binary
    )  # fmt: skip


def by_hash(nik_hashes: pl.Series) -> pl.DataFrame:
    """nik_hash, person_id: the record that stands for each hash, merged ones led to the one kept."""
    # As one text: an array of bytes would be quoted value by value.
    sought = ",".join(nik_hashes.drop_nulls().unique().bin.encode("hex"))
    found = copy_out(
        "SELECT DISTINCT ON (nik_hash) encode(nik_hash, 'hex'), coalesce(merged_into_id, id) FROM registry_person"
        " WHERE nik_hash = ANY (ARRAY(SELECT decode(h, 'hex') FROM unnest(string_to_array(%s, ',')) AS h))"
        " ORDER BY nik_hash, merged_into_id IS NOT NULL, id",
        [sought],
        schema={"nik_hash": pl.String, "person_id": pl.Int64},
    )
    return found.with_columns(pl.col("nik_hash").str.decode("hex"))


def known_by_nik(niks: pl.Series) -> pl.DataFrame:
    """nik, person_id for those of `niks` (canonical text) that are known."""
    frame = pl.DataFrame({"nik": niks.drop_nulls().unique(maintain_order=True)})
    frame = frame.with_columns(hashes(frame["nik"], "nik"))
    return frame.join(by_hash(frame["nik_hash"]), on="nik_hash").select("nik", "person_id")


def canonical(person_ids: Sequence[int]) -> pl.DataFrame:
    """person_id, canonical_id for those of the ids that exist."""
    return copy_out(
        "SELECT id, coalesce(merged_into_id, id) FROM registry_person WHERE id = ANY (%s)",
        [list(person_ids)],
        schema={"person_id": pl.Int64, "canonical_id": pl.Int64},
    )


_TWINS = """
WITH sought AS (SELECT * FROM unnest(%(row)s::int[], %(name_key)s::text[], %(born)s::date[], %(phone)s::bytea[])
    AS s (number, name_key, born, phone_hash))
SELECT s.number, coalesce(p.merged_into_id, p.id), p.name_key = s.name_key, p.name, p.born,
       p.nik_mask, encode(p.nik_sealed, 'hex')
FROM sought s JOIN registry_person p ON p.born = s.born
    AND split_part(p.name_key, ' ', 1) = split_part(s.name_key, ' ', 1)
UNION ALL
SELECT s.number, coalesce(p.merged_into_id, p.id), NULL, p.name, p.born, p.nik_mask, NULL
FROM sought s JOIN registry_person p ON p.phone_hash = s.phone_hash AND p.name_key = s.name_key
"""
_TWIN_SCHEMA: dict[str, Any] = {
    "row": pl.Int64, "person_id": pl.Int64, "same_name": pl.Boolean, "name": pl.String, "born": pl.Date,
    "nik_mask": pl.String, "sealed": pl.String,
}  # fmt: skip


def _one_digit_apart(one: str | None, sealed: str | None) -> bool:
    if one is None or sealed is None:
        return False
    other = unseal(bytes.fromhex(sealed), field="nik", key=settings.SEALING_KEY).decode()
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def twins(frame: pl.DataFrame) -> pl.DataFrame:
    """Records that may be the same person as a row of the frame, for a person to decide.

    `frame`: row (int), name_key, born (date), phone, nik (canonical text; the last three may be null). Returns row,
    person_id, why, name, born, nik_mask; `why` is 'name_and_birth', 'name_and_phone' or 'nik_one_digit' (also the same
    birth date and first word of the name: real twins have neighbouring numbers and other names).
    """
    found = copy_out(
        _TWINS,
        {
            "row": frame["row"].to_list(),
            "name_key": frame["name_key"].to_list(),
            "born": frame["born"].to_list(),
            "phone": [None if h is None else f"\\x{h.hex()}" for h in hashes(frame["phone"], "phone")],
        },
        schema=_TWIN_SCHEMA,
    )
    niks = dict(zip(frame["row"].to_list(), frame["nik"].to_list(), strict=True))
    near = [
        same is False and _one_digit_apart(niks[row], sealed)
        for row, same, sealed in found.select("row", "same_name", "sealed").iter_rows()
    ]
    why = (
        pl.when(pl.col("same_name"))
        .then(pl.lit("name_and_birth"))
        .when(pl.col("same_name").is_null())
        .then(pl.lit("name_and_phone"))
        .when(pl.col("near"))
        .then(pl.lit("nik_one_digit"))
    )
    return (
        found.with_columns(pl.Series("near", near, dtype=pl.Boolean))
        .with_columns(why=why)
        .filter(pl.col("why").is_not_null())
        .unique(["row", "person_id"], keep="first", maintain_order=True)
        .select("row", "person_id", "why", "name", "born", "nik_mask")
        .sort("row", "person_id")
    )


def person(person_id: int) -> Person:
    """The person a record speaks of: for a merged record, the one it was merged into. Raises `UnknownPerson`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.name, p.born, p.birth_place, p.sex, p.nik_mask, p.kk_mask, p.phone_mask, p.account_mask,"
            " p.email, p.mother_name, p.address, p.village, p.region_id, p.office_id, p.warnings, p.recorded_at,"
            " (SELECT coalesce(array_agg(m.id ORDER BY m.id), '{}') FROM registry_person m"
            " WHERE m.merged_into_id = p.id) FROM registry_person p"
            " WHERE p.id = coalesce((SELECT merged_into_id FROM registry_person WHERE id = %s), %s)",
            [person_id, person_id],
        )
        found = cursor.fetchone()
    if found is None:
        raise UnknownPerson(person_id)
    *plain, warnings, recorded_at, merged = found
    return Person(*(*plain, tuple(json.loads(warnings)), recorded_at, tuple(merged)))
