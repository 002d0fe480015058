"""Who may speak: token, signature over the bytes as they came, time window, limit, grant; else a refusal in codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from django.utils import timezone

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.partners.queries.callers import Caller, caller_by_client, caller_by_code, caller_by_secret, material
from ayomi.apps.partners.rules import HEAD_OF_TOKEN
from ayomi.core.snap.codes import (
    BAD_REQUEST,
    INVALID_FIELD,
    INVALID_TOKEN,
    MISSING_FIELD,
    NOT_ALLOWED,
    TOO_MANY,
    UNAUTHORIZED,
    Case,
)
from ayomi.core.snap.signatures import (
    asymmetric_text,
    body_hashes,
    holds_asymmetric,
    holds_symmetric,
    read_timestamp,
    symmetric_text,
    token_text,
    within_window,
)
from ayomi.edges.api.partners import RefusedCall, admit, bearer

SCOPE: Final = "virtual_account"
LONGEST_BODY: Final = 100_000
_VISIBLE: Final = re.compile(r"[\x21-\x7e]{1,64}")
_CASES: Final = {
    "unknown": (UNAUTHORIZED, "[Unknown client]"),
    "suspended": (NOT_ALLOWED, ""),
    "not_granted": (NOT_ALLOWED, ""),
    "too_often": (TOO_MANY, ""),
}


class Refused(Exception):
    """A refusal with its case, and what it is about."""

    def __init__(self, case: Case, about: str = "") -> None:
        super().__init__(case.message(about))
        self.case, self.about = case, about


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message that is what it says it is: its sender, its body as it came, and its external number."""

    caller: Caller
    body: bytes
    external_id: str


def body_of(request: HttpRequest) -> bytes:
    """The bytes of the body. One that is too long is refused before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not str(length).isdigit() or int(length) > LONGEST_BODY:
        raise Refused(BAD_REQUEST)
    try:
        body = request.body
    except (RequestDataTooBig, UnreadablePostError):
        raise Refused(BAD_REQUEST) from None
    if len(body) < int(length):
        # The sender went away in the middle.
        raise Refused(BAD_REQUEST)
    return body


def header(request: HttpRequest, name: str) -> str:
    """A header that must be there: visible ASCII, not longer than any of them may be."""
    value = request.headers.get(name, "")
    if not value:
        raise Refused(MISSING_FIELD, "{" + name + "}")
    if len(value) > 1_000 or not value.isascii():
        raise Refused(INVALID_FIELD, "{" + name + "}")
    return value


def _timestamp(request: HttpRequest) -> str:
    text = header(request, "X-TIMESTAMP")
    moment = read_timestamp(text)
    if moment is None:
        raise Refused(INVALID_FIELD, "{X-TIMESTAMP}")
    if not within_window(moment, timezone.now()):
        raise Refused(UNAUTHORIZED, "[Timestamp]")
    return text


def _admitted(request: HttpRequest, caller: Caller | None) -> Caller:
    try:
        return admit(request, caller, SCOPE)
    except RefusedCall as refused:
        raise Refused(*_CASES[refused.code]) from None


def asking_for_token(request: HttpRequest) -> tuple[Caller, int]:
    """The partner that asks for a token, proved by its private key, and the number of that key."""
    client_id, now = header(request, "X-CLIENT-KEY"), timezone.now()
    with owner_rights():
        found = caller_by_client(client_id, now)
        held = material(found.partner_id, "token", now) if found else []
    if found is None:
        raise Refused(UNAUTHORIZED, "[Unknown client]")
    text, signature = _timestamp(request), header(request, "X-SIGNATURE")
    place = holds_asymmetric(signature, [each.public_pem for each in held], [token_text(client_id, text)])
    if place is None:
        raise Refused(UNAUTHORIZED, "[Signature]")
    return _admitted(request, found), held[place].number


def speaking(request: HttpRequest) -> Spoken:
    """A message of a service: with a token and the shared secret, or signed with the private key alone."""
    body, secret = body_of(request), bearer(request)
    caller = _by_token(request, body, secret) if secret else _by_key(request, body)
    external_id = header(request, "X-EXTERNAL-ID")
    if not _VISIBLE.fullmatch(external_id):
        raise Refused(INVALID_FIELD, "{X-EXTERNAL-ID}")
    if not _VISIBLE.fullmatch(header(request, "CHANNEL-ID")):
        raise Refused(INVALID_FIELD, "{CHANNEL-ID}")
    return Spoken(caller, body, external_id)


def _by_token(request: HttpRequest, body: bytes, token: str) -> Caller:
    now = timezone.now()
    with owner_rights():
        found = caller_by_secret(token, now) if token.startswith(HEAD_OF_TOKEN) else None
        held = material(found.partner_id, "service", now) if found else []
    if found is None:
        raise Refused(INVALID_TOKEN)
    caller = _admitted(request, found)
    if header(request, "X-PARTNER-ID") not in (caller.code, caller.client_id):
        raise Refused(UNAUTHORIZED, "[X-PARTNER-ID]")
    timestamp, signature = _timestamp(request), header(request, "X-SIGNATURE")
    path = request.get_full_path()
    texts = [
        symmetric_text(request.method or "", path, token, each, timestamp) for each in body_hashes(body)
    ]  # fmt: skip
    if not holds_symmetric(signature, [each.secret for each in held], texts):
        raise Refused(UNAUTHORIZED, "[Signature]")
    return caller


def _by_key(request: HttpRequest, body: bytes) -> Caller:
    name, now = request.headers.get("X-PARTNER-ID", ""), timezone.now()
    signature = request.headers.get("X-SIGNATURE", "")
    if not name or not signature or not (name + signature).isascii() or len(name) > 40:
        raise Refused(INVALID_TOKEN)
    with owner_rights():
        found = caller_by_code(name, now) or caller_by_client(name, now)
        held = material(found.partner_id, "token", now) if found else []
    if found is None:
        raise Refused(INVALID_TOKEN)
    timestamp, path = _timestamp(request), request.get_full_path()
    texts = [asymmetric_text(request.method or "", path, each, timestamp) for each in body_hashes(body)]
    if holds_asymmetric(signature, [each.public_pem for each in held], texts) is None:
        raise Refused(UNAUTHORIZED, "[Signature]")
    return _admitted(request, found)
