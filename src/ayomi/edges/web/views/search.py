"""One box: people, organisations, projects, bills and places. An exact number goes straight to its page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ayomi.apps.contributions.queries.bills import BillRow, bill_by_code
from ayomi.apps.membership.queries import search as found_by
from ayomi.apps.registry.queries import Hit
from ayomi.apps.registry.rules import sought
from ayomi.edges.web.roles import may

LIMIT = 20
GROUPS = ("person", "organisation", "project", "place")
OF_A_PLACE = ("place", "organisation", "project")
"""The name of a place means the place: its people are a list of their own, one link away."""
ADDRESSES = {"person": "person", "organisation": "organisation", "project": "project"}


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What a text may mean among what the user may see."""
    user: Any = request.user
    text = request.GET.get("q", "").strip()[:200]
    hits = found_by(text, limit=LIMIT) if text else []
    digits = sought(text).digits if text else ""
    bill = bill_by_code(digits) if digits and may(user.role, "bill") else None
    if bill is not None and not hits:
        return redirect("bill", bill_id=bill.bill_id)
    straight = _straight(digits, hits, bill)
    if straight is not None:
        return redirect(ADDRESSES[straight.kind], straight.id)
    order = OF_A_PLACE if any(hit.kind == "place" for hit in hits) and not _named(text, hits) else GROUPS
    groups = [(kind, [hit for hit in hits if hit.kind == kind]) for kind in order]
    shown = {
        "text": text,
        "bill": bill,
        "groups": [(kind, found, len(found) >= LIMIT) for kind, found in groups if found],
        "count": sum(len(found) for _kind, found in groups) + (bill is not None),
        "wider": _wider(text) if text and not hits and bill is None else "",
    }
    return render(request, "search/search.html", shown)


def _named(text: str, hits: list[Hit]) -> bool:
    """Whether someone bears what was typed in the name."""
    first = text.split()[0].casefold()
    return any(hit.kind == "person" and first in hit.title.casefold() for hit in hits)


def _straight(digits: str, hits: list[Hit], bill: BillRow | None) -> Hit | None:
    """The one thing a whole number belongs to."""
    things = [hit for hit in hits if hit.id is not None]
    return things[0] if digits and bill is None and len({(hit.kind, hit.id) for hit in things}) == 1 else None


def _wider(text: str) -> str:
    """A text that finds more: the first word alone, shortened."""
    words = text.split()
    if len(words) > 1:
        return words[0]
    return text[: max(len(text) - 2, 3)] if len(text) > 4 else ""
