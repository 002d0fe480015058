"""Taking receipts: one function for the counter, bank files and every later channel.

A receipt is booked once by its key, first as the payer's credit (or as unidentified money); then bills are paid out
of credit, whole bills only. So nothing vanishes: what is too little waits, what is too much waits for the next bill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl
from django.db import connection, transaction

from ayomi.apps.audit.actions import copy_in, owner_rights, record
from ayomi.apps.ledger import actions as ledger
from ayomi.apps.payments.actions.settle import settle
from ayomi.apps.payments.rules import digits
from ayomi.apps.registry.actions import hold_payers

COLUMNS: Final = {
    "key": "text", "amount": "bigint", "paid_on": "date", "code": "text", "sender": "text", "remark": "text",
    "line": "bigint",
}  # fmt: skip
LONGEST: Final = {"key": 120, "code": 40, "sender": 160, "remark": 200}


class KeyConflict(Exception):
    """The key of a receipt was used before for another amount, day or code. Nothing was booked."""


@dataclass(frozen=True)
class Taken:
    """What became of one receipt. `note`: a key of `rules.OUTCOME_WORDS`."""

    key: str
    receipt_id: int
    note: str
    bill_id: int | None
    payer_id: int | None
    amount: int
    new: bool


def take_receipt(
    *, key: str, amount: int, paid_on: date, code: str, channel: str, sender: str = "", remark: str = "",
    office_id: int | None, by: int | None, at: datetime,
) -> Taken:  # fmt: skip
    """Take one receipt. See `take_receipts`. Raises KeyConflict, and ValueError for an amount that is not above 0."""
    frame = pl.DataFrame(
        {
            "key": [key], "amount": [amount], "paid_on": [paid_on], "code": [code], "sender": [sender],
            "remark": [remark], "line": [None],
        },
        schema_overrides={"line": pl.Int64},
    )  # fmt: skip
    with transaction.atomic():
        # A form sent twice in one moment: the second waits, and is answered with the receipt of the first.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"payments_receipt:{key}"])
        (taken,) = take_receipts(frame, channel=channel, bank_file_id=None, office_id=office_id, by=by, at=at)
        if taken.new:
            record(
                "receipt_taken", subject="receipt", subject_id=taken.receipt_id, by=by, at=at, office_id=office_id,
                detail={"amount": amount, "note": taken.note},
            )  # fmt: skip
    return taken


def take_receipts(
    frame: pl.DataFrame, *, channel: str, bank_file_id: int | None, office_id: int | None, by: int | None, at: datetime
) -> list[Taken]:
    """Take a set of receipts in one transaction, and pay the bills that the money now suffices for.

    `frame`: the columns of COLUMNS; `code` is a bill's payment code or a payer's standing number, however spaced.
    A key seen before with the same content is answered again and not booked; with other content the whole set is
    refused (KeyConflict). The right to take money was checked by the caller: money knows no office.
    """
    if frame.filter(pl.col("amount").fill_null(0) <= 0).height:
        raise ValueError("a receipt is above zero rupiah")
    clean = frame.select(list(COLUMNS)).with_columns(
        *(pl.col(name).fill_null("").str.slice(0, length) for name, length in LONGEST.items()),
        digits=pl.col("code").fill_null("").map_elements(digits, return_dtype=pl.String),
    )
    if clean["key"].is_duplicated().any():
        raise KeyConflict("the same key stands twice in one set")
    with owner_rights():
        copy_in(clean, "incoming", {**COLUMNS, "digits": "text"})
        seen = _seen()
        numbers = _book(channel, bank_file_id, office_id, by, at)
        payers = _payers(numbers)
        hold_payers(payers)
        _credit(numbers, by=by, at=at)
        paid = settle(payers, first=_bills(numbers), by=by, at=at)
        _say_what_became(numbers, paid)
        taken = seen + _taken(numbers)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE incoming")
    order = {key: place for place, key in enumerate(clean["key"])}
    return sorted(taken, key=lambda one: order[one.key])


def _seen() -> list[Taken]:
    """Receipts of the set that were booked before; they leave the set."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.key, r.id, r.bill_id, r.payer_id, r.amount, (r.amount, r.paid_on, r.code_seen)"
            " IS NOT DISTINCT FROM (i.amount, i.paid_on, i.code) FROM incoming i JOIN payments_receipt r USING (key)"
        )
        rows = cursor.fetchall()
        for key, *_, same in rows:
            if not same:
                raise KeyConflict(f"key {key} was used before for another amount, day or code")
        cursor.execute("DELETE FROM incoming i USING payments_receipt r WHERE r.key = i.key")
    return [Taken(key, number, "seen", bill, payer, amount, new=False) for key, number, bill, payer, amount, _ in rows]


