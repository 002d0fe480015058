"""Addresses of proofs and what their pages show of a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.proof.showing import hinted_name, last_digits
from ayomi.core.proof.tokens import ALPHABET, ENTROPY, LENGTH, grouped_token, read_token, token_of


@given(st.binary(min_size=ENTROPY, max_size=ENTROPY))
def test_a_token_survives_paper_and_hand(entropy: bytes) -> None:
    token = token_of(entropy)
    assert len(token) == LENGTH
    assert set(token) <= set(ALPHABET)
    assert read_token(grouped_token(token)) == token
    assert read_token(f"  {grouped_token(token).lower().replace('-', ' ')} ") == token
    assert read_token(token.replace("0", "o").replace("1", "l")) == token


@given(st.lists(st.binary(min_size=ENTROPY, max_size=ENTROPY), min_size=2, max_size=2, unique_by=lambda e: e[:16]))
def test_at_least_128_bits_of_chance_tell_tokens_apart(two: list[bytes]) -> None:
    assert token_of(two[0]) != token_of(two[1])


def test_look_alikes_are_not_in_the_alphabet() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize("length", [0, ENTROPY - 1, ENTROPY + 1])
def test_too_little_chance_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="random bytes"):
        token_of(bytes(length))


@pytest.mark.parametrize("text", ["", "7K2QX", "U" * LENGTH, "0" * (LENGTH + 1), "é" * LENGTH, "١" * LENGTH])
def test_what_can_be_no_token_is_none(text: str) -> None:
    assert read_token(text) is None


def test_names_show_only_the_ends_of_their_words() -> None:
    assert hinted_name("Sitti Hasnawati") == "S•••i H•••••••i"
    assert hinted_name("La Ode Ab") == "L• O•e A•"
    assert hinted_name("  ") == ""


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", max_size=60))
def test_a_hint_is_as_long_as_the_name_and_hides_all_between(name: str) -> None:
    words, hints = name.split(), hinted_name(name).split()
    assert [len(word) for word in words] == [len(hint) for hint in hints]
    assert all(set(hint[1:-1]) <= {"•"} for hint in hints)


def test_card_numbers_show_their_last_four() -> None:
    assert last_digits("26010000123") == "•••••••0123"
    assert last_digits("123") == "•••"
