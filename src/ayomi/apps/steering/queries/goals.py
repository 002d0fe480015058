"""What offices shall reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from ayomi.apps.steering.rules.indicators import headline


@dataclass(frozen=True, slots=True)
class Goal:
    """The target of a year, in the unit of its indicator, and where it comes from."""

    amount: int
    source: str


def goals(offices: Sequence[int], year: int) -> dict[tuple[int, str, str], Goal]:
    """(office, indicator, segment) -> the target of the year, where one is set. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT office_id, indicator, amount, source FROM steering_target WHERE office_id = ANY (%s) AND year = %s",
            [list(offices), year],
        )
        found = cursor.fetchall()
    return {
        (office, named.of.key, named.segment): Goal(amount, source)
        for office, key, amount, source in found
        for named in (headline(key),)
    }
