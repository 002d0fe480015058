"""A target shared out keeps every limit, adds up exactly, is the same each time, and says what clashes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayomi.core.planning.sharing_out import (
    Aim,
    Branch,
    CannotBeShared,
    Group,
    amounts_of,
    capacity,
    find_clash,
    largest_remainder,
    share_out,
    visits_per_thousand,
)

SMALL = (Branch(1, 100, 500, None, 556, 1), Branch(2, 200, 900, 400, 600, 1), Branch(3, 0, 1000, 5000, 700, 2))


@st.composite
def problems(draw: st.DrawFn) -> tuple[int, list[Branch], list[Group]]:
    number = lambda most: draw(st.integers(0, most))
    branches = [
        Branch(key, number(300), number(900), draw(st.none() | st.integers(0, 900)), number(50), number(2))
        for key in range(draw(st.integers(1, 9)))
    ]
    groups = [Group(key, number(500), draw(st.none() | st.integers(0, 2500))) for key in range(3)]
    low = sum(each.floor for each in branches)
    high = sum(each.most for each in branches)
    total = draw(st.integers(min(low, high), max(low, high)) | st.integers(0, 9000))
    return total, branches, groups


@given(problems(), st.sampled_from(["even", "fewest_visits"]))
@settings(max_examples=300, deadline=None)
def test_what_is_shared_out_keeps_all_limits_or_the_clash_is_told(
    problem: tuple[int, list[Branch], list[Group]], aim: Aim
) -> None:
    total, branches, groups = problem
    clash = find_clash(total, branches, groups)
    if clash is not None:
        assert clash.missing > 0
        assert clash.limits
        with pytest.raises(CannotBeShared) as refused:
            share_out(total, branches, groups, aim=aim)
        assert refused.value.clash == clash
        return
    found = share_out(total, branches, groups, aim=aim)
    amounts = amounts_of(found)
    assert sum(amounts.values()) == total
    for each in branches:
        assert each.floor <= amounts[each.key] <= each.most
    for group in groups:
        inside = [amounts[each.key] for each in branches if each.group == group.key]
        assert group.least <= sum(inside) <= (sum(inside) if group.most is None else group.most)
    assert share_out(total, branches, groups, aim=aim) == found


@given(problems())
@settings(max_examples=150, deadline=None)
def test_fewest_visits_costs_no_more_than_even(problem: tuple[int, list[Branch], list[Group]]) -> None:
    total, branches, groups = problem
    if find_clash(total, branches, groups) is not None:
        return
    cost = {each.key: each.visits for each in branches}
    asked = {
        aim: sum(cost[share.key] * share.amount for share in share_out(total, branches, groups, aim=aim))
        for aim in ("even", "fewest_visits")
    }
    assert asked["fewest_visits"] <= asked["even"]


@given(problems())
@settings(max_examples=150, deadline=None)
def test_a_limit_said_to_bind_is_reached(problem: tuple[int, list[Branch], list[Group]]) -> None:
    total, branches, groups = problem
    if find_clash(total, branches, groups) is not None:
        return
    by_key = {each.key: each for each in branches}
    for share in share_out(total, branches, groups, aim="fewest_visits"):
        each = by_key[share.key]
        reached = {"floor": each.floor, "capacity": each.capacity, "workers": each.workers}
        if share.binding in reached:
            assert share.amount == reached[share.binding]


def test_even_asks_each_for_the_same_share_of_what_its_officers_could_add() -> None:
    branches = (Branch(1, 0, 1000, None, 1, 1), Branch(2, 100, 300, None, 1, 1), Branch(3, 0, 800, None, 1, 1))
    assert [each.amount for each in share_out(1100, branches)] == [500, 200, 400]


def test_even_goes_on_among_the_others_where_one_is_held_back() -> None:
    # Branch 2 has only 400 workers; what it cannot take the others share.
    found = share_out(
        1100, (Branch(1, 0, 1000, None, 1, 1), Branch(2, 0, 1000, 100, 1, 1), Branch(3, 0, 1000, None, 1, 2))
    )
    assert [(each.amount, each.binding) for each in found] == [(500, "none"), (100, "workers"), (500, "none")]


def test_even_within_a_region_that_is_held_down() -> None:
    found = share_out(1500, SMALL, (Group(1, 0, 600), Group(2)))
    assert [each.amount for each in found] == [209, 391, 900]
    assert [each.binding for each in found] == ["most", "most", "none"]


def test_fewest_visits_fills_the_cheapest_first_and_prices_the_limit() -> None:
    found = share_out(1500, SMALL, aim="fewest_visits")
    assert [(each.amount, each.binding, each.price) for each in found] == [
        (500, "capacity", 144), (400, "workers", 100), (600, "none", 0)
    ]  # fmt: skip


def test_a_target_above_all_capacity_names_the_limits_and_what_is_missing() -> None:
    with pytest.raises(CannotBeShared) as refused:
        share_out(3000, SMALL)
    assert refused.value.clash.limits == (("capacity", 1), ("workers", 2), ("capacity", 3), ("total", None))
    assert refused.value.clash.missing == 1100


def test_a_target_below_what_is_held_names_the_floors() -> None:
    clash = find_clash(250, SMALL)
    assert clash is not None
    assert (clash.limits, clash.missing) == ((("floor", 1), ("floor", 2), ("total", None)), 50)


@pytest.mark.parametrize(
    ("group", "limits", "missing"),
    [
        (Group(1, 950, None), (("capacity", 1), ("workers", 2), ("least", 1)), 50),
        (Group(1, 0, 250), (("floor", 1), ("floor", 2), ("most", 1)), 50),
        (Group(1, 600, 500), (("least", 1), ("most", 1)), 100),
    ],
)
def test_a_region_that_cannot_keep_its_own_limits_is_named(group: Group, limits: object, missing: int) -> None:
    clash = find_clash(1500, SMALL, (group, Group(2)))
    assert clash is not None
    assert (clash.limits, clash.missing) == (limits, missing)


def test_a_branch_that_holds_more_than_it_can_is_named() -> None:
    clash = find_clash(600, (Branch(7, 600, 500, None, 1, 1),))
    assert clash is not None
    assert clash.limits == (("floor", 7), ("capacity", 7))


@given(
    st.lists(st.tuples(st.floats(0, 100), st.integers(0, 50), st.integers(0, 60)), min_size=1, max_size=8),
    st.integers(0, 900),
)
def test_rounding_never_loses_anyone(parts: list[tuple[float, int, int]], total: int) -> None:
    wanted, lows, more = zip(*parts, strict=True)
    highs = [low + extra for low, extra in zip(lows, more, strict=True)]
    if not sum(lows) <= total <= sum(highs):
        with pytest.raises(ValueError, match="cannot be split"):
            largest_remainder(total, wanted, lows, highs)
        return
    found = largest_remainder(total, wanted, lows, highs)
    assert sum(found) == total
    assert all(low <= part <= high for low, part, high in zip(lows, found, highs, strict=True))


def test_the_largest_remainder_gets_what_is_left() -> None:
    assert largest_remainder(10, [3.3, 3.6, 3.1], [0, 0, 0], [9, 9, 9]) == [3, 4, 3]


@pytest.mark.parametrize(
    ("total", "branches", "groups"),
    [
        (1, (), ()),
        (1, (SMALL[0], SMALL[0]), ()),
        (1, SMALL, (Group(1),)),
        (-1, SMALL, ()),
        (1, (Branch(1, 0, 2_000_000_000, None, 1, 1),), ()),
    ],
)
def test_what_is_no_problem_of_sharing_is_refused(total: int, branches: object, groups: object) -> None:
    with pytest.raises(ValueError, match=r"branch|people"):
        share_out(total, branches, groups)  # type: ignore[arg-type]  # each a tuple of its kind


def test_capacity_and_visits_follow_from_officers() -> None:
    assert capacity(100, 5, 40, 12, 150_000, 12) == 100 + 5 * 40 * 12 * 12 * 15 // 100
    assert visits_per_thousand(12, 150_000) == 556
