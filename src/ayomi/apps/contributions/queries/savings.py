"""What was paid towards old age for one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class OldAge:
    """Contributions of JHT paid, in whole rupiah without any return on them, and the months they are for."""

    amount: int
    months: int


def old_age_paid(person_ids: Sequence[int]) -> OldAge:
    """JHT on paid bills over all records that are this person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(l.jht_employer + l.jht_worker), 0)::bigint,"
            " count(DISTINCT l.month) FILTER (WHERE l.jht_employer + l.jht_worker <> 0)"
            " FROM contributions_line l JOIN contributions_bill b ON b.id = l.bill_id AND b.month = l.bill_month"
            " AND b.state = 'paid' WHERE l.person_id = ANY (%s)",
            [list(person_ids)],
        )
        return OldAge(*cursor.fetchone())
