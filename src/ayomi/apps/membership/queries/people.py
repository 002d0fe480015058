"""Members as a list that can be narrowed by how they stand: covered, in grace, waiting, lapsed, or gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.membership.queries.lists import _COVERED, _SELECT, MemberRow, _row
from ayomi.apps.membership.rules.cover import grace_months
from ayomi.core.matching.normalise import name_key

State = Literal["covered", "grace", "waiting", "lapsed", "ended"]
STATES: Final[tuple[State, ...]] = ("covered", "grace", "waiting", "lapsed", "ended")

_HELD: Final = "(m.until IS NULL OR m.until > %(on)s)"
_PAID_ONCE: Final = (
    "(EXISTS (SELECT 1 FROM membership_cover e WHERE e.membership_id = m.id AND e.since < e.until)"
    " OR EXISTS (SELECT 1 FROM membership_projectcover e WHERE e.project_id = m.project_id)"
    " OR EXISTS (SELECT 1 FROM membership_package e WHERE e.membership_id = m.id AND e.covered_since <= %(on)s"
    " AND e.covered_since < e.covered_until))"
)
# An employer pays for a month in the next one: until then the month before covers its workers, as the law has it.
_RUNNING: Final = (
    "(m.segment = 'wage_earner' AND EXISTS (SELECT 1 FROM membership_cover e WHERE e.membership_id = m.id"
    " AND e.since < e.until AND e.month >= date_trunc('month', %(on)s::date) - interval '1 month'))"
)
_IN_GRACE: Final = (
    "EXISTS (SELECT 1 FROM membership_cover e WHERE e.membership_id = m.id AND e.since < e.until"
    " AND e.month >= date_trunc('month', %(on)s::date) - make_interval(months => %(grace)s + 1))"
)
_CONDITIONS: Final[Mapping[State, str]] = {
    "covered": f"{_HELD} AND m.since <= %(on)s AND ({_COVERED} OR {_RUNNING})",
    "grace": f"{_HELD} AND m.since <= %(on)s AND NOT ({_COVERED} OR {_RUNNING}) AND {_IN_GRACE}",
    "waiting": f"{_HELD} AND (m.since > %(on)s OR NOT ({_COVERED} OR {_PAID_ONCE}))",
    "lapsed": f"{_HELD} AND m.since <= %(on)s AND NOT ({_COVERED} OR {_RUNNING} OR {_IN_GRACE}) AND {_PAID_ONCE}",
    "ended": "m.until <= %(on)s AND m.until > m.since",
}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which members are asked for; empty means any. `region`: a code, with all that lies in it."""

    segment: str = ""
    channel: str = ""
    organisation_id: int | None = None
    project_id: int | None = None
    region: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    member: MemberRow
    state: State


def person_rows(
    narrowed: Narrowed, *, on: date, state: State | None = None, after: tuple[str, int] | None = None, limit: int = 50
) -> list[PersonRow]:
    """A page of memberships by name with how each stands on the day. Without `state`: all that hold then or later.

    `after`: (name_key, membership_id) of the last row before. One row more than `limit` is read.
    """
    where, values = _where(narrowed, on)
    where.append(_CONDITIONS[state] if state else _HELD)
    if after is not None:
        where.append("(p.name_key, m.id) > (%(key)s, %(last)s)")
        values |= {"key": after[0], "last": after[1]}
    told = " ".join(f"WHEN {condition} THEN '{name}'" for name, condition in _CONDITIONS.items())
    select = _SELECT.replace("SELECT m.id,", f"SELECT CASE {told} ELSE 'ended' END, m.id,", 1)
    found = rows_of(
        f"{select} WHERE {' AND '.join(where)} ORDER BY p.name_key, m.id LIMIT %(limit)s",
        values | {"limit": limit + 1},
    )
    return [PersonRow(_row(row[1:]), row[0]) for row in found]


def person_counts(narrowed: Narrowed, *, on: date) -> dict[State, int]:
    """How many memberships stand in each state on the day."""
    where, values = _where(narrowed, on)
    columns = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in _CONDITIONS.values())
    found = rows_of(
        f"SELECT {columns} FROM membership_membership m JOIN registry_person p ON p.id = m.person_id"
        f" WHERE {' AND '.join(where)}",
        values,
    )[0]
    return dict(zip(STATES, found, strict=True))


def _where(narrowed: Narrowed, on: date) -> tuple[list[str], dict[str, Any]]:
    # The grace of both segments is the same three months; the law of the day says how many.
    where, values = ["true"], dict[str, Any](on=on, grace=grace_months("own_account", on))
    for column in ("segment", "channel", "organisation_id", "project_id"):
        value = getattr(narrowed, column)
        if value:
            where.append(f"m.{column} = %({column})s")
            values[column] = value
    if narrowed.region:
        where.append(
            "(coalesce(m.region_id, p.region_id) = %(region)s"
            " OR starts_with(coalesce(m.region_id, p.region_id), %(within)s))"
        )
        values |= {"region": narrowed.region, "within": f"{narrowed.region}."}
    if name_key(narrowed.name):
        where.append("starts_with(p.name_key, %(name)s)")
        values["name"] = name_key(narrowed.name)
    return where, values
