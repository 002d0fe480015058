"""The way of programs that ask hundreds of times a second: past all that only browsers need.

No session, cookie, language, form or page stands on it, and no transaction around the whole request: the operations
behind it hold their own, and act with the owner's rights once the partner is known. See `docs/decisions`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from psycopg import OperationalError

from ayomi.apps.partners.actions.calls import begin_call, note_call
from ayomi.apps.partners.queries.callers import Caller
from ayomi.edges.api.eligibility.first import question_of
from ayomi.edges.api.partners import Noted, RefusedCall, bearer, note, size_of

log: Final = logging.getLogger(__name__)
HEAD: Final = "/api/v1/eligibility"
ADDRESSES: Final = "ayomi.edges.api.urls"
NOWHERE: Final = {
    "code": "not_found", "message": "Alamat ini tidak ada.", "message_en": "There is no such address.",
}  # fmt: skip
FAILED: Final = {
    "code": "failed", "message": "Ada gangguan di pihak kami. Kirim lagi permintaan yang sama.",
    "message_en": "This is our fault. Send the same request again.",
}  # fmt: skip


def admitted(request: HttpRequest, scope: str, *, operation: str) -> Caller:
    """The partner behind the request, allowed to do what `scope` names. Counts the call. Raises RefusedCall."""
    noted, secret = note(request, operation), bearer(request)
    noted.operation = operation
    found = _begin(request, secret) if secret else None
    if found is None:
        raise RefusedCall("unknown")
    caller, calls = found
    noted.partner_id, noted.key = caller.partner_id, caller.key_number
    if not caller.active:
        raise RefusedCall("suspended")
    if calls > caller.calls_a_minute:
        raise RefusedCall("too_often")
    if scope not in caller.grants:
        raise RefusedCall("not_granted")
    return caller


def _begin(request: HttpRequest, secret: str) -> tuple[Caller, int] | None:
    asks = request.path_info == HEAD and request.method == "POST"
    begin = (question_of(request).begin() if asks else None) or _begin_alone
    try:
        return begin(secret)
    except OperationalError:
        # The connection died while nobody used it. Nothing was asked yet, so that it may be asked again.
        connection.close()
        return begin(secret)


def _begin_alone(secret: str) -> tuple[Caller, int] | None:
    return begin_call(secret, timezone.now())


@lru_cache(maxsize=1)
def _first_address() -> Callable[..., HttpResponse]:
    found: Callable[..., HttpResponse] = resolve(HEAD, urlconf=ADDRESSES).func
    return found


class QuickMiddleware:
    """Answers the operations below HEAD itself; everything else goes on to pages and sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(HEAD):
            return self.get_response(request)
        noted = note(request, "eligibility")
        response = self._answered(request)
        response["Cache-Control"] = "no-store"
        response.headers.setdefault("Content-Length", str(len(response.content)))
        if not noted.done:
            _note_down(request, response, noted)
        return response

    def _answered(self, request: HttpRequest) -> HttpResponse:
        try:
            if request.path_info == HEAD:
                return _first_address()(request)
            match = resolve(request.path_info, urlconf=ADDRESSES)
            answered: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except Resolver404:
            return JsonResponse({"error": NOWHERE}, status=404)
        except Exception:
            log.exception("a question of a bank could not be answered")
            return JsonResponse({"error": FAILED}, status=500)
        return answered


def _note_down(request: HttpRequest, response: HttpResponse, noted: Noted) -> None:
    try:
        note_call(
            noted.partner_id, operation=noted.operation, status=response.status_code, code=noted.code,
            microseconds=noted.microseconds(), size=size_of(request), key=noted.key, at=timezone.now(),
        )  # fmt: skip
    except (DatabaseError, OperationalError):
        # The answer stands already; that a line of the log is lost must not take it back.
        log.exception("a call could not be written down")
