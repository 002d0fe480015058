"""The log of what is done with lists, also by those who may not read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.audit.actions import record as record_event


def record(
    action: str, *, subject: str, subject_id: int, by: int | None, at: datetime, office_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """As `audit.actions.record`. A row that its writer may not see cannot be written in the writer's own scope."""
    with owner_rights():
        record_event(
            action, subject=subject, subject_id=subject_id, by=by, at=at, office_id=office_id, detail=detail
        )  # fmt: skip
