"""A table of figures is sent, looked through, put right and taken over by the head office, and read by all staff."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ayomi.apps.access.models import User
from ayomi.apps.steering.models import Denominator, DenominatorFile, PlaceName
from tests.apps.steering.regional_tables import KOPDES, MERGED, STEPPED, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november", "users", "cache_table")]


def as_role(role: str, client: Client) -> Client:
    client.force_login(User.objects.get(username=role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, rows: list[list[Any]], *, source: str = "simkopdes.go.id", day: str = "2-6-2026") -> Any:
    file = SimpleUploadedFile("kopdes.xlsx", xlsx(rows))
    return client.post("/penyebut/unggah/", {"berkas": file, "sumber": source, "tanggal": day}, follow=True)


def test_a_table_is_shown_before_it_counts(client: Client) -> None:
    page = send(as_role("head_office", client), KOPDES).content.decode()
    assert "3 dari 4 baris punya wilayah yang pasti" in page
    assert "Pakai 18 angka" in page
    assert "KAB. KOLAKA TIMURR" in page and "Kabupaten Kolaka Timur" in page
    assert not Denominator.objects.exists()


def test_a_place_chosen_by_hand_is_remembered_and_then_the_table_is_taken_over(client: Client) -> None:
    browser = as_role("head_office", client)
    send(browser, KOPDES)
    file = DenominatorFile.objects.get()
    page = browser.post(f"/penyebut/{file.pk}/wilayah/", {"tempat-4": "74.11"}, follow=True).content.decode()
    assert "1 wilayah dicocokkan" in page and "Pakai 24 angka" in page
    assert PlaceName.objects.get().region_id == "74.11"
    page = browser.post(f"/penyebut/{file.pk}/pakai/", follow=True).content.decode()
    assert "24 angka berlaku mulai sekarang" in page
    assert "berlaku" in browser.get("/penyebut/").content.decode()


def test_sums_and_doubles_that_do_not_hold_are_shown(client: Client) -> None:
    browser = as_role("head_office", client)
    page = send(browser, MERGED, source="Sakernas").content.decode()
    assert "Jumlah yang tidak cocok" in page and "−100" in page
    page = send(browser, STEPPED, source="BPS").content.decode()
    assert "Dua angka untuk satu wilayah" in page and "2.510.000" in page


def test_columns_are_set_by_hand_where_headings_do_not_tell(client: Client) -> None:
    browser = as_role("head_office", client)
    send(browser, [["Provinsi", "Nilai"], ["Bali", 4.0], ["Aceh", 3.0]])
    file = DenominatorFile.objects.get()
    assert "Belum ada yang dapat dipakai" in browser.post(f"/penyebut/{file.pk}/pakai/", follow=True).content.decode()
    page = browser.post(f"/penyebut/{file.pk}/kolom/", {"kolom-1": "msme"}, follow=True).content.decode()
    assert "Pakai 2 angka" in page


def test_rows_that_wait_come_back_as_a_file(client: Client) -> None:
    browser = as_role("head_office", client)
    send(browser, KOPDES)
    answer = browser.get(f"/penyebut/{DenominatorFile.objects.get().pk}/kembali.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="kopdes-kembali.csv"'
    assert "KAB. KOLAKA TIMURR" in answer.content.decode("utf-8-sig")


def test_a_file_that_is_no_table_is_answered_in_words(client: Client) -> None:
    page = send(as_role("head_office", client), [["Nama", "NIK"], ["Sitti", 1.0]]).content.decode()
    assert "Tidak ditemukan tabel per provinsi" in page and not DenominatorFile.objects.exists()
    page = send(client, KOPDES, day="31-12-2039").content.decode()
    assert not DenominatorFile.objects.exists() and "wrong" in page


def test_the_same_file_twice_leads_to_the_first(client: Client) -> None:
    browser = as_role("head_office", client)
    send(browser, KOPDES)
    assert "Berkas yang sama sudah pernah dikirim" in send(browser, KOPDES).content.decode()
    assert DenominatorFile.objects.count() == 1


def test_a_table_in_force_is_set_aside_only_with_a_reason(client: Client) -> None:
    browser = as_role("head_office", client)
    send(browser, KOPDES)
    path = f"/penyebut/{DenominatorFile.objects.get().pk}"
    browser.post(f"{path}/pakai/")
    assert "Sebutkan alasannya" in browser.post(f"{path}/sisihkan/", {"alasan": ""}, follow=True).content.decode()
    browser.post(f"{path}/sisihkan/", {"alasan": "salah berkas"})
    assert not Denominator.objects.exists() and DenominatorFile.objects.get().state == "dropped"


def test_other_staff_read_and_do_not_send(client: Client) -> None:
    send(as_role("head_office", client), KOPDES)
    file = DenominatorFile.objects.get()
    browser = as_role("office_head", client)
    page = browser.get(f"/penyebut/{file.pk}/").content.decode()
    assert "KAB. KOLAKA TIMURR" in page and "Pakai 18 angka" not in page
    assert browser.post(f"/penyebut/{file.pk}/pakai/").status_code == 403
    assert browser.get("/penyebut/unggah/").status_code == 403


def test_what_reports_said_long_ago_stands_beside_and_stays_a_report(client: Client) -> None:
    from datetime import UTC, datetime

    from ayomi.apps.steering.actions.reported import load_reported_figures

    load_reported_figures(by=None, at=datetime(2026, 11, 20, tzinfo=UTC))
    page = as_role("membership_officer", client).get("/penyebut/").content.decode()
    assert "65.000.000" in page and "12.000" in page and "4.000" in page and "170" in page
