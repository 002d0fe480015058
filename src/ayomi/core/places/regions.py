"""Regions of Indonesia by Kemendagri code: what a code names, since when, and what came after it.

Codes are dotted text: `74` (province), `74.01` (regency or city), `74.01.01` (district). Validity is known to the
editions of the ministry's list (see `data/SOURCES.md`), so a code counts as in force from 1 January of the first
edition that carries it to 1 January of the first edition that no longer does. The first edition here is that of
2016: codes it carries count as in force for earlier days too, and codes dropped before 2016 are unknown to this table.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from ayomi.core.places.aliases import ISO_3166_2, PROVINCE_ALIASES

Level = Literal["province", "regency", "district"]

EDITIONS = (2016, 2018, 2020, 2022, 2023, 2025)

_LEVEL_OF_LENGTH: dict[int, Level] = {2: "province", 5: "regency", 8: "district"}
_REGENCY_HEADS = {"kab": "Kabupaten", "kabupaten": "Kabupaten", "kota": "Kota", "kotamadya": "Kota", "kodya": "Kota"}
_PROVINCE_HEADS = frozenset({"prov", "provinsi", "propinsi", "prop"})
_DISTRICT_HEADS = frozenset({"kec", "kecamatan", "distrik"})
_ADMINISTRATIVE = frozenset({"adm", "administrasi", "administratif"})


class UnknownRegion(LookupError):
    """No edition of the ministry's list in this table carries the code."""


@dataclass(frozen=True, slots=True)
class Region:
    """One province, regency/city or district. `first` and `last` are editions (years) of the ministry's list."""

    code: str
    name: str
    first: int
    last: int
    successor: str | None

    @property
    def level(self) -> Level:
        return _LEVEL_OF_LENGTH[len(self.code)]

    @property
    def parent(self) -> str | None:
        """Code of the region this one lies in; None for a province."""
        return self.code.rpartition(".")[0] or None

    @property
    def province(self) -> str:
        return self.code[:2]

    @property
    def is_city(self) -> bool:
        """True for a city (kota) among the regencies."""
        return self.level == "regency" and self.code[3] in "789"

    @property
    def current(self) -> bool:
        """In force in the newest edition of the table."""
        return self.last == EDITIONS[-1]

    @property
    def since(self) -> date | None:
        """First day in force; None when the code is older than the table."""
        return None if self.first == EDITIONS[0] else date(self.first, 1, 1)

    @property
    def until(self) -> date | None:
        """First day no longer in force; None while in force."""
        return None if self.current else date(EDITIONS[EDITIONS.index(self.last) + 1], 1, 1)

    @property
    def iso(self) -> str | None:
        """ISO 3166-2 code of a province, such as `ID-SG`; None below province level."""
        return f"ID-{ISO_3166_2[self.code]}" if self.level == "province" else None

    def in_force(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class RegionFigures:
    """Area (BIG, December 2024; square kilometres as text) and population (Dukcapil, second half of 2024)."""

    code: str
    area_km2: str
    men: int
    women: int


def _data(name: str) -> bytes:
    return files("ayomi.core.places").joinpath("data", name).read_bytes()


@cache
def _table() -> dict[str, Region]:
    text = gzip.decompress(_data("regions.csv.gz")).decode("utf-8")
    return {
        row["code"]: Region(row["code"], row["name"], int(row["first"]), int(row["last"]), row["successor"] or None)
        for row in csv.DictReader(io.StringIO(text))
    }


@cache
def _figures() -> dict[str, RegionFigures]:
    rows = csv.DictReader(io.StringIO(_data("figures.csv").decode("utf-8")))
    return {r["code"]: RegionFigures(r["code"], r["area_km2"], int(r["men"]), int(r["women"])) for r in rows}


@cache
def _predecessors() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in _table().values():
        if each.successor:
            found[each.successor] = (*found.get(each.successor, ()), each.code)
    return found


def dotted(digits: str) -> str:
    """`740101` -> `74.01.01`, `7401` -> `74.01`; text already dotted comes back as it is."""
    return digits if "." in digits else ".".join(digits[i : i + 2] for i in range(0, len(digits), 2))


def knows(code: str) -> bool:
    """Whether any edition carries the code, in force today or not."""
    return code in _table()


def region(code: str) -> Region:
    """The region of a dotted or undotted code, in force or not. Raises `UnknownRegion`."""
    found = _table().get(dotted(code))
    if found is None:
        raise UnknownRegion(code)
    return found


def regions(level: Level | None = None, *, on: date | None = None, within: str | None = None) -> tuple[Region, ...]:
    """Regions in code order: of one level or all; in force on a day, or in the newest edition when no day is given."""
    head = f"{dotted(within)}." if within else ""
    return tuple(
        each
        for each in _table().values()
        if (level is None or each.level == level)
        and each.code.startswith(head)
        and (each.current if on is None else each.in_force(on))
    )


def in_force(code: str, on: date) -> bool:
    """Whether the code is in force on the day. Raises `UnknownRegion` for a code no edition carries."""
    return region(code).in_force(on)


def current_code(code: str) -> str | None:
    """The code in force today for the same place: the code itself, its successor, or None where that is not certain."""
    found = region(code)
    return found.code if found.current else found.successor


def predecessors(code: str) -> tuple[str, ...]:
    """Superseded codes that named the same place."""
    return _predecessors().get(region(code).code, ())


def figures(code: str) -> RegionFigures:
    """Area and population of a province or regency in force today. Raises `UnknownRegion` for any other code."""
    found = _figures().get(dotted(code))
    if found is None:
        raise UnknownRegion(code)
    return found


def known_codes(level: Level) -> frozenset[str]:
    """All undotted codes of a level that any edition carries, for checking identity numbers in columns."""
    return frozenset(code.replace(".", "") for code, each in _table().items() if each.level == level)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("\u2019", ""))


