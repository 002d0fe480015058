"""NIK and KK: what is refused, what is only doubted, and that no century is guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.identity import Refused, Sex, make_kk, make_nik, parse_kk, parse_nik
from ayomi.core.places import regions

AS_OF = date(2026, 11, 21)
KOLAKA = "74.01.04"

districts = st.sampled_from([each.code for each in regions("district")])
sexes: st.SearchStrategy[Sex] = st.sampled_from(["male", "female"])
births = st.dates(date(1930, 1, 1), AS_OF)


@given(districts, births, sexes, st.integers(1, 9999))
def test_every_nik_made_is_read_back_with_its_parts(region: str, born: date, sex: Sex, serial: int) -> None:
    nik = parse_nik(make_nik(region, born, sex, serial), as_of=AS_OF, born=born, sex=sex)
    assert (nik.region, nik.sex, nik.serial) == (region, sex, f"{serial:04d}")
    assert born in nik.birth_dates
    assert {w.code for w in nik.warnings} <= {"ends_in_zero"}


def test_every_regency_of_today_can_stand_in_a_nik() -> None:
    heads = {each.code[:5] for each in regions("district")}
    assert len(heads) == 514
    for head in heads:
        district = regions("district", within=head)[0]
        assert not parse_nik(make_nik(district.code, date(1988, 2, 21), "male", 1), as_of=AS_OF).warnings


def test_region_codes_no_longer_in_force_are_not_doubted() -> None:
    assert parse_nik(make_nik("91.01.01", date(1988, 2, 21), "male", 1), as_of=AS_OF).warnings == ()


def test_an_unknown_region_is_doubted_not_refused() -> None:
    nik = parse_nik(make_nik("54.01.01", date(1988, 2, 21), "male", 1), as_of=AS_OF)
    assert [w.code for w in nik.warnings] == ["region_unknown"]


def test_two_readings_of_the_year_are_both_returned_and_one_is_chosen_only_by_age() -> None:
    nik = parse_nik(make_nik(KOLAKA, date(2010, 5, 3), "male", 1), as_of=AS_OF)
    assert nik.birth_dates == (date(1910, 5, 3), date(2010, 5, 3))
    assert nik.birth_date(as_of=AS_OF, youngest=15, oldest=64) == date(2010, 5, 3)
    assert nik.birth_date(as_of=AS_OF, youngest=0, oldest=122) is None
    assert nik.birth_date(as_of=AS_OF, youngest=17, oldest=64) is None


def test_a_person_born_after_2000_is_not_dated_a_century_early() -> None:
    assert parse_nik("7401040101050001", as_of=AS_OF).birth_dates == (date(1905, 1, 1), date(2005, 1, 1))
    assert parse_nik("7401040101010001", as_of=AS_OF).birth_dates == (date(2001, 1, 1),)


def test_the_leap_day_of_1900_does_not_exist_and_that_of_2000_does() -> None:
    assert parse_nik("7401042902000001", as_of=AS_OF).birth_dates == (date(2000, 2, 29),)
    assert parse_nik("7401046902000001", as_of=AS_OF).sex == "female"


def test_a_birth_date_is_never_after_the_reference_day() -> None:
    text = make_nik(KOLAKA, date(2026, 11, 21), "male", 1)
    assert parse_nik(text, as_of=AS_OF).birth_dates[-1] == date(2026, 11, 21)
    assert parse_nik(text, as_of=date(2026, 11, 20)).birth_dates == (date(1926, 11, 21),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("  ' ", "empty"),
        ("3,27E+15", "number_damaged"),
        ("3.27301E+15", "number_damaged"),
        ("3.27301 e15", "number_damaged"),
        ("740104610288000", "length"),
        ("74010461028800041", "length"),
        ("74010461O2880004", "letters_for_digits"),
        ("740l046102880004", "letters_for_digits"),
        ("belum ada", "not_digits"),
        ("74010461,5", "decimal_number"),
        ("7401040002880004", "nik_birth_date"),
        ("7401043202880004", "nik_birth_date"),
        ("7401044002880004", "nik_birth_date"),
        ("7401047202880004", "nik_birth_date"),
        ("7401043002880004", "nik_birth_date"),
        ("7401042913880004", "nik_birth_date"),
        ("7401046102880000", "nik_serial"),
        ("0012345674901000", "nik_leading_zero"),
    ],
)
def test_a_wrong_nik_is_refused_with_its_reason_and_a_cure(text: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_nik(text, as_of=AS_OF)
    assert caught.value.code == code
    assert all((caught.value.message_id, caught.value.message_en, caught.value.cure_id, caught.value.cure_en))


def test_lookalike_letters_are_suggested_never_replaced() -> None:
    with pytest.raises(Refused) as caught:
        parse_nik("74O1O461O288OO04", as_of=AS_OF)
    assert caught.value.suggestion == "7401046102880004"


@pytest.mark.parametrize(
    "text",
    [
        "7401046102880004",
        "'7401046102880004",
        " 7401 0461 0288 0004 ",
        "74.01.04.610288.0004",
        "740104-610288-0004",
        '="7401046102880004"',
        "\ufeff7401046102880004\u00a0",
        "7,401,046,102,880,004",
    ],
)
def test_separators_carry_nothing(text: str) -> None:
    nik = parse_nik(text, as_of=AS_OF)
    assert (nik.value, nik.warnings) == ("7401046102880004", ())


@pytest.mark.parametrize(
    ("text", "value", "warning"),
    [
        ("7401046102880004.0", "7401046102880004", "decimal_tail_removed"),
        ("7401046102880004,00", "7401046102880004", "decimal_tail_removed"),
        ("9301016102880004.0", "9301016102880004", "float_rounded"),
        ("７４０１０４６１０２８８０００４", "7401046102880004", "digits_converted"),
        ("٧٤٠١٠٤٦١٠٢٨٨٠٠٠٤", "7401046102880004", "digits_converted"),
        ("7401046102880040", "7401046102880040", "ends_in_zero"),
    ],
)
def test_what_a_spreadsheet_may_have_done_is_reported(text: str, value: str, warning: str) -> None:
    nik = parse_nik(text, as_of=AS_OF)
    assert nik.value == value
    assert [w.code for w in nik.warnings] == [warning]


def test_a_differing_birth_date_or_sex_is_doubted_not_refused() -> None:
    nik = parse_nik("7401046102880004", as_of=AS_OF, born=date(1988, 2, 22), sex="male")
    assert [w.code for w in nik.warnings] == ["birth_date_differs", "sex_differs"]
    assert all(w.strength == "check" for w in nik.warnings)


def test_a_family_card_has_an_issue_date_and_a_wrong_one_is_only_doubted() -> None:
    kk = parse_kk(make_kk(KOLAKA, date(2015, 5, 5), 12), as_of=AS_OF)
    assert date(2015, 5, 5) in kk.issue_dates
    assert kk.warnings == ()
    doubted = parse_kk("7401046102880004", as_of=AS_OF)
    assert [w.code for w in doubted.warnings] == ["kk_date"]


@pytest.mark.parametrize(
    ("text", "code"), [("7401040505150000", "kk_serial"), ("0401040505150001", "kk_leading_zero"), ("74010", "length")]
)
def test_a_wrong_family_card_number_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_kk(text, as_of=AS_OF)
    assert caught.value.code == code
