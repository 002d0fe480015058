"""The envelope of every message: signature, header, message. What is wrong with one, and the bytes that are signed."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from ayomi.core.snap.signatures import public_key_of, read_timestamp

VERSION: Final = "1.0.0"
LONGEST_ID: Final = 99
LONGEST_SIGNED: Final = timedelta(minutes=10)
"""How far apart the moments of a signature may be, and how far the clock of a sender may be from ours."""
UNSIGNED: Final = frozenset({"", "unsigned", "unsigned-stub"})
"""What stands for no signature, where messages may come without one."""
_SEMVER: Final = re.compile(r"[0-9]+(\.[0-9]+){0,2}")
_PART: Final = re.compile(r'\s*(\w+)="([^"]*)"\s*(?:,|$)')
_LOCALE: Final = re.compile(r"[a-z]{3}")


class Wrong(Exception):
    """A message that is not answered. `code`: of the standard's errors; `words`: what is wrong, never its values."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message as it came. `header` and `message` as they stood, for the signature."""

    signature: str
    header: Mapping[str, Any]
    message: Mapping[str, Any]
    message_id: str
    sender_id: str
    sender_uri: str
    total_count: int
    transaction_id: str


def bad(words: str) -> Wrong:
    """A message that breaks the standard."""
    return Wrong("err.request.bad", words)


def text(given: Mapping[str, Any], name: str, *, longest: int = LONGEST_ID, mandatory: bool = True) -> str:
    """A text of a message. Raises Wrong where it is missing, too long or holds control characters."""
    value = given.get(name)
    if value is None or value == "":
        if mandatory:
            raise bad(f"{name} is missing")
        return ""
    if not isinstance(value, str) or len(value) > longest or any(ord(letter) < 32 for letter in value):
        raise bad(f"{name} is no text of at most {longest} characters")
    return value


def moment(given: Mapping[str, Any], name: str) -> datetime:
    """A moment with its offset. Raises Wrong."""
    found = read_timestamp(text(given, name, longest=40))
    if found is None:
        raise bad(f"{name} is no ISO 8601 moment with an offset")
    return found


def locale(given: Mapping[str, Any]) -> None:
    """Raises Wrong for a locale that is not three small letters."""
    value = given.get("locale")
    if value is not None and (not isinstance(value, str) or not _LOCALE.fullmatch(value)):
        raise bad("locale is not three small letters")


def read_envelope(body: Mapping[str, Any], *, actions: Sequence[str], now: datetime) -> Envelope:
    """The envelope of a message with one of these actions. Raises Wrong."""
    header, message, signature = body.get("header"), body.get("message"), body.get("signature", "")
    if not isinstance(header, dict) or not isinstance(message, dict):
        raise bad("header or message is missing")
    if not isinstance(signature, str) or len(signature) > 4_000:
        raise Wrong("err.signature.invalid", "the signature is no text")
    version = header.get("version", VERSION)
    if not isinstance(version, str) or not _SEMVER.fullmatch(version) or version.split(".")[0] != "1":
        raise Wrong("err.version.not_supported", "rjct.version.invalid")
    if text(header, "action") not in actions:
        raise bad("rjct.action.invalid")
    if header.get("is_msg_encrypted"):
        raise Wrong("err.encryption.invalid", "encrypted messages are not agreed on")
    if abs(moment(header, "message_ts").timestamp() - now.timestamp()) > LONGEST_SIGNED.total_seconds():
        raise bad("rjct.message_ts.invalid")
    count = header.get("total_count")
    if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= 10_000:
        raise bad("rjct.total_count.invalid")
    return Envelope(
        signature, header, message, text(header, "message_id"), text(header, "sender_id"),
        text(header, "sender_uri", longest=300, mandatory=False), count, text(message, "transaction_id"),
    )  # fmt: skip


