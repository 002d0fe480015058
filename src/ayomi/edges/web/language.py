"""Indonesian unless asked for English: by `?lang=en`, by the choice of whoever signed in, or by an earlier visit."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

COOKIE = "ayomi_language"
SESSION_KEY = "language"


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = {code for code, _ in settings.LANGUAGES}
        asked = request.GET.get("lang")
        wishes = (asked, request.session.get(SESSION_KEY), request.COOKIES.get(COOKIE), settings.LANGUAGE_CODE)
        language = next(wish for wish in wishes if wish in known)
        if asked in known and request.session.get(SESSION_KEY, asked) != asked:
            request.session[SESSION_KEY] = asked
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if asked in known:
            response.set_cookie(
                COOKIE, asked, max_age=31_536_000, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
            )
        return response
