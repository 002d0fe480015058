"""One message sent to a partner: only to the address that was registered, at an IP address that may be reached.

The name is looked up here and the connection goes to the very number that was checked, so that a name cannot point
elsewhere a moment later. No redirect is followed, and of the answer only its status is read.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import socket
import ssl
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from ayomi.apps.partners.actions.deliveries import Letter
from ayomi.apps.partners.rules import check_address, may_be_reached

SECONDS: Final = 10.0


def signature(secret: bytes, *, timestamp: str, body: bytes) -> str:
    """What proves to the partner that a message is ours: HMAC-SHA256 over timestamp, a dot and the body."""
    return hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def headers_of(letter: Letter, at: datetime) -> dict[str, str]:
    """The headers of a message, with one signature for each secret that holds while keys overlap."""
    timestamp = str(int(at.timestamp()))
    signed = [
        f"{each.key_id}={signature(each.secret, timestamp=timestamp, body=letter.body)}" for each in letter.secrets
    ]
    return {
        "Content-Type": "application/json", "User-Agent": "Ayomi", "Ayomi-Event": letter.event,
        "Ayomi-Delivery": str(letter.delivery_id), "Ayomi-Timestamp": timestamp, "Ayomi-Signature": ",".join(signed),
    }  # fmt: skip


def send(letter: Letter, *, at: datetime) -> tuple[int | None, str]:
    """Send once: the HTTP status of the answer and an empty text, or None and a word for what went wrong."""
    try:
        check_address(letter.uri, sandbox=letter.sandbox)
        parts = urlsplit(letter.uri)
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        number = _reachable(host, port, sandbox=letter.sandbox)
    except ValueError:
        return None, "address_refused"
    except OSError:
        return None, "name_unknown"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _Pinned(host, port, number, secure=secure)
    try:
        connection.request("POST", path, body=letter.body, headers=headers_of(letter, at))
        status = connection.getresponse().status
    except ssl.SSLError:
        return None, "tls"
    except TimeoutError:
        return None, "timeout"
    except (OSError, http.client.HTTPException):
        return None, "connection"
    finally:
        connection.close()
    return status, "" if 200 <= status < 300 else "http"


def _reachable(host: str, port: int, *, sandbox: bool) -> str:
    """The IP address of the host to connect to. Raises ValueError if any of its addresses may not be reached."""
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(may_be_reached(each, sandbox=sandbox) for each in found):
        raise ValueError("an address of our own network")
    return found[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to the number that was checked, under the name that was registered."""

    def __init__(self, host: str, port: int, number: str, *, secure: bool) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._number, self._secure = number, secure

    def connect(self) -> None:
        plain = socket.create_connection((self._number, self.port), timeout=SECONDS)
        self.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=self.host) if self._secure else plain
        )
