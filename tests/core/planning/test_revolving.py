"""How far a revolving fund goes, in numbers that can be checked by hand where chance plays no part."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayomi.core.money import WHOLE
from ayomi.core.planning.revolving import Plan, UnusablePlan, project, with_more_loss

ALL_GOOD = {"lancar": WHOLE, "kurang_lancar": 0, "diragukan": 0, "macet": 0}
PILOT = Plan(7_500_000_000, yearly=2_500_000_000, years=20)
"""The pilot's 300 workshops of Rp25,000,000, and a hundred more each year out of new money."""


def test_money_that_all_comes_back_goes_out_again_to_the_rupiah() -> None:
    plan = Plan(100, loan=100, months=4, grace=0, rate=0, per_month=10, target=3, horizon=12, classes=ALL_GOOD)
    course = project(plan, runs=3)
    assert course.loans.middle == (1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3)
    assert course.balance.middle[:5] == (0, 25, 50, 75, 0)
    assert course.lent.middle[:5] == (100, 75, 50, 25, 100)
    assert (course.reached, course.reached_share, course.lost) == ((9, 9, 9), WHOLE, 0)
    assert (course.peak_balance, course.peak_lent, course.paid_in, course.turns) == (75, 100, 100, 300)
    assert project(replace(plan, target=2), runs=3).turns == 200


def test_new_money_comes_at_the_start_of_each_year_and_work_costs() -> None:
    plan = Plan(
        1_000, yearly=500, years=2, loan=1_000_000, rate=0, cost_per_year=100, horizon=48, target=1, classes=ALL_GOOD
    )
    course = project(plan, runs=2)
    assert [course.balance.middle[month] for month in (0, 11, 12, 23, 24, 36)] == [900, 900, 1_300, 1_300, 1_700, 1_600]
    assert course.paid_in == 2_000
    assert course.reached == (None, None, None)
    assert course.reached_share == 0


def test_ten_thousand_workshops_are_reached_later_with_one_percent_more_loss() -> None:
    course, worse = project(PILOT), project(with_more_loss(PILOT))
    early, middle, late = course.reached
    assert early is not None and middle is not None and late is not None
    assert early <= middle <= late
    assert worse.reached[1] is not None and worse.reached[1] > middle
    assert worse.lost > course.lost * 99 // 100
    assert PILOT.loss == 63_000
    assert with_more_loss(PILOT).loss == 72_000


def test_the_same_seed_gives_the_same_course_and_another_seed_another_one() -> None:
    assert project(PILOT, seed=5, runs=20) == project(PILOT, seed=5, runs=20)
    assert project(PILOT, seed=5, runs=20) != project(PILOT, seed=6, runs=20)


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": -1}, {"loan": 0}, {"months": 0}, {"grace": 36}, {"horizon": 481}, {"per_month": 0}, {"luck": 0},
        {"classes": {**ALL_GOOD, "macet": 1}},
        {"classes": {**ALL_GOOD, "lancar": WHOLE + 1, "macet": -1}},
        {"returned": {**ALL_GOOD, "lancar": WHOLE + 1}},
        {"delay": {**ALL_GOOD, "lancar": 61}},
    ],
)  # fmt: skip
def test_a_plan_out_of_bounds_is_refused_by_name(wrong: dict[str, object]) -> None:
    with pytest.raises(UnusablePlan, match="must lie between") as refused:
        Plan(**{"start": 1, **wrong})  # type: ignore[arg-type]
    assert refused.value.field == next(iter(wrong))


@settings(max_examples=25, deadline=None)
@given(
    start=st.integers(0, 10**10), yearly=st.integers(0, 10**9), months=st.integers(1, 48), rate=st.integers(0, 120_000),
    cost=st.integers(0, 10**6), bad=st.integers(0, WHOLE), luck=st.integers(1, 500), seed=st.integers(0, 99),
)  # fmt: skip
def test_a_fund_never_lends_what_it_does_not_have_and_loses_no_rupiah_unsaid(
    start: int, yearly: int, months: int, rate: int, cost: int, bad: int, luck: int, seed: int
) -> None:
    plan = Plan(
        start, yearly=yearly, years=3, months=months, grace=0, rate=rate, cost_per_loan=cost, horizon=60, luck=luck,
        classes={"lancar": WHOLE - bad, "kurang_lancar": 0, "diragukan": 0, "macet": bad},
    )  # fmt: skip
    course = project(plan, seed=seed, runs=5)
    assert min(course.balance.low) >= 0
    assert min(course.lent.low) >= 0
    assert list(course.loans.middle) == sorted(course.loans.middle)
    assert all(low <= middle <= high for low, middle, high in zip(
        course.loans.low, course.loans.middle, course.loans.high, strict=True))  # fmt: skip
    assert course.loans.high[0] * (plan.loan + cost) <= start
