"""Migrant workers: their packages, and how each of them stands on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection

from ayomi.apps.membership.rules.packages import ENDING_DAYS, STATES, Kind, State
from ayomi.core.matching.normalise import name_key


@dataclass(frozen=True, slots=True)
class PackageRow:
    """One package. [since, until) it is for; [covered_since, covered_until) it covers, None until it is paid."""

    package_id: int
    membership_id: int
    kind: Kind
    months: int
    since: date
    until: date
    destination: str
    recorded_on: date
    paid_on: date | None
    covered_since: date | None
    covered_until: date | None


@dataclass(frozen=True, slots=True)
class MigrantRow:
    """A migrant worker's membership. `departs`, `destination`, `months`: of the latest contract, with what it was
    prolonged by; `covered_until`: first day no longer paid for."""

    membership_id: int
    person_id: int
    name: str
    name_key: str
    kpj: str
    organisation: str
    departs: date | None
    months: int | None
    destination: str
    covered_until: date | None
    state: State

    @property
    def covered_last(self) -> date | None:
        """The last day paid for."""
        return self.covered_until - timedelta(days=1) if self.covered_until else None


def packages(membership_ids: Sequence[int]) -> list[PackageRow]:
    """All packages of these memberships that were not withdrawn, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, membership_id, kind, months, since, until, destination,"
            " (recorded_at AT TIME ZONE 'Asia/Jakarta')::date, paid_on, covered_since, covered_until"
            " FROM membership_package WHERE membership_id = ANY (%s) AND withdrawn_at IS NULL"
            " ORDER BY membership_id, since, id",
            [list(membership_ids)],
        )
        return [PackageRow(*row) for row in cursor.fetchall()]


def covered_spans(membership_ids: Sequence[int]) -> dict[int, list[tuple[date, date, date]]]:
    """Days covered by packages, as (since, until, paid_on) in order, within the membership."""
    found: dict[int, list[tuple[date, date, date]]] = {each: [] for each in membership_ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.membership_id, k.covered_since, least(k.covered_until, m.until), k.paid_on"
            " FROM membership_package k JOIN membership_membership m ON m.id = k.membership_id"
            " WHERE k.membership_id = ANY (%s) AND k.covered_since < least(k.covered_until, m.until) ORDER BY 1, 2",
            [list(membership_ids)],
        )
        for membership_id, *span in cursor.fetchall():
            found[membership_id].append((span[0], span[1], span[2]))
    return found


# The states one after the other: the first that fits is the one shown.
_STATE: Final = f"""
CASE WHEN m.until <= %(on)s THEN 'over'
     WHEN k.unpaid > 0 THEN 'unpaid'
     WHEN k.contracts = 0 THEN 'contract'
     WHEN k.covered AND k.ends <= %(on)s::date + {ENDING_DAYS} THEN 'ending'
     WHEN k.covered THEN 'covered'
     WHEN k.ends > %(on)s THEN 'coming'
     ELSE 'over' END
"""
_STANDING: Final = f"""
SELECT m.id, m.person_id, p.name, p.name_key, m.kpj, coalesce(o.name, '') AS organisation, c.since AS departs,
       c.months + coalesce((SELECT sum(x.months) FROM membership_package x WHERE x.membership_id = m.id
           AND x.kind = 'extension' AND x.withdrawn_at IS NULL AND x.since >= c.since), 0) AS months,
       coalesce(c.destination, '') AS destination, k.ends, {_STATE} AS state
FROM membership_membership m JOIN registry_person p ON p.id = m.person_id
LEFT JOIN registry_organisation o ON o.id = m.organisation_id
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE x.kind <> 'before') AS contracts,
           count(*) FILTER (WHERE x.paid_on IS NULL AND x.until > %(on)s) AS unpaid,
           coalesce(bool_or(x.covered_since <= %(on)s AND x.covered_until > %(on)s), false) AS covered,
           max(x.covered_until) FILTER (WHERE x.covered_since < x.covered_until) AS ends
    FROM membership_package x WHERE x.membership_id = m.id AND x.withdrawn_at IS NULL
) k ON true
LEFT JOIN LATERAL (
    SELECT x.since, x.months, x.destination FROM membership_package x
    WHERE x.membership_id = m.id AND x.kind = 'work' AND x.withdrawn_at IS NULL ORDER BY x.since DESC LIMIT 1
) c ON true
WHERE m.segment = 'migrant' AND (m.until IS NULL OR m.until > m.since)
"""


def migrant_rows(
    *, on: date, state: State | None = None, name: str = "", membership_id: int | None = None,
    after: tuple[str, int] | None = None, limit: int = 50,
) -> list[MigrantRow]:  # fmt: skip
    """A page of migrant workers by name. `after`: (name_key, membership_id) of the last row before. One row more than
    `limit` is read."""
    where = ["true"]
    values: dict[str, Any] = {"on": on, "limit": limit + 1}
    if state is not None:
        where.append("s.state = %(state)s")
        values["state"] = state
    if name_key(name):
        where.append("starts_with(s.name_key, %(name)s)")
        values["name"] = name_key(name)
    if membership_id is not None:
        where.append("s.id = %(membership)s")
        values["membership"] = membership_id
    if after is not None:
        where.append("(s.name_key, s.id) > (%(key)s, %(last)s)")
        values |= {"key": after[0], "last": after[1]}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.* FROM ({_STANDING}) s WHERE {' AND '.join(where)} ORDER BY s.name_key, s.id LIMIT %(limit)s",
            values,
        )
        return [MigrantRow(*row) for row in cursor.fetchall()]


def migrant_counts(*, on: date) -> dict[State, int]:
    """How many migrant workers stand in each state on the day."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT s.state, count(*) FROM ({_STANDING}) s GROUP BY 1", {"on": on})
        found = dict(cursor.fetchall())
    return {state: found.get(state, 0) for state in STATES}


def migrant(membership_id: int, *, on: date) -> MigrantRow | None:
    """One migrant worker, or None where there is none or she may not be seen."""
    found = migrant_rows(on=on, membership_id=membership_id, limit=0)
    return found[0] if found else None
