"""The log of acts: who did what, when, to what and why."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ayomi.apps.access.queries import users
from ayomi.apps.audit.queries import actions_noted, events
from ayomi.core.periods import parse_day
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.parts import Page
from ayomi.edges.web.trails import action_words, told

ROWS: Final = 50


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Acts, the newest first, narrowed by act, by whoever did it, and by days."""
    action, who = request.GET.get("tindakan", ""), request.GET.get("oleh", "").strip()[:80]
    since, until = _day(request, "dari"), _day(request, "sampai")
    by = next((user.id for user in users(text=who, limit=1)), 0) if who else None
    found = events(
        action=action, by=by, since=_start(since), until=_start(until + timedelta(days=1)) if until else None,
        before=number_of(request.GET.get("after", "")), limit=ROWS,
    )  # fmt: skip
    rows = found[:ROWS]
    return render(
        request,
        "trail/trail.html",
        {
            "page": Page(told(rows, cast(Any, request.user).role), str(rows[-1].event_id) if len(found) > ROWS else ""),
            "actions": sorted((action_words(name), name) for name in actions_noted()),
            "action": action,
            "who": who,
            "since": since,
            "until": until,
            "narrowed": any((action, who, since, until)),
        },
    )


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        day = parse_day(request.GET.get(name, ""))
    except ValueError:
        return None
    # The last day a calendar has is followed by none.
    return day if day < date.max else None


def _start(day: date | None) -> datetime | None:
    return None if day is None else timezone.make_aware(datetime.combine(day, time.min))
