"""Scenarios, openings of offices, and what plans begin from: officers, offices and workers as they are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from ayomi.apps.access.queries import names
from ayomi.apps.audit.queries import rows_of
from ayomi.apps.steering.queries.levels import level
from ayomi.apps.steering.rules.plans import read
from ayomi.core.periods import Month
from ayomi.core.planning.examples import REGION_II_2013
from ayomi.core.planning.growth import Assumptions
from ayomi.core.planning.sharing_out import Aim, Branch, Group, Share, amounts_of, share_out

OFFICERS: Final = ("membership_officer", "supervisor")
"""Roles whose people visit."""


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """Assumptions under a name. `saved_by`: the name of whoever saved it last."""

    id: int
    office_id: int
    name: str
    assumptions: Assumptions
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """An office on its way. `parent`, `planner`, `decider`: names; `serves`: names of the regencies."""

    id: int
    office_id: int
    parent_id: int
    parent: str
    code: str
    name: str
    kind: str
    seat: str
    opens_on: date
    purpose: str
    state: str
    planned_at: datetime
    planned_by: int | None
    planner: str
    decided_at: datetime | None
    decider: str
    opened_id: int | None
    opened_on: date | None
    serves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpeningMore:
    """What belongs to an opening: staff (name, role, where they are now), first targets (text of indicator, amount),
    and its history (state, moment, name, note)."""

    staff: tuple[tuple[str, str, str], ...]
    targets: tuple[tuple[str, int], ...]
    history: tuple[tuple[str, datetime, str, str], ...]


@dataclass(frozen=True, slots=True)
class OpenedOffice:
    """An office by the day it was opened. `serves`: regencies of its first day; `source`: who says so."""

    id: int
    code: str
    name: str
    opened: date
    parent: str
    serves: tuple[str, ...]
    source: str
    illustrative: bool


_SCENARIOS = "SELECT id, office_id, name, assumptions, saved_at, saved_by FROM steering_scenario"


def scenarios(office_id: int) -> list[ScenarioRow]:
    """The scenarios of an office by name."""
    return _scenarios(rows_of(f"{_SCENARIOS} WHERE office_id = %(office)s ORDER BY name", {"office": office_id}))


def scenarios_by_id(ids: Sequence[int]) -> list[ScenarioRow]:
    """Those of the scenarios that may be seen, in the order asked for."""
    found = {row.id: row for row in _scenarios(rows_of(f"{_SCENARIOS} WHERE id = ANY (%(ids)s)", {"ids": list(ids)}))}
    return [found[each] for each in ids if each in found]


def _scenarios(rows: Sequence[tuple[Any, ...]]) -> list[ScenarioRow]:
    by = names([row[5] for row in rows if row[5] is not None])
    return [
        ScenarioRow(row[0], row[1], row[2], read(_json(row[3])), row[4], by.get(row[5], "") if row[5] else "")
        for row in rows
    ]


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


_OPENINGS = """
SELECT o.id, o.office_id, o.parent_id, p.name, o.code, o.name, o.kind, o.seat_id, o.opens_on, o.purpose, o.state,
       o.planned_at, o.planned_by, o.decided_at, o.decided_by, o.opened_id, f.opened,
       coalesce((SELECT array_agg(r.name ORDER BY r.code) FROM steering_openingarea a
                 JOIN offices_region r ON r.code = a.region_id WHERE a.opening_id = o.id), '{}')
FROM steering_opening o JOIN offices_office p ON p.id = o.parent_id LEFT JOIN offices_office f ON f.id = o.opened_id
"""


def openings(offices: Sequence[int]) -> list[OpeningRow]:
    """Openings planned by these offices, those that wait first, then the newest."""
    return _openings(
        rows_of(
            _OPENINGS + " WHERE o.office_id = ANY (%(offices)s)"
            " ORDER BY array_position(ARRAY['planned', 'approved'], o.state::text), o.planned_at DESC, o.id",
            {"offices": list(offices)},
        )
    )


def opening(opening_id: int) -> OpeningRow | None:
    """One opening; None where there is none that may be seen."""
    found = _openings(rows_of(_OPENINGS + " WHERE o.id = %(id)s", {"id": opening_id}))
    return found[0] if found else None


def _openings(rows: Sequence[tuple[Any, ...]]) -> list[OpeningRow]:
    by = names(sorted({each for row in rows for each in (row[12], row[14]) if each is not None}))
    return [
        OpeningRow(
            *(*row[:13], by.get(row[12], ""), row[13], by.get(row[14], ""), row[15], row[16], tuple(row[17]))
        )
        for row in rows
    ]  # fmt: skip


def opening_more(opening_id: int) -> OpeningMore:
    """Staff, first targets and history of an opening."""
    asked = {"id": opening_id}
    staff = rows_of(
        "SELECT coalesce(nullif(u.full_name, ''), u.username), s.role, coalesce(f.name, '')"
        " FROM steering_openingstaff s JOIN access_user u ON u.id = s.user_id"
        " LEFT JOIN offices_office f ON f.id = u.office_id WHERE s.opening_id = %(id)s ORDER BY s.id",
        asked,
    )
    targets = rows_of(
        "SELECT indicator, amount FROM steering_openingtarget WHERE opening_id = %(id)s ORDER BY id", asked
    )
    events = rows_of(
        "SELECT state, at, by, note FROM steering_openingevent WHERE opening_id = %(id)s ORDER BY id", asked
    )
    by = names([row[2] for row in events if row[2] is not None])
    history = tuple((state, at, by.get(who, "") if who else "", note) for state, at, who, note in events)
    return OpeningMore(tuple(staff), tuple(targets), history)


_OPENED = """
WITH RECURSIVE stood AS (
    SELECT l.office_id, l.parent_id FROM offices_placement l JOIN offices_office o ON o.id = l.office_id
    WHERE l.since <= o.opened AND (l.until IS NULL OR l.until > o.opened)
), edges AS (
    SELECT id AS child, parent_id AS parent FROM offices_office
    UNION SELECT office_id, parent_id FROM offices_placement
), below AS (
    SELECT %(top)s::bigint AS id UNION SELECT e.child FROM edges e JOIN below b ON e.parent = b.id
)
SELECT o.id, o.code, o.name, o.opened, coalesce(p.name, ''),
       coalesce((SELECT array_agg(r.name ORDER BY r.code) FROM offices_area a
                 JOIN offices_region r ON r.code = a.region_id WHERE a.office_id = o.id AND a.since = o.opened), '{}'),
       o.source, o.illustrative
