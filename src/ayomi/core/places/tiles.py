"""The country as tiles of one size: a place in a grid for each of the 38 provinces, so that none hides behind its area.

The grid keeps neighbours beside each other and the large islands recognisable: Sumatra slants down the left, Java lies
below, Kalimantan above it, Sulawesi, Maluku and Papua follow to the east. It falls into two sheets of nine columns
that a telephone shows one below the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from ayomi.core.places.aliases import ISO_3166_2

Sheet = Literal["west", "east"]
Island = Literal["sumatra", "java", "kalimantan", "lesser_sunda", "sulawesi", "maluku", "papua"]

COLUMNS: Final = 17
ROWS: Final = 8
SHEET_COLUMNS: Final = 9

_GRID: Final = """
AC .. .. .. .. .. .. .. .. .. .. .. .. .. .. .. ..
.. SU .. KR .. .. .. KU .. .. GO SA .. .. .. .. ..
.. SB RI .. .. .. KB KI .. ST .. .. MU .. PD .. ..
.. .. JA .. BB .. KT KS .. SR .. .. .. .. PB .. PA
.. .. BE SS .. .. .. .. .. SN SG .. MA .. .. PT PE
.. .. .. LA .. JK .. .. .. .. .. .. .. .. .. .. PS
.. .. .. .. BT JB JT JI .. .. .. .. .. .. .. .. ..
.. .. .. .. .. .. YO .. BA NB NT .. .. .. .. .. ..
"""
_ISLANDS: Final[dict[str, Island]] = {
    "1": "sumatra", "2": "sumatra", "3": "java", "5": "lesser_sunda", "6": "kalimantan", "7": "sulawesi",
    "8": "maluku", "9": "papua",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tile:
    """One province. `code`: Kemendagri; `letters`: ISO 3166-2 without the country; `column`, `row`: from 1."""

    code: str
    letters: str
    column: int
    row: int

    @property
    def sheet(self) -> Sheet:
        """Which of the two sheets of a telephone it lies on."""
        return "west" if self.column <= SHEET_COLUMNS else "east"

    @property
    def island(self) -> Island:
        """The group of islands, by the first digit of the ministry's numbering."""
        return _ISLANDS[self.code[0]]


@cache
def tiles() -> tuple[Tile, ...]:
    """All provinces from west to east by island group, as one walks through them with the keyboard."""
    codes = {letters: code for code, letters in ISO_3166_2.items()}
    found = [
        Tile(codes[letters], letters, column, row)
        for row, line in enumerate(_GRID.split("\n")[1:-1], start=1)
        for column, letters in enumerate(line.split(), start=1)
        if letters in codes
    ]
    order: list[Island] = ["sumatra", "java", "kalimantan", "sulawesi", "lesser_sunda", "maluku", "papua"]
    return tuple(
        sorted(found, key=lambda tile: (tile.sheet == "east", order.index(tile.island), tile.row, tile.column))
    )
