"""Signing in, and what goes wrong with it, in a real browser."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page

from ayomi.apps.access.models import User
from tests.browser.conftest import PHONE, WIDE, Open, SignIn, audit, picture
from tests.edges.web.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


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


def prove_it_is_me(page: Page) -> None:
    """Steps that guard the account ask for the password once more."""
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Lanjut").click()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_pages_of_an_account_are_accessible(sign_in: SignIn, officer: User, width: int) -> None:
    page = sign_in(officer, width=width)
    page.goto("/akun/langkah-kedua/totp/activate/")
    audit(page)
    prove_it_is_me(page)
    for path in ("", "langkah-kedua/", "langkah-kedua/totp/activate/", "langkah-kedua/webauthn/",
                 "langkah-kedua/webauthn/add/", "perangkat/", "kata-sandi/", "keluar/"):  # fmt: skip
        page.goto(f"/akun/{path}")
        audit(page)
        picture(page, f"akun-{path.strip('/').replace('/', '-')}")
    assert page.watched.complaints == []


def test_a_code_app_is_set_up_asked_for_and_turned_off(sign_in: SignIn, officer: User) -> None:
    page = sign_in(officer)
    page.goto("/akun/langkah-kedua/totp/activate/")
    prove_it_is_me(page)
    secret = page.locator("code.secret").text_content() or ""
    page.get_by_label("Kode 6 angka dari aplikasi").fill(code_now(secret))
    page.get_by_role("button", name="Aktifkan aplikasi kode").click()
    assert "Aplikasi kode sudah aktif." in page.locator(".told").inner_text()
    audit(page)
    picture(page, "kode-cadangan")

    again = sign_in(officer)
    assert "Tinggal satu kode." in again.locator("main").inner_text()
    audit(again)
    picture(again, "kode-diminta")
    page.goto("/akun/langkah-kedua/totp/deactivate/")
    audit(page)
    page.get_by_role("button", name="Matikan aplikasi kode").click()
    assert "Aplikasi kode sudah dimatikan." in page.locator(".told").inner_text()


def code_now(secret: str) -> str:
    """What a code app would show at this moment."""
    step = int(time.time()) // 30
    return format_hotp_value(hotp_value(secret, step))


def test_the_page_for_signing_in_is_accessible_and_needs_no_script(open_page: Open, officer: User) -> None:
    page = open_page("/akun/masuk/", width=PHONE)
    audit(page)
    plain = open_page("/akun/masuk/", width=PHONE, scripts=False)
    assert not plain.get_by_text("Masuk dengan kunci sandi").is_visible()
    assert plain.get_by_role("button", name="Masuk", exact=True).is_visible()


class Key:
    """A security key inside the browser, as a telephone has one. It lives as long as its page."""

    def __init__(self, page: Page) -> None:
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        self.name = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def passkeys(self) -> int:
        return len(self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.name})["credentials"])


def leave(page: Page) -> None:
    page.goto("/akun/keluar/")
    page.locator("main").get_by_role("button", name="Keluar").click()


def test_a_passkey_is_registered_signs_in_and_opens_nothing_once_taken_away(sign_in: SignIn, officer: User) -> None:
    page = sign_in(officer)
    key = Key(page)
    page.goto("/akun/langkah-kedua/webauthn/add/")
    prove_it_is_me(page)
    page.get_by_label("Nama kunci").fill("Ponsel Ratna")
    page.get_by_label("Boleh masuk tanpa kata sandi").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Tambah kunci sandi").click()
    assert key.passkeys() == 1

    leave(page)
    page.goto("/akun/masuk/?next=/tagihan/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url(re.compile(r"^[^?]*/tagihan/$"))
    assert "KCP Kolaka" in page.locator("header.top").inner_text()

    page.goto("/akun/langkah-kedua/webauthn/")
    row = page.get_by_role("row", name="Ponsel Ratna")
    assert "tanpa kata sandi" in row.inner_text()
    audit(page)
    picture(page, "kunci-sandi")
    row.get_by_role("link", name="Hapus").click()
    page.get_by_role("link", name="Pakai kunci sandi").click()
    audit(page)
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.get_by_role("button", name="Hapus kunci sandi").click()
    page.goto("/akun/langkah-kedua/webauthn/")
    assert "Belum ada kunci sandi." in page.locator("main").inner_text()
    assert page.watched.complaints == []

    leave(page)
    page.goto("/akun/masuk/")
    with page.expect_navigation():
        page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    assert page.locator(".told .bad").is_visible()
    picture(page, "kunci-sandi-ditolak")
    page.goto("/beranda/")
    assert "/akun/masuk/" in page.url


def test_a_session_on_another_device_is_listed_and_ended(sign_in: SignIn, officer: User) -> None:
    here, there = sign_in(officer), sign_in(officer)
    here.goto("/akun/perangkat/")
    assert here.locator("main tbody tr").count() >= 2
    here.get_by_role("button", name=re.compile("perangkat lain")).click()
    assert here.locator("main tbody tr").count() == 1
    there.goto("/beranda/")
    assert "/akun/masuk/" in there.url
    here.goto("/beranda/")
    assert here.url.endswith("/beranda/")
