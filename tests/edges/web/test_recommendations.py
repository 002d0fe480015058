"""The pages of the licensing gate and of sanctions: who asks, who answers, what each may see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ayomi.apps.access.models import User
from ayomi.apps.compliance.actions import recommendations as acts
from ayomi.apps.compliance.actions import sanctions
from ayomi.apps.compliance.models import Request
from ayomi.apps.compliance.queries.recommendations import authorities, decisions, request
from ayomi.apps.compliance.queries.sanctions import cases_of
from ayomi.core.periods import Month
from tests.apps.compliance.licensing import asked, bill, licensing_office, on, pay, user
from tests.cast import Cast

pytestmark = pytest.mark.django_db

NOW = on(26)
ASK = {"key": "6f0e8a43-6e0a-4b8e-9b53-0a6d36f1c001", "purpose": "new_licence", "number_kind": "nib",
       "number": "0220001234567", "stated": "1"}  # fmt: skip
FEW, HOME = 25, 30
SignedIn = Callable[[User], Client]


@pytest.fixture
def authority(cast: Cast, cache_table: None, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    bill(Month(2026, 9), on(2, 9))
    return licensing_office(cast)


@pytest.fixture
def dinas(authority: int, signed_in: SignedIn) -> Client:
    made = user("nurlina", "licensing_officer", organisation_id=authorities()[0].organisation_id)
    return signed_in(User.objects.get(pk=made))


def staff(cast: Cast, name: str, role: str) -> Client:
    user(name, role, office_id=cast.offices.kolaka)
    return again(Client(), name)


def again(client: Client, name: str) -> Client:
    """Signed in, as one is anew after days away."""
    client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def opened(client: Client, address: str) -> str:
    """The page, made of few queries; a home page gathers what waits in every room."""
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    assert answer.status_code == 200, address
    asked = [each["sql"][:160] for each in seen if "SAVEPOINT" not in each["sql"]]
    assert len(asked) <= (HOME if address == "/beranda/" else FEW), "\n".join(asked)
    return answer.content.decode()


def test_a_licensing_officer_asks_once_and_reads_the_answer_at_once(dinas: Client, cast: Cast) -> None:
    pay(cast.cooperative, on(10))
    assert "Belum ada permintaan" in opened(dinas, "/beranda/")
    opened(dinas, "/rekomendasi/minta/")
    for _ in range(2):
        answer = dinas.post("/rekomendasi/minta/", ASK)
        assert answer.status_code == 302
    assert Request.objects.count() == 1
    page = opened(dinas, answer.headers["Location"])
    assert "Direkomendasikan" in page and "25 April 2027" in page and "Terdaftar dengan 1 orang." in page
    assert "Koperasi Nelayan Samudra Wolo" in opened(dinas, "/beranda/")
    other = dinas.post("/rekomendasi/minta/", ASK | {"stated": "5"})
    assert other.status_code == 422 and "sudah dikirim" in other.content.decode()


def test_what_is_wrong_in_a_question_is_said_at_its_field(dinas: Client) -> None:
    wrong = dinas.post("/rekomendasi/minta/", ASK | {"number": "123", "stated": "nol"})
    assert wrong.status_code == 422 and Request.objects.count() == 0
    assert "Tulis jumlahnya dengan angka" in wrong.content.decode()
    nameless = dinas.post("/rekomendasi/minta/", ASK | {"number_kind": "name", "name": "", "region_id": ""})
    assert nameless.status_code == 422 and "Tulis nama badannya." in nameless.content.decode()
    away = dinas.post(
        "/rekomendasi/minta/", ASK | {"number_kind": "name", "name": "Koperasi", "region_id": "Kota Semarang"}
    )
    assert away.status_code == 422 and "di luar wilayah" in away.content.decode()


def test_the_licensing_office_sees_no_sum_and_no_proposal(dinas: Client, authority: int, cast: Cast) -> None:
    row = asked(authority, cast, number="9120001234567", stated=9)
    acts.decide(row.request_id, outcome="short", months=1, reason="Daftarnya sudah saya lihat", by=77, at=NOW)
    page = opened(dinas, f"/rekomendasi/{row.request_id}/")
    officer = staff(cast, "ratna", "membership_officer")
    full = opened(officer, f"/rekomendasi/{row.request_id}/")
    for hidden in ("Daftarnya sudah saya lihat", "Rp", "Riwayat putusan"):
        assert hidden not in page and hidden in full
    assert dinas.get("/badan/").status_code == dinas.get("/peserta/").status_code == 403


def test_an_officer_answers_what_the_rule_could_not(authority: int, cast: Cast) -> None:
    pay(cast.cooperative, on(10))
    row = asked(authority, cast, stated=None)
    officer = staff(cast, "ratna", "membership_officer")
    assert "bertanya tentang" in opened(officer, "/beranda/")
    opened(officer, f"/rekomendasi/{row.request_id}/lengkapi/")
    assert officer.post(f"/rekomendasi/{row.request_id}/lengkapi/", {"stated": "1"}).status_code == 302
    found = request(row.request_id)
    assert found is not None and found.outcome == "granted"
    assert "bertanya tentang" not in opened(officer, "/beranda/")


def test_a_decision_beside_the_rule_goes_to_another_person(authority: int, cast: Cast) -> None:
    row = asked(authority, cast, stated=5)
    address = f"/rekomendasi/{row.request_id}/"
    officer, supervisor = staff(cast, "ratna", "membership_officer"), staff(cast, "marwah", "supervisor")
    assert "Menurut aturan hari ini" in opened(supervisor, f"{address}putuskan/")
    given = {"outcome": "short", "months": "1", "reason": "Daftarnya menyusul besok"}
    assert supervisor.post(f"{address}putuskan/", given).status_code == 302
    assert officer.get(f"{address}kedua/").status_code == 403
    own = supervisor.post(f"{address}kedua/", {"approve": "ya", "reason": "Setuju sendiri"})
    assert own.status_code == 422 and "orang lain" in own.content.decode()
    head = staff(cast, "yusran", "office_head")
    opened(head, f"{address}kedua/")
    assert head.post(f"{address}kedua/", {"approve": "ya", "reason": "Sudah diperiksa"}).status_code == 302
    assert [each.version for each in decisions(row.request_id)] == ["standing", "replaced"]
    assert head.post(f"{address}cabut/", {"alasan": "Keterangannya keliru"}).status_code == 302
    found = request(row.request_id)
    assert found is not None and found.withdrawn_reason == "Keterangannya keliru"


def test_a_warning_follows_from_the_page_of_the_firm(
    authority: int, dinas: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, supervisor = staff(cast, "ratna", "membership_officer"), staff(cast, "marwah", "supervisor")
    assert "Beri teguran" in opened(officer, f"/badan/{cast.firm}/")
    wrong = officer.post(f"/badan/{cast.firm}/tegur/", {"ground": "unregistered"})
    assert wrong.status_code == 422 and "sebab itu tidak ada" in wrong.content.decode()
    assert officer.post(f"/badan/{cast.firm}/tegur/", {"ground": "arrears"}).status_code == 302
    case_id = cases_of(cast.firm)[0].case_id
    assert "10 November 2026" in opened(officer, f"/sanksi/{case_id}/")
    assert dinas.get(f"/sanksi/{case_id}/").status_code == 404
    monkeypatch.setattr(timezone, "now", lambda: on(10, 11))
    again(officer, "ratna")
    assert "Teguran tertulis kedua" in opened(officer, "/beranda/")
    assert officer.post(f"/sanksi/{case_id}/langkah/", {"note": ""}).status_code == 302
    monkeypatch.setattr(timezone, "now", lambda: on(25, 11))
    again(officer, "ratna")
    again(supervisor, "marwah")
    again(dinas, "nurlina")
    assert officer.get(f"/sanksi/{case_id}/langkah/").status_code == 403
    opened(supervisor, f"/sanksi/{case_id}/langkah/")
    stop = {"services": ["business_permit"], "authority_id": str(authority)}
    assert supervisor.post(f"/sanksi/{case_id}/langkah/", stop).status_code == 302
    assert "perizinan terkait usaha" in opened(dinas, "/beranda/")
    page = opened(dinas, f"/sanksi/{case_id}/")
    assert "Teguran tertulis pertama" not in page and "Rp" not in page
    assert dinas.get(f"/sanksi/{case_id}/surat-1.pdf").status_code == 404
    opened(supervisor, "/sanksi/")


def test_the_organisation_reads_what_was_asked_and_why_it_is_warned(
    authority: int, cast: Cast, signed_in: SignedIn
) -> None:
    row = asked(authority, cast)
    case_id = sanctions.open_case(cast.cooperative, ground="arrears", note="", by=None, at=NOW)
    made = user("sahrul", "channel_administrator", organisation_id=cast.cooperative)
    client = signed_in(User.objects.get(pk=made))
    assert "Dinas Koperasi Kolaka" in opened(client, f"/badan/{cast.cooperative}/")
    opened(client, f"/rekomendasi/{row.request_id}/")
    assert "Teguran tertulis pertama" in opened(client, f"/sanksi/{case_id}/")


def test_the_rule_can_be_read_by_anyone(client: Client, authority: int) -> None:
    page = opened(client, "/aturan-rekomendasi/")
    assert "80 %" in page and "Inpres 2/2021" in page and "belum pasti" in page


def test_a_head_records_a_licensing_office(authority: int, cast: Cast) -> None:
    head = staff(cast, "yusran", "office_head")
    given = {"organisation": "PT Anugerah Baja Pomalaa", "kind": "ministry", "region_id": "", "since": "1 Oktober 2026"}
    wrong = head.post("/lembaga-perizinan/catat/", given)
    assert wrong.status_code == 422 and "tidak tercatat sebagai pemerintah" in wrong.content.decode()
    assert "Dinas Koperasi Kolaka" in opened(head, "/lembaga-perizinan/")
