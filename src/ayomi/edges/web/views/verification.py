"""The public page behind the code on a card or certificate, and the page that says how to pay a bill.

Open to anyone without signing in: it answers about one proof, to whoever holds its unguessable address.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.compliance.queries import Verdict, verdict
from ayomi.core.banking.codes import is_payment_code
from ayomi.core.identity.masking import DOT
from ayomi.core.proof.tokens import read_token
from ayomi.edges.documents.words import code_groups
from ayomi.edges.web.context import CAPITAL_ZONE
from ayomi.edges.web.views.site import too_many
from ayomi.edges.web.vocabulary import word

WINDOW = 600
"""Seconds over which questions from one address are counted."""
UNKNOWN_ALLOWED = 20
"""Codes that do not exist, from one address in WINDOW: more is guessing, not mistyping."""
ASKED_ALLOWED = 600
"""Questions of any kind: a gate that checks a whole workforce asks this many."""


@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What the proof with this address is worth today."""
    if _count(request, "asked", add=1) > ASKED_ALLOWED or _count(request, "unknown", add=0) >= UNKNOWN_ALLOWED:
        answer = too_many(request)
        answer["Retry-After"] = str(WINDOW)
        return _private(answer)
    at = timezone.now()
    with owner_rights():
        told = verdict(token, timezone.localdate(at))
    if told.state == "unknown":
        _count(request, "unknown", add=1)
    return _page(request, told, told.state, at=at, zone=told.office_zone)


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Where a code is typed by hand. What was typed leads to the address the QR would have led to."""
    typed = request.GET.get("kode", "").strip()
    if not typed:
        return _page(request, None, "", at=timezone.now(), zone=CAPITAL_ZONE)
    token = read_token(typed)
    if token is None:
        _count(request, "unknown", add=1)
        return _page(request, None, "unknown", at=timezone.now(), zone=CAPITAL_ZONE)
    return _private(redirect("verify", token=token))


@require_safe
def pay(request: HttpRequest, code: str) -> HttpResponse:
    """How to pay. The bill itself is not looked up: payment codes can be counted up, so they open nothing."""
    known = is_payment_code(code)
    context = {"known": known, "grouped": code_groups(code) if known else ""}
    return _private(render(request, "verification/pay.html", context, status=200 if known else 404))


def _page(request: HttpRequest, told: Verdict | None, state: str, *, at: Any, zone: str) -> HttpResponse:
    context = {
        "told": told,
        "state": state,
        "at": at,
        "zone": zone,
        "programmes": ", ".join(word("programme", name) for name in told.programmes) if told else "",
        "spoken_name": _spoken(told.name) if told else "",
        "last_digits": told.card_digits.strip(DOT) if told else "",
    }
    return _private(render(request, "verification/verify.html", context))


def _spoken(hinted: str) -> str:
    """A hinted name for screen readers: `S … i, H … i` with the gap in words."""
    gap = gettext("disamarkan")
    return ", ".join(f"{part[0]} {gap} {part[-1]}" if DOT in part else part for part in hinted.split())


def _private(answer: HttpResponse) -> HttpResponse:
    """Never kept by a browser or on the way, never in a search engine, its address never told to others."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _count(request: HttpRequest, what: str, *, add: int) -> int:
    """Questions of a kind from this address lately, after adding `add`. The address itself is not kept."""
    place = get_adapter().get_client_ip(request)
    key = "verify:" + salted_hmac("ayomi.verify", f"{what}:{place}", algorithm="sha256").hexdigest()[:40]
    count = int(cache.get(key, 0)) + add
    if add:
        cache.set(key, count, WINDOW)
    return count
