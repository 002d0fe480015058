"""Amounts are read exactly or asked about; no amount with two readings passes in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.lists.amounts import LARGEST_PLAUSIBLE, SMALLEST_PLAUSIBLE, read_amount, read_confirmed_amount

PLAUSIBLE = st.integers(SMALLEST_PLAUSIBLE, LARGEST_PLAUSIBLE)


def dotted(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


@given(PLAUSIBLE)
def test_every_unmistakable_style_gives_the_exact_amount(amount: int) -> None:
    styles = [
        str(amount), dotted(amount), f"{amount:,}", f"Rp {dotted(amount)},00", f"Rp{dotted(amount)},-",
        f"Rp. {amount:,}.00",
        f"{dotted(amount)}/bln", f"IDR {amount:,}", dotted(amount).replace(".", " "), f"'{amount}",
    ]  # fmt: skip
    assert [read_amount(style).value for style in styles] == [amount] * len(styles)
    assert read_amount(float(amount)).value == amount


@pytest.mark.parametrize(
    ("written", "proposal"),
    [
        ("1.1jt", 1_100_000), ("1,1 juta", 1_100_000), ("900rb", 900_000), ("900 ribu", 900_000), ("2JT", 2_000_000),
        ("1.1E+06", 1_100_000), ("± 1.000.000", 1_000_000), ("1.234.567,89", 1_234_568), ("1,234,567.49", 1_234_567),
        (1_100_000.5, 1_100_001), ("1.100", 1_100), ("25.000.000.000", 25_000_000_000),
    ],
)  # fmt: skip
def test_a_reading_that_is_an_interpretation_is_asked(written: str | float, proposal: int) -> None:
    read = read_amount(written)
    assert read.value is None
    assert read.fault is not None
    assert (read.fault.severity, read.fault.proposal) == ("confirm", str(proposal))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("-500000", "amount_negative"), (-1.0, "amount_negative"), ("(500.000)", "amount_negative"),
        ("Rp -500.000", "amount_negative"), ("2.500.000 - 3.000.000", "amount_range"), ("2 s/d 3 juta", "amount_range"),
        ("75.000/hari", "amount_other_period"), ("500rb per minggu", "amount_other_period"), ("1.1", "amount_unclear"),
        (1.1, "amount_unclear"), ("1.100.00", "amount_unclear"), ("1.10.000", "amount_unclear"),
        ("sejuta", "amount_unclear"), ("1,100.000", "amount_unclear"), (float("nan"), "amount_unclear"),
    ],
)  # fmt: skip
def test_what_has_no_one_reading_is_sent_back(written: str | float, code: str) -> None:
    read = read_amount(written)
    assert read.value is None
    assert read.fault is not None
    assert (read.fault.code, read.fault.severity) == (code, "fix")


@pytest.mark.parametrize("written", ["", "-", "0", 0.0, "tidak ada", " "])
def test_nothing_written_is_nothing_earned_and_no_fault(written: str | float) -> None:
    assert read_amount(written).value is None
    assert read_amount(written).fault is None


@given(st.integers(1, LARGEST_PLAUSIBLE * 10))
def test_an_amount_a_person_confirmed_is_not_asked_again(amount: int) -> None:
    assert read_confirmed_amount(str(amount)).value == amount


@given(st.text(max_size=20))
def test_no_text_makes_the_reader_fail_or_give_less_than_nothing(text: str) -> None:
    value = read_amount(text).value
    assert value is None or value >= SMALLEST_PLAUSIBLE
