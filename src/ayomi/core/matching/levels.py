"""How alike two names are, in named levels."""

from __future__ import annotations

from typing import Literal

from rapidfuzz import fuzz

from ayomi.core.matching.normalise import name_key, organisation_key

Level = Literal["exact", "close", "far"]

# One letter off in a name of eight or more stays close; another given name behind a shared first one does not.
CLOSE_FROM = 88


def _score(one: str, other: str) -> int:
    if not one or not other:
        return 0
    if one == other:
        return 100
    # Word order does not count, nor whether a name is written in one word or two; neither makes two names equal.
    joined = fuzz.ratio(one.replace(" ", ""), other.replace(" ", ""))
    return min(99, round(max(fuzz.token_sort_ratio(one, other), joined)))


def similar(one: str, other: str) -> int:
    """Likeness of two person names, 0-100; 100 only when their keys are equal, 0 when either is empty."""
    return _score(name_key(one), name_key(other))


def similar_organisations(one: str, other: str) -> int:
    """Likeness of two organisation names, 0-100, legal forms set aside."""
    return _score(organisation_key(one), organisation_key(other))


def level(score: int) -> Level:
    """`exact` for 100, `close` from 88, else `far`. Raises ValueError outside 0-100."""
    if not 0 <= score <= 100:
        raise ValueError(f"a likeness lies in 0-100, not {score}")
    if score == 100:
        return "exact"
    return "close" if score >= CLOSE_FROM else "far"
