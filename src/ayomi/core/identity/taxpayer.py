"""NPWP (taxpayer number, 15 digits until 2024 and 16 since) and NITKU (place of business, 22 digits).

The old number is nine digits of which the last is a Luhn check digit over all nine, three of the tax office and three
of the branch (000 for the head). PMK 112/PMK.03/2022 with PMK 136/2023: residents use their NIK, all others 0 and the
old number; a branch is known by its NITKU, the 16 digits and a serial of six.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ayomi.core.identity.digits import Read, exactly, not_all_same, read_digits
from ayomi.core.identity.population import parse_nik
from ayomi.core.identity.refusal import Caution, Refused, refuse


@dataclass(frozen=True, slots=True)
class NPWP:
    """A taxpayer number. `value` always has 16 digits, except an old number of a branch, which has no 16-digit form:
    then `value` keeps its 15 digits. `holder` is `resident` when the number is a NIK. `branch` is the last part of the
    old number (`000` head office), empty for a resident."""

    value: str
    holder: Literal["resident", "other"]
    branch: str
    warnings: tuple[Caution, ...]

    @property
    def old_form(self) -> str | None:
        """`01.234.567.8-901.000`, or None for a resident's number."""
        if self.holder == "resident":
            return None
        d = self.value[-15:]
        return f"{d[:2]}.{d[2:5]}.{d[5:8]}.{d[8]}-{d[9:12]}.{d[12:]}"


@dataclass(frozen=True, slots=True)
class NITKU:
    """A place of business: the 16-digit taxpayer number and six digits of the place (000000 the head office)."""

    value: str
    npwp: str
    place: str
    warnings: tuple[Caution, ...]


def luhn_holds(digits: str) -> bool:
    """Whether the Luhn sum over all digits, the check digit last, is a multiple of ten."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def luhn_digit(digits: str) -> str:
    """The check digit that completes `digits`."""
    return next(check for check in "0123456789" if luhn_holds(digits + check))


def _old(digits: str) -> str:
    if not digits.strip("0") or not digits[:9].strip("0"):
        raise refuse("npwp_zeros")
    if not luhn_holds(digits[:9]):
        raise refuse("npwp_check_digit")
    return not_all_same(digits, "NPWP")


def _sixteen(digits: str, *, as_of: date, warnings: tuple[Caution, ...]) -> NPWP:
    if digits[0] == "0":
        _old(digits[1:])
        return NPWP(digits, "other", digits[13:], warnings)
    nik = parse_nik(digits, as_of=as_of)
    return NPWP(digits, "resident", "", (*warnings, *nik.warnings))


def _wrong_length(read: Read) -> Refused:
    found = len(read.digits)
    if found == 22:
        return refuse("npwp_is_nitku")
    if found == 14:
        suggestion = f"0{read.digits}" if luhn_holds(f"0{read.digits[:8]}") else ""
        return refuse("lost_zero", name="NPWP", found=14, expected=15, suggested=suggestion)
    return refuse("npwp_length", found=found)


def parse_npwp(text: str, *, as_of: date) -> NPWP:
    """Read an old or a new taxpayer number; the old one of a head office gets its 16-digit form.

    Raises `Refused`: those of reading digits, npwp_length, npwp_is_nitku, lost_zero (14 digits), npwp_zeros,
    npwp_check_digit, all_same, and those of `parse_nik` for a resident's number.
    """
    read = read_digits(text, "NPWP")
    digits = read.digits
    if len(digits) == 15:
        _old(digits)
        branch = digits[12:]
        return NPWP(digits if branch != "000" else f"0{digits}", "other", branch, read.warnings)
    if len(digits) == 16:
        if not digits.strip("0"):
            raise refuse("npwp_zeros")
        return _sixteen(digits, as_of=as_of, warnings=read.warnings)
    raise _wrong_length(read)


def parse_nitku(text: str, *, as_of: date) -> NITKU:
    """Read the number of a place of business. Raises `Refused` as `parse_npwp`, and length."""
    read = read_digits(text, "NITKU")
    digits = exactly(read, 22, "NITKU")
    if not digits[:16].strip("0"):
        raise refuse("npwp_zeros")
    npwp = _sixteen(digits[:16], as_of=as_of, warnings=read.warnings)
    return NITKU(digits, npwp.value, digits[16:], npwp.warnings)