def _book(channel: str, bank_file_id: int | None, office_id: int | None, by: int | None, at: datetime) -> list[int]:
    """Write the receipts, each with the bill or payer that its code names. Returns their numbers."""
    with connection.cursor() as cursor:
        # The unique key is the last guard: of two callers at once one waits here, and then fails loudly and whole.
        cursor.execute(
            "INSERT INTO payments_receipt (key, channel, amount, paid_on, code_seen, sender, remark, outcome, note,"
            " bill_id, payer_id, destination_id, bank_file_id, bank_line, office_id, received_at, received_by)"
            " SELECT i.key, %s, i.amount, i.paid_on, i.code, i.sender, i.remark,"
            " CASE WHEN coalesce(b.payer_id, p.id, d.id) IS NULL THEN 'unidentified' ELSE 'matched' END,"
            " CASE WHEN b.state = 'paid' THEN 'already_paid' WHEN b.state = 'cancelled' THEN 'bill_cancelled'"
            " WHEN b.id IS NOT NULL THEN 'too_little' WHEN p.id IS NOT NULL THEN 'credit'"
            " WHEN d.id IS NOT NULL THEN 'handed_over' WHEN i.digits = '' THEN 'no_code' ELSE 'unknown_code' END,"
            " b.id, coalesce(b.payer_id, p.id), d.id, %s, i.line,"
            " coalesce(b.office_id, p.office_id, d.office_id, %s), %s, %s"
            " FROM incoming i LEFT JOIN contributions_bill b ON b.code = i.digits"
            " LEFT JOIN registry_payer p ON b.id IS NULL AND p.number = i.digits"
            " LEFT JOIN payments_destination d ON coalesce(b.id, p.id) IS NULL AND d.code = i.digits"
            " ORDER BY i.line, i.key RETURNING id",
            [channel, bank_file_id, office_id, at, by],
        )
        return [row[0] for row in cursor.fetchall()]


_ARRIVED = """
    SELECT format('receipt:%%s', r.id) AS key, 'cash/collection' AS debit,
           CASE WHEN r.payer_id IS NOT NULL THEN 'credit/payers' WHEN r.destination_id IS NOT NULL
           THEN 'credit/handed_over' ELSE 'credit/unidentified' END AS credit,
           r.amount, r.paid_on AS day, r.payer_id, NULL::bigint AS bill_id, r.id AS receipt_id
    FROM payments_receipt r WHERE r.id = ANY (%s)
"""


def _credit(numbers: Sequence[int], *, by: int | None, at: datetime) -> None:
    ledger.post(_ARRIVED, [list(numbers)], by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_credit (payer_id, amount) SELECT payer_id, sum(amount) FROM payments_receipt"
            " WHERE id = ANY (%s) AND payer_id IS NOT NULL GROUP BY 1 ORDER BY 1"
            " ON CONFLICT (payer_id) DO UPDATE SET amount = payments_credit.amount + excluded.amount",
            [list(numbers)],
        )


