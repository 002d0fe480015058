"""The day file of a bank against what it told: what was told and did not come, came and was not told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ayomi.apps.payments.actions.bank_days import NothingToCompare, book_untold, take_bank_day
from ayomi.apps.payments.actions.files import BankFileRefused, take_bank_file
from ayomi.apps.payments.queries import receipts
from ayomi.apps.payments.queries.banks import bank_days
from tests.edges.api.snap.bank import PAYMENT, SERVICE, Bank, payment
from tests.edges.web.money_world import Money

pytestmark = pytest.mark.django_db
HEAD = "Tanggal;Keterangan;Kode Bayar;Debet;Kredit;Referensi\n"


def day_file(*lines: tuple[str, int]) -> bytes:
    rows = [
        f"20-11-2026;BAYAR VA;{code};0;{amount};REF{place:05d}" for place, (code, amount) in enumerate(lines, start=1)
    ]
    return (HEAD + "\n".join(rows) + "\n").encode()


def compare(bank: Bank, content: bytes, name: str = "harian.csv") -> int:
    return take_bank_day(
        bank.partner_id, content, name, service_id=SERVICE, office_id=1, by=None, at=bank.now + timedelta(days=1)
    )


def say(bank: Bank, bill: object, request_id: str) -> None:
    code, total = bill.code, bill.total  # type: ignore[attr-defined]  # a BillRow
    assert bank.say(PAYMENT, payment(code, f"{total}.00", request_id))["responseCode"] == "2002500"


def test_what_agrees_is_quiet_and_what_does_not_is_named(money: Money, bank: Bank) -> None:
    say(bank, money.cooperative, "pay-1")
    say(bank, money.rahim, "pay-2")
    content = day_file((str(money.cooperative.code), money.cooperative.total), (str(money.sri.code), money.sri.total))
    number = compare(bank, content)
    (shown,) = bank_days(bank.partner_id)
    assert (shown.bank_day_id, shown.lines, shown.matched) == (number, 2, 1)
    assert [(each.code, each.amount, each.taken) for each in shown.untold] == [(money.sri.code, money.sri.total, False)]
    assert [each.request_id for each in shown.unpaid] == ["pay-2"]
    assert (shown.since, shown.until) == (date(2026, 11, 20), date(2026, 11, 21))
    assert compare(bank, content) == number
    assert len(bank_days(bank.partner_id)) == 1


def test_a_number_with_its_service_number_is_the_same_payment(money: Money, bank: Bank) -> None:
    say(bank, money.rahim, "pay-2")
    compare(bank, day_file((f"{SERVICE}{money.rahim.code}", money.rahim.total)))
    (shown,) = bank_days(bank.partner_id)
    assert (shown.matched, shown.untold, shown.unpaid) == (1, (), ())


def test_untold_money_is_booked_once_when_a_person_says_so(money: Money, bank: Bank) -> None:
    number = compare(bank, day_file((str(money.sri.code), money.sri.total)))
    before = len(receipts(limit=500))
    assert book_untold(bank.partner_id, number, office_id=money.cast.offices.kolaka, by=None, at=bank.now) == 1
    assert book_untold(bank.partner_id, number, office_id=money.cast.offices.kolaka, by=None, at=bank.now) == 0
    assert len(receipts(limit=500)) == before + 1
    assert [each.taken for each in bank_days(bank.partner_id)[0].untold] == [True]
    late = bank.say(PAYMENT, payment(str(money.sri.code), f"{money.sri.total}.00", "late"))
    assert late["responseCode"] == "4042514"


def test_a_statement_does_not_book_again_what_was_told(money: Money, bank: Bank) -> None:
    say(bank, money.rahim, "pay-2")
    content = day_file((str(money.rahim.code), money.rahim.total), (str(money.rahim.code), money.rahim.total))
    outcome = take_bank_file(content, "mutasi.csv", money.cast.offices.kolaka, by=None, at=bank.now)
    # Two lines and one payment told: the second line is money of its own.
    assert (outcome.seen, outcome.taken) == (1, 1)
    assert [each.code for each in outcome.problems if each.code == "told"] == ["told"]


def test_what_is_no_statement_is_refused(bank: Bank) -> None:
    with pytest.raises(BankFileRefused):
        compare(bank, b"\x89PNG\r\n\x1a\n", "gambar.png")
    with pytest.raises((NothingToCompare, BankFileRefused)):
        compare(bank, HEAD.encode())
