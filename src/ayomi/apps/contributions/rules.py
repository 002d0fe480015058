"""What follows from the law's amounts: lines, parts, due dates, fines. Pure: columns in, columns out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

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


LARGEST_BILL_NUMBER: Final = 9_999_999_999


def code_check(number: int) -> int:
    """Check digits of a payment code by ISO 7064 MOD 97-10: the whole code leaves 1 when divided by 97."""
    return 98 - number * 100 % 97


def is_payment_code(text: str) -> bool:
    """Whether `text` has the form and the check digits of a payment code."""
    return len(text) == 13 and text.isascii() and text.isdigit() and text[0] == "8" and int(text) % 97 == 1
