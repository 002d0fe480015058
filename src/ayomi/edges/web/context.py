"""What the frame of every page needs: who looks, from where, which menu, what time it is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from ayomi.apps.offices.queries import path
from ayomi.apps.registry.queries.places import organisation_place, person_zone
from ayomi.edges.web.formats import ZONES
from ayomi.edges.web.navigation import address, menu
from ayomi.edges.web.roles import may

CAPITAL_ZONE = "WIB"
"""The zone of pages for whoever belongs to no office: that of the country's own time, Asia/Jakarta."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the user stands: the name in the bar, what is above it, and the zone of its clock."""

    name: str = ""
    above: str = ""
    zone: str = CAPITAL_ZONE


def place_of(user: Any) -> Place:
    """The office of staff with those between it and the head office; the organisation of who acts for one; a worker's
    own clock. Looked up once for a request."""
    if not user.is_authenticated:
        return Place()
    if (known := getattr(user, "place", None)) is None:
        known = user.place = _place_of(user)
    return cast(Place, known)


def _place_of(user: Any) -> Place:
    if user.office_id is not None:
        *above, own = path(user.office_id)
        return Place(
            own.name, ", ".join(office.name for office in reversed(above) if office.kind != "head"), own.timezone
        )
    if user.organisation_id is not None:
        return Place(*organisation_place(user.organisation_id))
    return Place(zone=person_zone(user.person_id)) if user.person_id is not None else Place()


def frame(request: HttpRequest) -> dict[str, Any]:
    user: Any = request.user
    place: Any = SimpleLazyObject(lambda: place_of(user))
    now = timezone.now()
    match = request.resolver_match
    here = match.view_name if match else ""
    return {
        "language": getattr(request, "LANGUAGE_CODE", "id"),
        "here": here,
        "place": place,
        "zone": SimpleLazyObject(lambda: place.zone),
        "now": now,
        "today": SimpleLazyObject(lambda: now.astimezone(ZONES[place.zone]).date()),
        "menu": menu(user.role, here) if user.is_authenticated else (),
        "search_url": address("search") if user.is_authenticated and may(user.role, "search") else "",
        "user_name": (user.full_name or user.username) if user.is_authenticated else "",
    }
