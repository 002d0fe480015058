"""The mail server out of one address: `smtp://user:password@host:587`, or `smtps://` where TLS begins at once."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Mail:
    """How letters leave. `tls`: begun in the clear and then encrypted; `ssl`: encrypted at once."""

    host: str
    port: int
    user: str
    password: str
    tls: bool
    ssl: bool


def parse(address: str) -> Mail:
    """Raises SystemExit, with one line that says what to do, for an address that is none."""
    wrong = SystemExit("ayomi: AYOMI_MAIL must look like smtp://user:password@host:587 or smtps://host")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path not in ("", "/"):
        raise wrong
    ssl = parts.scheme == "smtps"
    # Nothing is sent in the clear but to this very machine.
    near = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return Mail(
        parts.hostname, port or (465 if ssl else 25 if near else 587), unquote(parts.username or ""),
        unquote(parts.password or ""), tls=not ssl and not near, ssl=ssl,
    )  # fmt: skip
