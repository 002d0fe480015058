"""How people are put into bands and parts when they are counted. Pure."""

from __future__ import annotations

from typing import Final

PROGRAMMES: Final = ("jkk", "jkm", "jht", "jp", "jkp", "jpk")
"""Programmes in the order of their bits."""

AGES: Final = (("<18", 17), ("18-24", 24), ("25-34", 34), ("35-44", 44), ("45-54", 54), ("55-64", 64), ("65+", 999))
"""Bands of age in completed years on the last day of the month: (name, last year of age)."""

UNKNOWN: Final = "unknown"
"""The part of those of whom it is not known."""

EVER: Final = 120_000
"""The month after the last one that is ever counted."""


def age_band(born: int | None, month: int) -> str:
    """The band of somebody born in month `born` at the end of `month` (both year * 12 + month - 1)."""
    if born is None:
        return UNKNOWN
    years = (month - born) // 12
    return next(name for name, last in AGES if years <= last)


def age_band_sql(born: str, month: str) -> str:
    """The same as an expression of the database over two of its columns."""
    years = f"({month} - {born}) / 12"
    bands = " ".join(f"WHEN {years} <= {last} THEN '{name}'" for name, last in AGES)
    return f"CASE WHEN {born} IS NULL THEN '{UNKNOWN}' {bands} END"
