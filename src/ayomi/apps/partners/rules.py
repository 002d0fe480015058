"""What a partner may be called, hold and send to: words, shapes and spans. Pure."""

from __future__ import annotations

import ipaddress
import re
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

KINDS: Final = ("bank", "licensing_office", "government", "register", "other")
SCOPES: Final = (
    "virtual_account", "register_search", "register_subscribe", "enrolled", "eligibility", "enrolment", "licensing",
    "webhooks",
)  # fmt: skip
"""What a partner can be allowed to ask; each is granted for a purpose."""
KEY_USES: Final = ("token", "service", "bearer", "message", "webhook")
"""`token`: the partner's public key for asking for access tokens; `service`: the secret both sides sign payments with;
`bearer`: a secret sent along with each call; `message`: the partner's public key for signed messages; `webhook`: the
secret with which we sign what we send."""
SECRET_USES: Final = ("service", "bearer", "webhook")
ALGORITHMS: Final = ("secret", "rsa", "ed25519")
REPEATS: Final = ("answer", "conflict")
"""What a message gets that was answered before: the first answer again, or the standard's conflict."""
EVENTS: Final = (
    "bill.paid", "cover.begun", "recommendation.decided", "recommendation.withdrawn", "services.stop_asked",
    "services.stop_lifted",
)  # fmt: skip
"""What a partner can be told of unasked. The first two need the grant 'webhooks'."""
DELIVERY_STATES: Final = ("waiting", "sent", "given_up")
CONVERSATIONS: Final = ("search", "subscribe", "unsubscribe", "txn-status", "enrolled")
STAGES: Final = ("rcvd", "succ", "rjct")
TOKEN_LIFE: Final = timedelta(minutes=15)
LONGEST_KEY_LIFE: Final = timedelta(days=366 * 3)
OVERLAP: Final = timedelta(days=7)
"""How long an old key still holds once a new one was issued."""
HEAD_OF_BEARER: Final = "ayp_"
HEAD_OF_TOKEN: Final = "ayt_"  # noqa: S105 - how tokens begin, none itself
MOST_ATTEMPTS: Final = 8
_CODE: Final = re.compile(r"[A-Z][A-Z0-9-]{1,19}")


def check_code(code: str) -> None:
    """ValueError unless `code` is 2 to 20 capital letters, digits and hyphens, beginning with a letter."""
    if not _CODE.fullmatch(code):
        raise ValueError("a partner's code is 2 to 20 capital letters, digits and hyphens")


def check_service_id(text: str) -> None:
    """ValueError unless `text` is 1 to 8 digits, the number that banks put before a virtual account."""
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 8):
        raise ValueError("a partner service number is 1 to 8 digits")


def check_address(uri: str, *, sandbox: bool) -> None:
    """ValueError unless we may send to `uri`: HTTPS, a name or a public number, no user, no fragment.

    A sandbox partner may also name plain HTTP and this machine, where a developer listens.
    """
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        raise ValueError("this is no address") from None
    if not uri.isascii() or len(uri) > 300 or any(letter.isspace() or ord(letter) < 32 for letter in uri):
        raise ValueError("an address is at most 300 plain characters without spaces")
    if parts.scheme != "https" and not (sandbox and parts.scheme == "http"):
        raise ValueError("an address begins with https://")
    if not parts.hostname or parts.username is not None or parts.fragment or port == 0:
        raise ValueError("an address has a host, and neither user nor fragment")
    try:
        number = ipaddress.ip_address(parts.hostname)
    except ValueError:
        return
    if not may_be_reached(str(number), sandbox=sandbox):
        raise ValueError("this address lies within our own network")


def may_be_reached(number: str, *, sandbox: bool) -> bool:
    """Whether a message may go to this IP address: one of the public network, or, for a sandbox, this machine."""
    address = ipaddress.ip_address(number)
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        address = mapped
    return (address.is_global and not address.is_multicast) or (sandbox and address.is_loopback)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts to send: 10 seconds, growing fourfold, at most six hours."""
    return min(timedelta(seconds=10 * 4 ** min(attempts - 1, 10)), timedelta(hours=6))


_BELOW: Final = re.compile(r"(/[A-Za-z0-9_-]+){0,6}/?")


def rest_of(uri: str, base: str) -> str | None:
    """What `uri` adds to a registered address, such as "/registry/on-search"; None where it lies elsewhere."""
    base = base.rstrip("/")
    if not uri.startswith(base):
        return None
    rest = uri[len(base) :]
    return rest if len(rest) <= 60 and _BELOW.fullmatch(rest) else None
