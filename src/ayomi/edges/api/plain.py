"""Programs never get a page: what was refused before or beside an operation is told in the interface's one shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse

HEAD: Final = "/api/"
NUL: Final = "\x00"
"""The one sign that PostgreSQL keeps in no text."""
BAD: Final = ("bad_request", "Permintaan ini tidak dapat dibaca.", "This request cannot be read.")
FAILED: Final = (
    "failed", "Ada gangguan di pihak kami. Kirim lagi permintaan yang sama.",
    "This is our fault. Send the same request again.",
)  # fmt: skip
TOLD: Final = {
    403: ("not_allowed", "Di luar wewenang akun ini.", "This account may not do that."),
    404: ("not_found", "Alamat ini tidak ada.", "There is no such address."),
    405: ("wrong_method", "Alamat ini tidak menerima cara ini.", "This address does not take this method."),
    413: ("too_large", "Permintaan ini terlalu besar.", "This request is too large."),
    429: ("too_often", "Terlalu sering. Tunggu satu menit.", "Too often. Wait for a minute."),
}


class PlainMiddleware:
    """Puts a refusal or a failure below HEAD that is no JSON into `{"error": …}`, with its status and headers.

    Refuses an address or query with NUL in it itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(HEAD):
            return self.get_response(request)
        if NUL in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return _refusal(400)
        response = self.get_response(request)
        if response.status_code < 400 or response.headers.get("Content-Type", "").startswith("application/json"):
            return response
        told = _refusal(response.status_code)
        for name in ("Allow", "Retry-After"):
            if name in response.headers:
                told[name] = response[name]
        return told


def _refusal(status: int) -> HttpResponse:
    code, message, english = TOLD.get(status, FAILED if status >= 500 else BAD)
    return JsonResponse({"error": {"code": code, "message": message, "message_en": english}}, status=status)
