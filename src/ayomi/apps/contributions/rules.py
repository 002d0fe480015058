"""What follows from the law's amounts: lines, parts, due dates, fines. Pure: columns in, columns out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

import polars as pl

from ayomi.core.law import contributions as law
from ayomi.core.law import migrant
from ayomi.core.law.due import due_date
from ayomi.core.law.monthly import MonthlySegment, law_of
from ayomi.core.law.terms import PROGRAMMES, Programme, Segment
from ayomi.core.periods import Month

BILLED: Final = ("jkk", "jkm", "jht_employer", "jht_worker", "jp_employer", "jp_worker", "jpk")
"""Amount columns of a line that are asked for; they add up to its total."""
TOLD: Final = ("relief", "jkp_government", "jkp_from_jkk", "jkp_from_jkm")
"""Amount columns that are told and booked but not asked for."""
AMOUNTS: Final = (*BILLED, *TOLD)

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "jkk": ("jkk",),
    "jkm": ("jkm",),
    "jht": ("jht_employer", "jht_worker"),
    "jp": ("jp_employer", "jp_worker"),
    "jpk": ("jpk",),
}
"""The amount columns that go to each programme fund."""

REASON_OF_CHANGE: Final[Mapping[str, str]] = {
    "joined": "joined_late",
    "wage_change": "wage_corrected",
    "wage_corrected": "wage_corrected",
    "left": "left_late",
    "left_late": "left_late",
    "risk_decided": "risk_changed",
    "risk_changed": "risk_changed",
    "programme_added": "programmes_changed",
    "programme_dropped": "programmes_changed",
    "programmes_changed": "programmes_changed",
}
"""Why a line corrects an earlier month, by what was changed."""


def amounts(due: pl.DataFrame, *, month: Month, segment: MonthlySegment, facts: pl.DataFrame) -> pl.DataFrame:
    """The law of `month` over members due: `due` with AMOUNTS.

    `due`: columns as `queries.gather.due` gives them. `facts`: payer_id, active_workers, settled_to (first day of the
    month settled last), for the reliefs that ask about the payer.
    """
    people = (
        due.join(facts, on="payer_id", how="left")
        .with_columns(
            income=pl.col("wage"),
            risk=pl.when(pl.col("risk") == "").then(None).otherwise(pl.col("risk")),
            industry=pl.when(pl.col("industry") == "").then(None).otherwise(pl.col("industry")),
            jkk_settled_to=pl.col("settled_to"),
            member_since=pl.col("since"),
            paid_by=pl.when("government").then(pl.lit("government")).otherwise(pl.lit("self")),
        )
        .drop("government")
    )
    assessed = law.assess(
        law.with_relief(_only_in_force(people, month, segment), month=month, segment=segment),
        month=month,
        segment=segment,
    ).frame
    if segment == "own_account":
        assessed = assessed.with_columns(jht_worker=pl.col("jht"))
    given = set(assessed.columns)
    nothing = [pl.lit(0, pl.Int64).alias(name) for name in AMOUNTS if name not in given]
    return assessed.with_columns(nothing, risk=pl.col("risk").fill_null("")).select(
        "payer_id", "membership_id", "person_id", "month", "segment", "reason", "wage", "risk", *AMOUNTS
    )


def _only_in_force(people: pl.DataFrame, month: Month, segment: MonthlySegment) -> pl.DataFrame:
    """Without programmes that the month does not know: a member who chose JP has none before it began."""
    in_force = law_of(segment, month).programmes
    return people.with_columns(pl.lit(False).alias(name) for name in PROGRAMMES if name not in in_force)


def with_due_days(parts_of_bills: pl.DataFrame, month: Month, *, issued: date) -> pl.DataFrame:
    """The parts with `due_on`, the day until which each must be paid.

    An own-account worker who joins after the month's day has passed is asked to pay on the day the bill is `issued`:
    nobody is late with what she was not asked for, and no fine hangs on the day. Employers keep the law's day.
    """
    kinds = parts_of_bills.select("segment", "fund").unique()
    days = [
        max(due_day(segment, fund, month), issued if segment == "own_account" else date.min)
        for segment, fund in kinds.iter_rows()
    ]
    return parts_of_bills.join(kinds.with_columns(due_on=pl.Series(days, dtype=pl.Date)), on=["segment", "fund"])


def due_day(segment: Segment, fund: Programme, month: Month) -> date:
    """The day until which the contribution of `month` to one programme must be paid."""
    return due_date(segment, fund, month).day


def lines(expected: pl.DataFrame, billed: pl.DataFrame, *, month_column: str = "bill_month") -> pl.DataFrame:
    """The lines still to be written: what is expected less what was billed, where anything differs.

    `expected`: membership_id, month, bill_month, reason and AMOUNTS. `billed`: membership_id, month, lines and
    `<amount>_billed`. A month never billed for this member gives a whole line, any other a difference line with the
    reason of its change.
    """
    joined = expected.join(billed, on=["membership_id", "month"], how="left")
    still = joined.with_columns(
        [(pl.col(name) - pl.col(f"{name}_billed").fill_null(0)).alias(name) for name in AMOUNTS]
    ).filter(pl.any_horizontal(pl.col(name) != 0 for name in AMOUNTS))
    changed = pl.col("reason").replace_strict(REASON_OF_CHANGE, default="programmes_changed", return_dtype=pl.String)
    return still.with_columns(
        total=pl.sum_horizontal(BILLED),
        reason=pl.when(pl.col("lines").is_null() & (pl.col("month") == pl.col(month_column)))
        .then(pl.lit("regular"))
        .when(pl.col("lines").is_null())
        .then(pl.lit("joined_late"))
        .otherwise(changed),
    ).drop("lines", *[f"{name}_billed" for name in AMOUNTS])


def parts(lines_of_bills: pl.DataFrame) -> pl.DataFrame:
    """Lines summed to (payer_id, segment, fund, amount); a fund in which nothing is asked or given back is left out."""
    sums = lines_of_bills.group_by("payer_id", "segment", maintain_order=True).agg(
        pl.sum_horizontal(pl.col(name).sum() for name in columns).alias(fund) for fund, columns in PARTS.items()
    )
    return (
        sums.unpivot(index=["payer_id", "segment"], variable_name="fund", value_name="amount")
        .filter(pl.col("amount") != 0)
        .sort("payer_id", "segment", "fund")
    )


DAYS_WITHOUT_DEPARTURE: Final = 30
"""Days to pay for the time before placement while the departure is not known; the law only says "before leaving"."""


def package_amount(kind: str, months: int, on: date) -> migrant.PackageAmount:
    """What a migrant worker's package costs by the law of a day. Raises NotInForce, and NotEligible for a contract
    shorter than any package."""
    if kind == "before":
        return migrant.before_placement(on)
    return migrant.work_package(months, on) if kind == "work" else migrant.extension(months, on)


def package_due(kind: str, since: date, until: date, issued: date) -> date:
    """The day until which a package is to be paid: before leaving, or before the contract runs on; never before the
    day its bill is issued."""
    if kind == "before":
        day = min(issued + timedelta(days=DAYS_WITHOUT_DEPARTURE), migrant.last_day_to_pay(until))
    else:
        day = migrant.last_day_to_pay(since)
    return max(day, issued)


LARGEST_BILL_NUMBER: Final = 9_999_999_999
