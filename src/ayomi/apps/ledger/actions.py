"""Posting transfers. There is nothing else to do to a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from ayomi.apps.ledger.queries import fingerprint


class KeyReused(Exception):
    """A transfer of this key exists already and says something else."""


class UnknownAccount(Exception):
    """A transfer names an account that the chart does not have."""


def post(query: str, parameters: Sequence[Any], *, by: int | None, at: datetime) -> int:
    """Write the transfers that `query` yields, as one set, and say how many were new.

    `query` yields key, debit, credit (account codes), amount (rupiah above 0), day, payer_id, bill_id, receipt_id.
    A key that exists with the same content is left alone, so that a repeated call is safe; with other content the
    whole set is refused (KeyReused), as it is for an account the chart does not know (UnknownAccount).
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS posting")
        cursor.execute(
            "CREATE TEMPORARY TABLE posting ON COMMIT DROP AS SELECT t.key, d.id AS debit_id, c.id AS credit_id,"
            f" t.amount, t.day, t.payer_id, t.bill_id, t.receipt_id FROM ({query}) t"
            " LEFT JOIN ledger_account d ON d.code = t.debit LEFT JOIN ledger_account c ON c.code = t.credit",
            parameters,
        )
        cursor.execute("SELECT key FROM posting WHERE debit_id IS NULL OR credit_id IS NULL LIMIT 1")
        if lost := cursor.fetchone():
            raise UnknownAccount(lost[0])
        cursor.execute(
            "INSERT INTO ledger_transfer (key, debit_id, credit_id, amount, day, at, by, payer_id, bill_id, receipt_id)"
            " SELECT key, debit_id, credit_id, amount, day, %s, %s, payer_id, bill_id, receipt_id FROM posting"
            " ORDER BY key ON CONFLICT (key) DO NOTHING",
            [at, by],
        )
        written = cursor.rowcount
        cursor.execute("SELECT count(*) FROM posting")
        if written != cursor.fetchone()[0]:
            _require_same_content()
        cursor.execute("DROP TABLE posting")
    return int(written)


def open_accounts(accounts: Sequence[tuple[str, str, str]]) -> None:
    """Accounts as (code, fund, kind), such as those of a new fund. One that exists already is left as it is."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO ledger_account (code, fund, kind) VALUES (%s, %s, %s) ON CONFLICT (code) DO NOTHING",
            list(accounts),
        )


def _require_same_content() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.key FROM posting p JOIN ledger_transfer t USING (key) WHERE (t.debit_id, t.credit_id, t.amount,"
            " t.payer_id, t.bill_id, t.receipt_id) IS DISTINCT FROM"
            " (p.debit_id, p.credit_id, p.amount, p.payer_id, p.bill_id, p.receipt_id) LIMIT 1"
        )
        if other := cursor.fetchone():
            raise KeyReused(other[0])


def seal(*, at: datetime) -> int:
    """Fingerprint all transfers written since the last seal, chained to it; say how many were sealed.

    A row changed behind the triggers' back, by whoever owns the disk, no longer fits.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE ledger_seal IN EXCLUSIVE MODE")
        # Waits for whoever is posting: a number drawn earlier must not appear below the seal later.
        cursor.execute("LOCK TABLE ledger_transfer IN SHARE MODE")
        cursor.execute("SELECT last_transfer_id, fingerprint FROM ledger_seal ORDER BY last_transfer_id DESC LIMIT 1")
        last, before = cursor.fetchone() or (0, b"")
        cursor.execute("SELECT max(id), count(*) FROM ledger_transfer WHERE id > %s", [last])
        newest, number = cursor.fetchone()
        if not number:
            return 0
        cursor.execute(
            "INSERT INTO ledger_seal (last_transfer_id, transfers, fingerprint, at) VALUES (%s, %s, %s, %s)",
            [newest, number, fingerprint(bytes(before), last, newest), at],
        )
    return int(number)
