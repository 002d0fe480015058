"""Scenarios of growth kept under a name, and what was shared out written down as drafts of targets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.steering.actions.targets import Draft, Drafted, draft_targets
from ayomi.apps.steering.models import Scenario
from ayomi.apps.steering.rules.course import even
from ayomi.apps.steering.rules.plans import kept
from ayomi.core.planning.growth import Assumptions

LONGEST_NAME: Final = 80


class UnknownScenario(LookupError):
    """No such scenario, or none that may be seen from here."""


def save_scenario(office_id: int, name: str, given: Assumptions, *, by: int | None, at: datetime) -> int:
    """Keep assumptions under a name of the office; the same name again replaces them, with a trace. Returns the id.

    Raises ValueError for a name that is empty or longer than 80 letters.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise ValueError("a scenario needs a name of at most 80 letters")
    with transaction.atomic():
        before = Scenario.objects.select_for_update().filter(office_id=office_id, name=name).first()
        made, _ = Scenario.objects.update_or_create(
            office_id=office_id, name=name, defaults={"assumptions": kept(given), "saved_at": at, "saved_by": by}
        )
        record(
            "scenario_saved", subject="scenario", subject_id=made.pk, office_id=office_id, by=by, at=at,
            detail={
                "name": name, "assumptions": kept(given), "before": None if before is None else before.assumptions,
            },
        )  # fmt: skip
    return made.pk


def remove_scenario(scenario_id: int, *, by: int | None, at: datetime) -> None:
    """Take a scenario away; what it said stays in the log. Raises UnknownScenario."""
    with transaction.atomic():
        found = Scenario.objects.select_for_update().filter(pk=scenario_id).first()
        if found is None:
            raise UnknownScenario(scenario_id)
        record(
            "scenario_removed", subject="scenario", subject_id=scenario_id, office_id=found.office_id, by=by, at=at,
            detail={"name": found.name, "assumptions": found.assumptions},
        )  # fmt: skip
        found.delete()


def draft_shared(
    amounts: Mapping[int, int], start: Mapping[int, int], year: int, *, source: str, reason: str, by: int, at: datetime
) -> Drafted:
    """Workers to be covered, shared out over offices, as drafts of their targets; each rises evenly from `start`.

    They are in force only when a second person approves them. Raises as `draft_targets`.
    """
    drafts = [
        Draft(
            office_id, year, "workers_covered", amount, even(amount, start=min(start.get(office_id, 0), amount)),
            origin="shared", source=source, reason=reason,
        )
        for office_id, amount in amounts.items()
    ]  # fmt: skip
    return draft_targets(drafts, by=by, at=at)
