"""Banks that tell of the same money at the same moment, or whose message dies on the way: booked once, books agree."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.contributions.queries.bills import BillRow, bills_numbered
from ayomi.apps.payments.actions import banks
from ayomi.apps.payments.actions.banks import Bank, pay
from ayomi.apps.payments.actions.receive import take_receipt
from ayomi.apps.payments.queries import receipts
from ayomi.core.periods import Month
from ayomi.core.snap.messages import Account, Payment, padded
from tests.apps.partners.world import partner
from tests.cast import Cast, make_cast
from tests.security.test_money_at_once import at_once, require_sound_books

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 10, 20, 3, tzinfo=UTC)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def bank(code: str, service: str) -> Bank:
    number = partner(code, scopes=("virtual_account",), at=NOW, service_id=service)
    return Bank(number, code, service, "answer", 1)


def bill_of(cast: Cast) -> BillRow:
    made = assess(Month(2026, 10), scope="country", final=True, by=None, at=NOW)
    return next(each for each in bills_numbered(made.bills) if each.payer_name == "La Ode Rahim")


def told(bill: BillRow, service: str, request_id: str) -> Payment:
    return Payment(Account(padded(service), bill.code or ""), request_id, "", bill.total * 100, NOW, "R", False)


def booked() -> list[str]:
    return [each.note for each in receipts(limit=100) if each.channel == "api"]


def test_six_copies_of_one_payment_at_once_are_booked_once_and_answered_alike(cast: Cast) -> None:
    bill, one, answers = bill_of(cast), bank("ONE", "111"), list[dict[str, Any]]()

    def say(external_id: str) -> None:
        answers.append(pay(one, told(bill, "111", "pay-1"), external_id=external_id, at=NOW))

    raised = at_once(*(lambda each=each: say(each) for each in ("1", "1", "2", "2", "3", "4")))  # type: ignore[misc]  # each bound now
    assert raised == []
    assert [each["responseCode"] for each in answers] == ["2002500"] * 6
    assert all(each == answers[0] for each in answers)
    assert booked() == ["paid"]
    require_sound_books()


def test_two_banks_at_once_for_one_bill_book_one_and_refuse_the_other(cast: Cast) -> None:
    bill, codes = bill_of(cast), list[str]()
    pair = (bank("ONE", "111"), bank("TWO", "222"))

    def say(each: Bank) -> None:
        answer = pay(each, told(bill, each.service_id, "pay-1"), external_id="1", at=NOW)
        codes.append(answer["responseCode"])

    assert at_once(*(lambda each=each: say(each) for each in pair)) == []  # type: ignore[misc]  # each bound now
    assert sorted(codes) == ["2002500", "4042514"]
    assert booked() == ["paid"]
    require_sound_books()


@pytest.mark.parametrize("where", ["take_receipt", "_answered"])
def test_a_message_that_dies_leaves_nothing_and_counts_when_it_comes_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    bill, one = bill_of(cast), bank("ONE", "111")

    class Killed(Exception):
        """The process died here."""

    def dies(*given: Any, **named: Any) -> Any:
        if where == "take_receipt":
            take_receipt(*given, **named)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(banks, where, dies)
        with pytest.raises(Killed):
            pay(one, told(bill, "111", "pay-1"), external_id="1", at=NOW)
    assert booked() == []
    assert pay(one, told(bill, "111", "pay-1"), external_id="1", at=NOW)["responseCode"] == "2002500"
    assert booked() == ["paid"]
    require_sound_books()
