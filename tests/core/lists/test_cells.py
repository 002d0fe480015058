"""Small cells: sex, programmes, work, causes, counts, place with date, and texts that would run as formulas."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.lists import cells
from ayomi.core.lists.dates import DateStyle, parser
from ayomi.core.lists.fields import read_name
from ayomi.core.lists.giveback import neutralised


@pytest.mark.parametrize("written", ["L", "l", "Lk", "Laki-laki", "LAKI LAKI", "Pria", "M", "male", "laki2"])
def test_men_are_read_from_every_usual_word(written: str) -> None:
    assert cells.read_sex(written).value == "male"


@pytest.mark.parametrize("written", ["P", "p", "Pr", "Perempuan", "WANITA", "F", "female"])
def test_women_are_read_from_every_usual_word(written: str) -> None:
    assert cells.read_sex(written).value == "female"


def test_another_word_for_the_sex_is_sent_back() -> None:
    fault = cells.read_sex("Z").fault
    assert fault is not None
    assert fault.code == "sex_unclear"


@pytest.mark.parametrize(
    ("written", "programmes"),
    [
        ("JKK JKM", "JKK,JKM"), ("jkk+jkm+jht", "JKK,JKM,JHT"), ("JHT, JKK, JKM", "JKK,JKM,JHT"),
        ("3 program", "JKK,JKM,JHT"), (2.0, "JKK,JKM"), ("dua program", "JKK,JKM"),
        ("Kecelakaan Kerja dan Kematian", "JKK,JKM"), ("", None),
    ],
)  # fmt: skip
def test_programmes_come_in_the_order_of_the_law(written: str | float, programmes: str | None) -> None:
    assert cells.read_programmes(written).value == programmes


def test_programmes_with_a_word_of_exception_are_asked_about() -> None:
    fault = cells.read_programmes("JKK JKM tanpa JHT").fault
    assert fault is not None
    assert fault.severity == "confirm"


@pytest.mark.parametrize(
    ("written", "code"),
    [("serabutan", "occupation_unclear"), ("Pelajar/Mahasiswa", "occupation_none"), ("-1-", "occupation_unclear")],
)
def test_work_that_names_no_work_waits_for_a_choice(written: str, code: str) -> None:
    fault = cells.read_occupation(written).fault
    assert fault is not None
    assert fault.code == code


@pytest.mark.parametrize(
    ("written", "cause"),
    [
        ("Mengundurkan diri", "resigned"),
        ("PHK", "dismissed"),
        ("Meninggal dunia", "died"),
        ("habis kontrak", "dismissed"),
        ("Pensiun", "retired"),
    ],
)
def test_causes_of_leaving_are_named(written: str, cause: str) -> None:
    assert cells.read_leave_cause(written).value == cause


@pytest.mark.parametrize(("written", "count"), [("25 orang", 25), ("1.250", 1250), (12.0, 12), ("0", 0), ("-", None)])
def test_counts_are_whole_numbers(written: str | float, count: int | None) -> None:
    assert cells.read_count(written).value == count


@pytest.mark.parametrize(
    "written", ["Kolaka, 12-08-1990", "Kolaka/12 Agustus 1990", "KOLAKA 12/08/90", "Kolaka, tgl 12-08-1990"]
)
def test_a_place_and_a_date_in_one_cell_are_parted(written: str) -> None:
    place, born = cells.read_place_and_date(written, parser(DateStyle(date(2026, 11, 20))))
    assert (place.value or "").lower() == "kolaka"
    assert born.value == date(1990, 8, 12)


@pytest.mark.parametrize(
    "written", ["=SUM(A1)", "=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3+cmd|x", '=HYPERLINK("http://x")']
)
def test_a_text_that_would_run_is_known_as_a_formula(written: str) -> None:
    assert cells.is_formula_text(written)


@pytest.mark.parametrize("written", ["+6281234567890", "-", "-500000", '="0812345678"', "Ali", "", "- tidak ada"])
def test_ordinary_text_with_a_sign_in_front_is_no_formula(written: str) -> None:
    assert not cells.is_formula_text(written)


@given(st.text(max_size=40))
def test_what_is_given_back_never_begins_like_a_formula(text: str) -> None:
    given_back = neutralised(text)
    assert given_back[:1] not in ("=", "@", "\t", "\r")
    assert given_back[:1] not in ("+", "-") or not any(sign.isalpha() or sign in "|!(" for sign in given_back)


@pytest.mark.parametrize(
    ("written", "shown"),
    [("H. Yusuf, S.Pi", "Yusuf"), ("MUH. RIDWAN SALEH", "Muh. Ridwan Saleh"), ("la ode rahim", "La Ode Rahim")],
)
def test_names_are_shown_without_titles(written: str, shown: str) -> None:
    assert read_name(written).value == shown


@pytest.mark.parametrize(
    ("written", "code"), [("12345", "name_unreadable"), ("Budi; Joko", "names_several"), ("???", "name_unreadable")]
)
def test_what_is_no_name_is_sent_back(written: str, code: str) -> None:
    fault = read_name(written).fault
    assert fault is not None
    assert fault.code == code
