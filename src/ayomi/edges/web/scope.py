"""Each request acts as the database role of pages, within the scope of whoever signed in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ayomi.apps.access.queries import NOBODY, scope_of
from ayomi.apps.audit.actions import enter_scope, leave_scope


class ScopeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scope = scope_of(request.user) if request.user.is_authenticated else NOBODY
        request.scope = scope  # type: ignore[attr-defined]  # Django's request carries what middleware adds
        enter_scope(scope.kind, offices=scope.offices, organisation=scope.organisation, person=scope.person)
        try:
            response = self.get_response(request)
        finally:
            leave_scope()
        if scope is not NOBODY:
            # Pages about people stay with whoever asked, and leave nothing behind on a shared computer.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
