"""Payment codes in what a bank says of a line. Only what carries its check digits is taken out of free text."""

from __future__ import annotations

import re
from typing import Final

CODE_DIGITS: Final = 13
_RUN: Final = re.compile(r"\d+(?:[ .\-]\d+)*", re.ASCII)
_MARKED: Final = re.compile(
    r"(?i)(?:\bva|virtual account|kode bayar|no(?:mor)?\.? bayar|payment code)[ .:#]*(\d{8,20})(?!\d)", re.ASCII
)


def is_payment_code(text: str) -> bool:
    """Whether `text` is a bill's payment code: 13 digits, the first an 8, ISO 7064 MOD 97-10 over the whole."""
    return len(text) == CODE_DIGITS and text.isascii() and text.isdigit() and text[0] == "8" and int(text) % 97 == 1


def payment_codes(text: str) -> tuple[str, ...]:
    """The different payment codes that stand in `text`, in order: in one piece, or in pieces parted by one sign.

    A code is never cut out of a longer number: only whole pieces are put together.
    """
    found: dict[str, None] = {}
    for run in _RUN.finditer(text):
        pieces = re.split(r"[ .\-]", run[0])
        for first in range(len(pieces)):
            joined = ""
            for piece in pieces[first:]:
                joined += piece
                if len(joined) >= CODE_DIGITS:
                    break
            if is_payment_code(joined):
                found[joined] = None
    return tuple(found)


def marked_number(text: str) -> str:
    """A number that the text itself calls a virtual account or a payment code, 8 to 20 digits; empty where none."""
    found = _MARKED.search(text)
    return found[1] if found else ""
