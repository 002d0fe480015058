"""NPWP old and new, and NITKU."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.identity import Refused, make_nik, make_nitku, make_npwp, make_npwp16, parse_nitku, parse_npwp

AS_OF = date(2026, 11, 21)


@given(st.integers(1, 99_999_999), st.integers(1, 999))
def test_old_and_new_form_of_a_head_office_are_one_number(holder: int, office: int) -> None:
    old = parse_npwp(make_npwp(holder, office), as_of=AS_OF)
    new = parse_npwp(make_npwp16(holder, office), as_of=AS_OF)
    assert old == new
    assert old.old_form is not None
    assert parse_npwp(old.old_form, as_of=AS_OF).value == old.value


@given(st.integers(1, 99_999_999), st.integers(0, 8), st.integers(1, 9))
def test_one_mistyped_digit_among_the_first_nine_is_always_found(holder: int, position: int, step: int) -> None:
    good = make_npwp(holder, 901)
    wrong = good[:position] + str((int(good[position]) + step) % 10) + good[position + 1 :]
    with pytest.raises(Refused) as caught:
        parse_npwp(wrong, as_of=AS_OF)
    assert caught.value.code in {"npwp_check_digit", "npwp_zeros"}


def test_a_branch_keeps_its_old_number() -> None:
    branch = parse_npwp(make_npwp(1234567, 901, 3), as_of=AS_OF)
    assert (len(branch.value), branch.branch) == (15, "003")


def test_a_written_number_ending_in_the_head_office_keeps_its_zeros() -> None:
    assert parse_npwp("01.234.567.4-901.000", as_of=AS_OF).value == "0012345674901000"


def test_a_resident_pays_tax_under_the_nik() -> None:
    nik = make_nik("65.71.01", date(2003, 4, 5), "female", 7)
    npwp = parse_npwp(nik, as_of=AS_OF)
    assert (npwp.value, npwp.holder, npwp.old_form, npwp.warnings) == (nik, "resident", None, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("000000000000000", "npwp_zeros"),
        ("0000000000000000", "npwp_zeros"),
        ("000000000901000", "npwp_zeros"),
        ("01.234.567.8-901.000", "npwp_check_digit"),
        ("12345674901000", "lost_zero"),
        ("0012345674901000000001", "npwp_is_nitku"),
        ("123", "npwp_length"),
        ("1.23457E+13", "number_damaged"),
        ("7401043202880004", "nik_birth_date"),
    ],
)
def test_a_wrong_npwp_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_npwp(text, as_of=AS_OF)
    assert caught.value.code == code


def test_a_lost_zero_is_offered_only_when_the_check_digit_agrees() -> None:
    with pytest.raises(Refused) as fitting:
        parse_npwp("12345674901000", as_of=AS_OF)
    with pytest.raises(Refused) as unfitting:
        parse_npwp("12345675901000", as_of=AS_OF)
    assert (fitting.value.suggestion, unfitting.value.suggestion) == ("012345674901000", "")


def test_a_place_of_business_is_the_taxpayer_and_six_digits() -> None:
    npwp = make_npwp16(1234567, 901)
    nitku = parse_nitku(make_nitku(npwp, 12), as_of=AS_OF)
    assert (nitku.npwp, nitku.place) == (npwp, "000012")
    for text, code in ((npwp, "length"), ("0" * 22, "npwp_zeros"), ("0012345678901000000000", "npwp_check_digit")):
        with pytest.raises(Refused) as caught:
            parse_nitku(text, as_of=AS_OF)
        assert caught.value.code == code
