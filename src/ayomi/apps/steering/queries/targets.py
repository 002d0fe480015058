"""Targets of offices: those in force, which alone count; those at work; and every revision there was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from ayomi.apps.offices.queries import Office, tree
from ayomi.apps.steering.rules.course import Course
from ayomi.apps.steering.rules.deciding import OPEN_STATES, decides_on
from ayomi.apps.steering.rules.target_cells import Place


@dataclass(frozen=True, slots=True)
class InForce:
    """A target that counts. `course`: what shall stand by the end of each month; its last value is `amount`."""

    amount: int
    course: Course
    source: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One revision of a target, with the names of whoever wrote, proposed and decided on it ('' for the system)."""

    id: int
    office_id: int
    office_code: str
    office_name: str
    office_kind: str
    year: int
    indicator: str
    revision: int
    amount: int
    course: Course
    course_rule: str
    origin: str
    source: str
    reason: str
    state: str
    owner_id: int | None
    owner: str
    recorded_at: datetime
    recorded_by: int | None
    writer: str
    proposed_at: datetime | None
    proposed_by: int | None
    proposer: str
    decided_at: datetime | None
    decided_by: int | None
    decider: str
    decision: str
    until: datetime | None
    shared_from_id: int | None
    file_id: int | None
    before: int | None
    """The amount in force when this was asked for, None for none."""

    @property
    def in_force(self) -> bool:
        return self.state == "approved" and self.until is None


@dataclass(frozen=True, slots=True)
class Below:
    """The offices directly below one, taken together. None: none of them has a target. `held`: how many have one."""

    offices: int
    held: int
    in_force: int | None
    planned: int | None
    """As it would be once everything at work is approved."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One target of one office: in force, at work, and against those directly below."""

    depth: int
    office: Office
    indicator: str
    in_force: TargetRow | None
    at_work: TargetRow | None
    below: Below

    @property
    def figure(self) -> int | None:
        """What the office would have once everything at work is approved."""
        row = self.at_work or self.in_force
        return None if row is None else row.amount

    @property
    def difference(self) -> int | None:
        """The offices below together less the office's own target in force; None where one of them is missing."""
        if self.in_force is None or self.below.in_force is None:
            return None
        return self.below.in_force - self.in_force.amount

    @property
    def planned_difference(self) -> int | None:
        """The same once everything at work is approved."""
        if self.figure is None or self.below.planned is None:
            return None
        return self.below.planned - self.figure


_ROWS: Final = """
SELECT t.id, t.office_id, o.code, o.name, o.kind, t.year, t.indicator, t.revision, t.amount, t.course, t.course_rule,
       t.origin, t.source, t.reason, t.state, t.owner_id, coalesce(nullif(w.full_name, ''), w.username, ''),
       t.recorded_at, t.recorded_by, coalesce(nullif(a.full_name, ''), a.username, ''), t.proposed_at, t.proposed_by,
       coalesce(nullif(p.full_name, ''), p.username, ''), t.decided_at, t.decided_by,
       coalesce(nullif(d.full_name, ''), d.username, ''), t.decision, t.until, t.shared_from_id, t.file_id, f.amount
FROM steering_target t JOIN offices_office o ON o.id = t.office_id
LEFT JOIN access_user w ON w.id = t.owner_id LEFT JOIN access_user a ON a.id = t.recorded_by
LEFT JOIN access_user p ON p.id = t.proposed_by LEFT JOIN access_user d ON d.id = t.decided_by
LEFT JOIN steering_target f ON f.office_id = t.office_id AND f.year = t.year AND f.indicator = t.indicator
    AND f.state = 'approved' AND f.until IS NULL AND f.id <> t.id
"""


def _rows(condition: str, parameters: Mapping[str, Any]) -> list[TargetRow]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_ROWS} WHERE {condition}", parameters)
        return [_row(row) for row in cursor.fetchall()]


def _row(row: Sequence[Any]) -> TargetRow:
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return TargetRow(*values)


