"""Budgets and their people: what is reserved, billed and paid, and whose support ends soon."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.audit.rules import Check
from ayomi.core.periods import Month


class UnknownBudget(LookupError):
    """No such budget, or none that may be seen from here."""


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A budget with its sums in rupiah. `committed`: reserved for its people; `billed`: in final and paid bills;
    `paid`: paid. `people`: supported now or from a coming month on; `waiting`, `proposed`: those who are not yet."""

    budget_id: int
    organisation_id: int
    organisation: str
    office_id: int
    office: str
    name: str
    source: str
    since: date
    until: date
    amount: int
    quota: int
    income: int
    jht: bool
    region: str | None
    agreement_id: int | None
    state: str
    committed: int
    billed: int
    paid: int
    people: int
    waiting: int
    proposed: int
    recorded_by: int | None
    approved_at: datetime | None
    asked_amount: int | None
    asked_quota: int | None
    asked_reason: str
    asked_by: int | None

    @property
    def last(self) -> date:
        """First day of the last month that may be paid."""
        return Month.of(self.until).plus(-1).first_day

    @property
    def free(self) -> int:
        """Rupiah nobody has reserved."""
        return self.amount - self.committed


@dataclass(frozen=True, slots=True)
class SupportRow:
    """One person under a budget. `billed` and `paid`: rupiah so far."""

    support_id: int
    person_id: int
    name: str
    nik_mask: str
    occupation: str
    village: str
    state: str
    since: date | None
    until: date | None
    reserved: int
    billed: int
    paid: int
    membership_id: int | None
    end_reason: str
    note: str
    proposed_by: int | None


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One person's month that was billed: where each rupiah went."""

    person_id: int
    name: str
    nik_mask: str
    village: str
    month: date
    bill_month: date
    code: str
    jkk: int
    jkm: int
    jht: int
    total: int
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class Ending:
    """Somebody whose support ends, and what was paid a month."""

    support_id: int
    person_id: int
    name: str
    budget_id: int
    organisation: str
    until: date
    income: int
    jht: bool


@dataclass(frozen=True, slots=True)
class ProposalRow:
    proposal_id: int
    file_name: str
    rows: int
    passed: int
    problems: list[dict[str, Any]]
    warnings: list[dict[str, Any]]
    recorded_at: datetime
    recorded_by: int | None


# A line belongs to a support when it is of its membership and of one of its months.
_LINES: Final = """
    contributions_line l JOIN contributions_bill b ON b.id = l.bill_id AND b.state IN ('final', 'paid')
"""
_BUDGETS: Final = f"""
WITH spent AS (
    SELECT s.budget_id, sum(l.total) AS billed, coalesce(sum(l.total) FILTER (WHERE b.state = 'paid'), 0) AS paid
    FROM sponsorship_support s JOIN {_LINES} ON l.membership_id = s.membership_id
    WHERE %(budget)s::bigint IS NULL OR s.budget_id = %(budget)s GROUP BY 1
), people AS (
    SELECT s.budget_id, count(*) FILTER (WHERE s.state = 'active' AND s.until > %(day)s) AS now,
           count(*) FILTER (WHERE s.state = 'waiting') AS waiting,
           count(*) FILTER (WHERE s.state = 'proposed') AS proposed
    FROM sponsorship_support s WHERE %(budget)s::bigint IS NULL OR s.budget_id = %(budget)s GROUP BY 1
)
SELECT g.id, g.organisation_id, o.name, g.office_id, f.name, g.name, g.source, g.since, g.until, g.amount, g.quota,
       g.income, g.jht, g.region_id, g.agreement_id, g.state, g.committed, coalesce(x.billed, 0)::bigint,
       coalesce(x.paid, 0)::bigint, coalesce(p.now, 0), coalesce(p.waiting, 0), coalesce(p.proposed, 0),
       g.recorded_by, g.approved_at, g.asked_amount, g.asked_quota, g.asked_reason, g.asked_by
FROM sponsorship_budget g JOIN registry_organisation o ON o.id = g.organisation_id
JOIN offices_office f ON f.id = g.office_id LEFT JOIN spent x ON x.budget_id = g.id
LEFT JOIN people p ON p.budget_id = g.id
WHERE %(budget)s::bigint IS NULL OR g.id = %(budget)s ORDER BY g.until DESC, o.name_key, g.id
"""