def _name_key(each: Region) -> str:
    words = _words(each.name)
    if each.level == "regency":
        words = words[1:]
        while words and words[0] in _ADMINISTRATIVE:
            words = words[1:]
    return "".join(words)


@cache
def _by_name() -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for each in _table().values():
        found.setdefault(_name_key(each), []).append(each)
    for alias, code in PROVINCE_ALIASES.items():
        found.setdefault(alias, []).append(_table()[code])
    return {key: tuple(sorted(rows, key=lambda r: (len(r.code), r.code))) for key, rows in found.items()}


def _readings(text: str) -> list[tuple[str, Level | None, str]]:
    """Ways to read the text: (name key, level its leading word implies, `Kabupaten`/`Kota` or empty)."""
    words = _words(text)
    if not words:
        return []
    readings: list[tuple[str, Level | None, str]] = [("".join(words), None, "")]
    head, rest = words[0], words[1:]
    while rest and rest[0] in _ADMINISTRATIVE:
        rest = rest[1:]
    if rest and head in _REGENCY_HEADS:
        readings.append(("".join(rest), "regency", _REGENCY_HEADS[head]))
    elif rest and head in _PROVINCE_HEADS:
        readings = [("".join(rest), "province", "")]
    elif rest and head in _DISTRICT_HEADS:
        readings = [("".join(rest), "district", "")]
    return readings


def find_region(
    text: str, level: Level | None = None, within: str | None = None, *, on: date | None = None
) -> tuple[Region, ...]:
    """Regions whose name equals the text once case, punctuation and words such as KAB. or PROV. are set aside.

    Several candidates are all returned, larger regions first, so that a caller shows a choice: `Bandung` names a
    regency and a city, `KAB. BANDUNG` only the regency, `Kolaka` a regency and a district. None found: an empty
    tuple. `within` narrows to a province or regency code, `on` to a day (else the newest edition).
    """
    head = f"{dotted(within)}." if within else ""
    found: dict[str, Region] = {}
    for key, implied, kind in _readings(text):
        for each in _by_name().get(key, ()):
            fits = (
                (level is None or each.level == level)
                and (implied is None or each.level == implied)
                and (not kind or each.name.startswith(kind))
                and each.code.startswith(head)
                and (each.current if on is None else each.in_force(on))
            )
            if fits:
                found[each.code] = each
    return tuple(sorted(found.values(), key=lambda r: (len(r.code), r.code)))
