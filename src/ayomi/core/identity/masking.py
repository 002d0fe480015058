"""Showing a personal number without giving it away."""

from __future__ import annotations

DOT = "\u2022"


def _visible_ends(length: int) -> int:
    """Characters left readable at each end; short numbers show less, so that most of any number stays hidden."""
    if length >= 12:
        return 4
    return 2 if length >= 8 else 0


def mask(text: str) -> str:
    """`7401012102880004` -> `7401 •••• •••• 0004`: first and last four, what is hidden between them.

    Numbers of 8 to 11 characters keep two at each end; shorter ones nothing. Separators in the text are set aside.
    """
    bare = "".join(ch for ch in text if ch.isalnum())
    ends = _visible_ends(len(bare))
    return spaced(bare[:ends] + DOT * (len(bare) - 2 * ends) + (bare[-ends:] if ends else ""))


def spaced(masked: str) -> str:
    """A masked number with what is seen apart from what is hidden: `6281 ••••• 0004`. Hidden eights in fours."""
    bare = masked.replace(" ", "")
    dots = bare.count(DOT)
    begins = bare.find(DOT) if dots else len(bare)
    hidden = [DOT * 4] * (dots // 4) if dots % 4 == 0 else [DOT * dots]
    return " ".join(part for part in (bare[:begins], *hidden, bare[begins + dots :]) if part)


def mask_spoken(text: str, hidden_word: str = "disamarkan") -> str:
    """For a screen reader: `7401, disamarkan, 0004`."""
    bare = "".join(ch for ch in text if ch.isalnum())
    ends = _visible_ends(len(bare))
    return f"{bare[:ends]}, {hidden_word}, {bare[-ends:]}" if ends else hidden_word
