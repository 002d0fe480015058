"""A monthly report as it is kept: figures as exact text, so that it reads the same for ever. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from ayomi.core.periods import Month

Origin = Literal["computed", "reported"]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. `amount`, `target`, `last_year`: in the unit of the indicator; `percent`: of the target, two places.

    `was`: what the figure was when the month was closed, where it is another now. None everywhere: nothing is known.
    """

    indicator: str
    segment: str
    unit: str
    amount: Decimal | None
    target: Decimal | None
    percent: Decimal | None
    last_year: Decimal | None
    was: Decimal | None
    origin: Origin
    source: str
    as_of: date
    note: str


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure of an earlier report of the year that is another today."""

    month: Month
    indicator: str
    segment: str
    was: Decimal
    now: Decimal


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of an office at the end of a month. `course`: workers covered in the months up to it, None where
    nothing is known."""

    month: Month
    lines: tuple[Line, ...]
    restated: tuple[Restated, ...]
    course: tuple[tuple[Month, int | None], ...]

    @property
    def computed(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.origin == "computed")

    @property
    def reported(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.origin == "reported")


def kept(report: Report) -> dict[str, Any]:
    """The report as it is stored."""
    return {
        "month": str(report.month),
        "lines": [{name: _text(value) for name, value in asdict(line).items()} for line in report.lines],
        "restated": [
            {"month": str(each.month), "indicator": each.indicator, "segment": each.segment, "was": str(each.was),
             "now": str(each.now)}
            for each in report.restated
        ],
        "course": [[str(month), amount] for month, amount in report.course],
    }  # fmt: skip


def read(stored: Mapping[str, Any]) -> Report:
    """A report as it was stored. Raises KeyError, ValueError for anything else."""
    return Report(
        Month.parse(stored["month"]),
        tuple(_line(each) for each in stored["lines"]),
        tuple(
            Restated(Month.parse(each["month"]), each["indicator"], each["segment"], Decimal(each["was"]),
                     Decimal(each["now"]))
            for each in stored["restated"]
        ),
        tuple((Month.parse(month), amount) for month, amount in stored["course"]),
    )  # fmt: skip


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _line(each: Mapping[str, Any]) -> Line:
    exact = {name: None if each[name] is None else Decimal(each[name]) for name in _EXACT}
    return Line(
        indicator=each["indicator"], segment=each["segment"], unit=each["unit"], origin=each["origin"],
        source=each["source"], as_of=date.fromisoformat(each["as_of"]), note=each["note"], **exact,
    )  # fmt: skip


_EXACT = ("amount", "target", "percent", "last_year", "was")