def budgets(day: date) -> list[BudgetRow]:
    """All budgets the reader may see, the latest first. One statement."""
    return [BudgetRow(*row) for row in rows_of(_BUDGETS, {"budget": None, "day": day})]


def budget(budget_id: int, day: date) -> BudgetRow:
    """Raises UnknownBudget."""
    found = rows_of(_BUDGETS, {"budget": budget_id, "day": day})
    if not found:
        raise UnknownBudget(budget_id)
    return BudgetRow(*found[0])


_SUPPORTS: Final = f"""
SELECT s.id, coalesce(k.id, p.id), coalesce(k.name, p.name), coalesce(k.nik_mask, p.nik_mask), s.occupation, s.village,
       s.state, s.since, s.until, s.reserved, coalesce(x.billed, 0)::bigint, coalesce(x.paid, 0)::bigint,
       s.membership_id, s.end_reason, s.note, r.recorded_by
FROM sponsorship_support s JOIN registry_person p ON p.id = s.person_id
LEFT JOIN registry_person k ON k.id = p.merged_into_id JOIN sponsorship_proposal r ON r.id = s.proposal_id
LEFT JOIN LATERAL (
    SELECT sum(l.total) AS billed, sum(l.total) FILTER (WHERE b.state = 'paid') AS paid
    FROM {_LINES} WHERE l.membership_id = s.membership_id
) x ON s.membership_id IS NOT NULL
"""


def supports(budget_id: int, *, states: Sequence[str] = (), after: int = 0, limit: int = 100) -> list[SupportRow]:
    """People of a budget by the order in which they were proposed, at most `limit` + 1 from behind `after`."""
    return [
        SupportRow(*row)
        for row in rows_of(
            _SUPPORTS
            + " WHERE s.budget_id = %(budget)s AND (%(any)s OR s.state = ANY (%(states)s)) AND s.id > %(after)s"
            " ORDER BY s.id LIMIT %(limit)s",
            {"budget": budget_id, "states": list(states), "any": not states, "after": after, "limit": limit + 1},
        )
    ]


def support(support_id: int) -> tuple[int, SupportRow]:
    """The budget and the support. Raises UnknownBudget."""
    found = rows_of(_SUPPORTS + " WHERE s.id = %(id)s", {"id": support_id})
    of = rows_of("SELECT budget_id FROM sponsorship_support WHERE id = %(id)s", {"id": support_id})
    if not found:
        raise UnknownBudget(support_id)
    return of[0][0], SupportRow(*found[0])


def by_part(budget_id: int, *, part: str) -> list[tuple[str, int, int]]:
    """(village or trade, people paid for under the budget at any time, rupiah reserved), the largest first.
    `part`: 'village' or 'occupation'."""
    if part not in ("village", "occupation"):
        raise ValueError(part)
    return [
        (row[0], row[1], row[2])
        for row in rows_of(
            f"SELECT s.{part}, count(*) FILTER (WHERE s.since < s.until), sum(s.reserved)::bigint"
            " FROM sponsorship_support s WHERE s.budget_id = %(budget)s"
            " AND s.state IN ('active', 'ended') GROUP BY 1 ORDER BY 2 DESC, 1",
            {"budget": budget_id},
        )
    ]


def proofs(budget_id: int) -> list[ProofRow]:
    """Every person's month that was billed under a budget, by month and name."""
    return [
        ProofRow(*row)
        for row in rows_of(
            "SELECT coalesce(k.id, p.id), coalesce(k.name, p.name), coalesce(k.nik_mask, p.nik_mask), s.village,"
            " l.month, b.month, coalesce(b.code, ''), l.jkk, l.jkm, l.jht_worker + l.jht_employer, l.total,"
            " CASE WHEN b.state = 'paid' THEN b.paid_on END"
            f" FROM sponsorship_support s JOIN {_LINES} ON l.membership_id = s.membership_id"
            " JOIN registry_person p ON p.id = s.person_id LEFT JOIN registry_person k ON k.id = p.merged_into_id"
            " WHERE s.budget_id = %(budget)s ORDER BY l.month, 2, 1",
            {"budget": budget_id},
        )
    ]


