"""What happens to members from month to month: they leave, earn more, and much of it is reported late."""

from __future__ import annotations

from typing import Final

import polars as pl

from ayomi.core.periods import Month
from ayomi.edges.command.demo.draw import Dice
from ayomi.edges.command.demo.work import raised

LEAVING, WAGES, CORRECTED = 9, 8, 4
"""Of a thousand members a month: who leave, who earn more from now on, whose wage of some months ago was wrong."""
REASONS: Final = "resigned:55 contract_ended:20 dismissed:8 moved:6 retired:5 died:3 stopped_working:3"


def leavers(members: pl.DataFrame, number: int, month: Month, seed: int) -> pl.DataFrame:
    """membership_id, until, reason of those whose leaving is reported in this month; four in ten of them late."""
    own, frame = _of_month(members, number, seed)
    hit = frame.filter(own.chance(LEAVING, f"leaves {number}"))
    dice = Dice(hit["membership_id"].cast(pl.UInt64), seed)
    back = pl.select(
        pl.when(dice.chance(400, f"late {number}")).then(dice.below(2, f"back {number}") + 1).otherwise(0)
    ).to_series()
    until = pl.lit(month.first_day).dt.offset_by(pl.concat_str(pl.lit("-"), pl.col("back"), pl.lit("mo"))) + (
        pl.duration(days=pl.col("day"))
    )
    return (
        hit.with_columns(back=back, day=dice.below(25, f"day {number}"), reason=dice.word(REASONS, f"why {number}"))
        .with_columns(until=until)
        .filter(pl.col("until") > pl.col("since"))
        .select("membership_id", "until", "reason")
    )


def wages(members: pl.DataFrame, number: int, month: Month, seed: int) -> pl.DataFrame:
    """membership_id, since, wage: rises from this month on, and corrections up to three months back.

    In January, when the minimum wage rises, seven firms of ten raise everybody.
    """
    own, frame = _of_month(members.filter(pl.col("segment") == "wage_earner"), number, seed)
    firm = Dice(frame["organisation_row"].cast(pl.UInt64), seed)
    nobody = pl.repeat(False, frame.height, eager=True)
    yearly = firm.chance(700, f"raises {month.year}") if month.number == 1 else nobody
    rise = own.chance(WAGES, f"rise {number}")
    correction = own.chance(CORRECTED, f"correction {number}")
    months_back = own.below(3, f"how far {number}") + 1
    since = pl.lit(month.first_day).dt.offset_by(
        pl.concat_str(pl.lit("-"), pl.when("correction").then("months_back").otherwise(0), pl.lit("mo"))
    )
    return (
        frame.with_columns(yearly=yearly, rise=rise, correction=correction, months_back=months_back)
        .filter(pl.any_horizontal("yearly", "rise", "correction"))
        .with_columns(start=since)
        .filter(pl.col("start") >= pl.col("since"))
        .select("membership_id", since="start", wage=raised(pl.col("wage")))
    )


def _of_month(members: pl.DataFrame, number: int, seed: int) -> tuple[Dice, pl.DataFrame]:
    """Members who were there before this month, and their dice."""
    frame = members.filter(pl.col("membership_id").is_not_null() & (pl.col("entered") < number))
    return Dice(frame["membership_id"].cast(pl.UInt64), seed), frame
