"""A list arrives: its file is sealed and kept, and waits to be read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.intake.models import Upload
from ayomi.core.lists.limits import LARGEST_FILE_BYTES
from ayomi.core.sealing import seal

FIELD = "upload"


class AlreadySent(Exception):
    """The very same file stands here for the same people already: `upload_id`."""

    def __init__(self, upload_id: int) -> None:
        super().__init__(f"sent before as list {upload_id}")
        self.upload_id = upload_id


class TooLarge(Exception):
    """The file is larger than a list may be."""


def receive(
    content: bytes, *, file_name: str, organisation_id: int | None, project_id: int | None, office_id: int,
    segment: str, starts: date, options: Mapping[str, Any], kind: str = "", continues_id: int | None = None,
    by: int | None, at: datetime,
) -> int:  # fmt: skip
    """Keep a file to be checked; returns the list's id. Whether it is a list at all is found out by `check`.

    `starts`: first day of new memberships where the list names none. `options`: `programmes` (list of words),
    `sector`, `income` (rupiah) where the list has none, and `own_dates` (true: earlier start dates of the list hold).
    `kind`: what the sender says it is, '' to have it guessed. `continues_id`: the list whose rows come back corrected.
    Raises `AlreadySent`, `TooLarge`, ValueError for an empty file.
    """
    if not content:
        raise ValueError("an empty file")
    if len(content) > LARGEST_FILE_BYTES:
        raise TooLarge(len(content))
    fingerprint = hashlib.sha256(content).digest()
    with transaction.atomic():
        whom: dict[str, Any] = {
            "organisation_id": organisation_id, "project_id": project_id, "office_id": office_id,
        }  # fmt: skip
        same = Upload.objects.filter(**whom, fingerprint=fingerprint).exclude(state__in=("refused", "undone"))
        before = same.order_by("-received_at").values_list("pk", flat=True).first()
        if before is not None:
            raise AlreadySent(before)
        upload = Upload.objects.create(
            **whom, kind=kind, segment=segment, starts=starts, options=dict(options), file_name=file_name[-200:],
            file_size=len(content), fingerprint=fingerprint, state="received", continues_id=continues_id,
            content_sealed=seal(content, field=FIELD, key=settings.SEALING_KEY), received_at=at, received_by=by,
            changed_at=at,
        )  # fmt: skip
        record(
            "list_received", subject="upload", subject_id=upload.pk, office_id=office_id, by=by, at=at,
            detail={"file": upload.file_name, "bytes": len(content)},
        )  # fmt: skip
    return upload.pk
