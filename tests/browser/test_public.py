"""The public calculator in a real browser."""

from __future__ import annotations

import pytest

from tests.browser.conftest import PHONE, WIDE, Open, audit, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

OCTOBER = "/hitung-iuran/?siapa=mandiri&kerja=pedagang&golongan=1&bulan=2026-10"
TABS = ["mandiri", "upah", "proyek", "migran"]


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_trader_pays_8400_in_october_2026_and_16800_without_relief(open_page: Open, width: int) -> None:
    page = open_page(OCTOBER, width=width)
    receipt = page.locator("#hasil")
    assert receipt.locator(".price").inner_text().startswith("Rp8.400")
    assert "Tanpa keringanan Rp16.800." in receipt.inner_text()
    assert "−8.400" in receipt.inner_text()
    picture(page, "hitung-iuran")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_is_accessible(open_page: Open, tab: str, width: int, dark: bool) -> None:
    page = open_page(f"/hitung-iuran/?siapa={tab}", width=width, dark=dark)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    audit(page)
    assert page.watched.complaints == []


@pytest.mark.parametrize("path", ["/cara-menghitung/", "/?lang=en", "/hitung-iuran/?siapa=upah&upah=abc"])
def test_other_public_pages_are_accessible(open_page: Open, path: str) -> None:
    audit(open_page(path, width=PHONE))


def test_the_calculator_works_without_scripts(open_page: Open) -> None:
    page = open_page(OCTOBER, width=PHONE, scripts=False)
    page.get_by_label("Sekalian menabung hari tua (JHT)").check()
    page.get_by_role("button", name="Hitung iuran").click()
    assert page.locator("#hasil .price").inner_text().startswith("Rp28.400")
    page.locator("#hasil summary").first.click()
    assert "1 % × Rp1.000.000" in page.locator("#hasil").inner_text()


def test_the_keyboard_reaches_every_control(open_page: Open) -> None:
    page = open_page(OCTOBER)
    wanted = page.evaluate("document.querySelectorAll('a, button, select, input:not([type=hidden]), summary').length")
    seen = set()
    for _step in range(wanted + 5):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    closed = page.evaluate(
        "[...document.querySelectorAll('details:not([open]) :is(a, button)')].length"  # reached once opened
    )
    assert len(seen) >= wanted - closed


def test_the_first_page_weighs_less_than_200_kilobytes(open_page: Open) -> None:
    page = open_page("/")
    page.wait_for_load_state("networkidle")
    assert 5_000 < page.watched.bytes < 200_000
