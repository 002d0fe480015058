"""Whoever calls for a partner: proved by its bearer secret or token, allowed by a grant, counted, written down.

`authenticate_partner` is the one door for every operation that partners call; `CallsMiddleware` writes each call down
once it is answered, whatever the answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.partners.actions.calls import note_call, spend
from ayomi.apps.partners.queries.callers import Caller, caller_by_secret

LONGEST_SECRET: Final = 200


class RefusedCall(Exception):
    """A call that is not answered. `code`: 'unknown', 'suspended', 'not_granted' or 'too_often'."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Noted:
    """What is to be written down about a call. `code`: the standard's own code, set by whoever answers."""

    operation: str
    started: float
    partner_id: int | None = None
    key: int | None = None
    code: str = ""
    done: bool = False
    """Whether it stands already: some answers write their call down in their own statement."""

    def microseconds(self) -> int:
        """How long it has taken so far."""
        return min(int((time.perf_counter() - self.started) * 1_000_000), 2_000_000_000)


def note(request: HttpRequest, operation: str) -> Noted:
    """Have this call written down once it is answered. Call it first, before anything may be refused."""
    noted: Noted | None = getattr(request, "partner_call", None)
    if noted is None:
        noted = Noted(operation, time.perf_counter())
        request.partner_call = noted  # type: ignore[attr-defined]  # Django's request carries what views add
    return noted


def bearer(request: HttpRequest) -> str:
    """The secret or token that came as `Authorization: Bearer`, or an empty text."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    return secret if scheme.lower() == "bearer" and secret.isascii() and len(secret) <= LONGEST_SECRET else ""


def authenticate_partner(request: HttpRequest, scope: str, *, operation: str) -> Caller:
    """The partner behind the request, allowed to do what `scope` names; its purpose is `caller.grants[scope]`.

    Its bearer secret or access token is in the Authorization header. Counts the call. Raises RefusedCall.
    """
    note(request, operation)
    secret, at = bearer(request), timezone.now()
    if not secret:
        raise RefusedCall("unknown")
    with owner_rights():
        caller = caller_by_secret(secret, at)
    return admit(request, caller, scope)


def admit(request: HttpRequest, caller: Caller | None, scope: str) -> Caller:
    """The caller, if it is known, active, within its limit and allowed. Raises RefusedCall."""
    if caller is None:
        raise RefusedCall("unknown")
    noted: Noted = request.partner_call  # type: ignore[attr-defined]  # set by note()
    noted.partner_id, noted.key = caller.partner_id, caller.key_number
    if not caller.active:
        raise RefusedCall("suspended")
    with owner_rights():
        calls = spend(caller.partner_id, timezone.now())
    if calls > caller.calls_a_minute:
        raise RefusedCall("too_often")
    if scope not in caller.grants:
        raise RefusedCall("not_granted")
    return caller


class CallsMiddleware:
    """Writes down every call that was noted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        noted: Noted | None = getattr(request, "partner_call", None)
        if noted is not None and not noted.done:
            with owner_rights():
                note_call(
                    noted.partner_id, operation=noted.operation, status=response.status_code, code=noted.code,
                    microseconds=noted.microseconds(), size=size_of(request), key=noted.key, at=timezone.now(),
                )  # fmt: skip
        return response


def size_of(request: HttpRequest) -> int:
    """Bytes the caller says it sends."""
    text: Any = request.META.get("CONTENT_LENGTH") or "0"
    return min(int(text), 2_000_000_000) if str(text).isdigit() else 0
