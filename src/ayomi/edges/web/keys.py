"""Reading long lists by key: where a page begins, and the key of the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.http import HttpRequest

from ayomi.edges.web.parts import Page

Row = TypeVar("Row")


def after_of(request: HttpRequest) -> tuple[str, int] | None:
    """The key in the address, `name~number`; None where there is none or it was tampered with."""
    name, _, number = request.GET.get("after", "").rpartition("~")
    return (name, int(number)) if name and number.isascii() and number.isdigit() and len(number) < 19 else None


def page_of(
    rows: Sequence[Row], limit: int, key: Callable[[Row], tuple[str, int]], total: int | None = None
) -> Page:
    """A page of at most `limit` rows, of which one more was read to know whether there are others."""
    shown = rows[:limit]
    name, number = key(shown[-1]) if len(rows) > limit else ("", 0)
    return Page(shown, f"{name}~{number}" if name else "", "", total)