def canonical(header: Mapping[str, Any], message: Mapping[str, Any]) -> bytes:
    """The bytes both sides hash: header and message as JSON with sorted names, no white space, no escapes."""
    told = {"header": header, "message": message}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(errors="surrogatepass")


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature taken apart."""

    key_id: str
    algorithm: str
    created: str
    expires: str
    value: bytes


def read_signature(given: str, *, sender_id: str, now: datetime) -> Signed:
    """A signature string of the standard's form, for this sender, within its time. Raises Wrong."""
    body = given.removeprefix("Signature:").strip()
    parts = {match[1]: match[2] for match in _PART.finditer(body)}
    sender, _, rest = parts.get("kidId", "").partition("|")
    key_id, _, algorithm = rest.partition("|")
    if parts.get("namespace") != "spdci" or sender != sender_id or parts.get("algorithm") != algorithm or not key_id:
        raise Wrong("err.signature.invalid", "the signature does not name its sender, key and algorithm")
    created, expires = parts.get("created", ""), parts.get("expires", "")
    if not all(each.isascii() and each.isdigit() and len(each) <= 12 for each in (created, expires)):
        raise Wrong("err.signature.invalid", "the signature does not say when it was made and when it ends")
    first, last, at, most = int(created), int(expires), now.timestamp(), LONGEST_SIGNED.total_seconds()
    if not at - most <= first <= at + most or not at <= last <= first + 2 * most:
        raise Wrong("err.signature.invalid", "the signature is of another time")
    try:
        value = base64.b64decode(parts.get("signature", ""), validate=True)
    except (binascii.Error, ValueError):
        value = b""
    return Signed(key_id, algorithm, created, expires, value)


def signed_text(created: str, expires: str, body: bytes) -> bytes:
    """What is signed: both moments and the digest of the canonical bytes."""
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    return f"(created): {created}\n(expires): {expires}\ndigest: SHA-256={digest}".encode()


def holds(signed: Signed, body: bytes, *, public_pem: str) -> bool:
    """Whether the key signed these canonical bytes: Ed25519, or RSA with SHA-256 (PKCS#1 v1.5)."""
    key, told = public_key_of(public_pem), signed_text(signed.created, signed.expires, body)
    try:
        if isinstance(key, Ed25519PublicKey) and signed.algorithm == "ed25519":
            key.verify(signed.value, told)
        elif isinstance(key, RSAPublicKey) and signed.algorithm == "rsa-sha256":
            key.verify(signed.value, told, PKCS1v15(), SHA256())
        else:
            return False
    except InvalidSignature:
        return False
    return True


def signature_of(
    header: Mapping[str, Any], message: Mapping[str, Any], *, sender_id: str, key_id: str, secret: bytes, now: datetime
) -> str:
    """Our signature over a message to a partner, with the secret we share: the same form, HMAC-SHA256."""
    created = str(int(now.timestamp()))
    expires = str(int((now + LONGEST_SIGNED).timestamp()))
    told = signed_text(created, expires, canonical(header, message))
    value = base64.b64encode(hmac.new(secret, told, hashlib.sha256).digest()).decode()
    return (
        f'Signature: namespace="spdci", kidId="{sender_id}|{key_id}|hmac-sha256", algorithm="hmac-sha256",'
        f' created="{created}", expires="{expires}", headers="(created) (expires) digest", signature="{value}"'
    )


def acknowledged(correlation_id: str, now: datetime) -> dict[str, Any]:
    """A message was taken; its answer follows."""
    return {"message": {"ack_status": "ACK", "timestamp": now.isoformat(), "correlation_id": correlation_id}}


def refusal(wrong: Wrong, correlation_id: str, now: datetime) -> dict[str, Any]:
    """A message was not taken."""
    error = {"code": wrong.code, "message": wrong.words}
    return {
        "message": {
            "ack_status": "ERR", "timestamp": now.isoformat(), "correlation_id": correlation_id, "error": error,
        },
        "errors": [error],
    }  # fmt: skip


def answer_header(
    *, action: str, message_id: str, sender_id: str, receiver_id: str, total: int, completed: int, now: datetime,
    reason: str = "",
) -> dict[str, Any]:  # fmt: skip
    """The header of an answer or callback. `reason`: why the whole message was refused."""
    header: dict[str, Any] = {
        "version": VERSION, "message_id": message_id, "message_ts": now.isoformat(), "action": action,
        "status": "rjct" if reason else "succ", "total_count": total, "completed_count": completed,
        "sender_id": sender_id, "receiver_id": receiver_id, "is_msg_encrypted": False,
    }  # fmt: skip
    return header | ({"status_reason_code": reason} if reason else {})
