"""What follows when a bill is paid: its state, the fine for lateness, and the cover of its members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

import polars as pl
from django.db import connection

from ayomi.apps.audit.actions import copy_in, owner_rights
from ayomi.apps.audit.queries import copy_out
from ayomi.apps.contributions.actions.packages import cover_paid_packages
from ayomi.apps.contributions.actions.projects import cover_projects
from ayomi.apps.membership.actions.cover import extend_cover
from ayomi.core.law.penalties import late_fine
from ayomi.core.money import WHOLE, half_up
from ayomi.core.periods import Month


def mark_paid(bills: Mapping[int, date], *, by: int | None, at: datetime) -> None:
    """Final bills become paid, each on its day. Called by payments inside the transaction that moves the money.

    Late bills of employers get a fine, to be asked for with the next bill; members are covered for what was paid.
    """
    with owner_rights():
        frame = pl.DataFrame(
            {"bill_id": list(bills), "paid_on": list(bills.values())},
            schema={"bill_id": pl.Int64, "paid_on": pl.Date},
        )
        copy_in(frame, "paid", {"bill_id": "bigint", "paid_on": "date"})
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE contributions_bill b SET state = 'paid', paid_on = p.paid_on, settled_at = %s"
                " FROM paid p WHERE p.bill_id = b.id AND b.state = 'final' RETURNING b.kind",
                [at],
            )
            kinds = [row[0] for row in cursor.fetchall()]
            cursor.execute("DROP TABLE paid")
        if len(kinds) != len(bills):
            raise RuntimeError(f"{len(bills)} bills to be paid, {len(kinds)} were final")
        _fine_late(list(bills), at=at)
        _cover(list(bills))
        if "project" in kinds:
            cover_projects(list(bills), by=by, at=at)
        if "package" in kinds:
            cover_paid_packages(list(bills))


def _fine_late(bills: Sequence[int], *, at: datetime) -> None:
    late = copy_out(
        "SELECT b.id, b.payer_id, b.segment, b.month, b.paid_on, p.fund, p.amount FROM contributions_bill b"
        " JOIN contributions_part p ON p.bill_id = b.id WHERE b.id = ANY (%s) AND b.segment = 'wage_earner'"
        " AND p.fund <> 'fine' AND p.amount > 0 AND b.paid_on > p.due_on",
        [list(bills)],
        schema={
            "bill_id": pl.Int64, "payer_id": pl.Int64, "segment": pl.String, "month": pl.Date, "paid_on": pl.Date,
            "fund": pl.String, "amount": pl.Int64,
        },
    )  # fmt: skip
    fines: dict[int, list[int]] = {}
    for bill, payer, _segment, month, paid_on, fund, amount in late.iter_rows():
        months, rate = _lateness(month, fund, paid_on)
        fine = fines.setdefault(bill, [payer, 0, 0])
        fine[1] = max(fine[1], months)
        fine[2] += half_up(amount * rate * months, WHOLE)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO contributions_fine (late_bill_id, payer_id, months_late, amount, recorded_at)"
            " VALUES (%s, %s, %s, %s, %s)",
            [(bill, *fine, at) for bill, fine in fines.items() if fine[2] > 0],
        )


@lru_cache(maxsize=4096)
def _lateness(month: date, fund: str, paid_on: date) -> tuple[int, int]:
    """Months late and the rate (ppm a month) for one programme of an employer's bill."""
    fine = late_fine("wage_earner", Month.of(month), 0, paid_on, programme=fund)  # type: ignore[arg-type]  # a fund of PARTS is a programme
    return fine.months_late, fine.rate


def _cover(bills: Sequence[int]) -> None:
    """Members are covered for each month of theirs that a paid bill asked for in full."""
    months = copy_out(
        "SELECT l.membership_id, l.month, b.paid_on FROM contributions_line l"
        " JOIN contributions_bill b ON b.id = l.bill_id AND b.month = l.bill_month"
        " WHERE b.id = ANY (%s) AND l.reason IN ('regular', 'joined_late')",
        [list(bills)],
        schema={"membership_id": pl.Int64, "month": pl.Date, "paid_on": pl.Date},
    )
    extend_cover(months)
