"""The public page behind the code on a card or certificate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from ayomi.apps.compliance import actions
from ayomi.apps.compliance.models import Proof
from ayomi.apps.offices.models import Office
from ayomi.core.proof.tokens import LENGTH, grouped_token
from ayomi.edges.documents.gather import address_of
from ayomi.edges.web.views.verification import UNKNOWN_ALLOWED
from tests.apps.compliance import world
from tests.edges.web.people import found_kolaka

Clock = Callable[[date], None]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cache_table")]


@pytest.fixture(autouse=True)
def no_questions_yet(cache_table: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Clock:
    def set_clock(day: date) -> None:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Asia/Makassar"))
        monkeypatch.setattr(timezone, "now", lambda: noon)

    set_clock(world.TODAY)
    return set_clock


@pytest.fixture
def kolaka() -> Office:
    return found_kolaka()


@pytest.fixture
def fisher(kolaka: Office) -> world.Membership:
    one = world.member(world.cooperative(kolaka))
    world.paid(one, *world.months(date(2026, 3, 1), 9))
    return one


@pytest.fixture
def token(fisher: world.Membership) -> str:
    return actions.issue_proof("card", membership_id=fisher.pk, by=None, at=world.NOW)


def page(client: Client, token: str) -> str:
    answer = client.get(f"/v/{token}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_answer_changes_the_day_after_the_paid_days_end(client: Client, token: str, on: Clock) -> None:
    on(date(2026, 11, 30))
    assert '<h1 id="hasil">Berlaku hari ini</h1>' in page(client, token)
    on(date(2026, 12, 1))
    told = page(client, token)
    assert "Dalam masa tenggang" in told
    assert "sampai 31 Maret 2027" in told
    on(date(2027, 4, 1))
    assert "Tidak berlaku sejak 1 Desember 2026" in page(client, token)


def test_a_withdrawn_card_says_so(client: Client, token: str, on: Clock) -> None:
    actions.withdraw_proof(Proof.objects.get().pk, reason="Kartu hilang di laut", by=None, at=world.NOW)
    told = page(client, token)
    assert "Dicabut 20 November 2026" in told
    assert "hilang di laut" not in told


def test_the_page_says_what_to_compare_and_no_more(client: Client, token: str, on: Clock) -> None:
    told = page(client, token)
    for shown in ("S•••i H•••••••i", "•••••••0123", "Koperasi Nelayan Samudra Wolo", "30 November 2026", "KCP Kolaka"):
        assert shown in told
    for secret in ("Hasnawati", "26010000123", "7401", str(world.NIK)):
        assert secret not in told


def test_the_address_in_the_code_holds_the_token_alone(token: str) -> None:
    assert address_of(token).endswith(f"/v/{token}/")
    assert "26010000123" not in address_of(token)


def test_no_copy_is_kept_found_or_told_on(client: Client, token: str, on: Clock) -> None:
    for where in (f"/v/{token}/", "/v/", f"/v/{'0' * LENGTH}/"):
        headers = client.get(where).headers
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Referrer-Policy"] == "no-referrer"


def test_an_unknown_code_gets_a_page_of_the_same_kind(client: Client, on: Clock) -> None:
    for wrong in ("0" * LENGTH, "abc", "%20"):
        assert "Kode tidak dikenal" in page(client, wrong)


def test_a_code_typed_by_hand_leads_to_its_page(client: Client, token: str, on: Clock) -> None:
    answer = client.get("/v/", {"kode": grouped_token(token).lower()})
    assert answer.status_code == 302
    assert answer["Location"] == f"/v/{token}/"
    assert "Kode tidak dikenal" in client.get("/v/", {"kode": "bukan kode"}).content.decode()
    assert "Periksa kartu atau sertifikat" in client.get("/v/").content.decode()


def test_guessing_is_stopped_and_others_are_not(client: Client, token: str, on: Clock) -> None:
    for guess in range(UNKNOWN_ALLOWED):
        assert client.get(f"/v/{guess:0{LENGTH}d}/").status_code == 200
    stopped = client.get(f"/v/{token}/")
    assert stopped.status_code == 429
    assert stopped["Retry-After"]
    assert client.get(f"/v/{token}/", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_looking_many_times_at_real_proofs_is_no_guessing(client: Client, token: str, on: Clock) -> None:
    assert {client.get(f"/v/{token}/").status_code for _ in range(2 * UNKNOWN_ALLOWED)} == {200}


def test_english_is_spoken_too(client: Client, token: str, on: Clock) -> None:
    assert "Valid today" in client.get(f"/v/{token}/?lang=en").content.decode()


def test_the_payment_page_tells_how_to_pay_and_nothing_of_the_bill(client: Client, kolaka: Office) -> None:
    payer = world.cooperative(kolaka)
    bill = world.final_bill(payer, [world.member(payer)])
    told = client.get(f"/bayar/{bill.code}/").content.decode()
    assert "8 0000 0001 2308" in told
    assert "Samudra Wolo" not in told
    assert "8.400" not in told
    assert client.get("/bayar/8000000012300/").status_code == 404
