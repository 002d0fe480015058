"""Offices with their place in the tree, the regions they serve, and regions by name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from ayomi.apps.audit.queries import rows_of
from ayomi.core import places

_COLUMNS = (
    "o.id, o.code, o.name, o.kind, o.parent_id, o.seat_id, o.opened, o.closed, o.timezone, o.source, o.illustrative"
)


@dataclass(frozen=True, slots=True)
class Office:
    """One office. `parent_id` is None for the head office; `seat` a region code; `closed` the first day shut."""

    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    seat: str | None
    opened: date
    closed: date | None
    timezone: str
    source: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Area:
    """A region an office serves itself."""

    region: str
    name: str
    since: date
    until: date | None


class UnknownOffice(LookupError):
    """No such office."""


def exists() -> bool:
    """Whether any office is known, that is, whether the reference was loaded."""
    return bool(rows_of("SELECT 1 FROM offices_office LIMIT 1", []))


def office(office_id: int) -> Office:
    """Raises `UnknownOffice`."""
    found = rows_of(f"SELECT {_COLUMNS} FROM offices_office o WHERE o.id = %s", [office_id])
    if not found:
        raise UnknownOffice(office_id)
    return Office(*found[0])


def offices_of(office_ids: Collection[int]) -> dict[int, Office]:
    """Offices by number, as far as they are known."""
    found = rows_of(f"SELECT {_COLUMNS} FROM offices_office o WHERE o.id = ANY (%s)", [list(office_ids)])
    return {row[0]: Office(*row) for row in found}


def office_by_code(code: str) -> Office:
    """Raises `UnknownOffice`."""
    found = rows_of(f"SELECT {_COLUMNS} FROM offices_office o WHERE o.code = %s", [code])
    if not found:
        raise UnknownOffice(code)
    return Office(*found[0])


def head_office() -> Office:
    """The office that all others stand under. Raises `UnknownOffice` while the reference was not loaded."""
    found = rows_of(f"SELECT {_COLUMNS} FROM offices_office o WHERE o.kind = 'head' AND o.closed IS NULL", [])
    if not found:
        raise UnknownOffice("head")
    return Office(*found[0])


def path(office_id: int) -> tuple[Office, ...]:
    """The office and all above it today, head office first. Raises `UnknownOffice`."""
    found = rows_of(
        "WITH RECURSIVE above AS (SELECT id, parent_id, 0 AS height FROM offices_office WHERE id = %s"
        " UNION ALL SELECT p.id, p.parent_id, a.height + 1 FROM offices_office p JOIN above a ON p.id = a.parent_id)"
        f" SELECT {_COLUMNS} FROM above a JOIN offices_office o ON o.id = a.id ORDER BY a.height DESC",
        [office_id],
    )
    if not found:
        raise UnknownOffice(office_id)
    return tuple(Office(*row) for row in found)


def parent_on(office_id: int, on: date) -> Office | None:
    """The office above on a day, also a day long past; None for the head office or where nothing is known."""
    found = rows_of(
        f"SELECT {_COLUMNS} FROM offices_placement l JOIN offices_office o ON o.id = l.parent_id"
        " WHERE l.office_id = %s AND l.since <= %s AND (l.until IS NULL OR l.until > %s)",
        [office_id, on, on],
    )
    return Office(*found[0]) if found else None


def tree(office_id: int, *, on: date) -> tuple[tuple[int, Office], ...]:
    """The office and all below it that are open on the day, each with its depth, every office before those under it."""
    found = rows_of(
        "WITH RECURSIVE below AS (SELECT id, 0 AS depth, ARRAY[code::text] AS line FROM offices_office WHERE id = %s"
        " UNION ALL SELECT c.id, b.depth + 1, b.line || c.code::text FROM offices_office c"
        " JOIN below b ON c.parent_id = b.id)"
        f" SELECT b.depth, {_COLUMNS} FROM below b JOIN offices_office o ON o.id = b.id"
        " WHERE o.opened <= %s AND (o.closed IS NULL OR o.closed > %s) ORDER BY b.line",
        [office_id, on, on],
    )
    return tuple((row[0], Office(*row[1:])) for row in found)


def areas(office_id: int, *, on: date) -> tuple[Area, ...]:
    """The regions the office serves itself on the day."""
    found = rows_of(
        "SELECT a.region_id, r.name, a.since, a.until FROM offices_area a JOIN offices_region r ON r.code = a.region_id"
        " WHERE a.office_id = %s AND a.since <= %s AND (a.until IS NULL OR a.until > %s) ORDER BY a.region_id",
        [office_id, on, on],
    )
    return tuple(Area(*row) for row in found)


def area_now(regions: Sequence[str]) -> dict[str, tuple[int, date]]:
    """Region -> the office that serves it with no end in sight, and since when. What nobody serves is left out."""
    found = rows_of(
        "SELECT region_id, office_id, since FROM offices_area WHERE region_id = ANY (%s) AND until IS NULL",
        [list(regions)],
    )
    return {region: (office_id, since) for region, office_id, since in found}


def office_serving(region_code: str, on: date) -> int:
    """Id of the branch or sub-branch that serves a regency or district (by a code of any edition) on the day.

    Raises `places.UnknownRegion` for an unknown code and `places.NotServed` where no office does.
    """
    regency = places.region(region_code).code[:5]
    found = rows_of(
        "SELECT a.office_id FROM offices_area a JOIN offices_office o ON o.id = a.office_id"
        " WHERE a.region_id = ANY (%s) AND a.since <= %s AND (a.until IS NULL OR a.until > %s)"
        " AND o.kind IN ('branch', 'sub_branch') ORDER BY a.region_id = %s DESC LIMIT 1",
        [[regency, places.current_code(regency) or regency], on, on, regency],
    )
    if not found:
        raise places.NotServed(region_code)
    return int(found[0][0])


def region_name(code: str) -> str:
    """The region with what it lies in: `Wolo, Kabupaten Kolaka, Sulawesi Tenggara`. Raises `places.UnknownRegion`."""
    names, each = [], places.region(code)
    names.append(each.name)
    while each.parent is not None:
        each = places.region(each.parent)
        names.append(each.name)
    return ", ".join(names)


def search_regions(text: str, *, limit: int = 10) -> tuple[places.Region, ...]:
    """Regions of today by name or code, the larger first."""
    if text.strip() and places.knows(places.dotted(text.strip())):
        return (places.region(text.strip()),)
    return places.find_region(text)[:limit]
