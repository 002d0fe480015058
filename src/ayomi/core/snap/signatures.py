"""Signatures over the bytes as they came, checked in constant time, and the window a timestamp must lie in."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

WINDOW: Final = timedelta(minutes=5)
"""How far a caller's clock may be from ours."""
LONGEST_TIMESTAMP: Final = 35
_SPACE: Final = re.compile(rb'("(?:[^"\\]++|\\.)*+(?:"|\\?\Z))|[ \t\r\n]++', re.DOTALL)
"""A text, kept whole, or white space between texts."""


def read_timestamp(text: str) -> datetime | None:
    """The moment of an `X-TIMESTAMP`: ISO 8601 with offset or Z, with or without fractions of a second; else None."""
    if not text.isascii() or len(text) > LONGEST_TIMESTAMP or "T" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.utcoffset() is None:
            return None
        # A date at the edge of what a date can be has no other zones.
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment


def within_window(moment: datetime, now: datetime) -> bool:
    """Whether a message of this moment is neither old nor from the future."""
    return abs(moment.timestamp() - now.timestamp()) <= WINDOW.total_seconds()


def minified(body: bytes) -> bytes:
    """The body without white space outside its texts; nothing else is touched."""
    return _SPACE.sub(rb"\1", body)


def body_hashes(body: bytes) -> tuple[str, ...]:
    """What a signer may have hashed, lowercase hexadecimal: the bytes as they are, and minified."""
    bare = minified(body)
    hashes = [hashlib.sha256(each).hexdigest() for each in ((body,) if bare == body else (body, bare))]
    return tuple(hashes)


def symmetric_text(method: str, path: str, token: str, body_hash: str, timestamp: str) -> bytes:
    """What the shared secret signs: METHOD:path:token:hash:timestamp."""
    return f"{method}:{path}:{token}:{body_hash}:{timestamp}".encode()


def asymmetric_text(method: str, path: str, body_hash: str, timestamp: str) -> bytes:
    """What a private key signs where there is no token: METHOD:path:hash:timestamp."""
    return f"{method}:{path}:{body_hash}:{timestamp}".encode()


def token_text(client_id: str, timestamp: str) -> bytes:
    """What a private key signs to ask for a token: clientId|timestamp."""
    return f"{client_id}|{timestamp}".encode()


def sign_symmetric(secret: bytes, text: bytes) -> str:
    """HMAC-SHA512 in base64."""
    return base64.b64encode(hmac.new(secret, text, hashlib.sha512).digest()).decode()


def _decoded(signature: str) -> bytes:
    try:
        return base64.b64decode(signature.encode(), validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError):
        return b""


def holds_symmetric(signature: str, secrets: Sequence[bytes], texts: Sequence[bytes]) -> bool:
    """Whether one of the secrets signed one of the texts. Every pair is tried, whichever holds."""
    given, held = _decoded(signature), False
    for secret in secrets:
        for text in texts:
            held |= hmac.compare_digest(given, hmac.new(secret, text, hashlib.sha512).digest())
    return held


def public_key_of(pem: str) -> object:
    """The public key of a PEM, which may be a certificate. Raises ValueError."""
    if "BEGIN CERTIFICATE" in pem:
        return x509.load_pem_x509_certificate(pem.encode()).public_key()
    return load_pem_public_key(pem.encode())


def holds_asymmetric(signature: str, pems: Sequence[str], texts: Sequence[bytes]) -> int | None:
    """The place of the RSA key among `pems` that signed one of the texts (SHA256, PKCS#1 v1.5); None if none did."""
    given = _decoded(signature)
    for place, pem in enumerate(pems):
        key = public_key_of(pem)
        if isinstance(key, RSAPublicKey) and any(_signed(key, given, text) for text in texts):
            return place
    return None


def _signed(key: RSAPublicKey, signature: bytes, text: bytes) -> bool:
    try:
        key.verify(signature, text, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True
