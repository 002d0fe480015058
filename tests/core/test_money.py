from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.money import (
    LARGEST_WAGE,
    WHOLE,
    floor_to,
    half_up,
    is_whole,
    percent_decimal,
    percent_text,
    rupiah_text,
    share,
    split,
)

amounts = st.integers(min_value=0, max_value=10**15)


@given(st.integers(min_value=-(10**20), max_value=10**20), st.integers(min_value=1, max_value=10**9))
def test_half_up_is_never_more_than_half_away(numerator: int, denominator: int) -> None:
    assert abs(half_up(numerator, denominator) - Fraction(numerator, denominator)) <= Fraction(1, 2)


def test_an_exact_half_goes_up_and_a_hair_less_goes_down() -> None:
    assert half_up(5, 10) == 1
    assert half_up(15, 10) == 2
    assert half_up(49, 100) == 0
    assert half_up(-5, 10) == -1


def test_a_negative_or_zero_denominator_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        half_up(1, -2)
    with pytest.raises(ZeroDivisionError):
        half_up(1, 0)


def test_share_of_a_wage_by_parts_per_million() -> None:
    assert share(10_000_000, 8_900) == 89_000
    assert share(5_000_125, 2_000) == 10_000
    assert share(5_000_250, 2_000) == 10_001


@given(amounts, st.integers(min_value=0, max_value=WHOLE))
def test_no_rounding_was_needed_exactly_when_the_product_is_whole(amount: int, rate: int) -> None:
    assert is_whole(amount, rate) == (Fraction(amount * rate, WHOLE).denominator == 1)


@given(amounts, st.lists(st.integers(min_value=1, max_value=100), min_size=1, max_size=24))
def test_the_parts_of_a_split_add_up_and_only_the_last_takes_the_rest(total: int, weights: list[int]) -> None:
    parts = split(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts[:-1], weights[:-1], strict=True):
        assert part == total * weight // sum(weights)
    assert 0 <= parts[-1] - total * weights[-1] // sum(weights) < len(weights)


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, []), (1, [1, 0])])
def test_a_split_that_makes_no_sense_is_refused(total: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="split"):
        split(total, weights)


def test_floor_to_a_hundred() -> None:
    assert floor_to(8_094_067, 100) == 8_094_000
    assert floor_to(8_094_000, 100) == 8_094_000
    with pytest.raises(ValueError, match="positive"):
        floor_to(1, 0)


def test_money_and_percent_in_both_languages() -> None:
    assert rupiah_text(1_243_200, "id") == "Rp1.243.200"
    assert rupiah_text(1_243_200, "en") == "Rp1,243,200"
    assert rupiah_text(-500, "id") == "\u2212Rp500"
    assert percent_text(8_900, "id") == "0,89 %"
    assert percent_text(8_900, "en") == "0.89%"
    assert percent_text(20_000, "id") == "2 %"
    assert percent_decimal(3) == "0.0003"
    assert percent_decimal(0) == "0"


def test_the_largest_wage_times_one_whole_fits_a_signed_64_bit_column() -> None:
    assert LARGEST_WAGE * WHOLE + WHOLE < 2**63
