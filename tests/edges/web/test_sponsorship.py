"""A regency brings people under cover and shows where each rupiah went; nobody approves alone."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from ayomi.apps.access import actions as access
from ayomi.apps.access.models import User
from ayomi.apps.sponsorship.models import Budget, Support
from ayomi.core.periods import Month
from tests.apps.sponsorship.test_sponsorship import budget, government, listed, proposed, row, take_on
from tests.cast import AT, PASSWORD, Cast
from tests.edges.web.paying import bill_and_pay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cache_table", "november")]

FORM = {
    "name": "Pekerja rentan 2026", "source": "apbd", "amount": "50.000.000", "quota": "100", "since": "2026-01",
    "last": "2026-12", "income": "1.000.000", "region_id": "74.01",
}  # fmt: skip


@pytest.fixture
def regency(cast: Cast, users: dict[str, int]) -> dict[str, User]:
    """Two people of the regency's office."""
    payer = government(cast)
    found = {}
    for name in ("bupati", "dinas"):
        made = access.create_user(
            username=name, password=PASSWORD, full_name=name.title(), role="channel_administrator", office_id=None,
            organisation_id=payer, person_id=None, language="id", by=None, at=AT,
        )  # fmt: skip
        found[name] = User.objects.get(pk=made)
    return found


