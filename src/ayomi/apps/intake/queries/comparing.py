"""What the database already knows of the rows of a list: members here, likely twins, memberships that go on or end.

Whoever a row may be, all the country is looked at: the caller widens the rights and shows only what the reader may see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl
from rapidfuzz import fuzz

from ayomi.apps.audit.queries import copy_out
from ayomi.apps.registry import queries as registry

NAMES_DIFFER_BELOW: Final = 55
"""Likeness of two folded names below which a NIK is taken to be mistyped rather than a name written another way."""

SCHEMA: Final[dict[str, Any]] = {
    "row": pl.Int64, "state": pl.String, "code": pl.String, "person_id": pl.Int64, "membership_id": pl.Int64,
    "organisation_id": pl.Int64, "day": pl.Date, "text": pl.String, "others": pl.List(pl.Int64),
}  # fmt: skip
"""What is said of a row: its state ('known', 'twin', 'fix', or null: only what it was led to), the finding's code,
a day and a text for its words, and the records it may be the same as."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What the list is about: who takes part through whom, and from when."""

    kind: str
    segment: str
    organisation_id: int | None
    project_id: int | None
    starts: date


def compare(frame: pl.DataFrame, aim: Aim) -> pl.DataFrame:
    """Findings by row, the columns of `SCHEMA`; rows of which nothing is to be said are missing.

    `frame`: row and the columns of a checked list (`core.lists`), null where unknown.
    """
    if frame.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    if aim.kind == "organisations":
        return _organisations(frame)
    if aim.kind == "members_new":
        return _new_members(frame, aim)
    people = _people(frame)
    if aim.kind == "members_continuing":
        return _continuing(people, aim)
    return _here_now(people, frame, aim)


def _told(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        pl.lit(None, dtype=kind).alias(name) for name, kind in SCHEMA.items() if name not in frame.columns
    ).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def _by_nik(frame: pl.DataFrame) -> pl.DataFrame:
    """row, person_id, name_key of the row, and on_record, the folded name the registry has."""
    known = registry.known_by_nik(frame["nik"])
    rows = frame.select("row", "nik", "name_key").drop_nulls("nik").join(known, on="nik", how="inner")
    names = copy_out(
        "SELECT id, name_key FROM registry_person WHERE id = ANY (%s)",
        [known["person_id"].to_list()],
        schema={"person_id": pl.Int64, "on_record": pl.String},
    )
    return rows.join(names, on="person_id", how="left").select("row", "person_id", "name_key", "on_record")


def _differs(rows: pl.DataFrame) -> pl.Series:
    """Whether the name of the row is far from the one on record."""
    return pl.Series(
        [
            one is not None and other is not None and fuzz.token_set_ratio(one, other) < NAMES_DIFFER_BELOW
            for one, other in rows.select("name_key", "on_record").iter_rows()
        ],
        dtype=pl.Boolean,
    )


def _memberships(person_ids: Sequence[int], aim: Aim) -> pl.DataFrame:
    """Memberships of these persons through this channel: person_id, membership_id, since, until, wage."""
    return copy_out(
        "SELECT coalesce(p.merged_into_id, p.id), m.id, m.since, m.until, t.wage FROM membership_membership m"
        " JOIN registry_person p ON p.id = m.person_id"
        " LEFT JOIN LATERAL (SELECT t.wage FROM membership_term t WHERE t.membership_id = m.id AND t.superseded_at"
        " IS NULL AND t.since <= greatest(%(day)s, m.since) ORDER BY t.since DESC LIMIT 1) t ON true"
        " WHERE (p.id = ANY (%(persons)s) OR p.merged_into_id = ANY (%(persons)s))"
        " AND m.organisation_id IS NOT DISTINCT FROM %(organisation)s::bigint"
        " AND m.project_id IS NOT DISTINCT FROM %(project)s::bigint"
        " AND (m.until IS NULL OR m.until > m.since)",
        {
            "persons": list(person_ids), "organisation": aim.organisation_id, "project": aim.project_id,
            "day": aim.starts,
        },
        schema={
            "person_id": pl.Int64, "membership_id": pl.Int64, "since": pl.Date, "until": pl.Date, "wage": pl.Int64,
        },
    )  # fmt: skip


