"""The columns of a list corrected by hand, and a list that stopped taken up again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from django.db import transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.intake.actions import entries
from ayomi.apps.intake.actions.repairing import NotOpen
from ayomi.apps.intake.models import Memory, Row, Upload
from ayomi.apps.intake.rules.columns import from_stored, to_stored
from ayomi.core.lists.columns import Mapping as Columns
from ayomi.core.lists.kinds import Kind

WORKING = ("received", "reading", "checking", "applying")


def change_columns(
    upload_id: int, fields: Mapping[int, str | None], *, kind: str, segment: str, sheet: str = "", by: int | None,
    at: datetime,
) -> None:  # fmt: skip
    """Read the list anew with these fields by column (None: ignored); what people typed into rows is kept.

    `sheet`: another sheet of the book, whose columns are then guessed anew. The columns are remembered for the sender.
    Raises `NotOpen` once rows were taken in or while work is under way, KeyError for an unknown field or kind.
    """
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=upload_id)
        if upload.state not in ("columns", "checked"):
            raise NotOpen(upload.state)
        if Row.objects.filter(upload_id=upload_id, state__in=("applied", "undone")).exists():
            raise NotOpen("applied")
        if sheet and sheet != upload.sheet:
            upload.sheet, upload.mapping, upload.kind = sheet, {}, kind
            upload.entries_sealed = None
        else:
            mapping = from_stored(upload.mapping)
            if kind != mapping.kind:
                mapping = mapping.of_kind(cast(Kind, kind))
            mapping = with_fields(mapping, fields)
            upload.mapping, upload.kind = to_stored(mapping), kind
            upload.entries_sealed = entries.gather(upload)
            remember(upload, mapping, at)
        upload.segment = segment
        upload.state, upload.message, upload.rows_done, upload.changed_at = "received", "", 0, at
        upload.save()
        Row.objects.filter(upload_id=upload_id).delete()
        record(
            "list_columns_changed", subject="upload", subject_id=upload_id, office_id=upload.office_id, by=by, at=at,
            detail={"fields": [[index, name] for index, name in fields.items()], "kind": kind, "sheet": upload.sheet},
        )  # fmt: skip


def with_fields(mapping: Columns, fields: Mapping[int, str | None]) -> Columns:
    """The mapping with these columns read as chosen; a field chosen for two columns goes to the last of them."""
    for index, name in fields.items():
        column = mapping.columns[index]
        if column.field != name:
            mapping = mapping.corrected(index, name)
    return mapping


def remember(upload: Upload, mapping: Columns, at: datetime) -> None:
    """Keep the columns for the next list of this sender with the same headings."""
    Memory.objects.update_or_create(
        **upload.sender(), headers=mapping.fingerprint,
        defaults={"mapping": {"remembered": mapping.to_json()}, "changed_at": at},
    )  # fmt: skip


def resume(upload_id: int) -> str:
    """The job that takes a list up again where it stands: 'check', 'apply', or '' when there is nothing to do."""
    state = Upload.objects.filter(pk=upload_id).values_list("state", flat=True).get()
    return {"received": "check", "reading": "check", "checking": "check", "applying": "apply"}.get(state, "")
