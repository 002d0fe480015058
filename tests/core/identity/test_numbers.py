"""NIB, KPJ, NPP, NIK-koperasi, phones, postcodes, banks; masks; and words for every code."""

from __future__ import annotations

import pickle
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.identity import (
    Caution,
    Kind,
    Refused,
    make_kpj,
    make_nib,
    make_nik_koperasi,
    make_npp,
    make_phone,
    mask,
    mask_spoken,
    parse_phone,
    parse_virtual_account,
    parser,
)
from ayomi.core.identity.refusal import caution, refuse
from ayomi.core.identity.wording import CAUTIONS, NAMES, REFUSALS

AS_OF = date(2026, 11, 21)


@given(st.integers(1, 999_999))
def test_everything_made_is_accepted_without_a_doubt(serial: int) -> None:
    made: list[tuple[Kind, str]] = [
        ("nib", make_nib(serial)),
        ("kpj", make_kpj(serial)),
        ("npp", make_npp(serial)),
        ("nik_koperasi", make_nik_koperasi("74.01", serial)),
        ("phone", make_phone(serial)),
    ]
    for kind, text in made:
        assert parser(kind, AS_OF)(text).warnings == (), (kind, text)


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("nib", "220001234567", "lost_zero"),
        ("nib", "02200012345678", "length"),
        ("nib", "0000000000000", "all_same"),
        ("kpj", "2600000001", "lost_zero"),
        ("kpj", "260000000011", "length"),
        ("kpj", "2,6E+10", "number_damaged"),
        ("npp", "AA", "npp_form"),
        ("npp", "ABCDEFGH", "npp_form"),
        ("npp", "1.2E+7", "number_damaged"),
        ("npp", "", "empty"),
        ("nik_koperasi", "740100000000", "length"),
        ("postcode", "9351", "length"),
        ("postcode", "09351", "postcode_first"),
        ("bank_code", "14", "lost_zero"),
        ("bank_code", "0", "bank_code_form"),
        ("bank_code", "000", "bank_code_form"),
        ("bank_code", "BANK BRI", "bank_code_form"),
        ("bank_account", "12345", "account_length"),
        ("bank_account", "1,23457E+14", "number_damaged"),
        ("bank_account", "0000000000", "all_same"),
        ("payment_code", "12345", "payment_code_length"),
    ],
)
def test_a_wrong_number_is_refused(kind: Kind, text: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        parser(kind, AS_OF)(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("kind", "text", "value", "warnings"),
    [
        ("nib", "0220001234567", "0220001234567", []),
        ("npp", "aa-012345", "AA012345", []),
        ("npp", "12345678001", "12345678001", []),
        ("npp", "JKT/123", "JKT123", ["npp_unusual"]),
        ("npp", "1E2345", "1E2345", ["npp_unusual"]),
        ("postcode", "93511", "93511", []),
        ("bank_code", "002", "002", []),
        ("bank_code", "0140397", "0140397", []),
        ("bank_code", "cenaidja", "CENAIDJA", []),
        ("bank_account", "0012-01-000123-50-4", "001201000123504", []),
        ("bank_account", "12345678", "12345678", ["account_length_unusual"]),
        ("payment_code", "8810 0000 1234", "881000001234", []),
    ],
)
def test_a_right_number_is_read_as_text(kind: Kind, text: str, value: str, warnings: list[str]) -> None:
    parsed = parser(kind, AS_OF)(text)
    assert parsed.value == value
    assert [w.code for w in parsed.warnings] == warnings


@pytest.mark.parametrize(
    ("text", "value", "kind", "warnings"),
    [
        ("081234567890", "+6281234567890", "mobile", []),
        ("0812-3456-7890", "+6281234567890", "mobile", []),
        ("6281234567890", "+6281234567890", "mobile", []),
        ("+62 812 3456 7890", "+6281234567890", "mobile", []),
        ("+62 (0) 812 3456 7890", "+6281234567890", "mobile", []),
        ("006281234567890", "+6281234567890", "mobile", []),
        ("81234567890", "+6281234567890", "mobile", ["phone_zero_restored"]),
        ("81234567890.0", "+6281234567890", "mobile", ["decimal_tail_removed", "phone_zero_restored"]),
        ("084112345678", "+6284112345678", "mobile", ["phone_prefix_unknown"]),
        ("(021) 5551234", "+62215551234", "fixed", []),
        ("0405 2321234", "+624052321234", "fixed", []),
        ("2155512345", "+622155512345", "fixed", ["phone_zero_restored"]),
        ("622123456", "+62622123456", "fixed", ["phone_zero_restored"]),
        ("6227412345", "+6227412345", "fixed", ["phone_two_readings"]),
        ("+60 12 345 6789", "+60123456789", "foreign", ["phone_foreign"]),
    ],
)
def test_phones_become_one_form(text: str, value: str, kind: str, warnings: list[str]) -> None:
    phone = parse_phone(text)
    assert (phone.value, phone.kind, [w.code for w in phone.warnings]) == (value, kind, warnings)
    assert parse_phone(phone.value).value == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0812", "phone_length"),
        ("08123456789012", "phone_length"),
        ("080012345678", "phone_service"),
        ("0812345678 / 0813456789", "phone_several"),
        ("0812345678 atau 0813456789", "phone_several"),
        ("8.12E+10", "number_damaged"),
        ("0812345678O", "letters_for_digits"),
        ("081111111111", "all_same"),
        ("0101234567", "phone_form"),
        ("tidak ada", "not_digits"),
    ],
)
def test_a_wrong_phone_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_phone(text)
    assert caught.value.code == code