FROM offices_office o LEFT JOIN stood s ON s.office_id = o.id LEFT JOIN offices_office p ON p.id = s.parent_id
WHERE o.id IN (SELECT id FROM below) AND extract(year FROM o.opened) = %(year)s AND o.kind IN ('branch', 'sub_branch')
ORDER BY o.opened, o.name
"""


def offices_opened(top: int, year: int) -> list[OpenedOffice]:
    """Branches and sub-branches opened in a year under an office, as it stands or as it ever stood."""
    return [OpenedOffice(*(*row[:5], tuple(row[5]), *row[6:])) for row in rows_of(_OPENED, {"top": top, "year": year})]


def years_opened(top: int) -> list[int]:
    """Years in which branches or sub-branches were opened under an office, the newest first."""
    found = rows_of(
        _OPENED.partition("SELECT o.id")[0]
        + "SELECT DISTINCT extract(year FROM opened)::int FROM offices_office WHERE id IN (SELECT id FROM below)"
        " AND kind IN ('branch', 'sub_branch') ORDER BY 1 DESC",
        {"top": top},
    )
    return [year for (year,) in found]


_STAFFED = """
WITH RECURSIVE under AS (
    SELECT id AS node, id AS office FROM offices_office WHERE id = ANY (%(nodes)s)
    UNION SELECT u.node, o.id FROM under u JOIN offices_office o ON o.parent_id = u.office
        WHERE o.opened <= %(on)s AND (o.closed IS NULL OR o.closed > %(on)s)
)
SELECT u.node, count(DISTINCT u.office) FILTER (WHERE o.kind IN ('branch', 'sub_branch')),
       count(DISTINCT x.id) FILTER (WHERE x.role = ANY (%(roles)s) AND x.is_active)
FROM under u JOIN offices_office o ON o.id = u.office LEFT JOIN access_user x ON x.office_id = u.office GROUP BY 1
"""


def staffed(offices: Sequence[int], on: date) -> dict[int, tuple[int, int]]:
    """Office -> (branches and sub-branches under it or itself, people who visit in them)."""
    found = rows_of(_STAFFED, {"nodes": list(offices), "on": on, "roles": list(OFFICERS)})
    return {node: (many, officers) for node, many, officers in found}


def beginning(office_id: int, month: Month, on: date) -> Assumptions:
    """Assumptions to begin from: what is counted today, twice that as the goal, all else as in the plan of 2013."""
    offices, officers = staffed([office_id], on).get(office_id, (0, 0))
    covered = level([office_id], month, "workers_covered").get(office_id, 0)
    return replace(
        REGION_II_2013, covered=covered, goal=covered * 2, workers=max(covered * 10, 1), offices=offices,
        officers=max(officers, 1), sponsored_now=0, contribution=16_800,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BranchNow:
    """A branch as sharing out begins from it. `covered`: workers at the end of the month before."""

    id: int
    name: str
    parent_id: int
    parent: str
    covered: int
    officers: int


_BRANCHES = """
WITH RECURSIVE below AS (
    SELECT id, ARRAY[code::text] AS line FROM offices_office WHERE id = %(top)s
    UNION ALL SELECT o.id, b.line || o.code::text FROM offices_office o JOIN below b ON o.parent_id = b.id
)
SELECT o.id, o.name, p.id, p.name FROM below b JOIN offices_office o ON o.id = b.id
LEFT JOIN offices_office p ON p.id = o.parent_id
WHERE o.kind = 'branch' AND o.opened <= %(on)s AND (o.closed IS NULL OR o.closed > %(on)s) ORDER BY b.line
"""


def branches_now(top: int, month: Month, on: date) -> list[BranchNow]:
    """The branches under an office (itself, if it is one), each with the sub-branches under it."""
    found = rows_of(_BRANCHES, {"top": top, "on": on})
    ids = [row[0] for row in found]
    reached = level(ids, month, "workers_covered") if ids else {}
    people = staffed(ids, on) if ids else {}
    return [
        BranchNow(each, name, parent, above, reached.get(each, 0), people.get(each, (0, 0))[1])
        for each, name, parent, above in found
    ]


def draft_of_targets(
    total: int, branches: Sequence[Branch], groups: Sequence[Group] = (), *, aim: Aim = "even"
) -> tuple[dict[int, int], tuple[Share, ...]]:
    """{office id: amount} for a draft of targets, and why each stands where it does. Raises CannotBeShared."""
    shares = share_out(total, branches, groups, aim=aim)
    return amounts_of(shares), shares
