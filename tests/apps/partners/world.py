"""Partners as tests need them: a bank and a register, made through the same actions as in life."""

from __future__ import annotations

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from ayomi.apps.audit.actions import record
from ayomi.apps.partners.actions import partners
from tests.cast import AT, make_offices

RSA_KEY: RSAPrivateKey = generate_private_key(65537, 2048)
MESSAGE_KEY = Ed25519PrivateKey.generate()
PURPOSE = "Penagihan iuran, PKS 12/2026"


def public_pem(key: RSAPrivateKey | Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def private_pem(key: RSAPrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def partner(
    code: str = "BANK-SULTRA", *, scopes: tuple[str, ...] = (), at: datetime = AT, kind: str = "bank",
    sandbox: bool = False, unsigned: bool = False, service_id: str | None = None, repeats: str = "answer",
    calls_a_minute: int = 10_000,
) -> int:  # fmt: skip
    """One partner with grants. A sandbox partner also makes this a demo world."""
    if sandbox:
        record("demo_begun", subject="demo", subject_id=0, by=None, at=at)
    number = partners.register_partner(
        code=code, name=code.replace("-", " ").title(), kind=kind, office_id=make_offices().kendari, sandbox=sandbox,
        unsigned=unsigned, service_id=service_id, repeats=repeats, calls_a_minute=calls_a_minute, by=None, at=at,
    )  # fmt: skip
    for scope in scopes:
        partners.grant(number, scope=scope, purpose=PURPOSE, by=None, at=at)
    return number