def _new_members(frame: pl.DataFrame, aim: Aim) -> pl.DataFrame:
    known = _by_nik(frame)
    here = _memberships(known["person_id"].unique().to_list(), aim)
    here = here.filter(pl.col("until").is_null() | (pl.col("until") > aim.starts)).unique("person_id", keep="first")
    known = known.join(here, on="person_id", how="left", maintain_order="left")
    known = known.with_columns(differs=_differs(known))
    member = pl.col("membership_id").is_not_null()
    told = known.with_columns(
        state=pl.when("differs").then(pl.lit("twin")).when(member).then(pl.lit("known")),
        code=pl.when("differs")
        .then(pl.lit("nik_of_another"))
        .when(member)
        .then(pl.lit("already_member"))
        .otherwise(pl.lit("person_known")),
        day=pl.col("since"),
        others=pl.when("differs").then(pl.concat_list("person_id")),
        # A NIK that is another's leads nowhere until a person has said so.
        person_id=pl.when(~pl.col("differs")).then(pl.col("person_id")),
    )
    strangers = frame.join(known.select("row"), on="row", how="anti")
    return pl.concat([_told(told), _told(_twins(strangers))]).sort("row")


def _twins(frame: pl.DataFrame) -> pl.DataFrame:
    sought = frame.select("row", "name_key", pl.col("birth_date").alias("born"), "phone", "nik")
    sought = sought.filter(pl.col("name_key").is_not_null())
    found = registry.twins(sought).join(sought.select("row", "nik"), on="row", how="left")
    # A NIK never changes when its owner moves: two numbers begun in different regencies are two persons.
    elsewhere = (pl.col("nik").str.slice(0, 4) != pl.col("nik_mask").str.slice(0, 4)) & (pl.col("nik_mask") != "")
    found = found.filter(~elsewhere.fill_null(False) | (pl.col("why") == "nik_one_digit"))
    return (
        found.group_by("row", maintain_order=True)
        .agg(others=pl.col("person_id"))
        .with_columns(state=pl.lit("twin"), code=pl.lit("possible_twin"))
    )


def _people(frame: pl.DataFrame) -> pl.DataFrame:
    """row, kpj, person_id, and code where the person cannot be told: by KPJ, else by NIK, else by name and birth."""
    by_number = copy_out(
        "SELECT m.kpj, coalesce(p.merged_into_id, p.id) FROM membership_membership m"
        " JOIN registry_person p ON p.id = m.person_id WHERE m.kpj = ANY (%s)",
        [frame["member_number"].drop_nulls().unique().to_list()],
        schema={"member_number": pl.String, "by_number": pl.Int64},
    )
    rows = frame.select("row", "member_number", "nik", "name_key", "birth_date", "phone")
    rows = rows.join(by_number, on="member_number", how="left", maintain_order="left")
    nik = _by_nik(frame).rename({"person_id": "by_nik"}).select("row", "by_nik")
    rows = rows.join(nik, on="row", how="left", maintain_order="left")
    nameless = rows.filter(pl.col("by_number").is_null() & pl.col("by_nik").is_null() & pl.col("nik").is_null())
    named = _by_name(nameless.filter(pl.col("member_number").is_null()))
    rows = rows.join(named, on="row", how="left", maintain_order="left")
    unknown = pl.col("member_number").is_not_null() & pl.col("by_number").is_null() & pl.col("by_nik").is_null()
    return rows.with_columns(
        person_id=pl.coalesce("by_number", "by_nik", "by_name"),
        code=pl.when(unknown).then(pl.lit("member_number_unknown")),
    ).with_columns(code=pl.coalesce("code", pl.when(pl.col("person_id").is_null()).then(pl.lit("not_found"))))


def _by_name(rows: pl.DataFrame) -> pl.DataFrame:
    """row, by_name: the one person of that name and birth date, where there is exactly one."""
    sought = rows.select("row", "name_key", pl.col("birth_date").alias("born"), "phone", "nik").drop_nulls("name_key")
    found = registry.twins(sought) if sought.height else pl.DataFrame(schema={"row": pl.Int64, "person_id": pl.Int64})
    alone = found.group_by("row").agg(pl.col("person_id").unique())
    return alone.filter(pl.col("person_id").list.len() == 1).select("row", by_name=pl.col("person_id").list.first())