def test_from_the_list_to_the_proof_of_each_rupiah(
    regency: dict[str, User], signed_in: Callable[[User], Client]
) -> None:
    office = signed_in(regency["dinas"])
    assert office.post("/bantuan/baru/", FORM).status_code == 302
    budget = Budget.objects.get().pk
    office.post(f"/bantuan/{budget}/setujui/")
    assert Budget.objects.get().state == "draft"
    file = SimpleUploadedFile("usulan.csv", listed([row(1), row(2), row(3, work="PNS")]))
    page = office.post(f"/bantuan/{budget}/usul/", {"file": file}, follow=True).content.decode()
    assert "2 dari 3 orang lolos" in page
    assert "Pekerjaannya aparatur negara, TNI, atau Polri." in page

    head = signed_in(regency["bupati"])
    head.post(f"/bantuan/{budget}/setujui/")
    told = head.post(
        f"/bantuan/{budget}/orang/", {"since": "2026-12", "months": "1", "siapa": "semua"}, follow=True
    ).content.decode()
    assert "2 orang didaftarkan." in told
    assert "Rp33.600" in told

    bill_and_pay(Month(2026, 12), pays="Pemerintah Kabupaten Kolaka")
    page = head.get(f"/bantuan/{budget}/").content.decode()
    assert page.count("Rp33.600") >= 3
    book = CalamineWorkbook.from_filelike(io.BytesIO(head.get(f"/bantuan/{budget}/bukti.xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()[3:]
    assert [each[8] for each in rows] == [16_800, 16_800]
    assert head.get(f"/bantuan/{budget}/bukti.pdf").content.startswith(b"%PDF")


def test_the_sender_of_a_list_cannot_take_its_people_on(
    regency: dict[str, User], signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(regency["dinas"])
    client.post("/bantuan/baru/", FORM)
    budget = Budget.objects.get().pk
    client.post(f"/bantuan/{budget}/usul/", {"file": SimpleUploadedFile("u.csv", listed([row(1)]))})
    signed_in(regency["bupati"]).post(f"/bantuan/{budget}/setujui/")
    answer = signed_in(regency["dinas"]).post(
        f"/bantuan/{budget}/orang/", {"since": "2026-12", "months": "1", "siapa": "semua"}
    )
    assert answer.status_code == 422
    assert "Minta orang kedua" in answer.content.decode()
    assert Support.objects.get().state == "proposed"


def test_a_changed_budget_of_the_year_is_asked_for_by_one_and_approved_by_another(
    regency: dict[str, User], signed_in: Callable[[User], Client], cast: Cast
) -> None:
    made = budget(cast, government(cast), amount=50_000_000, quota=100)
    Budget.objects.filter(pk=made).update(organisation_id=regency["dinas"].organisation_id)
    office = signed_in(regency["dinas"])
    asked = {"amount": "75.000.000", "quota": "150", "reason": "APBD Perubahan 2026"}
    page = office.post(f"/bantuan/{made}/ubah/", asked, follow=True).content.decode()
    assert "menjadi Rp75.000.000 untuk 150 orang" in page
    assert "Setujui perubahan" not in page
    office.post(f"/bantuan/{made}/ubah/putuskan/", {"putusan": "setuju"})
    assert Budget.objects.get(pk=made).amount == 50_000_000
    head = signed_in(regency["bupati"])
    head.post(f"/bantuan/{made}/ubah/putuskan/", {"putusan": "setuju"})
    assert Budget.objects.get(pk=made).amount == 75_000_000
    page = head.post(f"/bantuan/{made}/tutup/", {"reason": "Tahun anggaran berakhir"}, follow=True).content.decode()
    assert "Ditutup" in page
    assert "Usulkan orang" not in page


def test_a_cooperative_has_no_budget_to_set_up_and_sees_none(
    regency: dict[str, User], signed_in: Callable[[User], Client]
) -> None:
    signed_in(regency["dinas"]).post("/bantuan/baru/", FORM)
    cooperative = signed_in(User.objects.get(username="channel_administrator"))
    assert cooperative.get("/bantuan/baru/").status_code == 403
    assert cooperative.get(f"/bantuan/{Budget.objects.get().pk}/").status_code == 404


def test_a_file_that_is_no_list_is_told_what_it_is(
    regency: dict[str, User], signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(regency["dinas"])
    client.post("/bantuan/baru/", FORM)
    file = SimpleUploadedFile("foto.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    answer = client.post(f"/bantuan/{Budget.objects.get().pk}/usul/", {"file": file})
    assert answer.status_code == 422
    assert "Yang diharapkan" in answer.content.decode()


def test_a_worker_is_told_in_time_who_pays_until_when_and_what_it_costs_alone(
    cast: Cast, users: dict[str, int], signed_in: Callable[[User], Client]
) -> None:
    made = budget(cast, government(cast))
    proposed(made, [row(1)])
    take_on(made, months=4)
    person = Support.objects.get().person_id
    user = access.create_user(
        username="warga", password=PASSWORD, full_name="Warga", role="worker", office_id=None, organisation_id=None,
        person_id=person, language="id", by=None, at=AT,
    )  # fmt: skip
    page = signed_in(User.objects.get(pk=user)).get("/beranda/").content.decode()
    assert "Iuran Anda dibayar Pemerintah Kabupaten Kolaka sampai sebelum 1 Januari 2027." in page
    assert "Rp16.800 sebulan" in page


def test_a_regency_finds_its_budgets_from_its_home_page(
    regency: dict[str, User], signed_in: Callable[[User], Client]
) -> None:
    assert 'href="/bantuan/"' in signed_in(regency["bupati"]).get("/beranda/").content.decode()


def test_whoever_is_proposed_can_be_taken_off_the_list_with_a_reason(
    regency: dict[str, User], signed_in: Callable[[User], Client]
) -> None:
    clerk = signed_in(regency["dinas"])
    clerk.post("/bantuan/baru/", FORM)
    budget = Budget.objects.get().pk
    clerk.post(f"/bantuan/{budget}/usul/", {"file": SimpleUploadedFile("u.csv", listed([row(1)]))})
    address = f"/bantuan/orang/{Support.objects.get().pk}/akhiri/"
    assert "Tarik usulan" in clerk.get(address).content.decode()
    assert clerk.post(address, {"reason": ""}).status_code == 422
    assert Support.objects.get().state == "proposed"
    page = clerk.post(address, {"reason": "Sudah pindah ke Makassar"}, follow=True).content.decode()
    assert "ditarik." in page
    assert (Support.objects.get().state, Support.objects.get().note) == ("refused", "Sudah pindah ke Makassar")
    assert clerk.get(address).status_code == 404
