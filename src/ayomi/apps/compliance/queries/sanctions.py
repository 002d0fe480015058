"""Cases of administrative sanctions and their steps. Row-level security decides what is seen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, cast

from ayomi.apps.audit.queries import rows_of
from ayomi.core.law.sanctions import Ground, Next, Step, Taken, next_step


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step. `base`: rupiah of contributions of which a fine is counted."""

    case_id: int
    number: int
    step: Step
    taken_on: date
    ends_on: date | None
    note: str
    base: int | None
    services: tuple[str, ...]
    authority_id: int | None
    authority: str
    facts: dict[str, Any]
    taken_at: datetime
    taken_by: int | None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case with its steps in order."""

    case_id: int
    organisation_id: int
    organisation: str
    office_id: int
    office: str
    zone: str
    ground: Ground
    state: str
    opened_on: date
    opened_by: int | None
    stop_authority_id: int | None
    stop_authority: str
    fine_paid: int | None
    fine_paid_on: date | None
    fine_reference: str
    closed_on: date | None
    closed_reason: str
    steps: tuple[StepRow, ...]

    @property
    def taken(self) -> tuple[Taken, ...]:
        return tuple(Taken(each.step, each.taken_on, each.ends_on) for each in self.steps)

    def next(self, day: date) -> Next | None:
        """What may come next, and from when; None once it is closed or has no further step."""
        return next_step(self.ground, self.taken, day) if self.state == "open" else None

    def step(self, name: str) -> StepRow | None:
        """The step of that name, if it was taken."""
        return next((each for each in self.steps if each.step == name), None)


# The name is that of the first letter: a licensing office that was asked to stop services may not see the register.
_CASE: Final = """
    SELECT c.id, c.organisation_id, c.facts ->> 'name', c.office_id, f.name, f.timezone, c.ground, c.state, c.opened_on,
           c.opened_by, c.stop_authority_id, coalesce(a.name, ''), c.fine_paid, c.fine_paid_on, c.fine_reference,
           c.closed_on, c.closed_reason
    FROM compliance_sanctioncase c JOIN offices_office f ON f.id = c.office_id
    LEFT JOIN compliance_authority a ON a.id = c.stop_authority_id
"""
_STEPS: Final = """
    SELECT s.case_id, s.number, s.step, s.taken_on, s.ends_on, s.note, s.base, s.services, s.authority_id,
           coalesce(a.name, ''), s.facts, s.taken_at, s.taken_by
    FROM compliance_sanctionstep s LEFT JOIN compliance_authority a ON a.id = s.authority_id
    WHERE s.case_id = ANY (%s) ORDER BY s.case_id, s.number
"""


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _with_steps(rows: Sequence[Sequence[Any]]) -> list[CaseRow]:
    steps: dict[int, list[StepRow]] = {row[0]: [] for row in rows}
    for step in rows_of(_STEPS, [list(steps)]):
        services, facts = tuple(cast(list[str], _json(step[7]))), _json(step[10])
        steps[step[0]].append(StepRow(*(*step[:7], services, *step[8:10], facts, *step[11:])))
    return [CaseRow(*(*row, tuple(steps[row[0]]))) for row in rows]


def cases(*, shown: str = "open", after: tuple[str, int] | None = None, limit: int = 50) -> list[CaseRow]:
    """Cases, the newest first; one more than `limit`. `shown`: 'open', 'closed' or 'all'; KeyError for another."""
    condition = {"open": "c.state = 'open'", "closed": "c.state <> 'open'", "all": "true"}[shown]
    last = after[1] if after else 2**62
    return _with_steps(
        rows_of(f"{_CASE} WHERE {condition} AND c.id < %s ORDER BY c.id DESC LIMIT %s", [last, limit + 1])
    )


def cases_of(organisation_id: int) -> list[CaseRow]:
    """All cases of an organisation, the newest first."""
    return _with_steps(rows_of(f"{_CASE} WHERE c.organisation_id = %s ORDER BY c.id DESC", [organisation_id]))


def case(case_id: int) -> CaseRow | None:
    """One case, or None where there is none that may be seen."""
    found = _with_steps(rows_of(f"{_CASE} WHERE c.id = %s", [case_id]))
    return found[0] if found else None


def open_cases(office_ids: Sequence[int], *, limit: int) -> list[CaseRow]:
    """Open cases of these offices, those first whose last step has run out longest."""
    return _with_steps(
        rows_of(
            f"{_CASE} WHERE c.state = 'open' AND c.office_id = ANY (%s) ORDER BY (SELECT max(s.ends_on)"
            " FROM compliance_sanctionstep s WHERE s.case_id = c.id) NULLS LAST, c.id LIMIT %s",
            [list(office_ids), limit],
        )
    )


def stops_asked_of(authority_id: int, *, limit: int = 20) -> list[CaseRow]:
    """Cases in which this licensing office was asked to stop services, the open ones first."""
    return _with_steps(
        rows_of(
            f"{_CASE} WHERE c.stop_authority_id = %s ORDER BY c.state = 'open' DESC, c.id DESC LIMIT %s",
            [authority_id, limit],
        )
    )
