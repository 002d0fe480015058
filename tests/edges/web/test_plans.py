"""Plans on pages: assumptions that can be moved, scenarios, sharing out, and an office on its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from ayomi.apps.access.models import User
from ayomi.apps.offices.queries import office_by_code
from ayomi.apps.steering.actions.plans import save_scenario
from ayomi.apps.steering.models import Opening, Scenario, Target
from ayomi.core.planning.examples import REGION_II_2013
from ayomi.edges.web.plan_forms import typed
from tests.cast import Cast

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
SignIn = Callable[[User], Client]


def page(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]  # the test client's answer


@pytest.fixture
def opened(users: dict[str, int], cache_table: None) -> Callable[[str], Client]:
    """`opened("regional")`: somebody of that role, signed in on a browser of her own."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=users[role]), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def test_the_plan_of_2013_says_what_it_takes_with_its_picture_and_sums(opened: Callable[[str], Client]) -> None:
    told = page(opened("regional").get(reverse("growth"), {"contoh": "2013"}))
    assert "Dari 109.000 ke 909.000 orang dalam 36 bulan" in told
    assert "Rencana Kantor Wilayah II tahun 2013" in told
    assert 'role="img"' in told
    assert "109.000 × 1,5 % = <b>1.635</b>" in told
    assert "tidak pernah sampai" in told


def test_assumptions_are_moved_in_the_address(opened: Callable[[str], Client]) -> None:
    given = dict(typed(REGION_II_2013)) | {"months": "40", "lapse": "1,25", "goal": "800.000"}
    told = page(opened("office_head").get(reverse("growth"), given))
    assert "Dari 109.000 ke 800.000 orang dalam 40 bulan" in told
    assert 'value="1,25"' in told


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        ({"workers": "200000"}, "Tidak mungkin"),
        ({"months": "3"}, "Tidak cukup waktu"),
        ({"lapse": "40"}, "Yang berhenti terlalu banyak"),
        ({"goal": "100000"}, "cukup dengan 150 petugas"),
        ({"months": "0"}, "Antara 1 dan 120."),
        ({"goal": "banyak"}, "Tulis dengan angka saja"),
        ({"joining": "-2"}, "Tulis persennya"),
        ({"covered": ""}, "Ada 1 yang perlu diperbaiki"),
    ],
)
def test_what_cannot_be_is_said(opened: Callable[[str], Client], moved: dict[str, str], said: str) -> None:
    assert said in page(opened("regional").get(reverse("growth"), dict(typed(REGION_II_2013)) | moved))


def test_a_plan_begins_from_what_is_counted_here(opened: Callable[[str], Client], cast: Cast) -> None:
    answer = opened("regional").get(reverse("growth"))
    assert answer.status_code == 200
    assert 'name="contribution" value="16.800"' in page(answer)


def test_a_scenario_is_saved_shown_compared_and_removed(opened: Callable[[str], Client], cast: Cast) -> None:
    client = opened("regional")
    saved = client.post(reverse("scenario_save"), dict(typed(REGION_II_2013)) | {"nama": "Tiga tahun"}, follow=True)
    assert "Skenario Tiga tahun tersimpan" in page(saved)
    first = Scenario.objects.get()
    second = save_scenario(
        first.office_id, "Lima tahun", replace(REGION_II_2013, months=60, lapse=10_000), by=None, at=AT
    )
    told = page(client.get(reverse("plans")))
    assert "Tiga tahun" in told
    assert "Lima tahun" in told
    side = page(client.get(reverse("compare"), {"s": [str(first.pk), str(second)]}))
    assert "2 skenario berdampingan" in side
    assert "1,5 %" in side
    assert "1 %" in side
    assert "Semua anggapannya sama" not in side
    gone = client.post(reverse("scenario_remove", args=[second]), follow=True)
    assert "Skenario Lima tahun dihapus" in page(gone)
    assert Scenario.objects.count() == 1


def test_a_scenario_without_a_name_is_not_saved(opened: Callable[[str], Client]) -> None:
    told = page(opened("regional").post(reverse("scenario_save"), dict(typed(REGION_II_2013)) | {"nama": " "}))
    assert 'id="id_nama-e"' in told
    assert Scenario.objects.count() == 0


