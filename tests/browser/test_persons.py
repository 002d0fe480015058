"""People, organisations, projects and search in a real browser: accessible on a desk and a phone, light and dark.

These pages need a whole cast, truly stored, so the tests run in the mode that empties the database behind them.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from ayomi.apps.access.models import User
from ayomi.core.periods import Month
from tests import cast as stage
from tests.browser.conftest import PHONE, WIDE, Open, SignIn, audit, picture
from tests.cast import PASSWORD, Cast
from tests.edges.web.paying import bill_and_pay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("users")]


def pages(cast: Cast) -> dict[str, str]:
    """Every page of an officer by the name of its picture."""
    month = f"2026-09-{cast.sitti_member}"
    return {
        "peserta": "/peserta/",
        "peserta-baru": "/peserta/baru/",
        "orang": f"/peserta/{cast.sitti}/?bulan={month}&tanggal=20+September+2026",
        "orang-ubah": f"/peserta/{cast.sitti}/ubah/",
        "orang-daftarkan": f"/peserta/{cast.sitti}/daftarkan/",
        "orang-betulkan": f"/peserta/{cast.sitti}/betulkan/",
        "orang-mirip": f"/peserta/{cast.sitti}/bandingkan/",
        "orang-bandingkan": f"/peserta/{cast.sitti}/bandingkan/?dengan={cast.rahim}",
        "kepesertaan-upah": f"/kepesertaan/{cast.sitti_member}/upah/",
        "kepesertaan-program": f"/kepesertaan/{cast.sitti_member}/program/",
        "kepesertaan-saluran": f"/kepesertaan/{cast.sitti_member}/saluran/",
        "kepesertaan-akhiri": f"/kepesertaan/{cast.sitti_member}/akhiri/",
        "badan-semua": "/badan/",
        "badan-baru": "/badan/baru/",
        "badan": f"/badan/{cast.firm}/",
        "badan-risiko": f"/badan/{cast.firm}/risiko/",
        "proyek-semua": "/proyek/",
        "proyek-baru": "/proyek/baru/",
        "proyek": f"/proyek/{cast.project}/",
        "cari": "/cari/?q=kolaka",
        "cari-kosong": "/cari/?q=Hasnawtiqq",
    }


def user(role: str) -> User:
    return User.objects.get(username=role)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_every_page_of_people_and_organisations_is_accessible(sign_in: SignIn, cast: Cast, width: int) -> None:
    bill_and_pay(Month(2026, 9), pays="Nelayan")
    page = sign_in(user("membership_officer"), width=width, password=PASSWORD)
    for name, path in pages(cast).items():
        page.goto(path)
        picture(page, name)
        audit(page)
    assert page.watched.complaints == []  # type: ignore[attr-defined]  # a note of ours on the page


def test_the_page_of_a_person_is_accessible_in_the_dark_and_without_script(
    sign_in: SignIn, open_page: Open, cast: Cast
) -> None:
    bill_and_pay(Month(2026, 9), pays="Nelayan")
    page = sign_in(user("membership_officer"), password=PASSWORD)
    page.emulate_media(color_scheme="dark")
    page.goto(pages(cast)["orang"])
    picture(page, "orang-gelap")
    audit(page)
    plain = open_page("/akun/masuk/", scripts=False)
    plain.get_by_label("Nama pengguna").fill("membership_officer")
    plain.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    plain.get_by_role("button", name="Masuk", exact=True).click()
    plain.goto(pages(cast)["orang"])
    assert "Iuran September 2026" in plain.locator("table.why").inner_text()
    assert plain.get_by_text("Ya, tertanggung").is_visible()


def test_a_number_is_shown_with_the_keyboard_after_saying_why(sign_in: SignIn, cast: Cast) -> None:
    page: Page = sign_in(user("membership_officer"), password=PASSWORD)
    page.goto(f"/peserta/{cast.sitti}/")
    page.locator("details.reveal summary").first.press("Enter")
    page.get_by_label("Untuk keperluan apa?").first.select_option(label="Mencocokkan dengan KTP")
    page.get_by_role("button", name="Tampilkan NIK").press("Enter")
    page.wait_for_url("**/tampilkan/")
    assert stage.SITTI_NIK in page.locator(".facts").inner_text()
    assert "Menampilkan NIK" in page.locator("section[aria-labelledby=lihat]").inner_text()
    audit(page)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_ones_own_data_are_accessible(sign_in: SignIn, cast: Cast, width: int) -> None:
    page = sign_in(user("worker"), width=width, password=PASSWORD)
    page.goto("/data-saya/")
    picture(page, "data-saya")
    audit(page)
    assert "Wa Ode Sitti Hajar" in page.locator("h1").inner_text()
