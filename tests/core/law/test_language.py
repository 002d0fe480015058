"""One person and a row of a country go through the same formulas; what is not known stays unknown in both."""

from datetime import date
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayomi.core.law import relief
from ayomi.core.law.contributions import assess, with_relief
from ayomi.core.law.language import Cell, OneRow, value_of
from ayomi.core.law.monthly import MonthlySegment, assess_one, law_of
from ayomi.core.law.terms import RISKS
from ayomi.core.money import LARGEST_WAGE
from ayomi.core.periods import Month

FACTS: dict[str, st.SearchStrategy[Any]] = {
    "industry": st.sampled_from([None, "toys", "furniture", "mining"]),
    "active_workers": st.sampled_from([None, 0, 49, 50, 51]),
    "jkk_settled_to": st.sampled_from([None, date(2024, 12, 1), date(2025, 1, 1), date(2025, 6, 1)]),
    "settled_to": st.sampled_from([None, date(2020, 6, 1), date(2020, 7, 1), date(2025, 1, 1)]),
    "member_since": st.sampled_from([None, date(2019, 1, 1), date(2020, 7, 31), date(2020, 8, 1), date(2020, 10, 31)]),
    "sector": st.sampled_from([None, "transport", "other"]),
    "paid_by": st.sampled_from([None, "self", "government", "other"]),
}
TYPES = {"active_workers": pl.Int64, "jkk_settled_to": pl.Date, "settled_to": pl.Date, "member_since": pl.Date}
AROUND_RELIEF = [(2020, 7), (2020, 8), (2020, 10), (2021, 1), (2021, 2), (2025, 1), (2025, 2), (2026, 1), (2026, 4)]
wage_months = st.one_of(
    st.sampled_from([Month(*month) for month in AROUND_RELIEF]),
    st.builds(Month, st.integers(1994, 2026), st.integers(1, 12)),
)
own_months = wage_months.filter(lambda month: (month.year, month.number) >= (2006, 6))


def both_ways(segment: MonthlySegment, month: Month, person: dict[str, Any]) -> None:
    types = {name: TYPES.get(name, pl.String) for name in relief.FACTS} | {"risk": pl.String}
    frame = pl.DataFrame({name: pl.Series([value], dtype=types.get(name)) for name, value in person.items()})
    columns = assess(with_relief(frame, month=month, segment=segment), month=month, segment=segment).frame
    relieved, amounts = assess_one(segment, month, person)
    asked_with = with_relief(frame, month=month, segment=segment).item(0, "relief")
    assert relieved is asked_with
    assert amounts == {name: columns.item(0, name) for name in amounts}
    assert amounts.keys() >= set(columns.columns) - set(person)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), month=wage_months, wage=st.integers(0, LARGEST_WAGE), risk=st.sampled_from(RISKS))
def test_a_wage_earner_alone_owes_what_a_row_owes(data: st.DataObject, month: Month, wage: int, risk: str) -> None:
    person: dict[str, Any] = {name: data.draw(FACTS[name]) for name in relief.FACTS_OF["wage_earner"]}
    person |= {programme: data.draw(st.booleans()) for programme in law_of("wage_earner", month).programmes}
    both_ways("wage_earner", month, person | {"wage": wage, "risk": risk, "family": data.draw(st.booleans())})


@settings(max_examples=60, deadline=None)
@given(data=st.data(), month=own_months, income=st.integers(0, 30_000_000))
def test_an_own_account_worker_alone_owes_what_a_row_owes(data: st.DataObject, month: Month, income: int) -> None:
    person: dict[str, Any] = {name: data.draw(FACTS[name]) for name in relief.FACTS_OF["own_account"]}
    person |= {programme: data.draw(st.booleans()) for programme in law_of("own_account", month).programmes}
    both_ways("own_account", month, person | {"income": income, "family": data.draw(st.booleans())})


@given(a=st.sampled_from([None, True, False]), b=st.sampled_from([None, True, False]))
def test_truth_that_is_not_known_combines_as_in_columns(a: bool | None, b: bool | None) -> None:
    frame = nw.from_native(pl.DataFrame({"a": [a], "b": [b]}, schema={"a": pl.Boolean, "b": pl.Boolean}))
    row = OneRow({"a": a, "b": b})
    one, other = row.column("a"), row.column("b")
    told = frame.select(
        both=nw.col("a") & nw.col("b"),
        any=nw.col("a") | nw.col("b"),
        none=~nw.col("a"),
        known=nw.col("a").fill_null(True),
    ).row(0)
    assert (value_of(one & other), value_of(one | other), value_of(~one), value_of(one.fill_null(True))) == told


def test_a_fact_the_row_does_not_name_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        OneRow({"wage": 1}).column("income")


def test_a_number_is_not_compared_with_a_day() -> None:
    with pytest.raises(TypeError):
        Cell(1) > date(2020, 7, 1)  # noqa: B015
