"""Records that may be one person, and what was proposed about them. Row-level security decides whose are seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from ayomi.apps.audit.queries import rows_of


class UnknownProposal(LookupError):
    """No such proposal, or none that may be seen from here."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records alike. `why`: 'name_and_birth' or 'name_and_phone'; `waits`: the proposal that waits, if any."""

    one_id: int
    other_id: int
    why: str
    name: str
    other_name: str
    born: date | None
    other_born: date | None
    nik_mask: str
    other_nik_mask: str
    waits: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two records that somebody holds to be one person, or (state 'different') two."""

    proposal_id: int
    kept_id: int
    merged_id: int
    kept_name: str
    merged_name: str
    reason: str
    state: str
    proposed_by: int | None
    proposed_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    decided_reason: str


FEWEST: Final = 2
_ALIKE: Final = """
WITH alike AS (
    SELECT (array_agg(id ORDER BY id))[1:6] AS ids, 'name_and_birth' AS why FROM registry_person
    WHERE merged_into_id IS NULL AND born IS NOT NULL AND office_id = ANY (%(offices)s)
    GROUP BY name_key, born HAVING count(*) >= %(fewest)s
    UNION ALL
    SELECT (array_agg(id ORDER BY id))[1:6], 'name_and_phone' FROM registry_person
    WHERE merged_into_id IS NULL AND phone_hash IS NOT NULL AND office_id = ANY (%(offices)s)
    GROUP BY name_key, phone_hash HAVING count(*) >= %(fewest)s
), pairs AS (
    SELECT one, other, min(why) AS why FROM alike, unnest(ids) AS one, unnest(ids) AS other WHERE one < other
    GROUP BY 1, 2
)
SELECT pairs.one, pairs.other, pairs.why, a.name, b.name, a.born, b.born, a.nik_mask, b.nik_mask, w.id
FROM pairs JOIN registry_person a ON a.id = pairs.one JOIN registry_person b ON b.id = pairs.other
LEFT JOIN registry_mergeproposal w ON w.state = 'waiting' AND least(w.kept_id, w.merged_id) = pairs.one
    AND greatest(w.kept_id, w.merged_id) = pairs.other
WHERE NOT EXISTS (SELECT 1 FROM registry_mergeproposal d WHERE d.state IN ('different', 'refused')
    AND least(d.kept_id, d.merged_id) = pairs.one AND greatest(d.kept_id, d.merged_id) = pairs.other)
  AND (pairs.one, pairs.other) > (%(one)s, %(other)s)
ORDER BY pairs.one, pairs.other LIMIT %(limit)s
"""
_PROPOSAL: Final = """
SELECT p.id, p.kept_id, p.merged_id, coalesce(k.name, ''), coalesce(m.name, ''), p.reason, p.state, p.proposed_by,
       p.proposed_at, p.decided_by, p.decided_at, p.decided_reason
FROM registry_mergeproposal p LEFT JOIN registry_person k ON k.id = p.kept_id
LEFT JOIN registry_person m ON m.id = p.merged_id
"""


def pairs(*, offices: tuple[int, ...], after: tuple[int, int] = (0, 0), limit: int = 50) -> list[Pair]:
    """Records of these offices that are alike, without those told apart; one more than `limit` is read.

    Alike: the same name as it is compared, with the same birth date or the same phone. Groups of more than six are
    looked at in part: what they share is no name of one person.
    """
    found = rows_of(
        _ALIKE,
        {"offices": list(offices), "fewest": FEWEST, "one": after[0], "other": after[1], "limit": limit + 1},
    )
    return [Pair(*row) for row in found]


def proposal(proposal_id: int) -> Proposal:
    """One proposal. Raises `UnknownProposal`."""
    found = rows_of(f"{_PROPOSAL} WHERE p.id = %s", [proposal_id])
    if not found:
        raise UnknownProposal(proposal_id)
    return Proposal(*found[0])


def proposals_waiting(*, limit: int = 20) -> list[Proposal]:
    """Proposals nobody decided about yet, the oldest first."""
    return [Proposal(*row) for row in rows_of(f"{_PROPOSAL} WHERE p.state = 'waiting' ORDER BY p.id LIMIT %s", [limit])]


def proposals_of(person_ids: tuple[int, ...]) -> list[Proposal]:
    """Those that wait about any of these records."""
    ids = list(person_ids)
    found = rows_of(
        f"{_PROPOSAL} WHERE p.state = 'waiting' AND (p.kept_id = ANY (%s) OR p.merged_id = ANY (%s)) ORDER BY p.id",
        [ids, ids],
    )
    return [Proposal(*row) for row in found]
