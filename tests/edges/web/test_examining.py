"""All checks from a page, supplements to final bills, proofs withdrawn, and what a project's order to work asks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest
from django.test import Client
from django.utils import timezone

from ayomi.apps.audit.actions import keep_findings, request_examination
from ayomi.apps.audit.queries import Finding, last_examinations
from ayomi.apps.compliance.actions import issue_proof
from ayomi.apps.compliance.queries import proofs_of_person
from ayomi.apps.contributions.models import Assessment
from ayomi.apps.contributions.queries import overview
from ayomi.apps.membership.actions import extend_cover
from ayomi.edges.jobs.verifying import ALL, run_examination
from ayomi.edges.web.statuses import STATUSES
from tests.cast import AT, Cast
from tests.edges.web.money_world import make_money
from tests.edges.web.paying import enter
from tests.edges.web.test_persons import text_of
from tests.edges.web.test_projects import NEW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cache_table", "november", "users")]


def test_all_checks_run_as_a_job_and_the_page_keeps_the_last_result(client: Client, cast: Cast) -> None:
    auditor = enter(client, "auditor")
    assert "Belum pernah diperiksa" in text_of(auditor.get("/pemeriksaan/"))
    assert "Sedang diperiksa" in text_of(auditor.post("/pemeriksaan/", follow=True))
    assert "masih berjalan" in text_of(auditor.post("/pemeriksaan/", follow=True))
    (asked,) = last_examinations()
    run_examination(asked.examination_id, at=timezone.now)
    (run,) = last_examinations()
    assert (len(run.findings), run.broken) == (ALL, 0)
    assert "Semua cocok, diperiksa 20 November 2026" in text_of(auditor.get("/pemeriksaan/"))


def test_what_does_not_agree_is_said_with_its_numbers(client: Client, cast: Cast) -> None:
    number = request_examination(by=None, at=AT)
    bad = Finding("nik_once", "Satu NIK hanya pada satu orang.", "One NIK belongs to one person.", 9, 2, (4, 7))
    keep_findings(number, [bad], finished_at=datetime(2026, 11, 20, tzinfo=UTC))
    words = text_of(enter(client, "auditor").get("/pemeriksaan/"))
    assert "1 pemeriksaan menemukan yang tidak cocok" in words
    assert "Nomor contoh: 4, 7" in words


def test_a_final_bill_is_worked_out_again_as_a_supplement(client: Client, cast: Cast) -> None:
    bill = make_money(cast).cooperative
    officer = enter(client, "membership_officer")
    assert "susulan=1" in officer.get(f"/tagihan/{bill.bill_id}/").content.decode()
    address = f"/tagihan/hitung/?pembayar={bill.payer_id}&bulan={bill.month:%Y-%m}&susulan=1"
    assert "tagihan susulan" in text_of(officer.get(address))
    asked = {"pembayar": bill.payer_id, "bulan": "2026-10", "cakupan": "pembayar", "susulan": "1"}
    officer.post("/tagihan/hitung/", asked)
    assert Assessment.objects.latest("pk").supplement
    assert overview.runs(limit=1)[0].state in STATUSES["run"]


def test_a_project_shows_its_order_to_work_and_the_day_registration_was_due(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    read = officer.post("/proyek/baru/", NEW).content.decode().split('name="dibaca" value="')[1].split('"')[0]
    words = text_of(officer.post("/proyek/baru/", NEW | {"dibaca": read}, follow=True))
    assert "SPK 1 September 2026, batas pendaftaran" in words


def test_a_supervisor_withdraws_a_card_with_a_reason(client: Client, cast: Cast) -> None:
    make_money(cast)

    paid = {"membership_id": [cast.sitti_member], "month": [date(2026, 9, 1)], "paid_on": [date(2026, 9, 2)]}
    extend_cover(pl.DataFrame(paid))
    issue_proof("card", membership_id=cast.sitti_member, by=None, at=AT)
    (proof,) = proofs_of_person([cast.sitti])
    supervisor = enter(client, "supervisor")
    assert f"/bukti/{proof.proof_id}/cabut/" in supervisor.get(f"/peserta/{cast.sitti}/").content.decode()
    assert supervisor.post(f"/bukti/{proof.proof_id}/cabut/", {"alasan": ""}).status_code in (200, 422)
    words = text_of(supervisor.post(f"/bukti/{proof.proof_id}/cabut/", {"alasan": "Kartu hilang"}, follow=True))
    assert "Bukti dicabut." in words
    assert "Kartu hilang" in words
    assert "sudah dicabut" in text_of(supervisor.get(f"/bukti/{proof.proof_id}/cabut/", follow=True))
    assert enter(client, "membership_officer").get(f"/bukti/{proof.proof_id}/cabut/").status_code == 403
