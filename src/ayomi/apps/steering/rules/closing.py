"""When the figures of a month stand. Pure.

Contributions of a month come in until the fifteenth of the next, moved by days off. Before that a month looks as if
nearly everyone had gone: pages, reports and commands therefore begin with the last month that was closed.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from ayomi.core.periods import Month

CLOSING_DAY: Final = 20
"""The day of the following month on which the figures of a month are taken down and its reports are made."""


def last_closed(today: date) -> Month:
    """The last month whose closing day has come."""
    return Month.of(today).plus(-1 if today.day >= CLOSING_DAY else -2)


def closes_on(month: Month) -> date:
    """The day on which a month is closed."""
    return month.plus(1).first_day.replace(day=CLOSING_DAY)
