"""A bank asks: what it is told, what it is not, what the person can read, and what nobody may ask."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayomi.apps.access.queries import looks
from ayomi.apps.partners.actions import keys, partners
from ayomi.apps.partners.queries.partners import calls
from ayomi.core.periods import Month
from tests.cast import RAHIM_NIK, SITTI_NIK, Cast
from tests.edges.api.eligibility.bank import NEW_NIK, Bank, make_bank, question
from tests.edges.web.paying import bill_and_pay

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 1, tzinfo=UTC)


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_somebody_covered_may_have_the_credit(bank: Bank, cast: Cast) -> None:
    bill_and_pay(Month(2026, 10), pays="Nelayan")
    bill_and_pay(Month(2026, 11), pays="Nelayan")
    told = bank.ask(nik=SITTI_NIK)
    assert (told["result"], told["covered"], told["status"]) == ("eligible", True, "covered")
    assert (told["programmes"], told["covered_since"]) == (["jkk", "jkm"], "2026-10-09")
    assert (told["missing"], told["offer"]) == ([], None)
    assert told["requirement"]["source"] == "Permenko 1/2023 Pasal 26 ayat (8) dan 35 ayat (11)"
    assert "sejak 9 Oktober 2026" in told["message"]
    assert "since 9 October 2026" in told["message_en"]


def test_within_the_grace_it_says_what_is_to_be_paid(bank: Bank, cast: Cast) -> None:
    bill_and_pay(Month(2026, 10), pays="Nelayan")
    told = bank.ask(nik=SITTI_NIK)
    assert (told["result"], told["status"], told["covered_since"]) == ("eligible", "grace", None)
    assert [each["code"] for each in told["missing"]] == ["contribution_due"]


def test_who_is_not_covered_gets_an_offer_with_the_law_of_each_month(bank: Bank) -> None:
    told = bank.ask()
    assert (told["result"], told["status"]) == ("enrol_first", "not_covered")
    offer = told["offer"]
    # Half of JKK and JKM to the end of 2026 (PP 50/2025), the whole from January.
    assert [each["amount"] for each in offer["monthly"]] == [8_400, 8_400, 16_800]
    assert (offer["total"], offer["due_on"], offer["valid_until"]) == (33_600, "2026-11-20", "2026-11-30")


@pytest.mark.parametrize(
    ("product", "amount", "result"),
    [
        ("kur_kecil", 100_000_000, "voluntary"), ("kur_kecil", 100_000_001, "enrol_first"),
        ("kur_khusus", 100_000_001, "enrol_first"), ("kur_mikro", 100_000_000, "voluntary"),
        ("kur_super_mikro", 10_000_000, "voluntary"), ("bpum", 1_200_000, "voluntary"),
        ("capital", 900_000_000, "voluntary"),
    ],
)  # fmt: skip
def test_the_dated_rule_decides_from_which_sum_on(bank: Bank, product: str, amount: int, result: str) -> None:
    told = bank.ask(product=product, amount=amount)
    assert told["result"] == result
    assert told["requirement"]["required"] is (result == "enrol_first")
    assert told["requirement"]["source"]


def test_somebody_nobody_knows_is_told_of_like_a_member_who_never_paid(bank: Bank, cast: Cast) -> None:
    """Rahim is a member and has paid nothing; whether he is known is not for a bank to find out."""
    strange, known = bank.ask(request_id="a"), bank.ask(request_id="b", nik=RAHIM_NIK)
    for told in (strange, known):
        for name in ("request_id", "answered_at"):
            told.pop(name)
        told["offer"].pop("offer_id")
    assert strange == known


def test_an_organisation_is_asked_about_by_its_nib(bank: Bank, cast: Cast) -> None:
    told = bank.ask(nik=None, nib="9120001234567")
    assert (told["covered"], told["offer"]) == (False, None)
    assert told["message"].startswith("Badan usaha ini belum tertanggung")


def test_the_person_reads_who_asked_for_what_by_which_consent(bank: Bank, cast: Cast) -> None:
    bank.ask(nik=SITTI_NIK)
    (row,) = looks(cast.sitti)
    assert (row.what, row.purpose) == (
        "eligibility", "Bank X: KUR kecil, KUR usaha ikan (persetujuan PERSETUJUAN-7)",
    )  # fmt: skip


def test_the_same_question_gets_the_same_answer_and_is_one_look(bank: Bank, cast: Cast) -> None:
    asked = question(nik=SITTI_NIK)
    first = bank.say("", asked)
    bill_and_pay(Month(2026, 11), pays="Nelayan")
    assert bank.say("", asked).content == first.content
    assert len(looks(cast.sitti)) == 1
    other = bank.say("", asked | {"amount": 1})
    assert (other.status_code, other.json()["error"]["code"]) == (409, "request_id_used")
    assert make_bank(AT, "BANK-Y", service_id="777").say("", asked).json()["status"] == "covered"


def test_neither_the_number_nor_the_secret_stands_anywhere_in_the_open(
    bank: Bank, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        bank.ask()
        bank.say("", question(nik=NEW_NIK, purpose=NEW_NIK))
    assert NEW_NIK not in caplog.text
    assert bank.secret not in caplog.text
    with connection.cursor() as cursor:
        for table in ("eligibility_check", "audit_look", "audit_event", "partners_call"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            assert NEW_NIK not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"nik": "7401"}, {"nik": "length"}),
        ({"nik": None}, {"nik": "no_number"}),
        ({"nib": "9120001234567"}, {"nik": "two_numbers"}),
        ({"product": "kur_raksasa"}, {"product": "unknown_product"}),
        ({"amount": -1}, {"amount": "out_of_range"}),
        ({"amount": 1.5}, {"amount": "not_whole"}),
        ({"amount": True}, {"amount": "not_whole"}),
        ({"amount": 10**30}, {"amount": "out_of_range"}),
        ({"consent_id": None}, {"consent_id": "missing"}),
        ({"purpose": "untuk 7401 0255 0390 0801"}, {"purpose": "personal_number"}),
        ({"purpose": "x" * 81}, {"purpose": "too_long"}),
        ({"purpose": "a\nb"}, {"purpose": "unreadable"}),
        ({"request_id": "   "}, {"request_id": "missing"}),
        ({"gaji": 5}, {"gaji": "unknown_field"}),
        ({"nik": 7401025503900801}, {"nik": "not_text"}),
    ],
)  # fmt: skip
def test_wrong_fields_are_named_in_plain_words(bank: Bank, change: dict[str, Any], fields: dict[str, str]) -> None:
    answer = bank.say("", question(**change))
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "wrong_fields")
    assert {each["field"]: each["code"] for each in error["fields"]} == fields
    assert all(each["message"] and each["message_en"] for each in error["fields"])
    assert count("eligibility_check") == 0


def test_what_is_no_question_is_refused(bank: Bank) -> None:
    for raw, kind, status in (
        (b"{", "application/json", 400), (b"[]", "application/json", 400), (b'{"a":1,"a":2}', "application/json", 400),
        (b"a=1", "application/x-www-form-urlencoded", 415), (b" " * 10_001, "application/json", 413),
    ):  # fmt: skip
        assert bank.say("", raw, kind=kind).status_code == status
    huge = bank.http.post(
        "/api/v1/eligibility", b"{}", content_type="application/json", CONTENT_LENGTH=str(100_000_000),
        headers={"Authorization": f"Bearer {bank.secret}"},
    )  # fmt: skip
    assert huge.status_code == 413
    assert bank.http.put("/api/v1/eligibility").status_code == 405
    assert bank.http.get("/api/v1/eligibility/nowhere").status_code == 404


def test_only_a_partner_with_the_grant_is_answered(bank: Bank, cast: Cast) -> None:
    other = make_bank(AT, "BANK-Z", scopes=("enrolment",), service_id="778")
    assert bank.say("", question(nik=SITTI_NIK), secret="").status_code == 401
    assert bank.say("", question(nik=SITTI_NIK), secret="ayp_forged").status_code == 401
    assert other.say("", question(nik=SITTI_NIK)).status_code == 403
    partners.suspend(bank.partner_id, reason="uji", by=None, at=AT)
    assert bank.say("", question(nik=SITTI_NIK)).status_code == 403
    partners.resume(bank.partner_id, reason="uji", by=None, at=AT)
    held = keys_of(bank)
    keys.revoke(bank.partner_id, held, reason="hilang", by=None, at=AT)
    assert bank.say("", question(nik=SITTI_NIK)).status_code == 401
    assert looks(cast.sitti) == []
    assert count("eligibility_check") == 0


def keys_of(bank: Bank) -> int:
    from ayomi.apps.partners.queries.partners import keys as held

    return held(bank.partner_id)[0].number


def test_more_calls_than_agreed_are_refused_and_every_call_is_written_down(db: None, november: None) -> None:
    slow = make_bank(AT, calls_a_minute=2)
    statuses = [slow.say("", question()).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    noted = calls(slow.partner_id, refused=False, limit=10)
    assert [(row.operation, row.status) for row in noted] == [
        ("eligibility", 429), ("eligibility", 200), ("eligibility", 200),
    ]  # fmt: skip


VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=90)
BODIES = st.dictionaries(
    st.sampled_from(("request_id", "nik", "nib", "consent_id", "product", "amount", "purpose", "lain")),
    VALUES | st.lists(VALUES, max_size=2) | st.sampled_from((NEW_NIK, "kur_kecil", 5_000_000)), max_size=8,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES)
def test_whatever_is_sent_is_answered_or_refused_in_words(bank: Bank, body: dict[str, Any]) -> None:
    answer = bank.say("", json.dumps(body).encode())
    assert answer.status_code in (200, 400, 409, 422)
    told = answer.json()
    assert ("result" in told) == (answer.status_code == 200)
    assert count("membership_membership") == 0
