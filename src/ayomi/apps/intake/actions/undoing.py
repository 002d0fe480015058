"""A list undone: as long as nothing of it was billed, it is as if it had never been taken in."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.intake.models import Row, Upload
from ayomi.apps.intake.queries.lists import billed
from ayomi.apps.membership.actions import undo_upload
from ayomi.apps.registry.actions import forget_organisations


class AlreadyBilled(Exception):
    """Something of the list stands on a bill that is final or paid: `members` of them. The list stays."""

    def __init__(self, members: int) -> None:
        super().__init__(f"{members} members are billed")
        self.members = members


class NotUndoable(Exception):
    """The list was not taken in, or something rests on its organisations by now."""


def undo(upload_id: int, *, by: int | None, at: datetime) -> int:
    """Takes back all that a list wrote; its file and rows stay. Returns the number of memberships, or
    of organisations, that were touched.

    Raises `AlreadyBilled`, `NotUndoable`, the registry's `InUse`, and the membership's `ChangedSince` where
    someone built on it meanwhile.
    """
    with transaction.atomic():
        upload = Upload.objects.select_for_update().defer("content_sealed").get(pk=upload_id)
        taken_in = Row.objects.filter(upload_id=upload_id, state="applied").exists()
        if upload.state not in ("checked", "applied") or not taken_in:
            raise NotUndoable(upload.state)
        with owner_rights():
            if upload.kind == "organisations":
                touched = forget_organisations(upload_id, by=by, at=at)
            else:
                touched = _undo_members(upload_id, by=by, at=at)
            Row.objects.filter(upload_id=upload_id, state="applied").update(
                state="undone", **({"organisation_id": None} if upload.kind == "organisations" else {})
            )
            Upload.objects.filter(pk=upload_id).update(state="undone", changed_at=at)
    return touched


def _undo_members(upload_id: int, *, by: int | None, at: datetime) -> int:
    _hold_payers(upload_id)
    members = billed(upload_id)
    if members:
        raise AlreadyBilled(members)
    return undo_upload(upload_id, by=by, at=at)


def _hold_payers(upload_id: int) -> None:
    """No bill of these payers is made while the list is undone: assessing holds the same rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM registry_payer WHERE id IN (SELECT m.payer_id FROM membership_membership m"
            " JOIN intake_row r ON r.membership_id = m.id WHERE r.upload_id = %s) ORDER BY id FOR NO KEY UPDATE",
            [upload_id],
        )
