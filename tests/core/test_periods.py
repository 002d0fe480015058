from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.periods import (
    Month,
    Span,
    add_months,
    day_text,
    month_text,
    months_between,
    parse_day,
    started_months,
)

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))


@given(days, st.integers(min_value=-500, max_value=500))
def test_months_there_and_back_is_the_same_month(day: date, months: int) -> None:
    month = Month.of(day)
    assert month.plus(months).plus(-months) == month
    assert month.plus(months).months_since(month) == months


@pytest.mark.parametrize(
    "text", ["2024-13", "2024-00", "2024-1", "24-01", "2024/01", "2024-01-01", "0000-01", "2024-0１"]
)
def test_what_is_not_a_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_a_month_reads_and_writes_itself() -> None:
    assert str(Month.parse("2024-06")) == "2024-06"
    assert Month.parse("2023-12") < Month.parse("2024-01")
    assert Month(2024, 2).last_day == date(2024, 2, 29)
    assert Month(2021, 2).day(30) == date(2021, 2, 28)


@pytest.mark.parametrize("text", ["20240715", "2024-W01-1", "2024-02-30", "15-07-2024", "2024-7-15", ""])
def test_what_is_not_a_plain_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|day"):
        parse_day(text)


def test_months_between_holds_both_ends() -> None:
    assert [str(m) for m in months_between(Month(2020, 11), Month(2021, 1))] == ["2020-11", "2020-12", "2021-01"]
    assert list(months_between(Month(2021, 1), Month(2020, 11))) == []


@pytest.mark.parametrize(
    ("paid", "months"),
    [("2024-07-14", 0), ("2024-07-15", 0), ("2024-07-16", 1), ("2024-08-15", 1), ("2024-08-16", 2), ("2025-07-16", 13)],
)
def test_a_started_month_counts_as_a_month(paid: str, months: int) -> None:
    assert started_months(date(2024, 7, 15), parse_day(paid)) == months


def test_a_month_from_the_thirtieth_of_january_ends_with_february() -> None:
    assert add_months(date(2021, 1, 30), 1) == date(2021, 2, 28)
    assert started_months(date(2021, 1, 30), date(2021, 2, 28)) == 1
    assert started_months(date(2021, 1, 30), date(2021, 3, 1)) == 2


@given(days, st.integers(min_value=0, max_value=2000))
def test_later_payment_never_counts_fewer_months(since: date, ahead: int) -> None:
    until = since + timedelta(days=ahead)
    assert started_months(since, until) <= started_months(since, until + timedelta(days=1))


def test_a_span_holds_its_first_day_and_not_its_last() -> None:
    span = Span(date(2024, 1, 1), date(2024, 2, 1))
    assert date(2024, 1, 1) in span
    assert date(2024, 1, 31) in span
    assert date(2024, 2, 1) not in span
    assert date(2099, 1, 1) in Span(date(2024, 1, 1))


def test_an_empty_span_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="end after"):
        Span(date(2024, 1, 1), date(2024, 1, 1))


@given(days, st.integers(1, 400), days, st.integers(1, 400), days)
def test_a_day_is_in_the_overlap_exactly_when_it_is_in_both(
    first: date, first_length: int, second: date, second_length: int, day: date
) -> None:
    one = Span(first, first + timedelta(days=first_length))
    two = Span(second, second + timedelta(days=second_length))
    both = one.overlap(two)
    assert (both is not None and day in both) == (day in one and day in two)


def test_dates_in_words() -> None:
    assert day_text(date(2026, 5, 20), "id") == "20 Mei 2026"
    assert day_text(date(2026, 5, 20), "en") == "20 May 2026"
    assert month_text(Month(2026, 8), "id") == "Agustus 2026"
