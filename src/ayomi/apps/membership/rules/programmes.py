"""Who may have which programme, and who must, by segment, size of firm, age and day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final, Literal

import polars as pl

from ayomi.core.law.benefits.pension import age_on
from ayomi.core.law.book import integers, mapping, parameter, strings
from ayomi.core.law.scope import programmes_in_force
from ayomi.core.money import LARGEST_WAGE
from ayomi.core.periods import Month

Segment = Literal["wage_earner", "own_account", "construction", "migrant"]
SEGMENTS: Final[tuple[Segment, ...]] = ("wage_earner", "own_account", "construction", "migrant")
PROGRAMMES: Final = ("jkk", "jkm", "jht", "jp", "jkp", "jpk")
ENROL_CODES: Final = (
    "person_unknown", "since_missing", "wage_missing", "wage_too_large", "birth_date_missing", "too_young", "too_old",
    "programme_not_allowed", "programme_missing", "jp_over_age", "jkp_over_age", "jkp_needs_others",
    "outside_project", "twice_in_list", "already_member", "too_many_jobs",
)  # fmt: skip
"""Why a row is not enrolled, in the order in which they are looked for."""
# PP 44/2015 Pasal 34; Permenaker 5/2021: an own-account worker names at most two jobs.
OWN_ACCOUNT_JOBS: Final = 2
WORKING_AGE: Final = 15
_LEAST: Final = frozenset({"jkk", "jkm"})
_CHOICES: Final[Mapping[str, frozenset[str]]] = {
    # Construction projects insure JKK and JKM only (PP 44/2015 Pasal 53). The law lets migrants choose JHT beside their
    # packages (Permenaker 4/2023); nobody is enrolled in it as long as it cannot be billed.
    "construction": _LEAST,
    "migrant": _LEAST,
}


def allowed(segment: Segment, on: date) -> frozenset[str]:
    """Programmes the segment can have on the day."""
    if segment in _CHOICES:
        return _CHOICES[segment]
    return frozenset(programmes_in_force(segment, Month.of(on)))


@cache
def _by_size(name: str, on: date) -> Mapping[str, frozenset[str]]:
    found = parameter(
        "membership.yaml", name, lambda value: {size: frozenset(strings(row)) for size, row in mapping(value).items()}
    ).find(on)
    return found.value if found else {}


def prescribed(segment: Segment, size: str | None, on: date) -> frozenset[str]:
    """Programmes nobody of the segment may leave out on the day (Perpres 109/2013 Pasal 6; before it PP 14/1993).

    `size`: of the firm, None where it is not known; then only what binds every size is asked.
    """
    if segment != "wage_earner":
        return _LEAST & allowed(segment, on)
    sizes = _by_size("prescribed", on)
    if not sizes:
        return frozenset({"jkk", "jkm", "jht"}) & allowed(segment, on)
    return sizes[size or "micro"]


def unemployment_needs(size: str | None, on: date) -> frozenset[str] | None:
    """Programmes a worker must have before JKP counts her in (PP 37/2021 Pasal 4); None while there is no JKP."""
    sizes = _by_size("unemployment_needs", on)
    return sizes[size or "micro"] if sizes else None


@cache
def age_limits(on: date) -> Mapping[str, int]:
    """Ages one must not have reached on enrolment: `own_account`, `jkp`; only those in force on the day."""
    found = parameter("membership.yaml", "age_limits", integers).find(on)
    return found.value if found else {}


def _by_day(days: pl.Series, segment: Segment, size: str | None) -> pl.DataFrame:
    """What the law says on each distinct day, as columns to join."""
    rows = []
    for day in days.drop_nulls().unique():
        can, must = allowed(segment, day), prescribed(segment, size, day)
        needs, limits = unemployment_needs(size, day), age_limits(day)
        rows.append(
            {
                "since": day,
                "too_old_at": limits.get("own_account", 200) if segment == "own_account" else 200,
                "jkp_until": limits.get("jkp", 0),
                "jp_until": age_on(day),
                "jkp_open": segment == "wage_earner" and needs is not None,
                **{f"may_{name}": name in can for name in PROGRAMMES},
                **{f"must_{name}": name in must for name in PROGRAMMES},
                **{f"need_{name}": name in (needs or ()) for name in PROGRAMMES},
            }
        )
    schema: dict[str, type[pl.DataType]] = {"since": pl.Date, "too_old_at": pl.Int64, "jkp_until": pl.Int64}
    schema |= {"jp_until": pl.Int64, "jkp_open": pl.Boolean}
    schema |= {f"{head}_{name}": pl.Boolean for head in ("may", "must", "need") for name in PROGRAMMES}
    return pl.DataFrame(rows, schema=schema)


def age(born: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Completed years on the day."""
    before = on.dt.month().cast(pl.Int32) * 100 + on.dt.day() < born.dt.month().cast(pl.Int32) * 100 + born.dt.day()
    return (on.dt.year() - born.dt.year() - before.cast(pl.Int32)).cast(pl.Int64)


