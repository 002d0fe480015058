"""Another register's program: envelopes, signed or not, and what it is told."""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client

from ayomi.apps.partners.actions import keys, partners
from ayomi.core.dci.envelope import canonical, signed_text
from tests.apps.partners.world import MESSAGE_KEY, partner, public_pem

BASE = "http://127.0.0.1:3336"
SCOPES = ("register_search", "register_subscribe", "enrolled")
_numbers = itertools.count(1)


@dataclass
class Register:
    """One partner register on the test client."""

    partner_id: int
    code: str
    secret: str
    key_id: str
    now: datetime
    signed: bool
    http: Client = field(default_factory=Client)

    def header(self, action: str, **more: Any) -> dict[str, Any]:
        return {
            "version": "1.0.0", "message_id": f"m-{next(_numbers)}", "message_ts": self.now.isoformat(),
            "action": action, "sender_id": self.code, "receiver_id": "ayomi", "total_count": 1, **more,
        }  # fmt: skip

    def signature(self, header: Mapping[str, Any], message: Mapping[str, Any], *, shift: int = 0) -> str:
        created = str(int(self.now.timestamp()) + shift)
        expires = str(int(created) + 300)
        value = MESSAGE_KEY.sign(signed_text(created, expires, canonical(header, message)))
        return (
            f'Signature: namespace="spdci", kidId="{self.code}|{self.key_id}|ed25519", algorithm="ed25519",'
            f' created="{created}", expires="{expires}", headers="(created) (expires) digest",'
            f' signature="{base64.b64encode(value).decode()}"'
        )

    def envelope(self, action: str, message: Mapping[str, Any], **header: Any) -> dict[str, Any]:
        head = self.header(action, **header)
        return {
            "signature": self.signature(head, message) if self.signed else "unsigned-stub", "header": head,
            "message": dict(message),
        }  # fmt: skip

    def post(self, path: str, body: Any, *, secret: str | None = None, kind: str = "application/json") -> HttpResponse:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        bearer = self.secret if secret is None else secret
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return self.http.post(f"/dci/registry/{path}", raw, content_type=kind, headers=headers)

    def say(self, path: str, action: str, message: Mapping[str, Any], **header: Any) -> tuple[int, dict[str, Any]]:
        answer = self.post(path, self.envelope(action, message, **header))
        return answer.status_code, answer.json()


def make_register(
    now: datetime, code: str = "REGISTER-X", *, signed: bool = True, scopes: tuple[str, ...] = SCOPES
) -> Register:
    number = partner(code, scopes=scopes, at=now, kind="register", sandbox=True, unsigned=not signed)
    partners.register_address(number, BASE, by=None, at=now)
    key = keys.take_public_key(number, use="message", pem=public_pem(MESSAGE_KEY), key_id=f"k-{code}", by=None, at=now)
    secret = keys.issue_secret(number, use="bearer", by=None, at=now).secret
    return Register(number, code, secret, key.key_id, now, signed)


def search(
    query: Any, kind: str = "idtype-value", now: str = "2026-11-20T09:00:00+07:00", **more: Any
) -> dict[str, Any]:
    one = {
        "reference_id": "r-1", "timestamp": now, "search_criteria": {"query_type": kind, "query": query}, **more,
    }  # fmt: skip
    return {"transaction_id": f"t-{next(_numbers)}", "search_request": [one]}


def subscribe(query: Any) -> dict[str, Any]:
    criteria = {"reg_event_type": "UPDATE", "filter": query, "notify_record_type": "Member"}
    one = {"reference_id": "r-1", "timestamp": "2026-11-20T09:00:00+07:00", "subscribe_criteria": criteria}
    return {"transaction_id": f"t-{next(_numbers)}", "subscribe_request": [one]}


def unsubscribe(*codes: str) -> dict[str, Any]:
    return {
        "transaction_id": f"t-{next(_numbers)}", "timestamp": "2026-11-20T09:00:00+07:00",
        "subscription_codes": list(codes),
    }  # fmt: skip


def status(by: str, value: Any, kind: str = "search") -> dict[str, Any]:
    asked = {"reference_id": "r-9", "txn_type": kind, "attribute_type": by, "attribute_value": value}
    return {"transaction_id": f"t-{next(_numbers)}", "txnstatus_request": asked}


def enrolled(number: str, programme: str = "") -> dict[str, Any]:
    query: dict[str, Any] = {"person_identifier": {"eq": number}}
    if programme:
        query["programme_identifier.programme.programme_identifier"] = {"eq": programme}
    return {"transaction_id": "t-e", "enrolled_criteria": {"query_type": "expression", "query": query}}
