"""What a bank asks, tells and is answered; and that money is booked once, whatever is sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from ayomi.apps.contributions.queries.bills import bill
from ayomi.apps.payments.queries import receipts
from tests.edges.api.snap.bank import INQUIRY, PAYMENT, STATUS, Bank, account, inquiry, make_bank, payment
from tests.edges.web.money_world import Money

pytestmark = pytest.mark.django_db


def amount(rupiah: int) -> str:
    return f"{rupiah}.00"


def booked() -> list[tuple[int, str]]:
    return [(each.amount, each.note) for each in receipts(limit=500) if each.channel == "api"]


def code(bill_row: Any) -> str:
    assert bill_row.code
    return str(bill_row.code)


def test_an_inquiry_tells_what_a_bill_asks_for(money: Money, bank: Bank) -> None:
    told = bank.say(INQUIRY, inquiry(code(money.cooperative)))
    data = told["virtualAccountData"]
    assert told["responseCode"] == "2002400"
    assert data["totalAmount"] == {"value": amount(money.cooperative.total), "currency": "IDR"}
    assert (data["virtualAccountNo"], data["partnerServiceId"]) == ("   12345" + code(money.cooperative), "   12345")
    assert (data["inquiryStatus"], data["virtualAccountTrxType"], data["inquiryRequestId"]) == ("00", "C", "inq-1")
    assert data["virtualAccountName"] == "Koperasi Nelayan Samudra Wolo"
    assert [each["billNo"] for each in data["billDetails"]] == [code(money.cooperative)]
    assert booked() == []


def test_a_standing_number_asks_for_all_open_bills_and_takes_the_first_or_all(money: Money, bank: Bank) -> None:
    number = money.cooperative.payer_number
    data = bank.say(INQUIRY, inquiry(number))["virtualAccountData"]
    first = [int(each["billAmount"]["value"][:-3]) for each in data["billDetails"]]
    assert len(first) == 2
    assert data["totalAmount"]["value"] == amount(sum(first))
    assert data["virtualAccountTrxType"] == "I"
    assert bank.say(PAYMENT, payment(number, amount(first[0] + 1)))["responseCode"] == "4042513"
    told = bank.say(PAYMENT, payment(number, amount(first[0]), "pay-2"))
    assert told["responseCode"] == "2002500"
    assert len(told["virtualAccountData"]["billDetails"]) == 1
    assert bank.say(PAYMENT, payment(number, amount(first[1]), "pay-3"))["responseCode"] == "2002500"
    assert bank.say(INQUIRY, inquiry(number, "inq-2"))["responseCode"] == "4042414"
    assert booked() == [(first[1], "credit"), (first[0], "credit")]


def test_a_payment_pays_the_bill_and_is_found_again_by_its_status(money: Money, bank: Bank) -> None:
    number, total = code(money.cooperative), money.cooperative.total
    when = (bank.now - timedelta(hours=3)).isoformat(timespec="seconds")
    told = bank.say(PAYMENT, payment(number, amount(total), "pay-9", inquiryRequestId="inq-9", trxDateTime=when))
    assert (told["responseCode"], told["virtualAccountData"]["paymentFlagStatus"]) == ("2002500", "00")
    assert booked() == [(total, "paid")]
    paid = bill(money.cooperative.bill_id)
    assert paid is not None
    assert (paid.state, str(paid.paid_on)) == ("paid", "2026-11-20")
    for asked in ({"inquiryRequestId": "inq-9"}, {"paymentRequestId": "pay-9"}):
        status = bank.say(STATUS, account(number) | asked)
        assert (status["responseCode"], status["virtualAccountData"]["paidAmount"]["value"]) == (
            "2002600",
            amount(total),
        )
    assert bank.say(STATUS, account(number) | {"paymentRequestId": "pay-8"})["responseCode"] == "4042601"
    assert bank.say(INQUIRY, inquiry(number))["responseCode"] == "4042414"
    assert bank.say(PAYMENT, payment(number, amount(total), "pay-10"))["responseCode"] == "4042514"
    assert booked() == [(total, "paid")]


def test_the_same_payment_sent_again_gets_its_first_answer_and_is_booked_once(money: Money, bank: Bank) -> None:
    said = payment(code(money.cooperative), amount(money.cooperative.total))
    first = bank.say(PAYMENT, said, external_id="100")
    assert first["responseCode"] == "2002500"
    assert bank.say(PAYMENT, said, external_id="100") == first
    assert bank.say(PAYMENT, said, external_id="101") == first
    assert bank.say(PAYMENT, said | {"flagAdvise": "Y"}, external_id="102") == first
    assert bank.say(PAYMENT, said, external_id="102") == first
    assert len(booked()) == 1


def test_the_same_numbers_for_other_money_are_a_conflict(money: Money, bank: Bank) -> None:
    number, total = code(money.cooperative), money.cooperative.total
    assert bank.say(PAYMENT, payment(number, amount(total)), external_id="100")["responseCode"] == "2002500"
    other = payment(code(money.rahim), amount(money.rahim.total), "pay-2")
    assert bank.say(PAYMENT, other, external_id="100")["responseCode"] == "4092500"
    same = payment(code(money.rahim), amount(money.rahim.total), "pay-1")
    assert bank.say(PAYMENT, same, external_id="103")["responseCode"] == "4092501"
    assert bank.say(INQUIRY, inquiry(number, "a"), external_id="7")["responseCode"] == "4042414"
    assert bank.say(INQUIRY, inquiry(number, "b"), external_id="7")["responseCode"] == "4092400"
    assert len(booked()) == 1


def test_a_bank_that_wants_conflicts_gets_them_unless_it_says_that_it_repeats(money: Money, november: None) -> None:
    from tests.edges.api.snap.conftest import JAKARTA, NOW

    strict = make_bank(NOW.astimezone(JAKARTA), "STRICT", "777", repeats="conflict")
    number = code(money.cooperative)
    said = payment(number, amount(money.cooperative.total)) | account(number, "     777")
    first = strict.say(PAYMENT, said, external_id="1")
    assert first["responseCode"] == "2002500"
    assert strict.say(PAYMENT, said, external_id="1")["responseCode"] == "4092500"
    assert strict.say(PAYMENT, said, external_id="2")["responseCode"] == "4092501"
    assert strict.say(PAYMENT, said | {"flagAdvise": "Y"}, external_id="3") == first
    assert len(booked()) == 1


def test_a_payment_nobody_told_before_is_booked_though_it_is_called_a_repeat(money: Money, bank: Bank) -> None:
    said = payment(code(money.cooperative), amount(money.cooperative.total), flagAdvise="Y")
    assert bank.say(PAYMENT, said)["responseCode"] == "2002500"
    assert len(booked()) == 1


@pytest.mark.parametrize("value", ["0.00", "1.00", "16799.00", "16801.00", "16800.50", "9999999999999999.00"])
def test_a_wrong_amount_is_refused_and_nothing_booked(money: Money, bank: Bank, value: str) -> None:
    assert bank.say(PAYMENT, payment(code(money.rahim), value))["responseCode"] == "4042513"
    assert booked() == []


def test_what_is_unknown_draft_cancelled_or_of_another_bank_is_no_bill(money: Money, bank: Bank) -> None:
    assert bank.say(INQUIRY, inquiry("8000000000000"))["responseCode"] == "4042412"
    assert bank.say(PAYMENT, payment("1", "16800.00"))["responseCode"] == "4042512"
    elsewhere = inquiry(code(money.rahim)) | account(code(money.rahim), "   99999")
    assert bank.say(INQUIRY, elsewhere)["responseCode"] == "4042412"
    from ayomi.apps.contributions.actions.finalise import cancel

    cancel(money.rahim.bill_id, reason="salah", by=None, at=bank.now)
    assert bank.say(INQUIRY, inquiry(code(money.rahim), "x"))["responseCode"] == "4042419"
    assert bank.say(PAYMENT, payment(code(money.rahim), amount(money.rahim.total), "y"))["responseCode"] == "4042519"
    assert booked() == []


def test_zeros_before_a_number_do_not_hide_it(money: Money, bank: Bank) -> None:
    number = code(money.rahim).rjust(20, "0")
    assert bank.say(INQUIRY, inquiry(number))["virtualAccountData"]["customerNo"] == number
    assert bank.say(PAYMENT, payment(number, amount(money.rahim.total)))["responseCode"] == "2002500"
    assert booked() == [(money.rahim.total, "paid")]


def test_credit_is_taken_off_what_an_inquiry_asks_for(money: Money, bank: Bank) -> None:
    from ayomi.apps.payments.actions.receive import take_receipt

    take_receipt(
        key="before", amount=1_000, paid_on=bank.now.date(), code=money.rahim.payer_number, channel="hand",
        office_id=None, by=None, at=bank.now,
    )  # fmt: skip
    missing = money.rahim.total - 1_000
    told = bank.say(INQUIRY, inquiry(code(money.rahim)))
    assert told["virtualAccountData"]["totalAmount"]["value"] == amount(missing)
    assert bank.say(PAYMENT, payment(code(money.rahim), amount(missing)))["responseCode"] == "2002500"
    paid = bill(money.rahim.bill_id)
    assert paid is not None
    assert paid.state == "paid"


def test_a_payment_from_another_age_is_refused(money: Money, bank: Bank) -> None:
    for days in (-40, 3):
        when = (bank.now + timedelta(days=days)).isoformat(timespec="seconds")
        said = payment(code(money.rahim), amount(money.rahim.total), trxDateTime=when)
        assert bank.say(PAYMENT, said, external_id="5")["responseCode"] == "4002501"
    assert booked() == []
    said = payment(code(money.rahim), amount(money.rahim.total))
    assert bank.say(PAYMENT, said, external_id="5")["responseCode"] == "2002500"


def test_what_stands_of_a_message_is_sealed(money: Money, bank: Bank) -> None:
    bank.say(INQUIRY, inquiry(code(money.rahim)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text, encode(answer_sealed, 'escape') FROM payments_bankmessage m")
        assert "Rahim" not in str(cursor.fetchall())
        cursor.execute("SELECT row_to_json(c)::text FROM partners_call c")
        assert "Rahim" not in str(cursor.fetchall())
