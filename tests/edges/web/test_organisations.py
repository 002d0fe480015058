"""Organisations: list, page, recording, and the decision on their risk."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from ayomi.apps.registry import queries as registered
from tests import cast as stage
from tests.cast import Cast
from tests.edges.web.paying import enter
from tests.edges.web.test_persons import queries_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cache_table", "november", "users")]
NEW = {"kind": "firm", "name": "UD Sagu Mekongga", "region_id": "Kabupaten Kolaka"}


def test_a_page_counts_its_people_and_says_what_the_law_asks(client: Client, cast: Cast) -> None:
    words = text_of(enter(client, "membership_officer").get(f"/badan/{cast.firm}/"))
    assert "0 dari 4 orang tertanggung hari ini." in words
    assert "Januari 2020 sampai sekarang Besar Industri logam dasar tinggi saat dicatat" in words


def test_a_new_organisation_gets_its_number_and_a_known_one_is_not_written_twice(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    made = officer.post("/badan/baru/", NEW | {"nib": "9120001234999"}, follow=True)
    assert "UD Sagu Mekongga tercatat dengan NPP" in text_of(made)
    again = officer.post("/badan/baru/", NEW | {"nib": "9120001234999", "name": "Sagu Mekongga Jaya"}, follow=True)
    assert "sudah tercatat. Tidak ada yang ditulis" in text_of(again)


def test_one_of_the_same_name_nearby_is_shown_first(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    same = NEW | {"kind": "cooperative", "name": "Koperasi Nelayan Samudra Wolo"}
    assert "Apakah ini badan yang sama?" in text_of(officer.post("/badan/baru/", same))
    assert officer.post("/badan/baru/", same | {"badan_lain": "ya"}).status_code == 302


def test_a_wrong_number_is_refused_with_its_cure(client: Client, cast: Cast) -> None:
    answer = enter(client, "membership_officer").post("/badan/baru/", NEW | {"nib": "12"})
    assert answer.status_code == 422
    assert "NIB 2 angka, seharusnya 13" in text_of(answer)


def test_a_risk_is_found_in_the_law_shown_and_only_then_decided(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    path = f"/badan/{cast.firm}/risiko/"
    asked = {"activity": "pabrik mebel rotan", "from_month": "2026-09", "size": "large", "risk": "",
             "reason": "kunjungan ke pabrik"}  # fmt: skip
    shown = officer.post(path, asked)
    assert len(registered.organisation(cast.firm).terms) == 1
    html = shown.content.decode()
    read = html.split('name="dibaca" value="')[1].split('"')[0]
    assert "Di daftar kegiatan:" in text_of(shown)
    done = officer.post(path, asked | {"dibaca": read}, follow=True)
    assert "Iuran 4 penerima upah dihitung ulang" in text_of(done)
    assert registered.organisation(cast.firm).terms[-1].since == date(2026, 9, 1)


def test_an_activity_nobody_knows_asks_for_other_words(client: Client, cast: Cast) -> None:
    asked = {"activity": "qqqq zzzz", "from_month": "2026-09", "size": "large", "risk": "", "reason": "kunjungan"}
    answer = enter(client, "membership_officer").post(f"/badan/{cast.firm}/risiko/", asked)
    assert answer.status_code == 422


def test_data_are_corrected_and_parts_added(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    asked = {"kind": "firm", "name": "PT Anugerah Baja", "nib": "9120001234567", "region_id": "Kabupaten Kolaka",
             "phone": "0812 3456 7890", "reason": "akta baru"}  # fmt: skip
    assert officer.post(f"/badan/{cast.firm}/betulkan/", asked).status_code == 302
    site = {"name": "Pabrik", "region_id": "Kabupaten Kolaka", "since": "1 Januari 2024"}
    assert officer.post(f"/badan/{cast.firm}/tempat/", site).status_code == 302
    contact = {"name": "Yusran", "duty": "Personalia", "since": "1 Januari 2024"}
    words = text_of(officer.post(f"/badan/{cast.firm}/penghubung/", contact, follow=True))
    assert "PT Anugerah Baja" in words
    assert "Pabrik" in words
    assert "Yusran , Personalia" in words


def test_the_list_is_narrowed_by_kind_and_place(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    words = text_of(officer.get("/badan/?jenis=cooperative&wilayah=Kolaka"))
    assert "Koperasi Nelayan Samudra Wolo" in words
    assert "PT Anugerah" not in words
    assert "Wilayah ini tidak ditemukan" in text_of(officer.get("/badan/?wilayah=Atlantis"))


def test_list_and_page_ask_as_many_questions_for_many_as_for_few(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    queries_of(officer, "/badan/")
    few = queries_of(officer, "/badan/"), queries_of(officer, f"/badan/{cast.firm}/")
    for number in range(5):
        stage.organisation("firm", f"UD Ikan {number}", office_id=cast.offices.kolaka, region="74.01")
    more = stage.people(5, district="74.01.01", office_id=cast.offices.kolaka, first=700)
    stage.enrol(more, segment="wage_earner", channel="firm", organisation_id=cast.firm, office_id=cast.offices.kolaka)
    assert (queries_of(officer, "/badan/"), queries_of(officer, f"/badan/{cast.firm}/")) == few


def test_a_channel_administrator_sees_her_own_organisation_only(client: Client, cast: Cast) -> None:
    administrator = enter(client, "channel_administrator")
    assert administrator.get(f"/badan/{cast.cooperative}/").status_code == 200
    assert administrator.get(f"/badan/{cast.firm}/").status_code == 404
    assert administrator.post(f"/badan/{cast.cooperative}/betulkan/", {}).status_code == 403
