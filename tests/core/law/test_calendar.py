from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.law.calendar import calendar
from ayomi.core.law.due import due_date
from ayomi.core.periods import Month

COUNTS = {
    2015: (17, 3), 2016: (15, 4), 2017: (17, 7), 2018: (17, 8), 2019: (17, 4), 2020: (17, 5),
    2021: (15, 1), 2022: (16, 4), 2023: (16, 11), 2024: (19, 10), 2025: (17, 11), 2026: (17, 8),
}  # fmt: skip


@pytest.mark.parametrize("year", COUNTS)
def test_the_calendar_holds_the_holidays_and_joint_leave_of_each_year(year: int) -> None:
    kinds = [holiday.kind for day, holiday in calendar().holidays.items() if day.year == year]
    assert (kinds.count("national"), kinds.count("joint_leave")) == COUNTS[year]


def test_the_first_of_june_is_a_holiday_only_from_2017() -> None:
    assert calendar().is_working_day(date(2016, 6, 1))
    assert not calendar().is_working_day(date(2017, 6, 1))


@given(st.dates(date(2015, 1, 1), date(2026, 12, 20)))
def test_the_working_day_found_is_the_first_one(day: date) -> None:
    found = calendar().working_day_from(day)
    assert calendar().is_working_day(found)
    assert not any(calendar().is_working_day(day + timedelta(days=ahead)) for ahead in range((found - day).days))


def test_joint_leave_can_be_left_out() -> None:
    kept = due_date("wage_earner", "jkk", Month(2026, 1))
    left_out = due_date("wage_earner", "jkk", Month(2026, 1), joint_leave_counts=False)
    assert (kept.day, left_out.day) == (date(2026, 2, 18), date(2026, 2, 16))
    assert due_date("own_account", "jkk", Month(2024, 4), joint_leave_counts=False).day == date(2024, 4, 15)
    assert due_date("wage_earner", "jkk", Month(2026, 4), joint_leave_counts=False).day == date(2026, 5, 15)


def test_working_days_after_a_day_do_not_count_it() -> None:
    assert calendar().working_days_after(date(2024, 7, 1), 14) == date(2024, 7, 19)
    with pytest.raises(ValueError, match="at least one"):
        calendar().working_days_after(date(2024, 7, 1), 0)