def test_the_padding_of_a_virtual_account_is_part_of_it() -> None:
    plain = parse_virtual_account("88100000123456", partner="8810")
    padded = parse_virtual_account("    88100000123456", partner="    8810")
    assert plain == padded
    assert plain.value == "    88100000123456"
    assert (plain.partner, plain.customer) == ("    8810", "0000123456")
    with pytest.raises(Refused) as caught:
        parse_virtual_account("99100000123456", partner="8810")
    assert caught.value.code == "va_partner"


@pytest.mark.parametrize(
    ("text", "masked", "spoken"),
    [
        ("7401012102880004", "7401 •••• •••• 0004", "7401, disamarkan, 0004"),
        ("6281245670004", "6281 ••••• 0004", "6281, disamarkan, 0004"),
        ("26000000017", "26 ••••••• 17", "26, disamarkan, 17"),
        ("93511", "•••••", "disamarkan"),
        ("", "", "disamarkan"),
    ],
)
def test_a_mask_keeps_only_the_ends(text: str, masked: str, spoken: str) -> None:
    assert (mask(text), mask_spoken(text)) == (masked, spoken)


@given(st.text("0123456789", min_size=1, max_size=30))
def test_a_mask_hides_at_least_half_of_any_number_up_to_sixteen_digits(text: str) -> None:
    hidden = mask(text).count("•")
    assert hidden * 2 >= min(len(text), 16) or hidden == len(text) - 8
    assert len(mask(text).replace(" ", "")) == len(text)


def test_every_code_has_words_that_can_be_filled_in_both_languages() -> None:
    for name in NAMES:
        made: list[Refused | Caution] = [
            refuse(code, name=name, found=15, expected=16, region="54.01.01", prefix="8810") for code in REFUSALS
        ]
        made += [caution(code, name=name, found=15, expected=16, region="54.01.01") for code in CAUTIONS]
        for each in made:
            for words in (each.message_id, each.message_en, each.cure_id, each.cure_en):
                assert re.fullmatch(r"[A-Z].*\.", words), (each.code, words)
                assert "{" not in words
    assert not set(REFUSALS) & set(CAUTIONS)


def test_words_never_repeat_the_number() -> None:
    with pytest.raises(Refused) as caught:
        parse_phone("0812345678O")
    refused = caught.value
    assert "812345678" not in f"{refused} {refused.message_id} {refused.cure_id} {refused.message_en}"


def test_a_refusal_survives_the_way_to_another_process() -> None:
    sent = refuse("lost_zero", name="NIB", found=12, expected=13, suggested="0220001234567")
    received = pickle.loads(pickle.dumps(sent))
    assert (received.code, received.message_id, received.suggestion) == (sent.code, sent.message_id, sent.suggestion)
