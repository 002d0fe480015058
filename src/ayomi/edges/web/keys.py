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
    last = number_of(number)
    return (name, last) if name and last is not None else None


def number_of(text: str) -> int | None:
    """The number of a row as an address gives it; None for what can be none, such as more digits than any row has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def page_of(rows: Sequence[Row], limit: int, key: Callable[[Row], tuple[str, int]], total: int | None = None) -> Page:
    """A page of at most `limit` rows, of which one more was read to know whether there are others."""
    shown = rows[:limit]
    name, number = key(shown[-1]) if len(rows) > limit else ("", 0)
    return Page(shown, f"{name}~{number}" if name else "", "", total)
