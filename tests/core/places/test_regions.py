"""Regions: counts of today, validity of Papua's old codes, and finding a place by its name."""

from __future__ import annotations

from datetime import date

import pytest

from ayomi.core.places import (
    Level,
    UnknownRegion,
    current_code,
    figures,
    find_region,
    in_force,
    known_codes,
    predecessors,
    region,
    regions,
)


def test_there_are_38_provinces_514_regencies_and_7285_districts_today() -> None:
    assert [len(regions(level)) for level in ("province", "regency", "district")] == [38, 514, 7285]
    assert len(known_codes("district")) == 7879


def test_every_region_lies_in_a_region_of_the_table() -> None:
    for each in regions():
        assert each.parent is None or region(each.parent).current, each


def test_the_superseded_codes_of_papua_stay_known_and_name_their_successors() -> None:
    superseded = [each for each in regions("regency", on=date(2022, 12, 31)) if not each.current]
    assert len(superseded) == 26
    assert current_code("91.01") == "93.01"
    assert predecessors("96.71") == ("92.71",)
    for each in superseded:
        assert each.successor is not None
        assert region(each.successor).name == each.name


def test_a_code_ends_on_the_day_its_successor_begins() -> None:
    assert in_force("91.01", date(2022, 12, 31))
    assert not in_force("93.01", date(2022, 12, 31))
    assert not in_force("91.01", date(2023, 1, 1))
    assert in_force("93.01", date(2023, 1, 1))
    for each in regions("regency"):
        for old in predecessors(each.code):
            assert region(old).until == each.since


@pytest.mark.parametrize(
    ("text", "level", "within", "codes"),
    [
        ("KAB. KOLAKA", None, None, ["74.01"]),
        ("Kolaka", None, None, ["74.01", "74.01.04"]),
        ("Kolaka", "regency", None, ["74.01"]),
        ("Kota Kendari", None, None, ["74.71"]),
        ("KOTA KENDARI", "regency", "74", ["74.71"]),
        ("Bandung", "regency", None, ["32.04", "32.73"]),
        ("Kab Bandung", None, None, ["32.04"]),
        ("Kota Adm. Jakarta Selatan", None, None, ["31.74"]),
        ("KABUPATEN ADM. KEPULAUAN SERIBU", None, None, ["31.01"]),
        ("FAKFAK", "regency", None, ["92.03"]),
        ("DKI Jakarta", None, None, ["31"]),
        ("Prov. Sulawesi Tenggara", None, None, ["74"]),
        ("D.I. Yogyakarta", "province", None, ["34"]),
        ("Kec. Bandung", None, "35", ["35.04.17"]),
        ("Atlantis", None, None, []),
        ("", None, None, []),
    ],
)
def test_a_place_is_found_by_its_name_with_every_candidate(
    text: str, level: Level | None, within: str | None, codes: list[str]
) -> None:
    assert [each.code for each in find_region(text, level, within)] == codes


def test_every_regency_is_found_by_its_own_full_name_alone() -> None:
    for each in regions("regency"):
        assert find_region(each.name.upper(), "regency") == (each,)


def test_an_old_name_is_found_on_the_day_it_held() -> None:
    assert [each.code for each in find_region("Kab. Merauke", on=date(2020, 1, 1))] == ["91.01"]
    assert [each.code for each in find_region("Kab. Merauke")] == ["93.01"]


def test_provinces_have_distinct_iso_letters_and_figures() -> None:
    provinces = regions("province")
    assert len({each.iso for each in provinces}) == 38
    assert region("74").iso == "ID-SG"
    assert region("74.01").iso is None
    assert figures("74.01").men > 0
    assert len([figures(each.code) for each in regions("regency")]) == 514


def test_an_unknown_code_is_an_error() -> None:
    for ask in (region, predecessors, figures, current_code):
        with pytest.raises(UnknownRegion):
            ask("00.00")
