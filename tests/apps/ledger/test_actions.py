"""The ledger takes sets of transfers, once, and never lets one change."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from ayomi.apps.audit.queries import examine
from ayomi.apps.ledger import actions, queries
from ayomi.apps.ledger.models import Seal, Transfer

AT = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
ONE = "SELECT %s AS key, %s AS debit, %s AS credit, %s::bigint AS amount, DATE '2026-10-01' AS day,"
ONE += " NULL::bigint AS payer_id, NULL::bigint AS bill_id, NULL::bigint AS receipt_id"

pytestmark = pytest.mark.django_db


def post(key: str = "k", debit: str = "cash/jkk", credit: str = "receivable/jkk", amount: int = 10_000) -> int:
    return actions.post(ONE, [key, debit, credit, amount], by=None, at=AT)


def balance(code: str) -> int:
    return next(row.amount for row in queries.balances() if row.code == code)


def test_a_transfer_moves_its_amount_between_two_accounts() -> None:
    assert post() == 1
    assert (balance("cash/jkk"), balance("receivable/jkk")) == (10_000, -10_000)


def test_the_same_key_again_is_the_same_transfer() -> None:
    post()
    assert post() == 0
    assert balance("cash/jkk") == 10_000


def test_the_same_key_for_something_else_is_refused() -> None:
    post()
    with pytest.raises(actions.KeyReused):
        post(amount=10_001)
    assert balance("cash/jkk") == 10_000


def test_an_account_outside_the_chart_is_refused_with_the_whole_set() -> None:
    both = f"{ONE} UNION ALL {ONE}"
    rows = ["a", "cash/jkk", "receivable/jkk", 1, "b", "cash/nowhere", "receivable/jkk", 1]
    with pytest.raises(actions.UnknownAccount):
        actions.post(both, rows, by=None, at=AT)
    assert not Transfer.objects.exists()


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_must_be_above_zero(amount: int) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        post(amount=amount)


def test_an_account_cannot_pay_itself() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        post(credit="cash/jkk")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_transfer SET amount = amount + 1", "DELETE FROM ledger_transfer", "TRUNCATE ledger_transfer"],
)
def test_the_database_refuses_to_change_a_transfer(statement: str) -> None:
    post()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
    assert balance("cash/jkk") == 10_000


def test_pages_cannot_write_to_the_ledger() -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE ayomi_web")
        cursor.execute(
            "INSERT INTO ledger_transfer (key, debit_id, credit_id, amount, day, at) VALUES ('x', 1, 2, 1, %s, %s)",
            [date(2026, 10, 1), AT],
        )


def test_a_seal_shows_a_row_that_was_changed_behind_the_triggers() -> None:
    post("a")
    post("b")
    assert actions.seal(at=AT) == 2
    post("c")
    assert actions.seal(at=AT) == 1
    assert actions.seal(at=AT) == 0
    assert queries.broken_seals() == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_transfer DISABLE TRIGGER append_only")
        cursor.execute("UPDATE ledger_transfer SET amount = 9 WHERE key = 'a'")
        cursor.execute("ALTER TABLE ledger_transfer ENABLE TRIGGER append_only")
    assert queries.broken_seals() == [Seal.objects.order_by("last_transfer_id")[0].last_transfer_id]


def test_a_fund_that_lends_to_another_is_found() -> None:
    post()
    balanced = next(check for check in queries.CHECKS if check.name == "fund_balances")
    assert examine(balanced).broken == 0
    post("crossing", debit="cash/jht", credit="cash/jkk", amount=5)
    assert examine(balanced).broken == 2


def test_a_disabled_guard_is_found() -> None:
    guarded = next(check for check in queries.CHECKS if check.name == "ledger_guarded")
    assert examine(guarded).broken == 0
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_transfer DISABLE TRIGGER append_only")
    assert examine(guarded).broken == 1
