"""The office tree: one head, no loops, one office for every place on every day."""

from __future__ import annotations

from datetime import date

import pytest

from ayomi.core.places import (
    AreaSpan,
    NotServed,
    ParentSpan,
    UnknownOffice,
    UnknownRegion,
    all_below,
    area_of,
    area_spans,
    line_above,
    office,
    office_serving,
    offices,
    parent_of,
    parent_spans,
    predecessors,
    region,
    regions,
)

TODAY = date(2026, 11, 21)
IN_2013 = date(2013, 12, 1)
DAYS = [date(1996, 1, 1), IN_2013, date(2014, 1, 1), date(2015, 6, 1), date(2022, 12, 31), date(2023, 1, 1), TODAY]


@pytest.mark.parametrize("on", DAYS)
def test_the_tree_has_one_head_and_no_loop(on: date) -> None:
    (head,) = offices("head", on=on)
    below = all_below(head.code, on)
    assert {each.code for each in below} | {head.code} == {each.code for each in offices(on=on)}
    assert len(below) == len({each.code for each in below})
    assert all(line_above(each.code, on)[-1] == head for each in below)


@pytest.mark.parametrize("on", DAYS)
def test_every_regency_in_force_is_served_by_exactly_one_open_office(on: date) -> None:
    serving: dict[str, list[str]] = {}
    for span in area_spans():
        if span.holds(on) and len(span.region) == 5:
            serving.setdefault(span.region, []).append(span.office)
    assert {code for code, found in serving.items() if len(found) != 1} == set()
    assert set(serving) == {each.code for each in regions("regency", on=on)}
    assert all(office(found[0]).is_open(on) for found in serving.values())


@pytest.mark.parametrize("on", DAYS)
def test_a_branch_serves_within_the_area_of_its_regional_office(on: date) -> None:
    for each in offices(on=on):
        if each.kind not in ("branch", "sub_branch"):
            continue
        regional = next(above for above in line_above(each.code, on) if above.kind == "regional")
        assert {code[:2] for code in area_of(each.code, on)} <= set(area_of(regional.code, on)), each
        assert area_of(each.code, on), each


def test_days_are_ordered_and_spans_lie_within_the_life_of_their_offices() -> None:
    for each in offices():
        assert each.closed is None or each.opened < each.closed
        assert region(each.seat).current
    spans: list[ParentSpan | AreaSpan] = [*parent_spans(), *area_spans()]
    for span in spans:
        owner = office(span.office)
        assert span.until is None or span.since < span.until, span
        assert owner.opened <= span.since, span
        assert owner.closed is None or (span.until is not None and span.until <= owner.closed), span


def test_there_are_eleven_regional_offices_today_and_eight_in_the_jamsostek_time() -> None:
    assert len(offices("regional", on=TODAY)) == 11
    assert len(offices("regional", on=IN_2013)) == 8


def test_kolaka_is_served_by_its_own_sub_branch_under_kendari() -> None:
    found = office_serving("74.01.04", TODAY)
    assert found.name == "Kantor Cabang Perintis Kolaka"
    assert [each.name for each in line_above(found.code, TODAY)] == [
        "Kantor Cabang Kendari",
        "Kantor Wilayah Sulawesi dan Maluku",
        "Kantor Pusat",
    ]
    assert office_serving("74.01", date(2014, 1, 1)).name == "Kantor Cabang Kendari"


def test_the_six_sub_branches_of_2013_stand_under_region_two() -> None:
    opened = [each for each in offices("sub_branch") if each.opened.year == 2013]
    assert {each.name.removeprefix("Kantor Cabang Perintis ") for each in opened} == {
        "Banyuasin", "Musi Rawas", "Rengat", "Tanjung Balai Karimun", "Pangkal Pinang", "Kalianda",
    }  # fmt: skip
    for each in opened:
        assert line_above(each.code, IN_2013)[1].code == "R2"
        assert (each.confidence, each.opened_known, each.illustrative) == ("reported", "year", False)


def test_what_no_source_tells_is_marked_illustrative() -> None:
    assert all(each.illustrative for each in offices("branch"))
    assert all(each.illustrative or each.source for each in offices())


def test_a_superseded_code_still_finds_the_office_of_its_place() -> None:
    for each in regions("regency"):
        for old in predecessors(each.code):
            assert office_serving(old, TODAY) == office_serving(each.code, TODAY)


def test_asking_for_what_is_not_there_is_an_error() -> None:
    with pytest.raises(UnknownOffice):
        parent_of("X", TODAY)
    with pytest.raises(UnknownRegion):
        office_serving("00.00", TODAY)
    with pytest.raises(NotServed):
        office_serving("74", TODAY)
    with pytest.raises(NotServed):
        office_serving("74.01", date(1990, 1, 1))
