"""Notes that months already assessed must be looked at again, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl
from django.db import connection, transaction

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.offices.actions import stage
from ayomi.apps.registry.actions import hold_payers


def hold_payers_of(memberships: Sequence[int]) -> None:
    """Until the transaction ends nobody assesses whoever pays for these: a change is either seen whole or comes later.

    Without it a change written while a bill is worked out could be settled by that bill and never asked for.
    """
    with owner_rights(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT payer_id FROM membership_membership WHERE id = ANY (%s) AND payer_id IS NOT NULL",
            [list(memberships)],
        )
        hold_payers([row[0] for row in cursor.fetchall()])


def settle_changes(frame: pl.DataFrame) -> int:
    """Changes that a bill took in. `frame`: payer_id, segment, month (of the bill), until (moment it was drafted).

    Changes recorded after that moment wait for the next bill. Returns how many were settled.
    """
    with transaction.atomic():
        stage(frame, "settled", {"payer_id": "bigint", "segment": "text", "month": "date", "until": "timestamptz"})
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE membership_change c SET settled_month = s.month FROM membership_membership m, settled s"
                " WHERE c.membership_id = m.id AND s.payer_id = m.payer_id AND s.segment = m.segment"
                " AND c.settled_month IS NULL AND c.recorded_at <= s.until"
            )
            return int(cursor.rowcount)


def reopen(frame: pl.DataFrame, *, reason: str, by: int | None, at: datetime) -> int:
    """Months to be looked at again by the next assessment. `frame`: membership_id, from_month. Returns how many."""
    with transaction.atomic():
        stage(frame, "reopened", {"membership_id": "bigint", "from_month": "date"})
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO membership_change (membership_id, from_month, reason, recorded_at, recorded_by)"
                " SELECT membership_id, from_month, %s, %s, %s FROM reopened ORDER BY 1",
                [reason, at, by],
            )
            return int(cursor.rowcount)
