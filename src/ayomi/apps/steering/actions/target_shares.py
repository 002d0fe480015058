"""A target shared out to the offices below: each part proposed, to be approved by a second person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ayomi.apps.access.queries import user
from ayomi.apps.audit.actions import record
from ayomi.apps.steering.actions.targets import Draft, draft_targets, propose_targets, require_scope
from ayomi.apps.steering.queries.reached import levels
from ayomi.apps.steering.queries.shares import offices_directly_below
from ayomi.apps.steering.queries.targets import owners, standing
from ayomi.apps.steering.rules.aims import is_level
from ayomi.apps.steering.rules.course import even
from ayomi.apps.steering.rules.sharing import ShareRule


class NothingToShare(Exception):
    """The office has no target of its own to share out."""


class NotBelow(Exception):
    """A part was named for an office that does not lie directly below."""


@dataclass(frozen=True, slots=True)
class Shared:
    """`proposed`: revisions that now wait; `same`: offices whose figure stood there already; `sum`: of all parts."""

    proposed: tuple[int, ...]
    same: tuple[int, ...]
    sum: int


def share_target(
    office_id: int, year: int, indicator: str, parts: Mapping[int, int], *, rule: ShareRule, reason: str, source: str,
    by: int, at: datetime,
) -> Shared:  # fmt: skip
    """Propose a part of the office's target to each office in `parts`. The parts need not add up: the gap stays
    visible. Raises NothingToShare, NotBelow, and as `draft_targets`."""
    require_scope(user(by), [office_id])
    own = [row for row in standing([office_id], year, indicator) if row.state != "returned"]
    if not own:
        raise NothingToShare
    below = {office.id for office in offices_directly_below(office_id, on=at.date())}
    if not parts or not set(parts) <= below:
        raise NotBelow
    starts = levels(list(parts), indicator, year, on=at.date()).by_office if is_level(indicator) else {}
    drafts = [
        Draft(
            child, year, indicator, amount, even(amount, start=starts.get(child, 0)), "even", "shared", source, reason,
            next((number for number, _ in owners(child)), None), own[0].id,
        )
        for child, amount in parts.items()
    ]  # fmt: skip
    with transaction.atomic():
        drafted = draft_targets(drafts, by=by, at=at)
        waiting = list(drafted.ids)
        # A draft with the very same figure goes along; what is in force already stays.
        waiting += [row.id for row in standing(list(parts), year, indicator) if row.state == "draft"
                    and row.id in drafted.same]  # fmt: skip
        if waiting:
            propose_targets(waiting, by=by, at=at)
        record(
            "target_shared", subject="target", subject_id=own[0].id, office_id=office_id, by=by, at=at, reason=reason,
            detail={
                "year": year, "indicator": indicator, "rule": rule, "of": own[0].amount,
                "parts": {str(child): amount for child, amount in parts.items()},
            },
        )  # fmt: skip
    return Shared(tuple(waiting), tuple(set(drafted.same) - set(waiting)), sum(parts.values()))
