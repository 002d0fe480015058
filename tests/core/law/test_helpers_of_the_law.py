"""The functions of the law that no quote asks for, and that the rest of the house calls."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.law.activities import activities, find
from ayomi.core.law.construction import by_value, covid_remaining, instalments, registration_deadline, tiers_on
from ayomi.core.law.errors import BadRequest, NotInForce
from ayomi.core.law.migrant import cover_months, extension, last_day_to_pay, savings_choices
from ayomi.core.law.penalties import administrative_fine, late_fine
from ayomi.core.law.relief import postponed_pension
from ayomi.core.law.wage_earner import monthly_from_daily, monthly_from_pieces, wage_earner_law
from ayomi.core.money import Language, floor_to
from ayomi.core.periods import Month

GROWTH = {
    2016: 479,
    2017: 502,
    2018: 507,
    2019: 517,
    2020: 502,
    2021: -207,
    2022: 369,
    2023: 531,
    2024: 505,
    2025: 503,
    2026: 511,
}


@pytest.mark.parametrize("year", GROWTH)
def test_each_pension_ceiling_is_the_last_one_grown_with_the_economy_and_cut_to_a_hundred(year: int) -> None:
    before, after = wage_earner_law(Month(year, 2)).jp, wage_earner_law(Month(year, 3)).jp
    assert before is not None
    assert after is not None
    assert after.ceiling.value == floor_to(before.ceiling.value * (10_000 + GROWTH[year]) // 10_000, 100)


def test_a_daily_wage_counts_25_days_since_july_2015_and_30_before() -> None:
    assert monthly_from_daily(100_000, Month(2015, 7)) == 2_500_000
    assert monthly_from_daily(100_000, Month(2015, 6)) == 3_000_000


def test_piece_work_is_the_mean_of_three_months_or_twelve_where_weather_rules() -> None:
    earned = [9_000_000] * 9 + [1_000_000, 2_000_000, 3_000_001]
    assert monthly_from_pieces(earned, Month(2024, 1), weather_bound=False) == 2_000_000
    assert monthly_from_pieces(earned, Month(2024, 1), weather_bound=True) == 7_250_000
    assert monthly_from_pieces([5], Month(2024, 1), weather_bound=True) == 5
    with pytest.raises(ValueError, match="no month"):
        monthly_from_pieces([], Month(2024, 1), weather_bound=False)


def test_in_the_covid_months_one_percent_of_the_pension_is_due_and_the_rest_may_wait() -> None:
    assert postponed_pension(160_000, Month(2020, 8)) == (1_600, 158_400)
    with pytest.raises(NotInForce):
        postponed_pension(160_000, Month(2021, 2))


def test_a_running_project_pays_one_percent_of_what_was_left() -> None:
    assert covid_remaining(1_000_000, Month(2020, 8)) == 10_000
    with pytest.raises(NotInForce):
        covid_remaining(1_000_000, Month(2020, 7))


def test_a_project_is_registered_within_fourteen_working_days() -> None:
    assert registration_deadline(date(2024, 7, 1)) == date(2024, 7, 19)


@given(st.integers(0, 10**13), st.integers(1, 60))
def test_instalments_add_up(total: int, number: int) -> None:
    plan = instalments(total, number, date(2024, 1, 1))
    assert sum(plan.amounts) == total
    assert len(plan.amounts) == number


@pytest.mark.parametrize("number", [0, 61])
def test_a_number_of_instalments_out_of_reason_is_refused(number: int) -> None:
    with pytest.raises(BadRequest):
        instalments(1_000, number, date(2024, 1, 1))


@given(st.integers(0, 10**13), st.integers(0, 10**9))
def test_a_larger_contract_never_owes_less(value: int, more: int) -> None:
    for lower, higher in zip(by_value(value, date(2024, 1, 1)), by_value(value + more, date(2024, 1, 1)), strict=True):
        assert lower.amount <= higher.amount


def test_the_tiers_of_both_regimes_add_up_to_the_same_rate() -> None:
    old, new = tiers_on(date(2010, 1, 1)).value["jkk_jkm"], tiers_on(date(2020, 1, 1)).value
    assert [tier.rate for tier in old] == [a.rate + b.rate for a, b in zip(new["jkk"], new["jkm"], strict=True)]


def test_the_administrative_fine_is_a_thousandth_for_each_month_begun() -> None:
    assert administrative_fine(1_000_000, date(2024, 1, 10), date(2024, 1, 10)) == 0
    assert administrative_fine(1_000_000, date(2024, 1, 10), date(2024, 2, 10)) == 1_000
    assert administrative_fine(1_000_000, date(2024, 1, 10), date(2024, 2, 11)) == 2_000


@given(st.integers(0, 10**12), st.dates(date(2024, 7, 1), date(2030, 1, 1)))
def test_a_fine_is_simple_and_never_shrinks(contribution: int, paid_on: date) -> None:
    fine = late_fine("wage_earner", Month(2024, 6), contribution, paid_on)
    assert abs(fine.amount * 50 - contribution * fine.months_late) <= 25
    assert late_fine("wage_earner", Month(2024, 6), contribution, date(2031, 1, 1)).amount >= fine.amount


def test_migrant_workers_choose_among_seven_savings() -> None:
    assert savings_choices(date(2024, 1, 1)) == (50_000, 100_000, 200_000, 300_000, 400_000, 500_000, 600_000)


def test_the_annex_has_191_activities_and_each_is_found_by_its_own_labels() -> None:
    by_risk = [activity.risk for activity in activities().values()]
    assert [by_risk.count(risk) for risk in ("very_low", "low", "medium", "high", "very_high")] == [23, 25, 96, 23, 24]
    for number, activity in activities().items():
        assert find(activity.label.id).activity.risk == activity.risk
        assert find(activity.label.en).activity.risk == activity.risk
        assert find(number).activity == activity


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_letter_left_out_of_a_label_never_leads_to_another_class(language: Language) -> None:
    found = 0
    for activity in activities().values():
        label = activity.label.id if language == "id" else activity.label.en
        longest = max(label.split(), key=len)
        if len(longest) < 6:
            continue
        slip = longest[: len(longest) // 2] + longest[len(longest) // 2 + 1 :]
        try:
            match = find(label.replace(longest, slip, 1))
        except BadRequest:
            continue
        assert match.activity.risk == activity.risk, (label, slip)
        found += 1
    assert found > 150


def test_a_prolonged_contract_costs_its_months_and_packages_cover_beyond_the_contract() -> None:
    day = date(2026, 11, 20)
    assert extension(6, day).amount == 81_000
    assert (cover_months(day).value.before_placement, cover_months(day).value.beyond_contract) == (5, 2)
    assert cover_months(day).confidence == "uncertain"
    assert last_day_to_pay(date(2026, 12, 1)) == date(2026, 11, 30)
