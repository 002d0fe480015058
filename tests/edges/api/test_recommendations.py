"""A licensing office's program asks: answered once under its key, told what fell, and no more than it may know."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from ayomi.apps.compliance.actions.recommendations import recheck
from ayomi.apps.compliance.models import Request
from ayomi.apps.compliance.queries.recommendations import authorities
from ayomi.apps.eligibility.rules.reading import WrongFields
from ayomi.apps.partners.actions import keys, partners
from ayomi.apps.partners.models import Delivery
from ayomi.core.periods import Month
from ayomi.edges.api.recommendations import read_question
from ayomi.edges.documents import papers
from tests.apps.compliance.licensing import bill, licensing_office, on, pay
from tests.cast import AT, Cast

NOW = on(26)
QUESTION = {"key": "OSS-1", "purpose": "new_licence", "nib": "0220001234567", "stated_workers": 1}
pytestmark = pytest.mark.django_db


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def program(organisation_id: int | None, code: str = "DINAS-KOLAKA") -> tuple[int, dict[str, str]]:
    """A partner that may ask, with an address for what it is told; its number and headers."""
    office = authorities()[0].office_id
    number = partners.register_partner(
        code=code, name=code, kind="licensing_office", office_id=office, organisation_id=organisation_id, by=None, at=AT
    )
    partners.grant(number, scope="licensing", purpose="Inpres 2/2021", by=None, at=AT)
    secret = keys.issue_secret(number, use="bearer", by=None, at=AT)
    return number, {"Authorization": f"Bearer {secret.secret}"}


@pytest.fixture
def dinas(cast: Cast, today: None) -> dict[str, str]:
    bill(Month(2026, 9), on(2, 9))
    licensing_office(cast)
    number, headers = program(authorities()[0].organisation_id)
    partners.register_address(number, "https://dinas.example.id/ayomi", by=None, at=AT)
    return headers


def ask(client: Client, headers: dict[str, str], **more: Any) -> Any:
    return client.post(
        "/api/v1/recommendations", json.dumps(QUESTION | more), content_type="application/json", headers=headers
    )


def test_a_program_asks_and_reads_the_answer_at_once(
    client: Client, cast: Cast, dinas: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pay(cast.cooperative, on(10))
    told = ask(client, dinas)
    assert told.status_code == 200
    body = told.json()
    assert (body["state"], body["valid_from"], body["valid_until"]) == ("granted", "2026-10-26", "2027-04-25")
    assert body["organisation"]["name"] == "Koperasi Nelayan Samudra Wolo"
    assert {each["effect"] for each in body["reasons"]} == {"meets"}
    assert client.get(f"/api/v1/recommendations/{body['id']}", headers=dinas).json() == body
    assert client.get("/api/v1/recommendations", headers=dinas).json() == [body]
    assert client.get(f"/api/v1/recommendations?after={body['id']}", headers=dinas).json() == []
    token = body["verify_url"].rstrip("/").rpartition("/")[2]
    assert client.get(f"/api/v1/proofs/{token}").json()["state"] == "valid"
    monkeypatch.setattr(papers, "sign", lambda pdf, *given, **named: pdf)
    monkeypatch.setattr(papers, "installation_signer", lambda at: type("Signer", (), {"name": "Kantor"}))
    paper = client.get(f"/api/v1/recommendations/{body['id']}/document", headers=dinas)
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")


def test_sent_again_it_is_the_same_question_and_another_under_its_key_is_refused(
    client: Client, cast: Cast, dinas: dict[str, str]
) -> None:
    first = ask(client, dinas).json()
    assert ask(client, dinas).json() == first
    assert Request.objects.count() == 1
    other = ask(client, dinas, stated_workers=2)
    assert (other.status_code, other.json()["error"]["code"]) == (409, "key_reused")


def test_what_was_not_found_says_how_to_enrol(client: Client, dinas: dict[str, str]) -> None:
    told = ask(client, dinas, nib=None, name="Koperasi Baru", region="74.01").json()
    assert (told["state"], told["organisation"], told["verify_url"]) == ("refused", None, None)
    assert [each["code"] for each in told["reasons"]] == ["not_enrolled"]
    assert "KTP" in told["reasons"][0]["cure"] and "NIK" in told["reasons"][0]["cure_en"]


def test_nobody_else_asks_and_nobody_reads_anothers_answer(client: Client, cast: Cast, dinas: dict[str, str]) -> None:
    number = ask(client, dinas).json()["id"]
    assert ask(client, {}).status_code == 401
    _, stranger = program(None, "KANTOR-LAIN")
    told = ask(client, stranger)
    assert (told.status_code, told.json()["error"]["code"]) == (403, "not_an_authority")
    licensing_office(cast, name="DPMPTSP Kolaka")
    other = next(each for each in authorities() if each.name == "DPMPTSP Kolaka")
    _, headers = program(other.organisation_id, "PTSP-KOLAKA")
    for address in (f"/api/v1/recommendations/{number}", f"/api/v1/recommendations/{number}/document"):
        assert client.get(address, headers=headers).status_code == 404
    assert client.get("/api/v1/recommendations", headers=headers).json() == []
    outside = ask(client, dinas, key="2", nib=None, name="Koperasi Baru", region="33.74")
    assert (outside.status_code, outside.json()["error"]["code"]) == (403, "outside_area")


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"key": ""}, {"key": "missing"}),
        ({"purpose": "curious"}, {"purpose": "bad_choice"}),
        ({"stated_workers": 0}, {"stated_workers": "out_of_range"}),
        ({"stated_workers": True}, {"stated_workers": "out_of_range"}),
        ({"npp": "KA0001"}, {"npp": "two_numbers"}),
        ({"nib": None}, {"name": "no_number", "region": "no_number"}),
        ({"nib": None, "name": "Koperasi", "region": "99.99"}, {"region": "unknown_region"}),
        ({"nik": "7401"}, {"nik": "unknown_field"}),
        ({"note": "x" * 201}, {"note": "too_long"}),
    ],
)
def test_every_wrong_field_is_named_and_nothing_is_asked(
    client: Client, dinas: dict[str, str], sent: dict[str, Any], wrong: dict[str, str]
) -> None:
    told = ask(client, dinas, **sent)
    assert told.status_code == 422
    assert {each["field"]: each["code"] for each in told.json()["error"]["fields"]} == wrong
    assert Request.objects.count() == 0


def test_half_a_body_and_another_kind_of_body_are_refused(client: Client, dinas: dict[str, str]) -> None:
    half = client.post("/api/v1/recommendations", b'{"key": "1"', content_type="application/json", headers=dinas)
    text = client.post("/api/v1/recommendations", "key=1", content_type="text/plain", headers=dinas)
    assert (half.status_code, text.status_code) == (400, 415)


def test_the_office_is_told_of_the_answer_and_of_what_fell(client: Client, cast: Cast, dinas: dict[str, str]) -> None:
    pay(cast.cooperative, on(10))
    number = ask(client, dinas).json()["id"]
    bill(Month(2026, 10), on(28))
    assert recheck(at=on(20, 3, 2027)) == 1
    events = list(Delivery.objects.order_by("pk").values_list("event", flat=True))
    assert events == ["recommendation.decided", "recommendation.withdrawn"]
    told = client.get(f"/api/v1/recommendations/{number}", headers=dinas).json()
    assert (told["state"], [each["code"] for each in told["withdrawn_for"]]) == ("withdrawn", ["arrears"])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3)
)


@given(st.dictionaries(st.sampled_from(sorted({*QUESTION, "npp", "nik_koperasi", "name", "region", "x"})), JSON))
@settings(max_examples=150, deadline=None)
def test_whatever_is_sent_is_read_or_refused_field_by_field(sent: dict[str, Any]) -> None:
    try:
        key, question = read_question(sent, date(2026, 10, 26))
    except WrongFields as wrong:
        assert wrong.problems
    else:
        question.check()
        assert 1 <= len(key) <= 64
