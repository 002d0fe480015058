"""Offices by what people call them: `Kantor Wilayah V`, `Region 5`, `kanwil v jateng`, `Kolaka`, `KCP Kolaka`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Final

_KINDS: Final = frozenset({"wilayah", "cabang", "perintis"})
_IDLE: Final = frozenset(
    {"kantor", "office", "of", "the", "and", "dan", "di", "bpjs", "ketenagakerjaan", "jamsostek", "daerah", "istimewa"}
)
_SAME: Final[dict[str, str]] = {
    "kanwil": "wilayah", "kawil": "wilayah", "region": "wilayah", "regional": "wilayah", "kw": "wilayah",
    "kacab": "cabang", "branch": "cabang", "kc": "cabang", "head": "pusat", "headquarters": "pusat",
    "kcp": "perintis", "sub": "perintis", "pioneer": "perintis",
    "java": "jawa", "sumatra": "sumatera", "celebes": "sulawesi", "diy": "yogyakarta", "jogja": "yogyakarta",
    "central": "tengah", "east": "timur", "west": "barat", "north": "utara", "south": "selatan",
    "southeast": "tenggara", "islands": "kepulauan", "moluccas": "maluku",
}  # fmt: skip
_SPLIT: Final[dict[str, tuple[str, ...]]] = {
    "jateng": ("jawa", "tengah"), "jatim": ("jawa", "timur"), "jabar": ("jawa", "barat"),
    "kepri": ("kepulauan", "riau"), "sumbar": ("sumatera", "barat"), "sumut": ("sumatera", "utara"),
    "sulut": ("sulawesi", "utara"), "sulsel": ("sulawesi", "selatan"),
}  # fmt: skip
SHORTEST_PART: Final = 3
"""No office is meant by a part of its name that is shorter."""
_ROMAN: Final = dict(
    zip(map(str, range(1, 13)), ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), strict=True)
)


@dataclass(frozen=True, slots=True)
class Named:
    """An office with one of its names: its own, or the one that a report gives it. `closed`: the first day shut."""

    id: int
    code: str
    name: str
    opened: date
    closed: date | None

    def open_on(self, day: date) -> bool:
        return self.opened <= day and (self.closed is None or day < self.closed)


def words(text: str) -> frozenset[str]:
    """What tells an office from another: small letters, one word for each kind of office, Roman numerals."""
    found: set[str] = set()
    for word in re.findall(r"[a-z]+|[0-9]+", text.casefold()):
        found.update(_SPLIT.get(word, (_ROMAN.get(word, _SAME.get(word, word)),)))
    # A sub-branch is a `Kantor Cabang Perintis`: the longer word says it all.
    return frozenset(found - _IDLE - ({"cabang"} if "perintis" in found else set()))


def fitting(text: str, offices: Iterable[Named], *, on: date | None = None) -> list[Named]:
    """The offices that `text` may mean, one entry each: those that fit best, and none that fit less.

    Best is the code, then the whole name, then the name without what stands in brackets or without the word for the
    kind of office, then every word of the text in the name, then a part of the name. With a day `on`, offices that
    were open then go before those that were not, whose whole name alone is stronger than none.
    """
    known = list(offices)
    asked, plain = words(text), " ".join(text.casefold().split())
    if not plain:
        return []
    if coded := [each for each in known if each.code.casefold() == plain]:
        return coded[:1]
    for group in _groups(known, on):
        best = max((_fit(each.name, plain, asked) for each in group), default=0)
        if best:
            return list({each.id: each for each in group if _fit(each.name, plain, asked) == best}.values())
    return []


def _fit(name: str, plain: str, asked: frozenset[str]) -> int:
    """How well a name fits, from 0 (not at all) to 5 (letter by letter)."""
    lower = " ".join(name.casefold().split())
    if lower == plain:
        return 5
    if asked:
        short = _short(name)
        if asked == words(name):
            return 4
        if asked in (short, short - _KINDS):
            return 3
        if asked <= words(name):
            return 2
    return int(len(plain) >= SHORTEST_PART and plain in lower)


def _groups(known: list[Named], on: date | None) -> list[list[Named]]:
    if on is None:
        return [known]
    return [[each for each in known if each.open_on(on)], [each for each in known if not each.open_on(on)]]


def _short(name: str) -> frozenset[str]:
    return words(re.sub(r"\(.*?\)", " ", name))


def nearest(text: str, offices: Iterable[Named], *, most: int = 3) -> list[str]:
    """Names that are written much alike, for whoever misspelled one."""
    by = {each.name.casefold(): each.name for each in offices}
    kinds = {re.sub(r"^kantor (cabang perintis|cabang|wilayah) ", "", name): name for name in by}
    close = get_close_matches(text.casefold(), [*by, *kinds], n=most, cutoff=0.7)
    return list(dict.fromkeys(by[kinds.get(each, each)] for each in close))
