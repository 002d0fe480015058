"""What a row must have and must not be, by kind of list and segment: whole columns in, faults by position out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from ayomi.core.lists import limits
from ayomi.core.lists.kinds import Kind
from ayomi.core.lists.messages import date_words
from ayomi.core.lists.problems import Fault, Severity
from ayomi.core.lists.words import LABELS, Field

Found = tuple[int, Field, Fault]

_OPTIONAL_NUMBERS: Final = ("family_card", "npwp", "postcode", "bank_account", "npp")


@dataclass(frozen=True, slots=True)
class Context:
    """A list as read. ``present`` are the fields the file has a column for (or a typed answer)."""

    frame: pl.DataFrame
    kind: Kind
    segment: str | None
    as_of: date
    present: set[Field]


def severity_of(name: Field, kind: Kind) -> Severity:
    """What a wrong identity number costs the row: numbers the row can do without only warn."""
    if (
        name in _OPTIONAL_NUMBERS
        or (name == "nik" and kind == "organisations")
        or (name == "phone" and kind == "organisations")
    ):
        return "warning"
    if name == "member_number" and kind == "members_new":
        return "warning"
    return "fix"


def apply(context: Context, failed: dict[Field, set[int]]) -> tuple[pl.DataFrame, list[Found], dict[str, list[int]]]:
    """Apply all rules. ``failed`` are positions by field that already carry a fault, so nothing is said twice.

    Returns the frame (birth date and sex completed from the NIK where missing), the faults found, and what was
    completed by position.
    """
    if context.kind == "organisations":
        return context.frame, [*_organisation_rules(context, failed)], {}
    frame, tidied = _completed_from_nik(context, failed)
    context = Context(frame, context.kind, context.segment, context.as_of, context.present)
    faults = [*_presence(context, failed), *_agreement(context, failed), *_ages(context), *_duplicates(context)]
    return frame.drop("nik_birth", "nik_sex", "birth_given", "sex_given"), faults, tidied


def birth_in_nik(nik: str, as_of: date) -> date | None:
    """The birth date inside a valid NIK, in the latest century that makes its owner at least fourteen."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    century = 2000 if 2000 + year <= as_of.year - limits.YOUNGEST_WORKING_AGE + 1 else 1900
    try:
        return date(century + year, month, day - 40 if day > 40 else day)
    except ValueError:
        return None


def same_day_either_way(one: date, other: date) -> bool:
    """Whether two dates agree once day and month may be swapped."""
    return one == other or (one.year == other.year and (one.day, one.month) == (other.month, other.day))


def _positions(frame: pl.DataFrame, condition: pl.Expr) -> list[int]:
    return frame.select(condition.fill_null(value=False).arg_true()).to_series().to_list()


def _completed_from_nik(context: Context, failed: dict[Field, set[int]]) -> tuple[pl.DataFrame, dict[str, list[int]]]:
    """Add what the NIK says (``nik_birth``, ``nik_sex``); fill birth date and sex with it where they are empty."""
    day = pl.col("nik").str.slice(6, 2).cast(pl.Int32)
    century = (
        pl.when(
            2000 + pl.col("nik").str.slice(10, 2).cast(pl.Int32) <= context.as_of.year - limits.YOUNGEST_WORKING_AGE + 1
        )
        .then(2000)
        .otherwise(1900)
    )
    frame = context.frame.with_columns(
        nik_birth=pl.date(
            century + pl.col("nik").str.slice(10, 2).cast(pl.Int32),
            pl.col("nik").str.slice(8, 2).cast(pl.Int32),
            pl.when(day > 40).then(day - 40).otherwise(day),
        ),
        nik_sex=pl.when(day > 40).then(pl.lit("female")).when(day.is_not_null()).then(pl.lit("male")),
        birth_given=pl.col("birth_date"),
        sex_given=pl.col("sex"),
    )
    completed: dict[str, list[int]] = {}
    for name, source, code in (("birth_date", "nik_birth", "birth_date_from_nik"), ("sex", "nik_sex", "sex_from_nik")):
        blocked = pl.Series(sorted(failed.get(name, set())), dtype=pl.UInt32)
        free = (
            pl.col(name).is_null()
            & pl.col(source).is_not_null()
            & ~pl.int_range(pl.len(), dtype=pl.UInt32).is_in(blocked.implode())
        )
        places = _positions(frame, free)
        if places:
            completed[code] = places
            frame = frame.with_columns(pl.when(free).then(pl.col(source)).otherwise(pl.col(name)).alias(name))
    return frame, completed


