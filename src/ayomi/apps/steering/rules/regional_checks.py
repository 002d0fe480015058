"""What a table of figures per region gives, and what does not hold in it: doubles, sums, blanks. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from ayomi.apps.steering.rules.regional import Column, PlaceRow, Reading
from ayomi.core import places

State = Literal["taken", "unmatched", "clash"]
STATES: Final[tuple[State, ...]] = ("taken", "unmatched", "clash")


@dataclass(frozen=True, slots=True)
class Given:
    """One figure as it will be kept. `state`: taken; unmatched, no certain place; clash, another value for its cell."""

    number: int
    level: str
    region: str | None
    written: str
    measure: str
    as_of: date
    value: int
    state: State


@dataclass(frozen=True, slots=True)
class Clash:
    """Two or more values for one place, measure and day: (row, value) of each."""

    region: str
    measure: str
    as_of: date
    values: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """A stated sum against what the rows add up to. `region`: a province, or None for everything."""

    heading: str
    region: str | None
    row: int
    stated: int
    counted: int

    @property
    def agrees(self) -> bool:
        return self.stated == self.counted


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that holds no whole number."""

    row: int
    heading: str
    written: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is to be known of a table before it is taken over."""

    given: tuple[Given, ...]
    clashes: tuple[Clash, ...]
    sums: tuple[Sum, ...]
    unread: tuple[Unread, ...]
    absent: tuple[str, ...]
    """Codes of today's regencies (or provinces, where the table has no regencies) that the table does not name."""

    def count(self, state: State) -> int:
        """Figures in a state."""
        return sum(1 for each in self.given if each.state == state)


def examine(reading: Reading, day: date) -> Findings:
    """What the table gives, its figures of no day of their own as of `day`."""
    clashes = _clashes(reading, day)
    clashing = {(each.region, each.measure, each.as_of) for each in clashes}
    return Findings(
        tuple(_given(reading, day, clashing)), clashes, tuple(_sums(reading)), tuple(_unread(reading)),
        _absent(reading),
    )  # fmt: skip


def _cells(reading: Reading, day: date) -> Iterator[tuple[PlaceRow, Column, str, date, int]]:
    for row in reading.rows:
        for column, figure in zip(reading.values, row.figures, strict=True):
            if column.measure is not None and figure.value is not None:
                yield row, column, column.measure, column.as_of or day, figure.value


def _region(row: PlaceRow) -> str | None:
    return "" if row.match.level == "country" else row.match.code


def _clashes(reading: Reading, day: date) -> tuple[Clash, ...]:
    seen: dict[tuple[str, str, date], list[tuple[int, int]]] = {}
    for row, _, measure, as_of, value in _cells(reading, day):
        region = _region(row)
        if region is not None:
            seen.setdefault((region, measure, as_of), []).append((row.number, value))
    return tuple(Clash(*key, tuple(values)) for key, values in seen.items() if len({value for _, value in values}) > 1)


def _given(reading: Reading, day: date, clashing: set[tuple[str, str, date]]) -> Iterator[Given]:
    once: set[tuple[str, str, date]] = set()
    for row, _, measure, as_of, value in _cells(reading, day):
        region = _region(row)
        if region is None:
            yield Given(row.number, "regency", None, row.written, measure, as_of, value, "unmatched")
            continue
        key = (region, measure, as_of)
        if key in clashing:
            yield Given(row.number, row.match.level or "", region or None, row.written, measure, as_of, value, "clash")
        elif key not in once:
            # The same figure twice is one figure.
            once.add(key)
            yield Given(row.number, row.match.level or "", region or None, row.written, measure, as_of, value, "taken")


def _sums(reading: Reading) -> Iterator[Sum]:
    provinces = {row.match.code: row for row in reading.rows if row.match.level == "province"}
    below: dict[str, list[PlaceRow]] = {}
    loose: list[PlaceRow] = []
    for row in reading.rows:
        if row.match.level not in ("province", "country"):
            loose.append(row)
            if row.under:
                below.setdefault(row.under, []).append(row)
    whole = list(provinces.values()) or loose
    stated = [(each.number, each.province, each.figures) for each in reading.stated]
    stated += [(row.number, code, row.figures) for code, row in provinces.items() if code in below]
    stated += [(row.number, None, row.figures) for row in reading.rows if row.match.level == "country"]
    for number, province, figures in sorted(stated, key=lambda each: each[0]):
        parts = whole if province is None else below.get(province, [])
        if not parts:
            continue
        for index, column in enumerate(reading.values):
            said = figures[index].value
            values = [value for row in parts if (value := row.figures[index].value) is not None]
            if column.measure is not None and said is not None and values:
                yield Sum(column.heading, province, number, said, sum(values))


def _unread(reading: Reading) -> Iterator[Unread]:
    for row in reading.rows:
        for column, figure in zip(reading.values, row.figures, strict=True):
            if column.measure is not None and figure.fault:
                yield Unread(row.number, column.heading, figure.fault)


def _absent(reading: Reading) -> tuple[str, ...]:
    named = {row.match.code for row in reading.rows if row.match.code}
    if not named:
        return ()
    regencies = {code for code in named if len(code) == 5}
    if not regencies:
        return tuple(each.code for each in places.regions("province") if each.code not in named)
    # A table of one province is not blamed for the rest of the country.
    touched = {code[:2] for code in regencies}
    near_all = len(touched) * 2 >= len(places.regions("province"))
    return tuple(
        each.code
        for each in places.regions("regency")
        if each.code not in regencies and (near_all or each.province in touched)
    )
