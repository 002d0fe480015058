"""Many hands on the same money at the same moment: real connections, real locks, and books that agree afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from threading import Barrier, Event, Thread
from typing import Any

import polars as pl
import pytest
from django.db import connection, transaction

from ayomi.apps.audit.queries import examine
from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.contributions.actions.finalise import NotDraft, cancel, finalise
from ayomi.apps.contributions.actions.paid import mark_paid
from ayomi.apps.contributions.queries.bills import BillRow, bills_numbered
from ayomi.apps.contributions.queries.recount import recount
from ayomi.apps.membership.actions import change_wages
from ayomi.apps.payments.actions.files import take_bank_file
from ayomi.apps.payments.actions.receive import KeyConflict, identify, take_receipt
from ayomi.apps.payments.actions.settle import settle, settle_all
from ayomi.apps.registry.queries import organisation
from ayomi.core.periods import Month
from ayomi.edges.jobs.verifying import CHECKS
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)

OCTOBER = Month(2026, 10)


def moment(month: int, day: int, hour: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def at_once(*works: Callable[[], Any]) -> list[Exception]:
    """Each work in a thread with a connection of its own, all begun together; what they raised."""
    ready, raised = Barrier(len(works)), list[Exception]()

    def run(work: Callable[[], Any]) -> None:
        try:
            ready.wait()
            work()
        except Exception as problem:  # noqa: BLE001 - told by the caller, in its own thread
            raised.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def require_sound_books() -> None:
    broken = {check.name: found.examples for check in CHECKS if (found := examine(check)).broken}
    assert broken == {}
    assert [memberships for _size, memberships in recount() if memberships] == []


def receipt(key: str, amount: int, code: str, day: date = date(2026, 10, 5)) -> Callable[[], Any]:
    return lambda: take_receipt(
        key=key, amount=amount, paid_on=day, code=code, channel="hand", office_id=None, by=None, at=moment(10, 5)
    )


def firm_bill(cast: Cast, *, final: bool) -> BillRow:
    payer = organisation(cast.firm).payer_id
    made = assess(OCTOBER, scope="payer", scope_id=payer, final=final, by=None, at=moment(10, 3))
    return bills_numbered(made.bills)[0]


def test_money_bills_and_assessments_at_once_neither_fail_nor_disagree(cast: Cast) -> None:
    bill = firm_bill(cast, final=False)
    payer, number = bill.payer_id, bill.payer_number
    half = bill.total // 2

    def make_final() -> None:
        finalise([bill.bill_id], by=None, at=moment(10, 4))
        settle_all([bill.bill_id], by=None, at=moment(10, 4))

    def cancel_it() -> None:
        with suppress(NotDraft):
            cancel(bill.bill_id, reason="dua kali", by=None, at=moment(10, 4))

    def final_or_cancelled() -> None:
        with suppress(NotDraft):
            make_final()

    works = [
        final_or_cancelled,
        lambda: assess(OCTOBER, scope="country", final=True, supplement=True, by=None, at=moment(10, 4)),
        lambda: assess(OCTOBER, scope="payer", scope_id=payer, final=True, by=None, at=moment(10, 4)),
        *(receipt(f"part-{place}", half, number) for place in range(4)),
        lambda: settle([payer], first={}, by=None, at=moment(10, 4)),
        cancel_it,
    ]
    for round_ in range(4):
        again = [receipt(f"more-{round_}-{place}", half, number) for place in range(4)]
        raised = at_once(*(works if round_ == 0 else [*works[:3], *again, *works[7:]]))
        assert raised == []
    require_sound_books()


def test_money_that_comes_while_a_bill_is_paid_waits_and_neither_blocks_the_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    bill = firm_bill(cast, final=False)
    receipt("before", bill.total, bill.payer_number)()
    finalise([bill.bill_id], by=None, at=moment(10, 4))
    begun = Event()

    def slowly(*given: Any, **named: Any) -> None:
        begun.set()
        time.sleep(0.5)
        mark_paid(*given, **named)

    monkeypatch.setattr("ayomi.apps.payments.actions.settle.mark_paid", slowly)

    def more() -> None:
        begun.wait(10)
        receipt("meanwhile", 1_000, bill.payer_number)()

    assert at_once(lambda: settle_all([bill.bill_id], by=None, at=moment(10, 4)), more) == []
    require_sound_books()


def test_one_key_sent_twice_at_once_is_one_receipt_and_no_error(cast: Cast) -> None:
    bill = firm_bill(cast, final=True)
    raised = at_once(*[receipt("same", bill.total, bill.code or "")] * 4)
    assert raised == []
    require_sound_books()


def test_one_receipt_is_identified_once_by_two_at_once(cast: Cast) -> None:
    bill = firm_bill(cast, final=True)
    lost = receipt("lost", bill.total, "")()
    works = [lambda: identify(lost.receipt_id, payer_id=bill.payer_id, reason="nota", by=None, at=moment(10, 6))] * 3
    raised = at_once(*works)
    assert [type(each) for each in raised] == [KeyConflict] * 2
    require_sound_books()


def test_one_bank_file_twice_at_once_is_booked_once(cast: Cast) -> None:
    bill = firm_bill(cast, final=True)
    content = f"Tanggal;Keterangan;Kredit\n05/10/2026;{bill.code} iuran;{bill.total}\n".encode()
    raised = at_once(*[lambda: take_bank_file(content, "a.csv", cast.offices.kolaka, by=None, at=moment(10, 6))] * 3)
    assert raised == []
    require_sound_books()


@pytest.mark.parametrize("final", [True, False])
def test_a_correction_recorded_while_its_payer_is_assessed_is_not_lost(cast: Cast, final: bool) -> None:
    firm_bill(cast, final=True)
    payer = organisation(cast.firm).payer_id
    written, assessed = Event(), Event()

    def correct() -> None:
        frame = pl.DataFrame(
            {"membership_id": [cast.worker_members[0]], "since": [date(2026, 10, 1)], "wage": [7_000_000]}
        )
        with transaction.atomic():
            change_wages(frame, upload_id=None, by=None, at=moment(11, 3, 1))
            written.set()
            assessed.wait(1)

    def bill_november() -> None:
        written.wait(10)
        made = assess(Month(2026, 11), scope="payer", scope_id=payer, final=final, by=None, at=moment(11, 3, 2))
        assessed.set()
        finalise(made.bills, by=None, at=moment(11, 4))

    assert at_once(correct, bill_november) == []
    assess(Month(2026, 12), scope="payer", scope_id=payer, final=True, by=None, at=moment(12, 3))
    require_sound_books()