def in_force(office_ids: Sequence[int], year: int, *, at: datetime | None = None) -> dict[tuple[int, str], InForce]:
    """(office, indicator) -> the approved target of a year. `at`: as it stood at a moment, else as it stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT office_id, indicator, amount, course, source FROM steering_target"
            " WHERE office_id = ANY (%(ids)s) AND year = %(year)s AND state = 'approved'"
            " AND (%(at)s::timestamptz IS NULL AND until IS NULL OR decided_at <= %(at)s"
            " AND (until IS NULL OR until > %(at)s))",
            {"ids": list(office_ids), "year": year, "at": at},
        )
        return {
            (office_id, indicator): InForce(amount, tuple(course), source)
            for office_id, indicator, amount, course, source in cursor.fetchall()
        }


def revision(target_id: int) -> TargetRow | None:
    """One revision, or None where there is none that may be seen."""
    return next(iter(_rows("t.id = %(id)s", {"id": target_id})), None)


def history(office_id: int, year: int, indicator: str) -> list[TargetRow]:
    """Every revision of one target, the newest first."""
    return _rows(
        "t.office_id = %(office)s AND t.year = %(year)s AND t.indicator = %(indicator)s ORDER BY t.revision DESC",
        {"office": office_id, "year": year, "indicator": indicator},
    )


def standing(office_ids: Sequence[int], year: int, indicator: str | None = None) -> list[TargetRow]:
    """What is in force and what is at work, of some offices in a year, of one indicator or all."""
    return _rows(
        "t.office_id = ANY (%(ids)s) AND t.year = %(year)s AND t.until IS NULL"
        " AND (%(indicator)s::text IS NULL OR t.indicator = %(indicator)s)",
        {"ids": list(office_ids), "year": year, "indicator": indicator},
    )


def drafts_of(office_ids: Sequence[int], file_id: int | None = None) -> list[TargetRow]:
    """Drafts that could be proposed, of some offices, of one file or all; by office and indicator."""
    return _rows(
        "t.office_id = ANY (%(ids)s) AND t.state = 'draft' AND t.until IS NULL"
        " AND (%(file)s::bigint IS NULL OR t.file_id = %(file)s) ORDER BY t.year, o.code, t.indicator",
        {"ids": list(office_ids), "file": file_id},
    )


def waiting_for(role: str, office_ids: Sequence[int] | None, *, own_office: int, user_id: int) -> list[TargetRow]:
    """Proposals that this user can decide on, the oldest first: not those she wrote or proposed herself.

    `office_ids`: her office with all below it; None on pages, whose scope is that already.
    """
    return _rows(
        "t.state = 'proposed' AND t.until IS NULL AND (%(ids)s::bigint[] IS NULL OR t.office_id = ANY (%(ids)s))"
        " AND o.kind = ANY (%(kinds)s)"
        " AND (t.office_id <> %(own)s OR o.kind = 'head')"
        " AND t.proposed_by <> %(user)s AND t.recorded_by IS DISTINCT FROM %(user)s"
        " ORDER BY t.proposed_at, o.code, t.indicator",
        {
            "ids": None if office_ids is None else list(office_ids),
            "kinds": list(decides_on(role)),
            "own": own_office,
            "user": user_id,
        },
    )


def returned_to(user_id: int) -> list[TargetRow]:
    """Targets that came back to whoever proposed them, the newest first."""
    return _rows(
        "t.state = 'returned' AND t.until IS NULL AND t.proposed_by = %(user)s ORDER BY t.decided_at DESC",
        {"user": user_id},
    )


def cells(office_id: int, year: int, indicators: Sequence[str], *, on: date) -> list[Cell]:
    """Each target of an office and of every office below it that is open on the day, each office before those under it.

    Two queries, however many offices. Offices whose rows the scope hides have no target here.
    """
    nodes = tree(office_id, on=on)
    rows = standing([office.id for _, office in nodes], year, indicators[0] if len(indicators) == 1 else None)
    held = {(row.office_id, row.indicator): row for row in rows if row.state == "approved"}
    work = {(row.office_id, row.indicator): row for row in rows if row.state in OPEN_STATES}
    children: dict[int | None, list[int]] = {}
    for _, office in nodes:
        children.setdefault(office.parent_id, []).append(office.id)
    return [
        Cell(
            depth, office, key, held.get((office.id, key)), work.get((office.id, key)),
            _below([(held.get((child, key)), work.get((child, key))) for child in children.get(office.id, [])]),
        )
        for depth, office in nodes
        for key in indicators
    ]  # fmt: skip


def _below(pairs: Sequence[tuple[TargetRow | None, TargetRow | None]]) -> Below:
    held = [row.amount for row, _ in pairs if row is not None]
    planned = [(work or row).amount for row, work in pairs if work is not None or row is not None]  # type: ignore[union-attr]  # one of the two is there
    return Below(len(pairs), len(held), sum(held) if held else None, sum(planned) if planned else None)


def places(yours: Sequence[int]) -> list[Place]:
    """Every office there is or was, as a row of a file may name it. `yours`: those the sender may set targets of."""
    own = frozenset(yours)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, code, name, opened, closed FROM offices_office ORDER BY code")
        return [
            Place(number, code, name, opened, closed, number in own)
            for number, code, name, opened, closed in cursor.fetchall()
        ]


def owners(office_id: int) -> list[tuple[int, str]]:
    """Who can answer for a target of the office: active heads of it and of the offices above, the nearest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE above AS (SELECT id, parent_id, 0 AS height FROM offices_office WHERE id = %s"
            " UNION ALL SELECT p.id, p.parent_id, a.height + 1 FROM offices_office p"
            " JOIN above a ON p.id = a.parent_id)"
            " SELECT u.id, coalesce(nullif(u.full_name, ''), u.username) FROM access_user u"
            " JOIN above a ON a.id = u.office_id WHERE u.is_active AND u.role IN ('office_head', 'regional',"
            " 'head_office') ORDER BY a.height, 2",
            [office_id],
        )
        return list(cursor.fetchall())
