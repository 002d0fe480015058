"""The instalments of a loan, in whole rupiah.

Every figure is computed in whole numbers and fractions, never in floats. Two roundings are offered, and a loan keeps
the one it was made with:

`rows`   every figure is rounded half up when it arises, and the next row counts on from it (loan systems);
`exact`  the table is computed unrounded and each printed figure is rounded half up (spreadsheets, textbooks).

In both the last instalment settles: principal adds up to the loan to the rupiah.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from ayomi.core.money import LARGEST_SUM, WHOLE, PartsPerMillion, Rupiah, half_up, share
from ayomi.core.periods import Month

Method: TypeAlias = Literal["flat", "declining", "annuity", "yearly", "sharing"]
DayCount: TypeAlias = Literal["monthly", "30/360", "actual/365", "actual/360"]
GraceFee: TypeAlias = Literal["due", "waived", "deferred"]
Rounding: TypeAlias = Literal["rows", "exact"]

METHODS: tuple[Method, ...] = get_args(Method)
DAY_COUNTS: tuple[DayCount, ...] = get_args(DayCount)
GRACE_FEES: tuple[GraceFee, ...] = get_args(GraceFee)
ROUNDINGS: tuple[Rounding, ...] = get_args(Rounding)
LONGEST = 480
"""Most months of a loan."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed. Raises ValueError for terms that make no loan.

    `principal` rupiah, `rate` ppm a year, `months` from pay-out to the last instalment with the `grace` months without
    principal at their start. Methods: `flat` fee on the whole loan; `declining` equal principal, fee on the balance;
    `annuity` equal instalments; `yearly` equal principal, fee on the balance at the start of each year of the loan;
    `sharing` equal principal, and `rate` of the borrower's `expected` monthly revenue (rupiah) instead of a fee.
    `grace_fee`: the fee of the grace months is `due` each month, `waived`, or `deferred` to the first instalment.
    """

    principal: Rupiah
    rate: PartsPerMillion
    months: int
    method: Method
    paid_out: date
    first_due: date
    grace: int = 0
    grace_fee: GraceFee = "due"
    day_count: DayCount = "monthly"
    rounding: Rounding = "rows"
    expected: Rupiah = 0

    def __post_init__(self) -> None:
        if not 0 < self.principal <= LARGEST_SUM:
            raise ValueError(f"a loan of {self.principal} rupiah")
        if not 0 <= self.rate <= 10 * WHOLE or self.expected < 0:
            raise ValueError(f"a rate of {self.rate} ppm on {self.expected}")
        if not 0 <= self.grace < self.months <= LONGEST:
            raise ValueError(f"{self.months} months of which {self.grace} are grace")
        if self.first_due <= self.paid_out:
            raise ValueError("the first instalment is due after the loan is paid out")


@dataclass(frozen=True, slots=True)
class Row:
    """One instalment: what is due on `due`, and the principal that is left after it."""

    number: int
    due: date
    principal: Rupiah
    fee: Rupiah
    balance: Rupiah

    @property
    def total(self) -> Rupiah:
        return self.principal + self.fee


Ratio: TypeAlias = tuple[int, int]
"""Numerator and denominator of the fee of one rupiah for one period."""


def due_dates(first: date, months: int) -> tuple[date, ...]:
    """The same day of each month from `first` on, or its last day where the month is shorter."""
    start = Month.of(first)
    return tuple(start.plus(ahead).day(first.day) for ahead in range(months))


def schedule(terms: Terms) -> tuple[Row, ...]:
    """All instalments. Principal sums to the loan; no figure is below zero."""
    dues = due_dates(terms.first_due, terms.months)
    ratios = _ratios(terms, dues)
    if terms.method == "annuity":
        pairs = _annuity_exact(terms, ratios) if terms.rounding == "exact" else _annuity(terms, ratios)
    else:
        pairs = _equal_principal(terms, ratios)
    rows, balance = [], terms.principal
    for number, (due, (principal, fee)) in enumerate(zip(dues, _with_grace(terms, pairs), strict=True), start=1):
        balance -= principal
        rows.append(Row(number, due, principal, fee, balance))
    return tuple(rows)


def fee_total(rows: Sequence[Row]) -> Rupiah:
    """All fees of a schedule."""
    return sum(row.fee for row in rows)


def _ratios(terms: Terms, dues: Sequence[date]) -> tuple[Ratio, ...]:
    found = []
    before = terms.paid_out
    for due in dues:
        part, whole = _year_part(terms.day_count, before, due)
        found.append((terms.rate * part, whole * WHOLE))
        before = due
    return tuple(found)


def _year_part(count: DayCount, since: date, until: date) -> Ratio:
    if count == "monthly":
        return 1, 12
    if count == "30/360":
        months = (until.year - since.year) * 12 + until.month - since.month
        return months * 30 + min(until.day, 30) - min(since.day, 30), 360
    return (until - since).days, 365 if count == "actual/365" else 360


Pair: TypeAlias = tuple[Rupiah, Rupiah]
"""Principal and fee of one period."""


def _equal_principal(terms: Terms, ratios: Sequence[Ratio]) -> Iterator[Pair]:
    """Flat, declining, yearly and sharing: principal in equal parts, the last takes what the rounding left."""
    paying = terms.months - terms.grace
    part, balance = half_up(terms.principal, paying), terms.principal
    unrounded, year_start = Fraction(terms.principal), Fraction(terms.principal)
    for place, ratio in enumerate(ratios):
        exact = terms.rounding == "exact"
        current = unrounded if exact else Fraction(balance)
        if place % 12 == 0:
            year_start = current
        fee = _fee(terms, ratio, current, year_start)
        principal = 0
        if place >= terms.grace:
            principal = balance if place == terms.months - 1 else min(part, balance)
            unrounded -= Fraction(terms.principal, paying)
        balance -= principal
        yield principal, fee


def _fee(terms: Terms, ratio: Ratio, balance: Fraction, year_start: Fraction) -> Rupiah:
    if terms.method == "sharing":
        return share(terms.expected, terms.rate)
    base = {"flat": Fraction(terms.principal), "yearly": year_start}.get(terms.method, balance)
    return half_up(base.numerator * ratio[0], base.denominator * ratio[1])


def level_instalment(principal: Rupiah, ratios: Sequence[Ratio]) -> Fraction:
    """The one instalment that, paid each period, brings `principal` to exactly nothing."""
    above, below = 0, 1
    for part, whole in reversed(ratios):
        above, below = (above + below) * whole, below * (whole + part)
    return Fraction(principal * below, above)


def _annuity(terms: Terms, ratios: Sequence[Ratio]) -> Iterator[Pair]:
    """Equal instalments rounded to the rupiah. Where a long period's fee is above the instalment, the fee is due."""
    level = level_instalment(terms.principal, ratios[terms.grace :])
    instalment, balance = half_up(level.numerator, level.denominator), terms.principal
    for place, (part, whole) in enumerate(ratios):
        fee = half_up(balance * part, whole)
        principal = 0
        if place >= terms.grace:
            last = place == terms.months - 1
            principal = balance if last else min(balance, max(0, instalment - fee))
        balance -= principal
        yield principal, fee


def _annuity_exact(terms: Terms, ratios: Sequence[Ratio]) -> Iterator[Pair]:
    level = level_instalment(terms.principal, ratios[terms.grace :])
    unrounded, balance = Fraction(terms.principal), terms.principal
    for place, (part, whole) in enumerate(ratios):
        owed = unrounded * Fraction(part, whole)
        principal = 0
        if place >= terms.grace:
            exact = level - owed
            unrounded -= exact
            shown = half_up(exact.numerator, exact.denominator)
            principal = balance if place == terms.months - 1 else min(balance, max(0, shown))
        balance -= principal
        yield principal, half_up(owed.numerator, owed.denominator)


def _with_grace(terms: Terms, pairs: Iterator[Pair]) -> Iterator[Pair]:
    """The fee of the grace months as agreed: due, waived, or all of it with the first instalment after them."""
    kept = 0
    for place, (principal, fee) in enumerate(pairs):
        if place < terms.grace and terms.grace_fee != "due":
            kept += fee if terms.grace_fee == "deferred" else 0
            yield principal, 0
        else:
            yield principal, fee + kept
            kept = 0
