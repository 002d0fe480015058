"""What offices shall reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ayomi.apps.steering.queries.targets import in_force
from ayomi.apps.steering.rules.indicators import headline


@dataclass(frozen=True, slots=True)
class Goal:
    """The target of a year, in the unit of its indicator, and where it comes from.

    `course`: what shall stand by the end of each month, twelve values.
    """

    amount: int
    source: str
    course: tuple[int, ...] = ()


def goals(offices: Sequence[int], year: int) -> dict[tuple[int, str, str], Goal]:
    """(office, indicator, segment) -> the target of the year, where one is in force. One statement."""
    return {
        (office, named.of.key, named.segment): Goal(found.amount, found.source, found.course)
        for (office, key), found in in_force(offices, year).items()
        for named in (headline(key),)
    }
