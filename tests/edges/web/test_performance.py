"""An office's page says how it stands, why, and what the reports of its time said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from ayomi.apps.access.models import User
from ayomi.apps.steering.actions.refresh import refresh
from ayomi.apps.steering.actions.reported import load_reported_figures
from ayomi.apps.steering.actions.targets import set_target
from ayomi.apps.steering.queries.reported import find_office
from ayomi.core.periods import Month
from ayomi.edges.web.figure_words import change_text
from ayomi.edges.web.templatetags.figures import amount_in, office_short, short_amount, signed_in, source_words
from tests.cast import AT, Cast
from tests.edges.web.paying import bill_and_pay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cache_table", "november")]


@pytest.fixture
def head_office(cast: Cast, users: dict[str, int], signed_in: Callable[[User], Client]) -> Client:
    return signed_in(User.objects.get(username="head_office"))


@pytest.fixture
def paid(cast: Cast) -> Cast:
    for month in (9, 10):
        bill_and_pay(Month(2026, month), pays="Koperasi")
    refresh(at=AT)
    return cast


def test_region_v_in_september_2011_reads_as_its_report_did(head_office: Client) -> None:
    load_reported_figures(by=None, at=AT)
    region = find_office("Kanwil V Jawa Tengah dan DIY")
    page = head_office.get("/kinerja/", {"kantor": region.id, "bulan": "2011-09"}).content.decode()
    assert "3 dari 4 sasaran berada di depan jalur." in page
    assert "Badan usaha paling tertinggal: 41 dari jalurnya; dengan laju sekarang, akhir tahun kurang 55." in page
    for told in ("93,98 %", "89,38 %", "73,17 %", "84,89 %", "+134.425", "Rp340,6 M", "78.383", "1.132", "Rp3,3 M"):
        assert told in page
    assert "Laporan hanya memuat sasarannya. Kosong bukan nol." in page
    assert "laporan 2011, 30 September 2011" in page


def test_a_head_sees_what_lags_and_what_each_month_must_bring(paid: Cast, head_office: Client) -> None:
    set_target(paid.offices.kolaka, 2026, "workers_covered_own_account", 24, "uji", by=None, at=AT)
    page = head_office.get(
        "/kinerja/", {"kantor": paid.offices.kolaka, "indikator": "workers_covered_own_account"}
    ).content.decode()
    assert "0 dari 1 sasaran berada di depan jalur." in page
    assert "4,17 %" in page
    assert "Pekerja mandiri (BPU): perlu 12 sebulan, sekarang 0" in page
    assert 'class="c-line behind"' in page


def test_offices_beside_it_are_compared(paid: Cast, head_office: Client) -> None:
    page = head_office.get("/kinerja/", {"kantor": paid.offices.kolaka}).content.decode()
    assert "di kantor sejajar" in page


def test_a_branch_head_sees_neither_the_offices_beside_hers_nor_those_above(
    paid: Cast, users: dict[str, int], signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(User.objects.get(username="office_head"))
    page = client.get("/kinerja/").content.decode()
    assert "di kantor sejajar" not in page
    assert client.get("/kinerja/", {"kantor": paid.offices.regional}).status_code == 404


def test_the_tree_opens_one_office_at_a_time(paid: Cast, head_office: Client) -> None:
    shut = head_office.get("/kinerja/").content.decode()
    wide = head_office.get("/kinerja/", {"buka": paid.offices.regional}).content.decode()
    assert "Cabang Kendari" not in shut
    assert "Cabang Kendari" in wide


def test_growth_from_next_to_nothing_is_told_without_a_percentage() -> None:
    assert change_text(1_553, 1) == ""
    assert change_text(0, 1) == "−100,00 %"
    assert change_text(12, 10) == "+20,00 %"


def test_figures_in_short_say_the_same() -> None:
    assert short_amount(9_999) == "9.999"
    assert short_amount(12_500) == "12,5 rb"
    assert short_amount(8_622_522_950) == "8,62 M"
    assert amount_in(340_600_000_000, "rupiah") == "Rp340,6 M"
    assert amount_in(1_653, "firm") == "1.653"
    assert signed_in(-41, "firm") == "−41"
    assert signed_in(215_563_074, "rupiah") == "+Rp215,56 jt"
    assert office_short("Kantor Wilayah Jawa Barat") == "Kanwil Jawa Barat"
    assert source_words("Renstra 2026") == "Renstra 2026"
