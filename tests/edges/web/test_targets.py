"""Targets on pages: set by heads, shared out by regions, decided on by a second person, uploaded and given back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ayomi.apps.access.models import User
from ayomi.apps.steering.actions.targets import Draft, draft_targets, propose_targets, set_target
from ayomi.apps.steering.queries import targets as queries
from ayomi.apps.steering.rules.course import even
from tests.cast import AT, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november", "cache_table")]
BPU, MONEY = "workers_covered_own_account", "contributions_received"


@pytest.fixture
def by(users: dict[str, int]) -> Callable[[str], Client]:
    """A client signed in as a role."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def form(office_id: int, **more: object) -> dict[str, object]:
    return {
        "kantor": office_id, "indikator": MONEY, "tahun": 2027, "sasaran": "1.200", "jalur": "even", "aksi": "ajukan",
        "penanggung_jawab": "", "dasar": "RKAT 2027", "alasan": "", **more,
    }  # fmt: skip


def state(office_id: int, key: str = MONEY) -> list[tuple[str, int]]:
    return [(row.state, row.amount) for row in queries.standing([office_id], 2027, key)]


def test_a_head_proposes_and_the_region_approves(cast: Cast, by: Callable[[str], Client]) -> None:
    kendari = cast.offices.kendari
    head, region = by("office_head"), by("regional")
    answer = head.post(reverse("target_new"), form(kendari))
    assert answer.status_code == 302
    assert "menunggu persetujuan orang kedua" in text(head.get(answer["Location"]))
    assert state(kendari) == [("proposed", 1_200)]
    assert "usulan sasaran menunggu persetujuan Anda" in text(region.get(reverse("home")))
    row = queries.standing([kendari], 2027, MONEY)[0]
    page = text(region.get(reverse("target_queue")))
    assert "Kantor Cabang Kendari" in page and "Office Head" in page
    region.post(reverse("target_queue"), {"sasaran": [row.id], "aksi": "setujui"})
    assert state(kendari) == [("approved", 1_200)]
    assert ">1.200</a>" in text(head.get(reverse("targets") + f"?kantor={kendari}&tahun=2027&indikator={MONEY}"))
    assert "disetujui Regional" in text(head.get(reverse("target", args=[row.id])))


def test_whoever_proposed_is_not_offered_to_approve_and_is_refused(cast: Cast, by: Callable[[str], Client]) -> None:
    kendari, region = cast.offices.kendari, by("regional")
    region.post(reverse("target_new"), form(kendari))
    row = queries.standing([kendari], 2027, MONEY)[0]
    page = text(region.get(reverse("target", args=[row.id])))
    assert 'value="setujui"' not in page and "tidak menyetujui sendiri" in page
    answer = region.post(reverse("target", args=[row.id]), {"aksi": "setujui"}, follow=True)
    assert "Tidak ada yang berubah" in text(answer)
    assert state(kendari) == [("proposed", 1_200)]
    assert "Tidak ada usulan yang menunggu" in text(region.get(reverse("target_queue")))


def test_a_returned_target_waits_on_the_home_page_of_its_proposer(cast: Cast, by: Callable[[str], Client]) -> None:
    kendari, head, region = cast.offices.kendari, by("office_head"), by("regional")
    head.post(reverse("target_new"), form(kendari))
    row = queries.standing([kendari], 2027, MONEY)[0]
    url = reverse("target", args=[row.id])
    assert "Tulis alasannya dulu" in text(region.post(url, {"aksi": "kembalikan", "alasan": ""}, follow=True))
    region.post(url, {"aksi": "kembalikan", "alasan": "Terlalu rendah"})
    assert state(kendari) == [("returned", 1_200)]
    assert "“Terlalu rendah”" in text(head.get(reverse("home")))
    head.post(reverse("target_new"), form(kendari, sasaran="1.500", aksi="simpan"))
    assert state(kendari) == [("draft", 1_500)]
    assert "Draf yang belum diajukan" in text(head.get(reverse("targets")))
    draft = queries.standing([kendari], 2027, MONEY)[0]
    head.post(reverse("targets"), {"sasaran": [draft.id]})
    assert state(kendari) == [("proposed", 1_500)]
    head.post(reverse("target", args=[draft.id]), {"aksi": "tarik"})
    assert state(kendari) == []


