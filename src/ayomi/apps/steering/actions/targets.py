"""Setting targets."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.steering.models import Target
from ayomi.apps.steering.rules.indicators import headline

FIRST_YEAR = 1993
"""The first year of the law that this house knows."""


def set_target(
    office_id: int, year: int, indicator: str, amount: int, source: str, *, by: int | None, at: datetime
) -> None:
    """Set what an office shall reach in a year, in the indicator's unit. Setting it again replaces it, with a trace.

    Raises UnknownIndicator, and ValueError for an amount below zero or a year before 1993 or more than ten years ahead.
    """
    headline(indicator)
    if amount < 0:
        raise ValueError("a target is zero or more")
    if not FIRST_YEAR <= year <= at.year + 10:
        raise ValueError(f"a target for the year {year} is not kept")
    with transaction.atomic():
        before = Target.objects.select_for_update().filter(office_id=office_id, year=year, indicator=indicator).first()
        if before is not None and (before.amount, before.source) == (amount, source):
            return
        target, _ = Target.objects.update_or_create(
            office_id=office_id, year=year, indicator=indicator,
            defaults={"amount": amount, "source": source, "recorded_at": at, "recorded_by": by},
        )  # fmt: skip
        record(
            "target_set", subject="target", subject_id=target.pk, office_id=office_id, by=by, at=at,
            detail={
                "year": year, "indicator": indicator, "amount": amount, "source": source,
                "before": None if before is None else before.amount,
            },
        )  # fmt: skip
