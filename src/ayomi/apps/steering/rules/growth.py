"""Growth of employment in town and country, and the gap between them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from ayomi.core.money import half_up


@dataclass(frozen=True, slots=True)
class Growth:
    """Employment in two years. `per_year`: hundredths of a percent a year, geometric over more than one year."""

    first_year: int
    last_year: int
    first: int
    last: int
    per_year: int

    @property
    def years(self) -> int:
        return self.last_year - self.first_year


def growth(years: Mapping[int, int]) -> Growth | None:
    """Growth between the last two years that have a figure; None with fewer than two, or from nothing."""
    known = sorted(years)
    if len(known) < 2:
        return None
    first, last = known[-2], known[-1]
    if not years[first]:
        return None
    return Growth(first, last, years[first], years[last], _per_year(years[first], years[last], last - first))


def _per_year(first: int, last: int, years: int) -> int:
    if years == 1:
        change = Fraction(last - first, first) * 10_000
        return half_up(change.numerator, change.denominator)
    if not last:
        return -10_000
    with localcontext() as context:
        context.prec = 40
        factor = ((Decimal(last) / Decimal(first)).ln() / years).exp()
        return int(((factor - 1) * 10_000).quantize(Decimal(1), rounding="ROUND_HALF_UP"))


def gap(town: Growth | None, country: Growth | None) -> int | None:
    """By how many hundredths of a percent a year towns grow faster than the country; None where one is not known."""
    return None if town is None or country is None else town.per_year - country.per_year
