"""Partners on pages: registered, given keys that are shown once, allowed, shut out; day files compared and booked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ayomi.apps.access.models import User
from ayomi.apps.audit.actions import record
from ayomi.apps.contributions.queries.bills import open_bills
from ayomi.apps.partners.actions.calls import note_call
from ayomi.apps.partners.models import Partner
from ayomi.apps.partners.queries import callers
from ayomi.apps.partners.queries import partners as shown
from ayomi.apps.payments.queries import receipts
from tests.apps.partners.world import PURPOSE, RSA_KEY, partner, public_pem
from tests.cast import Cast
from tests.edges.web.money_world import Money, make_money

pytestmark = pytest.mark.django_db


@pytest.fixture
def money(cast: Cast, users: dict[str, int], cache_table: None) -> Money:
    return make_money(cast)


def enter(role: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_administrator_registers_a_bank_gives_it_keys_and_shuts_it_out(money: Money) -> None:
    admin = enter("administrator")
    given = {
        "nama": "Bank Sultra", "kode": "BANK-SULTRA", "jenis": "bank", "layanan": "12345", "batas": "600",
        "ulang": "answer",
    }  # fmt: skip
    made = admin.post("/sambungan/baru/", given)
    number = Partner.objects.get(code="BANK-SULTRA").pk
    page = f"/sambungan/{number}/"
    assert made.headers["Location"] == page
    assert "sudah dipakai" in admin.post("/sambungan/baru/", given).content.decode()
    assert "semua panggilannya ditolak" in admin.get(page).content.decode()
    secret_page = admin.post(f"{page}kunci/", {"guna": "bearer", "hari": "30", "tumpang": "7"}).content.decode()
    found = re.search(r"ayp_[\w-]+", secret_page)
    assert found is not None
    assert found[0] not in admin.get(page).content.decode()
    admin.post(f"{page}izin/", {"izin": "eligibility", "tujuan": PURPOSE})
    caller = callers.caller_by_secret(found[0], timezone.now())
    assert caller is not None
    assert dict(caller.grants) == {"eligibility": PURPOSE}
    assert "Bukan kunci" in admin.post(
        f"{page}kunci/", {"guna": "token", "pem": "x", "hari": "30", "tumpang": "7"}
    ).content.decode()  # fmt: skip
    admin.post(f"{page}kunci/", {"guna": "token", "pem": public_pem(RSA_KEY), "hari": "30", "tumpang": "7"})
    key = next(each for each in shown.keys(number) if each.use == "bearer")
    admin.post(f"{page}kunci/{key.number}/cabut/", {"alasan": "bocor"})
    assert callers.caller_by_secret(found[0], timezone.now()) is None
    assert "tidak boleh dituju" in admin.post(f"{page}alamat/", {"alamat": "https://10.0.0.1/"}).content.decode()
    admin.post(f"{page}alamat/", {"alamat": "https://bank.example.id/hook", "peristiwa": ["bill.paid", "cover.begun"]})
    assert "Tagihannya lunas" in admin.get(page).content.decode()
    admin.post(f"{page}alamat/", {"alamat": "https://bank.example.id/hook", "peristiwa": ["cover.begun"]})
    (address,) = shown.addresses(number)
    assert address.events == ("cover.begun",)
    assert "Tagihannya lunas" not in admin.get(page).content.decode()
    admin.post(f"{page}alamat/{address.address_id}/hapus/")
    assert shown.addresses(number) == []
    admin.post(f"{page}batas/", {"batas": "50", "ulang": "conflict"})
    admin.post(f"{page}tutup/", {"alasan": "PKS berakhir"})
    after = shown.partner(number, since=timezone.now())
    assert after is not None
    assert (after.active, after.calls_a_minute, after.repeats) == (False, 50, "conflict")
    admin.post(f"{page}izin/", {"izin": "eligibility", "tujuan": ""})
    assert shown.grants(number) == []
    assert "Kunci mitra dicabut" in admin.get(page).content.decode()


def test_a_sandbox_is_made_on_the_page_beside_invented_people_only_and_shows_what_to_try(money: Money) -> None:
    admin = enter("administrator")
    given = {
        "nama": "Bank Uji", "kode": "BANK-UJI", "jenis": "bank", "layanan": "777", "batas": "600", "ulang": "answer",
        "uji": "on",
    }  # fmt: skip
    assert "Hanya untuk uji coba" not in admin.get("/sambungan/baru/").content.decode()
    real = admin.post("/sambungan/baru/", given).headers["Location"]
    assert "Untuk dicoba" not in admin.get(real).content.decode()
    record("demo_begun", subject="demo", subject_id=0, by=None, at=timezone.now())
    assert "Hanya untuk uji coba" in admin.get("/sambungan/baru/").content.decode()
    page = admin.post("/sambungan/baru/", given | {"kode": "BANK-COBA", "layanan": "778"}).headers["Location"]
    assert Partner.objects.get(code="BANK-COBA").sandbox
    shown_page = admin.get(page).content.decode()
    assert "Untuk dicoba" in shown_page
    offered = set(re.findall(r" {5}778(8\d{12})", shown_page))
    assert offered
    assert offered <= set(open_bills()["code"])
    note_call(
        Partner.objects.get(code="BANK-COBA").pk, operation="snap.inquiry", status=200, code="2002400",
        microseconds=900, size=120, key=None, at=timezone.now(),
    )  # fmt: skip
    assert "2002400" in admin.get(page).content.decode()


def test_the_page_shows_how_a_partner_calls_without_what_it_said(money: Money) -> None:
    number = partner(at=timezone.now() - timedelta(hours=2), scopes=("virtual_account",))
    for status, code in ((200, "2002400"), (401, "4012400")):
        note_call(
            number, operation="snap.inquiry", status=status, code=code, microseconds=4_200, size=10, key=None,
            at=timezone.now(),
        )  # fmt: skip
    text = enter("head_office").get(f"/sambungan/{number}/").content.decode()
    assert "snap.inquiry" in text
    assert "4012400" in text
    assert "5 ms" in text
    assert "Kunci baru" not in text
    assert "Bank Sultra" in enter("head_office").get("/sambungan/").content.decode()
    assert enter("membership_officer").get(f"/sambungan/{number}/").status_code == 403


def test_finance_compares_a_day_file_and_books_what_was_not_told(money: Money) -> None:
    number = partner(at=timezone.now(), scopes=("virtual_account",), service_id="12345")
    finance = enter("finance")
    row = f"20-11-2026;BAYAR VA;{money.rahim.code};0;{money.rahim.total};R1"
    lines = f"Tanggal;Keterangan;Kode Bayar;Debet;Kredit;Referensi\n{row}\n"
    page = f"/sambungan/{number}/"
    sent = finance.post(f"{page}harian/", {"berkas": SimpleUploadedFile("harian.csv", lines.encode())})
    assert sent.headers["Location"] == page
    text = finance.get(page).content.decode()
    assert "tetapi tidak diberitahukan" in text
    assert str(money.rahim.code) in text
    before = len(receipts(limit=500))
    booking = re.search(r"/sambungan/\d+/harian/\d+/catat/", text)
    assert booking is not None
    finance.post(booking[0])
    assert len(receipts(limit=500)) == before + 1
    refused = finance.post(f"{page}harian/", {"berkas": SimpleUploadedFile("gambar.png", b"\x89PNG\r\n\x1a\n")})
    assert refused.status_code == 200
