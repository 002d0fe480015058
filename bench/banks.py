"""Payments told by a bank's program, through the whole interface, beside a loop that posts the same kind of receipt."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

SERVICE = "   12345"
PAYMENT = "/v1.0/transfer-va/payment"


def compared(bills: Sequence[tuple[str, int]], at: datetime) -> tuple[int, float, float]:
    """How many payments of each kind, seconds told by a bank, seconds posted by hand. Both take every other bill.

    Told by a bank: token, signature over the body, time window, limit, message and answer kept sealed, call noted.
    """
    from ayomi.apps.payments.actions.receive import take_receipt

    say = _bank()
    told = posted = 0.0
    pairs = list(zip(bills[::2], bills[1::2], strict=False))
    for number, ((code, total), (other, sum_of_other)) in enumerate(pairs):
        started = time.perf_counter()
        say(number, code, total)
        told += time.perf_counter() - started
        started = time.perf_counter()
        take_receipt(
            key=f"bench {number}", amount=sum_of_other, paid_on=at.date(), code=other, channel="hand", office_id=None,
            by=None, at=at,
        )  # fmt: skip
        posted += time.perf_counter() - started
    return len(pairs), told, posted


def _bank() -> Any:
    """A bank with its keys, and the function by which it tells of a payment."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from ayomi.apps.offices.queries import head_office
    from ayomi.apps.partners.actions import keys, partners
    from ayomi.apps.partners.queries.partners import partner

    settings.ALLOWED_HOSTS = ["*"]
    now, private = timezone.now(), generate_private_key(65537, 2048)
    number = partners.register_partner(
        code="BENCH", name="Bench", kind="bank", office_id=head_office().id, service_id="12345",
        calls_a_minute=1_000_000, by=None, at=now,
    )  # fmt: skip
    partners.grant(number, scope="virtual_account", purpose="bench", by=None, at=now)
    pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    keys.take_public_key(number, use="token", pem=pem, by=None, at=now)
    secret = keys.issue_secret(number, use="service", by=None, at=now).secret.encode()
    made = partner(number, since=now)
    assert made is not None
    http = Client()

    def stamp() -> str:
        return timezone.localtime().isoformat(timespec="seconds")

    when = stamp()
    signed = base64.b64encode(private.sign(f"{made.client_id}|{when}".encode(), PKCS1v15(), SHA256())).decode()
    token = http.post(
        "/v1.0/access-token/b2b", b'{"grantType":"client_credentials"}', content_type="application/json",
        headers={"X-CLIENT-KEY": made.client_id, "X-TIMESTAMP": when, "X-SIGNATURE": signed},
    ).json()["accessToken"]  # fmt: skip

    def say(place: int, code: str, total: int) -> None:
        body = json.dumps(
            {
                "partnerServiceId": SERVICE, "customerNo": code, "virtualAccountNo": SERVICE + code,
                "paymentRequestId": f"pay-{place}", "paidAmount": {"value": f"{total}.00", "currency": "IDR"},
            }
        ).encode()  # fmt: skip
        when = stamp()
        text = f"POST:{PAYMENT}:{token}:{hashlib.sha256(body).hexdigest()}:{when}"
        headers = {
            "Authorization": f"Bearer {token}", "X-TIMESTAMP": when, "X-PARTNER-ID": "BENCH",
            "X-EXTERNAL-ID": str(place), "CHANNEL-ID": "1",
            "X-SIGNATURE": base64.b64encode(hmac.new(secret, text.encode(), hashlib.sha512).digest()).decode(),
        }  # fmt: skip
        answer = http.post(PAYMENT, body, content_type="application/json", headers=headers)
        assert answer.json()["responseCode"] == "2002500", answer.content

    return say
