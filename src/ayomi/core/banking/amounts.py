"""Amounts in bank files: exact, in hundredths of a rupiah until proven whole. What has two readings is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from ayomi.core.money import LARGEST_SUM, Rupiah

Side = Literal["credit", "debit"]

_CREDIT: Final = ("CR", "KR", "K", "C", "CREDIT", "KREDIT", "+", "MASUK", "IN")
_DEBIT: Final = ("DB", "DR", "DE", "D", "DEBIT", "DEBET", "-", "\u2212", "KELUAR", "OUT")
_SIDES: Final[dict[str, Side]] = {**dict.fromkeys(_CREDIT, "credit"), **dict.fromkeys(_DEBIT, "debit")}
_CURRENCY: Final = re.compile(r"(?i)^(?:rp\.?|idr)\s*|\s*(?:rp\.?|idr)$")
_TAIL: Final = re.compile(r"[.,]\s*[-\u2013\u2014]+$")
_SIDE: Final = re.compile(r"(?i)^(?:(cr|kr|db|dr|[+\u2212-])\s*)?(.*?)(?:\s*(cr|kr|db|dr|[kcd+\u2212-]))?$")
_PLAIN: Final = re.compile(r"\d{1,18}")
_GROUPED: Final = re.compile(r"\d{1,3}(?:([., \u00a0'])\d{3})(?:\1\d{3})*")
_FRACTION: Final = re.compile(r"(.*\d|)([.,])(\d{1,2}|0{4,6})")
_SCIENTIFIC: Final = re.compile(r"(?i)[\d.,]+e[+-]?\d+")


class Unreadable(Exception):
    """An amount that cannot be taken. `code`: a key of `words.PROBLEMS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Amount:
    """Hundredths of a rupiah, zero or more, and the side where the cell itself says it."""

    hundredths: int
    side: Side | None


def side_of(cell: str) -> Side | None:
    """What a cell of a D/K, CR/DB or +/- column says; None for anything else."""
    return _SIDES.get(cell.strip().strip(".").upper())


def whole(hundredths: int) -> Rupiah:
    """Whole rupiah. Raises Unreadable: cents, amount_too_large."""
    rupiah, cents = divmod(hundredths, 100)
    if cents:
        raise Unreadable("cents")
    if rupiah > LARGEST_SUM:
        raise Unreadable("amount_too_large")
    return rupiah


def read_cell(cell: str) -> Amount | None:
    """An amount as banks print it; None for an empty cell or a mere dash.

    Read: 1500000, 1.500.000, 1,500,000.00, 1.500.000,00, Rp 1.500.000,-, .00, 1500000.0000, with CR, DB, K, D, + or -
    before or after, or in brackets for a debit. Raises Unreadable: amount_unclear (1500.000, 1.50.000), amount_damaged
    (1,5E+06), amount_too_large.
    """
    text = cell.strip().lstrip("'\u2018\u2019=\"").strip('"').strip()
    if text in {"", "-", "\u2212", "\u2013", "\u2014"}:
        return None
    if len(text) > 40:
        raise Unreadable("amount_unclear")
    bracketed = len(text) > 2 and text[0] == "(" and text[-1] == ")"
    if bracketed:
        text = text[1:-1].strip()
    text = _TAIL.sub("", _CURRENCY.sub("", text).strip()).strip()
    marks = _SIDE.fullmatch(text)
    if marks is None:
        raise Unreadable("amount_unclear")
    sides = {_SIDES[mark.upper()] for mark in (marks[1], marks[3]) if mark}
    if bracketed:
        sides.add("debit")
    if len(sides) > 1:
        raise Unreadable("side_unclear")
    return Amount(_hundredths(_TAIL.sub("", _CURRENCY.sub("", marks[2].strip())).strip()), next(iter(sides), None))


def _hundredths(text: str) -> int:
    if _SCIENTIFIC.fullmatch(text):
        raise Unreadable("amount_damaged")
    if not text.isascii() and "\u00a0" not in text:
        raise Unreadable("amount_unclear")
    if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text):
        return _limited(_digits(text) * 100)
    split = _FRACTION.fullmatch(text)
    if split is None:
        raise Unreadable("amount_unclear")
    units, sign, fraction = split.groups()
    grouped = _GROUPED.fullmatch(units)
    # One sign cannot part both thousands and decimals.
    if units and not _PLAIN.fullmatch(units) and (grouped is None or grouped[1] == sign):
        raise Unreadable("amount_unclear")
    cents = int(fraction.ljust(2, "0")[:2])
    return _limited(_digits(units or "0") * 100 + cents)


def _digits(text: str) -> int:
    return int("".join(sign for sign in text if sign in "0123456789"))


def _limited(hundredths: int) -> int:
    if hundredths > LARGEST_SUM * 100:
        raise Unreadable("amount_too_large")
    return hundredths


def read_swift(text: str) -> int:
    """Hundredths of a rupiah from a SWIFT amount: digits with one comma, as in 1500000,00 or 1500000, .

    Raises Unreadable: amount_unclear, amount_too_large; cents finer than hundredths are amount_unclear too.
    """
    found = re.fullmatch(r"(\d{1,15}),(\d{0,2})0*", text, re.ASCII)
    if found is None or len(text) > 18:
        raise Unreadable("amount_unclear")
    return _limited(int(found[1]) * 100 + int(found[2].ljust(2, "0")))
