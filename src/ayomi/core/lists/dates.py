"""Dates as people write them. Day before month, as in Indonesia, unless the whole column shows the other order."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final, Literal

from ayomi.core.lists.cells import Parser, Read, text_of
from ayomi.core.lists.problems import Fault
from ayomi.core.lists.reading import Cell

Order = Literal["day_first", "month_first", "mixed"]

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari pebruari february feb peb febr", "maret march mar mrt", "april apr",
            "mei may mai", "juni june jun", "juli july jul", "agustus august agu aug agt ags agst agus",
            "september sept sep", "oktober october okt oct octo", "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_NUMERIC: Final = re.compile(r"(\d{1,4})\s*[-/. ,\\]\s*(\d{1,2})\s*[-/. ,\\]\s*(\d{1,4})")
_WORDED: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-/.,]*([A-Za-z]{3,10})[\s\-/.,]*'?(\d{4}|\d{2})")
_WORDED_US: Final = re.compile(r"([A-Za-z]{3,10})[\s.]*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})")
_COMPACT: Final = re.compile(r"(\d{8})(?:\.0)?")
_SERIAL: Final = re.compile(r"(\d{4,5})(?:[.,]0+)?")
_TIME: Final = re.compile(r"[T\s]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?(?:\s*[AaPp][Mm])?Z?$")
_FIRST_SERIAL: Final = 3653
"""Excel day number of 1 January 1910; smaller numbers are no dates of living people."""


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How the dates of one column are read. ``as_of`` is the reference day; ``past_only`` for births and beginnings."""

    as_of: date
    order: Order = "day_first"
    past_only: bool = True


def column_order(cells: Iterable[Cell]) -> Order:
    """Which of day and month comes first, judged from the whole column.

    A first part above 12 proves day first, a second part above 12 proves month first. Where both occur, the order ten
    times as common is the column's. Month first also needs proof in one of five cells: days above 12 are common, so a
    lone proof among many undecided cells is a slip, not the column's order; then it is ``mixed``. No proof: day first.
    """
    day_first = month_first = undecided = 0
    for cell in cells:
        if not isinstance(cell, str) or not (parts := _NUMERIC.search(cell)):
            continue
        first, second, third = parts.groups()
        if len(first) > 2 or len(third) == 3:
            continue
        one, two = int(first), int(second)
        day_first += _possible(one, two)
        month_first += _possible(two, one)
        undecided += one <= 12 and two <= 12 and one != two
    if month_first * 10 <= day_first or not month_first:
        return "day_first"
    if day_first * 10 <= month_first and month_first * 4 >= undecided:
        return "month_first"
    return "mixed"


def _possible(day: int, month: int) -> bool:
    """Whether these are a day and a month, and cannot be the other way round."""
    return 12 < day <= (29, 30, 31)[(month != 2) + (month not in (2, 4, 6, 9, 11))] and 1 <= month <= 12


def parser(style: DateStyle) -> Parser[date]:
    """The date parser of a column."""
    return partial(read_date, style=style)


def read_date(cell: Cell, style: DateStyle) -> Read[date]:
    """One date. Styles: 12-08-1990, 12/8/90, 12.08.1990, 1990-08-12, 19900812, 12 Agustus 1990, 12 Aug 90, a day
    number of a spreadsheet, a true date cell. Faults: date_impossible, date_unreadable, date_year_only,
    date_ambiguous (to confirm), date_future, date_too_old.
    """
    if isinstance(cell, datetime):
        return _within(cell.date(), style, ())
    if isinstance(cell, date):
        return _within(cell, style, ())
    if isinstance(cell, float | int):
        return _from_number(float(cell), style)
    text = _TIME.sub("", text_of(cell)).strip(" .,;")
    if not text:
        return Read(None)
    return _from_text(text, style)


def _from_number(number: float, style: DateStyle) -> Read[date]:
    if not math.isfinite(number):
        return _unreadable()
    whole = int(number)
    if number <= 0:
        return Read(None) if number == 0 else _unreadable()
    if 19000101 <= whole <= 21001231:
        return _from_text(str(whole), style)
    if _FIRST_SERIAL <= whole < 73_050:
        return _within(date(1899, 12, 30) + timedelta(days=whole), style, ("date_serial",))
    if 1900 <= whole <= 2100:
        return Read(None, fault=Fault("date_year_only", "fix", {"year": str(whole)}))
    if 1_010_000 <= whole <= 31_122_100:
        return _from_text(str(whole).zfill(8), style)
    return _unreadable()


