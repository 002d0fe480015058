"""Members of an office, an organisation or a project: pages of them, and how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.membership.rules.programmes import PROGRAMMES
from ayomi.core.matching.normalise import name_key


class UnknownMembership(LookupError):
    """No such membership, or none that may be seen from here."""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One membership in a list. `wage` and `programmes` as on the day asked for; `covered_until` the first day after
    its last paid day, None when nothing was paid. (`name_key`, `membership_id`) is the key of the next page."""

    membership_id: int
    person_id: int
    name: str
    name_key: str
    born: date | None
    nik_mask: str
    kpj: str
    segment: str
    channel: str
    organisation_id: int | None
    organisation: str
    project_id: int | None
    office_id: int
    payer_id: int
    occupation: str
    since: date
    until: date | None
    wage: int | None
    covered_until: date | None
    programmes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermRow:
    """What held, or was once thought to hold: superseded rows say when."""

    since: date
    until: date | None
    wage: int
    programmes: tuple[str, ...]
    family: bool
    reason: str
    recorded_at: datetime
    recorded_by: int | None
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Members on a day. `covered`: with that day paid for; `by_segment`: (segment, members, covered)."""

    members: int
    covered: int
    by_segment: tuple[tuple[str, int, int], ...]


_FLAGS = ", ".join(f"coalesce(t.{name}, false)" for name in PROGRAMMES)
_SELECT = f"""
SELECT m.id, m.person_id, p.name, p.name_key, p.born, p.nik_mask, m.kpj, m.segment, m.channel, m.organisation_id,
       coalesce(o.name, ''), m.project_id, m.office_id, m.payer_id, m.occupation, m.since, m.until, t.wage,
       CASE WHEN m.segment = 'migrant' THEN (SELECT max(c.covered_until) FROM membership_package c
                WHERE c.membership_id = m.id AND c.covered_since < c.covered_until)
            ELSE (SELECT c.until FROM membership_cover c WHERE c.membership_id = m.id AND c.since < c.until
                ORDER BY c.month DESC LIMIT 1) END, {_FLAGS}
FROM membership_membership m JOIN registry_person p ON p.id = m.person_id
LEFT JOIN registry_organisation o ON o.id = m.organisation_id
LEFT JOIN LATERAL (SELECT t.* FROM membership_term t WHERE t.membership_id = m.id AND t.superseded_at IS NULL
    AND t.since <= %(on)s AND (t.until IS NULL OR t.until > %(on)s) LIMIT 1) t ON true
"""


def _row(found: tuple[Any, ...]) -> MemberRow:
    chosen = tuple(name for name, has in zip(PROGRAMMES, found[19:], strict=True) if has)
    return MemberRow(*(*found[:19], chosen))


def _where(
    on: date, office_ids: Sequence[int], organisation_id: int | None, project_id: int | None, segment: str | None
) -> tuple[list[str], dict[str, Any]]:
    where = ["m.since <= %(on)s", "(m.until IS NULL OR m.until > %(on)s)"]
    values: dict[str, Any] = {"on": on}
    for column, value in (("organisation_id", organisation_id), ("project_id", project_id), ("segment", segment)):
        if value is not None:
            where.append(f"m.{column} = %({column})s")
            values[column] = value
    if office_ids:
        where.append("m.office_id = ANY (%(offices)s)")
        values["offices"] = list(office_ids)
    return where, values


def member_rows(
    *, on: date, office_ids: Sequence[int] = (), organisation_id: int | None = None, project_id: int | None = None,
    segment: str | None = None, name: str = "", covered: bool | None = None,
    after: tuple[str, int] | None = None, limit: int = 50,
) -> list[MemberRow]:  # fmt: skip
    """A page of those who are members on the day `on`, by name. `after`: (name_key, membership_id) of the last row
    before. `name`: beginning of a name. `covered`: only those whose day is paid for (or is not)."""
    where, values = _where(on, office_ids, organisation_id, project_id, segment)
    if name_key(name):
        where.append("starts_with(p.name_key, %(name)s)")
        values["name"] = name_key(name)
    if covered is not None:
        where.append(("" if covered else "NOT ") + _COVERED)
    if after is not None:
        where.append("(p.name_key, m.id) > (%(key)s, %(last)s)")
        values |= {"key": after[0], "last": after[1]}
    page = f"{_SELECT} WHERE {' AND '.join(where)} ORDER BY p.name_key, m.id LIMIT %(limit)s"
    return [_row(found) for found in rows_of(page, values | {"limit": limit})]


_COVERED = (
    "(EXISTS (SELECT 1 FROM membership_cover c WHERE c.membership_id = m.id"
    " AND c.month = date_trunc('month', %(on)s::date)::date AND c.since <= %(on)s AND c.until > %(on)s)"
    " OR EXISTS (SELECT 1 FROM membership_projectcover c WHERE c.project_id = m.project_id"
    " AND c.since <= %(on)s AND c.until > %(on)s)"
    " OR EXISTS (SELECT 1 FROM membership_package c WHERE c.membership_id = m.id"
    " AND c.covered_since <= %(on)s AND c.covered_until > %(on)s))"
)


def counts(
    *, on: date, office_ids: Sequence[int] = (), organisation_id: int | None = None, project_id: int | None = None
) -> Counts:  # fmt: skip
    """How many members, and how many with the day `on` paid for."""
    where, values = _where(on, office_ids, organisation_id, project_id, None)
    found = rows_of(
        f"SELECT m.segment, count(*), count(*) FILTER (WHERE {_COVERED}) FROM membership_membership m"
        f" WHERE {' AND '.join(where)} GROUP BY 1 ORDER BY 1",
        values,
    )
    return Counts(sum(row[1] for row in found), sum(row[2] for row in found), tuple((r[0], r[1], r[2]) for r in found))


def membership(membership_id: int, *, on: date) -> MemberRow:
    """One membership, whether it holds on the day or not. Raises `UnknownMembership`."""
    found = rows_of(f"{_SELECT} WHERE m.id = %(id)s", {"on": on, "id": membership_id})
    if not found:
        raise UnknownMembership(membership_id)
    return _row(found[0])


def terms(membership_id: int) -> list[TermRow]:
    """Every term ever recorded, superseded ones too, in the order of their days and then of their recording."""
    flags = ", ".join(PROGRAMMES)
    found = rows_of(
        f"SELECT since, until, wage, family, reason, recorded_at, recorded_by, superseded_at, {flags}"
        " FROM membership_term WHERE membership_id = %s ORDER BY since, recorded_at, id",
        [membership_id],
    )
    return [
        TermRow(r[0], r[1], r[2], tuple(n for n, has in zip(PROGRAMMES, r[8:], strict=True) if has), *r[3:8])
        for r in found
    ]
