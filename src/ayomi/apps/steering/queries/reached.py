"""What offices had reached before a target begins: where a level starts, what last year brought, and in which steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ayomi.apps.steering.queries.figures import COMPUTED, figures
from ayomi.apps.steering.rules.aims import aim, is_level
from ayomi.apps.steering.rules.closing import last_closed
from ayomi.core.periods import Month


@dataclass(frozen=True, slots=True)
class Reached:
    """What each office had reached by the end of `month`, in the unit of the indicator. Who is missing had nothing."""

    month: Month
    by_office: dict[int, int]


def levels(office_ids: Sequence[int], key: str, year: int, *, on: date) -> Reached:
    """Where the offices stood before `year`: at its December before, or the last month that was closed by the day.

    Raises UnknownIndicator.
    """
    month = min(Month(year - 1, 12), last_closed(on))
    named = aim(key)
    found = {
        each.office_id: int(each.amount)
        for each in figures(list(office_ids), month, indicators=[named.of.key], parts=False, reports=False)
        if each.origin == COMPUTED and each.segment == named.segment and not each.dimension and each.month == month
        and each.amount is not None
    }  # fmt: skip
    return Reached(month, found)


def course_of_last_year(office_id: int, key: str, year: int, *, on: date) -> tuple[int, ...]:
    """Thirteen values: what stood at the end of the December before last year (zero for a sum) and of each of its
    months; empty where last year is not over or not known. Raises UnknownIndicator."""
    last, named = Month(year - 1, 12), aim(key)
    if last >= Month.of(on):
        return ()
    found = {
        each.month: int(each.amount)
        for each in figures([office_id], last, history=12, indicators=[named.of.key], parts=False, reports=False)
        if each.origin == COMPUTED and each.segment == named.segment and not each.dimension and each.amount is not None
    }
    if not is_level(key):
        found[last.plus(-12)] = 0
    months = [last.plus(-back) for back in range(12, -1, -1)]
    return tuple(found[month] for month in months) if all(month in found for month in months) else ()
