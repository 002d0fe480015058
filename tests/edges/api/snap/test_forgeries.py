"""Forged, replayed, half-sent and swollen messages: the standard's own refusal, nothing booked, nothing told."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayomi.apps.partners.actions import keys, partners
from ayomi.apps.partners.queries.partners import calls
from ayomi.apps.payments.queries import receipts
from tests.edges.api.snap.bank import INQUIRY, PAYMENT, TOKEN, Bank, inquiry, make_bank, payment, rsa_signature
from tests.edges.api.snap.conftest import JAKARTA, NOW
from tests.edges.web.money_world import Money

pytestmark = pytest.mark.django_db
TWELVE = "8000000000000"


def booked() -> int:
    return sum(each.channel == "api" for each in receipts(limit=500))


def test_a_token_is_given_to_whoever_signs_with_the_private_key(bank: Bank) -> None:
    answer = bank.post(TOKEN, {"grantType": "client_credentials"}, bank.token_headers())
    told = answer.json()
    assert (answer.status_code, told["responseCode"], told["tokenType"]) == (200, "2007300", "Bearer")
    assert told["expiresIn"] == "900"
    old = bank.post(TOKEN, {"grant_type": "client_credentials", "additionalInfo": ""}, bank.token_headers()).json()
    assert (old["responseCode"], old["expiresIn"]) == ("2007300", 900)


@pytest.mark.parametrize(
    ("change", "body", "code"),
    [
        ({"X-SIGNATURE": "AAAA"}, {"grantType": "client_credentials"}, "4017300"),
        ({"X-SIGNATURE": "not base64 é"}, {"grantType": "client_credentials"}, "4007301"),
        ({"X-SIGNATURE": ""}, {"grantType": "client_credentials"}, "4007302"),
        ({"X-CLIENT-KEY": "nobody"}, {"grantType": "client_credentials"}, "4017300"),
        ({"X-CLIENT-KEY": ""}, {"grantType": "client_credentials"}, "4007302"),
        ({"X-TIMESTAMP": "yesterday"}, {"grantType": "client_credentials"}, "4007301"),
        ({"X-TIMESTAMP": "2026-11-20T09:00:00"}, {"grantType": "client_credentials"}, "4007301"),
        ({}, {}, "4007302"),
        ({}, {"grantType": "password"}, "4007301"),
        ({}, b"{", "4007300"),
        ({}, b"[]", "4007300"),
    ],
)
def test_a_token_is_refused_with_its_own_code(bank: Bank, change: dict[str, str], body: Any, code: str) -> None:
    headers = {name: value for name, value in (bank.token_headers() | change).items() if value}
    answer = bank.post(TOKEN, body, headers)
    assert (answer.json()["responseCode"], answer.status_code) == (code, int(code[:3]))
    assert "accessToken" not in answer.json()


def test_a_clock_that_is_off_by_more_than_five_minutes_is_refused(bank: Bank) -> None:
    codes = []
    for minutes in (-6, -4, 4, 6):
        bank.now = NOW.astimezone(JAKARTA) + timedelta(minutes=minutes)
        codes.append(bank.post(TOKEN, {"grantType": "client_credentials"}, bank.token_headers()).json()["responseCode"])
    assert codes == ["4017300", "2007300", "2007300", "4017300"]


@pytest.mark.parametrize(
    "stamp", ["2026-11-20T02:00:00.359Z", "2026-11-20T02:00:00Z", "2026-11-20T09:00:00+07:00", "2026-11-20T10:00+08:00"]
)
def test_timestamps_as_real_clients_write_them_are_read(
    bank: Bank, stamp: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank, "stamp", lambda: stamp)
    assert bank.say(INQUIRY, inquiry(TWELVE))["responseCode"] == "4042412"


@pytest.mark.parametrize(
    ("without", "code"),
    [
        ("X-TIMESTAMP", "4002502"), ("X-SIGNATURE", "4002502"), ("X-PARTNER-ID", "4002502"),
        ("X-EXTERNAL-ID", "4002502"), ("CHANNEL-ID", "4002502"), ("Authorization", "4012500"),
    ],
)  # fmt: skip
def test_a_missing_header_is_named(money: Money, bank: Bank, without: str, code: str) -> None:
    said = payment(str(money.rahim.code), f"{money.rahim.total}.00")
    told = bank.say(PAYMENT, said, without=without)
    assert told["responseCode"] == code
    assert "virtualAccountData" not in told
    assert booked() == 0


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"X_SIGNATURE": "AAAA"}, "4012500"),
        ({"X_PARTNER_ID": "ANOTHER"}, "4012500"),
        ({"Authorization": "Bearer ayt_forged"}, "4012501"),
        ({"Authorization": "Bearer ayp_forged"}, "4012501"),
        ({"X_TIMESTAMP": "2026-11-20T09:00:01+07:00"}, "4012500"),
        ({"X_TIMESTAMP": "2026-11-20T08:00:00+07:00"}, "4012500"),
        ({"X_EXTERNAL_ID": "with space"}, "4002501"),
        ({"X_EXTERNAL_ID": "9" * 65}, "4002501"),
    ],
)
def test_a_forged_header_is_refused(money: Money, bank: Bank, changed: dict[str, str], code: str) -> None:
    said = payment(str(money.rahim.code), f"{money.rahim.total}.00")
    assert bank.say(PAYMENT, said, **changed)["responseCode"] == code
    assert booked() == 0


def test_a_body_changed_by_one_rupiah_on_its_way_is_refused(money: Money, bank: Bank) -> None:
    raw = json.dumps(payment(str(money.rahim.code), f"{money.rahim.total}.00")).encode()
    headers = bank.headers(PAYMENT, raw, bank.token())
    changed = raw.replace(str(money.rahim.total).encode(), str(money.rahim.total - 1).encode())
    assert bank.post(PAYMENT, changed, headers).json()["responseCode"] == "4012500"
    assert bank.post(INQUIRY, raw, headers).json()["responseCode"] == "4012400"
    assert bank.post(PAYMENT, raw, headers).json()["responseCode"] == "2002500"
    assert booked() == 1


def test_white_space_and_letters_of_any_script_keep_a_signature_whole(bank: Bank) -> None:
    body = inquiry(TWELVE) | {"note": 'José "says"  hi', "other": "\u5b57"}
    bare = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
    spaced = json.dumps(body, indent=2, ensure_ascii=False).encode()
    for signed, sent in ((bare, bare), (bare, spaced), (spaced, spaced)):
        headers = bank.headers(INQUIRY, signed, bank.token())
        assert bank.post(INQUIRY, sent, headers).json()["responseCode"] == "4042412"


def test_a_body_sent_with_spaces_and_escapes_and_signed_without_spaces_holds(bank: Bank) -> None:
    # As one published client does: it signs compact JSON and lets its library write the body with spaces.
    body = inquiry(TWELVE) | {"note": "José", "additionalInfo": ""}
    headers = bank.headers(INQUIRY, json.dumps(body, separators=(",", ":")).encode(), bank.token())
    assert bank.post(INQUIRY, json.dumps(body).encode(), headers).json()["responseCode"] == "4042412"


def test_a_private_key_alone_also_speaks_where_there_is_no_token(money: Money, bank: Bank) -> None:
    raw = json.dumps(payment(str(money.rahim.code), f"{money.rahim.total}.00")).encode()
    text = f"POST:{PAYMENT}:{hashlib.sha256(raw).hexdigest()}:{bank.stamp()}"
    headers = bank.headers(PAYMENT, raw, "") | {"X-SIGNATURE": rsa_signature(text)}
    headers.pop("Authorization")
    assert bank.post(PAYMENT, raw + b" ", headers | {"X-SIGNATURE": "AAAA"}).json()["responseCode"] == "4012500"
    assert bank.post(PAYMENT, raw, headers).json()["responseCode"] == "2002500"
    assert booked() == 1


def test_a_token_of_one_bank_does_not_serve_another(bank: Bank) -> None:
    other = make_bank(bank.now, "OTHER", "222")
    assert bank.say(INQUIRY, inquiry(TWELVE), token=other.token())["responseCode"] == "4012400"


def test_both_secrets_sign_while_they_overlap(bank: Bank) -> None:
    earlier = NOW - timedelta(hours=1)
    other = make_bank(earlier, "OTHER", "222")
    new = keys.issue_secret(other.partner_id, use="service", overlap=timedelta(days=1), by=None, at=NOW).secret
    other.now = bank.now
    assert other.say(INQUIRY, inquiry(TWELVE))["responseCode"] == "4042412"
    other.secret = new
    assert other.say(INQUIRY, inquiry(TWELVE))["responseCode"] == "4042412"
    keys.issue_secret(other.partner_id, use="service", overlap=timedelta(0), by=None, at=NOW + timedelta(seconds=1))
    other.secret = "guessed"
    assert other.say(INQUIRY, inquiry(TWELVE))["responseCode"] == "4012400"


def test_a_bank_may_call_itself_by_its_client_id(bank: Bank) -> None:
    bank.code = bank.client_id
    assert bank.say(INQUIRY, inquiry(TWELVE))["responseCode"] == "4042412"


def test_a_key_of_somebody_else_is_refused(bank: Bank) -> None:
    stranger = generate_private_key(65537, 2048)
    stamp = bank.stamp()
    signed = stranger.sign(f"{bank.client_id}|{stamp}".encode(), PKCS1v15(), SHA256())
    headers = bank.token_headers() | {"X-SIGNATURE": base64.b64encode(signed).decode()}
    assert bank.post(TOKEN, {"grantType": "client_credentials"}, headers).json()["responseCode"] == "4017300"


def test_suspended_not_granted_and_too_many_calls_have_codes_of_their_own(bank: Bank) -> None:
    token = bank.token()
    partners.suspend(bank.partner_id, reason="uji", by=None, at=NOW)
    assert bank.say(INQUIRY, inquiry(TWELVE), token=token)["responseCode"] == "4032401"
    partners.resume(bank.partner_id, reason="uji", by=None, at=NOW)
    partners.withdraw(bank.partner_id, scope="virtual_account", reason="uji", by=None, at=NOW)
    assert bank.say(INQUIRY, inquiry(TWELVE), token=token)["responseCode"] == "4032401"
    partners.grant(bank.partner_id, scope="virtual_account", purpose="uji", by=None, at=NOW)
    partners.change_limits(bank.partner_id, calls_a_minute=1, repeats="answer", by=None, at=NOW)
    assert bank.say(INQUIRY, inquiry(TWELVE), token=token)["responseCode"] == "4292400"


def test_a_body_of_a_hundred_megabytes_is_refused_before_it_is_read(bank: Bank) -> None:
    headers = bank.headers(PAYMENT, b"{}", bank.token())
    answer = bank.http.generic("POST", PAYMENT, b"{}", headers=headers, CONTENT_LENGTH=str(100_000_000))
    assert answer.json()["responseCode"] == "4002500"
    assert bank.post(PAYMENT, b"{" + b" " * 200_000, headers).json()["responseCode"] == "4002500"


def test_a_message_that_broke_off_is_refused(bank: Bank) -> None:
    raw = json.dumps(payment(TWELVE, "1.00")).encode()
    headers = bank.headers(PAYMENT, raw, bank.token())
    cut: dict[str, Any] = {"wsgi.input": io.BytesIO(raw[:-9]), "CONTENT_LENGTH": str(len(raw))}
    answer = bank.http.generic("POST", PAYMENT, headers=headers, **cut)
    assert answer.json()["responseCode"] == "4002500"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
def test_other_methods_are_no_function_of_the_standard(bank: Bank, method: str) -> None:
    answer = bank.http.generic(method, PAYMENT)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    if method != "HEAD":
        assert answer.json()["responseCode"] == "4052500"


def test_other_services_are_not_there(db: None) -> None:
    assert Client().post("/v1.0/transfer-va/create-va").status_code == 404


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"partnerServiceId": "12345"}, "4002501", "partnerServiceId"),
        ({"partnerServiceId": None}, "4002502", "partnerServiceId"),
        ({"customerNo": "12a"}, "4002501", "customerNo"),
        ({"customerNo": 12}, "4002501", "customerNo"),
        ({"customerNo": "\u0661\u0662"}, "4002501", "customerNo"),
        ({"virtualAccountNo": "12345"}, "4002501", "virtualAccountNo"),
        ({"paymentRequestId": ""}, "4002502", "paymentRequestId"),
        ({"paymentRequestId": "x" * 129}, "4002501", "paymentRequestId"),
        ({"paidAmount": None}, "4002502", "paidAmount"),
        ({"paidAmount": 16800}, "4002501", "paidAmount"),
        ({"paidAmount": {"value": "16800", "currency": "IDR"}}, "4002501", "paidAmount.value"),
        ({"paidAmount": {"value": "16800.0", "currency": "IDR"}}, "4002501", "paidAmount.value"),
        ({"paidAmount": {"value": "-1.00", "currency": "IDR"}}, "4002501", "paidAmount.value"),
        ({"paidAmount": {"value": "1e5.00", "currency": "IDR"}}, "4002501", "paidAmount.value"),
        ({"paidAmount": {"value": "016800.00", "currency": "IDR"}}, "4002501", "paidAmount.value"),
        ({"paidAmount": {"value": "16800.00", "currency": "USD"}}, "4002501", "paidAmount.currency"),
        ({"paidAmount": {"value": "16800.00"}}, "4002502", "paidAmount.currency"),
        ({"trxDateTime": "20-11-2026"}, "4002501", "trxDateTime"),
        ({"flagAdvise": "X"}, "4002501", "flagAdvise"),
    ],
)
def test_a_wrong_field_is_named(bank: Bank, body: dict[str, Any], code: str, field: str) -> None:
    told = bank.say(PAYMENT, payment(TWELVE, "16800.00") | body)
    assert (told["responseCode"], "{" + field + "}" in told["responseMessage"]) == (code, True)
    assert booked() == 0


@pytest.mark.parametrize("raw", [b"", b"null", b"1", b'{"a":1,"a":2}', b'{"a":NaN}', b"\xff", b"[" * 90_000, b'{"a":'])
def test_what_is_no_object_is_a_bad_request(bank: Bank, raw: bytes) -> None:
    headers = bank.headers(PAYMENT, raw, bank.token())
    assert bank.post(PAYMENT, raw, headers).json()["responseCode"] == "4002500"


def test_unknown_fields_are_left_alone(money: Money, bank: Bank) -> None:
    said = payment(str(money.rahim.code), f"{money.rahim.total}.00", somethingNew={"a": [1, None]}, additionalInfo={})
    assert bank.say(PAYMENT, said)["responseCode"] == "2002500"


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
_FIELDS = [*payment(TWELVE, "1.00"), "totalAmount", "trxDateTime", "flagAdvise", "inquiryRequestId"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(st.sampled_from(_FIELDS), _anything, max_size=4), path=st.sampled_from([PAYMENT, INQUIRY]))
def test_whatever_is_sent_the_answer_is_of_the_standard_and_nothing_is_booked(
    bank: Bank, body: dict[str, Any], path: str
) -> None:
    token = getattr(bank, "held", None) or bank.token()
    bank.held = token  # type: ignore[attr-defined]  # kept for the next example
    told = bank.say(path, payment(TWELVE, "1.00") | inquiry(TWELVE) | body, token=token)
    assert told["responseCode"][:3] in ("400", "404", "409")
    assert booked() == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    raw=st.binary(max_size=200), signature=st.binary(max_size=64).map(bytes.hex), token=st.text("ayt_0Z", max_size=40)
)
def test_whatever_bytes_come_a_stranger_gets_nothing(bank: Bank, raw: bytes, signature: str, token: str) -> None:
    headers = bank.headers(PAYMENT, raw, "x") | {"X-SIGNATURE": signature or "0", "Authorization": f"Bearer {token}"}
    answer = bank.post(PAYMENT, raw, headers)
    assert answer.status_code == 401
    assert set(answer.json()) == {"responseCode", "responseMessage"}


def test_every_call_is_written_down_refused_or_not(bank: Bank) -> None:
    bank.say(INQUIRY, inquiry(TWELVE))
    bank.say(INQUIRY, inquiry(TWELVE), X_SIGNATURE="AAAA")
    noted = [(each.operation, each.status, each.code) for each in calls(bank.partner_id)]
    assert noted == [
        ("snap.inquiry", 401, "4012400"), ("snap.token", 200, "2007300"),
        ("snap.inquiry", 404, "4042412"), ("snap.token", 200, "2007300"),
    ]  # fmt: skip
