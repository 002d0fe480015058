"""What a public page may show of a person: enough to compare with the paper in the hand, not enough to learn it."""

from __future__ import annotations

from ayomi.core.identity.masking import DOT

ENOUGH = 4
"""Digits at the end of a card number that stay readable."""


def hinted_name(name: str) -> str:
    """`Sitti Hasnawati` as `S•••i H•••••••i`: the ends of each word; words of one or two letters keep the first."""
    return " ".join(_hinted(word) for word in name.split())


def _hinted(word: str) -> str:
    if len(word) < 3:
        return word[0] + DOT * (len(word) - 1)
    return word[0] + DOT * (len(word) - 2) + word[-1]


def last_digits(number: str) -> str:
    """`12345678901` as `•••••••8901`. A number too short to hide anything is hidden whole."""
    if len(number) <= ENOUGH:
        return DOT * len(number)
    return DOT * (len(number) - ENOUGH) + number[-ENOUGH:]
