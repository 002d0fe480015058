"""An agreement is written, signed, given duties and aims, and its office is told what falls due."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ayomi.apps.access.models import User
from ayomi.apps.agreements.models import Agreement, Duty
from tests.cast import Cast
from tests.core.papers.test_papers import PDF

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cache_table", "november")]

PAPER = {
    "kind": "mou", "title": "Perlindungan pekerja koperasi", "since": "1 Januari 2026", "last_day": "31 Desember 2028",
    "ours": "Yusran Hamid; Kepala Cabang", "parties": "Dinas Koperasi Kolaka; Drs. Amiruddin; Kepala Dinas",
    "bases": "Instruksi Presiden 2/2021; 25 Maret 2021",
}  # fmt: skip


@pytest.fixture
def head(cast: Cast, users: dict[str, int], signed_in: Callable[[User], Client]) -> Client:
    return signed_in(User.objects.get(username="office_head"))


def written(client: Client) -> int:
    answer = client.post("/kerja-sama/catat/", PAPER)
    assert answer.status_code == 302, answer.content.decode()
    return Agreement.objects.get().pk


def test_from_draft_to_signed_with_its_scanned_paper(head: Client) -> None:
    made = written(head)
    scan = SimpleUploadedFile("naskah.pdf", PDF)
    head.post(f"/kerja-sama/{made}/tanda-tangan/", {"signed_on": "2 Januari 2026", "place": "Kolaka", "paper": scan})
    page = head.get(f"/kerja-sama/{made}/").content.decode()
    assert "Berlaku 1 Januari 2026 sampai 31 Desember 2028." in page
    assert "Drs. Amiruddin, Kepala Dinas" in page
    assert "Instruksi Presiden 2/2021" in page
    link = page.split("/naskah/")[-1].split("/")[0]
    download = head.get(f"/kerja-sama/{made}/naskah/{link}/")
    assert download.content == PDF
    assert download.headers["Content-Disposition"].startswith("attachment")


def test_a_program_sent_as_a_paper_is_refused_with_what_to_send(head: Client) -> None:
    made = written(head)
    answer = head.post(
        f"/kerja-sama/{made}/tanda-tangan/",
        {"signed_on": "2 Januari 2026", "place": "Kolaka", "paper": SimpleUploadedFile("naskah.pdf", b"MZ program")},
    )
    assert answer.status_code == 422
    assert "Ini bukan foto JPG atau PNG dan bukan PDF." in answer.content.decode()
    assert Agreement.objects.get().state == "draft"


def test_what_derives_from_the_wrong_kind_is_told_so(head: Client) -> None:
    made = written(head)
    answer = head.post("/kerja-sama/catat/", PAPER | {"kind": "kso", "parent_id": str(made)})
    assert answer.status_code == 422
    assert "Pilih PKS yang menjadi induknya." in answer.content.decode()


def test_a_duty_comes_to_the_home_page_of_its_office_and_goes_when_it_is_done(
    head: Client, cast: Cast, signed_in: Callable[[User], Client]
) -> None:
    made = written(head)
    head.post(f"/kerja-sama/{made}/tanda-tangan/", {"signed_on": "2 Januari 2026", "place": "Kolaka"})
    page = head.get(f"/kerja-sama/{made}/kewajiban/").content.decode()
    party = page.split('name="party_id"')[1].split('value="')[1].split('"')[0]
    answer = head.post(
        f"/kerja-sama/{made}/kewajiban/",
        {"text": "Laporan triwulan", "party_id": party, "office_id": cast.offices.kolaka,
         "first_due": "12 November 2026", "repeats": "once"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    officer = signed_in(User.objects.get(username="membership_officer"))
    home = officer.get("/beranda/").content.decode()
    assert "Laporan triwulan" in home
    assert "Lewat 8 hari" in home
    done = f"/kerja-sama/{made}/kewajiban/{Duty.objects.get().pk}/2026-11-12/"
    assert officer.post(done, {"done_on": "19 November 2026", "proof": ""}).status_code == 422
    assert officer.post(done, {"done_on": "19 November 2026", "proof": "Surat B/7"}).status_code == 302
    assert "Laporan triwulan" not in officer.get("/beranda/").content.decode()


def test_the_list_shows_the_tree(head: Client, django_assert_max_num_queries: Any) -> None:
    written(head)
    with django_assert_max_num_queries(20):
        page = head.get("/kerja-sama/").content.decode()
    assert "Dinas Koperasi Kolaka" in page
    assert "Draf" in page
