"""A list in a real browser: sent, put right with mouse and keyboard, readable without script, on a desk and a phone."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ayomi.apps.access.models import User
from ayomi.apps.intake.models import Upload
from tests.browser.conftest import PHONE, WIDE, Open, SignIn, audit, picture
from tests.core.lists.untidy import untidy_workbook
from tests.edges.web.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def no_lists_left(officer: User) -> Iterator[None]:
    """Lists sent here are taken away again; nothing of them is taken in."""
    yield
    Upload.objects.all().delete()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    found = tmp_path / "daftar-anggota-wolo-nov.xlsx"
    found.write_bytes(untidy_workbook().data)
    # Each test sends a file of its own: the very same one would lead to the list it made before.
    with zipfile.ZipFile(found, "a") as book:
        book.comment = tmp_path.name.encode()
    return found


FIRST_PAGES = (
    ("daftar-kosong", "/daftar/"),
    ("daftar-siapa", "/daftar/unggah/"),
    ("daftar-unggah", "/daftar/unggah/?untuk=sendiri"),
    ("daftar-badan", "/daftar/badan-baru/"),
)


def send(page: Page, file: Path) -> None:
    page.goto("/daftar/unggah/?untuk=sendiri")
    page.get_by_label("Berkas daftar").set_input_files(file)
    page.get_by_role("button", name="Unggah dan periksa").click()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_every_page_of_a_list_is_accessible(sign_in: SignIn, officer: User, workbook: Path, width: int) -> None:
    page = sign_in(officer, width=width)
    for name, path in FIRST_PAGES:
        page.goto(path)
        picture(page, name)
        audit(page)
    send(page, workbook)
    for name, query in (("perbaiki", ""), ("siap", "?tampil=siap"), ("ganda", "?tampil=ganda"),
                        ("kolom", "kolom/")):  # fmt: skip
        page.goto(page.url.split("?")[0].removesuffix("kolom/") + query)
        picture(page, f"daftar-{name}")
        audit(page)
    page.goto("/daftar/")
    audit(page)
    assert page.watched.complaints == []  # type: ignore[attr-defined]  # a note of ours on the page


def test_a_cell_is_typed_and_saved_with_the_keyboard(sign_in: SignIn, officer: User, workbook: Path) -> None:
    page = sign_in(officer)
    send(page, workbook)
    assert "151 dari 160 orang siap didaftarkan." in page.locator(".lede").inner_text()
    page.get_by_label("NIK baris 18").fill("7401021208900077")
    page.get_by_label("NIK baris 18").press("Enter")
    assert "Baris 18 siap didaftarkan." in page.locator(".told").inner_text()
    page.get_by_role("button", name="Pakai 10-10-1986").click()
    assert "153 dari 160 orang siap didaftarkan." in page.locator(".lede").inner_text()


def test_chosen_rows_are_counted_and_left_out(sign_in: SignIn, officer: User, workbook: Path) -> None:
    page = sign_in(officer)
    send(page, workbook)
    page.get_by_label("Pilih baris 56").check()
    page.get_by_label("Pilih baris 148").check()
    assert page.locator(".bulk b").inner_text() == "Baris yang dicentang: 2"
    page.get_by_role("button", name="Keluarkan dari daftar").click()
    assert "2 baris dikeluarkan" in page.locator(".told").inner_text()


def test_all_works_without_script(open_page: Open, officer: User, workbook: Path) -> None:
    page = open_page("/akun/masuk/", scripts=False)
    page.get_by_label("Nama pengguna").fill(officer.username)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    send(page, workbook)
    page.get_by_role("button", name="Benar", exact=True).click()
    assert "Baris 75 siap didaftarkan." in page.locator(".told").inner_text()
    page.get_by_label("Pilih baris 56").check()
    page.get_by_role("button", name="Keluarkan dari daftar").click()
    assert "1 baris dikeluarkan" in page.locator(".told").inner_text()


def test_the_bad_rows_are_downloaded(sign_in: SignIn, officer: User, workbook: Path) -> None:
    page = sign_in(officer)
    send(page, workbook)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Kembalikan 9 baris").click()
    assert waiting.value.suggested_filename == "daftar-anggota-wolo-nov-perlu-diperbaiki.xlsx"