def _payers(numbers: Sequence[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT payer_id FROM payments_receipt WHERE id = ANY (%s) AND payer_id IS NOT NULL",
            [list(numbers)],
        )
        return [row[0] for row in cursor.fetchall()]


def _bills(numbers: Sequence[int]) -> dict[int, date]:
    """Bills that the receipts name, each with the day of the latest of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bill_id, max(paid_on) FROM payments_receipt WHERE id = ANY (%s) AND bill_id IS NOT NULL GROUP BY 1",
            [list(numbers)],
        )
        return dict(cursor.fetchall())


def _say_what_became(numbers: Sequence[int], paid: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            # Of several receipts for one bill, those that came after it was full paid nothing of it.
            "UPDATE payments_receipt r SET note = CASE WHEN s.before >= s.total THEN 'already_paid'"
            " WHEN s.before + r.amount > s.total THEN 'too_much' ELSE 'paid' END"
            " FROM (SELECT p.id, b.total, sum(p.amount) OVER (PARTITION BY b.id ORDER BY p.id) - p.amount AS before"
            # Joined and not "= ANY": in an index look-up the whole array would be sorted anew for every row.
            " FROM payments_receipt p JOIN unnest(%s::bigint[]) AS mine (id) ON mine.id = p.id"
            " JOIN contributions_bill b ON b.id = p.bill_id JOIN unnest(%s::bigint[]) AS paid (id) ON paid.id = b.id"
            " WHERE p.note = 'too_little') s WHERE s.id = r.id",
            [list(numbers), list(paid)],
        )


def _taken(numbers: Sequence[int]) -> list[Taken]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, id, note, bill_id, payer_id, amount FROM payments_receipt WHERE id = ANY (%s)", [list(numbers)]
        )
        return [
            Taken(key, number, note, bill, payer, amount, new=True)
            for key, number, note, bill, payer, amount in cursor.fetchall()
        ]


def open_destinations(frame: pl.DataFrame) -> pl.DataFrame:
    """Payment codes for something other than contributions: `code` (digits) and `office_id`. Gives back `id`, `code`.

    The caller holds the owner's rights. A code that exists already is refused by the database.
    """
    rows = frame.select(pl.col("code").cast(pl.String), pl.col("office_id").cast(pl.Int64))
    copy_in(rows, "new_destinations", {"code": "text", "office_id": "bigint"})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_destination (code, office_id) SELECT code, office_id FROM new_destinations"
            " ORDER BY code RETURNING id, code"
        )
        made = pl.DataFrame(cursor.fetchall(), schema={"id": pl.Int64, "code": pl.String}, orient="row")
        cursor.execute("DROP TABLE new_destinations")
    return made


def identify(receipt_id: int, *, payer_id: int, reason: str, by: int | None, at: datetime) -> list[int]:
    """Say whose an unidentified receipt is: it becomes that payer's credit and pays bills. Returns the bills paid.

    Raises KeyConflict when it is not unidentified (any more).
    """
    with owner_rights(), connection.cursor() as cursor:
        hold_payers([payer_id])
        cursor.execute(
            "UPDATE payments_receipt SET outcome = 'matched', note = 'credit', payer_id = %s,"
            " office_id = (SELECT office_id FROM registry_payer WHERE id = %s)"
            " WHERE id = %s AND outcome = 'unidentified' RETURNING office_id",
            [payer_id, payer_id, receipt_id],
        )
        row = cursor.fetchone()
        if not row:
            raise KeyConflict(f"receipt {receipt_id} is not unidentified")
        ledger.post(_IDENTIFIED, [receipt_id], by=by, at=at)
        cursor.execute(
            "INSERT INTO payments_credit (payer_id, amount) SELECT payer_id, amount FROM payments_receipt WHERE id = %s"
            " ON CONFLICT (payer_id) DO UPDATE SET amount = payments_credit.amount + excluded.amount",
            [receipt_id],
        )
        record(
            "receipt_identified", subject="receipt", subject_id=receipt_id, by=by, at=at, office_id=row[0],
            reason=reason, detail={"payer": payer_id},
        )  # fmt: skip
        return settle([payer_id], first={}, by=by, at=at)


_IDENTIFIED = """
    SELECT format('receipt:%%s:identified', r.id) AS key, 'credit/unidentified' AS debit, 'credit/payers' AS credit,
           r.amount, r.paid_on AS day, r.payer_id, NULL::bigint AS bill_id, r.id AS receipt_id
    FROM payments_receipt r WHERE r.id = %s
"""
