"""The functions of benefits that no quote asks for, and what must hold for all of them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.law.benefits import accident, columns, death, injuries, papers, pension, savings, savings_tax
from ayomi.core.law.errors import BadRequest, NotInForce
from ayomi.core.law.quote import answer
from ayomi.core.periods import Month

LAW = st.dates(date(1993, 7, 1), date(2030, 12, 31))
WAGES = st.integers(1, 10**9)


@pytest.mark.parametrize(
    ("on", "cost", "paid"),
    [
        (date(2006, 6, 1), 9_000_000, 8_000_000),
        (date(2009, 6, 1), 13_000_000, 12_000_000),
        (date(2011, 6, 1), 21_000_000, 20_000_000),
        (date(2015, 7, 1), 90_000_000, 90_000_000),
        (date(2024, 1, 1), 900_000_000, 900_000_000),
    ],
)
def test_treatment_was_capped_and_is_paid_as_needed_since_july_2015(on: date, cost: int, paid: int) -> None:
    assert accident.medical(on, cost).total == paid


def test_a_prosthesis_is_the_price_of_the_state_hospital_and_forty_percent() -> None:
    assert accident.prosthesis(date(2024, 1, 1), 10_000_000).total == 14_000_000
    assert accident.prosthesis(date(2024, 1, 1), 1).total == 1


def test_aids_are_granted_from_their_day_up_to_their_cap() -> None:
    assert accident.appliance(date(2024, 1, 1), "dentures", 6_000_000).total == 5_000_000
    assert accident.appliance(date(2011, 1, 1), "dentures", 6_000_000).total == 2_000_000
    assert accident.appliance(date(2024, 1, 1), "glasses", 700_000).total == 700_000
    with pytest.raises(NotInForce):
        accident.appliance(date(2010, 12, 19), "dentures", 1)
    with pytest.raises(NotInForce):
        accident.appliance(date(2019, 12, 1), "hearing_aid", 1)


def test_caps_of_rehabilitation_before_2019_are_not_certain() -> None:
    assert accident.rehabilitation(date(2016, 1, 1), 9_000_000).payments[0].unsure
    assert accident.rehabilitation(date(2024, 1, 1), 9_000_000).total == 9_000_000


def test_several_injuries_add_up_to_seventy_percent() -> None:
    assert injuries.added([Fraction(35, 100), Fraction(20, 100)]) == Fraction(55, 100)
    assert injuries.added([Fraction(70, 100), Fraction(40, 100)]) == Fraction(70, 100)


@pytest.mark.parametrize("code", list(injuries.injuries()))
def test_every_entry_is_found_by_its_code_and_by_its_own_words(code: str) -> None:
    entry = injuries.injuries()[code]
    decibel = 40 if entry.rule == "decibel" else None
    loss = {"10_25": Fraction(1, 5), "26_50": Fraction(2, 5), "51_70": Fraction(3, 5)}.get(code[-5:])
    loss = Fraction(1, 5) if entry.rule in ("each_tenth", "graded") else loss
    for text in (code, entry.label.id, entry.label.en):
        assert injuries.find_injury(text, decibel=decibel, loss=loss).code == code, text


@given(st.text(max_size=60))
def test_any_words_name_an_entry_or_are_asked_back(text: str) -> None:
    try:
        assert injuries.find_injury(text).code in injuries.injuries()
    except BadRequest as refused:
        assert refused.words.id and refused.words.en


@given(LAW, WAGES)
def test_a_death_at_work_never_pays_less_for_more_wage_nor_less_than_the_death_cover(on: date, wage: int) -> None:
    paid = accident.death_jkk(on, wage)
    assert paid.total == sum(each.amount for each in paid.payments)
    assert accident.death_jkk(on, wage + 1_000).total >= paid.total
    if on >= date(2008, 1, 1):
        cover = death.death_jkm(death.Death(on, "wage_earner"))
        assert paid.payments[0].amount >= cover.payments[0].amount


@given(LAW, WAGES, st.fractions(0, 60, max_denominator=30))
def test_pay_while_unable_to_work_never_exceeds_the_wage_and_only_grows(on: date, wage: int, months: Fraction) -> None:
    paid = accident.temporary_disability(on, wage, months).total
    assert wage * months / 2 - 1 <= paid <= wage * months + 1
    assert accident.temporary_disability(on, wage, months + 1).total >= paid


@given(LAW, st.integers(0, 12), st.booleans(), st.sampled_from(["wage_earner", "own_account", "construction"]))
def test_arrears_and_heirs_move_money_but_make_none(on: date, arrears: int, heirs: bool, segment: str) -> None:
    asked = {"kind": "benefit", "programme": "jkm", "case": "death", "event_date": on.isoformat()}
    whole = answer(asked)
    found = answer({**asked, "segment": segment, "arrears_months": arrears, "heirs": heirs})
    if "error" not in found:
        assert found["total"] == whole["total"]


@given(
    st.lists(st.tuples(st.dates(date(2009, 11, 16), date(2030, 1, 1)), st.integers(1, 10**11)), min_size=1, max_size=6)
)
def test_tax_is_never_below_zero_nor_above_the_payment(payouts: list[tuple[date, int]]) -> None:
    taxed = savings_tax.taxed([savings_tax.Payout(*each) for each in payouts], has_tax_number=False)
    assert all(0 <= each.tax <= each.gross and each.net + each.tax == each.gross for each in taxed)
    assert [each.gross for each in taxed] == [gross for _day, gross in payouts]


@given(st.dates(date(2009, 11, 16), date(2030, 1, 1)), st.lists(st.integers(1, 10**9), min_size=1, max_size=5))
def test_a_lump_sum_in_parts_on_one_day_is_taxed_as_one(day: date, parts: list[int]) -> None:
    whole = savings_tax.taxed([savings_tax.Payout(day, sum(parts))])[0].tax
    assert abs(
        sum(each.tax for each in savings_tax.taxed([savings_tax.Payout(day, part) for part in parts])) - whole
    ) <= len(parts)


@given(
    st.lists(st.tuples(st.integers(1, 600), st.integers(1, 10**9)), min_size=1, max_size=20),
    st.dates(date(2015, 7, 1), date(2026, 12, 31)),
)
def test_a_column_of_pensions_is_the_pension_of_each(people: list[tuple[int, int]], on: date) -> None:
    frame = pl.DataFrame(people, schema=["months_counted", "weighted_wage"], orient="row")
    many = columns.pensions(frame, on)
    for row in many.iter_rows(named=True):
        if row["months_counted"] >= 180:
            one = pension.pension_of(on, "old_age", row["months_counted"], None, row["weighted_wage"])
            assert (row["formula"], row["monthly"]) == (one.formula, one.monthly)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20), st.integers(0, 200_000))
def test_columns_of_survivors_and_indexation_are_those_of_each(pensions: list[int], inflation: int) -> None:
    shares = columns.survivors(pl.DataFrame({"member_pension": pensions}), date(2024, 1, 1))
    raised = columns.indexed(pl.DataFrame({"pension": pensions}), inflation)
    for row, member in zip(shares.iter_rows(named=True), pensions, strict=True):
        assert {name: row[name] for name in pension.survivors_of(member)} == pension.survivors_of(member)
    assert raised["pension"].to_list() == [pension.indexed_pension(member, inflation) for member in pensions]


@given(st.lists(st.integers(0, 10**8), min_size=12, max_size=12), st.integers(0, 150_000))
def test_a_year_credited_in_columns_is_the_account_of_each(months: list[int], rate: int) -> None:
    paid = [savings.Contribution(Month(2024, number), amount) for number, amount in enumerate(months, start=1)]
    weighted = sum(amount * (12 - number) for number, amount in enumerate(months, start=1))
    frame = pl.DataFrame({"balance": [0], "paid": [sum(months)], "weighted": [weighted]})
    assert columns.credited(frame, rate)["closing"].to_list() == [savings.balance_of(paid, rate, 1)]


@given(st.dates(date(1930, 1, 1), date(2010, 12, 31)))
def test_everybody_reaches_the_pension_age_between_56_and_65(born: date) -> None:
    found = pension.pension_age(born).figures
    age, reached = found["pension_age"], date.fromisoformat(str(found["reached"]))
    assert isinstance(age, int) and 56 <= age <= 65
    assert reached.year - born.year == age


@given(st.dates(date(1930, 1, 1), date(2010, 12, 30)))
def test_the_younger_never_retire_earlier(born: date) -> None:
    younger = date.fromordinal(born.toordinal() + 1)
    assert str(pension.pension_age(younger).figures["reached"]) >= str(pension.pension_age(born).figures["reached"])


def test_the_published_returns_are_kept_and_unknown_years_are_missing() -> None:
    rates = savings.yearly_rates()
    assert (rates[2011], rates[2017], rates[2020]) == (101_000, 78_200, 55_900)
    assert 2023 not in rates


@pytest.mark.parametrize("claim", papers.CLAIMS)
def test_every_claim_has_its_papers_and_its_source(claim: papers.Claim) -> None:
    found = papers.papers_for(claim)
    assert found.papers and found.citation.link.startswith("http")


def test_own_account_arrears_cost_jkk_and_jkm_of_the_band() -> None:
    assert death.own_account_arrears(3_000_000, 2, date(2024, 5, 1)) == (72_600, ())
    total, unsure = death.own_account_arrears(None, 1, date(2024, 5, 1))
    assert (total, bool(unsure)) == (16_800, True)