def test_scenarios_of_other_offices_are_not_found(opened: Callable[[str], Client], cast: Cast) -> None:
    elsewhere = save_scenario(cast.offices.semarang, "Semarang", REGION_II_2013, by=None, at=AT)
    client = opened("regional")
    assert client.get(reverse("growth"), {"skenario": elsewhere}).status_code == 404
    assert "Pilih skenario" in page(client.get(reverse("compare"), {"s": elsewhere}))
    assert client.post(reverse("scenario_remove", args=[elsewhere])).status_code == 404
    assert Scenario.objects.count() == 1


def sharing(client: Client, cast: Cast, **changed: str) -> dict[str, str]:
    """The form as the page offers it, with something changed."""
    form = client.get(reverse("plan_sharing")).context["form"]
    given = {name: str(form[name].value() or "") for name in form.fields}
    kept = {name: "0" for name in given if name.startswith(("lantai_", "petugas_"))}
    start = {"tahun": "2027", "tujuan": "even", "kunjungan": "10", "dijumpai": "10", "mendaftar": "10", "alasan": ""}
    return given | kept | start | changed


def test_a_target_is_shared_out_and_the_limit_that_binds_is_said(opened: Callable[[str], Client], cast: Cast) -> None:
    client = opened("regional")
    kendari = cast.offices.kendari
    # Ten officers make 10 × 10 × 10 × 12 visits of ten people, of whom a tenth joins.
    given = sharing(client, cast, jumlah="300") | {f"petugas_{kendari}": "10", f"pekerja_{kendari}": "300"}
    told = page(client.post(reverse("plan_sharing"), given | {"aksi": "hitung"}))
    assert "300 orang terbagi habis" in told
    assert "semua pekerja di wilayahnya" in told
    assert Target.objects.count() == 0


def test_limits_that_clash_are_named(opened: Callable[[str], Client], cast: Cast) -> None:
    client = opened("regional")
    kendari = cast.offices.kendari
    given = sharing(client, cast, jumlah="50") | {f"lantai_{kendari}": "80"}
    told = page(client.post(reverse("plan_sharing"), given | {"aksi": "hitung"}))
    assert "Tidak dapat dibagi: selisihnya 30 orang" in told
    assert "jumlah yang dibagi" in told


def test_what_was_shared_out_becomes_drafts_that_wait_for_a_second_person(
    opened: Callable[[str], Client], cast: Cast
) -> None:
    client = opened("regional")
    given = sharing(client, cast, jumlah="1200") | {f"petugas_{cast.offices.kendari}": "10"}
    told = page(client.post(reverse("plan_sharing"), given | {"aksi": "rancang"}))
    assert "rancangan sasaran ditulis" in told
    drafted = {each.office_id: (each.amount, each.state) for each in Target.objects.all()}
    assert drafted[cast.offices.kendari] == (1200, "draft")
    assert sum(amount for amount, _ in drafted.values()) == 1200


@pytest.mark.parametrize(
    ("changed", "said"), [({"jumlah": "x"}, "Tulis dengan angka"), ({"kunjungan": "0"}, "lebih dari nol")]
)
def test_what_cannot_be_shared_is_said(
    opened: Callable[[str], Client], cast: Cast, changed: dict[str, str], said: str
) -> None:
    client = opened("head_office")
    assert said in page(client.post(reverse("plan_sharing"), sharing(client, cast, jumlah="10") | changed))


def opening_form(cast: Cast, **changed: object) -> dict[str, object]:
    return {
        "nama": "Kantor Cabang Perintis Bombana", "kode": "P7406", "jenis": "sub_branch",
        "induk": str(cast.offices.kendari), "wilayah": "74.06", "buka": "2027-01-04",
        "tujuan": "Jauh dari Kendari.", "sasaran": "1.200",
    } | changed  # fmt: skip


