"""Scenarios of growth kept under a name."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.steering.models import Scenario
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
