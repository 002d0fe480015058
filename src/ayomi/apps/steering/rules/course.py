"""The course of a target through its year: twelve values, each what shall stand by the end of its month. Pure.

A level (people covered on a day) starts from where the year before ended; a sum since new year starts from nothing.
Both are kept as what shall have been reached by the end of each month, so that December is the target itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final, Literal

from ayomi.core.money import half_up

MONTHS: Final = 12
CourseRule = Literal["even", "last_year", "typed"]
COURSE_RULES: Final = ("even", "last_year", "typed")
Course = tuple[int, ...]


class NoCourse(ValueError):
    """The year before gives no course: it is unknown, nothing moved in it, or it went back and forth."""


class WrongCourse(ValueError):
    """Typed values that are no course. `code`: 'twelve', 'negative', 'last' or 'falls'."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def even(amount: int, *, start: int = 0) -> Course:
    """The same step each month from `start` (zero for a sum) to `amount`, each value half up."""
    return tuple(start + half_up((amount - start) * month, MONTHS) for month in range(1, MONTHS + 1))


def like_last_year(amount: int, before: Sequence[int], *, start: int = 0) -> Course:
    """From `start` to `amount` in the steps of last year, each value half up.

    `before`: thirteen values, what stood at the end of the December before (zero for a sum) and of each month.
    Raises NoCourse.
    """
    if len(before) != MONTHS + 1:
        raise NoCourse("last year is not known")
    first, moved = before[0], before[-1] - before[0]
    way = 1 if moved > 0 else -1
    steps = [(value - first) * way for value in before[1:]]
    if moved == 0 or min(steps) < 0 or max(steps) > moved * way:
        raise NoCourse("last year did not go one way")
    return tuple(start + half_up((amount - start) * step, moved * way) for step in steps)


def cumulated(months: Sequence[int]) -> Course:
    """What each month shall bring, as what shall stand by its end."""
    return tuple(accumulate(months))


def checked(values: Sequence[int], amount: int, *, level: bool) -> Course:
    """Typed values as a course. Raises WrongCourse: not twelve, below zero, not ending in the target, or a sum that
    falls. A level may fall on its way."""
    if len(values) != MONTHS:
        raise WrongCourse("twelve")
    if min(values) < 0:
        raise WrongCourse("negative")
    if values[-1] != amount:
        raise WrongCourse("last")
    if not level and any(later < earlier for earlier, later in pairwise(values)):
        raise WrongCourse("falls")
    return tuple(values)
