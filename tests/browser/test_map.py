"""The map and the figures from outside in a real browser: wide and narrow, light and dark, and by keyboard."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ayomi.apps.access.models import User
from ayomi.apps.steering.actions import denominators
from ayomi.apps.steering.actions.boundaries import load_boundaries
from ayomi.apps.steering.actions.reported import load_reported_figures
from tests.apps.steering.regional_tables import KOPDES, MERGED, xlsx
from tests.browser.conftest import PHONE, WIDE, SignIn, audit, picture
from tests.cast import PASSWORD
from tests.core.places.maps import two_regencies

AT = datetime(2026, 8, 20, 2, 0, tzinfo=UTC)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("users")]


@pytest.fixture
def table(users: dict[str, int]) -> int:
    """Reports, boundaries, one table in force and one that waits."""
    load_reported_figures(by=None, at=AT)
    load_boundaries(two_regencies(), file_name="batas.json", source="BIG", by=None, at=AT)
    kept = denominators.receive(
        xlsx(KOPDES), file_name="kopdes.xlsx", source="simkopdes.go.id", as_of=date(2026, 6, 2), by=None, at=AT
    )
    denominators.take(kept, by=None, at=AT)
    return denominators.receive(
        xlsx(MERGED), file_name="bekerja.xlsx", source="Sakernas", as_of=date(2025, 8, 31), by=None, at=AT
    )


def user(role: str) -> User:
    return User.objects.get(username=role)


@pytest.mark.parametrize(("width", "dark"), [(WIDE, False), (PHONE, False), (WIDE, True)])
def test_every_page_of_the_map_is_accessible(sign_in: SignIn, table: int, width: int, dark: bool) -> None:
    page = sign_in(user("head_office"), width=width, password=PASSWORD)
    page.emulate_media(color_scheme="dark" if dark else "light")
    for name, path in {
        "peta": "/peta/?peta=given_kopdes",
        "peta-drawn": "/peta/?gambar=provinsi&peta=given_kopdes",
        "peta-kabupaten": "/peta/?gambar=kabupaten&peta=given_kopdes",
        "peta-provinsi": "/peta/74/?peta=given_kopdes",
        "peta-petak-provinsi": "/peta/33/?peta=given_kopdes",
        "kota-dan-desa": "/peta/kota-dan-desa/?provinsi=74",
        "penyebut": "/penyebut/",
        "penyebut-tabel": f"/penyebut/{table}/",
        "penyebut-unggah": "/penyebut/unggah/",
    }.items():
        page.goto(path)
        picture(page, f"{name}-gelap" if dark else name)
        audit(page)
    assert page.watched.complaints == []  # type: ignore[attr-defined]  # a note of ours on the page


def test_the_figure_of_a_tile_shows_on_focus_and_leads_to_its_province(sign_in: SignIn, table: int) -> None:
    page = sign_in(user("head_office"), width=PHONE, password=PASSWORD)
    page.goto("/peta/?peta=given_kopdes")
    tile = page.get_by_role("link", name="Sulawesi Tenggara: tidak ada data").first
    tile.focus()
    told = tile.evaluate("each => getComputedStyle(each, '::after').content")
    assert "Sulawesi Tenggara: tidak ada data" in told
    box = tile.bounding_box()
    assert box is not None and box["width"] >= 30 and box["height"] >= 30
    page.keyboard.press("Enter")
    page.wait_for_url("**/peta/74/**")
    assert page.get_by_role("heading", name="Sulawesi Tenggara", level=1).is_visible()


def test_a_drawn_province_names_itself_on_focus(sign_in: SignIn, table: int) -> None:
    page = sign_in(user("head_office"), password=PASSWORD)
    page.goto("/peta/?gambar=provinsi&peta=given_kopdes")
    link = page.locator("svg.shapes a").first
    told = link.locator(".told")
    assert told.evaluate("each => getComputedStyle(each).visibility") == "hidden"
    page.locator(".shapes-scroll").focus()
    page.keyboard.press("Tab")
    assert told.evaluate("each => getComputedStyle(each).visibility") == "visible"
