"""The office tree of the agency as dated data: head office, regional offices, branches and sub-branches.

Spans are half-open, `until` None meaning still so. Branches and sub-branches serve regencies, each regency one office
on any day; regional offices answer for provinces. What no public source tells (which branch serves which regency, most
opening days) is marked `illustrative` or `uncertain`; a real installation loads its own list. See `data/SOURCES.md`.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from ayomi.core.places.regions import current_code, dotted, region

Kind = Literal["head", "regional", "branch", "sub_branch"]
Confidence = Literal["reported", "uncertain", "illustrative"]
KnownTo = Literal["day", "year", "unknown"]


class UnknownOffice(LookupError):
    """No office of this code."""


class NotServed(LookupError):
    """No office serves the region on the day."""


@dataclass(frozen=True, slots=True)
class Office:
    """One office. `opened_known` says how far the opening day is known: to the day, only the year, or not at all."""

    code: str
    name: str
    kind: Kind
    opened: date
    closed: date | None
    opened_known: KnownTo
    seat: str
    source: str
    confidence: Confidence
    illustrative: bool

    def is_open(self, on: date) -> bool:
        return self.opened <= on and (self.closed is None or on < self.closed)


@dataclass(frozen=True, slots=True)
class ParentSpan:
    """`office` stood under `parent` from `since` until the day before `until`."""

    office: str
    parent: str
    since: date
    until: date | None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class AreaSpan:
    """`office` served `region` (a province for regional offices, else a regency) in the span."""

    office: str
    region: str
    since: date
    until: date | None
    confidence: Confidence

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


def _rows(name: str) -> list[dict[str, str]]:
    text = files("ayomi.core.places").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _offices() -> dict[str, Office]:
    return {
        row["code"]: Office(
            row["code"],
            row["name"],
            cast(Kind, row["kind"]),
            date.fromisoformat(row["opened"]),
            _day(row["closed"]),
            cast(KnownTo, row["opened_known"]),
            row["seat"],
            row["source"],
            cast(Confidence, row["confidence"]),
            row["illustrative"] == "yes",
        )
        for row in _rows("offices.csv")
    }


@cache
def parent_spans() -> tuple[ParentSpan, ...]:
    """Every span of the tree, for loading it whole."""
    return tuple(
        ParentSpan(row["office"], row["parent"], date.fromisoformat(row["since"]), _day(row["until"]))
        for row in _rows("office_parents.csv")
    )


@cache
def area_spans() -> tuple[AreaSpan, ...]:
    """Every span of every area, for loading them whole."""
    return tuple(
        AreaSpan(
            row["office"],
            row["region"],
            date.fromisoformat(row["since"]),
            _day(row["until"]),
            cast(Confidence, row["confidence"]),
        )
        for row in _rows("office_areas.csv")
    )


@cache
def _parents_of() -> dict[str, tuple[ParentSpan, ...]]:
    found: dict[str, tuple[ParentSpan, ...]] = {}
    for span in parent_spans():
        found[span.office] = (*found.get(span.office, ()), span)
    return found


@cache
def _served_by() -> dict[str, tuple[AreaSpan, ...]]:
    found: dict[str, tuple[AreaSpan, ...]] = {}
    for span in area_spans():
        found[span.region] = (*found.get(span.region, ()), span)
    return found


def office(code: str) -> Office:
    """Raises `UnknownOffice`."""
    if code not in _offices():
        raise UnknownOffice(code)
    return _offices()[code]


def offices(kind: Kind | None = None, *, on: date | None = None) -> tuple[Office, ...]:
    """Offices of a kind or all; open on a day, or every one there ever was."""
    return tuple(
        each for each in _offices().values() if (kind is None or each.kind == kind) and (on is None or each.is_open(on))
    )


def parent_of(code: str, on: date) -> Office | None:
    """The office directly above on the day; None for the head office or an office not open then."""
    return next((office(span.parent) for span in _parents_of().get(office(code).code, ()) if span.holds(on)), None)


def line_above(code: str, on: date) -> tuple[Office, ...]:
    """Offices above on the day, nearest first, ending with the head office."""
    above: list[Office] = []
    each = parent_of(code, on)
    while each is not None:
        above.append(each)
        each = parent_of(each.code, on)
    return tuple(above)


def children_of(code: str, on: date) -> tuple[Office, ...]:
    """Offices directly below on the day."""
    office(code)
    return tuple(office(span.office) for span in parent_spans() if span.parent == code and span.holds(on))


def all_below(code: str, on: date) -> tuple[Office, ...]:
    """Every office below on the day, each before those under it."""
    below: list[Office] = []
    for child in children_of(code, on):
        below.extend((child, *all_below(child.code, on)))
    return tuple(below)


def area_of(code: str, on: date) -> tuple[str, ...]:
    """Codes of the regions the office itself serves on the day: regencies, or provinces for a regional office."""
    office(code)
    return tuple(span.region for span in area_spans() if span.office == code and span.holds(on))


def office_serving(code: str, on: date) -> Office:
    """The branch or sub-branch serving a regency or district (by a code of any edition) on the day.

    Raises `UnknownRegion` for a code no edition carries, `NotServed` for a province or a place without an office then.
    """
    regency = region(code).code[:5]
    later = current_code(regency)
    for candidate in (regency, later):
        for span in _served_by().get(candidate or "", ()):
            served = office(span.office)
            if span.holds(on) and served.kind in ("branch", "sub_branch"):
                return served
    raise NotServed(dotted(code))