def _lacking(context: Context, name: Field, failed: dict[Field, set[int]]) -> set[int]:
    """Positions without a value where none was refused either."""
    return set(_positions(context.frame, pl.col(name).is_null())) - failed.get(name, set())


def _presence(context: Context, failed: dict[Field, set[int]]) -> Iterator[Found]:
    kind = context.kind
    if kind == "members_new":
        for place in _lacking(context, "name", failed):
            yield place, "name", Fault("name_missing")
        known = set(
            _positions(context.frame, pl.all_horizontal(pl.col("name", "birth_given", "birth_place").is_not_null()))
        )
        for place in _lacking(context, "nik", failed):
            yield place, "nik", Fault("nik_missing_born", "warning") if place in known else Fault("nik_missing")
    else:
        no_number = _lacking(context, "member_number", failed)
        identified = set(_positions(context.frame, pl.all_horizontal(pl.col("name", "birth_given").is_not_null())))
        for place in no_number & _lacking(context, "nik", failed):
            field: Field = "member_number" if "member_number" in context.present else "nik"
            yield (
                place,
                field,
                Fault("nik_missing_born", "warning") if place in identified else Fault("identity_missing"),
            )
    if kind == "members_leaving":
        for place in _lacking(context, "end_date", failed):
            yield place, "end_date", Fault("end_date_missing")
        for place in _lacking(context, "leave_cause", failed):
            yield place, "leave_cause", Fault("cause_missing", "fix" if "leave_cause" in context.present else "warning")
        for place in _positions(context.frame, pl.col("end_date") < pl.col("start_date")):
            yield place, "end_date", Fault("end_before_start")
    elif kind == "wage_changes" or context.segment == "wage_earner" or "wage" in context.present:
        severity: Severity = "warning" if context.segment in ("construction", "migrant") else "fix"
        for place in _lacking(context, "wage", failed):
            yield place, "wage", Fault("wage_missing", severity)


def _agreement(context: Context, failed: dict[Field, set[int]]) -> Iterator[Found]:
    frame = context.frame
    code = pl.col("birth_given").dt.strftime("%d%m%y") != pl.col("nik_birth").dt.strftime("%d%m%y")
    differing = _positions(frame, code)
    given, coded = frame.get_column("birth_given"), frame.get_column("nik_birth")
    for place in differing:
        written, nik_date = given[place], coded[place]
        words_id, words_en = date_words(nik_date.year, nik_date.month, nik_date.day)
        facts = {"nik_date": words_id, "nik_date_en": words_en}
        if same_day_either_way(written, nik_date):
            yield place, "birth_date", Fault("date_swapped", "confirm", facts, nik_date.isoformat())
        else:
            yield place, "birth_date", Fault("birth_date_differs", "warning", facts)
    for place in _positions(frame, pl.col("sex_given") != pl.col("nik_sex")):
        yield place, "sex", Fault("sex_differs", "warning")


