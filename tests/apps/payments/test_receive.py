"""Money comes in once, is never lost, and pays whole bills; what is paid is covered."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayomi.apps.audit.queries import examine
from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.contributions.actions.finalise import cancel
from ayomi.apps.contributions.actions.projects import bill_project
from ayomi.apps.contributions.queries import bills
from ayomi.apps.contributions.queries.checks import CHECKS as OF_CONTRIBUTIONS
from ayomi.apps.ledger.queries import CHECKS as OF_LEDGER
from ayomi.apps.ledger.queries import balances
from ayomi.apps.payments import queries
from ayomi.apps.payments.actions.receive import KeyConflict, identify, take_receipt, take_receipts
from ayomi.apps.payments.actions.settle import settle_all
from ayomi.core.periods import Month
from tests.apps.contributions.world import World, build, enrol_fishers, enrol_workers, persons, project

AT = datetime(2026, 8, 20, 3, 0, tzinfo=UTC)
PAID = date(2026, 8, 20)
AUG, SEP = Month(2026, 8), Month(2026, 9)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


def take(amount: int, code: str, *, key: str = "k1", day: date = PAID) -> Any:
    return take_receipt(
        key=key, amount=amount, paid_on=day, code=code, channel="hand", sender="Ketua", office_id=None, by=None, at=AT
    )


def bill_of(world: World, month: Month = AUG) -> Any:
    outcome = assess(month, scope="country", final=True, by=None, at=AT)
    settle_all(outcome.bills, by=None, at=AT)
    return bills.bill(outcome.bills[0])


def money(code: str) -> int:
    return next(row.amount for row in balances() if row.code == code)


def all_holds() -> None:
    checks = (*OF_CONTRIBUTIONS, *OF_LEDGER, *queries.CHECKS)
    assert [check.name for check in checks if examine(check).broken] == []


def covered(membership_id: int) -> list[tuple[date, date]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT since, until FROM membership_cover WHERE membership_id = %s AND until > since ORDER BY since",
            [membership_id],
        )
        return cursor.fetchall()


def test_a_paid_bill_moves_the_money_to_the_funds_and_covers_the_members(world: World) -> None:
    member, _ = enrol_fishers(persons(2, world), world)
    bill = bill_of(world)
    taken = take(bill.total, bill.code)
    assert (taken.note, taken.bill_id) == ("paid", bill.bill_id)
    assert bills.bill(bill.bill_id).state == "paid"  # type: ignore[union-attr]
    assert money("cash/jkk") + money("cash/jkm") == bill.total
    assert money("cash/collection") == money("credit/payers") == money("receivable/jkk") == 0
    assert covered(member) == [(PAID, date(2026, 9, 1))]
    all_holds()


def test_the_same_message_twice_is_one_receipt(world: World) -> None:
    enrol_fishers(persons(1, world), world)
    bill = bill_of(world)
    first, second = take(bill.total, bill.code), take(bill.total, bill.code)
    assert (first.new, second.new, second.note) == (True, False, "seen")
    assert first.receipt_id == second.receipt_id
    assert len(queries.receipts()) == 1
    all_holds()


def test_the_same_key_for_another_sum_is_refused_and_nothing_is_booked(world: World) -> None:
    enrol_fishers(persons(1, world), world)
    bill = bill_of(world)
    take(bill.total, bill.code)
    with pytest.raises(KeyConflict):
        take(bill.total + 1, bill.code)
    assert len(queries.receipts()) == 1


def test_too_little_waits_as_credit_and_the_rest_completes_the_bill(world: World) -> None:
    (member,) = enrol_fishers(persons(1, world), world)
    bill = bill_of(world)
    assert take(bill.total - 1, bill.code).note == "too_little"
    assert (bills.bill(bill.bill_id).state, queries.credit_of(bill.payer_id)) == ("final", bill.total - 1)  # type: ignore[union-attr]
    assert covered(member) == []
    all_holds()
    assert take(1, bill.code, key="k2", day=PAID + timedelta(days=2)).note == "paid"
    paid = bills.bill(bill.bill_id)
    assert paid is not None
    assert (paid.state, paid.paid_on) == ("paid", PAID + timedelta(days=2))
    all_holds()


def test_too_much_is_kept_and_pays_the_next_bill(world: World) -> None:
    enrol_fishers(persons(1, world), world)
    bill = bill_of(world)
    assert take(bill.total * 2, bill.code).note == "too_much"
    assert queries.credit_of(bill.payer_id) == bill.total
    following = bill_of(world, SEP)
    assert following.state == "paid"
    assert queries.credit_of(bill.payer_id) == 0
    all_holds()


def test_a_bill_paid_twice_keeps_the_second_payment_as_credit(world: World) -> None:
    enrol_fishers(persons(1, world), world)
    bill = bill_of(world)
    take(bill.total, bill.code)
    assert take(bill.total, bill.code, key="k2").note == "already_paid"
    assert queries.credit_of(bill.payer_id) == bill.total
    all_holds()


def test_money_for_a_cancelled_bill_is_kept_as_credit(world: World) -> None:
    enrol_fishers(persons(1, world), world)
    bill = bill_of(world)
    cancel(bill.bill_id, reason="salah", by=None, at=AT)
    assert take(bill.total, bill.code).note == "bill_cancelled"
    assert queries.credit_of(bill.payer_id) == bill.total
    all_holds()


@pytest.mark.parametrize(
    ("code", "note"), [("", "no_code"), ("8000000000999", "unknown_code"), ("tanpa kode", "no_code")]
)
def test_money_that_nobody_knows_waits_and_can_be_identified(world: World, code: str, note: str) -> None:
    enrol_fishers(persons(1, world), world)
    bill = bill_of(world)
    taken = take(bill.total, code)
    assert (taken.note, taken.payer_id) == (note, None)
    assert money("credit/unidentified") == bill.total
    all_holds()
    assert identify(taken.receipt_id, payer_id=bill.payer_id, reason="berita transfer", by=None, at=AT) == [
        bill.bill_id
    ]
    assert money("credit/unidentified") == 0
    all_holds()
    with pytest.raises(KeyConflict):
        identify(taken.receipt_id, payer_id=bill.payer_id, reason="lagi", by=None, at=AT)


def test_a_code_is_read_however_it_is_spaced(world: World) -> None:
    enrol_fishers(persons(1, world), world)
    bill = bill_of(world)
    assert take(bill.total, f" {bill.code[:4]} {bill.code[4:8]}-{bill.code[8:]} ").note == "paid"


def test_an_employer_who_pays_late_finds_the_fine_on_the_next_bill(world: World) -> None:
    enrol_workers(persons(1, world), world, wage=5_000_000)
    bill = bill_of(world)
    assert bill.due_on == date(2026, 9, 15)
    take(bill.total, bill.code, day=date(2026, 10, 16))
    following = bill_of(world, SEP)
    (fine,) = bills.fines(following.bill_id)
    # Two months begun, 2 % a month of each programme's part.
    assert (fine.months_late, fine.amount) == (2, bill.total * 4 // 100)
    assert following.total == bill.total + fine.amount
    all_holds()


def test_an_own_account_member_who_pays_late_is_not_fined(world: World) -> None:
    enrol_fishers(persons(1, world), world)
    bill = bill_of(world)
    take(bill.total, bill.code, day=date(2026, 11, 1))
    assert bills.fines(bill_of(world, SEP).bill_id) == []


def test_the_first_instalment_makes_a_project_a_member(world: World) -> None:
    numbers = bill_project(project(world), by=None, at=AT)
    assert bill_project(bills.charges(numbers[0])[0].project_id, by=None, at=AT) == numbers
    first = [bills.bill(number) for number in numbers]
    assert [row.total for row in first if row] == [196_000, 98_000, 98_000]
    take(196_000, first[0].code)  # type: ignore[union-attr, arg-type]
    with connection.cursor() as cursor:
        cursor.execute("SELECT since, until FROM membership_projectcover")
        assert cursor.fetchall() == [(PAID, date(2026, 12, 10))]
    all_holds()


def test_a_set_with_one_conflict_books_nothing(world: World) -> None:
    enrol_fishers(persons(1, world), world)
    bill = bill_of(world)
    take(10, "", key="a")
    frame = pl.DataFrame(
        {
            "key": ["b", "a"], "amount": [bill.total, 11], "paid_on": [PAID, PAID], "code": [bill.code, ""],
            "sender": ["", ""], "remark": ["", ""], "line": [1, 2],
        }
    )  # fmt: skip
    with pytest.raises(KeyConflict):
        take_receipts(frame, channel="file", bank_file_id=None, office_id=None, by=None, at=AT)
    assert len(queries.receipts()) == 1


@pytest.mark.parametrize("amount", [0, -5])
def test_a_receipt_of_nothing_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="above zero"):
        take(amount, "")


@pytest.mark.parametrize(
    "statement", ["UPDATE payments_receipt SET amount = amount + 1", "DELETE FROM payments_receipt"]
)
def test_a_receipt_stands_as_it_came(statement: str) -> None:
    take(5_000, "")
    with pytest.raises(DatabaseError, match="stands as it came"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    st.lists(
        st.tuples(st.integers(1, 60_000), st.sampled_from(["first", "second", "payer", "none"]), st.integers(0, 200)),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_whatever_comes_in_whatever_order_every_rupiah_has_a_place(
    world: World, arriving: list[tuple[int, str, int]]
) -> None:
    with transaction.atomic():
        enrol_fishers(persons(2, world), world)
        one, two = bill_of(world), bill_of(world, SEP)
        codes = {"first": one.code, "second": two.code, "payer": one.payer_number, "none": ""}
        for number, (amount, code, days) in enumerate(arriving):
            take(amount, codes[code], key=f"r{number}", day=PAID + timedelta(days=days))
        all_holds()
        held = money("cash/collection") + sum(money(f"cash/{fund}") for fund in ("jkk", "jkm", "jht", "jp", "fine"))
        assert held == sum(amount for amount, _, _ in arriving)
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_ten_callers_with_one_key_book_one_receipt() -> None:
    world = build()
    enrol_fishers(persons(1, world), world)
    bill = bill_of(world)
    notes: list[str] = []

    def call() -> None:
        try:
            notes.append(take(bill.total, bill.code).note)
        except DatabaseError:
            notes.append("again")
        finally:
            connections.close_all()

    callers = [threading.Thread(target=call) for _ in range(10)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert notes.count("paid") == 1
    assert set(notes) <= {"paid", "seen", "again"}
    assert len(queries.receipts()) == 1
    all_holds()
