"""Which days are working days: Saturdays, Sundays, national holidays and joint leave are not.

The dated calendar holds 2015 to 2026. Outside it only weekends are known, and every answer says so. Whether joint
leave (cuti bersama) moves a due date is not settled: banks are closed, so it does by default.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Literal, TypeAlias, cast

from ayomi.core.law.book import LawFileError, rows_of, text_of
from ayomi.core.law.citation import Words
from ayomi.core.periods import parse_day

FILE = "calendar.csv"
SATURDAY = 5
Kind: TypeAlias = Literal["national", "joint_leave"]


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off for the country (`national`) or by joint decree (`joint_leave`); `source` names its keys."""

    day: date
    name: str
    kind: Kind
    source: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The holidays by day, and the first and the last year that are complete."""

    holidays: Mapping[date, Holiday]
    first_year: int
    last_year: int

    def knows(self, day: date) -> bool:
        """Whether the holidays of that day's year are known."""
        return self.first_year <= day.year <= self.last_year

    def is_working_day(self, day: date, *, joint_leave_counts: bool = True) -> bool:
        """Whether banks and offices work on `day`, as far as the calendar knows."""
        holiday = self.holidays.get(day)
        is_off = holiday is not None and (holiday.kind == "national" or joint_leave_counts)
        return day.weekday() < SATURDAY and not is_off

    def working_day_from(self, day: date, *, joint_leave_counts: bool = True) -> date:
        """`day` if it is a working day, else the next one."""
        while not self.is_working_day(day, joint_leave_counts=joint_leave_counts):
            day += timedelta(days=1)
        return day

    def working_days_after(self, day: date, count: int, *, joint_leave_counts: bool = True) -> date:
        """The `count`-th working day after `day` (which itself is not counted). Raises ValueError below 1."""
        if count < 1:
            raise ValueError("count at least one working day")
        for _ in range(count):
            day = self.working_day_from(day + timedelta(days=1), joint_leave_counts=joint_leave_counts)
        return day


@cache
def calendar() -> Calendar:
    """The dated calendar of Indonesia. Raises LawFileError for a row that is uncited, doubled or malformed."""
    holidays: dict[date, Holiday] = {}
    for row in csv.DictReader(text_of(FILE).splitlines()):
        holiday = Holiday(parse_day(row["date"]), row["name"], _kind(row["kind"]), row["source"])
        if holiday.day in holidays or not any(key in holiday.source for key in rows_of("calendar_sources.yaml")):
            raise LawFileError(f"{FILE}: {holiday.day} is doubled or cites no known source")
        holidays[holiday.day] = holiday
    years = [day.year for day in holidays]
    return Calendar(MappingProxyType(holidays), min(years), max(years))


def _kind(value: str) -> Kind:
    if value not in ("national", "joint_leave"):
        raise LawFileError(f"{FILE}: {value} is no kind of holiday")
    return cast(Kind, value)


def calendar_unknown(year: int) -> Words:
    """The sentence that goes with a day in a year whose holidays are not in the calendar."""
    return Words(
        f"hari libur tahun {year} tidak ada dalam kalender ini; hanya Sabtu dan Minggu yang diperhitungkan.",
        f"the holidays of {year} are not in this calendar; only Saturdays and Sundays are counted.",
    )
