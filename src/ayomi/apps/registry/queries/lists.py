"""Organisations, projects and their parts as lists of pages, and the merges behind a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ayomi.apps.audit.queries import rows_of
from ayomi.core.matching.normalise import organisation_key


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One record merged into another and not separated since. `id` is the merge's, for separating."""

    id: int
    kept_id: int
    merged_id: int
    name: str
    born: date | None
    nik_mask: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One organisation in a list. `size` and `risk` as on the day asked for, empty where nothing was decided."""

    id: int
    name: str
    name_key: str
    kind: str
    npp: str
    region: str | None
    region_name: str
    size: str
    risk: str


@dataclass(frozen=True, slots=True)
class SiteRow:
    name: str
    nitku: str
    address: str
    region: str | None
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ContactRow:
    name: str
    duty: str
    phone: str
    email: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One construction project in a list. `contract_value`: rupiah without VAT; `ends` the day after the last."""

    id: int
    number: str
    name: str
    name_key: str
    contractor_id: int
    contractor: str
    region_name: str
    contract_value: int
    registered: date
    starts: date
    ends: date
    instalments: int
    workers_planned: int


_MERGE = """
SELECT m.id, m.kept_id, m.merged_id, coalesce(p.name, ''), p.born, coalesce(p.nik_mask, ''), m.reason, m.at
FROM registry_merge m LEFT JOIN registry_person p ON p.id = m.merged_id WHERE m.undone_at IS NULL
"""


def merges_of(person_ids: Sequence[int]) -> list[MergeRow]:
    """The merges that made one person of these records, newest first."""
    found = rows_of(f"{_MERGE} AND m.merged_id = ANY (%s) ORDER BY m.at DESC, m.id DESC", [list(person_ids)])
    return [MergeRow(*row) for row in found]


def merge_of(merge_id: int) -> MergeRow | None:
    """One merge that was not undone, or None where there is none or it may not be seen."""
    found = rows_of(f"{_MERGE} AND m.id = %s", [merge_id])
    return MergeRow(*found[0]) if found else None


def names_of(*, organisations: Sequence[int], projects: Sequence[int]) -> dict[tuple[str, int], str]:
    """The names of those that may be seen, by kind ('organisation', 'project') and number."""
    found = rows_of(
        "SELECT 'organisation', id, name FROM registry_organisation WHERE id = ANY (%s)"
        " UNION ALL SELECT 'project', id, name FROM registry_project WHERE id = ANY (%s)",
        [list(organisations), list(projects)],
    )
    return {(kind, number): name for kind, number, name in found}


def organisation_rows(
    *, on: date, kinds: Sequence[str] = (), size: str = "", risk: str = "", region: str = "", text: str = "",
    after: tuple[str, int] | None = None, limit: int = 50,
) -> list[OrganisationRow]:  # fmt: skip
    """A page of organisations by name. `text`: beginning of a name; `region`: a code, with all that lies in it.

    `after`: (name_key, id) of the last row before. One row more than `limit` is read.
    """
    where, values = _narrowed(kinds, size, risk, region, text)
    if after is not None:
        where += " AND (o.name_key, o.id) > (%(key)s, %(last)s)"
        values |= {"key": after[0], "last": after[1]}
    found = rows_of(
        "SELECT o.id, o.name, o.name_key, o.kind, coalesce(o.npp, ''), o.region_id, coalesce(r.name, ''),"
        f" coalesce(t.size, ''), coalesce(t.risk, '') {_FROM} WHERE {where} ORDER BY o.name_key, o.id LIMIT %(limit)s",
        values | {"on": on, "limit": limit + 1},
    )
    return [OrganisationRow(*row) for row in found]


def organisation_counts(
    *, on: date, kinds: Sequence[str] = (), size: str = "", risk: str = "", region: str = "", text: str = ""
) -> dict[str, int]:
    """How many organisations of each kind the same narrowing leaves."""
    where, values = _narrowed(kinds, size, risk, region, text)
    return dict(rows_of(f"SELECT o.kind, count(*) {_FROM} WHERE {where} GROUP BY 1 ORDER BY 1", values | {"on": on}))


