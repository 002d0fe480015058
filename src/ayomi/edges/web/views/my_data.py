"""What is known about oneself: covered today, the whole history, each rupiah explained, the card, and who looked."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.registry import queries as registered
from ayomi.apps.registry.rules import REVEALABLE
from ayomi.edges.web.roles import offered
from ayomi.edges.web.views.person_words import NUMBERS, remarks
from ayomi.edges.web.views.persons import life_of


@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """To look at one's own data is not noted as a look."""
    user: Any = request.user
    try:
        who = registered.person(user.person_id or 0)
    except registered.UnknownPerson:
        raise Http404 from None
    # Her own life, through payers whose papers she may not open: their names belong to the answer.
    with owner_rights():
        life = life_of(request, who, timezone.localdate())
    shown = life | {
        "person": who,
        # The bills of whoever pays for her are the payer's own papers.
        "may": offered(user.role) - {"bill"},
        "remarks": remarks(who.warnings, who.nik_mask),
        "own": [(NUMBERS[name], getattr(who, f"{name}_mask")) for name in REVEALABLE if getattr(who, f"{name}_mask")],
    }
    answer = render(request, "my_data/my_data.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer
