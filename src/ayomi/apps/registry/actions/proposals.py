"""Two records held to be one person: proposed by one member of staff, decided by another."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, connection, transaction

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.registry import queries
from ayomi.apps.registry.actions.merging import AlreadyMerged, merge
from ayomi.apps.registry.models import MergeProposal, Person
from ayomi.apps.registry.queries.pairs import UnknownProposal

LONGEST_REASON: Final = 300


class AlreadyProposed(Exception):
    """These two records wait for a decision already."""


class AlreadyDecided(Exception):
    """Somebody decided about this proposal before."""


class OwnProposal(Exception):
    """Nobody decides about a proposal of his own."""


def propose_merge(kept_id: int, merged_id: int, reason: str, *, by: int | None, at: datetime) -> int:
    """Ask for the two to become one person, shown as `kept_id`. Nothing changes until somebody else agrees.

    Returns the number of the proposal. Raises `queries.UnknownPerson`, `AlreadyMerged`, `AlreadyProposed`, ValueError
    without a reason.
    """
    kept, merged = _two(kept_id, merged_id, reason)
    try:
        with transaction.atomic():
            number = _written(kept, merged, reason, "waiting", by=by, at=at)
            _note("merge_proposed", number, kept, merged, reason, by=by, at=at)
    except IntegrityError:
        raise AlreadyProposed(f"{kept}, {merged}") from None
    return number


def note_different(one_id: int, other_id: int, reason: str, *, by: int | None, at: datetime) -> int:
    """Note that two records that look alike are two people, so that nobody is asked about them again.

    Raises `queries.UnknownPerson`, `AlreadyMerged`, ValueError without a reason.
    """
    one, other = _two(one_id, other_id, reason)
    with transaction.atomic():
        number = _written(one, other, reason, "different", by=by, at=at)
        _note("persons_told_apart", number, one, other, reason, by=by, at=at)
    return number


def decide_merge(proposal_id: int, *, agreed: bool, reason: str = "", by: int | None, at: datetime) -> int | None:
    """Agree, and the two are one person; or refuse with a reason. Returns the number of the merge, None where refused.

    Raises `UnknownProposal`, `AlreadyDecided`, `OwnProposal`, `AlreadyMerged`, `queries.UnknownPerson`, ValueError for
    a refusal without a reason.
    """
    if not agreed and not reason.strip():
        raise ValueError("a refusal needs a reason")
    with transaction.atomic():
        found = MergeProposal.objects.select_for_update().filter(pk=proposal_id).first()
        if found is None:
            raise UnknownProposal(proposal_id)
        if found.state != "waiting":
            raise AlreadyDecided(proposal_id)
        if by is not None and found.proposed_by == by:
            raise OwnProposal(proposal_id)
        if agreed:
            found.merge_id = merge(found.kept_id, found.merged_id, found.reason, by=by, at=at)
        found.state = "approved" if agreed else "refused"
        found.decided_by, found.decided_at, found.decided_reason = by, at, reason.strip()[:LONGEST_REASON]
        found.save(update_fields=["merge", "state", "decided_by", "decided_at", "decided_reason"])
        if not agreed:
            _note("merge_refused", proposal_id, found.kept_id, found.merged_id, reason, by=by, at=at)
    return found.merge_id


def _two(one_id: int, other_id: int, reason: str) -> tuple[int, int]:
    if not reason.strip():
        raise ValueError("this needs a reason")
    one, other = queries.person(one_id).id, queries.person(other_id).id
    if one == other:
        raise AlreadyMerged(other_id)
    return one, other


def _written(kept: int, merged: int, reason: str, state: str, *, by: int | None, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_mergeproposal (kept_id, merged_id, reason, state, proposed_by, proposed_at,"
            " decided_reason) VALUES (%s, %s, %s, %s, %s, %s, '') RETURNING id",
            [kept, merged, reason.strip()[:LONGEST_REASON], state, by, at],
        )
        return int(cursor.fetchone()[0])


def _note(
    action: str, number: int, kept: int, merged: int, reason: str, *, by: int | None, at: datetime
) -> None:  # fmt: skip
    with owner_rights():
        office_id = Person.objects.values_list("office_id", flat=True).get(pk=kept)
        record(
            action, subject="person", subject_id=kept, office_id=office_id, by=by, at=at,
            detail={"proposal": number, "other": merged}, reason=reason.strip(),
        )  # fmt: skip