def _from_text(text: str, style: DateStyle) -> Read[date]:
    if compact := _COMPACT.fullmatch(text):
        return _from_compact(compact[1], style)
    if parts := _NUMERIC.fullmatch(text):
        return _from_parts(parts[1], parts[2], parts[3], style)
    if parts := _WORDED.fullmatch(text):
        return _from_words(int(parts[1]), parts[2], parts[3], style)
    if parts := _WORDED_US.fullmatch(text):
        return _from_words(int(parts[2]), parts[1], parts[3], style)
    if serial := _SERIAL.fullmatch(text):
        return _from_number(float(serial[1]), style)
    return _unreadable()


def _from_compact(digits: str, style: DateStyle) -> Read[date]:
    if digits[:2] in ("19", "20") and 1 <= int(digits[4:6]) <= 12:
        return _made(int(digits[:4]), int(digits[4:6]), int(digits[6:]), style, ("date_style",))
    return _made(int(digits[4:]), int(digits[2:4]), int(digits[:2]), style, ("date_style",))


def _from_words(day: int, word: str, year: str, style: DateStyle) -> Read[date]:
    month = _MONTHS.get(word.lower())
    if month is None:
        return _unreadable()
    return _made(_full_year(year, style), month, day, style, ("date_style",))


def _from_parts(first: str, second: str, third: str, style: DateStyle) -> Read[date]:
    if len(first) == 4:
        year, month, day = int(first), int(second), int(third)
        if len(third) > 2:
            return _unreadable()
        if month > 12 >= day:
            # 1990-25-08 has one reading only.
            month, day = day, month
        return _made(year, month, day, style, ("date_style",))
    if len(first) > 2 or len(third) not in (2, 4):
        return _unreadable()
    one, two, year = int(first), int(second), _full_year(third, style)
    tidied = () if len(third) == 4 and len(first) == len(second) == 2 else ("date_style",)
    month_leads = style.order == "month_first" or (style.order == "mixed" and two > 12)
    day, month = (two, one) if month_leads else (one, two)
    against = {
        "day_first": two > 12 >= one,
        "month_first": one > 12 >= two,
        "mixed": one <= 12 and two <= 12 and one != two,
    }
    if against[style.order]:
        if style.order != "mixed":
            day, month = month, day
        proposal = _proposal(year, month, day)
        if proposal is not None:
            return Read(
                None,
                fault=Fault("date_ambiguous", "confirm", {"read": "-".join(reversed(proposal.split("-")))}, proposal),
            )
    return _made(year, month, day, style, ("date_month_first",) if month_leads else tidied)


def _proposal(year: int, month: int, day: int) -> str | None:
    try:
        # Written so that no order of day and month can be mistaken when it is read back.
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _full_year(written: str, style: DateStyle) -> int:
    year = int(written)
    if len(written) == 4:
        return year
    century = 2000 if 2000 + year <= style.as_of.year + (0 if style.past_only else 10) else 1900
    return century + year


def _made(year: int, month: int, day: int, style: DateStyle, tidied: tuple[str, ...]) -> Read[date]:
    try:
        return _within(date(year, month, day), style, tidied)
    except ValueError:
        return Read(None, fault=Fault("date_impossible"))


def _within(found: date, style: DateStyle, tidied: tuple[str, ...]) -> Read[date]:
    if style.past_only and found > style.as_of:
        return Read(None, fault=Fault("date_future", "fix", {"date": found.strftime("%d-%m-%Y")}))
    if found.year < style.as_of.year - 130 or found.year > style.as_of.year + 60:
        return Read(None, fault=Fault("date_too_old", "fix", {"date": found.strftime("%d-%m-%Y")}))
    return Read(found, tidied)


def _unreadable() -> Read[date]:
    return Read(None, fault=Fault("date_unreadable"))
