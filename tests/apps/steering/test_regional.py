"""Tables per region are read as they come; what is not certain waits, blank is not nought, and no place is guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.apps.steering.regional_tables import KOPDES, MERGED, STEPPED, book

from ayomi.apps.steering.rules import measures
from ayomi.apps.steering.rules import places as matching
from ayomi.apps.steering.rules.measures import MEASURES, day_of_heading, measure_of_heading, scale_of_heading
from ayomi.apps.steering.rules.places import match_regency, place_key
from ayomi.apps.steering.rules.regional import Reading, read_figure, read_table
from ayomi.apps.steering.rules.regional_checks import examine
from ayomi.core import places
from ayomi.core.lists.problems import Refusal
from ayomi.core.lists.reading import Cell

DAY = date(2026, 6, 2)


def read(rows: list[list[Cell]], **options: object) -> Reading:
    found = read_table(book(rows), **options)  # type: ignore[arg-type]  # passed on as given
    assert isinstance(found, Reading)
    return found


def test_a_plain_table_is_found_and_its_columns_are_told_by_their_headings() -> None:
    reading = read(KOPDES)
    assert {column.heading: column.measure for column in reading.values} == {
        "jumlah_kopdes": "kopdes", "kopdes_memiliki_nib": "kopdes_with_nib",
        "kopdes_memiliki_npwp": "kopdes_with_npwp", "kopdes_telah_rat": "kopdes_with_meeting", "simpanan_pokok": None,
        "kopdes_bertransaksi": "kopdes_trading", "pct_kopdes_bertransaksi": None, "jumlah_penduduk_miskin": "poor",
    }  # fmt: skip
    assert [row.match.code for row in reading.rows] == ["74.01", "74.71", None, "33.74"]
    assert reading.unmatched[0].match.nearest[0] == "74.11"


def test_what_a_spreadsheet_stores_behind_its_fifteenth_digit_is_no_figure() -> None:
    assert read(KOPDES).rows[0].figures[-1].value == 8120


def test_merged_provinces_subtotals_and_thousands_are_read() -> None:
    reading = read(MERGED)
    found = examine(reading, DAY)
    assert reading.title == "Penduduk Bekerja Menurut Kabupaten/Kota (ribu orang)"
    assert [(column.measure, column.as_of, column.scale) for column in reading.values] == [
        ("workers_employed", date(2024, 8, 31), 1000),
        ("workers_employed", date(2025, 8, 31), 1000),
        (None, date(2025, 12, 31), 1000),
    ]
    first = [(each.region, each.value) for each in found.given if each.as_of.year == 2024 and each.level == "regency"]
    assert first == [
        ("93.01", 110_500), ("91.03", 63_100), ("91.71", 150_200), ("75.01", 180_200), ("75.71", 90_000),
        (None, 70_000),
    ]  # fmt: skip
    assert [text for _, text in reading.notes] == ["Sumber: Badan Pusat Statistik, Sakernas"]


def test_an_old_province_still_finds_the_regency_that_lies_in_a_new_one() -> None:
    assert match_regency("Kab. Merauke", "91", None).code == "93.01"
    assert match_regency("Kab. Merauke", "92", None).code is None
    assert match_regency("KOTA SORONG", "92", None).code == "96.71"
    assert match_regency("Kab. Bulungan", "64", None).code == "65.01"


def test_sums_are_held_against_what_the_table_states() -> None:
    sums = examine(read(MERGED), DAY).sums
    assert [(each.region, each.heading, each.stated, each.counted, each.agrees) for each in sums] == [
        ("91", "Agustus 2024", 323_800, 323_800, True),
        ("75", "Agustus 2024", 340_200, 340_200, True),
        ("75", "Agustus 2025", 352_200, 352_100, False),
        (None, "Agustus 2024", 1_700_000, 664_000, False),
    ]


def test_a_blank_is_absent_and_a_nought_is_nought() -> None:
    given_values = examine(read(MERGED), DAY).given
    assert not [each for each in given_values if each.region == "91.71" and each.as_of.year == 2025]
    trading = [each.value for each in examine(read(KOPDES), DAY).given if each.measure == "kopdes_trading"]
    assert trading == [0, 3, 0, 20]


def test_regencies_the_table_does_not_name_are_said() -> None:
    absent = examine(read(KOPDES), DAY).absent
    assert "74.11" in absent and "33.01" in absent
    # The table speaks of two provinces: the others are not missing from it.
    assert {code[:2] for code in absent} == {"33", "74"}


def test_provinces_and_regencies_in_one_column_are_told_apart() -> None:
    reading = read(STEPPED)
    assert [(row.match.level, row.match.code) for row in reading.rows] == [
        ("country", None), ("province", "11"), ("regency", "11.09"), ("regency", "11.71"), ("province", "12"),
        ("regency", "12.04"), ("regency", "12.71"), ("regency", "12.71"),
    ]  # fmt: skip
    assert [figure.value for figure in reading.rows[1].figures] == [5_623_479, 5_700_000]
    assert [figure.value for figure in reading.rows[3].figures] == [250_000, None]


def test_two_values_for_one_cell_wait_and_the_same_twice_is_one() -> None:
    found = examine(read(STEPPED), DAY)
    assert [(each.region, each.as_of.year, each.values) for each in found.clashes] == [
        ("12.71", 2025, ((9, 2_510_000), (10, 2_520_000)))
    ]
    medan = [(each.as_of.year, each.state) for each in found.given if each.region == "12.71"]
    assert medan == [(2024, "taken"), (2025, "clash"), (2025, "clash")]


def test_a_table_of_provinces_gives_no_figure_to_regencies() -> None:
    rows: list[list[Cell]] = [
        ["Provinsi", "Jumlah Koperasi Aktif"],
        ["Aceh", 3_000.0],
        ["Jambi", 1_000.0],
        ["Bali", 4_000.0],
    ]
    found = examine(read(rows), DAY)
    assert {each.level for each in found.given} == {"province"}
    assert len(found.absent) == 35


def test_a_choice_by_hand_is_remembered_by_province_and_name() -> None:
    known = {place_key("Sulawesi Tenggara", "Kab. Kolaka Timurr"): "74.11"}
    assert read(KOPDES, remembered=known).rows[2].match.code == "74.11"
    elsewhere = {place_key("Gorontalo", "Kab. Kolaka Timurr"): "74.11"}
    assert read(KOPDES, remembered=elsewhere).rows[2].match.code is None


def test_columns_set_by_hand_hold_against_their_headings() -> None:
    reading = read(KOPDES, chosen={2: "", 6: "msme"})
    assert {column.index: column.measure for column in reading.values}[6] == "msme"
    assert {column.index: column.measure for column in reading.values}[2] is None


@pytest.mark.parametrize(
    ("place", "province", "code", "found"),
    [
        ("Bandung", "32", None, None),
        ("KAB. BANDUNG", "32", None, "32.04"),
        ("Kota Bandung", None, None, "32.73"),
        ("Toba Samosir", "12", None, "12.12"),
        ("Mamuju Utara", "76", None, "76.01"),
        ("Kepulauan Siau Tagulandang Biaro", "71", None, "71.09"),
        ("Kab Pontianak", "61", None, "61.02"),
        ("Kolaka", None, "74.01", "74.01"),
        ("Kolaka", None, "74.02", None),
        ("", None, "32.73", "32.73"),
        # The two numberings differ in Papua: there a code alone says nothing.
        ("", None, "91.01", None),
        ("Pulau Entah", "74", None, None),
    ],
)
def test_a_place_is_certain_or_it_waits(place: str, province: str | None, code: str | None, found: str | None) -> None:
    assert match_regency(place, province, code).code == found


def test_a_bare_name_means_the_regency_where_the_city_has_its_own_row() -> None:
    assert match_regency("Bandung", "32", None, beside=["Bandung", "Kota Bandung"]).code == "32.04"
    # Kabupaten Pontianak is called Mempawah since 2014, so a bare Pontianak beside the city is neither for certain.
    assert match_regency("Pontianak", "61", None, beside=["Pontianak", "Kota Pontianak"]).code is None


@given(st.sampled_from([each.code for each in places.regions("regency")]), st.booleans())
def test_every_regency_is_found_by_its_own_name_and_never_as_another(code: str, upper: bool) -> None:
    name = places.region(code).name.replace("Kabupaten", "KAB.")
    found = match_regency(name.upper() if upper else name, code[:2], None)
    assert found.code == code


@given(st.text(max_size=40), st.sampled_from(["11", "74", "91", None]))
def test_whatever_stands_there_is_matched_into_its_province_or_not_at_all(text: str, province: str | None) -> None:
    found = match_regency(text, province, None)
    assert found.code is None or province is None or province in (
        found.code[:2], matching.MADE_FROM.get(found.code[:2]), "91",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "scale", "value", "fault"),
    [
        ("1.234.567", 1, 1_234_567, False), ("1,234", 1, 1_234, False), ("12 345", 1, 12_345, False),
        (12.0, 1, 12, False),
        ("5.482,5", 1000, 5_482_500, False), ("5,482.5", 1000, 5_482_500, False), ("110,5", 1000, 110_500, False),
        ("5.482", 1000, None, True), (12.5, 1, None, True), ("12,5", 1, None, True), ("-5", 1, None, True),
        (-5.0, 1, None, True), ("abc", 1, None, True), (float("inf"), 1, None, True), ("9" * 14, 1, None, True),
        ("-", 1, None, False), ("", 1, None, False), ("n/a", 1, None, False), ("0", 1, 0, False),
    ],
)  # fmt: skip
def test_a_count_is_exact_blank_or_a_fault(cell: Cell, scale: int, value: int | None, fault: bool) -> None:
    found = read_figure(cell, scale)
    assert (found.value, bool(found.fault)) == (value, fault)


@given(st.integers(0, 10**12))
def test_a_count_is_read_as_it_is_written_in_either_country(value: int) -> None:
    assert read_figure(f"{value:,}").value == value
    assert read_figure(f"{value:,}".replace(",", ".")).value == value
    assert read_figure(str(value)).value == value


@pytest.mark.parametrize(
    ("heading", "title", "measure"),
    [
        ("Jumlah Penduduk", "", "population"), ("Penduduk Miskin", "", "poor"), ("Pct penduduk miskin", "", None),
        ("Angkatan Kerja", "", "labour_force"), ("Bukan Angkatan Kerja", "", None), ("Bekerja", "", "workers_employed"),
        ("Berusaha Sendiri", "", "workers_own_account"), ("Buruh/Karyawan/Pegawai", "", "workers_wage"),
        ("Perkotaan", "", "workers_urban"), ("Pengangguran", "", "unemployed"), ("TPT", "", None),
        ("Koperasi Aktif", "", "cooperatives_active"), ("Koperasi Tidak Aktif", "", None),
        ("Jumlah Koperasi", "", "cooperatives"),
        ("Jumlah UMKM", "", "msme"), ("2024", "Jumlah Koperasi", "cooperatives"),
        ("Jumlah", "Kepadatan Penduduk", None),
        ("Simpanan koperasi", "", None), ("Laki-laki", "Jumlah Penduduk", None),
        ("Februari 2024", "Penduduk Bekerja", "workers_employed"),
    ],
)  # fmt: skip
def test_a_heading_tells_a_count_and_never_takes_a_share_for_one(heading: str, title: str, measure: str | None) -> None:
    assert measure_of_heading(heading, title) == measure


def test_headings_tell_their_day_and_their_thousands() -> None:
    assert day_of_heading("Februari 2024") == date(2024, 2, 29)
    assert day_of_heading("Aug 2023") == date(2023, 8, 31)
    assert day_of_heading("2023") == date(2023, 12, 31)
    assert day_of_heading("Jumlah") is None
    assert scale_of_heading("Penduduk (ribu)") == 1000
    assert scale_of_heading("Penduduk") == 1


def test_the_measures_are_one_closed_list_with_names_in_both_languages() -> None:
    assert set(MEASURES) == {each.key for each in measures._ALL}
    assert all(each.name_id and each.name_en and each.name_id != each.name_en for each in MEASURES.values())
    with pytest.raises(measures.UnknownMeasure):
        measures.measure("gdp")


def test_a_file_without_regions_is_refused_in_words() -> None:
    found = read_table(book([["Nama", "NIK"], ["Sitti", 1.0], ["Rahim", 2.0]]))
    assert isinstance(found, Refusal)
    assert found.code == "no_regions" and "wilayah" in found.message_id
