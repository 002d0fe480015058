"""Keeping a paper and opening it again."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from django.conf import settings
from django.db import connection, transaction

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.core.papers import MediaType, media_type
from ayomi.core.sealing import seal, unseal

FIELD: Final = "paper"


class UnknownPaper(LookupError):
    """No such paper."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper without its content. `size` in bytes."""

    paper_id: int
    media_type: MediaType
    size: int


@dataclass(frozen=True, slots=True)
class Content:
    """A paper opened."""

    media_type: MediaType
    content: bytes


def keep_paper(content: bytes, *, office_id: int | None, by: int | None, at: datetime) -> Kept:
    """The paper under the number it is kept by; the same content has the same number, whoever sends it.

    Whoever attaches it has checked that the sender may. Raises `core.papers.NotAPaper` and then keeps nothing.
    """
    kind = media_type(content)
    digest = hmac.new(settings.FINDING_KEY, b"paper\x00" + content, hashlib.sha256).digest()
    # The table is closed to pages: a paper is reached only through what it is attached to.
    with transaction.atomic(), owner_rights(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM papers_paper WHERE digest = %s", [digest])
        found = cursor.fetchone()
        if found is None:
            sealed = seal(content, field=FIELD, key=settings.SEALING_KEY)
            cursor.execute(
                "INSERT INTO papers_paper (digest, media_type, size, content_sealed, recorded_at, recorded_by)"
                " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (digest) DO NOTHING RETURNING id",
                [digest, kind, len(content), sealed, at, by],
            )
            found = cursor.fetchone()
            if found is None:
                # Somebody else kept the same content a moment before.
                cursor.execute("SELECT id FROM papers_paper WHERE digest = %s", [digest])
                found = cursor.fetchone()
        record(
            "paper_kept", subject="paper", subject_id=found[0], by=by, at=at, office_id=office_id,
            detail={"media_type": kind, "size": len(content)},
        )  # fmt: skip
    return Kept(int(found[0]), kind, len(content))


def open_paper(paper_id: int) -> Content:
    """The content. Call it only after checking that the reader may see what the paper is attached to.

    Raises UnknownPaper, and `core.sealing.BrokenSeal` when the stored bytes were altered.
    """
    with owner_rights(), connection.cursor() as cursor:
        cursor.execute("SELECT media_type, content_sealed FROM papers_paper WHERE id = %s", [paper_id])
        found = cursor.fetchone()
    if found is None:
        raise UnknownPaper(paper_id)
    content = unseal(bytes(found[1]), field=FIELD, key=settings.SEALING_KEY)
    return Content(cast(MediaType, found[0]), content)
