"""What licensing offices asked and were told. Row-level security decides what is seen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.timezone import localdate

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.compliance.rules.licensing import read_findings
from ayomi.apps.compliance.rules.proofs import number_of
from ayomi.core.law.licensing import Finding


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    authority_id: int
    organisation_id: int
    name: str
    kind: str
    region: str | None
    region_name: str
    office_id: int
    office_name: str
    since: date
    until: date | None
    requests: int


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A question with the answer that stands, if any. `proof_id` and `token` only where it is a recommendation."""

    request_id: int
    authority_id: int
    authority: str
    partner: str
    key: str
    purpose: str
    note: str
    number_kind: str
    number: str
    name: str
    region: str | None
    region_name: str
    stated: int | None
    organisation_id: int | None
    found: str
    office_id: int
    office: str
    zone: str
    state: str
    due_on: date
    asked_at: datetime
    asked_by: int | None
    decision_id: int | None
    outcome: str
    since: date | None
    until: date | None
    by_rule: bool
    proof_id: int | None
    token: str
    number_given: str
    issued_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str

    @property
    def whom(self) -> str:
        """The organisation as it is best known."""
        return self.found or self.name or self.number

    def standing(self, day: date) -> str:
        """'waiting', 'proposed', 'refused', 'withdrawn', 'expired', 'short' or 'granted'."""
        if self.outcome == "":
            return self.state
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.until is not None and self.until <= day:
            return "expired"
        return self.outcome


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision with its facts and what the rule said. `until`: first day on which it no longer holds."""

    decision_id: int
    request_id: int
    number: int
    facts: dict[str, Any]
    findings: tuple[Finding, ...]
    rule_since: date
    rule_outcome: str
    ceiling: str
    outcome: str
    deviates: bool
    reason: str
    since: date
    until: date | None
    version: str
    proposed_at: datetime
    proposed_by: int | None
    decided_at: datetime | None
    decided_by: int | None
    second_reason: str
    lapse: tuple[Finding, ...]


_REQUEST: Final = """
    SELECT r.id, r.authority_id, a.name, coalesce(p.code, ''), r.key, r.purpose, r.note, r.number_kind, r.number,
           r.name, r.region_id, coalesce(g.name, ''), r.stated, r.organisation_id, r.found, r.office_id, f.name,
           f.timezone, r.state, r.due_on, r.asked_at, r.asked_by, d.id, coalesce(d.outcome, ''), d.since, d.until,
           coalesce(d.decided_by IS NULL, false), k.id, coalesce(k.token, ''), q.code, k.issued_at, k.withdrawn_at,
           coalesce(k.withdrawn_reason, '')
    FROM compliance_request r JOIN compliance_authority a ON a.id = r.authority_id
    JOIN offices_office f ON f.id = r.office_id LEFT JOIN offices_region g ON g.code = r.region_id
    LEFT JOIN partners_partner p ON p.id = r.partner_id
    LEFT JOIN compliance_decision d ON d.request_id = r.id AND d.version = 'standing'
    LEFT JOIN compliance_proof k ON k.decision_id = d.id LEFT JOIN offices_office q ON q.id = k.office_id
