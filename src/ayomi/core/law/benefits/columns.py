"""The same arithmetic for many people at once: a frame of columns in, the same frame with amounts out.

One person's case is a column of one through these functions, so a monthly run and an answer cannot differ.
"""

from datetime import date

import narwhals as nw
from narwhals.typing import IntoDataFrameT

from ayomi.core.law.benefits.pension import bounds_on, formula_rate, shares_on
from ayomi.core.money import WHOLE, PartsPerMillion


def _half_up(numerator: nw.Expr, denominator: int) -> nw.Expr:
    """Numerators of zero or more over a denominator, rounded half up, per row."""
    return (numerator + denominator // 2) // denominator


def pensions(frame: IntoDataFrameT, on: date) -> IntoDataFrameT:
    """First-year pensions: `months_counted` and `weighted_wage` (Int64) in; `formula` and `monthly` (rupiah) added.

    `on` decides the least and the most of a pension. Weighted wages up to 10^11. Raises NotInForce before July 2015.
    Source: PP 45/2015 Pasal 17 and 18.
    """
    rate, bounds = formula_rate(on), bounds_on(on)
    people = nw.from_native(frame, eager_only=True)
    exact = nw.col("months_counted").cast(nw.Int64) * nw.col("weighted_wage").cast(nw.Int64) * rate.value
    with_formula = people.with_columns(_half_up(exact, 12 * WHOLE).alias("formula"))
    monthly = nw.col("formula").clip(bounds.value.least, bounds.value.most)
    return with_formula.with_columns(monthly.cast(nw.Int64).alias("monthly")).to_native()


def survivors(frame: IntoDataFrameT, on: date) -> IntoDataFrameT:
    """The shares of survivors of each `member_pension` (Int64 rupiah): `widow`, `child_without_spouse`,
    `child_after_spouse` (of the widow's pension) and `parent` added. Source: PP 45/2015 Pasal 21 to 23."""
    shares = shares_on(on).value
    pension = nw.col("member_pension").cast(nw.Int64)
    first = nw.from_native(frame, eager_only=True).with_columns(
        _half_up(pension * shares["widow"], WHOLE).alias("widow"),
        _half_up(pension * shares["child_without_spouse"], WHOLE).alias("child_without_spouse"),
        _half_up(pension * shares["parent"], WHOLE).alias("parent"),
    )
    after = _half_up(nw.col("widow") * shares["child_after_spouse"], WHOLE)
    return first.with_columns(after.alias("child_after_spouse")).to_native()


def indexed(frame: IntoDataFrameT, inflation: PartsPerMillion) -> IntoDataFrameT:
    """The `pension` (Int64 rupiah) of each row raised by `inflation` (ppm), half up. Source: PP 45/2015 Pasal 17."""
    raised = _half_up(nw.col("pension").cast(nw.Int64) * (WHOLE + inflation), WHOLE)
    return nw.from_native(frame, eager_only=True).with_columns(raised.alias("pension")).to_native()


def credited(frame: IntoDataFrameT, rate: PartsPerMillion) -> IntoDataFrameT:
    """A year's return for every savings account: `interest` and `closing` (Int64 rupiah) added.

    `balance` stood at the start, `paid` came in during the year, and `weighted` is the sum of each contribution times
    the full months it stood (0 to 11). Balances up to 10^11 at rates (ppm) up to one whole.
    """
    exact = (nw.col("balance").cast(nw.Int64) * 12 + nw.col("weighted").cast(nw.Int64)) * rate
    accounts = nw.from_native(frame, eager_only=True).with_columns(_half_up(exact, 12 * WHOLE).alias("interest"))
    closing = nw.col("balance") + nw.col("paid") + nw.col("interest")
    return accounts.with_columns(closing.alias("closing")).to_native()
