"""What it takes to grow: monotone in its assumptions, whole, and honest where it cannot be done."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayomi.core.money import WHOLE, share
from ayomi.core.planning.examples import REGION_II_2013, REPORTED
from ayomi.core.planning.growth import (
    BOUNDS,
    LONGEST,
    Assumptions,
    UnusableAssumption,
    course,
    levers,
    months_told,
    plan,
)
from ayomi.core.planning.telling import MONEY, NAMES, SHARES, UNITS, tell, value_text

HELPFUL = {"visits_per_officer": 1, "people_per_visit": 1, "joining": 1, "lapse": -1, "officers": 1, "offices": 1,
           "months_to_open": -1, "openings_per_month": 1, "learning": -1, "covered": 1, "goal": -1}  # fmt: skip


@st.composite
def assumptions(draw: st.DrawFn) -> Assumptions:
    def number(least: int, most: int) -> int:
        return draw(st.integers(least, most))

    covered = number(0, 50_000)
    return Assumptions(
        covered=covered, goal=number(0, 100_000), workers=number(covered, 150_000), months=number(1, 30),
        officers=number(0, 40), offices=number(0, 4), visits_per_officer=number(1, 60), people_per_visit=number(1, 30),
        joining=number(1, WHOLE), lapse=number(0, 200_000), officers_per_office=number(1, 12),
        months_to_open=number(0, 12), openings_per_month=number(1, 4), learning=number(0, 8),
        sponsored_now=number(0, 50_000), sponsored=number(0, WHOLE), contribution=number(0, 60_000),
        officer_cost=number(0, 9_000_000), office_cost=number(0, 9_000_000), opening_cost=number(0, 900_000_000),
    )  # fmt: skip


def test_the_growth_plan_of_2013_says_what_800_000_more_workers_take() -> None:
    found = plan(REGION_II_2013)
    assert found.feasible
    assert found.course.reached_in == 36
    assert found.course.covered >= 909_000
    # One officer fewer would not reach it.
    assert course(REGION_II_2013, found.course.officers - 1, months=36).covered < 909_000
    assert found.course.offices_to_open == REGION_II_2013.offices_for(found.course.officers) > 0
    assert found.course.contributions == sum(s.sponsored * 56_091 for s in found.course.steps)
    assert found.as_now.reached_in is None
    assert found.as_now.covered < 909_000
    assert abs(51_999 * 56_091 * 12 - 35_000_000_000) < 1_000_000
    assert {field.name for field in fields(Assumptions)} >= REPORTED


@given(assumptions())
@settings(max_examples=150, deadline=None)
def test_every_month_follows_from_the_one_before(case: Assumptions) -> None:
    made = course(case, case.most_officers, months=case.months)
    covered = case.covered
    for step in made.steps:
        assert step.lapsed == share(covered, case.lapse)
        assert step.covered == covered - step.lapsed + step.joined
        assert 0 <= step.sponsored <= step.covered <= max(case.workers, case.covered)
        assert step.visits == int(step.practised * case.visits_per_officer)
        desks = case.desks + (step.offices - case.offices) * case.officers_per_office
        assert step.practised <= step.officers <= desks
        assert step.joined <= step.reached * case.joining // WHOLE
        covered = step.covered
    assert made.covered == case.covered + made.joined - made.lapsed
    assert made.cost == made.contributions + made.officers_paid + made.offices_paid
    assert made.steps[-1].officers <= made.officers == case.most_officers
    assert sum(step.offices_opened for step in made.steps) == made.offices_to_open


@given(assumptions(), st.sampled_from(sorted(HELPFUL)), st.integers(1, 20))
@settings(max_examples=150, deadline=None)
def test_a_better_assumption_never_asks_for_more_officers(case: Assumptions, name: str, by: int) -> None:
    least, most = BOUNDS[name]
    moved = max(least, min(most, getattr(case, name) + HELPFUL[name] * by * (10_000 if name == "joining" else 1)))
    better = replace(case, **{name: moved})
    before, after = plan(case), plan(better)
    if before.feasible:
        assert after.feasible
        hired_now = name == "officers"
        assert after.course.officers <= max(before.course.officers, moved if hired_now else 0)


@given(assumptions(), st.integers(0, 60), st.integers(0, 60))
@settings(max_examples=100, deadline=None)
def test_more_officers_never_cover_fewer(case: Assumptions, few: int, more: int) -> None:
    few, many = sorted((min(few, case.most_officers), min(more, case.most_officers)))
    fewer, further = course(case, few, months=case.months), course(case, many, months=case.months)
    assert all(a.covered <= b.covered for a, b in zip(fewer.steps, further.steps, strict=True))


@given(assumptions())
@settings(max_examples=100, deadline=None)
def test_a_plan_is_the_smallest_or_says_why_there_is_none(case: Assumptions) -> None:
    found = plan(case)
    if found.feasible:
        assert found.course.covered >= case.goal
        fewer = found.course.officers - 1
        if fewer >= case.officers:
            assert course(case, fewer, months=case.months).reached_in is None
    else:
        assert found.course.covered < case.goal
        assert (found.why == "more_than_workers") == (case.goal > case.workers)


def test_a_goal_beyond_all_workers_is_told_apart_from_too_little_time_and_from_lapse() -> None:
    assert plan(replace(REGION_II_2013, workers=900_000)).why == "more_than_workers"
    assert plan(replace(REGION_II_2013, months=5)).why == "too_late_to_open"
    assert plan(replace(REGION_II_2013, lapse=200_000)).why == "lapse_too_high"


def test_with_todays_officers_a_course_that_grows_no_more_is_broken_off() -> None:
    found = plan(replace(REGION_II_2013, lapse=100_000)).as_now
    assert found.levels_off
    assert len(found.steps) < LONGEST
    assert found.reached_in is None


def test_a_goal_that_is_held_from_the_beginning_asks_for_nobody() -> None:
    held = plan(replace(REGION_II_2013, goal=100_000))
    assert (held.course.reached_in, held.to_hire, held.course.offices_to_open) == (0, 0, 0)


def test_a_goal_held_now_but_lost_by_lapse_is_not_reached() -> None:
    losing = replace(REGION_II_2013, goal=109_000, officers=0, lapse=50_000)
    assert course(losing, 0, months=12).reached_in is None


def test_new_officers_learn_and_offices_open_in_time() -> None:
    case = replace(REGION_II_2013, officers=10, offices=1, officers_per_office=10, learning=3, months_to_open=2)
    steps = course(case, 20, months=6).steps
    assert [step.officers for step in steps] == [10, 10, 20, 20, 20, 20]
    assert [step.offices_opened for step in steps] == [0, 0, 1, 0, 0, 0]
    assert steps[2].practised == 10 + Fraction(10, 4)
    assert [step.practised for step in steps[3:]] == [15, Fraction(35, 2), 20]


def test_levers_move_one_assumption_each_and_none_makes_it_worse() -> None:
    needed = plan(REGION_II_2013).course.officers
    found = list(levers(REGION_II_2013))
    assert {lever.field for lever in found} == {
        "visits_per_officer", "people_per_visit", "joining", "lapse", "months", "months_to_open", "learning"
    }  # fmt: skip
    assert all(lever.officers is not None and lever.officers <= needed for lever in found)


@pytest.mark.parametrize(("name", "value"), [("joining", 0), ("months", 0), ("lapse", WHOLE + 1), ("officers", -1)])
def test_an_assumption_out_of_bounds_is_refused_by_name(name: str, value: int) -> None:
    with pytest.raises(UnusableAssumption) as refused:
        replace(REGION_II_2013, **{name: value})
    assert refused.value.field == name


def test_a_course_runs_for_at_least_a_month() -> None:
    with pytest.raises(ValueError, match="1 to 600"):
        course(REGION_II_2013, 10, months=0)


def test_each_month_is_told_in_sums_that_can_be_checked() -> None:
    steps = course(REGION_II_2013, 200, months=8).steps
    told = {line.name: (line.sum, line.result) for line in tell(REGION_II_2013, None, steps[0], "id")}
    assert told["Orang dijumpai"] == (
        f"{steps[0].visits:,} × 12".replace(",", "."),
        f"{steps[0].reached:,}".replace(",", "."),
    )
    assert told["Berhenti"] == ("109.000 × 1,5 %", "1.635")
    assert told["Kunjungan"][0].endswith("petugas terlatih × 40")
    english = tell(REGION_II_2013, steps[5], steps[6], "en")
    assert english[4].sum == f"{steps[5].covered:,} − {steps[6].lapsed:,} + {steps[6].joined:,}"
    assert english[4].result == f"{steps[6].covered:,}"


def test_every_assumption_has_a_name_a_unit_and_bounds() -> None:
    names = {field.name for field in fields(Assumptions)}
    assert names == set(NAMES) == set(UNITS) == set(BOUNDS)
    assert names > SHARES | MONEY
    assert value_text("lapse", 15_000, "id") == "1,5 %"
    assert value_text("contribution", 56_091, "id") == "Rp56.091"
    assert value_text("goal", 909_000, "en") == "909,000"


def test_a_long_course_is_told_by_its_first_year_every_quarter_and_its_end() -> None:
    steps = course(REGION_II_2013, 150, months=35).steps
    assert [step.number for step in months_told(steps)] == [*range(1, 13), 15, 18, 21, 24, 27, 30, 33, 35]
