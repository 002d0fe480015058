"""For whom a list is: an organisation, a construction project, or people who each pay alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import connection

from ayomi.apps.registry import queries as registry

CHANNEL_OF: Final = {"cooperative": "cooperative", "association": "association", "government": "government"}
"""Kinds of organisation that are a channel of their own; people come through every other kind as through a firm."""
SEGMENT_OF: Final = {"cooperative": "own_account", "association": "own_account", "alone": "own_account",
                     "project": "construction"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """`channel`: as memberships name it. `segments`: what its people may be, the usual one first."""

    organisation_id: int | None
    project_id: int | None
    name: str
    channel: str
    office_id: int | None
    contractor_id: int | None
    segments: tuple[str, ...]

    @property
    def segment(self) -> str:
        return self.segments[0]


ALONE: Final = Target(None, None, "", "alone", None, None, ("own_account", "migrant"))


def target(organisation_id: int | None, project_id: int | None) -> Target:
    """For whom a list of this organisation, project or neither is. Raises the registry's `Unknown...`."""
    if project_id is not None:
        project = registry.project(project_id)
        return Target(
            None, project_id, project.name, "project", project.office_id, project.contractor_id, ("construction",)
        )
    if organisation_id is None:
        return ALONE
    found = registry.organisation(organisation_id)
    channel = CHANNEL_OF.get(found.kind, "firm")
    if channel in SEGMENT_OF:
        segments: tuple[str, ...] = ("own_account", "wage_earner", "migrant")
    else:
        segments = ("wage_earner", "own_account", "migrant") if channel == "government" else ("wage_earner", "migrant")
    return Target(organisation_id, None, found.name, channel, found.office_id, None, segments)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a list may be for. `what`: 'organisation' or 'project'; `number`: NPP or number of the project."""

    what: str
    id: int
    name: str
    kind: str
    place: str
    number: str


def candidates(text: str, *, limit: int = 12) -> list[Candidate]:
    """Organisations and projects by name, NPP or payer number among those one may see."""
    found = []
    for hit in registry.search(text, limit=limit) if text.strip() else ():
        if hit.kind in ("organisation", "project") and hit.id is not None:
            kind, _, place = hit.subtitle.partition(", ")
            found.append(Candidate(hit.kind, hit.id, hit.title, kind, place, hit.number))
    return found


def recent(*, limit: int = 8) -> list[Candidate]:
    """Organisations for which lists came last, else some that may be seen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'organisation', o.id, o.name, o.kind, coalesce(r.name, ''), coalesce(o.npp, '')"
            " FROM registry_organisation o LEFT JOIN offices_region r ON r.code = o.region_id"
            " LEFT JOIN LATERAL (SELECT max(received_at) AS last FROM intake_upload u WHERE u.organisation_id = o.id) u"
            " ON true ORDER BY u.last DESC NULLS LAST, o.id DESC LIMIT %s",
            [limit],
        )
        return [Candidate(*row) for row in cursor.fetchall()]
