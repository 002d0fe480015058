"""Bills, money, home pages, log, users and performance in a real browser: wide and narrow, light and dark."""

from __future__ import annotations

import pytest

from ayomi.apps.access.models import User
from ayomi.apps.contributions.queries import bills as queries
from ayomi.apps.payments.queries import receipts
from tests.browser.conftest import PHONE, WIDE, Open, SignIn, audit, picture
from tests.cast import PASSWORD, Cast
from tests.edges.web.money_world import Money, make_money

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("users")]


@pytest.fixture
def money(cast: Cast) -> Money:
    return make_money(cast)


def pages(money: Money) -> dict[str, dict[str, str]]:
    """Pages by role, each by the name of its picture."""
    line = f"{money.cast.worker_members[0]}.2026-09"
    lost = money.unidentified.receipt_id
    return {
        "finance": {
            "beranda-keuangan": "/beranda/",
            "tagihan-semua": "/tagihan/",
            "tagihan-kosong": "/tagihan/?cari=tidakada",
            "tagihan": f"/tagihan/{money.firm.bill_id}/?baris={line}",
            "tagihan-proyek": f"/tagihan/{money.project.bill_id}/",
            "uang-masuk": "/uang-masuk/",
            "uang-kenali": f"/uang-masuk/{lost}/?cari=rahim",
            "uang-cocokkan": f"/uang-masuk/{lost}/cocokkan/?pembayar={money.rahim.payer_id}",
            "uang-catat": f"/uang-masuk/catat/?tagihan={money.firm.bill_id}",
            "uang-berkas": "/uang-masuk/berkas/",
            "kinerja": "/kinerja/",
        },
        "supervisor": {
            "beranda": "/beranda/",
            "hitung": "/tagihan/hitung/",
            "hitung-jalan": f"/tagihan/hitung/{money.run}/",
            "tagihan-final": f"/tagihan/{money.draft.bill_id}/final/",
            "tagihan-batal": f"/tagihan/{money.firm.bill_id}/batal/",
        },
        "channel_administrator": {
            "beranda-wadah": "/beranda/",
            "tagihan-wadah": f"/tagihan/{money.cooperative.bill_id}/",
        },
        "worker": {"beranda-pekerja": "/beranda/", "tagihan-pekerja": "/tagihan/"},
        "auditor": {"beranda-pemeriksa": "/beranda/", "jejak": "/jejak/"},
        "administrator": {
            "beranda-pengelola": "/beranda/",
            "pengguna": "/pengguna/",
            "pengguna-baru": "/pengguna/baru/",
            "pengguna-satu": f"/pengguna/{user('finance').pk}/",
            "pengguna-peran": f"/pengguna/{user('finance').pk}/peran/",
        },
    }  # fmt: skip


def user(role: str) -> User:
    return User.objects.get(username=role)


@pytest.mark.parametrize(("width", "dark"), [(WIDE, False), (PHONE, False), (WIDE, True), (PHONE, True)])
def test_every_page_is_accessible_for_whoever_may_open_it(
    sign_in: SignIn, money: Money, width: int, dark: bool
) -> None:
    for role, addresses in pages(money).items():
        page = sign_in(user(role), width=width, password=PASSWORD)
        page.emulate_media(color_scheme="dark" if dark else "light")
        for name, path in addresses.items():
            page.goto(path)
            picture(page, f"{name}-gelap" if dark else name)
            audit(page)
        assert page.watched.complaints == []  # type: ignore[attr-defined]  # a note of ours on the page


def test_a_line_of_a_bill_opens_without_script(open_page: Open, money: Money) -> None:
    page = open_page("/akun/masuk/", scripts=False, width=PHONE)
    page.get_by_label("Nama pengguna").fill("channel_administrator")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.goto(f"/tagihan/{money.cooperative.bill_id}/")
    page.get_by_role("link", name="Wa Ode Sitti Hajar").click()
    why = page.locator("table.why").inner_text()
    assert "Keringanan" in why
    assert "−8.400" in why
    page.get_by_role("link", name="Wa Ode Sitti Hajar").click()
    assert page.locator("table.why").count() == 0


def test_a_button_pressed_twice_books_once(sign_in: SignIn, money: Money) -> None:
    page = sign_in(user("finance"), password=PASSWORD)
    page.goto(f"/uang-masuk/catat/?tagihan={money.rahim.bill_id}")
    page.get_by_role("button", name="Catat uang masuk").dblclick()
    page.wait_for_url("**/uang-masuk/*/")
    assert page.locator(".told").inner_text()
    assert len([row for row in receipts() if row.payer_id == money.rahim.payer_id]) == 1
    after = queries.bill(money.rahim.bill_id)
    assert after is not None
    assert after.state == "paid"