def judge(frame: pl.DataFrame, *, segment: Segment, size: str | None) -> pl.DataFrame:
    """Programmes settled and rows refused that the law does not admit.

    `frame`: since, wage, born (may be null) and the booleans of `PROGRAMMES`, null meaning "as the law has it": what
    is prescribed, and JKP for whoever meets its conditions. Returns the frame with the booleans filled and `code`, one
    of `ENROL_CODES` or null. Without a birth date, ages are not held against anyone but own-account workers.
    """
    told = frame.join(_by_day(frame["since"], segment, size), on="since", how="left", maintain_order="left")
    years = age(pl.col("born"), pl.col("since"))
    # Who has reached the pension age no longer joins JP, whatever the size of the firm.
    told = told.with_columns(years.alias("age"))
    pensioner = (pl.col("age") >= pl.col("jp_until")).fill_null(False)
    told = told.with_columns(
        (pl.col("must_jp") & ~pensioner).alias("must_jp"), (pl.col("need_jp") & ~pensioner).alias("need_jp")
    ).with_columns(pl.col(p).fill_null(pl.col(f"must_{p}")) for p in PROGRAMMES if p != "jkp")
    young_enough = (pl.col("age") < pl.col("jkp_until")).fill_null(True)
    has_needed = pl.all_horizontal(~pl.col(f"need_{p}") | pl.col(p) for p in PROGRAMMES if p != "jkp")
    told = told.with_columns(pl.col("jkp").fill_null(pl.col("jkp_open") & young_enough & has_needed))
    own = segment == "own_account"
    checks: list[tuple[str, pl.Expr]] = [
        ("since_missing", pl.col("since").is_null()),
        ("wage_missing", pl.col("wage").is_null() | (pl.col("wage") < 0)),
        ("wage_too_large", pl.col("wage") > LARGEST_WAGE),
        ("birth_date_missing", pl.lit(own) & pl.col("born").is_null()),
        ("too_young", pl.lit(own) & (pl.col("age") < WORKING_AGE)),
        ("too_old", pl.lit(own) & (pl.col("age") >= pl.col("too_old_at"))),
        ("programme_not_allowed", pl.any_horizontal(pl.col(p) & ~pl.col(f"may_{p}") for p in PROGRAMMES)),
        ("programme_missing", pl.any_horizontal(pl.col(f"must_{p}") & ~pl.col(p) for p in PROGRAMMES)),
        ("jp_over_age", pl.col("jp") & pensioner),
        ("jkp_over_age", pl.col("jkp") & ~young_enough),
        ("jkp_needs_others", pl.col("jkp") & ~has_needed),
    ]
    code: pl.Expr = pl.lit(None, dtype=pl.String)
    for name, refused in reversed(checks):
        code = pl.when(refused.fill_null(False)).then(pl.lit(name)).otherwise(code)
    return told.with_columns(code.alias("code")).select(*frame.columns, "code")
