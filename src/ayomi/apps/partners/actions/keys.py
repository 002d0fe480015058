"""Keys issued, replaced with an overlap, revoked; access tokens. A secret leaves here once and is then only sealed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings
from django.db import transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.partners.actions.partners import held
from ayomi.apps.partners.models import Key, Token
from ayomi.apps.partners.queries.callers import SEALED_AS, hash_of
from ayomi.apps.partners.rules import (
    HEAD_OF_BEARER,
    HEAD_OF_TOKEN,
    KEY_USES,
    LONGEST_KEY_LIFE,
    OVERLAP,
    SECRET_USES,
    TOKEN_LIFE,
)
from ayomi.core.sealing import seal


class UnknownKey(LookupError):
    """No such key of this partner."""


class WrongKey(ValueError):
    """What was given is no public key or certificate that can be used here."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A new key. `secret`: shown this once; empty for a public key."""

    number: int
    key_id: str
    secret: str
    until: datetime


def issue_secret(
    partner_id: int, *, use: str, life: timedelta = timedelta(days=365), overlap: timedelta = OVERLAP, by: int | None,
    at: datetime,
) -> Issued:  # fmt: skip
    """A secret of 32 random bytes. Older keys of the same use end after `overlap`, if they would hold longer.

    Raises UnknownPartner, ValueError for a use that has no secret or a life too long.
    """
    if use not in SECRET_USES or not timedelta() < life <= LONGEST_KEY_LIFE:
        raise ValueError(f"{use} has no secret, or its life is not between nothing and three years")
    bearer = use == "bearer"
    secret = (HEAD_OF_BEARER if bearer else "") + secrets.token_urlsafe(32)
    key = Key(use=use, algorithm="secret", since=at, until=at + life)
    if bearer:
        key.secret_hash = hash_of(secret)
    else:
        key.secret_sealed = seal(secret.encode(), field=SEALED_AS, key=settings.SEALING_KEY)
    _keep(partner_id, key, overlap, by=by, at=at)
    return Issued(key.pk, key.key_id, secret, key.until)


def take_public_key(
    partner_id: int, *, use: str, pem: str, key_id: str = "", life: timedelta = timedelta(days=365),
    overlap: timedelta = OVERLAP, by: int | None, at: datetime,
) -> Issued:  # fmt: skip
    """The partner's public key or certificate in PEM: RSA of 2048 bits or more, or Ed25519 (messages only).

    A certificate holds only within its own dates. Raises UnknownPartner; WrongKey for anything else, also for an
    expired certificate.
    """
    if use not in KEY_USES or use in SECRET_USES:
        raise WrongKey(f"{use} takes no public key")
    if not timedelta() < life <= LONGEST_KEY_LIFE:
        raise WrongKey("the life of a key is not between nothing and three years")
    public, since, until = _read(pem, at, at + life)
    if isinstance(public, RSAPublicKey):
        if public.key_size < 2048:
            raise WrongKey("an RSA key has 2048 bits or more")
        algorithm = "rsa"
    elif isinstance(public, Ed25519PublicKey) and use == "message":
        algorithm = "ed25519"
    else:
        raise WrongKey("only RSA keys, and Ed25519 for signed messages")
    if until <= at or since >= until:
        raise WrongKey("this certificate has expired")
    key = Key(use=use, algorithm=algorithm, public_pem=pem.strip(), since=since, until=until, key_id=key_id)
    _keep(partner_id, key, overlap, by=by, at=at)
    return Issued(key.pk, key.key_id, "", key.until)


def _read(pem: str, at: datetime, until: datetime) -> tuple[object, datetime, datetime]:
    if len(pem) > 20_000:
        raise WrongKey("this is longer than any key")
    try:
        if "BEGIN CERTIFICATE" in pem:
            certificate = x509.load_pem_x509_certificate(pem.encode())
            begins = certificate.not_valid_before_utc.astimezone(UTC)
            ends = certificate.not_valid_after_utc.astimezone(UTC)
            return certificate.public_key(), max(at, begins), min(until, ends)
        return load_pem_public_key(pem.encode()), at, until
    except (ValueError, TypeError) as problem:
        raise WrongKey("this is neither a public key nor a certificate in PEM") from problem


def _keep(partner_id: int, key: Key, overlap: timedelta, *, by: int | None, at: datetime) -> None:
    """Write the key; those before it of the same use end after the overlap."""
    with transaction.atomic():
        partner = held(partner_id)
        older = Key.objects.filter(partner_id=partner_id, use=key.use, revoked_at__isnull=True)
        older.filter(until__gt=at + overlap, since__lt=at).update(until=at + overlap)
        key.partner_id, key.issued_at, key.issued_by = partner_id, at, by
        key.key_id = key.key_id or f"{partner.code.lower()}-{key.use}-{secrets.token_hex(4)}"
        key.save(force_insert=True)
        record(
            "partner_key_issued", subject="partner", subject_id=partner_id, office_id=partner.office_id, by=by, at=at,
            detail={"key": key.key_id, "use": key.use, "until": key.until.isoformat()},
        )  # fmt: skip


def revoke(partner_id: int, key_number: int, *, reason: str, by: int | None, at: datetime) -> None:
    """The key, and every token got with it, is refused from now on. Raises UnknownKey, UnknownPartner."""
    with transaction.atomic():
        partner = held(partner_id)
        key = Key.objects.select_for_update().filter(pk=key_number, partner_id=partner_id).first()
        if key is None:
            raise UnknownKey(key_number)
        if key.revoked_at is None:
            key.revoked_at, key.revoked_reason = at, reason[:200]
            key.save(update_fields=["revoked_at", "revoked_reason"])
            Token.objects.filter(key_id=key_number).delete()
            record(
                "partner_key_revoked", subject="partner", subject_id=partner_id, office_id=partner.office_id, by=by,
                at=at, reason=reason, detail={"key": key.key_id},
            )  # fmt: skip


def issue_token(partner_id: int, key_number: int, *, at: datetime) -> tuple[str, timedelta]:
    """An access token for a partner that proved itself by a key, and its life."""
    token = HEAD_OF_TOKEN + secrets.token_urlsafe(32)
    Token.objects.create(
        token_hash=hash_of(token), partner_id=partner_id, key_id=key_number, issued_at=at, expires_at=at + TOKEN_LIFE
    )
    return token, TOKEN_LIFE
