"""How payers pay: most on time, some late or never, a few too much, too little, twice or without saying what for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

import polars as pl

from ayomi.edges.command.demo.draw import Dice

HABITS: Final = (
    "punctual:775 sometimes_late:80 late:50 lapsed:22 quarterly:15 too_much:15 too_little:10 twice:5 by_number:16"
    " no_code:12"
)
"""A payer's habit, for good; of a thousand payers."""
GROUP_HABITS: Final = "punctual:860 sometimes_late:60 late:30 too_much:15 twice:5 by_number:15 no_code:15"
"""Habits of organisations with many people behind them, which seldom stop."""
LAPSES_AFTER: Final = 10
"""Months after the first within which payers who stop paying do so."""


def receipts(
    bills: pl.DataFrame, *, seed: int, first: date, since: date, until: date, today: date, habits: Mapping[int, str]
) -> pl.DataFrame:
    """The money that comes in from `since` up to but not including `until`, as `take_receipts` has it.

    `bills`: as `contributions.queries.open_bills`. `first`: first day of the world's history. `habits`: of payers whose
    story is told, instead of what chance gives them: also 'three_months_late' and 'one_month_late' (the last bills stay
    open) and 'without_code' (the last one is paid without saying what for).
    """
    if bills.is_empty():
        return _empty()
    frame = _planned(bills, seed=seed, first=first, today=today, habits=habits)
    usual = frame.filter(pl.col("day").is_between(since, until, closed="left"))
    rest = frame.filter(
        (pl.col("habit") == "too_little") & pl.col("rest_day").is_between(since, until, closed="left")
    ).with_columns(amount=pl.col("total") - pl.col("amount"), day=pl.col("rest_day"), key=pl.col("key") + ":rest")
    again = usual.filter(pl.col("habit") == "twice").with_columns(key=pl.col("key") + ":again")
    coming = pl.concat([usual, rest, again.filter(pl.col("whim") < 300)]).filter(pl.col("amount") > 0)
    return coming.sort("day", "key").select(
        "key", "amount", paid_on=pl.col("day"), code=_code(), sender=_sender(), remark=_remark(),
        line=pl.lit(None, dtype=pl.Int64),
    )  # fmt: skip


def _empty() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            "key": pl.String, "amount": pl.Int64, "paid_on": pl.Date, "code": pl.String, "sender": pl.String,
            "remark": pl.String, "line": pl.Int64,
        }
    )  # fmt: skip


def _planned(bills: pl.DataFrame, *, seed: int, first: date, today: date, habits: Mapping[int, str]) -> pl.DataFrame:
    """The bills with the habit of their payer, the day on which it will pay, and how much."""
    payer = Dice(bills["payer_id"].cast(pl.UInt64), seed)
    bill = Dice(bills["bill_id"].cast(pl.UInt64), seed)
    own = pl.DataFrame(
        {"payer_id": list(habits), "told": list(habits.values())}, schema={"payer_id": pl.Int64, "told": pl.String}
    )
    frame = bills.join(own, on="payer_id", how="left", maintain_order="left").with_columns(
        one=payer.word(HABITS, "habit"), many=payer.word(GROUP_HABITS, "group habit"), whim=bill.below(1000, "whim"),
        early=bill.below(11, "early"), lateness=bill.below(45, "lateness") + 4,
        stops=payer.below(LAPSES_AFTER, "stops"),
    )  # fmt: skip
    frame = frame.with_columns(
        habit=pl.coalesce("told", pl.when(pl.col("organisation_id").is_null()).then("one").otherwise("many"))
    )
    late = (pl.col("habit") == "late") | ((pl.col("habit") == "sometimes_late") & (pl.col("whim") < 250))
    quarter = (3 - pl.col("due_on").dt.month() % 3) % 3
    days = (
        pl.when(late)
        .then(pl.col("lateness"))
        .when(pl.col("habit") == "quarterly")
        .then(quarter.cast(pl.Int64) * 30)
        .otherwise(-pl.col("early"))
    )
    late_by = {"three_months_late": 3, "one_month_late": 1}
    gone = (pl.col("habit") == "lapsed") & (pl.col("due_on") > pl.lit(first).dt.offset_by(_months("stops")))
    for habit, back in late_by.items():
        gone = gone | ((pl.col("habit") == habit) & (_months_ago(today) <= back))
    forgot_now = (pl.col("habit") == "without_code") & (_months_ago(today) == 1)
    forgets = ((pl.col("habit") == "no_code") & (pl.col("whim") < 250)) | forgot_now
    step = pl.when(pl.col("total") < 1_000_000).then(10_000).otherwise(100_000)
    amount = (
        pl.when((pl.col("habit") == "too_much") & (pl.col("whim") < 400))
        .then((pl.col("total") + step - 1) // step * step)
        .when(pl.col("habit") == "too_little")
        .then(pl.col("total") * 9 // 10)
        .otherwise("total")
    )
    return frame.filter(~gone).with_columns(
        day=pl.when(forgot_now).then(today - timedelta(days=1)).otherwise(pl.col("due_on") + pl.duration(days=days)),
        amount=amount,
        rest_day=pl.col("due_on") + pl.duration(days=pl.col("lateness") // 4),
        key=pl.concat_str(pl.lit("demo:"), "code"), forgets=forgets,
    )  # fmt: skip


def _months_ago(today: date) -> pl.Expr:
    """How many months ago the month was that the bill is for; employers pay a month later."""
    due = pl.col("due_on").dt.year() * 12 + pl.col("due_on").dt.month().cast(pl.Int32)
    return today.year * 12 + today.month - due + (pl.col("segment") == "wage_earner").cast(pl.Int32)


def _months(column: str) -> pl.Expr:
    return pl.concat_str(pl.col(column) + 2, pl.lit("mo"))


def _code() -> pl.Expr:
    """What the payer writes as payment code: the bill's, its own standing number, or nothing."""
    return (
        pl.when("forgets").then(pl.lit("")).when(pl.col("habit") == "by_number").then("payer_number").otherwise("code")
    )


def _remark() -> pl.Expr:
    market = pl.when(pl.col("habit") == "without_code").then(pl.lit("iuran pasar wolo")).otherwise(pl.lit("iuran bpjs"))
    return pl.when("forgets").then(market).otherwise(pl.concat_str(pl.lit("IURAN "), "code"))


def _sender() -> pl.Expr:
    return pl.when(pl.col("habit") == "without_code").then(pl.lit("HASNAH RAHIM")).otherwise(pl.lit(""))
