"""Paying bills out of a payer's credit: whole bills, in one order, and cover with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import connection
from django.utils.timezone import localdate

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.contributions.actions.paid import mark_paid
from ayomi.apps.ledger import actions as ledger
from ayomi.apps.registry.actions import hold_payers


def settle(payers: Sequence[int], *, first: Mapping[int, date], by: int | None, at: datetime) -> list[int]:
    """Pay final bills of `payers` as far as their credit goes; returns the bills paid.

    Bills named by a receipt (`first`: bill -> day of its money) come before the others, which follow by due date. A
    bill is paid whole or stays open. It counts as paid on the day its last rupiah came; a bill that asks for nothing,
    or gives back, is paid at once and adds to the credit.
    """
    if not payers:
        return []
    with owner_rights():
        hold_payers(payers)
        with connection.cursor() as cursor:
            cursor.execute(_PICK, {"payers": list(payers), "first": list(first), "days": list(first.values())})
            picked = cursor.fetchall()
        if not picked:
            return []
        bills = [bill for bill, _ in picked]
        mark_paid({bill: day or localdate(at) for bill, day in picked}, by=by, at=at)
        ledger.post(_PAID, [bills, bills], by=by, at=at)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO payments_credit AS c (payer_id, amount) SELECT payer_id, 0 FROM contributions_bill"
                " WHERE id = ANY (%(bills)s) GROUP BY 1 ORDER BY 1 ON CONFLICT DO NOTHING",
                {"bills": bills},
            )
            cursor.execute(
                "UPDATE payments_credit c SET amount = c.amount - b.total FROM (SELECT payer_id, sum(total) AS total"
                " FROM contributions_bill WHERE id = ANY (%(bills)s) GROUP BY 1) b WHERE b.payer_id = c.payer_id",
                {"bills": bills},
            )
    return bills


# Running sums along each payer's order: as long as the credit covers the sum so far, the bill is paid.
_PICK = """
    WITH named AS (SELECT * FROM unnest(%(first)s::bigint[], %(days)s::date[]) AS n (bill_id, day)),
    newest AS (
        SELECT payer_id, max(paid_on) AS day FROM payments_receipt WHERE payer_id = ANY (%(payers)s) GROUP BY 1
    ), waiting AS (
        SELECT b.id, b.payer_id, coalesce(n.day, newest.day) AS day, coalesce(c.amount, 0) AS credit,
               sum(b.total) OVER (PARTITION BY b.payer_id
                   ORDER BY (b.total <= 0) DESC, (n.bill_id IS NULL), b.due_on, b.id) AS so_far
        FROM contributions_bill b LEFT JOIN named n ON n.bill_id = b.id
        LEFT JOIN newest ON newest.payer_id = b.payer_id LEFT JOIN payments_credit c ON c.payer_id = b.payer_id
        WHERE b.payer_id = ANY (%(payers)s) AND b.state = 'final'
    )
    SELECT id, day FROM waiting WHERE so_far <= credit ORDER BY id
"""

# Two transfers a part: the payer's credit meets what was owed, and the money goes over to the programme's fund.
_PAID = """
    SELECT format('bill:%%s:paid:%%s', p.bill_id, p.fund) AS key,
           CASE WHEN p.amount > 0 THEN 'credit/payers' ELSE 'receivable/' || p.fund END AS debit,
           CASE WHEN p.amount > 0 THEN 'receivable/' || p.fund ELSE 'credit/payers' END AS credit,
           abs(p.amount) AS amount, b.paid_on AS day, b.payer_id, b.id AS bill_id, NULL::bigint AS receipt_id
    FROM contributions_part p JOIN contributions_bill b ON b.id = p.bill_id WHERE b.id = ANY (%s) AND p.amount <> 0
    UNION ALL
    SELECT format('bill:%%s:fund:%%s', p.bill_id, p.fund),
           CASE WHEN p.amount > 0 THEN 'cash/' || p.fund ELSE 'cash/collection' END,
           CASE WHEN p.amount > 0 THEN 'cash/collection' ELSE 'cash/' || p.fund END,
           abs(p.amount), b.paid_on, b.payer_id, b.id, NULL::bigint
    FROM contributions_part p JOIN contributions_bill b ON b.id = p.bill_id WHERE b.id = ANY (%s) AND p.amount <> 0
"""


def settle_all(bills: Sequence[int], *, by: int | None, at: datetime) -> list[int]:
    """Pay what can be paid among new bills whose payers have credit, or that ask for nothing. Returns those paid."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT b.payer_id FROM contributions_bill b LEFT JOIN payments_credit c USING (payer_id)"
            " WHERE b.id = ANY (%s) AND b.state = 'final' AND (b.total <= 0 OR c.amount > 0) ORDER BY 1",
            [list(bills)],
        )
        payers = [row[0] for row in cursor.fetchall()]
    return settle(payers, first={}, by=by, at=at)
