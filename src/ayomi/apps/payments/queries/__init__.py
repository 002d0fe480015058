"""Reading receipts and credit, and what must hold between them, the bills and the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection

from ayomi.apps.audit.rules import Check

CHECKS: Final = (
    Check(
        "receipt_is_in_the_ledger",
        "Tiap uang masuk tercatat tepat sekali di buku besar.",
        "Each receipt stands in the ledger exactly once.",
        "SELECT r.id FROM payments_receipt r LEFT JOIN ledger_transfer t ON t.key = 'receipt:' || r.id"
        " WHERE t.amount IS DISTINCT FROM r.amount"
        " UNION ALL SELECT t.receipt_id FROM ledger_transfer t JOIN ledger_account d ON d.id = t.debit_id"
        " WHERE t.receipt_id IS NOT NULL AND d.code = 'cash/collection' AND NOT EXISTS"
        " (SELECT 1 FROM payments_receipt r WHERE r.id = t.receipt_id AND t.key = 'receipt:' || r.id)",
        "SELECT count(*) FROM payments_receipt",
    ),
    Check(
        "credit_is_in_the_ledger",
        "Titipan tiap pembayar sama dengan buku besar.",
        "Each payer's credit is what the ledger says.",
        "WITH booked AS (SELECT t.payer_id, sum(CASE WHEN t.credit_id = a.id THEN t.amount ELSE -t.amount END)"
        " AS amount"
        " FROM ledger_transfer t JOIN ledger_account a ON a.id IN (t.debit_id, t.credit_id) AND a.code ="
        " 'credit/payers'"
        " GROUP BY 1) SELECT coalesce(k.payer_id, c.payer_id) FROM booked k FULL JOIN payments_credit c USING"
        " (payer_id)"
        " WHERE coalesce(k.amount, 0) <> coalesce(c.amount, 0)",
        "SELECT count(*) FROM payments_credit",
    ),
    Check(
        "paid_bill_is_paid_in_the_ledger",
        "Tiap tagihan lunas dibayar penuh di buku besar, dan tiap tagihan terbuka belum dibayar serupiah pun.",
        "Each paid bill is paid in full in the ledger, and no open bill is paid by a single rupiah.",
        "WITH paid AS (SELECT t.bill_id, sum(CASE WHEN t.credit_id = a.id THEN t.amount ELSE -t.amount END) AS amount"
        " FROM ledger_transfer t JOIN ledger_account a ON a.id IN (t.debit_id, t.credit_id) AND a.code LIKE"
        " 'receivable/%'"
        " WHERE t.key LIKE 'bill:%:paid:%' GROUP BY 1)"
        " SELECT b.id FROM contributions_bill b LEFT JOIN paid p ON p.bill_id = b.id"
        " WHERE coalesce(p.amount, 0) <> CASE WHEN b.state = 'paid' THEN b.total ELSE 0 END",
        "SELECT count(*) FROM contributions_bill",
    ),
    Check(
        "nothing_vanishes",
        "Uang masuk sama dengan tagihan lunas ditambah titipan dan yang belum dikenal.",
        "Money received equals paid bills plus credit plus what is unidentified.",
        "SELECT 1 WHERE (SELECT coalesce(sum(amount), 0) FROM payments_receipt) <>"
        " (SELECT coalesce(sum(total), 0) FROM contributions_bill WHERE state = 'paid')"
        " + (SELECT coalesce(sum(amount), 0) FROM payments_credit)"
        " + (SELECT coalesce(sum(amount), 0) FROM payments_receipt WHERE payer_id IS NULL)",
        "SELECT count(*) FROM payments_receipt",
    ),
    Check(
        "cover_is_paid_for",
        "Tidak ada hari perlindungan tanpa iuran lunas untuk bulannya.",
        "No day of cover without a paid contribution for its month.",
        """
        SELECT c.membership_id FROM membership_cover c
        WHERE NOT EXISTS (
            SELECT 1 FROM contributions_line l JOIN contributions_bill b ON b.id = l.bill_id AND b.state = 'paid'
            WHERE l.membership_id = c.membership_id AND l.month = c.month AND l.reason IN ('regular', 'joined_late')
              AND b.paid_on <= c.paid_on
        )
        UNION ALL
        SELECT p.project_id FROM membership_projectcover p
        WHERE NOT EXISTS (
            SELECT 1 FROM contributions_projectcharge h JOIN contributions_bill b ON b.id = h.bill_id
            WHERE h.project_id = p.project_id AND b.state = 'paid' AND b.paid_on <= p.paid_on
        )
        UNION ALL
        SELECT k.membership_id FROM membership_package k
        WHERE k.paid_on IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM contributions_packagecharge h JOIN contributions_bill b ON b.id = h.bill_id
            WHERE h.package_id = k.id AND b.state = 'paid' AND b.paid_on <= k.paid_on
        )
        """,
        "SELECT count(*) FROM membership_cover",
    ),
    Check(
        "paid_month_is_covered",
        "Tiap bulan iuran dan tiap paket yang lunas memberi perlindungannya.",
        "Each month and each package that was paid for gives its cover.",
        """
        SELECT l.membership_id FROM contributions_line l
        JOIN contributions_bill b ON b.id = l.bill_id AND b.month = l.bill_month AND b.state = 'paid'
        WHERE l.reason IN ('regular', 'joined_late')
          AND NOT EXISTS (SELECT 1 FROM membership_cover c WHERE c.membership_id = l.membership_id AND c.month
            = l.month)
        UNION ALL
        SELECT k.membership_id FROM membership_package k
        JOIN contributions_packagecharge h ON h.package_id = k.id
        JOIN contributions_bill b ON b.id = h.bill_id AND b.state = 'paid' WHERE k.paid_on IS NULL
        """,
        "SELECT count(*) FROM contributions_line",
    ),
)


@dataclass(frozen=True)
class ReceiptRow:
    receipt_id: int
    key: str
    channel: str
    amount: int
    paid_on: date
    code_seen: str
    sender: str
    remark: str
    outcome: str
    note: str
    bill_id: int | None
    payer_id: int | None
    payer_name: str
    received_at: datetime


SHOWN: Final = {
    "all": "true",
    "unidentified": "r.outcome = 'unidentified'",
    "credit": "r.note IN ('too_little', 'too_much', 'already_paid', 'bill_cancelled', 'credit')",
}


def receipts(
    *, shown: str = "all", payer_id: int | None = None, bill_id: int | None = None, after: int | None = None,
    limit: int = 50,
) -> list[ReceiptRow]:  # fmt: skip
    """Receipts, newest first. `shown`: a key of SHOWN; `after`: the last receipt of the page before.

    One more than `limit` is read, so that the caller knows whether there is a next page.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT r.id, r.key, r.channel, r.amount, r.paid_on, r.code_seen, r.sender, r.remark, r.outcome, r.note,
                   r.bill_id, r.payer_id, coalesce(o.name, j.name, s.name, ''), r.received_at
            FROM payments_receipt r LEFT JOIN registry_payer p ON p.id = r.payer_id
            LEFT JOIN registry_organisation o ON o.id = p.organisation_id
            LEFT JOIN registry_project j ON j.id = p.project_id LEFT JOIN registry_person s ON s.id = p.person_id
            WHERE {SHOWN[shown]} AND (%(payer)s::bigint IS NULL OR r.payer_id = %(payer)s)
              AND (%(bill)s::bigint IS NULL OR r.bill_id = %(bill)s) AND (%(after)s::bigint IS NULL OR r.id < %(after)s)
            ORDER BY r.id DESC LIMIT %(limit)s
            """,
            {"payer": payer_id, "bill": bill_id, "after": after, "limit": limit + 1},
        )
        return [ReceiptRow(*row) for row in cursor.fetchall()]


def credit_of(payer_id: int) -> int:
    """Rupiah that a payer has with us and no bill used yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT amount FROM payments_credit WHERE payer_id = %s", [payer_id])
        row = cursor.fetchone()
        return int(row[0]) if row else 0


