"""A bank's program: signs as the standard says, and can be made to err in every way."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from django.http import HttpResponse
from django.test import Client

from ayomi.apps.partners.actions import keys
from ayomi.apps.partners.models import Partner
from tests.apps.partners.world import RSA_KEY, partner, public_pem

SERVICE = "12345"
PREFIX = "   12345"
TOKEN, INQUIRY, PAYMENT, STATUS = (
    "/v1.0/access-token/b2b", "/v1.0/transfer-va/inquiry", "/v1.0/transfer-va/payment", "/v1.0/transfer-va/status",
)  # fmt: skip
_numbers = itertools.count(1)


def rsa_signature(text: str) -> str:
    return base64.b64encode(RSA_KEY.sign(text.encode(), PKCS1v15(), SHA256())).decode()


@dataclass
class Bank:
    """One partner bank on the test client. `now`: its clock."""

    partner_id: int
    client_id: str
    code: str
    secret: str
    now: datetime
    http: Client = field(default_factory=Client)

    def stamp(self) -> str:
        return self.now.isoformat(timespec="seconds")

    def token_headers(self) -> dict[str, str]:
        stamp = self.stamp()
        return {
            "X-TIMESTAMP": stamp, "X-CLIENT-KEY": self.client_id,
            "X-SIGNATURE": rsa_signature(f"{self.client_id}|{stamp}"),
        }  # fmt: skip

    def token(self) -> str:
        answer = self.post(TOKEN, {"grantType": "client_credentials"}, self.token_headers())
        return str(answer.json()["accessToken"])

    def headers(
        self, path: str, body: bytes, token: str, *, external_id: str = "", method: str = "POST"
    ) -> dict[str, str]:
        stamp, digest = self.stamp(), hashlib.sha256(body).hexdigest()
        text = f"{method}:{path}:{token}:{digest}:{stamp}"
        return {
            "X-TIMESTAMP": stamp, "Authorization": f"Bearer {token}", "X-PARTNER-ID": self.code,
            "X-EXTERNAL-ID": external_id or f"{next(_numbers):012d}", "CHANNEL-ID": "95221",
            "X-SIGNATURE": base64.b64encode(
                hmac.new(self.secret.encode(), text.encode(), hashlib.sha512).digest()
            ).decode(),
        }  # fmt: skip

    def post(self, path: str, body: Mapping[str, Any] | bytes, headers: Mapping[str, str]) -> HttpResponse:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.http.post(path, raw, content_type="application/json", headers=dict(headers))

    def say(
        self, path: str, body: Mapping[str, Any], *, external_id: str = "", token: str = "", without: str = "",
        **changed: str,
    ) -> dict[str, Any]:  # fmt: skip
        """One signed message; `without` a header, or with headers changed. The answer, with its HTTP status checked."""
        raw = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
        headers = self.headers(path, raw, token or self.token(), external_id=external_id)
        headers |= {name.replace("_", "-"): value for name, value in changed.items()}
        headers.pop(without, None)
        answer = self.post(path, raw, headers)
        told: dict[str, Any] = answer.json()
        assert str(answer.status_code) == told["responseCode"][:3]
        return told


def account(customer: str, prefix: str = PREFIX) -> dict[str, str]:
    return {"partnerServiceId": prefix, "customerNo": customer, "virtualAccountNo": prefix + customer}


def inquiry(customer: str, request_id: str = "inq-1") -> dict[str, Any]:
    return account(customer) | {"inquiryRequestId": request_id, "channelCode": 6011, "language": "ID"}


def payment(customer: str, amount: str, request_id: str = "pay-1", **more: Any) -> dict[str, Any]:
    return account(customer) | {
        "paymentRequestId": request_id, "paidAmount": {"value": amount, "currency": "IDR"}, "referenceNo": "R-1",
        **more,
    }  # fmt: skip


def make_bank(now: datetime, code: str = "BANK-SULTRA", service: str = SERVICE, **more: Any) -> Bank:
    number = partner(code, scopes=("virtual_account",), at=now, service_id=service, **more)
    keys.take_public_key(number, use="token", pem=public_pem(RSA_KEY), by=None, at=now)
    secret = keys.issue_secret(number, use="service", by=None, at=now).secret
    return Bank(number, Partner.objects.get(pk=number).client_id, code, secret, now)
