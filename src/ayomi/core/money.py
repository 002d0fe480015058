"""Whole rupiah, integer rates and one named rounding.

Money is an `int` of whole rupiah. A rate is an `int` of parts per million (0.89 % = 8,900 ppm). No float holds money.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

Rupiah: TypeAlias = int
PartsPerMillion: TypeAlias = int
Language: TypeAlias = Literal["id", "en"]

WHOLE = 1_000_000
"""One whole (100 %) in parts per million."""

LARGEST_WAGE: Rupiah = 1_000_000_000_000
"""Largest wage or income of a month that is accepted: times one whole it still fits a signed 64-bit column."""

LARGEST_SUM: Rupiah = 1_000_000_000_000_000
"""Largest single sum (a contract value, a bill) that is accepted: a thousand times a thousand billion rupiah."""


def half_up(numerator: int, denominator: int) -> int:
    """The whole number nearest to numerator / denominator; exact halves go up (away from zero for negatives).

    Raises ZeroDivisionError for a zero denominator and ValueError for a negative one.
    """
    if denominator < 0:
        raise ValueError("the denominator of a rounding must be positive")
    if numerator < 0:
        return -half_up(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def floor_to(amount: Rupiah, step: Rupiah) -> Rupiah:
    """The largest multiple of `step` (rupiah, positive) that is not above `amount`."""
    if step <= 0:
        raise ValueError("the step of a rounding must be positive")
    return amount // step * step


def share(amount: Rupiah, rate: PartsPerMillion) -> Rupiah:
    """`amount` times `rate` (ppm), rounded half up to the whole rupiah."""
    return half_up(amount * rate, WHOLE)


def is_whole(amount: Rupiah, rate: PartsPerMillion) -> bool:
    """Whether `amount` times `rate` is a whole rupiah, so that no rounding was needed."""
    return amount * rate % WHOLE == 0


def split(total: Rupiah, weights: Sequence[int]) -> tuple[Rupiah, ...]:
    """`total` divided by `weights`: each part rounded down to the rupiah, the last part takes what remains.

    The parts always add up to `total`. Raises ValueError for a negative total, no weights, or weights not positive.
    """
    if total < 0 or not weights or min(weights) <= 0:
        raise ValueError("a split needs a sum of zero or more and positive weights")
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights[:-1]]
    return (*parts, total - sum(parts))


def grouped(number: int, language: Language) -> str:
    """`1234567` as `1.234.567` (id) or `1,234,567` (en), with a true minus sign."""
    text = f"{abs(number):,}"
    return ("\u2212" if number < 0 else "") + (text.replace(",", ".") if language == "id" else text)


def rupiah_text(amount: Rupiah, language: Language) -> str:
    """`16800` as `Rp16.800` (id) or `Rp16,800` (en)."""
    sign = "\u2212" if amount < 0 else ""
    return f"{sign}Rp{grouped(abs(amount), language)}"


def percent_decimal(rate: PartsPerMillion) -> str:
    """A rate in ppm as an exact decimal string of percent: 8900 as `0.89`, 20000 as `2`."""
    whole, rest = divmod(abs(rate), 10_000)
    digits = f"{rest:04d}".rstrip("0")
    return ("-" if rate < 0 else "") + (f"{whole}.{digits}" if digits else str(whole))


def percent_text(rate: PartsPerMillion, language: Language) -> str:
    """A rate in ppm for readers: 8900 as `0,89 %` (id) or `0.89%` (en)."""
    text = percent_decimal(rate).replace("-", "\u2212")
    return text.replace(".", ",") + " %" if language == "id" else text + "%"