"""
SHOWN: Final = {
    "all": "true",
    "waiting": "r.state IN ('waiting', 'proposed')",
    "standing": "k.id IS NOT NULL AND k.withdrawn_at IS NULL AND d.until > %(day)s",
    "refused": "d.outcome = 'refused'",
    "withdrawn": "k.withdrawn_at IS NOT NULL",
}
"""What a list may be narrowed to."""


def _row(row: Sequence[Any]) -> RequestRow:
    proof_id, token, office_code, issued_at = row[27:31]
    number = number_of("recommendation", office_code, localdate(issued_at).year, proof_id) if proof_id else ""
    return RequestRow(*(*row[:27], proof_id, token, number, issued_at, *row[31:]))


def requests(
    *, shown: str = "all", day: date, after: tuple[str, int] | None = None, limit: int = 50,
    organisation_id: int | None = None, since_id: int | None = None, authority_id: int | None = None,
) -> list[RequestRow]:  # fmt: skip
    """Questions, newest first; one more than `limit`, so that others are known of.

    `after`: the key of the last row seen. `since_id`: only those asked later, oldest first. KeyError for another
    `shown`.
    """
    last = after[1] if after else 2**62
    order = "r.id" if since_id is not None else "r.id DESC"
    found = rows_of(
        f"{_REQUEST} WHERE {SHOWN[shown]} AND r.id < %(last)s AND (%(whom)s::bigint IS NULL OR"
        " r.organisation_id = %(whom)s) AND (%(since)s::bigint IS NULL OR r.id > %(since)s)"
        " AND (%(authority)s::bigint IS NULL OR r.authority_id = %(authority)s)"
        f" ORDER BY {order} LIMIT %(limit)s",
        {"last": last, "limit": limit + 1, "day": day, "whom": organisation_id, "since": since_id,
         "authority": authority_id},
    )  # fmt: skip
    return [_row(row) for row in found]


def counts(day: date) -> dict[str, int]:
    """How many there are of each kind in SHOWN."""
    parts = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in SHOWN.values())
    found = rows_of(
        f"SELECT {parts} FROM compliance_request r"
        " LEFT JOIN compliance_decision d ON d.request_id = r.id AND d.version = 'standing'"
        " LEFT JOIN compliance_proof k ON k.decision_id = d.id",
        {"day": day},
    )
    return dict(zip(SHOWN, found[0], strict=True))


def request(request_id: int) -> RequestRow | None:
    """One question, or None where there is none that may be seen."""
    found = rows_of(f"{_REQUEST} WHERE r.id = %s", [request_id])
    return _row(found[0]) if found else None


def waiting_for(office_ids: Sequence[int], *, limit: int) -> list[RequestRow]:
    """Questions that wait for a person of one of these offices, the most urgent first."""
    found = rows_of(
        f"{_REQUEST} WHERE r.state IN ('waiting', 'proposed') AND r.office_id = ANY (%s)"
        " ORDER BY r.due_on, r.id LIMIT %s",
        [list(office_ids), limit],
    )
    return [_row(row) for row in found]


def withdrawn_since(day: date, *, authority_id: int | None = None, limit: int = 10) -> list[RequestRow]:
    """Recommendations withdrawn on or after `day` before their time was over, the newest first."""
    found = rows_of(
        f"{_REQUEST} WHERE k.withdrawn_at::date >= %s AND (%s::bigint IS NULL OR r.authority_id = %s)"
        " ORDER BY k.withdrawn_at DESC LIMIT %s",
        [day, authority_id, authority_id, limit],
    )
    return [_row(row) for row in found]


_DECISION: Final = """
    SELECT id, request_id, number, facts, findings, rule_since, rule_outcome, ceiling, outcome, deviates, reason, since,
           until, version, proposed_at, proposed_by, decided_at, decided_by, second_reason, lapse
    FROM compliance_decision
"""


def _decision(row: Sequence[Any]) -> DecisionRow:
    read = _json(row[3]), read_findings(_json(row[4]))
    return DecisionRow(*(*row[:3], *read, *row[5:19], read_findings(_json(row[19]))))


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def decisions(request_id: int) -> list[DecisionRow]:
    """All decisions on a question, the newest first."""
    return [_decision(row) for row in rows_of(f"{_DECISION} WHERE request_id = %s ORDER BY number DESC", [request_id])]


def decisions_of(decision_ids: Sequence[int]) -> dict[int, DecisionRow]:
    """Decisions by their numbers."""
    rows = rows_of(f"{_DECISION} WHERE id = ANY (%s)", [list(decision_ids)])
    return {row[0]: _decision(row) for row in rows}


def decision(decision_id: int) -> DecisionRow | None:
    """One decision, or None where there is none that may be seen."""
    found = rows_of(f"{_DECISION} WHERE id = %s", [decision_id])
    return _decision(found[0]) if found else None


_AUTHORITY: Final = """
    SELECT a.id, a.organisation_id, a.name, a.kind, a.region_id, coalesce(g.name, ''), a.office_id, f.name, a.since,
           a.until, (SELECT count(*) FROM compliance_request r WHERE r.authority_id = a.id)
    FROM compliance_authority a JOIN offices_office f ON f.id = a.office_id
    LEFT JOIN offices_region g ON g.code = a.region_id
"""


def authorities() -> list[AuthorityRow]:
    """All licensing offices that may ask, by name."""
    return [AuthorityRow(*row) for row in rows_of(f"{_AUTHORITY} ORDER BY a.name, a.id")]


def authority_of(organisation_id: int, day: date) -> AuthorityRow | None:
    """The licensing office that an organisation is on the day, or None where it is none."""
    found = rows_of(
        f"{_AUTHORITY} WHERE a.organisation_id = %s AND a.since <= %s AND (a.until IS NULL OR a.until > %s)",
        [organisation_id, day, day],
    )
    return AuthorityRow(*found[0]) if found else None
