"""Who is calling: a partner by its client id, code, bearer secret or token, with what it may ask."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection

from ayomi.apps.partners.rules import HEAD_OF_TOKEN
from ayomi.core.sealing import unseal

SEALED_AS: Final = "partner_key"


@dataclass(frozen=True, slots=True)
class Caller:
    """A partner as a call sees it. `grants`: purpose by scope."""

    partner_id: int
    code: str
    client_id: str
    name: str
    kind: str
    organisation_id: int | None
    office_id: int
    sandbox: bool
    unsigned: bool
    active: bool
    service_id: str | None
    repeats: str
    calls_a_minute: int
    grants: Mapping[str, str]
    key_number: int | None = None
    """Number of the key or of the token's key it proved itself by."""


@dataclass(frozen=True, slots=True)
class Material:
    """A key that holds at the moment: a secret, or a public key (or certificate) in PEM."""

    number: int
    key_id: str
    algorithm: str
    secret: bytes
    public_pem: str


_CALLER = """
SELECT p.id, p.code, p.client_id, p.name, p.kind, p.organisation_id, p.office_id, p.sandbox, p.unsigned, p.active,
       p.service_id, p.repeats, p.calls_a_minute,
       (SELECT coalesce(array_agg(ARRAY[g.scope, g.purpose]::text[] ORDER BY g.scope), '{}') FROM partners_grant g
        WHERE g.partner_id = p.id AND g.withdrawn_at IS NULL AND g.granted_at <= %(at)s)
"""


def _one(query: str, parameters: dict[str, Any]) -> Caller | None:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        row = cursor.fetchone()
    return None if row is None else caller_of(row)


def caller_of(row: Sequence[Any]) -> Caller:
    """A caller from its columns; the one behind the grants is there only where a key was shown."""
    return Caller(*(*row[:13], dict(row[13]), *row[14:]))


def caller_by_client(client_id: str, at: datetime) -> Caller | None:
    """The partner whose client id this is."""
    return _one(_CALLER + " FROM partners_partner p WHERE p.client_id = %(client)s", {"client": client_id, "at": at})


def caller_by_code(code: str, at: datetime) -> Caller | None:
    """The partner of this code."""
    return _one(_CALLER + " FROM partners_partner p WHERE p.code = %(code)s", {"code": code, "at": at})


def hash_of(secret: str) -> bytes:
    """By which a secret of ours is found again: 32 random bytes need no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


_BY_TOKEN: Final = (
    _CALLER + ", k.id FROM partners_token t JOIN partners_partner p ON p.id = t.partner_id"
    " JOIN partners_key k ON k.id = t.key_id"
    " WHERE t.token_hash = %(hash)s AND t.issued_at <= %(at)s AND t.expires_at > %(at)s"
    " AND k.revoked_at IS NULL"
)
_BY_SECRET: Final = (
    _CALLER + ", k.id FROM partners_key k JOIN partners_partner p ON p.id = k.partner_id"
    " WHERE k.secret_hash = %(hash)s AND k.use = 'bearer' AND k.since <= %(at)s AND k.until > %(at)s"
    " AND k.revoked_at IS NULL"
)


def by_secret(secret: str) -> str:
    """The query for who holds this bearer secret or access token: a Caller's columns with the key's number last.

    Its values are `hash` (see `hash_of`) and `at`.
    """
    return _BY_TOKEN if secret.startswith(HEAD_OF_TOKEN) else _BY_SECRET


def caller_by_secret(secret: str, at: datetime) -> Caller | None:
    """The partner that holds this bearer secret or access token, while it holds."""
    return _one(by_secret(secret), {"hash": hash_of(secret), "at": at})


def material(partner_id: int, use: str, at: datetime) -> list[Material]:
    """The keys of one use that hold at the moment, the newest first. Secrets unsealed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, key_id, algorithm, secret_sealed, public_pem FROM partners_key WHERE partner_id = %s"
            " AND use = %s AND since <= %s AND until > %s AND revoked_at IS NULL ORDER BY since DESC, id DESC",
            [partner_id, use, at, at],
        )
        rows = cursor.fetchall()
    return [
        Material(
            number, key_id, algorithm,
            b"" if sealed is None else unseal(sealed, field=SEALED_AS, key=settings.SEALING_KEY), pem,
        )
        for number, key_id, algorithm, sealed, pem in rows
    ]  # fmt: skip
