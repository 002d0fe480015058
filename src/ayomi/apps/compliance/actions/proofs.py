"""Handing out proofs and taking them back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.timezone import localdate

from ayomi.apps.audit.actions import record
from ayomi.apps.compliance.queries.proofs import current_membership, proof
from ayomi.apps.compliance.rules.proofs import ProofKind
from ayomi.core.proof.tokens import ENTROPY, token_of


class NothingToProve(Exception):
    """No contribution was ever paid for this membership, payer or project, so there is nothing a proof could say."""


class UnknownProof(LookupError):
    """No such proof, or none that may be seen from here."""


class AlreadyWithdrawn(Exception):
    """The proof was withdrawn before."""


def issue_proof(
    kind: ProofKind,
    *,
    person_id: int | None = None,
    membership_id: int | None = None,
    payer_id: int | None = None,
    by: int | None,
    at: datetime,
) -> str:
    """The token of the proof of `kind`, new unless one stands that was not withdrawn.

    A card is asked for by `membership_id`, or by `person_id` for the membership that stands now; 'certificate' and
    'project' by `payer_id`. Raises NothingToProve where no day was ever paid for, ValueError for a wrong combination.
    """
    if kind == "card":
        if payer_id is not None or (person_id is None) == (membership_id is None):
            raise ValueError("a card is asked for by person or membership")
        found = membership_id or current_membership(person_id or 0, localdate(at))
        tokens = issue_cards([found] if found else [], by=by, at=at)
        if not tokens:
            raise NothingToProve(f"person {person_id}, membership {membership_id}")
        return next(iter(tokens.values()))
    if payer_id is None or person_id is not None or membership_id is not None:
        raise ValueError("a certificate is asked for by payer")
    return _issue_for_payer(kind, payer_id, by=by, at=at)


# What was paid for shows in the cover of members or of the project.
_EVER_PAID = """
    EXISTS (SELECT 1 FROM membership_membership m JOIN membership_cover c ON c.membership_id = m.id
            WHERE m.payer_id = p.id AND c.since < c.until)
    OR EXISTS (SELECT 1 FROM membership_membership m JOIN membership_package k ON k.membership_id = m.id
            WHERE m.payer_id = p.id AND k.covered_since < k.covered_until)
    OR EXISTS (SELECT 1 FROM membership_projectcover w WHERE w.project_id = p.project_id)
"""


def _issue_for_payer(kind: ProofKind, payer_id: int, *, by: int | None, at: datetime) -> str:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO compliance_proof (token, kind, payer_id, office_id, issued_at, issued_by, withdrawn_reason)"
            f" SELECT %s, %s, p.id, p.office_id, %s, %s, '' FROM registry_payer p WHERE p.id = %s AND ({_EVER_PAID})"
            " AND (%s = 'project') = (p.project_id IS NOT NULL) ON CONFLICT DO NOTHING RETURNING id, office_id",
            [new_token(), kind, at, by, payer_id, kind],
        )
        made = cursor.fetchone()
        if made:
            record("proof_issued", subject="proof", subject_id=made[0], by=by, at=at, office_id=made[1],
                   detail={"kind": kind, "payer": payer_id})  # fmt: skip
        cursor.execute(
            "SELECT token FROM compliance_proof WHERE payer_id = %s AND kind = %s AND withdrawn_at IS NULL",
            [payer_id, kind],
        )
        row = cursor.fetchone()
    if row is None:
        raise NothingToProve(f"payer {payer_id}")
    return str(row[0])


def issue_cards(membership_ids: Sequence[int], *, by: int | None, at: datetime) -> dict[int, str]:
    """Membership -> token of its card, in one statement for any number. Those never paid for are left out."""
    asked = list(dict.fromkeys(membership_ids))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO compliance_proof"
            " (token, kind, person_id, membership_id, office_id, issued_at, issued_by, withdrawn_reason)"
            " SELECT a.token, 'card', coalesce(s.merged_into_id, s.id), m.id, m.office_id, %s, %s, ''"
            " FROM unnest(%s::bigint[], %s::text[]) AS a (id, token)"
            " JOIN membership_membership m ON m.id = a.id JOIN registry_person s ON s.id = m.person_id"
            " WHERE (EXISTS (SELECT 1 FROM membership_cover c WHERE c.membership_id = m.id AND c.since < c.until)"
            " OR EXISTS (SELECT 1 FROM membership_package k WHERE k.membership_id = m.id"
            " AND k.covered_since < k.covered_until)"
            " OR EXISTS (SELECT 1 FROM membership_projectcover w WHERE w.project_id = m.project_id))"
            " AND NOT EXISTS (SELECT 1 FROM compliance_proof p WHERE p.membership_id = m.id AND p.withdrawn_at IS NULL)"
            " ORDER BY a.id ON CONFLICT DO NOTHING RETURNING id, office_id, membership_id",
            [at, by, asked, list(_new_tokens(len(asked)))],
        )
        made = cursor.fetchall()
        if len(made) == 1:
            record("proof_issued", subject="proof", subject_id=made[0][0], by=by, at=at, office_id=made[0][1],
                   detail={"kind": "card", "membership": made[0][2]})  # fmt: skip
        elif made:
            # One event for all: who handed out which cards, without thousands of rows that say the same.
            record("cards_issued", subject="proof", subject_id=made[0][0], by=by, at=at, office_id=made[0][1],
                   detail={"proofs": [row[0] for row in made]})  # fmt: skip
        cursor.execute(
            "SELECT membership_id, token FROM compliance_proof WHERE kind = 'card' AND withdrawn_at IS NULL"
            " AND membership_id = ANY (%s)",
            [asked],
        )
        tokens = dict(cursor.fetchall())
    return {membership: tokens[membership] for membership in asked if membership in tokens}


def new_token() -> str:
    """A token that nobody can guess."""
    return token_of(secrets.token_bytes(ENTROPY))


def _new_tokens(count: int) -> Iterable[str]:
    return (new_token() for _ in range(count))


def withdraw_proof(proof_id: int, *, reason: str, by: int | None, at: datetime) -> None:
    """From now on the proof's page says 'withdrawn'. A new one may be issued afterwards.

    `reason`: up to 200 signs, kept here and not shown to the public. Raises ValueError without one, UnknownProof,
    AlreadyWithdrawn.
    """
    reason = reason.strip()
    if not reason or len(reason) > 200:
        raise ValueError("a withdrawal needs a reason of at most 200 signs")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE compliance_proof SET withdrawn_at = %s, withdrawn_by = %s, withdrawn_reason = %s"
            " WHERE id = %s AND withdrawn_at IS NULL RETURNING office_id",
            [at, by, reason, proof_id],
        )
        changed = cursor.fetchone()
        if changed is None:
            raise UnknownProof(proof_id) if proof(proof_id) is None else AlreadyWithdrawn(proof_id)
        record("proof_withdrawn", subject="proof", subject_id=proof_id, by=by, at=at, office_id=changed[0],
               reason=reason)  # fmt: skip
