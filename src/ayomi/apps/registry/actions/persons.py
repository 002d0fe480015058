"""Persons recorded in sets, corrected one by one, and a number revealed with a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import polars as pl
from django.conf import settings
from django.db import connection, transaction

from ayomi.apps.audit.actions import look, owner_rights, record
from ayomi.apps.offices.actions import stage
from ayomi.apps.registry import queries
from ayomi.apps.registry.actions.projects import allot
from ayomi.apps.registry.models import Person
from ayomi.apps.registry.queries.persons import by_hash, hashes
from ayomi.apps.registry.rules import REVEALABLE, Sealed, masked, masked_sixteen
from ayomi.core.identity import check_nik_column, mask
from ayomi.core.matching.normalise import name_key, name_key_column
from ayomi.core.sealing import seal, seal_all, unseal

INPUT: Final[dict[str, Any]] = {
    "name": pl.String, "born": pl.Date, "birth_place": pl.String, "sex": pl.String, "nik": pl.String,
    "kk": pl.String, "phone": pl.String, "email": pl.String, "mother_name": pl.String, "address": pl.String,
    "village": pl.String, "region_id": pl.String, "account": pl.String,
}  # fmt: skip
"""Columns a person is recorded from. All but `name` may be missing or null; numbers in canonical text."""
_STORED: Final = {
    "id": "bigint", "name": "text", "name_key": "text", "born": "date", "birth_place": "text", "sex": "text",
    "nik_sealed": "bytea", "nik_hash": "bytea", "nik_mask": "text", "kk_sealed": "bytea", "kk_mask": "text",
    "phone_sealed": "bytea", "phone_hash": "bytea", "phone_mask": "text", "account_sealed": "bytea",
    "account_mask": "text", "email": "text", "mother_name": "text", "address": "text", "village": "text",
    "region_id": "text", "warnings": "jsonb", "office_id": "bigint",
}  # fmt: skip
_PLAIN: Final = frozenset(
    {"born", "birth_place", "sex", "email", "mother_name", "address", "village", "region_id", "name"}
)


class NikInUse(Exception):
    """Another person has this NIK; the two may have to be merged. `person_id` is the other."""

    def __init__(self, person_id: int) -> None:
        super().__init__(f"person {person_id} has this NIK")
        self.person_id = person_id


class PurposeMissing(Exception):
    """A personal number is revealed only for a stated purpose."""


class NothingToReveal(LookupError):
    """The person has no such number on record."""


def _sealed(values: pl.Series, field: Sealed) -> pl.Series:
    found = iter(seal_all((v.encode() for v in values.drop_nulls()), field=field, key=settings.SEALING_KEY))
    return pl.Series(f"{field}_sealed", [None if v is None else next(found) for v in values], dtype=pl.Binary)


def _prepared(frame: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """The stored columns of new persons, but their ids."""
    checked = check_nik_column(frame["nik"], as_of=at.date(), born=frame["born"], sex=frame["sex"])
    # What a person should look at: the region and whether date and sex agree; the rest was dealt with on reading.
    telling = ["region_unknown", "birth_date_differs", "sex_differs"]
    texts = [name for name, kind in INPUT.items() if kind == pl.String and name not in ("region_id", "nik", "kk")]
    said = {
        listed: json.dumps([code for code in (listed or "").split(",") if code in telling])
        for listed in checked["warning"].unique()
    }
    return frame.with_columns(
        name_key_column(frame["name"]).alias("name_key"),
        _sealed(frame["nik"], "nik"),
        masked_sixteen(pl.col("nik")).fill_null("").alias("nik_mask"),
        _sealed(frame["kk"], "kk"),
        masked_sixteen(pl.col("kk")).fill_null("").alias("kk_mask"),
        _sealed(frame["phone"], "phone"),
        hashes(frame["phone"], "phone"),
        masked(pl.col("phone")).fill_null("").alias("phone_mask"),
        _sealed(frame["account"], "account"),
        masked(pl.col("account")).fill_null("").alias("account_mask"),
        checked["warning"].replace_strict(said, return_dtype=pl.String).alias("warnings"),
    ).with_columns(pl.col(name).fill_null("") for name in texts if name not in ("phone", "account"))


def record_persons(frame: pl.DataFrame, *, office_id: int, by: int | None, at: datetime) -> pl.DataFrame:
    """Persons written once each, however many lists bring them at the same moment.

    `frame`: columns of `INPUT` (and any others), numbers in canonical text as `core.identity` gives them; a column
    `office_id` names another office than `office_id` for a row. Returns the
    frame with `person_id` and `found`: 'new' or 'known' (by NIK; a merged record leads to the one kept). A row without
    NIK is always new: whether it is someone known is for the caller to decide with `queries.twins` first.
    Raises ValueError for a row without a name.
    """
    if "name" not in frame.columns or frame["name"].is_null().any():
        raise ValueError("every person needs a name")
    whole = frame.with_columns(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name) for name, kind in INPUT.items()
    )
    whole = whole.with_columns(
        hashes(whole["nik"], "nik"),
        _offices(frame, office_id),
    )
    # A person may be known to an office one cannot see, and must not be written a second time for that.
    with owner_rights():
        known = whole.join(by_hash(whole["nik_hash"]), on="nik_hash", how="left", maintain_order="left")
        first = pl.col("nik_hash").is_null() | pl.col("nik_hash").is_first_distinct()
        fresh = whole.filter(known["person_id"].is_null()).filter(first)
        ids = _insert(fresh, by=by, at=at)
        record(
            "persons_recorded", subject="office", subject_id=office_id, office_id=office_id, by=by, at=at,
            detail={"rows": frame.height, "new": ids.height},
        )  # fmt: skip
        numbered = by_hash(whole["nik_hash"])
    nameless = whole.with_row_index("place").filter(pl.col("nik_hash").is_null())["place"]
    without_nik = ids.filter(pl.col("nik_hash").is_null()).select("person_id").with_columns(place=nameless)
    mine = ids.filter(pl.col("nik_hash").is_not_null()).select("person_id").with_columns(mine=True)
    told = (
        whole.with_row_index("place")
        .join(numbered, on="nik_hash", how="left", maintain_order="left")
        .join(without_nik, on="place", how="left", maintain_order="left")
        .join(mine, on="person_id", how="left", maintain_order="left")
    )
    new = pl.col("person_id_right").is_not_null() | (pl.col("mine") & pl.col("nik_hash").is_first_distinct())
    return frame.with_columns(
        told.select(
            pl.coalesce("person_id", "person_id_right").alias("person_id"),
            pl.when(new).then(pl.lit("new")).otherwise(pl.lit("known")).alias("found"),
        ).get_columns()
    )


def _offices(frame: pl.DataFrame, office_id: int) -> pl.Expr:
    given = pl.lit(office_id, dtype=pl.Int64)
    return (pl.col("office_id").fill_null(given) if "office_id" in frame.columns else given).alias("office_id")


def _insert(fresh: pl.DataFrame, *, by: int | None, at: datetime) -> pl.DataFrame:
    """Writes persons not known a moment ago; returns person_id, nik_hash of those truly written."""
    numbers = allot("registry_person_id_seq", fresh.height).rename("id")
    ready = _prepared(fresh.with_columns(numbers), at)
    stage(ready, "new_persons", _STORED)
    columns = ", ".join(_STORED)
    with connection.cursor() as cursor:
        # In the order of the hash, so that two lists with the same people wait for, and never lock, each other.
        cursor.execute(
            f"INSERT INTO registry_person ({columns}, recorded_at, recorded_by)"
            f" SELECT {columns}, %s, %s FROM new_persons ORDER BY nik_hash, id"
            " ON CONFLICT (nik_hash) WHERE merged_into_id IS NULL AND nik_hash IS NOT NULL DO NOTHING",
            [at, by],
        )
        written = cursor.rowcount
        if written == fresh.height:
            return ready.select(pl.col("id").alias("person_id"), "nik_hash")
        cursor.execute("SELECT n.id FROM new_persons n JOIN registry_person p USING (id)")
        stand = {row[0] for row in cursor.fetchall()}
    return ready.filter(pl.col("id").is_in(stand)).select(pl.col("id").alias("person_id"), "nik_hash")


def change_person(
    person_id: int, changes: Mapping[str, str | date | None], *, reason: str, by: int | None, at: datetime
) -> None:
    """Correct a person's data. `changes`: columns of `INPUT` with their new values in canonical form.

    Raises `queries.UnknownPerson`, `NikInUse`, and ValueError for another column or an empty name. Numbers appear in
    the log masked only.
    """
    unknown = set(changes) - set(INPUT)
    if unknown or not changes.get("name", "-"):
        raise ValueError(f"not a change of a person: {sorted(unknown) or 'empty name'}")
    with transaction.atomic():
        kept = queries.person(person_id).id
        person = Person.objects.select_for_update().get(pk=kept)
        detail: dict[str, list[str | None]] = {}
        for name, value in changes.items():
            before, after = _set(person, name, value)
            if before != after:
                detail[name] = [before, after]
        if "nik" in changes and person.nik_hash is not None:
            _refuse_taken(bytes(person.nik_hash), kept)
        checked = check_nik_column(
            pl.Series([_number(person, "nik")], dtype=pl.String),
            as_of=at.date(),
            born=pl.Series([person.born], dtype=pl.Date),
            sex=pl.Series([person.sex or None], dtype=pl.String),
        )
        differing = (checked["warning"][0] or "").split(",") if person.nik_mask else []
        person.warnings = [c for c in differing if c in ("region_unknown", "birth_date_differs", "sex_differs")]
        person.save()
        record(
            "person_changed", subject="person", subject_id=kept, office_id=person.office_id, by=by, at=at,
            detail=detail, reason=reason,
        )  # fmt: skip


def _refuse_taken(nik_hash: bytes, person_id: int) -> None:
    with owner_rights():
        found = by_hash(pl.Series([nik_hash], dtype=pl.Binary))["person_id"].to_list()
    if found and found[0] != person_id:
        raise NikInUse(found[0])


def _number(person: Person, field: Sealed) -> str | None:
    sealed = getattr(person, f"{field}_sealed")
    return None if sealed is None else unseal(bytes(sealed), field=field, key=settings.SEALING_KEY).decode()


def _set(person: Person, name: str, value: str | date | None) -> tuple[str | None, str | None]:
    """Sets one column; returns what may be shown of it before and after."""
    if name in _PLAIN:
        before = getattr(person, name)
        setattr(person, name, value if name in ("born", "region_id") else value or "")
        if name == "name":
            person.name_key = name_key(str(value))
        return (None if before is None else str(before)), (None if value is None else str(value))
    before_mask = str(getattr(person, f"{name}_mask"))
    text = None if value is None else str(value)
    field: Sealed = next(each for each in REVEALABLE if each == name)
    setattr(
        person,
        f"{name}_sealed",
        None if text is None else seal(text.encode(), field=field, key=settings.SEALING_KEY),
    )
    setattr(person, f"{name}_mask", "" if text is None else mask(text))
    if name in ("nik", "phone"):
        setattr(person, f"{name}_hash", hashes(pl.Series([text], dtype=pl.String), field)[0])
    return before_mask, str(getattr(person, f"{name}_mask"))


def reveal(person_id: int, field: Sealed, purpose: str, *, by: int | None, at: datetime) -> str:
    """One personal number in full, noted for the person to read who asked and what for.

    Raises `PurposeMissing` (fewer than five letters), `queries.UnknownPerson` for a person out of scope,
    `NothingToReveal`, and ValueError for a field that is never revealed.
    """
    if field not in REVEALABLE:
        raise ValueError(f"{field} is never revealed")
    if len(purpose.strip()) < 5:
        raise PurposeMissing
    with transaction.atomic():
        kept = queries.person(person_id).id
        number = _number(Person.objects.get(pk=kept), field)
        if number is None:
            raise NothingToReveal(field)
        look([kept], what=field, purpose=purpose.strip(), by=by, at=at)
    return number
