"""What no page can read is refused before any page sees it: signs that cannot be stored, numbers that no row has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

LARGEST_NUMBER: Final = 2**63 - 1
"""The largest number a row can have."""
NUL: Final = "\x00"
"""PostgreSQL keeps every sign in its texts but this one, and no keyboard has it."""


class ReadableMiddleware:
    """400 for an address or form with NUL in it, 404 for an address with a number beyond all rows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        if NUL in request.path or _holds_nul((request.GET, request.POST)):
            raise BadRequest("NUL in the request")
        if any(isinstance(number, int) and number > LARGEST_NUMBER for number in kwargs.values()):
            raise Http404


def _holds_nul(asked: Iterable[QueryDict]) -> bool:
    return any(NUL in name or any(NUL in value for value in values) for each in asked for name, values in each.lists())
