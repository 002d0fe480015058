"""Months, days and half-open spans. No clock: today is always handed in."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

from ayomi.core.money import Language

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

MONTH_NAMES: dict[Language, tuple[str, ...]] = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, such as the month a contribution is for. Ordered; `number` is 1 to 12."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12 or not 1 <= self.year <= 9999:
            raise ValueError(f"not a month: year {self.year}, month {self.number}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """A month from `YYYY-MM`. Raises ValueError for anything else."""
        found = _MONTH.fullmatch(text)
        if not found:
            raise ValueError(f"not a month written YYYY-MM: {text!r}")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that holds `day`."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    def plus(self, months: int) -> "Month":
        """The month `months` later (earlier when negative). Raises ValueError beyond the years 1 to 9999."""
        year, zero_based = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, zero_based + 1)

    def day(self, number: int) -> date:
        """Day `number` of this month, or its last day where the month is shorter."""
        return date(self.year, self.number, min(number, self.last_day.day))

    def months_since(self, earlier: "Month") -> int:
        """Whole months from `earlier` to this one: 0 for the same month, negative when `earlier` is later."""
        return (self.year - earlier.year) * 12 + self.number - earlier.number

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Every month from `first` to `last`, both included; nothing when `last` is before `first`."""
    for ahead in range(last.months_since(first) + 1):
        yield first.plus(ahead)


def parse_day(text: str) -> date:
    """A day from `YYYY-MM-DD` only (other ISO 8601 forms are refused). Raises ValueError."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"not a date written YYYY-MM-DD: {text!r}")
    return date.fromisoformat(text)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day where it is shorter."""
    return Month.of(day).plus(months).day(day.day)


def started_months(since: date, until: date) -> int:
    """Months begun after `since` up to and including `until`; a started month counts as one.

    0 when `until` is on or before `since`; from 15 July to 15 August 1, to 16 August 2.
    """
    if until <= since:
        return 0
    count = Month.of(until).months_since(Month.of(since))
    return count if until <= add_months(since, count) else count + 1


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `since` up to but not including `until`; `until` None means open. Raises ValueError if empty."""

    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until <= self.since:
            raise ValueError(f"a span must end after it begins: {self.since} to {self.until}")

    def __contains__(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def overlap(self, other: "Span") -> "Span | None":
        """The days both spans hold, or None."""
        since = max(self.since, other.since)
        ends = [end for end in (self.until, other.until) if end is not None]
        until = min(ends) if ends else None
        return None if until is not None and until <= since else Span(since, until)


def day_text(day: date, language: Language) -> str:
    """A day in words: `20 November 2026`."""
    return f"{day.day} {MONTH_NAMES[language][day.month - 1]} {day.year}"


def month_text(month: Month, language: Language) -> str:
    """A month in words: `November 2026`."""
    return f"{MONTH_NAMES[language][month.number - 1]} {month.year}"
