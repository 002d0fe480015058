from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.banking.shapes import payment_code

from ayomi.core.banking.amounts import Amount, Unreadable, read_cell, read_swift
from ayomi.core.banking.codes import is_payment_code


@pytest.mark.parametrize(
    ("written", "hundredths", "side"),
    [
        ("1500000", 150_000_000, None),
        ("1.500.000", 150_000_000, None),
        ("1,500,000.00", 150_000_000, None),
        ("1.500.000,00", 150_000_000, None),
        ("Rp 1.500.000,-", 150_000_000, None),
        ("1.500.000,5", 150_000_050, None),
        ("1 500 000", 150_000_000, None),
        ("1500000.0000", 150_000_000, None),
        (".00", 0, None),
        ("1.500", 150_000, None),
        ("12.50", 1_250, None),
        ("1,500,000.00 CR", 150_000_000, "credit"),
        ("1.500.000 DB", 150_000_000, "debit"),
        ("1.500.000 K", 150_000_000, "credit"),
        ("(1.500.000)", 150_000_000, "debit"),
        ("-1.500.000", 150_000_000, "debit"),
        ("+1.500.000", 150_000_000, "credit"),
        ("'1500000", 150_000_000, None),
    ],
)
def test_amounts_are_read_as_banks_print_them(written: str, hundredths: int, side: str | None) -> None:
    assert read_cell(written) == Amount(hundredths, side)  # type: ignore[arg-type]  # the table holds sides


@pytest.mark.parametrize("written", ["", " ", "-", "–"])
def test_an_empty_cell_is_no_amount(written: str) -> None:
    assert read_cell(written) is None


@pytest.mark.parametrize(
    "written",
    ["1500.000", "1.50.000", "1,5E+06", "1.500,000.00,0", "abc", "1.500.000 juta", "٥٠٠٠", "9" * 19, "--5", "1.2.3"],
)
def test_what_has_no_one_reading_is_refused(written: str) -> None:
    with pytest.raises(Unreadable):
        read_cell(written)


@given(st.integers(0, 10**15))
def test_every_way_of_grouping_reads_back_to_the_same_rupiah(amount: int) -> None:
    english, plain = f"{amount:,}", str(amount)
    ways = [
        plain,
        plain + ".00",
        english,
        english + ".00",
        english.replace(",", "."),
        f"Rp{english.replace(',', '.')},00",
    ]
    assert {read_cell(way) for way in ways} == {Amount(amount * 100, None)}
    if len(plain) <= 15:
        assert {read_swift(plain + tail) for tail in (",", ",0", ",00")} == {amount * 100}


@given(st.integers(0, 10**10 - 1), st.integers(0, 12), st.integers(1, 9))
def test_a_payment_code_with_one_wrong_digit_is_none(number: int, place: int, shift: int) -> None:
    code = payment_code(number)
    assert is_payment_code(code)
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    assert not is_payment_code(wrong)
