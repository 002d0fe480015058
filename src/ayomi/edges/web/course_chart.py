"""A figure through its year beside its path: the one drawing of pages, with the table that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ayomi.core.money import half_up

MONTHS: Final = 12
LEFT, RIGHT, TOP, BOTTOM = 62, 312, 24, 236
GAP: Final = 34
"""Between two labels at the right edge."""
SMALL_LEFT, SMALL_RIGHT, SMALL_TOP, SMALL_BOTTOM = 2, 134, 6, 52


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across with the figure it stands for, or a month along the foot."""

    at: str
    text_at: str
    value: int


@dataclass(frozen=True, slots=True)
class Label:
    """A figure at the right edge, with its word below it. `goal`: the target, else the forecast."""

    at: str
    under: str
    value: int
    goal: bool


@dataclass(frozen=True, slots=True)
class Point:
    """`month` 1 to 12. `forecast`: not known yet, but expected."""

    month: int
    value: int
    way: int | None
    forecast: bool


@dataclass(frozen=True, slots=True)
class CourseChart:
    """Paths and places for the drawing; `points` are its table. Empty texts where there is nothing to draw."""

    behind: bool
    line: str
    way: str
    ahead: str
    need: str
    dots: Sequence[tuple[str, str]]
    now: tuple[str, str, int]
    goal: tuple[str, int] | None
    labels: Sequence[Label]
    ticks: Sequence[Tick]
    points: Sequence[Point]


def course_chart(
    reached: Mapping[int, int], *, target: int | None, course: Sequence[int], expected: int, behind: bool
) -> CourseChart | None:
    """The chart of a year. `reached`: month (0: new year, to 12) -> what stood at its end.

    `course`: what shall stand by each month's end, empty without a target. None where nothing was reached yet.
    """
    if not reached:
        return None
    last = max(reached)
    highest = max([*reached.values(), expected, target or 0, *course, 1])
    # A level that hardly moves is drawn from below itself, so that its way can be seen; a sum from nought.
    lowest = _floor(min([*reached.values(), expected, *course]), highest)
    scale = _Scale(lowest, highest, LEFT, RIGHT, TOP, BOTTOM)
    way = list(enumerate(course, 1))
    drawn = sorted(reached.items())
    now = reached[last]
    return CourseChart(
        behind=behind,
        line=scale.path(drawn),
        way=scale.path(way),
        ahead=scale.path([(last, now), (MONTHS, expected)]) if last < MONTHS else "",
        need=scale.path([(last, now), (MONTHS, target)]) if last < MONTHS and target and target > now else "",
        dots=[scale.at(month, value) for month, value in drawn[:-1] if month],
        now=(*scale.at(last, now), now),
        goal=(scale.at(MONTHS, target)[1], target) if target else None,
        labels=_labels(scale, target, expected if last < MONTHS else None),
        ticks=[Tick(scale.at(0, value)[1], _shift(scale.at(0, value)[1]), value) for value in _round(lowest, highest)],
        points=_points(reached, course, expected, last, now),
    )


def small_course(reached: Mapping[int, int], course: Sequence[int]) -> tuple[str, str]:
    """The same year as a small drawing without figures: (line, way)."""
    highest = max([*reached.values(), *course, 1])
    lowest = _floor(min([*reached.values(), *course], default=0), highest)
    scale = _Scale(lowest, highest, SMALL_LEFT, SMALL_RIGHT, SMALL_TOP, SMALL_BOTTOM)
    return scale.path(sorted(reached.items())), scale.path(list(enumerate(course, 1)))


def _points(reached: Mapping[int, int], course: Sequence[int], expected: int, last: int, now: int) -> list[Point]:
    found = []
    for month in range(1, MONTHS + 1):
        way = course[month - 1] if course else None
        if month in reached:
            found.append(Point(month, reached[month], way, False))
        elif month > last:
            value = now + half_up((expected - now) * (month - last), MONTHS - last)
            found.append(Point(month, value, way, True))
    return found


@dataclass(frozen=True, slots=True)
class _Scale:
    lowest: int
    highest: int
    left: int
    right: int
    top: int
    bottom: int

    def at(self, month: int, value: int) -> tuple[str, str]:
        x = self.left + Fraction((self.right - self.left) * month, MONTHS)
        height = max(self.highest - self.lowest, 1)
        y = self.bottom - Fraction((self.bottom - self.top) * (value - self.lowest), height)
        return _tenth(x), _tenth(y)

    def path(self, points: Sequence[tuple[int, int]]) -> str:
        if len(points) < 2:
            return ""
        return "M" + " L".join(" ".join(self.at(month, value)) for month, value in points)


def _tenth(value: Fraction) -> str:
    tenths = half_up(value.numerator * 10, value.denominator)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def _labels(scale: _Scale, target: int | None, expected: int | None) -> list[Label]:
    """Beside the end of their lines, and far enough from one another to be read."""
    wanted = [(value, goal) for value, goal in ((target, True), (expected, False)) if value is not None]
    found: list[Label] = []
    lowest = Fraction(-GAP)
    # From the top down; what would stand on another's feet moves below it.
    for value, goal in sorted(wanted, key=lambda pair: (-pair[0], not pair[1])):
        at = max(Fraction(scale.at(MONTHS, value)[1]) + 4, lowest + GAP)
        lowest = at
        found.append(Label(_tenth(at), _tenth(at + 14), value, goal))
    return found


def _shift(text: str) -> str:
    return _tenth(Fraction(text) + 4)


def _floor(lowest: int, highest: int) -> int:
    """Nought, unless everything lies in the upper half: then a round figure below the lowest."""
    if lowest * 2 < highest:
        return 0
    step = _step(highest - lowest)
    return max((lowest - (highest - lowest) // 4) // step * step, 0)


def _step(span: int) -> int:
    """A round step that divides the span into four or so."""
    rough, power = max(span // 4, 1), 1
    while power * 10 <= rough:
        power *= 10
    return next(power * each for each in (1, 2, 5, 10) if power * each >= rough)


def _round(lowest: int, highest: int) -> list[int]:
    step = _step(highest - lowest)
    first = -(-lowest // step) * step
    return list(range(first, highest + 1, step))