_FROM = """
FROM registry_organisation o LEFT JOIN offices_region r ON r.code = o.region_id
LEFT JOIN registry_organisationterm t ON t.organisation_id = o.id AND t.superseded_at IS NULL
    AND t.since <= %(on)s AND (t.until IS NULL OR t.until > %(on)s)
"""


def _narrowed(
    kinds: Sequence[str], size: str, risk: str, region: str, text: str
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    where, values = ["true"], dict[str, Any]()
    if kinds:
        where.append("o.kind = ANY (%(kinds)s)")
        values["kinds"] = list(kinds)
    for column, value in (("size", size), ("risk", risk)):
        if value:
            where.append(f"t.{column} = %({column})s")
            values[column] = value
    if region:
        where.append("(o.region_id = %(region)s OR starts_with(o.region_id, %(within)s))")
        values |= {"region": region, "within": f"{region}."}
    if organisation_key(text):
        where.append("starts_with(o.name_key, %(text)s)")
        values["text"] = organisation_key(text)
    return " AND ".join(where), values


def sites(organisation_id: int) -> list[SiteRow]:
    """Places of business, those in use first."""
    found = rows_of(
        "SELECT name, nitku, address, region_id, since, until FROM registry_site WHERE organisation_id = %s"
        " ORDER BY until IS NOT NULL, name, id",
        [organisation_id],
    )
    return [SiteRow(*row) for row in found]


def contacts(organisation_id: int) -> list[ContactRow]:
    """People who act for the organisation, those who still do first."""
    found = rows_of(
        "SELECT name, duty, phone, email, since, until FROM registry_contact WHERE organisation_id = %s"
        " ORDER BY until IS NOT NULL, since DESC, id",
        [organisation_id],
    )
    return [ContactRow(*row) for row in found]


def project_rows(
    *, on: date, state: str = "", contractor_id: int | None = None, text: str = "",
    after: tuple[str, int] | None = None, limit: int = 50,
) -> list[ProjectRow]:  # fmt: skip
    """A page of projects by name. `state`: 'coming', 'running', 'maintenance' or 'over' on the day `on`, '' for all.

    One row more than `limit` is read.
    """
    where, values = [_PROJECT_STATES[state]], {"on": on, "limit": limit + 1}
    if contractor_id is not None:
        where.append("j.contractor_id = %(contractor)s")
        values["contractor"] = contractor_id
    if organisation_key(text):
        where.append("starts_with(j.name_key, %(text)s)")
        values["text"] = organisation_key(text)
    if after is not None:
        where.append("(j.name_key, j.id) > (%(key)s, %(last)s)")
        values |= {"key": after[0], "last": after[1]}
    found = rows_of(
        "SELECT j.id, j.number, j.name, j.name_key, j.contractor_id, coalesce(o.name, ''), coalesce(r.name, ''),"
        " j.contract_value, j.registered, j.starts, j.ends, j.instalments, j.workers_planned"
        " FROM registry_project j LEFT JOIN registry_organisation o ON o.id = j.contractor_id"
        " LEFT JOIN offices_region r ON r.code = j.region_id"
        f" WHERE {' AND '.join(where)} ORDER BY j.name_key, j.id LIMIT %(limit)s",
        values,
    )
    return [ProjectRow(*row) for row in found]


_PROJECT_STATES = {
    "": "true",
    "coming": "j.starts > %(on)s",
    "running": "j.starts <= %(on)s AND j.ends > %(on)s",
    "maintenance": "j.ends <= %(on)s AND j.maintenance_until > %(on)s",
    "over": "coalesce(j.maintenance_until, j.ends) <= %(on)s",
}


def project_counts(*, on: date) -> dict[str, int]:
    """How many projects stand in each state on the day."""
    columns = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in _PROJECT_STATES.values())
    found = rows_of(f"SELECT {columns} FROM registry_project j", {"on": on})[0]
    return dict(zip(_PROJECT_STATES, found, strict=True))