def _continuing(people: pl.DataFrame, aim: Aim) -> pl.DataFrame:
    here = _memberships(people["person_id"].drop_nulls().unique().to_list(), aim)
    here = here.filter(pl.col("until").is_null() | (pl.col("until") > aim.starts)).unique("person_id", keep="first")
    rows = people.join(here, on="person_id", how="left", maintain_order="left")
    member = pl.col("membership_id").is_not_null()
    return _told(
        rows.with_columns(
            state=pl.when(pl.col("code").is_not_null()).then(pl.lit("fix")).when(member).then(pl.lit("known")),
            code=pl.coalesce("code", pl.when(member).then(pl.lit("already_member"))),
            day=pl.col("since"),
        ).filter(pl.col("code").is_not_null() | pl.col("person_id").is_not_null())
    )


def _here_now(people: pl.DataFrame, frame: pl.DataFrame, aim: Aim) -> pl.DataFrame:
    """Leavers and new wages: the membership through this payer that is meant."""
    here = _memberships(people["person_id"].drop_nulls().unique().to_list(), aim)
    # The one that goes on, else the last that ended.
    here = here.sort("until", "since", descending=True, nulls_last=False).unique("person_id", keep="first")
    rows = people.join(here, on="person_id", how="left", maintain_order="left")
    asked = frame.select("row", pl.col("wage").alias("asked_wage"), "end_date")
    rows = rows.join(asked, on="row", how="left", maintain_order="left")
    ended = pl.col("until").is_not_null()
    stranger = pl.col("code").is_null() & pl.col("membership_id").is_null()
    if aim.kind == "members_leaving":
        before = pl.col("end_date") < pl.col("since")
        state = pl.when(ended).then(pl.lit("known")).when(before).then(pl.lit("fix"))
        code = pl.when(ended).then(pl.lit("left_already")).when(before).then(pl.lit("end_before_start"))
        day = pl.when(ended).then(pl.col("until")).otherwise(pl.col("since"))
    else:
        same = pl.col("asked_wage") == pl.col("wage")
        state = pl.when(ended).then(pl.lit("fix")).when(same).then(pl.lit("known"))
        code = pl.when(ended).then(pl.lit("not_member_here")).when(same).then(pl.lit("wage_same"))
        day = pl.lit(None, dtype=pl.Date)
    lost = pl.col("code").is_not_null() | stranger
    told = rows.with_columns(
        state=pl.when(lost).then(pl.lit("fix")).otherwise(state),
        code=pl.when(stranger).then(pl.lit("not_member_here")).otherwise(pl.coalesce("code", code)),
        day=day,
    )
    # Two rows may lead to one membership by different numbers.
    first = pl.col("row").first().over("membership_id")
    again = pl.col("membership_id").is_not_null() & (first != pl.col("row")) & pl.col("state").is_null()
    told = told.with_columns(
        state=pl.when(again).then(pl.lit("fix")).otherwise(pl.col("state")),
        code=pl.when(again).then(pl.lit("twice_in_list")).otherwise(pl.col("code")),
        text=pl.when(again).then(first.cast(pl.String)),
    )
    return _told(told)


def _organisations(frame: pl.DataFrame) -> pl.DataFrame:
    numbers = frame.select("row", "npp", "nib", "nik_koperasi", "npwp")
    known = registry.known_organisations(numbers)
    npps = copy_out(
        "SELECT id, coalesce(npp, '') FROM registry_organisation WHERE id = ANY (%s)",
        [known["organisation_id"].to_list()],
        schema={"organisation_id": pl.Int64, "text": pl.String},
    )
    told = known.join(npps, on="organisation_id", how="left").with_columns(
        state=pl.lit("known"), code=pl.lit("organisation_known")
    )
    rest = frame.join(known.select("row"), on="row", how="anti").filter(pl.col("organisation_key").is_not_null())
    sought = rest.select("row", pl.col("organisation_key").alias("name_key"), pl.col("regency_code").alias("region_id"))
    alike = (
        registry.organisation_candidates(sought)
        .group_by("row", maintain_order=True)
        .agg(others=pl.col("organisation_id"))
        .with_columns(state=pl.lit("twin"), code=pl.lit("organisation_twin"))
    )
    return pl.concat([_told(told), _told(alike)]).sort("row")
