from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.apps.steering.rules.indicators import (
    EVERY_HEADLINE,
    HEADLINES,
    INDICATORS,
    UnknownIndicator,
    headline,
    indicator,
    name_of,
)
from ayomi.apps.steering.rules.standing import Standing, percent_text


@pytest.mark.parametrize(
    ("realised", "target", "written"),
    [
        (22_524, 25_200, "89,38 %"),
        (1_653, 2_259, "73,17 %"),
        (184_521, 217_373, "84,89 %"),
        (665_591, 708_221, "93,98 %"),
        (51_999, 29_160, "178,32 %"),
        (8_912, 10_500, "84,88 %"),
        (1, 80_000, "0,00 %"),
        (1, 20_000, "0,01 %"),
        (0, 7, "0,00 %"),
    ],
)
def test_the_percentages_of_the_public_reports_come_out_to_the_last_figure(
    realised: int, target: int, written: str
) -> None:
    found = Standing(realised, target, 9).percent
    assert found is not None
    assert percent_text(found, "id") == written
    assert percent_text(found, "en") == written.replace(",", ".").replace(" ", "")


@pytest.mark.parametrize(
    ("realised", "target", "path", "against"),
    [(8_912, 10_500, 8_750, 162), (21_440, 24_000, 20_000, 1_440), (327, 410, 342, -15), (3_120, 4_000, 3_333, -213)],
)
def test_by_october_ten_twelfths_of_a_target_are_its_path(realised: int, target: int, path: int, against: int) -> None:
    standing = Standing(realised, target, 10)
    assert (standing.path, standing.against_path) == (path, against)
    assert standing.stand == ("ahead" if against > 0 else "behind")
    assert percent_text(standing.pace, "id") == "83,33 %"


def test_what_each_remaining_month_must_bring_is_rounded_up() -> None:
    assert Standing(8_912, 10_500, 10).needed_per_month == 794
    assert Standing(327, 410, 10).needed_per_month == 42


def test_no_target_is_said_and_is_not_zero() -> None:
    standing = Standing(12, None, 10)
    assert (standing.percent, standing.path, standing.against_path, standing.needed_per_month) == (None,) * 4
    assert standing.stand == "no_target"


def test_a_target_of_nothing_has_no_percentage_and_is_reached() -> None:
    assert (Standing(0, 0, 3).percent, Standing(0, 0, 3).stand) == (None, "reached")


def test_when_the_year_is_over_nothing_can_be_needed_any_more() -> None:
    assert Standing(9, 10, 12).needed_per_month is None
    assert Standing(10, 10, 12).needed_per_month == 0


@given(st.integers(0, 10**12), st.integers(1, 10**12), st.integers(1, 11))
def test_what_is_needed_reaches_the_target_and_not_a_month_too_soon(realised: int, target: int, month: int) -> None:
    standing = Standing(realised, target, month)
    needed, left = standing.needed_per_month, 12 - month
    assert needed is not None and standing.percent == Fraction(realised * 100, target)
    assert realised + needed * left >= target
    assert needed == 0 or realised + (needed - 1) * left < target


def test_every_indicator_says_in_both_languages_what_counts() -> None:
    assert list(HEADLINES) == [
        "firms_enrolled", "cooperatives_enrolled", "projects_enrolled", "workers_covered_wage_earner",
        "workers_covered_own_account", "workers_covered_construction", "workers_covered", "contributions_received",
    ]  # fmt: skip
    assert all(
        len(words) > 2
        for each in INDICATORS.values()
        for words in (each.name_id, each.name_en, each.numerator_id, each.numerator_en, each.source)
    )
    assert all(
        len(words) > 2
        for each in INDICATORS.values()
        if each.is_ratio
        for words in (each.denominator_id, each.denominator_en, each.over or each.looked_up)
    )


def test_an_indicator_of_a_segment_has_one_text_that_leads_back_to_it() -> None:
    assert headline("workers_covered_own_account") == headline("workers_covered", "own_account")
    assert (headline("firms_enrolled").segment, headline("workers_covered").segment) == ("wage_earner", "all")
    assert all(headline(each.of.key, each.segment).key == key for key, each in EVERY_HEADLINE.items())
    assert len(EVERY_HEADLINE) == sum(len(each.segments) for each in INDICATORS.values())
    with pytest.raises(UnknownIndicator):
        headline("firms_enrolled", "own_account")
    with pytest.raises(UnknownIndicator):
        headline("members")


def test_an_unknown_indicator_is_refused() -> None:
    with pytest.raises(UnknownIndicator):
        indicator("members")
    with pytest.raises(UnknownIndicator):
        name_of("members", "id")
