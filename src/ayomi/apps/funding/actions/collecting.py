"""Instalments in: receipts that came with a loan's payment code are counted for the loan, and the ledger told.

The common case, one payment of just the next instalment, is done for all loans in one statement. Every other (too
little, too much, late for an earlier day, two at once) is counted anew from all its payments by `core.lending`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

import polars as pl
from django.db import connection

from ayomi.apps.audit.actions import copy_in, owner_rights
from ayomi.apps.audit.queries import copy_out
from ayomi.apps.funding.models import Collection
from ayomi.apps.ledger import actions as ledger
from ayomi.core.lending.allocation import Event, Loan, replay
from ayomi.core.lending.schedule import Row

BATCH: Final = 20_000
"""Receipts taken over in one transaction."""


@dataclass(frozen=True, slots=True)
class Collected:
    """How many payments were taken over, for how many rupiah, and how many loans were paid off by them."""

    payments: int
    amount: int
    closed: int


def collect(*, by: int | None, at: datetime) -> Collected:
    """Take over every receipt that came with a loan's code and is not counted yet. Safe to call again at any time."""
    whole = Collected(0, 0, 0)
    while True:
        found = _collect_batch(by=by, at=at)
        whole = Collected(
            whole.payments + found.payments, whole.amount + found.amount, whole.closed + found.closed
        )  # fmt: skip
        if found.payments < BATCH:
            return whole


def _collect_batch(*, by: int | None, at: datetime) -> Collected:
    with owner_rights(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('funding_collect'))")
        cursor.execute(_WAITING, [BATCH])
        cursor.execute("SELECT count(*), coalesce(sum(amount), 0)::bigint FROM coming")
        payments, amount = cursor.fetchone()
        if not payments:
            cursor.execute("DROP TABLE coming")
            return Collected(0, 0, 0)
        batch = Collection.objects.create(at=at, by=by)
        cursor.execute("ANALYZE coming")
        cursor.execute(_PLAIN)
        cursor.execute(_PAY_PLAIN)
        cursor.execute(_MOVE_ON)
        _count_anew()
        cursor.execute(_KEEP, [batch.pk])
        closed = _close()
        ledger.post(_BOOKED, [batch.pk, batch.pk], by=by, at=at)
        cursor.execute(_INTO_PURSES, [batch.pk])
        cursor.execute("DROP TABLE coming")
    return Collected(payments, amount, closed)


_WAITING = """
    CREATE TEMPORARY TABLE coming ON COMMIT DROP AS
    SELECT r.id AS receipt_id, r.amount, r.paid_on AS day, l.id AS loan_id, l.window_id,
           (l.postings + row_number() OVER (PARTITION BY l.id ORDER BY r.paid_on, r.id))::int AS number,
           NULL::bigint AS principal, NULL::bigint AS fee, NULL::bigint AS credit, false AS plain
    FROM (
        SELECT r.id, r.amount, r.paid_on, d.code FROM payments_receipt r JOIN payments_destination d
        ON d.id = r.destination_id WHERE NOT EXISTS (SELECT 1 FROM funding_posting p WHERE p.receipt_id = r.id)
        ORDER BY r.id LIMIT %s
    ) r JOIN funding_loan l ON l.code = r.code
"""

# One payment alone, of just what the next instalment asks, not before the latest one counted.
_PLAIN = """
    UPDATE coming c SET plain = true, principal = i.principal - i.principal_paid, fee = i.fee - i.fee_paid, credit = 0
    FROM funding_loan l JOIN funding_instalment i ON i.loan_id = l.id AND i.number = l.next_number
    WHERE l.id = c.loan_id AND l.state = 'running' AND l.credit = 0 AND (l.last_day IS NULL OR l.last_day <= c.day)
      AND c.amount = i.principal - i.principal_paid + i.fee - i.fee_paid
      AND (l."order" = 'by_instalment' OR i.due >= c.day OR NOT EXISTS (
          SELECT 1 FROM funding_instalment o WHERE o.loan_id = l.id AND o.number > i.number AND o.due <= c.day))
      AND NOT EXISTS (SELECT 1 FROM coming o WHERE o.loan_id = c.loan_id AND o.receipt_id <> c.receipt_id)
"""
_PAY_PLAIN = """
    UPDATE funding_instalment i SET principal_paid = i.principal, fee_paid = i.fee, settled_on = c.day
    FROM coming c JOIN funding_loan l ON l.id = c.loan_id
    WHERE c.plain AND i.loan_id = l.id AND i.number = l.next_number
"""
_MOVE_ON = """
    UPDATE funding_loan l SET principal_paid = l.principal_paid + c.principal, fee_paid = l.fee_paid + c.fee,
        postings = l.postings + 1, last_day = c.day, next_number = coalesce(n.number, l.next_number), oldest_due = n.due
    FROM coming c JOIN funding_loan f ON f.id = c.loan_id
    LEFT JOIN funding_instalment n ON n.loan_id = f.id AND n.number = f.next_number + 1
    WHERE c.plain AND l.id = c.loan_id
"""
_KEEP = """
    INSERT INTO funding_posting (loan_id, number, day, amount, receipt_id, collection_id, principal, fee, credit)
    SELECT loan_id, number, day, amount, receipt_id, %s, principal, fee, credit FROM coming
"""

