"""What follows from a region's code alone."""

from __future__ import annotations

from typing import Literal

Timezone = Literal["WIB", "WITA", "WIT"]

# Keppres 41/1987, with the provinces made since by the regency they were made from.
_CENTRAL = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_EASTERN = frozenset({"81", "82", "91", "92", "93", "94", "95", "96"})


def timezone_of(region: str) -> Timezone:
    """The official time of a region's province (Keppres 41/1987). `region`: dotted code of any level."""
    province = region[:2]
    if province in _EASTERN:
        return "WIT"
    return "WITA" if province in _CENTRAL else "WIB"
