"""Reading digits as people and spreadsheets write them.

Separators (space, dot, dash, slash, apostrophe, the `="..."` of a CSV export) are set aside: they carry nothing.
Whatever could have changed a digit is refused or reported: powers of ten, decimal fractions, letters for digits.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ayomi.core.identity.refusal import Caution, caution, refuse

SEPARATORS = (
    " \t\r\n.-/_'`\u2018\u2019\u2032\u00b4\u00a0\u2007\u2009\u202f\u200b\u200c\u200d\u2060\ufeff"
    "\u2010\u2011\u2012\u2013\u2014\u2212"
)

# Whole numbers above this are no longer all exact in a 64-bit float.
EXACT_IN_FLOAT = 2**53

_TAKE_OUT = str.maketrans("", "", SEPARATORS)
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?\s*[eE]\s*[+-]?\s*\d+")
_DECIMAL_TAIL = re.compile(r"(\d{4,})[.,]0{1,2}")
_FRACTION = re.compile(r"\d{4,}[.,]\d{1,2}|\d+,\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_LOOKALIKE = str.maketrans("OoQDIilL|", "000011111")


@dataclass(frozen=True, slots=True)
class Read:
    """Digits read from a text, with what was noticed on the way."""

    digits: str
    warnings: tuple[Caution, ...]


def _latin(text: str) -> tuple[str, bool]:
    """The text with any script's decimal digits as 0-9, and whether any were converted."""
    if text.isascii():
        return text, False
    folded = "".join(str(unicodedata.decimal(ch)) if ch.isdecimal() else ch for ch in text)
    return folded, folded != text


def unwrap(text: str) -> str:
    """The text inside a `="..."` of a spreadsheet export, or the trimmed text itself."""
    trimmed = text.strip().strip("\ufeff\u200b")
    if trimmed.startswith('="') and trimmed.endswith('"'):
        trimmed = trimmed[2:-1]
    return trimmed.strip('"').strip()


def read_digits(text: str, name: str) -> Read:
    """Digits of an identifier called `name` in messages.

    Raises `Refused`: empty, number_damaged, decimal_number, letters_for_digits, not_digits.
    """
    latin, converted = _latin(unwrap(text))
    if not latin.translate(_TAKE_OUT):
        raise refuse("empty", name=name)
    bare = latin.strip(SEPARATORS)
    if _SCIENTIFIC.fullmatch(bare):
        raise refuse("number_damaged", name=name)
    warnings = [caution("digits_converted", name=name)] if converted else []
    tail = _DECIMAL_TAIL.fullmatch(bare)
    if tail:
        bare = tail[1]
        exact = int(bare) <= EXACT_IN_FLOAT
        warnings.append(caution("decimal_tail_removed" if exact else "float_rounded", name=name))
    elif _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    elif _FRACTION.fullmatch(bare):
        raise refuse("decimal_number", name=name)
    digits = bare.translate(_TAKE_OUT)
    if digits.isascii() and digits.isdigit():
        return Read(digits, tuple(warnings))
    replaced = digits.translate(_LOOKALIKE)
    if replaced.isascii() and replaced.isdigit() and sum(ch.isdigit() for ch in digits) * 2 > len(digits):
        raise refuse("letters_for_digits", name=name, suggested=replaced)
    raise refuse("not_digits", name=name)


def exactly(read: Read, length: int, name: str) -> str:
    """The digits when there are `length` of them. Raises `Refused` length."""
    if len(read.digits) != length:
        raise refuse("length", name=name, found=len(read.digits), expected=length)
    return read.digits


def exactly_or_lost_zero(read: Read, length: int, name: str) -> str:
    """As `exactly`, for numbers that may begin with 0: one digit short is `lost_zero`, with a suggestion."""
    if len(read.digits) == length - 1:
        suggestion = f"0{read.digits}"
        raise refuse("lost_zero", name=name, found=length - 1, expected=length, suggested=suggestion)
    return exactly(read, length, name)


def not_all_same(digits: str, name: str) -> str:
    """The digits unless one digit fills them. Raises `Refused` all_same."""
    if len(set(digits)) == 1:
        raise refuse("all_same", name=name)
    return digits
