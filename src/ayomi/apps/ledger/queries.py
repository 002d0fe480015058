"""Balances, and the proof that no transfer changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from django.db import connection

from ayomi.apps.audit.rules import Check


@dataclass(frozen=True)
class Balance:
    code: str
    fund: str
    kind: str
    debit: int
    credit: int

    @property
    def amount(self) -> int:
        """Rupiah on the side where an account of this kind stands."""
        return self.debit - self.credit if self.kind == "asset" else self.credit - self.debit


def balances() -> list[Balance]:
    """Every account with the sums of its two sides."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH sides AS (SELECT debit_id AS id, sum(amount) AS debit, 0 AS credit FROM ledger_transfer GROUP BY 1"
            " UNION ALL SELECT credit_id, 0, sum(amount) FROM ledger_transfer GROUP BY 1)"
            " SELECT a.code, a.fund, a.kind, coalesce(sum(s.debit), 0)::bigint, coalesce(sum(s.credit), 0)::bigint"
            " FROM ledger_account a LEFT JOIN sides s USING (id) GROUP BY a.id ORDER BY a.code"
        )
        return [Balance(*row) for row in cursor.fetchall()]


def transfers_of_bill(bill_id: int) -> list[dict[str, object]]:
    """The transfers that one bill caused, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.day, d.code, c.code, t.amount, t.key FROM ledger_transfer t"
            " JOIN ledger_account d ON d.id = t.debit_id JOIN ledger_account c ON c.id = t.credit_id"
            " WHERE t.bill_id = %s ORDER BY t.id",
            [bill_id],
        )
        return [
            {"day": day, "debit": debit, "credit": credit, "amount": amount, "key": key}
            for day, debit, credit, amount, key in cursor.fetchall()
        ]


def fingerprint(before: bytes, after: int, until: int) -> bytes:
    """SHA-256 over the fingerprint before and every transfer with after < id <= until, in order."""
    whole = hashlib.sha256(before)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(sha256(convert_to(concat_ws('|', id, key, debit_id, credit_id, amount, day,"
            " extract(epoch FROM at), coalesce(by, 0), coalesce(payer_id, 0), coalesce(bill_id, 0),"
            " coalesce(receipt_id, 0)), 'UTF8')), ''::bytea ORDER BY id)"
            " FROM ledger_transfer WHERE id > %s AND id <= %s GROUP BY id / 100000 ORDER BY id / 100000",
            [after, until],
        )
        for (block,) in cursor:
            whole.update(bytes(block))
    return whole.digest()


def broken_seals() -> list[int]:
    """Last transfer of each seal that its transfers no longer fit: someone changed a row. Empty when all is well."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_transfer_id, transfers, fingerprint FROM ledger_seal ORDER BY last_transfer_id")
        seals = cursor.fetchall()
    broken, before, last = [], b"", 0
    for until, number, kept in seals:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM ledger_transfer WHERE id > %s AND id <= %s", [last, until])
            counted = cursor.fetchone()[0]
        if counted != number or fingerprint(before, last, until) != bytes(kept):
            broken.append(until)
        before, last = bytes(kept), until
    return broken


CHECKS: Final = (
    Check(
        "fund_balances",
        "Tiap dana program seimbang: uang dan piutang sama dengan iurannya, dana terpisah satu sama lain.",
        "Each programme fund balances on its own: money and receivables equal its contributions.",
        "SELECT 1 FROM ledger_account a LEFT JOIN ledger_transfer t ON a.id IN (t.debit_id, t.credit_id) GROUP"
        " BY a.fund"
        " HAVING coalesce(sum(CASE WHEN t.debit_id = a.id THEN t.amount ELSE -t.amount END), 0) <> 0",
        "SELECT count(*) FROM ledger_transfer",
    ),
    Check(
        "ledger_guarded",
        "Basis data menolak perubahan dan penghapusan baris buku besar.",
        "The database refuses to change or delete rows of the ledger.",
        "SELECT 1 WHERE (SELECT count(*) FROM pg_trigger WHERE tgrelid = 'ledger_transfer'::regclass"
        " AND tgname IN ('append_only', 'append_only_all') AND tgenabled = 'O') <> 2",
        "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'ledger_transfer'::regclass AND NOT tgisinternal",
    ),
)


def seals() -> int:
    """How many transfers have been sealed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(transfers), 0)::bigint FROM ledger_seal")
        return int(cursor.fetchone()[0])