def proposals(budget_id: int) -> list[ProposalRow]:
    """Lists that were sent for a budget, the latest first."""
    return [
        _proposal_row(row)
        for row in rows_of(
            "SELECT id, file_name, rows, passed, problems, warnings, recorded_at, recorded_by FROM sponsorship_proposal"
            " WHERE budget_id = %(budget)s ORDER BY id DESC",
            {"budget": budget_id},
        )
    ]


def proposal(proposal_id: int) -> tuple[int, ProposalRow]:
    """The budget and the list. Raises UnknownBudget."""
    found = rows_of(
        "SELECT budget_id, id, file_name, rows, passed, problems, warnings, recorded_at, recorded_by"
        " FROM sponsorship_proposal WHERE id = %(id)s",
        {"id": proposal_id},
    )
    if not found:
        raise UnknownBudget(proposal_id)
    return found[0][0], _proposal_row(found[0][1:])


def _proposal_row(row: Sequence[Any]) -> ProposalRow:
    proposal_id, file_name, rows, passed, problems, warnings, *rest = row
    return ProposalRow(proposal_id, file_name, rows, passed, json.loads(problems), json.loads(warnings), *rest)


def endings(day: date, last: date, *, budget_id: int | None = None, person_id: int | None = None) -> list[Ending]:
    """Supports that end after `day` and by `last`, the soonest first: so that people are told in time."""
    return [
        Ending(*row)
        for row in rows_of(
            "SELECT s.id, coalesce(p.merged_into_id, p.id), p.name, g.id, o.name, s.until, g.income, g.jht"
            " FROM sponsorship_support s JOIN sponsorship_budget g ON g.id = s.budget_id"
            " JOIN registry_organisation o ON o.id = g.organisation_id JOIN registry_person p ON p.id = s.person_id"
            " WHERE s.state = 'active' AND s.until > %(day)s AND s.until <= %(last)s"
            " AND (%(budget)s::bigint IS NULL OR g.id = %(budget)s)"
            " AND (%(person)s::bigint IS NULL OR coalesce(p.merged_into_id, p.id) = %(person)s)"
            " ORDER BY s.until, p.name, s.id",
            {"day": day, "last": last, "budget": budget_id, "person": person_id},
        )
    ]


CHECKS: Final = (
    Check(
        "budgets_reserve_what_their_people_reserve",
        "Yang dicadangkan tiap anggaran sama dengan jumlah cadangan orangnya.",
        "What each budget has reserved equals what its people have reserved.",
        "SELECT g.id FROM sponsorship_budget g LEFT JOIN sponsorship_support s ON s.budget_id = g.id"
        " GROUP BY g.id HAVING g.committed <> coalesce(sum(s.reserved), 0)",
        "SELECT count(*) FROM sponsorship_budget",
    ),
    Check(
        "no_support_costs_more_than_it_reserved",
        "Tagihan tiap orang yang dibayari tidak melebihi cadangannya.",
        "No supported person's bills exceed what was reserved.",
        f"SELECT s.id FROM sponsorship_support s JOIN {_LINES} ON l.membership_id = s.membership_id"
        " GROUP BY s.id, s.reserved HAVING sum(l.total) > s.reserved",
        "SELECT count(*) FROM sponsorship_support WHERE membership_id IS NOT NULL",
    ),
    Check(
        "no_quota_is_exceeded",
        "Tidak ada bulan dengan orang lebih banyak daripada kuota anggarannya.",
        "No month has more people than its budget's quota.",
        "SELECT g.id FROM sponsorship_budget g JOIN sponsorship_support s ON s.budget_id = g.id AND s.since < s.until"
        " CROSS JOIN LATERAL generate_series(s.since, s.until - 1, interval '1 month') AS m"
        " GROUP BY g.id, g.quota, m HAVING count(*) > g.quota",
        "SELECT count(*) FROM sponsorship_budget",
    ),
)
"""What must hold in the stored budgets, whoever wrote them."""