def _ages(context: Context) -> Iterator[Found]:
    """Age in completed years on the reference day against the limits in ``limits``."""
    if context.kind == "members_leaving":
        return
    born, day = pl.col("birth_date"), context.as_of
    before = (born.dt.month().cast(pl.Int32) * 100 + born.dt.day()) > day.month * 100 + day.day
    aged = context.frame.select(age=day.year - born.dt.year() - before.cast(pl.Int32))
    youngest = limits.YOUNGEST_MIGRANT_AGE if context.segment == "migrant" else limits.YOUNGEST_WORKING_AGE
    ages = aged.get_column("age")
    for place in _positions(aged, pl.col("age") < youngest):
        yield place, "birth_date", Fault("age_under", "fix", {"age": str(ages[place]), "limit": str(youngest)})
    if context.segment == "own_account" and context.kind == "members_new":
        for place in _positions(aged, pl.col("age") >= limits.OWN_ACCOUNT_AGE_LIMIT):
            yield (
                place,
                "birth_date",
                Fault("age_over", "fix", {"age": str(ages[place]), "limit": str(limits.OWN_ACCOUNT_AGE_LIMIT)}),
            )


def _twins(frame: pl.DataFrame, keys: list[str]) -> Iterator[tuple[int, int]]:
    """(later position, first position) of rows that agree in all keys, none of them null."""
    indexed = frame.select(*keys).with_row_index("place").drop_nulls()
    indexed = indexed.with_columns(first=pl.col("place").min().over(keys))
    yield from indexed.filter(pl.col("place") != pl.col("first")).select("place", "first").iter_rows()


def _duplicates(context: Context) -> Iterator[Found]:
    frame = context.frame
    rows, names, keys = frame.get_column("row"), frame.get_column("name"), frame.get_column("name_key")
    told: set[int] = set()
    for name, code in (("nik", "duplicate_nik"), ("member_number", "duplicate_member_number")):
        first_told: set[int] = set()
        for place, first in _twins(frame, [name]):
            if place in told:
                continue
            told.add(place)
            if keys[place] == keys[first]:
                yield place, name, Fault("duplicate_row", "fix", {"row": str(rows[first])})
                continue
            yield place, name, Fault(code, "fix", {"other": names[first] or "orang lain", "row": str(rows[first])})
            if first not in first_told:
                first_told.add(first)
                yield (
                    first,
                    name,
                    Fault(
                        "duplicate_nik_first" if name == "nik" else code,
                        "warning",
                        {"other": names[place] or "orang lain", "row": str(rows[place])},
                    ),
                )
    numbers, members = frame.get_column("nik"), frame.get_column("member_number")
    for place, first in _twins(frame, ["name_key", "birth_given"]):
        # Two different NIKs, or KPJs, say two different persons.
        different = any(
            column[place] is not None and column[first] is not None and column[place] != column[first]
            for column in (numbers, members)
        )
        if place not in told and not different:
            yield place, "name", Fault("duplicate_person", "confirm", {"row": str(rows[first])})


def _organisation_rules(context: Context, failed: dict[Field, set[int]]) -> Iterator[Found]:
    for place in _lacking(context, "organisation_name", failed):
        yield place, "organisation_name", Fault("organisation_name_missing")
    frame = context.frame
    rows, names, keys = (
        frame.get_column("row"),
        frame.get_column("organisation_name"),
        frame.get_column("organisation_key"),
    )
    told: set[int] = set()
    for name in ("nib", "nik_koperasi"):
        label_id, label_en = LABELS[name]
        for place, first in _twins(frame, [name]):
            if place in told:
                continue
            told.add(place)
            if keys[place] == keys[first]:
                yield place, name, Fault("duplicate_row", "fix", {"row": str(rows[first])})
            else:
                yield (
                    place,
                    name,
                    Fault(
                        "duplicate_number",
                        "fix",
                        {
                            "other": names[first] or "badan lain",
                            "row": str(rows[first]),
                            "label": label_id,
                            "label_en": label_en,
                        },
                    ),
                )
    told_apart = ["leader", "address", "village", "district", "regency", "nib", "phone"]
    filled = frame.with_columns(pl.col(told_apart).fill_null(""))
    for place, first in _twins(filled, ["organisation_key", *told_apart]):
        if place not in told:
            yield place, "organisation_name", Fault("duplicate_row", "fix", {"row": str(rows[first])})
