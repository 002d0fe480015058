"""What a statement file says, as values: its lines, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from ayomi.core.money import Rupiah

Form = Literal["csv", "mt940", "book"]
Severity = Literal["fix", "warning"]
"""``fix``: the line is not booked until a person has looked. ``warning``: it says something, and holds nothing up."""
Kind = Literal["receipt", "skipped", "problem"]
Basis = Literal["reference", "text"]

LONGEST_TEXT: Final = 2_000
"""Characters of one line's text that are looked at and that its key is made of."""
LONGEST_WRITTEN: Final = 80
"""Characters shown of what stood in the file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a line, or with the whole file (`line` 0), in the words shown to a person."""

    line: int
    field: str
    code: str
    written: str
    severity: Severity
    what_id: str
    do_id: str
    what_en: str
    do_en: str


@dataclass(frozen=True, slots=True)
class Found:
    """A line as it stands in the file, before it is known by a key.

    `amount`: whole rupiah above zero of a receipt; of other lines what they moved, 0 where that is unreadable.
    `why`: for a skipped line a key of `words.SKIPPED`; for a problem its code; else empty.
    `text`: everything the bank says of the line; `reference`: the number the bank knows it by, or empty; `clock`: the
    time of day as written, or empty.
    """

    number: int
    kind: Kind
    account: str
    day: date | None
    amount: Rupiah
    code: str
    sender: str
    text: str
    reference: str
    why: str = ""
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a statement. As `Found`, with the day known for receipts, and the key that makes it one with itself.

    `key` is empty but for receipts. `basis` says what it is made of: a bank reference that no other line of that day
    and amount shares, or the words of the line (see `keys`).
    """

    number: int
    kind: Kind
    account: str
    day: date | None
    amount: Rupiah
    code: str
    sender: str
    remark: str
    reference: str
    why: str
    key: str
    basis: Basis | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement file as read. `account`: digits without leading zeros, empty where the file names none or several."""

    format: Form
    account: str
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]

    @property
    def receipts(self) -> tuple[Line, ...]:
        """The lines that can be booked."""
        return tuple(line for line in self.lines if line.kind == "receipt")


def account_key(text: str) -> str:
    """An account number as accounts are compared: its digits without leading zeros, so 0012-3456 is 123456."""
    return "".join(sign for sign in text if sign in "0123456789").lstrip("0")[:34]
