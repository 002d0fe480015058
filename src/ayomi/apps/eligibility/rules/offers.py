"""What it costs to enrol somebody on the spot: each month by its own law, as the bill will have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import polars as pl

from ayomi.core.law.contributions import assess, with_relief
from ayomi.core.law.due import due_date
from ayomi.core.law.monthly import BILLED, law_of
from ayomi.core.law.own_account import own_account_law
from ayomi.core.law.terms import PROGRAMMES
from ayomi.core.periods import Month

OFFERED_MONTHS: Final = 3
OFFERED_PROGRAMMES: Final = ("jkk", "jkm")


@dataclass(frozen=True, slots=True)
class Price:
    """Months from the first on with their rupiah, and the day until which the first is to be paid."""

    months: tuple[tuple[Month, int], ...]
    due_on: date

    @property
    def total(self) -> int:
        return sum(amount for _, amount in self.months)


def lowest_income(month: Month) -> int:
    """The base of the lowest band of incomes in the month: what is offered while nothing is known of the customer."""
    bands = own_account_law(month).bands
    return bands.value[0].base if bands else 1_000_000


@lru_cache(maxsize=2048)
def price(income: int, programmes: tuple[str, ...], sector: str, months: int, day: date) -> Price:
    """What somebody pays who joins on `day` on own account. Raises NotInForce for months without such a law."""
    first = Month.of(day)
    every = tuple(
        (first.plus(each), _cost(first.plus(each), income, programmes, sector, day)) for each in range(months)
    )
    return Price(every, max(due_date("own_account", "jkk", first).day, day))


def _cost(month: Month, income: int, programmes: tuple[str, ...], sector: str, joined: date) -> int:
    known = law_of("own_account", month).programmes
    chosen: dict[str, list[Any]] = {name: [name in programmes] for name in PROGRAMMES if name in known}
    facts = {
        "settled_to": [month.plus(-1).first_day],
        "member_since": [joined],
        "sector": [sector],
        "paid_by": ["self"],
    }
    one = pl.DataFrame({"income": [income], "family": [False], **chosen, **facts})
    amounts = assess(with_relief(one, month=month, segment="own_account"), month=month, segment="own_account").frame
    return sum(int(amounts[each.column][0]) for each in BILLED["own_account"] if each.column in amounts.columns)


def told(code: str, offered: Price, *, income: int, programmes: tuple[str, ...]) -> Mapping[str, Any]:
    """The offer as the bank gets it. It holds to the end of its first month."""
    return {
        "offer_id": code, "segment": "own_account", "programmes": list(programmes), "income": income,
        "months": len(offered.months),
        "monthly": [{"month": str(month), "amount": amount} for month, amount in offered.months],
        "total": offered.total, "due_on": offered.due_on.isoformat(),
        "valid_until": offered.months[0][0].last_day.isoformat(),
    }  # fmt: skip
