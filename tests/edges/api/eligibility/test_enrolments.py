"""A debtor enrolled and paid for within one dialogue: once, whatever is sent again, and never who may not be."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from ayomi.apps.access.queries import looks
from ayomi.apps.audit.queries import examine
from ayomi.apps.contributions.queries.checks import CHECKS as OF_CONTRIBUTIONS
from ayomi.apps.ledger.queries import CHECKS as OF_LEDGER
from ayomi.apps.payments.queries import CHECKS as OF_PAYMENTS
from ayomi.apps.registry.queries import known_by_nik
from ayomi.core.identity import make_nik
from ayomi.core.periods import Month
from tests.cast import RAHIM_BORN, RAHIM_NIK, SITTI_BORN, SITTI_NIK, Cast
from tests.edges.api.eligibility.bank import NEW_NIK, Bank, debtor, make_bank
from tests.edges.api.eligibility.test_questions import count
from tests.edges.web.paying import bill_and_pay

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 1, tzinfo=UTC)
RAHIM = {"nik": RAHIM_NIK, "name": "La Ode Rahim", "birth_date": RAHIM_BORN.isoformat(), "sex": "male"}


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_from_the_question_to_cover_within_one_dialogue(bank: Bank, cast: Cast) -> None:
    offer = bank.ask()["offer"]
    made = bank.say("/enrolments", debtor(offer_id=offer["offer_id"])).json()
    assert (made["state"], made["new_member"], made["open_amount"]) == ("billed", True, offer["total"])
    assert [(each["month"], each["amount"]) for each in made["bills"]] == [
        (each["month"], each["amount"]) for each in offer["monthly"]
    ]
    assert made["virtual_account"].startswith("   12345")
    assert (made["covered_since"], made["office"]) == (None, "Kantor Cabang Perintis Kolaka")
    address = f"/enrolments/{made['enrolment_id']}"
    paid = bank.say(f"{address}/payments", {"payment_id": "p-1", "amount": offer["total"]}).json()
    assert (paid["state"], paid["covered_since"], paid["covered_until"]) == ("paid", "2026-11-20", "2027-02-01")
    assert bank.say(address).json() == paid
    told = bank.ask()
    assert (told["result"], told["covered_since"]) == ("eligible", "2026-11-20")
    (person_id,) = known_by_nik(_series(NEW_NIK))["person_id"]
    assert [row.purpose for row in looks(person_id)][-1] == "Bank X: pendaftaran (persetujuan PERSETUJUAN-7)"
    broken = [each.name for each in (*OF_CONTRIBUTIONS, *OF_LEDGER, *OF_PAYMENTS) if examine(each).broken]
    assert broken == []


def _series(nik: str) -> Any:
    import polars as pl

    return pl.Series([nik])


def test_without_an_offer_the_bank_chooses_programmes_income_and_months(bank: Bank, cast: Cast) -> None:
    given = debtor(programmes=["jkk", "jkm", "jht"], income=2_000_000, months=2, sector="transport")
    made = bank.say("/enrolments", given).json()
    # Half of 1 % and of Rp6,800, and 2 % of two millions for old age.
    assert [each["amount"] for each in made["bills"]] == [53_400, 53_400]


def test_the_same_enrolment_sent_again_is_one_and_tells_how_it_stands(bank: Bank, cast: Cast) -> None:
    given = debtor(months=1)
    first = bank.say("/enrolments", given).json()
    assert bank.say("/enrolments", given).json() == first
    bank.say(f"/enrolments/{first['enrolment_id']}/payments", {"payment_id": "p", "amount": 8_400})
    assert bank.say("/enrolments", given).json()["state"] == "paid"
    assert code_of(bank.say("/enrolments", given | {"name": "Rina Marlinda"})) == (409, "request_id_used")
    assert count("eligibility_enrolment") == 1


def test_money_is_booked_once_and_only_for_what_is_open(bank: Bank, cast: Cast) -> None:
    made = bank.say("/enrolments", debtor()).json()
    address, before = f"/enrolments/{made['enrolment_id']}/payments", count("payments_receipt")
    assert code_of(bank.say(address, {"payment_id": "p", "amount": 33_599})) == (409, "wrong_amount")
    assert bank.say(address, {"payment_id": "p", "amount": 0}).status_code == 422
    assert count("payments_receipt") == before
    paid = [bank.say(address, {"payment_id": "p", "amount": 33_600}).json() for _ in range(2)]
    assert paid[0] == paid[1]
    assert code_of(bank.say(address, {"payment_id": "p", "amount": 33_601})) == (409, "payment_id_used")
    assert code_of(bank.say(address, {"payment_id": "q", "amount": 33_600})) == (409, "already_paid")
    assert count("payments_receipt") == before + 1


def test_another_bank_finds_neither_enrolment_nor_offer(bank: Bank, cast: Cast) -> None:
    offer = bank.ask()["offer"]["offer_id"]
    made = bank.say("/enrolments", debtor(months=1)).json()
    other = make_bank(AT, "BANK-Y", service_id="777")
    address = f"/enrolments/{made['enrolment_id']}"
    assert code_of(other.say(address)) == (404, "unknown_enrolment")
    assert code_of(other.say(f"{address}/payments", {"payment_id": "p", "amount": 8_400})) == (404, "unknown_enrolment")
    assert code_of(other.say("/enrolments", debtor(offer_id=offer))) == (409, "offer_unknown")


def test_an_offer_is_for_one_person_and_taken_once(bank: Bank, cast: Cast) -> None:
    offer = bank.ask()["offer"]["offer_id"]
    nik = make_nik("74.01.02", date(1990, 3, 15), "female", 802)
    assert code_of(bank.say("/enrolments", debtor(offer_id=offer, nik=nik))) == (409, "offer_for_another")
    assert bank.say("/enrolments", debtor(offer_id=offer)).status_code == 200
    assert code_of(bank.say("/enrolments", debtor(offer_id=offer))) == (409, "offer_taken")
    assert code_of(bank.say("/enrolments", debtor(offer_id="of_nothing"))) == (409, "offer_unknown")


def test_a_member_who_never_paid_is_not_enrolled_again_but_asked_to_pay_this_month(bank: Bank, cast: Cast) -> None:
    members = count("membership_membership")
    made = bank.say("/enrolments", debtor(**RAHIM)).json()
    assert (made["new_member"], len(made["bills"]), count("membership_membership")) == (False, 1, members)
    assert made["virtual_account"] == "   12345" + made["bills"][0]["payment_code"]
    address = f"/enrolments/{made['enrolment_id']}/payments"
    paid = bank.say(address, {"payment_id": "p", "amount": made["open_amount"]}).json()
    assert (paid["state"], paid["covered_since"]) == ("paid", "2026-11-20")
    assert code_of(bank.say("/enrolments", debtor(**RAHIM))) == (409, "already_covered")


def test_a_member_through_a_cooperative_may_have_a_second_job(bank: Bank, cast: Cast) -> None:
    bill_and_pay(Month(2026, 11), pays="Nelayan")
    sitti = {"nik": SITTI_NIK, "name": "Wa Ode Sitti Hajar", "birth_date": SITTI_BORN.isoformat()}
    assert bank.say("/enrolments", debtor(**sitti)).json()["new_member"] is True


def test_a_stranger_with_somebodys_number_is_refused_and_learns_nothing(bank: Bank, cast: Cast) -> None:
    wrong = debtor(**RAHIM | {"name": "Budi Santoso"})
    assert code_of(bank.say("/enrolments", wrong)) == (409, "identity_differs")
    assert looks(cast.rahim) == []
    assert count("eligibility_enrolment") == 0


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"birth_date": "1991-03-15"}, "birth_date", "birth_date_differs"),
        ({"birth_date": "15-03-1990"}, "birth_date", "bad_date"),
        ({"sex": "male"}, "sex", "sex_differs"),
        ({"sex": "wanita"}, "sex", "bad_choice"),
        ({"phone": "12"}, "phone", "phone_length"),
        ({"regency": "99.99"}, "regency", "unknown_region"),
        ({"programmes": ["jht"]}, "programmes", "bad_programmes"),
        ({"programmes": ["jkk", "jkm", "jp"]}, "programmes", "bad_programmes"),
        ({"months": 13}, "months", "out_of_range"),
        ({"income": 0}, "income", "out_of_range"),
        ({"name": None}, "name", "missing"),
        ({"occupation": "kartu 7401025503900801"}, "occupation", "personal_number"),
    ],
)  # fmt: skip
def test_each_wrong_field_is_named_and_nobody_is_enrolled(
    bank: Bank, cast: Cast, change: dict[str, Any], field: str, code: str
) -> None:
    members, people = count("membership_membership"), count("registry_person")
    answer = bank.say("/enrolments", debtor(**change))
    assert answer.status_code == 422
    assert (field, code) in {(each["field"], each["code"]) for each in answer.json()["error"]["fields"]}
    assert (count("membership_membership"), count("registry_person")) == (members, people)


@pytest.mark.parametrize(("born", "code"), [("1958-03-15", "too_old"), ("2015-03-15", "too_young")])
def test_the_law_of_ages_holds_and_leaves_nothing_behind(bank: Bank, cast: Cast, born: str, code: str) -> None:
    people = count("registry_person")
    nik = make_nik("74.01.02", date.fromisoformat(born), "female", 5)
    assert code_of(bank.say("/enrolments", debtor(nik=nik, birth_date=born))) == (409, code)
    assert count("registry_person") == people


def test_a_bank_without_the_grant_or_without_an_account_number_does_not_enrol_or_pay(bank: Bank, cast: Cast) -> None:
    asks = make_bank(AT, "BANK-Y", scopes=("eligibility",), service_id="777")
    assert asks.say("/enrolments", debtor()).status_code == 403
    plain = make_bank(AT, "BANK-Z", service_id=None)
    made = plain.say("/enrolments", debtor(months=1)).json()
    assert made["virtual_account"] is None
    told = plain.say(f"/enrolments/{made['enrolment_id']}/payments", {"payment_id": "p", "amount": 8_400})
    assert code_of(told) == (409, "no_account")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM payments_receipt WHERE channel = 'api'")
        assert cursor.fetchone() == (0,)
