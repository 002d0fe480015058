"""When each device was last seen, for the list of devices: written once a minute, not at every page."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

OFTEN_ENOUGH: Final = 60.0
"""Seconds within which a device counts as seen just now."""
MOST_REMEMBERED: Final = 10_000


class DevicesMiddleware:
    """Keeps the row of whoever is signed in up to date. A page must not cost a write that nobody reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.seen: dict[tuple[str, int], float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        session = request.session.session_key
        if session and user.is_authenticated and self._due((session, user.pk)):
            UserSession.objects.create_from_request(request)
        return self.get_response(request)

    def _due(self, device: tuple[str, int]) -> bool:
        now = time.monotonic()
        if now - self.seen.get(device, -OFTEN_ENOUGH) < OFTEN_ENOUGH:
            return False
        if len(self.seen) >= MOST_REMEMBERED:
            self.seen.clear()
        self.seen[device] = now
        return True