def test_the_course_is_shown_before_anything_is_kept(cast: Cast, by: Callable[[str], Client]) -> None:
    page = text(by("office_head").post(reverse("target_new"), form(cast.offices.kendari, aksi="hitung")))
    assert 'name="bulan-1" value="100"' in page and 'name="bulan-12" value="1.200"' in page
    assert state(cast.offices.kendari) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"sasaran": "89,38 %"}, "Ini persen"), ({"sasaran": ""}, "Kosong bukan nol"),
        ({"sasaran": "1,5 juta"}, "angkanya lengkap"), ({"sasaran": "-5"}, "nol atau lebih"),
        ({"jalur": "typed"}, "kedua belas bulan"), ({"jalur": "last_year"}, "Jalan tahun lalu"),
        ({"jalur": "typed", **{f"bulan-{month}": 5 for month in range(1, 13)}}, "Desember sama dengan sasaran"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_says_why_and_keeps_nothing(
    cast: Cast, by: Callable[[str], Client], more: dict[str, object], said: str
) -> None:
    assert said in text(by("office_head").post(reverse("target_new"), form(cast.offices.kendari, **more)))
    assert state(cast.offices.kendari) == []


def test_a_course_can_be_typed_month_by_month(cast: Cast, by: Callable[[str], Client]) -> None:
    months = {f"bulan-{month}": month * 10 if month < 12 else "1.200" for month in range(1, 13)}
    by("office_head").post(reverse("target_new"), form(cast.offices.kendari, jalur="typed", **months))
    row = queries.standing([cast.offices.kendari], 2027, MONEY)[0]
    assert (row.course[:2], row.course[11], row.course_rule) == ((10, 20), 1_200, "typed")


def test_replacing_what_is_in_force_asks_for_a_reason(cast: Cast, by: Callable[[str], Client]) -> None:
    kendari, head = cast.offices.kendari, by("office_head")
    set_target(kendari, 2027, MONEY, 1_000, "RKAT", by=None, at=AT)
    assert "Isi alasannya" in text(head.post(reverse("target_new"), form(kendari)))
    head.post(reverse("target_new"), form(kendari, alasan="Pelabuhan baru"))
    assert sorted(state(kendari)) == [("approved", 1_000), ("proposed", 1_200)]
    page = text(by("regional").get(reverse("target_queue")))
    assert "Pelabuhan baru" in page and "1.000" in page


@pytest.fixture
def region_target(cast: Cast) -> int:
    set_target(cast.offices.regional, 2027, MONEY, 1_000, "RKAT", by=None, at=AT)
    return cast.offices.regional


def share_address(office_id: int, rule: str = "equal") -> str:
    return reverse("target_share") + f"?kantor={office_id}&tahun=2027&indikator={MONEY}&aturan={rule}"


def children(office_id: int) -> list[int]:
    from ayomi.apps.steering.queries.shares import offices_directly_below

    return [office.id for office in offices_directly_below(office_id, on=AT.date())]


def test_a_region_shares_out_sees_the_gap_and_proposes(
    cast: Cast, by: Callable[[str], Client], region_target: int
) -> None:
    region, below = by("regional"), children(region_target)
    page = text(region.get(share_address(region_target)))
    assert "pas" in page and f'name="bagian-{below[0]}"' in page
    parts = {f"bagian-{office}": "10" for office in below}
    asked = {"kantor": region_target, "tahun": 2027, "indikator": MONEY, "aturan": "equal", **parts}
    page = text(region.post(reverse("target_share"), {**asked, "aksi": "hitung"}))
    gap = 1_000 - 10 * len(below)
    assert f"kurang Rp{gap}" in page
    assert "Tulis alasan pembagiannya" in text(region.post(reverse("target_share"), {**asked, "aksi": "ajukan"}))
    answer = region.post(reverse("target_share"), {**asked, "aksi": "ajukan", "alasan": "Dibagi rata"})
    assert answer.status_code == 302
    assert {row.state for row in queries.standing(below, 2027, MONEY)} == {"proposed"}
    listed = text(region.get(answer["Location"]))
    assert f"kurang Rp{gap}" in listed
    queue = text(by("head_office").get(reverse("target_queue")))
    assert f"kurang Rp{gap}" in queue and "Dibagi rata" in queue


def test_capacities_are_typed_and_weigh(cast: Cast, by: Callable[[str], Client], region_target: int) -> None:
    region, below = by("regional"), children(region_target)
    assert "Ketik bobot tiap kantor" in text(region.get(share_address(region_target, "capacity")))
    weights = {f"bobot-{office}": "3" if office == cast.offices.kendari else "0" for office in below}
    asked = {
        "kantor": region_target,
        "tahun": 2027,
        "indikator": MONEY,
        "aturan": "capacity",
        "aksi": "bagi",
        **weights,
    }
    page = text(region.post(reverse("target_share"), asked))
    assert f'name="bagian-{cast.offices.kendari}" value="1.000"' in page


def test_a_rule_whose_figures_are_absent_says_so(by: Callable[[str], Client], region_target: int) -> None:
    page = text(by("regional").get(share_address(region_target, "uncovered")))
    assert "Tidak ada bukan nol" in page


def test_a_part_that_cannot_be_read_is_named(by: Callable[[str], Client], region_target: int) -> None:
    parts = {f"bagian-{office}": "12 %" for office in children(region_target)}
    asked = {"kantor": region_target, "tahun": 2027, "indikator": MONEY, "aturan": "equal", "aksi": "ajukan"}
    page = text(by("regional").post(reverse("target_share"), {**asked, **parts, "alasan": "x"}))
    assert "Ini persen" in page and "Perbaiki dulu bagian" in page


def test_a_file_is_looked_at_kept_and_given_back(cast: Cast, by: Callable[[str], Client]) -> None:
    head = by("office_head")
    sent = b"Kantor;Indikator;Tahun;Sasaran\nC7471;Iuran;2027;1.200\nKolakka;BPU;2027;5\n"
    upload = SimpleUploadedFile("Sasaran 2027.csv", sent, content_type="text/csv")
    answer = head.post(reverse("target_upload"), {"berkas": upload, "tahun": 2027})
    assert answer.status_code == 302
    url = answer["Location"].split("?")[0]
    page = text(head.get(answer["Location"]))
    assert "1 sasaran benar" in page and "Tidak ada kantor “Kolakka”" in page
    back = head.get(url + "kembalikan/")
    assert "perlu-diperbaiki" in back["Content-Disposition"] and "Kolakka" in back.content.decode()
    head.post(url, {"aksi": "simpan", "tahun": 2027})
    assert state(cast.offices.kendari) == [("draft", 1_200)]
    assert "1 sasaran sudah menjadi draf" in text(head.get(url))
    assert "Keadaannya berubah" in text(head.post(url, {"aksi": "simpan", "tahun": 2027}, follow=True))


def test_a_file_that_is_no_table_says_what_was_expected(by: Callable[[str], Client]) -> None:
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.7", content_type="application/pdf")
    page = text(by("office_head").post(reverse("target_upload"), {"berkas": upload, "tahun": 2027}))
    assert "Yang diharapkan" in page


def test_targets_of_another_region_are_not_found(cast: Cast, by: Callable[[str], Client]) -> None:
    set_target(cast.offices.semarang, 2027, MONEY, 5, "RKAT", by=None, at=AT)
    hidden = queries.standing([cast.offices.semarang], 2027, MONEY)[0].id
    for client in (by("office_head"), by("regional")):
        assert client.get(reverse("target", args=[hidden])).status_code == 404
        assert client.post(reverse("target", args=[hidden]), {"aksi": "tarik"}).status_code == 404
        for name in ("targets", "target_new", "target_share"):
            assert client.get(reverse(name) + f"?kantor={cast.offices.semarang}").status_code == 404
        assert client.post(reverse("target_new"), form(cast.offices.semarang)).status_code == 404


@pytest.mark.parametrize("role", ["membership_officer", "supervisor", "finance", "auditor"])
def test_who_sets_no_targets_reads_them(cast: Cast, by: Callable[[str], Client], role: str) -> None:
    client = by(role)
    assert 'href="/sasaran/isi/' not in text(client.get(reverse("targets")))
    assert client.get(reverse("target_new")).status_code == 403
    assert client.post(reverse("targets"), {"sasaran": [1]}).status_code == 403


def test_pages_ask_the_database_no_more_for_more_offices(
    cast: Cast, users: dict[str, int], by: Callable[[str], Client]
) -> None:
    o, dewi, region = cast.offices, by("head_office"), by("regional")
    drafts = [Draft(office, 2027, MONEY, 10, even(10)) for office in children(o.regional)]
    propose_targets(draft_targets(drafts, by=users["regional"], at=AT).ids, by=users["regional"], at=AT)
    for client, url in (
        (dewi, reverse("target_queue")), (region, reverse("targets") + "?tahun=2027"), (dewi, reverse("targets")),
        (region, share_address(o.regional)),
    ):  # fmt: skip
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        assert len(captured) <= 25, url


def test_the_calendar_of_an_office_opens_and_names_the_months_end(cast: Cast, by: Callable[[str], Client]) -> None:
    page = text(by("office_head").get(reverse("due_calendar")))
    assert "Bulan November 2026 berakhir" in page
    assert by("office_head").get(reverse("due_calendar") + f"?kantor={cast.offices.semarang}").status_code == 404
