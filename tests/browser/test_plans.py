"""Plans and reports in a real browser: wide and narrow, light and dark, and without script."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ayomi.apps.access.models import User
from ayomi.apps.offices.queries import office_by_code
from ayomi.apps.steering.actions.openings import NewOffice, plan_opening
from ayomi.apps.steering.actions.plans import save_scenario
from ayomi.apps.steering.actions.report_runs import make_inquiry, make_report
from ayomi.apps.steering.actions.reported import load_reported_figures
from ayomi.core.periods import Month
from ayomi.core.planning.examples import REGION_II_2013
from tests.browser.conftest import PHONE, WIDE, Open, SignIn, audit, picture
from tests.cast import PASSWORD, Cast

AT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("users")]


@pytest.fixture
def pages(cast: Cast) -> dict[str, str]:
    """The pages of the head office by the name of their picture."""
    load_reported_figures(by=None, at=AT)
    head = cast.offices.head
    first = save_scenario(head, "Tiga tahun", REGION_II_2013, by=None, at=AT)
    second = save_scenario(head, "Lima tahun", replace(REGION_II_2013, months=60), by=None, at=AT)
    new = NewOffice(
        parent_id=cast.offices.kendari, code="P7406", name="Kantor Cabang Perintis Bombana", kind="sub_branch",
        seat="74.06", opens_on=date(2027, 1, 4), purpose="Jauh dari Kendari.", regions=("74.06",),
        targets=(("workers_covered", 1200),),
    )  # fmt: skip
    opening = plan_opening(head, new, by=None, at=AT)
    make_report(cast.offices.kolaka, Month(2026, 10), by=None, at=AT)
    make_inquiry(2025, by=None, at=AT)
    region_five = office_by_code("R5").id
    return {
        "rencana": "/rencana/",
        "rencana-2013": "/rencana/pertumbuhan/?contoh=2013",
        "rencana-banding": f"/rencana/bandingkan/?s={first}&s={second}",
        "rencana-bagi": "/rencana/bagi/",
        "rencana-kantor": "/rencana/kantor/?tahun=2013",
        "rencana-kantor-baru": "/rencana/kantor/baru/",
        "rencana-kantor-satu": f"/rencana/kantor/{opening}/",
        "laporan": f"/laporan/?kantor={cast.offices.kolaka}",
        "laporan-2011": f"/laporan/{region_five}/2011-09/",
        "laporan-ilo": "/laporan/ilo/2025/",
    }


@pytest.mark.parametrize(("width", "dark"), [(WIDE, False), (PHONE, False), (PHONE, True)])
def test_every_page_of_plans_and_reports_is_accessible(
    sign_in: SignIn, pages: dict[str, str], width: int, dark: bool
) -> None:
    page = sign_in(User.objects.get(username="head_office"), width=width, password=PASSWORD)
    page.emulate_media(color_scheme="dark" if dark else "light")
    for name, path in pages.items():
        page.goto(path)
        picture(page, f"{name}-gelap" if dark else name)
        audit(page)
    assert page.watched.complaints == []  # type: ignore[attr-defined]  # a note of ours on the page


def test_assumptions_are_moved_and_saved_without_script(open_page: Open, pages: dict[str, str]) -> None:
    page = open_page("/akun/masuk/", scripts=False, width=PHONE)
    page.get_by_label("Nama pengguna").fill("head_office")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.goto("/rencana/pertumbuhan/?contoh=2013")
    page.get_by_label("Waktu (bulan)").fill("48")
    page.get_by_role("button", name="Hitung", exact=True).click()
    assert "dalam 48 bulan" in page.locator(".lede").inner_text()
    page.get_by_label("Nama skenario").fill("Empat tahun")
    page.get_by_role("button", name="Simpan skenario").click()
    assert "Skenario Empat tahun tersimpan" in page.locator(".told").first.inner_text()


def test_a_target_is_shared_out_by_the_page(sign_in: SignIn, cast: Cast, pages: dict[str, str]) -> None:
    page = sign_in(User.objects.get(username="head_office"), password=PASSWORD)
    page.goto("/rencana/bagi/")
    page.get_by_label("Kantor Cabang Kendari, Petugas").fill("10")
    page.get_by_label("Kantor Cabang Kota Semarang, Petugas").fill("20")
    page.get_by_label("Kantor Cabang Kota Semarang, Semua pekerja, bila diketahui").fill("400")
    page.get_by_label("Yang dibagi: pekerja terlindungi").fill("1.000")
    page.get_by_role("button", name="Bagi", exact=True).click()
    assert "1.000 orang terbagi habis" in page.locator("h2").first.inner_text()
    row = page.get_by_role("row", name="Kantor Cabang Kota Semarang").first.inner_text()
    assert "400" in row
    assert "semua pekerja di wilayahnya" in row
    audit(page)
