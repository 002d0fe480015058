"""A bank's program on the test client."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from ayomi.apps.partners.actions import keys
from ayomi.core.identity import make_nik
from tests.apps.partners.world import partner

_numbers = itertools.count(1)
BORN = date(1990, 3, 15)
NEW_NIK = make_nik("74.01.02", BORN, "female", 801)


@dataclass
class Bank:
    """One partner bank. `say` sends what it is given, `ask` and `debtor` fill in what a right message has."""

    partner_id: int
    secret: str
    http: Client = field(default_factory=Client)

    def say(
        self, path: str, body: Any = None, *, secret: str | None = None, kind: str = "application/json"
    ) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("DISCARD TEMP")
        bearer = self.secret if secret is None else secret
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        address = f"/api/v1/eligibility{path}"
        if body is None:
            return self.http.get(address, headers=headers)
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.http.post(address, raw, content_type=kind, headers=headers)

    def ask(self, **more: Any) -> Any:
        return self.say("", question(**more)).json()


def question(**more: Any) -> dict[str, Any]:
    asked = {
        "request_id": f"q-{next(_numbers)}", "nik": NEW_NIK, "consent_id": "PERSETUJUAN-7", "product": "kur_kecil",
        "amount": 150_000_000, "purpose": "KUR usaha ikan", **more,
    }  # fmt: skip
    return {name: value for name, value in asked.items() if value is not None}


def debtor(**more: Any) -> dict[str, Any]:
    given = {
        "request_id": f"e-{next(_numbers)}", "nik": NEW_NIK, "consent_id": "PERSETUJUAN-7", "name": "Rina Marlina",
        "birth_date": BORN.isoformat(), "sex": "female", "phone": "081234567001", "occupation": "Pedagang ikan",
        "regency": "74.01", **more,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


def make_bank(
    at: datetime, code: str = "BANK-X", *, scopes: tuple[str, ...] = ("eligibility", "enrolment"),
    service_id: str | None = "12345", calls_a_minute: int = 10_000,
) -> Bank:  # fmt: skip
    number = partner(code, scopes=scopes, at=at, service_id=service_id, calls_a_minute=calls_a_minute)
    return Bank(number, keys.issue_secret(number, use="bearer", by=None, at=at).secret)