def credits_of(payer_ids: Sequence[int]) -> dict[int, int]:
    """Rupiah of each of these payers that no bill used yet; those without any are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT payer_id, amount FROM payments_credit WHERE payer_id = ANY (%s) AND amount > 0", [list(payer_ids)]
        )
        return dict(cursor.fetchall())


def bills_of_the_same_amount(amount: int, *, limit: int = 10) -> list[int]:
    """Open bills over exactly this sum: what an unidentified receipt may be for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM contributions_bill WHERE state = 'final' AND total = %s ORDER BY due_on, id LIMIT %s",
            [amount, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def receipt(receipt_id: int) -> ReceiptRow | None:
    """One receipt, or None where there is none or it may not be seen."""
    found = receipts(after=receipt_id + 1, limit=0)
    return found[0] if found and found[0].receipt_id == receipt_id else None


def sums_shown() -> dict[str, tuple[int, int]]:
    """How many receipts each key of SHOWN holds, and their rupiah. One statement."""
    columns = ", ".join(
        f"count(*) FILTER (WHERE {condition}), coalesce(sum(r.amount) FILTER (WHERE {condition}), 0)::bigint"
        for condition in SHOWN.values()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM payments_receipt r")
        found = cursor.fetchone()
    return {shown: (found[2 * place], found[2 * place + 1]) for place, shown in enumerate(SHOWN)}
