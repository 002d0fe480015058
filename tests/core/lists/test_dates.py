"""Dates in the styles of real lists; an order of day and month that is not certain is asked about."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.lists.dates import DateStyle, column_order, read_date
from ayomi.core.lists.reading import Cell

DAY = date(2026, 11, 20)
STYLE = DateStyle(DAY)
BIRTHS = st.dates(date(1930, 1, 1), date(2011, 12, 31))
MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


@given(BIRTHS)
def test_every_style_of_a_birth_date_gives_the_same_day(born: date) -> None:
    serial = (born - date(1899, 12, 30)).days
    styles: list[Cell] = [
        born, datetime(born.year, born.month, born.day), float(serial), str(serial), f"{born:%d-%m-%Y}",
        f"{born.day}/{born.month}/{born.year}", f"{born:%Y-%m-%d}", f"{born:%d.%m.%Y}", f"{born:%Y%m%d}",
        f"{born.day} {MONTHS[born.month - 1]} {born.year}", f"{born:%d %b %Y}", f"{born:%d%m%Y}",
        f"{born:%Y-%m-%d} 00:00:00", f"'{born:%d-%m-%Y}", f"{born:%d - %m - %Y}",
    ]  # fmt: skip
    assert [read_date(style, STYLE).value for style in styles] == [born] * len(styles)


@given(BIRTHS.filter(lambda born: born.year >= 1927))
def test_two_digit_years_end_at_the_reference_day(born: date) -> None:
    assert read_date(f"{born:%d/%m/%y}", STYLE).value == born


@given(BIRTHS)
def test_a_month_first_column_is_read_month_first(born: date) -> None:
    style = DateStyle(DAY, "month_first")
    read = read_date(f"{born:%m/%d/%Y}", style)
    assert read.value == born or (read.fault is not None and read.fault.proposal == born.isoformat())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31-02-1988", "date_impossible"), ("00-05-1990", "date_impossible"), ("29-02-1990", "date_impossible"),
        ("12-08-2030", "date_future"), ("1990", "date_year_only"), (1990.0, "date_year_only"),
        ("abc", "date_unreadable"), ("12-Foo-1990", "date_unreadable"), (-5.0, "date_unreadable"),
        ("01-01-1850", "date_too_old"),
    ],
)  # fmt: skip
def test_a_date_that_is_none_is_sent_back(written: str | float, code: str) -> None:
    read = read_date(written, STYLE)
    assert read.value is None
    assert read.fault is not None
    assert (read.fault.code, read.fault.severity) == (code, "fix")


def test_one_undecided_date_alone_is_read_day_first() -> None:
    assert column_order(["03/04/1990"]) == "day_first"
    assert read_date("03/04/1990", STYLE).value == date(1990, 4, 3)


def test_a_column_with_months_in_front_decides_its_undecided_dates() -> None:
    cells = ["05/25/1990", "12/31/1985", "03/04/1990"]
    style = DateStyle(DAY, column_order(cells))
    assert [read_date(cell, style).value for cell in cells] == [date(1990, 5, 25), date(1985, 12, 31), date(1990, 3, 4)]


def test_one_contradicting_date_in_a_long_column_is_asked_about_and_the_others_are_not() -> None:
    cells = [f"{day}/05/1990" for day in range(13, 29)] + ["03/04/1990", "05/25/1990"]
    style = DateStyle(DAY, column_order(cells))
    faults = [cell for cell in cells if read_date(cell, style).fault]
    assert style.order == "day_first"
    assert faults == ["05/25/1990"]


def test_a_column_of_both_orders_asks_about_each_undecided_date() -> None:
    cells = ["25/05/1990", "05/26/1990", "03/04/1990", "04/04/1990"]
    style = DateStyle(DAY, column_order(cells))
    asked = {cell: fault.proposal for cell in cells if (fault := read_date(cell, style).fault)}
    assert style.order == "mixed"
    assert asked == {"03/04/1990": "1990-04-03"}


def test_a_lone_month_first_date_does_not_turn_a_whole_column_round() -> None:
    assert column_order(["01/02/1990"] * 20 + ["05/25/1990"]) == "mixed"


@given(st.text(max_size=25))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    read = read_date(text, STYLE)
    assert read.value is None or read.fault is None


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_no_number_makes_the_reader_fail(number: float) -> None:
    read = read_date(number, STYLE)
    assert read.value is None or read.value <= DAY
