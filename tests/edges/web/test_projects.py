"""Construction projects: registered with their contribution shown first, billed in instalments."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from ayomi.apps.contributions.actions.projects import bill_project
from ayomi.apps.registry import queries as registered
from tests import cast as stage
from tests.cast import Cast
from tests.edges.web.paying import enter
from tests.edges.web.test_persons import queries_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cache_table", "november", "users")]
NEW = {
    "name": "Pasar Wolo", "contractor": "PT Anugerah Baja Pomalaa", "owner_name": "Dinas Perdagangan",
    "contract_value": "1.000.000.000", "vat": "110.000.000", "wages": "", "work_order": "1 September 2026",
    "starts": "1 Oktober 2026", "last_day": "31 Maret 2027", "maintenance_last": "", "workers_planned": "40",
    "instalments": "3", "region_id": "Kabupaten Kolaka",
}  # fmt: skip


def test_the_contribution_is_shown_before_a_project_is_registered_and_billed(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    shown = officer.post("/proyek/baru/", NEW)
    words = text_of(shown)
    assert "Iuran proyek seluruhnya" in words
    assert "Dibayar tiga kali:" in words
    read = shown.content.decode().split('name="dibaca" value="')[1].split('"')[0]
    done = officer.post("/proyek/baru/", NEW | {"dibaca": read}, follow=True)
    words = text_of(done)
    assert "3 tagihan sudah final" in words
    assert "Termin 3 dari 3" in words
    assert "PPN Rp110.000.000, tidak ikut dihitung" in words


def test_a_project_registered_too_late_is_told_so(client: Client, cast: Cast) -> None:
    late = NEW | {"work_order": "1 Juni 2026"}
    assert "sudah lewat. Proyek tetap dapat didaftarkan" in text_of(
        enter(client, "membership_officer").post("/proyek/baru/", late)
    )


def test_what_cannot_be_is_refused_in_its_place(client: Client, cast: Cast) -> None:
    wrong = NEW | {"last_day": "1 September 2026", "contractor": "PT Tidak Ada", "contract_value": "banyak"}
    answer = enter(client, "membership_officer").post("/proyek/baru/", wrong)
    assert answer.status_code == 422
    words = text_of(answer)
    assert "Hari terakhir mendahului hari mulai." in words
    assert "Badan ini belum tercatat." in words
    assert "Tulis jumlahnya dengan angka saja" in words


def test_a_page_shows_bills_workers_and_waits_for_the_first_payment(client: Client, cast: Cast) -> None:
    bill_project(cast.project, by=None, at=stage.AT)
    answer = enter(client, "membership_officer").get(f"/proyek/{cast.project}/")
    words = text_of(answer)
    assert "Perlindungan mulai setelah iuran atau termin pertama dibayar." in words
    assert len(re.findall(r"Termin \d dari 3", words)) == 3
    assert len(re.findall(r"Tukang", words)) == 3


def test_list_and_page_ask_as_many_questions_for_many_as_for_few(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    queries_of(officer, "/proyek/")
    few = queries_of(officer, "/proyek/"), queries_of(officer, f"/proyek/{cast.project}/")
    more = stage.people(5, district="74.01.01", office_id=cast.offices.kolaka, first=700)
    stage.enrol(more, segment="construction", channel="project", project_id=cast.project, office_id=cast.offices.kolaka)
    assert (queries_of(officer, "/proyek/"), queries_of(officer, f"/proyek/{cast.project}/")) == few


def test_a_subcontractor_is_added(client: Client, cast: Cast) -> None:
    asked = {"organisation": "PT Anugerah Baja Pomalaa", "work": "Tiang pancang", "value": "500.000.000"}
    officer = enter(client, "membership_officer")
    assert officer.post(f"/proyek/{cast.project}/subkontraktor/", asked).status_code == 302
    assert registered.project(cast.project).subcontractors[0][2:] == ("Tiang pancang", 500_000_000)
