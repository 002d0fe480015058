"""Applications as borrowers, officers and committees see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ayomi.apps.audit.queries import rows_of
from ayomi.core.money import Rupiah


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """`asked` and `items` of all borrowers, `eligible` how many of them nothing stands in the way of."""

    application_id: int
    window_id: int
    window: str
    returns: bool
    organisation_id: int
    organisation: str
    office_id: int
    office: str
    purpose: str
    months: int
    grace: int
    state: str
    obstacles: tuple[str, ...]
    checked_on: date
    submitted_at: datetime
    submitted_by: int | None
    score: int | None
    score_least: int
    proposed_by: int | None
    proposed_at: datetime | None
    proposal: str
    decided_by: int | None
    decided_on: date | None
    decision: str
    approved: Rupiah
    agreed_on: date | None
    items: int
    eligible: int
    asked: Rupiah
    asked_eligible: Rupiah


@dataclass(frozen=True, slots=True)
class ItemRow:
    item_id: int
    person_id: int | None
    name: str
    person: str
    amount: Rupiah
    obstacles: tuple[str, ...]
    loan_id: int | None


@dataclass(frozen=True, slots=True)
class TrancheRow:
    number: int
    amount: Rupiah
    condition: str
    met_on: date | None
    met_note: str
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class SurveyRow:
    visited_on: date
    scores: Mapping[str, int]
    note: str


_SELECT = """
SELECT a.id, a.window_id, w.name, w.returns, a.organisation_id, coalesce(o.name, ''), a.office_id, coalesce(f.name, ''),
       a.purpose, a.months, a.grace, a.state, (SELECT coalesce(array_agg(x), '{}') FROM
       jsonb_array_elements_text(a.obstacles) x), a.checked_on, a.submitted_at, a.submitted_by, a.score, r.score_least,
       a.proposed_by, a.proposed_at, a.proposal, a.decided_by, a.decided_on, a.decision, a.approved, a.agreed_on,
       i.items, i.eligible, i.asked, i.asked_eligible
FROM funding_application a JOIN funding_window w ON w.id = a.window_id JOIN funding_rule r ON r.id = a.rule_id
LEFT JOIN registry_organisation o ON o.id = a.organisation_id LEFT JOIN offices_office f ON f.id = a.office_id
JOIN LATERAL (
    SELECT count(*) AS items, count(*) FILTER (WHERE obstacles = '[]') AS eligible, sum(amount)::bigint AS asked,
           coalesce(sum(amount) FILTER (WHERE obstacles = '[]'), 0)::bigint AS asked_eligible
    FROM funding_item WHERE application_id = a.id
) i ON true
"""


def _row(found: tuple[Any, ...]) -> ApplicationRow:
    return ApplicationRow(*(*found[:12], tuple(found[12]), *found[13:]))


def applications(
    *, states: Sequence[str] = (), organisation_id: int | None = None, after: int | None = None, limit: int = 50
) -> list[ApplicationRow]:
    """Applications one may see, the newest first. One more than `limit` is read."""
    found = rows_of(
        _SELECT + " WHERE (%(states)s::text[] = '{}' OR a.state = ANY (%(states)s))"
        " AND (%(organisation)s::bigint IS NULL OR a.organisation_id = %(organisation)s)"
        " AND (%(after)s::bigint IS NULL OR a.id < %(after)s) ORDER BY a.id DESC LIMIT %(limit)s",
        {"states": list(states), "organisation": organisation_id, "after": after, "limit": limit + 1},
    )
    return [_row(row) for row in found]


def application(application_id: int) -> ApplicationRow | None:
    """One application, or None where there is none or it may not be seen."""
    found = rows_of(_SELECT + " WHERE a.id = %(id)s", {"id": application_id})
    return _row(found[0]) if found else None


def items(application_id: int) -> list[ItemRow]:
    """The borrowers of an application in the order of its list."""
    found = rows_of(
        "SELECT i.id, i.person_id, i.name, coalesce(p.name, ''), i.amount, (SELECT coalesce(array_agg(x), '{}')"
        " FROM jsonb_array_elements_text(i.obstacles) x), l.id FROM funding_item i"
        " LEFT JOIN registry_person p ON p.id = i.person_id LEFT JOIN funding_loan l ON l.item_id = i.id"
        " WHERE i.application_id = %s ORDER BY i.id",
        [application_id],
    )
    return [ItemRow(*(*row[:5], tuple(row[5]), row[6])) for row in found]


def tranches(application_id: int) -> list[TrancheRow]:
    """The tranches of what was approved, in order."""
    return [
        TrancheRow(*row)
        for row in rows_of(
            "SELECT number, amount, condition, met_on, met_note, paid_on FROM funding_tranche WHERE application_id = %s"
            " ORDER BY number",
            [application_id],
        )
    ]


def survey_of(application_id: int) -> SurveyRow | None:
    """What the visit found; None where there was none, or for whoever may not read it."""
    found = rows_of(
        "SELECT visited_on, (SELECT array_agg(key ORDER BY key) FROM jsonb_each_text(scores)),"
        " (SELECT array_agg(value::int ORDER BY key) FROM jsonb_each_text(scores)), note FROM funding_survey"
        " WHERE application_id = %s",
        [application_id],
    )
    return SurveyRow(found[0][0], dict(zip(*found[0][1:3], strict=True)), found[0][3]) if found else None
