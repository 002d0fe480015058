"""Which days a migrant worker's packages are for, and which they cover once paid.

A package never covers a day before it was paid, and never one outside the days it is for (Permenaker 4/2023).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal

from ayomi.core.law.citation import Citation
from ayomi.core.law.migrant import Route, cover_months
from ayomi.core.periods import Span, add_months

Kind = Literal["before", "work", "extension"]
State = Literal["contract", "unpaid", "coming", "covered", "ending", "over"]
STATES: Final[tuple[State, ...]] = ("contract", "unpaid", "coming", "covered", "ending", "over")
ENDING_DAYS: Final = 60
"""Days before the end of cover from which an office looks after its prolongation."""


def route_of(channel: str) -> Route:
    """Who is enrolled through an organisation goes through an agency; whoever is enrolled alone goes alone."""
    return "individual" if channel == "alone" else "agency"


def before(registered: date, departs: date | None) -> tuple[int, Span]:
    """Months and days of the package before placement, which ends on departure. Raises ValueError where no day is
    left before it, NotInForce."""
    months = cover_months(registered).value.before_placement
    until = add_months(registered, months)
    return months, Span(registered, until if departs is None else min(until, departs))


def work(departs: date, months: int, asked_on: date) -> Span:
    """The days of a contract of `months` from departure on, with those beyond it that its package covers too."""
    return Span(departs, add_months(departs, months + cover_months(asked_on).value.beyond_contract))


def extension(runs_out: date, months: int) -> Span:
    """The days by which a prolonged contract covers longer than it did until `runs_out`."""
    return Span(runs_out, add_months(runs_out, months))


def covered(span: Span, paid_on: date) -> tuple[date, date]:
    """The days [since, until) that a package covers when it is paid on the day; none (since is until) when too late."""
    if span.until is None:
        raise ValueError("a package ends")
    return min(max(span.since, paid_on), span.until), span.until


def ending(until: date, day: date) -> bool:
    """Whether cover that ends on `until` wants looking after on `day`."""
    return day < until <= day + timedelta(days=ENDING_DAYS)


def source(on: date) -> Citation:
    """The rule of how long packages cover."""
    return cover_months(on).citation
