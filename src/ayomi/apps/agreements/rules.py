"""How agreements derive from one another, how one stands on a day, and when its duties fall due. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal

from ayomi.core.periods import add_months

Kind = Literal["mou", "pks", "kso"]
Measure = Literal["workers", "cooperatives", "firms", "contributions", "workshops"]
Repeats = Literal["once", "monthly", "quarterly", "yearly"]
Standing = Literal["draft", "coming", "in_force", "expiring", "expired", "ended"]

KINDS: Final[tuple[Kind, ...]] = ("mou", "pks", "kso")
MEASURES: Final[tuple[Measure, ...]] = ("workers", "cooperatives", "firms", "contributions", "workshops")
STEP: Final[dict[Repeats, int]] = {"once": 0, "monthly": 1, "quarterly": 3, "yearly": 12}
"""Months between two days on which a duty falls due."""
PARENT: Final[dict[Kind, Kind | None]] = {"mou": None, "pks": "mou", "kso": "pks"}
"""What each kind derives from."""
NOTICE: Final = timedelta(days=90)
"""How long before its end an agreement is said to be expiring."""


def standing(state: str, since: date, until: date | None, ended_on: date | None, day: date) -> Standing:
    """How an agreement stands on `day`. One that was given up holds until the day it ended."""
    if state == "draft":
        return "draft"
    if ended_on is not None and ended_on <= day:
        return "ended"
    if day < since:
        return "coming"
    if until is None:
        return "in_force"
    if until <= day:
        return "expired"
    return "expiring" if until - day <= NOTICE else "in_force"


def due_days(first: date, repeats: Repeats, *, last: date, until: date | None) -> list[date]:
    """The days a duty falls due up to and including `last`, before the agreement ends (`until`, half-open).

    A day of the month that a shorter month lacks becomes its last day, without moving the later ones.
    """
    days: list[date] = []
    number = 0
    while True:
        day = add_months(first, STEP[repeats] * number)
        if day > last or (until is not None and day >= until):
            return days
        days.append(day)
        if not STEP[repeats]:
            return days
        number += 1
