"""What is shared out adds up to the last one, and a course ends in its target."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.apps.steering.rules.course import NoCourse, WrongCourse, checked, cumulated, even, like_last_year
from ayomi.apps.steering.rules.sharing import SHARE_RULES, NothingToShareBy, ShareRule, share_out, shared

totals = st.integers(0, 10**15)
weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any)


@given(totals, weights)
def test_the_parts_add_up_exactly_and_none_is_below_zero(total: int, by: list[int]) -> None:
    parts = shared(total, by)
    assert (sum(parts), len(parts)) == (total, len(by))
    assert min(parts) >= 0


@given(totals, weights)
def test_who_weighs_more_never_gets_less_and_who_weighs_nothing_gets_nothing(total: int, by: list[int]) -> None:
    pairs = sorted(zip(by, shared(total, by), strict=True))
    assert all(part == 0 for weight, part in pairs if weight == 0)
    assert all(less[1] <= more[1] for less, more in pairwise(pairs) if less[0] < more[0])


@given(totals, weights)
def test_no_part_is_a_whole_one_away_from_its_due(total: int, by: list[int]) -> None:
    for weight, part in zip(by, shared(total, by), strict=True):
        assert abs(part * sum(by) - total * weight) < sum(by)


@given(totals, weights, st.sampled_from(SHARE_RULES), st.data())
def test_a_level_shared_out_adds_up_and_takes_nothing_from_anyone_while_it_grows(
    total: int, by: list[int], rule: ShareRule, data: st.DataObject
) -> None:
    held = data.draw(st.lists(st.integers(0, 10**9), min_size=len(by), max_size=len(by)).filter(any))
    parts = share_out(total, rule, weights=held if rule == "last_year" else by, held=held)
    assert sum(parts) == total and min(parts) >= 0
    if total >= sum(held) and rule != "last_year":
        assert all(part >= base for part, base in zip(parts, held, strict=True))


def test_nothing_can_be_shared_by_nothing() -> None:
    with pytest.raises(NothingToShareBy):
        shared(10, [0, 0])
    with pytest.raises(ValueError, match="zero or more"):
        shared(10, [1, -1])


def test_the_growth_of_a_level_is_shared_and_not_the_level() -> None:
    assert share_out(1_300, "equal", weights=[1, 1], held=[900, 100]) == [1_050, 250]
    assert share_out(1_300, "last_year", weights=[900, 100], held=[900, 100]) == [1_170, 130]
    assert share_out(500, "equal", weights=[1, 1], held=[900, 100]) == [450, 50]
    assert share_out(1_300, "equal", weights=[1, 1], held=None) == [650, 650]


@given(totals, totals)
def test_an_even_course_goes_one_way_from_where_the_year_began_to_the_target(amount: int, start: int) -> None:
    course = even(amount, start=start)
    assert len(course) == 12 and course[-1] == amount
    steps = [later - earlier for earlier, later in pairwise((start, *course))]
    assert all(step >= 0 for step in steps) if amount >= start else all(step <= 0 for step in steps)
    assert max(steps) - min(steps) <= 1


def test_an_even_course_of_a_sum_is_twelfths_half_up() -> None:
    assert even(10_500)[9] == 8_750 and even(410)[9] == 342
    assert even(12, start=24)[0] == 23


@given(totals, st.lists(st.integers(0, 10**9), min_size=12, max_size=12).filter(any))
def test_the_course_of_last_year_ends_in_the_target_and_never_falls(amount: int, months: list[int]) -> None:
    course = like_last_year(amount, (0, *cumulated(months)))
    assert course[-1] == amount and list(course) == sorted(course)
    assert checked(course, amount, level=False) == course


def test_a_level_takes_the_steps_of_last_year_from_where_it_stands() -> None:
    before = (100, 150, 150, 150, 150, 150, 150, 150, 150, 150, 150, 150, 200)
    assert like_last_year(400, before, start=200) == (300,) * 11 + (400,)


@pytest.mark.parametrize(
    "before", [(), (5,) * 13, (0, *[7] * 11, 5), (10, 5, *[12] * 11)], ids=["unknown", "still", "over", "under"]
)
def test_a_year_that_went_nowhere_or_back_and_forth_gives_no_course(before: tuple[int, ...]) -> None:
    with pytest.raises(NoCourse):
        like_last_year(100, before)


@pytest.mark.parametrize(
    ("values", "level", "code"),
    [
        ([1] * 11, False, "twelve"), ([-1] + [5] * 11, True, "negative"), ([4] * 12, False, "last"),
        ([3, 2] + [5] * 10, False, "falls"),
    ],
)  # fmt: skip
def test_typed_values_that_are_no_course_say_why(values: list[int], level: bool, code: str) -> None:
    with pytest.raises(WrongCourse) as refusal:
        checked(values, 5, level=level)
    assert refusal.value.code == code


def test_a_level_may_fall_on_its_way() -> None:
    assert checked([3, 2] + [5] * 10, 5, level=True)[1] == 2