# By window and day: what came, into the cash of the fund, and what of it is principal, fee, or kept for the borrower.
_BOOKED = """
    WITH sums AS (
        SELECT w.code, p.day, sum(p.amount) AS amount, sum(p.principal) AS principal, sum(p.fee) AS fee
        FROM funding_posting p JOIN funding_loan l ON l.id = p.loan_id JOIN funding_window w ON w.id = l.window_id
        WHERE p.collection_id = %s GROUP BY 1, 2
    ), moves AS (
        SELECT code, day, 'in' AS use, 'credit/handed_over' AS debit, 'owed/' || code AS credit, amount FROM sums
        UNION ALL SELECT code, day, 'cash', 'cash/' || code, 'cash/collection', amount FROM sums
        UNION ALL SELECT code, day, 'principal', 'owed/' || code, 'loans/' || code, principal FROM sums
        UNION ALL SELECT code, day, 'fee', 'owed/' || code, 'fees/' || code, fee FROM sums
    )
    SELECT format('collection:%%s:%%s:%%s:%%s', %s::bigint, code, day, use) AS key,
           CASE WHEN amount > 0 THEN debit ELSE credit END AS debit,
           CASE WHEN amount > 0 THEN credit ELSE debit END AS credit, abs(amount)::bigint AS amount, day,
           NULL::bigint AS payer_id, NULL::bigint AS bill_id, NULL::bigint AS receipt_id
    FROM moves WHERE amount <> 0
"""
_INTO_PURSES = """
    UPDATE funding_purse s SET money = s.money + c.amount FROM (
        SELECT l.window_id, sum(p.principal + p.fee)::bigint AS amount
        FROM funding_posting p JOIN funding_loan l ON l.id = p.loan_id WHERE p.collection_id = %s GROUP BY 1
    ) c WHERE c.window_id = s.window_id
"""


def _close() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE funding_loan l SET state = 'closed', days_late = 0, overdue = 0, loan_class = 'lancar',"
            " provision = 0 FROM (SELECT DISTINCT loan_id FROM coming) c"
            " WHERE l.id = c.loan_id AND l.oldest_due IS NULL AND l.state = 'running'"
        )
        return int(cursor.rowcount)


def _count_anew() -> None:
    """Loans whose new payments are not plain: replayed whole, their rows and what moved written back."""
    found = copy_out(
        'SELECT l.id, l."order", l.principal_paid, l.fee_paid, l.credit FROM funding_loan l'
        " WHERE l.id IN (SELECT loan_id FROM coming WHERE NOT plain) ORDER BY l.id",
        schema={"id": pl.Int64, "order": pl.String, "principal": pl.Int64, "fee": pl.Int64, "credit": pl.Int64},
    )
    if found.is_empty():
        return
    rows, events = _rows(found["id"].to_list()), _events(found["id"].to_list())
    paid, loans, moved = [], [], []
    for loan_id, order, principal, fee, credit in found.iter_rows():
        loan = replay(rows[loan_id], [event for event, _ in events[loan_id]], order)
        paid += [
            (loan_id, each.number, each.principal - each.principal_open, each.fee - each.fee_open, each.settled_on)
            for each in loan.owed
        ]
        new_principal = sum(each.principal - each.principal_open for each in loan.owed)
        new_fee = sum(each.fee - each.fee_open for each in loan.owed)
        upcoming = next((each for each in loan.owed if each.open), None)
        numbers = [event for event, new in events[loan_id] if new]
        loans.append(
            (loan_id, new_principal, new_fee, loan.credit, len(events[loan_id]),
             max(event.day for event, _ in events[loan_id]), upcoming.number if upcoming else loan.owed[-1].number,
             upcoming.due if upcoming else None)
        )  # fmt: skip
        moved += _moved(loan_id, loan, numbers, new_principal - principal, new_fee - fee, loan.credit - credit)
    _write_back(paid, loans, moved)


