"""A year drawn: nothing outside the drawing, and the table says what the line shows."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.apps.steering.rules.standing import forecast
from ayomi.edges.web.course_chart import BOTTOM, GAP, LEFT, RIGHT, TOP, course_chart, small_course

FIGURES = st.integers(0, 10**13)
YEARS = st.integers(1, 12).flatmap(lambda last: st.lists(FIGURES, min_size=last, max_size=last))


def chart(values: list[int], target: int | None = None):  # type: ignore[no-untyped-def]  # read by the tests below
    reached = dict(enumerate(values, 1))
    course = () if target is None else tuple(target * month // 12 for month in range(1, 13))
    expected = forecast(values[-1], len(values), start=values[0], since=1)
    return course_chart(reached, target=target, course=course, expected=expected, behind=False)


@given(YEARS, st.none() | FIGURES)
def test_every_line_stays_inside(values: list[int], target: int | None) -> None:
    drawn = chart(values, target)
    assert drawn is not None
    for path in (drawn.line, drawn.way, drawn.ahead, drawn.need):
        for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path):
            assert LEFT <= float(x) <= RIGHT
            assert TOP - 0.1 <= float(y) <= BOTTOM + 0.1


@given(YEARS, st.none() | FIGURES)
def test_the_table_has_what_was_reached_and_then_what_is_expected(values: list[int], target: int | None) -> None:
    points = chart(values, target).points
    assert [point.value for point in points if not point.forecast] == values
    assert len(points) == 12
    assert all(point.forecast == (point.month > len(values)) for point in points)
    assert points[-1].value == forecast(values[-1], len(values), start=values[0], since=1)


@given(YEARS, FIGURES)
def test_labels_never_stand_on_one_another(values: list[int], target: int) -> None:
    places = sorted(float(label.at) for label in chart(values, target).labels)
    assert all(later - earlier >= GAP - 0.1 for earlier, later in itertools.pairwise(places))


def test_a_level_that_hardly_moves_is_not_drawn_from_nought() -> None:
    assert min(tick.value for tick in chart([1_000_000, 1_000_400, 1_000_900]).ticks) > 990_000
    assert min(tick.value for tick in chart([10, 500, 900]).ticks) == 0


def test_nothing_reached_is_nothing_drawn() -> None:
    assert course_chart({}, target=5, course=(), expected=0, behind=True) is None
    assert small_course({}, ()) == ("", "")


@pytest.mark.parametrize(
    ("realised", "month", "expected"),
    [(665_591, 9, 887_455), (22_524, 9, 30_032), (1_653, 9, 2_204), (184_521, 9, 246_028)],
)
def test_the_forecasts_of_region_v_in_september_2011(realised: int, month: int, expected: int) -> None:
    assert forecast(realised, month) == expected


def test_a_forecast_counts_from_where_the_figure_is_first_known() -> None:
    assert forecast(110, 6, start=100, since=1) == 122
    assert forecast(100, 1, start=100, since=1) == 100
    assert forecast(10, 11, start=500, since=0) == 0
