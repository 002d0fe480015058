"""Chance in columns, the same on every machine: each row's draws follow from its number and the seed alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import polars as pl

_STEP: Final = 0x9E3779B97F4A7C15
_FIRST: Final = 0xBF58476D1CE4E5B9
_SECOND: Final = 0x94D049BB133111EB
_WRAP: Final = (1 << 64) - 1
NOTHING: Final = "-"
"""Word of a list that stands for no word at all."""


def _number(value: int) -> pl.Expr:
    return pl.lit(value & _WRAP, dtype=pl.UInt64)


def _mixed(number: pl.Expr) -> pl.Expr:
    """SplitMix64 (Steele, Lea, Flood 2014): every bit of the result hangs on every bit of the number."""
    mixed = number * _number(_STEP)
    mixed = (mixed ^ (mixed // _number(1 << 30))) * _number(_FIRST)
    mixed = (mixed ^ (mixed // _number(1 << 27))) * _number(_SECOND)
    return mixed ^ (mixed // _number(1 << 31))


@dataclass(frozen=True)
class Choices:
    """Words with weights, as `weighted` reads them."""

    words: pl.Series
    sums: pl.Series
    whole: int

    def at(self, drawn: pl.Series) -> pl.Series:
        """The word for each drawn number; empty where the word is NOTHING."""
        places = self.sums.search_sorted(drawn % self.whole, side="right")
        return self.words.gather(places)


@lru_cache(maxsize=4096)
def weighted(text: str) -> Choices:
    """`Siti:30 Sri:20 Nur_Aini -:50` as words with weights: 1 where none is given, `_` a space, `-` no word."""
    words, sums, whole = [], [], 0
    for entry in text.split():
        word, _, weight = entry.partition(":")
        whole += int(weight or 1)
        words.append("" if word == NOTHING else word.replace("_", " "))
        sums.append(whole)
    return Choices(pl.Series(words, dtype=pl.String), pl.Series(sums, dtype=pl.UInt64), whole)


def choices(words: list[str], weights: list[int]) -> Choices:
    """Words with their weights, for lists that code makes."""
    sums = pl.Series(weights, dtype=pl.UInt64).cum_sum()
    return Choices(pl.Series(words, dtype=pl.String), sums, int(sums[-1]))


@dataclass(frozen=True)
class Dice:
    """The draws of a set of rows. `rows`: the number of each row (UInt64); the same row always draws the same."""

    rows: pl.Series
    seed: int

    def raw(self, what: str) -> pl.Series:
        """64 random bits a row for one purpose. Purposes are independent of each other."""
        salt = self.seed
        for letter in what.encode():
            salt = (salt * 0x100000001B3 ^ letter) & _WRAP
        frame = pl.DataFrame({"row": self.rows})
        return frame.select(_mixed(_mixed(pl.col("row") + _number(salt)) + _number(salt))).to_series().alias(what)

    def below(self, limit: int, what: str) -> pl.Series:
        """Whole numbers from 0 to `limit` - 1."""
        return (self.raw(what) % limit).cast(pl.Int64)

    def chance(self, per_mille: int, what: str) -> pl.Series:
        """True for about `per_mille` of a thousand rows."""
        return self.below(1000, what) < per_mille

    def word(self, of: Choices | str, what: str) -> pl.Series:
        """A word of the list for each row."""
        return (weighted(of) if isinstance(of, str) else of).at(self.raw(what))

    def between(self, table: tuple[int, ...], what: str) -> pl.Series:
        """Numbers spread as `table` says: its entries are the values at evenly spaced shares of the rows."""
        spots = len(table) - 1
        drawn = self.below(spots * 1000, what)
        values = pl.Series(table, dtype=pl.Int64)
        low, high = values.gather(drawn // 1000), values.gather(drawn // 1000 + 1)
        return (low + (high - low) * (drawn % 1000) // 1000).alias(what)

    def of(self, keep: pl.Series) -> Dice:
        """The dice of those rows for which `keep` is true."""
        return Dice(self.rows.filter(keep), self.seed)


def dice(first: int, count: int, seed: int) -> Dice:
    """Dice for rows `first` to `first` + `count` - 1."""
    return Dice(pl.int_range(first, first + count, dtype=pl.UInt64, eager=True), seed)
