"""Making bills final: from draft to a bill with a payment code that never changes, and into the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl
from django.db import connection

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.audit.queries import copy_out
from ayomi.apps.contributions.rules import LARGEST_BILL_NUMBER
from ayomi.apps.ledger import actions as ledger
from ayomi.apps.membership.actions.changes import reopen
from ayomi.apps.registry.actions import hold_payers


class NotDraft(Exception):
    """A bill is no draft any more, or was never there."""


def finalise(bill_ids: Sequence[int], *, by: int | None, at: datetime) -> int:
    """Make drafts final: payment codes and ledger. Returns how many became final now.

    What changed since a draft was worked out waits for the next assessment, which looks at all of it again.
    Bills that are final or paid already are left alone, so a repeated call is safe. Raises NotDraft for others.
    """
    with owner_rights(), connection.cursor() as cursor:
        _hold_payers(bill_ids)
        cursor.execute(
            "SELECT id, state, office_id FROM contributions_bill WHERE id = ANY (%s) ORDER BY id FOR UPDATE",
            [list(bill_ids)],
        )
        found = cursor.fetchall()
        if len(found) != len(set(bill_ids)) or any(state == "cancelled" for _, state, _ in found):
            raise NotDraft(f"{len(set(bill_ids)) - len(found)} bills unknown, or one of them cancelled")
        drafts = [number for number, state, _ in found if state == "draft"]
        if not drafts:
            return 0
        if drafts[-1] > LARGEST_BILL_NUMBER:
            raise OverflowError("the payment codes are used up")
        _give_codes(drafts, by=by, at=at)
        ledger.post(_OWED, [drafts], by=by, at=at)
        if len(drafts) == 1:
            offices = {number: office for number, _, office in found}
            record("bill_final", subject="bill", subject_id=drafts[0], by=by, at=at, office_id=offices[drafts[0]])
    return len(drafts)


def _hold_payers(bill_ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT payer_id FROM contributions_bill WHERE id = ANY (%s)", [list(bill_ids)])
        hold_payers([row[0] for row in cursor.fetchall()])


# The check digits follow ISO 7064 MOD 97-10.
_CODE = "8 * 10000000000::bigint + id"


def _give_codes(drafts: Sequence[int], *, by: int | None, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE contributions_bill SET state = 'final', finalised_at = %s, finalised_by = %s,"
            f" code = ({_CODE})::text || lpad((98 - ({_CODE}) * 100 %% 97)::text, 2, '0') WHERE id = ANY (%s)",
            [at, by, list(drafts)],
        )


# A part that gives money back turns its transfer round: amounts in the ledger are above zero.
_OWED = """
    SELECT format('bill:%%s:owed:%%s', p.bill_id, p.fund) AS key,
           CASE WHEN p.amount > 0 THEN 'receivable/' ELSE 'contributions/' END || p.fund AS debit,
           CASE WHEN p.amount > 0 THEN 'contributions/' ELSE 'receivable/' END || p.fund AS credit,
           abs(p.amount) AS amount, b.month AS day, b.payer_id, b.id AS bill_id, NULL::bigint AS receipt_id
    FROM contributions_part p JOIN contributions_bill b ON b.id = p.bill_id
    WHERE b.id = ANY (%s) AND p.amount <> 0
"""


def cancel(bill_id: int, *, reason: str, by: int | None, at: datetime) -> None:
    """Cancel a draft or a final bill that nobody paid; what it asked for is turned back in the ledger.

    Raises NotDraft when it is paid or cancelled already.
    """
    with owner_rights(), connection.cursor() as cursor:
        _hold_payers([bill_id])
        cursor.execute("SELECT state, office_id FROM contributions_bill WHERE id = %s FOR UPDATE", [bill_id])
        row = cursor.fetchone()
        if not row or row[0] not in {"draft", "final"}:
            raise NotDraft(f"bill {bill_id} cannot be cancelled")
        if row[0] == "final":
            ledger.post(_TURNED_BACK, [bill_id], by=by, at=at)
        cursor.execute("UPDATE contributions_fine SET bill_id = NULL WHERE bill_id = %s", [bill_id])
        cursor.execute(
            "UPDATE contributions_bill SET state = 'cancelled', cancelled_reason = %s WHERE id = %s", [reason, bill_id]
        )
        # What the bill took in must be looked at again by the next one.
        again = copy_out(
            "SELECT membership_id, min(month) FROM contributions_line WHERE bill_id = %s GROUP BY 1",
            [bill_id],
            schema={"membership_id": pl.Int64, "from_month": pl.Date},
        )
        reopen(again, reason="bill_cancelled", by=by, at=at)
        record("bill_cancelled", subject="bill", subject_id=bill_id, by=by, at=at, office_id=row[1], reason=reason)


_TURNED_BACK = """
    SELECT format('bill:%%s:turned-back:%%s', p.bill_id, p.fund) AS key,
           CASE WHEN p.amount > 0 THEN 'contributions/' ELSE 'receivable/' END || p.fund AS debit,
           CASE WHEN p.amount > 0 THEN 'receivable/' ELSE 'contributions/' END || p.fund AS credit,
           abs(p.amount) AS amount, b.month AS day, b.payer_id, b.id AS bill_id, NULL::bigint AS receipt_id
    FROM contributions_part p JOIN contributions_bill b ON b.id = p.bill_id
    WHERE b.id = %s AND p.amount <> 0
"""