def test_an_office_goes_from_plan_to_first_day(
    opened: Callable[[str], Client], cast: Cast, users: dict[str, int]
) -> None:
    region, head = opened("regional"), opened("head_office")
    staff = [str(users["membership_officer"])]
    told = page(region.post(reverse("opening_new"), opening_form(cast, petugas=staff), follow=True))
    assert "Menunggu keputusan kantor pusat" in told
    assert "Belum ada yang berpindah" in told
    pk = Opening.objects.get().pk
    assert region.post(reverse("opening_decide", args=[pk]), {"aksi": "setujui"}).status_code == 403
    assert region.post(reverse("opening_open", args=[pk]), {"buka": "2027-01-04"}).status_code == 403
    assert "Keadaannya sudah berubah" in page(
        head.post(reverse("opening_open", args=[pk]), {"buka": "2027-01-04"}, follow=True)
    )
    assert "Disetujui. Kantor dapat dibuka" in page(
        head.post(reverse("opening_decide", args=[pk]), {"aksi": "setujui", "catatan": ""}, follow=True)
    )
    assert "dibuka." in page(head.post(reverse("opening_open", args=[pk]), {"buka": "2027-01-04"}, follow=True))
    made = office_by_code("P7406")
    assert User.objects.get(pk=users["membership_officer"]).office_id == made.id
    listed = page(region.get(reverse("openings"), {"tahun": "2027"}))
    assert "Dibuka tahun 2027" in listed
    assert "Kabupaten Bombana" in listed


def test_a_plan_is_refused_only_with_a_reason_and_may_be_withdrawn(opened: Callable[[str], Client], cast: Cast) -> None:
    region, head = opened("regional"), opened("head_office")
    region.post(reverse("opening_new"), opening_form(cast))
    pk = Opening.objects.get().pk
    address = reverse("opening_decide", args=[pk])
    assert "Tulis mengapa ditolak" in page(head.post(address, {"aksi": "tolak", "catatan": " "}))
    assert "Rencana ditarik" in page(region.post(reverse("opening_withdraw", args=[pk]), follow=True))
    assert "Keadaannya sudah berubah" in page(head.post(address, {"aksi": "tolak", "catatan": "belum"}, follow=True))
    assert Opening.objects.get().state == "withdrawn"


def test_the_head_office_does_not_decide_on_a_plan_of_its_own(opened: Callable[[str], Client], cast: Cast) -> None:
    head = opened("head_office")
    told = page(head.post(reverse("opening_new"), opening_form(cast), follow=True))
    assert "Rencana sendiri diputuskan orang lain" in told
    pk = Opening.objects.get().pk
    assert head.post(reverse("opening_decide", args=[pk]), {"aksi": "setujui"}).status_code == 403


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kode": "PST"}, "Kode ini sudah dipakai"),
        ({"kode": "p 1"}, "Hanya huruf besar"),
        ({"wilayah": "33.74"}, "di luar wilayah"),
        ({"wilayah": "Antah Berantah"}, "tidak ditemukan"),
        ({"wilayah": "Bandung"}, "Ada beberapa"),
        ({"buka": "kapan-kapan"}, "Tulis tanggalnya"),
        ({"buka": "1990-01-01"}, "Terlalu awal"),
    ],
)
def test_a_plan_that_cannot_stand_is_explained(
    opened: Callable[[str], Client], cast: Cast, changed: dict[str, str], said: str
) -> None:
    assert said in page(opened("regional").post(reverse("opening_new"), opening_form(cast, **changed)))
    assert Opening.objects.count() == 0


def test_openings_of_other_regions_are_not_found(opened: Callable[[str], Client], cast: Cast) -> None:
    opened("regional").post(reverse("opening_new"), opening_form(cast))
    pk = Opening.objects.get().pk
    User.objects.filter(username="regional").update(office_id=cast.offices.regional_java)
    assert opened("regional").get(reverse("opening", args=[pk])).status_code == 404
    assert opened("regional").post(reverse("opening_withdraw", args=[pk])).status_code == 404


def test_pages_of_plans_ask_few_questions_of_the_database(
    opened: Callable[[str], Client], cast: Cast, django_assert_max_num_queries: Callable[..., object]
) -> None:
    save_scenario(cast.offices.regional, "a", REGION_II_2013, by=None, at=AT)
    client = opened("regional")
    for name in ("plans", "growth", "plan_sharing", "openings"):
        with django_assert_max_num_queries(25):  # type: ignore[attr-defined]  # a context manager
            assert client.get(reverse(name)).status_code == 200
