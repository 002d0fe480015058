from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayomi.core.law.contributions import assess, with_relief
from ayomi.core.law.errors import NotInForce
from ayomi.core.law.monthly import BILLED, default_programmes, law_of
from ayomi.core.law.quote import answer
from ayomi.core.law.terms import RISKS
from ayomi.core.money import LARGEST_WAGE, share
from ayomi.core.periods import Month

months = st.builds(Month, st.integers(2016, 2026), st.integers(1, 12))


def wage_earners(month: Month, wages: list[int], **columns: Any) -> pl.DataFrame:
    flags: dict[str, bool] = dict.fromkeys(map(str, law_of("wage_earner", month).programmes), True)
    given_columns: dict[str, Any] = {"risk": "low", "relief": False, "family": False, **flags, **columns}
    return pl.DataFrame({"wage": wages}, schema={"wage": pl.Int64}).with_columns(
        **{name: pl.lit(value) for name, value in given_columns.items()}
    )


@settings(max_examples=60, deadline=None)
@given(month=months, wage=st.integers(0, LARGEST_WAGE), risk=st.sampled_from(RISKS))
def test_one_person_asked_about_and_a_row_of_a_country_give_the_same_amounts(
    month: Month, wage: int, risk: str
) -> None:
    asked: Any = answer(
        {"kind": "contribution", "segment": "wage_earner", "month": str(month), "wage": wage, "risk": risk}
    )
    frame = pl.concat([wage_earners(month, [wage, wage // 2], risk=risk), wage_earners(month, [7], risk="high")])
    row = assess(frame, month=month, segment="wage_earner").frame.row(0, named=True)
    billed = {
        (line["programme"], line["payer"]): line["amount"] for line in asked["lines"] if line["programme"] != "jkp"
    }
    columns = {
        (c.programme, c.payer): row[c.column]
        for c in BILLED["wage_earner"]
        if c.programme in law_of("wage_earner", month).programmes
    }
    assert billed == columns
    assert asked["totals"]["all"] == sum(row[column.column] for column in BILLED["wage_earner"])


@settings(max_examples=60, deadline=None)
@given(month=months, income=st.integers(0, 60_000_000), sector=st.sampled_from(["transport", "other", None]))
def test_an_own_account_worker_and_a_row_give_the_same_amounts(month: Month, income: int, sector: str | None) -> None:
    question = {"kind": "contribution", "segment": "own_account", "month": str(month), "income": income}
    asked: Any = answer(question | ({"sector": sector} if sector else {}))
    facts = {"settled_to": None, "member_since": None, "sector": sector, "paid_by": "self"}
    frame = pl.DataFrame({"income": [income], **{name: [value] for name, value in facts.items()}}).with_columns(
        pl.col("settled_to", "member_since").cast(pl.Date),
        pl.col("sector").cast(pl.String),
        **{name: pl.lit(name != "jht") for name in law_of("own_account", month).programmes},
    )
    row = assess(with_relief(frame, month=month, segment="own_account"), month=month, segment="own_account").frame
    assert asked["totals"]["self"] == row.item(0, "jkk") + row.item(0, "jkm") + row.item(0, "jht")


projects = st.fixed_dictionaries(
    {
        "segment": st.just("construction"),
        "registered": st.dates(date(1999, 9, 29), date(2026, 12, 1)).map(str),
        "contract_value": st.integers(0, 10**12),
        "instalments": st.integers(1, 12),
    }
)
contracts = st.fixed_dictionaries(
    {
        "segment": st.just("migrant"),
        "date": st.dates(date(2018, 11, 1), date(2026, 12, 1)).map(str),
        "route": st.sampled_from(["agency", "individual"]),
        "contract_months": st.integers(24, 60),
    }
)
persons = st.fixed_dictionaries(
    {
        "segment": st.just("wage_earner"),
        "month": months.map(str),
        "wage": st.integers(0, 10**9),
        "risk": st.sampled_from(RISKS),
        "relief": st.sampled_from([{}, {"settled_to": "2020-07"}, {"industry": "toys", "active_workers": 60}]),
    }
)
vendors = st.fixed_dictionaries(
    {
        "segment": st.just("own_account"),
        "month": months.map(str),
        "income": st.integers(0, 10**8),
        "programmes": st.just(["jkk", "jkm", "jht"]),
        "paid_by": st.sampled_from(["self", "government", "other"]),
    }
)


@settings(max_examples=200, deadline=None)
@given(question=st.one_of(projects, contracts, persons, vendors))
def test_totals_are_the_sums_of_the_lines_and_every_line_says_why(question: dict[str, Any]) -> None:
    answered: Any = answer({"kind": "contribution", **question})
    billed = [line for line in answered["lines"] if line["programme"] != "jkp"]
    totals = dict(answered["totals"])
    assert totals.pop("all") == sum(line["amount"] for line in billed)
    for payer, total in totals.items():
        assert total == sum(line["amount"] for line in billed if line["payer"] == payer)
    assert {line["payer"] for line in billed} <= totals.keys()
    assert sum(answered.get("instalments", [answered["totals"]["all"]])) == answered["totals"]["all"]
    for line in answered["lines"]:
        assert line["source"]
        assert "base" in line
        assert "rate_ppm" in line or line["rule"]
        assert line["explain"].keys() == {"id", "en"}


@settings(max_examples=50, deadline=None)
@given(month=months, wages=st.lists(st.integers(0, 10**11), min_size=2, max_size=2))
def test_a_higher_wage_never_owes_less(month: Month, wages: list[int]) -> None:
    low, high = sorted(wages)
    amounts = assess(wage_earners(month, [low, high]), month=month, segment="wage_earner").frame
    for column in BILLED["wage_earner"]:
        assert amounts.item(0, column.column) <= amounts.item(1, column.column)


@given(wage=st.integers(0, LARGEST_WAGE))
@settings(max_examples=50, deadline=None)
def test_columns_round_as_money_does(wage: int) -> None:
    row = assess(wage_earners(Month(2024, 6), [wage]), month=Month(2024, 6), segment="wage_earner").frame
    assert row.item(0, "jkk") == share(wage, 5_400)
    assert row.item(0, "jht_employer") == share(wage, 37_000)


def test_recomposition_never_changes_the_bill() -> None:
    month = Month(2024, 6)
    frame = wage_earners(month, [4_000_000, 9_000_000])
    with_jkp = assess(frame, month=month, segment="wage_earner").frame
    without = assess(frame.with_columns(jkp=pl.lit(False)), month=month, segment="wage_earner").frame
    billed = [column.column for column in BILLED["wage_earner"]]
    assert with_jkp.select(billed).equals(without.select(billed))
    assert with_jkp["jkp_government"].to_list() == [8_800, 11_000]


def test_other_columns_pass_through_and_truth_columns_are_spent() -> None:
    month = Month(2024, 6)
    assessed = assess(wage_earners(month, [1]).with_columns(member=pl.lit(7)), month=month, segment="wage_earner")
    assert assessed.frame["member"].to_list() == [7]
    assert not {"jht", "jp", "jkp", "family"} & set(assessed.frame.columns)
    assert assessed.frame.schema["jkk"] == pl.Int64


def test_each_amount_names_the_articles_it_rests_on_and_what_is_unsure() -> None:
    month = Month(2025, 2)
    assessed = assess(wage_earners(month, [1]), month=month, segment="wage_earner")
    assert [cited.text for cited in assessed.citations["jp_worker"]] == ["PP 45/2015 Pasal 28", "PP 45/2015 Pasal 29"]
    assert assessed.unsure["jkp_from_jkm"]
    assert not assessed.unsure["jkk"]


def test_relief_is_the_sum_taken_off() -> None:
    month = Month(2020, 10)
    frame = wage_earners(month, [10_000_000], relief=True)
    row = assess(frame, month=month, segment="wage_earner").frame
    assert (row.item(0, "jkk"), row.item(0, "jkm"), row.item(0, "relief")) == (540, 300, 53_460 + 29_700)


@pytest.mark.parametrize(
    "spoil",
    [
        pl.col("wage").cast(pl.Float64),
        pl.lit(None, dtype=pl.Int64).alias("wage"),
        pl.lit(-1).alias("wage"),
        pl.lit(LARGEST_WAGE + 1).alias("wage"),
        pl.lit("huge").alias("risk"),
        pl.lit(None, dtype=pl.String).alias("risk"),
        pl.lit(None, dtype=pl.Boolean).alias("jht"),
        pl.lit(1).alias("jkk"),
    ],
)
def test_a_frame_that_cannot_be_read_is_refused(spoil: pl.Expr) -> None:
    month = Month(2024, 6)
    with pytest.raises(ValueError, match=r"wage|risk|jkk"):
        assess(wage_earners(month, [1]).with_columns(spoil), month=month, segment="wage_earner")


def test_a_missing_column_is_not_a_silent_no() -> None:
    month = Month(2024, 6)
    with pytest.raises(ValueError, match="jp"):
        assess(wage_earners(month, [1]).drop("jp"), month=month, segment="wage_earner")


def test_a_programme_or_relief_the_month_does_not_know_is_refused() -> None:
    month = Month(2015, 6)
    with pytest.raises(NotInForce):
        assess(wage_earners(month, [1], jp=True), month=month, segment="wage_earner")
    with pytest.raises(NotInForce):
        assess(wage_earners(month, [1], relief=True), month=month, segment="wage_earner")


def test_no_one_owes_nothing() -> None:
    month = Month(2024, 6)
    assert assess(wage_earners(month, []), month=month, segment="wage_earner").frame.is_empty()


def test_the_default_programmes_of_a_month() -> None:
    assert default_programmes("wage_earner", Month(2013, 12)) == ("jkk", "jkm", "jht", "jpk")
    assert default_programmes("wage_earner", Month(2026, 10)) == ("jkk", "jkm", "jht", "jp", "jkp")
    assert default_programmes("own_account", Month(2010, 1)) == ("jkk", "jkm")


def test_relief_is_decided_in_columns_from_facts() -> None:
    facts = pl.DataFrame(
        {
            "industry": ["toys", "toys", "mining", None],
            "active_workers": [50, 49, 500, 500],
            "jkk_settled_to": [date(2025, 1, 1)] * 4,
            "settled_to": pl.Series([None] * 4, dtype=pl.Date),
            "member_since": pl.Series([None] * 4, dtype=pl.Date),
        }
    )
    decided = with_relief(facts, month=Month(2025, 3), segment="wage_earner")
    assert decided["relief"].to_list() == [True, False, False, False]
    assert with_relief(facts, month=Month(2024, 3), segment="wage_earner")["relief"].to_list() == [False] * 4
    with pytest.raises(ValueError, match="industry"):
        with_relief(facts.drop("industry"), month=Month(2025, 3), segment="wage_earner")
