from datetime import date

import pytest

from ayomi.core.law.errors import NotInForce
from ayomi.core.law.membership import (
    grace,
    may_enrol,
    prescribed_programmes,
    scale_of_firm,
    unemployment_cover,
    was_obliged_employer,
)
from ayomi.core.law.terms import Programme, Scale
from ayomi.core.periods import Month

NOW = Month(2026, 10)


@pytest.mark.parametrize(
    ("scale", "programmes"),
    [
        ("micro", ("jkk", "jkm")),
        ("small", ("jkk", "jkm", "jht")),
        ("medium", ("jkk", "jkm", "jht", "jp")),
        ("large", ("jkk", "jkm", "jht", "jp")),
    ],
)
def test_programmes_prescribed_by_size(scale: Scale, programmes: tuple[str, ...]) -> None:
    assert prescribed_programmes(scale, NOW).programmes == programmes
    assert prescribed_programmes(scale, NOW).citation.text == "Perpres 109/2013 Pasal 6"


def test_no_size_prescribed_anything_before_july_2015() -> None:
    with pytest.raises(NotInForce):
        prescribed_programmes("micro", Month(2015, 6))


def test_unemployment_cover_needs_the_pension_only_in_larger_firms() -> None:
    three: frozenset[Programme] = frozenset({"jkk", "jkm", "jht"})
    two: frozenset[Programme] = frozenset({"jkk", "jkm"})
    four: frozenset[Programme] = frozenset({"jkk", "jkm", "jht", "jp"})
    assert unemployment_cover("small", three, NOW)
    assert not unemployment_cover("medium", three, NOW)
    assert unemployment_cover("medium", four, NOW)
    assert not unemployment_cover("micro", two, NOW)
    assert not unemployment_cover("small", three, Month(2021, 1))


@pytest.mark.parametrize(
    ("capital", "sales", "scale"),
    [
        (1_000_000_000, None, "micro"),
        (1_000_000_001, None, "small"),
        (5_000_000_000, None, "small"),
        (5_000_000_001, None, "medium"),
        (10_000_000_001, None, "large"),
        (None, 2_000_000_000, "micro"),
        (None, 15_000_000_000, "small"),
        (None, 15_000_000_001, "medium"),
        (None, 50_000_000_001, "large"),
    ],
)
def test_the_size_of_a_firm(capital: int | None, sales: int | None, scale: str) -> None:
    assert scale_of_firm(date(2026, 1, 1), capital=capital, yearly_sales=sales) == scale


def test_the_size_needs_one_measure() -> None:
    with pytest.raises(ValueError, match="either"):
        scale_of_firm(date(2026, 1, 1))


def test_age_limits_end_the_day_before_the_birthday() -> None:
    assert may_enrol(date(1961, 5, 2), date(2026, 5, 1), as_="own_account")
    assert not may_enrol(date(1961, 5, 1), date(2026, 5, 1), as_="own_account")
    assert may_enrol(date(1955, 1, 2), date(2011, 1, 1), as_="own_account")
    assert not may_enrol(date(1955, 1, 1), date(2011, 1, 1), as_="own_account")
    assert not may_enrol(date(1972, 5, 1), date(2026, 5, 1), as_="jkp")


def test_ten_workers_or_a_million_of_payroll_obliged_an_employer() -> None:
    assert was_obliged_employer(10, 0, Month(2000, 1))
    assert was_obliged_employer(1, 1_000_000, Month(2000, 1))
    assert not was_obliged_employer(9, 999_999, Month(2000, 1))


def test_cover_outlives_three_months_of_arrears_and_no_more() -> None:
    assert grace("own_account", NOW).covers(3)
    assert not grace("own_account", NOW).covers(4)
