"""NIK (citizen number) and KK (family card number).

Both have 16 digits: six of the region where the number was first given (province, regency, district), a date as DDMMYY
and a serial of four. The NIK carries the birth date, with 40 added to the day for women; the KK the day of issue. There
is no check digit, a NIK never changes on moving, and a corrected birth date does not change it. Law 23/2006 with Law
24/2013.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from ayomi.core import places
from ayomi.core.identity.digits import exactly, read_digits
from ayomi.core.identity.refusal import Caution, caution, refuse

Sex = Literal["male", "female"]

# Nobody whose age is documented has passed it; an older reading of a two-digit year is set aside.
OLDEST_AGE = 122


@dataclass(frozen=True, slots=True)
class NIK:
    """A citizen number. `region` is the dotted district code of first registration, in force today or not.

    `birth_dates` are the readings of the two-digit year (1900s, 2000s) that exist in the calendar, lie not after
    `as_of` and would not make the person older than 122: one or two, oldest first. The century is never guessed here.
    """

    value: str
    region: str
    sex: Sex
    birth_dates: tuple[date, ...]
    serial: str
    warnings: tuple[Caution, ...]

    @property
    def province(self) -> str:
        return self.region[:2]

    @property
    def regency(self) -> str:
        return self.region[:5]

    def birth_date(self, *, as_of: date, youngest: int, oldest: int) -> date | None:
        """The only reading that makes the person `youngest` to `oldest` years old on `as_of`; None if none or both."""
        fitting = [day for day in self.birth_dates if youngest <= age_on(day, as_of) <= oldest]
        return fitting[0] if len(fitting) == 1 else None


@dataclass(frozen=True, slots=True)
class KK:
    """A family card number. `issue_dates` as `NIK.birth_dates`, empty when the middle digits are not a date."""

    value: str
    region: str
    issue_dates: tuple[date, ...]
    serial: str
    warnings: tuple[Caution, ...]


def age_on(born: date, day: date) -> int:
    """Completed years of age on a day; a birthday of 29 February counts from 1 March in common years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _readings(day: int, month: int, year: int, as_of: date) -> tuple[date, ...]:
    found = []
    for century in (1900, 2000):
        try:
            reading = date(century + year, month, day)
        except ValueError:
            continue
        if reading <= as_of and age_on(reading, as_of) <= OLDEST_AGE:
            found.append(reading)
    return tuple(found)


@cache
def known_districts() -> frozenset[str]:
    """Six-digit district codes any edition of the ministry's list carries."""
    return places.known_codes("district")


def _region_warnings(digits: str, name: str) -> list[Caution]:
    region = places.dotted(digits[:6])
    return [] if digits[:6] in known_districts() else [caution("region_unknown", region=region, name=name)]


def parse_nik(text: str, *, as_of: date, born: date | None = None, sex: Sex | None = None) -> NIK:
    """Read a NIK; compare it with a birth date and sex where given (a difference is a warning).

    Raises `Refused`: empty, number_damaged, decimal_number, letters_for_digits, not_digits, length, nik_leading_zero,
    nik_birth_date (no such day up to `as_of`), nik_serial. Warnings: region_unknown, birth_date_differs, sex_differs,
    ends_in_zero, float_rounded, decimal_tail_removed, digits_converted.
    """
    read = read_digits(text, "NIK")
    digits = exactly(read, 16, "NIK")
    if digits[0] == "0":
        raise refuse("nik_leading_zero")
    day = int(digits[6:8])
    nik_sex: Sex = "female" if day > 40 else "male"
    birth_dates = _readings(day - 40 if day > 40 else day, int(digits[8:10]), int(digits[10:12]), as_of)
    if not birth_dates:
        raise refuse("nik_birth_date")
    if digits[12:] == "0000":
        raise refuse("nik_serial")
    warnings = [*read.warnings, *_region_warnings(digits, "NIK")]
    if born is not None and born not in birth_dates:
        warnings.append(caution("birth_date_differs"))
    if sex is not None and sex != nik_sex:
        warnings.append(caution("sex_differs"))
    if digits[-1] == "0":
        warnings.append(caution("ends_in_zero", name="NIK"))
    return NIK(digits, places.dotted(digits[:6]), nik_sex, birth_dates, digits[12:], tuple(warnings))


def parse_kk(text: str, *, as_of: date) -> KK:
    """Read a family card number.

    Raises `Refused`: empty, number_damaged, decimal_number, letters_for_digits, not_digits, length, kk_leading_zero,
    kk_serial. Warnings: region_unknown, kk_date, ends_in_zero, and those of reading digits.
    """
    read = read_digits(text, "KK")
    digits = exactly(read, 16, "KK")
    if digits[0] == "0":
        raise refuse("kk_leading_zero")
    if digits[12:] == "0000":
        raise refuse("kk_serial")
    issue_dates = _readings(int(digits[6:8]), int(digits[8:10]), int(digits[10:12]), as_of)
    warnings = [*read.warnings, *_region_warnings(digits, "KK")]
    if not issue_dates:
        warnings.append(caution("kk_date"))
    if digits[-1] == "0":
        warnings.append(caution("ends_in_zero", name="KK"))
    return KK(digits, places.dotted(digits[:6]), issue_dates, digits[12:], tuple(warnings))
