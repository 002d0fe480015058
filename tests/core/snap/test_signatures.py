"""Signatures hold over what was signed and nothing else; messages are read in one way only."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.snap.codes import PAID_BILL
from ayomi.core.snap.messages import (
    WrongBody,
    WrongField,
    amount_text,
    padded,
    read_body,
    read_inquiry,
    read_payment,
    read_status,
)
from ayomi.core.snap.signatures import (
    body_hashes,
    holds_asymmetric,
    holds_symmetric,
    minified,
    read_timestamp,
    sign_symmetric,
    symmetric_text,
    token_text,
    within_window,
)

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
KEY = generate_private_key(65537, 2048)
PEM = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@given(value=values, indent=st.integers(0, 4), escaped=st.booleans())
def test_minified_json_is_what_a_signer_writes_without_spaces(value: Any, indent: int, escaped: bool) -> None:
    spaced = json.dumps(value, indent=indent, ensure_ascii=escaped).encode(errors="surrogatepass")
    bare = json.dumps(value, separators=(",", ":"), ensure_ascii=escaped).encode(errors="surrogatepass")
    assert minified(spaced) == bare
    assert minified(bare) == bare
    assert set(body_hashes(bare)) <= set(body_hashes(spaced))


@given(st.binary(max_size=300))
def test_minifying_any_bytes_ends_and_is_done_once(body: bytes) -> None:
    assert minified(minified(body)) == minified(body)


@given(secret=st.binary(min_size=1), text=st.binary(), other=st.binary(), wrong=st.binary(min_size=1))
def test_a_shared_secret_signs_its_text_only(secret: bytes, text: bytes, other: bytes, wrong: bytes) -> None:
    signature = sign_symmetric(secret, text)
    assert holds_symmetric(signature, [wrong, secret], [other, text])
    assert holds_symmetric(signature, [secret], [other]) == (other == text)
    if wrong.rstrip(b"\0") != secret.rstrip(b"\0"):
        assert not holds_symmetric(signature, [wrong], [text])
    assert not holds_symmetric("", [secret], [text])


def test_a_known_signature_comes_out_as_written_down() -> None:
    text = symmetric_text(
        "POST", "/v1.0/transfer-va/inquiry", "token", body_hashes(b'{"a":1}')[0], "2026-11-20T09:00:00+07:00"
    )
    digest = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
    assert text.decode() == f"POST:/v1.0/transfer-va/inquiry:token:{digest}:2026-11-20T09:00:00+07:00"


@given(st.text(min_size=1, max_size=40))
def test_a_private_key_signs_its_text_only(client: str) -> None:
    text = token_text(client, "2026-11-20T09:00:00+07:00") if client.isprintable() else b"x"
    signature = base64.b64encode(KEY.sign(text, PKCS1v15(), SHA256())).decode()
    assert holds_asymmetric(signature, [PEM], [b"other", text]) == 0
    assert holds_asymmetric(signature, [PEM], [text + b" "]) is None
    assert holds_asymmetric(signature[:-4], [PEM], [text]) is None


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), st.integers(-2_000, 2_000))
def test_a_timestamp_is_read_in_every_form_and_holds_within_five_minutes(at: datetime, seconds: int) -> None:
    told = at + timedelta(seconds=seconds)
    for text in (told.isoformat(), told.isoformat(timespec="milliseconds").replace("+00:00", "Z")):
        moment = read_timestamp(text)
        assert moment is not None
        assert abs(moment - told) < timedelta(milliseconds=1)
    read = read_timestamp(told.isoformat())
    assert read is not None
    assert within_window(read, at) == (abs(seconds) <= 300)


@pytest.mark.parametrize(
    "text",
    ["", "2026-11-20", "2026-11-20T09:00:00", "2026-11-20 09:00:00+07:00", "T", "0001-01-01T00:00:00+23:00",
     "2026-13-20T09:00:00Z", "\u0662026-11-20T09:00:00Z", "2026-11-20T09:00:00+07:00" + " " * 40],
)  # fmt: skip
def test_what_is_no_moment_is_none(text: str) -> None:
    assert read_timestamp(text) is None


@given(
    rupiah=st.integers(0, 10**15),
    service=st.integers(0, 10**8 - 1),
    customer=st.text("0123456789", min_size=1, max_size=20),
)
def test_an_amount_and_an_account_are_read_as_exactly_as_written(rupiah: int, service: int, customer: str) -> None:
    head = padded(str(service))
    body = {
        "partnerServiceId": head, "customerNo": customer, "virtualAccountNo": head + customer,
        "paymentRequestId": "p", "inquiryRequestId": "i",
        "paidAmount": {"value": amount_text(rupiah), "currency": "IDR"},
    }  # fmt: skip
    told = read_payment(read_body(json.dumps(body).encode()))
    assert (told.amount, told.account.number, told.advise) == (rupiah * 100, head + customer, False)
    assert read_inquiry(body).account.customer == customer
    assert read_status(body).payment_id == "p"


@given(values | st.dictionaries(st.sampled_from(["partnerServiceId", "customerNo", "paidAmount"]), values))
def test_any_json_is_read_or_refused_and_never_breaks(value: Any) -> None:
    raw = json.dumps(value).encode()
    try:
        body = read_body(raw)
    except WrongBody:
        return
    for read in (read_inquiry, read_payment, read_status):
        with pytest.raises(WrongField):
            read(body)


def test_a_code_has_status_service_and_case() -> None:
    assert PAID_BILL.code("24") == "4042414"