def _moved(
    loan_id: int, loan: Loan, new: list[Event], principal: int, fee: int, credit: int
) -> list[tuple[int, int, int, int, int]]:
    """What each new payment moved. The last takes the difference that counting earlier ones anew made."""
    uses: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for part in loan.parts:
        uses[part.event][part.use] += part.amount
    found = []
    for event in new[:-1]:
        mine = uses[event.number]
        found.append((loan_id, event.number, mine["principal"], mine["fee"], mine["credit"]))
        principal, fee, credit = principal - mine["principal"], fee - mine["fee"], credit - mine["credit"]
    found.append((loan_id, new[-1].number, principal, fee, credit))
    return found


def _rows(loan_ids: list[int]) -> dict[int, list[Row]]:
    frame = copy_out(
        "SELECT loan_id, number, due, principal, fee FROM funding_instalment WHERE loan_id = ANY (%s)"
        " ORDER BY loan_id, number",
        [loan_ids],
        schema={"loan_id": pl.Int64, "number": pl.Int64, "due": pl.Date, "principal": pl.Int64, "fee": pl.Int64},
    )
    found: dict[int, list[Row]] = defaultdict(list)
    for loan_id, number, due, principal, fee in frame.iter_rows():
        found[loan_id].append(Row(number, due, principal, fee, 0))
    return found


def _events(loan_ids: list[int]) -> dict[int, list[tuple[Event, bool]]]:
    """All payments of loans, old and new, each with whether it is new."""
    frame = copy_out(
        "SELECT loan_id, number, day, amount, false FROM funding_posting WHERE loan_id = ANY (%s)"
        " UNION ALL SELECT loan_id, number, day, amount, true FROM coming WHERE NOT plain AND loan_id = ANY (%s)"
        " ORDER BY loan_id, number",
        [loan_ids, loan_ids],
        schema={"loan_id": pl.Int64, "number": pl.Int64, "day": pl.Date, "amount": pl.Int64, "new": pl.Boolean},
    )
    found: dict[int, list[tuple[Event, bool]]] = defaultdict(list)
    for loan_id, number, day, amount, new in frame.iter_rows():
        found[loan_id].append((Event(day, number, "payment", amount), new))
    return found


Cells: TypeAlias = Sequence[tuple[object, ...]]


def _write_back(paid: Cells, loans: Cells, moved: Cells) -> None:
    tables = {
        "counted": (paid, {"loan_id": "bigint", "number": "smallint", "principal_paid": "bigint", "fee_paid": "bigint",
                           "settled_on": "date"}),
        "standing": (loans, {"loan_id": "bigint", "principal_paid": "bigint", "fee_paid": "bigint", "credit": "bigint",
                             "postings": "int", "last_day": "date", "next_number": "smallint", "oldest_due": "date"}),
        "moved": (moved, {"loan_id": "bigint", "number": "int", "principal": "bigint", "fee": "bigint",
                          "credit": "bigint"}),
    }  # fmt: skip
    kinds = {"date": pl.Date}
    for name, (rows, columns) in tables.items():
        schema = {column: kinds.get(kind, pl.Int64) for column, kind in columns.items()}
        copy_in(pl.DataFrame(rows, schema=schema, orient="row"), name, columns)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE funding_instalment i SET principal_paid = c.principal_paid, fee_paid = c.fee_paid,"
            " settled_on = CASE WHEN i.principal + i.fee = 0 THEN i.settled_on ELSE c.settled_on END FROM counted c"
            " WHERE i.loan_id = c.loan_id AND i.number = c.number AND (i.principal_paid, i.fee_paid)"
            " IS DISTINCT FROM (c.principal_paid, c.fee_paid)"
        )
        cursor.execute(
            "UPDATE funding_loan l SET principal_paid = s.principal_paid, fee_paid = s.fee_paid, credit = s.credit,"
            " postings = s.postings, last_day = s.last_day, next_number = s.next_number, oldest_due = s.oldest_due"
            " FROM standing s WHERE l.id = s.loan_id"
        )
        cursor.execute(
            "UPDATE coming c SET principal = m.principal, fee = m.fee, credit = m.credit FROM moved m"
            " WHERE c.loan_id = m.loan_id AND c.number = m.number"
        )
        for name in tables:
            cursor.execute(f"DROP TABLE {name}")
