"""Personal numbers at rest: encrypted so that a copy of the database tells nothing, found through a keyed hash.

AES-SIV (RFC 5297) needs no nonce, so sealing the same value twice gives the same bytes; the keyed hash that finds a
number tells as much. The field's name is authenticated with it: a sealed phone cannot be passed off as a NIK.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

VERSION = b"\x01"


class BrokenSeal(Exception):
    """The bytes were not sealed with this key for this field."""


def seal(value: bytes, *, field: str, key: bytes) -> bytes:
    """`value` encrypted for `field`. `key`: 64 bytes. Empty values are refused (ValueError)."""
    return seal_all([value], field=field, key=key)[0]


def seal_all(values: Iterable[bytes], *, field: str, key: bytes) -> list[bytes]:
    """As `seal`, for many values of one field."""
    cipher, name = AESSIV(key), [field.encode()]
    return [VERSION + cipher.encrypt(value, name) for value in values]


def unseal(sealed: bytes, *, field: str, key: bytes) -> bytes:
    """The value again. Raises `BrokenSeal`."""
    sealed = bytes(sealed)
    if sealed[:1] != VERSION:
        raise BrokenSeal(f"{field}: unknown version")
    try:
        return AESSIV(key).decrypt(sealed[1:], [field.encode()])
    except InvalidTag:
        raise BrokenSeal(f"{field}: not sealed with this key") from None


def finding_hash(value: str, *, field: str, key: bytes) -> bytes:
    """16 bytes by which a sealed value is found again. `key`: 32 bytes."""
    return finding_hashes([value], field=field, key=key)[0]


def finding_hashes(values: Iterable[str], *, field: str, key: bytes) -> list[bytes]:
    """As `finding_hash`, for many values of one field."""
    start = hmac.new(key, field.encode() + b"\x00", hashlib.sha256)
    found = []
    for value in values:
        one = start.copy()
        one.update(value.encode())
        found.append(one.digest()[:16])
    return found
