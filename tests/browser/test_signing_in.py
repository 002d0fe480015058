"""Signing in, and what goes wrong with it, in a real browser."""

from __future__ import annotations

import pytest

from ayomi.apps.access.models import User
from tests.browser.conftest import PHONE, WIDE, Open, SignIn, audit, picture

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_right_password_leads_home(sign_in: SignIn, officer: User, width: int) -> None:
    page = sign_in(officer, width=width)
    assert page.url.endswith("/beranda/")
    assert "KCP Kolaka" in page.locator("header.top").inner_text()
    picture(page, "beranda")
    audit(page)
    assert page.watched.complaints == []


def test_a_wrong_password_says_what_to_check(sign_in: SignIn, officer: User) -> None:
    page = sign_in(officer, password="bukan itu")
    summary = page.get_by_role("alert").first
    assert "Nama pengguna atau kata sandi tidak cocok." in summary.inner_text()
    assert summary.evaluate("element => element === document.activeElement")
    assert page.title().startswith("Ada 1 yang perlu diperbaiki: ")
    assert page.get_by_label("Nama pengguna").input_value() == officer.username
    audit(page)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_pages_of_an_account_are_accessible(sign_in: SignIn, officer: User, width: int) -> None:
    page = sign_in(officer, width=width)
    for path in ("", "langkah-kedua/", "langkah-kedua/totp/activate/", "langkah-kedua/webauthn/add/", "perangkat/",
                 "kata-sandi/", "keluar/"):  # fmt: skip
        page.goto(f"/akun/{path}")
        audit(page)
        picture(page, f"akun-{path.strip('/').replace('/', '-')}")
    assert page.watched.complaints == []


def test_the_page_for_signing_in_is_accessible_and_needs_no_script(open_page: Open, officer: User) -> None:
    page = open_page("/akun/masuk/", width=PHONE)
    audit(page)
    plain = open_page("/akun/masuk/", width=PHONE, scripts=False)
    assert not plain.get_by_text("Masuk dengan kunci sandi").is_visible()
    assert plain.get_by_role("button", name="Masuk", exact=True).is_visible()
