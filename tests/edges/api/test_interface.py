"""What programs ask: the law, cover, proofs, targets; and how they are refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from ayomi.apps.access.queries import looks
from ayomi.apps.compliance.actions import issue_proof
from ayomi.core.law.quote import answer
from ayomi.core.periods import Month
from ayomi.edges.api.access import ACCESS, declared
from ayomi.edges.api.interface import MOST_QUESTIONS, QUESTIONS_A_MINUTE, api
from tests import cast as stage
from tests.cast import Cast
from tests.edges.web.paying import bill_and_pay, enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cache_table", "november", "users")]
QUESTION = {"kind": "contribution", "segment": "own_account", "month": "2026-11", "income": 1_000_000}


def ask(client: Client, body: Any) -> Any:
    return client.post("/api/v1/quote", body, content_type="application/json")


def refused(answered: Any, status: int, code: str) -> bool:
    """Whether the answer is a refusal of the one shape."""
    error = answered.json()["error"]
    return answered.status_code == status and error["code"] == code and set(error) == {"code", "message", "message_en"}


def test_a_list_of_questions_gets_a_list_of_answers_as_the_command_gives_them(client: Client) -> None:
    asked = [QUESTION, {"kind": "nothing"}]
    answered = ask(client, asked)
    assert answered.status_code == 200
    assert answered.json() == [answer(question) for question in asked]


def test_what_is_no_list_and_what_is_too_long_is_refused_in_the_one_shape(client: Client) -> None:
    assert refused(ask(client, '{"a'), 400, "bad_request")
    assert refused(ask(client, QUESTION), 400, "bad_request")
    assert refused(ask(client, [QUESTION] * (MOST_QUESTIONS + 1)), 413, "too_many_questions")


def test_who_asks_too_often_waits(client: Client) -> None:
    cache.clear()
    for _ in range(QUESTIONS_A_MINUTE // MOST_QUESTIONS):
        assert ask(client, [{"kind": "nothing"}] * MOST_QUESTIONS).status_code == 200
    answered = ask(client, [{"kind": "nothing"}])
    assert refused(answered, 429, "too_often")
    assert answered["Retry-After"] == "60"


def test_cover_on_a_day_is_told_to_who_may_see_and_noted_as_a_look(client: Client, cast: Cast) -> None:
    bill_and_pay(Month(2026, 9), pays="Nelayan")
    officer = enter(client, "membership_officer")
    told = officer.get(f"/api/v1/persons/{cast.sitti}/cover?on=2026-09-20&purpose=klaim").json()
    assert (told["covered"], told["status"], told["programmes"]) == (True, "covered", ["jkk", "jkm"])
    assert told["jobs"][0]["through"] == "Koperasi Nelayan Samudra Wolo"
    assert told["jobs"][0]["paid_on"] == "2026-09-09"
    assert [(row.what, row.purpose) for row in looks(cast.sitti)] == [("cover", "klaim")]


def test_cover_is_refused_to_strangers_to_other_offices_and_for_no_day(client: Client, cast: Cast) -> None:
    path = f"/api/v1/persons/{cast.sri}/cover?on=2026-09-20"
    assert refused(client.get(path), 401, "not_signed_in")
    officer = enter(client, "membership_officer")
    assert refused(officer.get(path), 404, "not_found")
    assert looks(cast.sri) == []
    assert refused(officer.get(f"/api/v1/persons/{cast.sitti}/cover?on=20-09-2026"), 400, "bad_date")
    assert refused(enter(Client(), "administrator").get(path), 403, "not_allowed")


def test_a_worker_asks_about_herself_only(client: Client, cast: Cast) -> None:
    worker = enter(client, "worker")
    assert worker.get(f"/api/v1/persons/{cast.sitti}/cover?on=2026-09-20").status_code == 200
    assert refused(worker.get(f"/api/v1/persons/{cast.rahim}/cover?on=2026-09-20"), 404, "not_found")


def test_a_proof_is_answered_to_anyone_without_personal_numbers(client: Client, cast: Cast) -> None:
    bill_and_pay(Month(2026, 9), pays="Nelayan")
    token = issue_proof("card", membership_id=cast.sitti_member, by=None, at=stage.AT)
    answered = client.get(f"/api/v1/proofs/{token}")
    assert answered.json()["kind"] == "card"
    assert stage.SITTI_NIK not in answered.content.decode()
    assert "Hajar" not in answered.content.decode()
    assert client.get("/api/v1/proofs/abc").json()["state"] == "unknown"


def test_targets_are_those_of_ones_own_office(client: Client, cast: Cast) -> None:
    assert refused(client.get("/api/v1/targets"), 401, "not_signed_in")
    officer = enter(client, "membership_officer")
    rows = officer.get("/api/v1/targets?month=2026-10").json()
    assert {row["month"] for row in rows} == {"2026-10"}
    assert rows[0]["depth"] == 0
    assert refused(officer.get("/api/v1/targets?month=Oktober"), 400, "bad_month")
    assert refused(enter(Client(), "worker").get("/api/v1/targets"), 403, "not_allowed")


def test_every_operation_is_declared_and_described(client: Client) -> None:
    assert client.get("/api/v1/health").json() == {"status": "ok"}
    described = client.get("/api/v1/openapi.json").json()
    operations = {verb["operationId"]: verb for path in described["paths"].values() for verb in path.values()}
    assert set(operations) | {"openapi"} == set(ACCESS)
    assert all(verb["description"] for verb in operations.values())
    guarded = {
        operation.operation_id
        for _prefix, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
        if operation.auth_callbacks
    }
    assert guarded == {name for name, roles in ACCESS.items() if roles is not None}


def test_a_public_operation_has_no_check() -> None:
    with pytest.raises(ValueError, match="public"):
        declared("quote")


def test_a_page_of_another_site_cannot_ask_in_somebodys_name(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    path = f"/api/v1/persons/{cast.sitti}/cover?on=2026-09-20&purpose=x"
    assert officer.get(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert looks(cast.sitti) == []
    assert officer.get(path, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
