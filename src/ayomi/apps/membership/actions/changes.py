"""Notes that months already assessed must be looked at again, and what became of them."""

from __future__ import annotations

from datetime import datetime

import polars as pl
from django.db import connection, transaction

from ayomi.apps.offices.actions import stage


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
