"""Money recorded by hand and from files: booked once, told what became of it, matched with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ayomi.apps.access.models import User
from ayomi.apps.contributions.queries import bills
from ayomi.apps.payments import queries
from ayomi.apps.payments.queries.held import bank_files, held_lines
from tests.cast import Cast
from tests.edges.web.money_world import Money, make_money

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def money(cast: Cast, users: dict[str, int], cache_table: None) -> Money:
    return make_money(cast)


@pytest.fixture
def finance(money: Money, signed_in: SignIn) -> Client:
    return signed_in(User.objects.get(username="finance"))


def page(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]  # the test client's answer


def drawn(client: Client, query: str = "") -> dict[str, str]:
    """The fields of the form as it was drawn."""
    text = client.get(reverse("receipt_new") + query).content.decode()
    fields = {}
    for tag in re.findall(r"<input[^>]*>", text):
        name, value = re.search(r'name="(\w+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "q":
            fields[name[1]] = value[1] if value else ""
    return fields


def test_a_form_sent_twice_is_booked_once(money: Money, finance: Client) -> None:
    form = drawn(finance, f"?tagihan={money.rahim.bill_id}")
    assert form["jumlah"] == str(money.rahim.total)
    first = finance.post(reverse("receipt_new"), form)
    second = finance.post(reverse("receipt_new"), form, follow=True)
    assert first.headers["Location"] == second.redirect_chain[0][0]
    assert "Tidak dicatat dua kali." in page(second)
    assert len([row for row in queries.receipts() if row.key == form["kunci"]]) == 1
    after = bills.bill(money.rahim.bill_id)
    assert after is not None
    assert after.state == "paid"


def test_the_same_form_with_another_amount_is_refused(money: Money, finance: Client) -> None:
    form = drawn(finance, f"?tagihan={money.rahim.bill_id}")
    finance.post(reverse("receipt_new"), form)
    assert "sudah dikirim dengan jumlah lain" in page(finance.post(reverse("receipt_new"), {**form, "jumlah": "9.999"}))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"jumlah": "banyak"}, "Tulis jumlahnya dengan angka saja"),
        ({"jumlah": "0"}, "Ada 1 yang perlu diperbaiki"),
        ({"hari": "2999-01-01"}, "Hari ini belum tiba"),
        ({"hari": "kemarin"}, "Tulis tanggalnya seperti"),
        ({"kunci": "milikku"}, "Ada 1 yang perlu diperbaiki"),
    ],
)
def test_what_cannot_be_booked_is_said_and_nothing_is_booked(
    money: Money, finance: Client, changed: dict[str, str], said: str
) -> None:
    before = len(queries.receipts())
    form = {"jumlah": "10.000", "hari": str(timezone.localdate()), **drawn(finance), **changed}
    form.setdefault("jumlah", "10.000")
    form = {**form, "jumlah": changed.get("jumlah", "10.000")}
    assert said in page(finance.post(reverse("receipt_new"), form))
    assert len(queries.receipts()) == before


def test_lost_money_is_matched_with_a_reason_and_only_once(money: Money, finance: Client) -> None:
    number = money.unidentified.receipt_id
    shown = page(finance.get(reverse("receipt", args=[number]) + "?cari=rahim"))
    assert "La Ode Rahim" in shown
    address = reverse("receipt_identify", args=[number])
    payer = str(money.rahim.payer_id)
    assert "Ada 1 yang perlu diperbaiki" in page(finance.post(address, {"pembayar": payer, "alasan": ""}))
    told = page(finance.post(address, {"pembayar": payer, "alasan": "Telepon ke pengirim"}, follow=True))
    assert "dicocokkan dengan La Ode Rahim dan melunasi tagihannya" in told
    assert finance.post(address, {"pembayar": payer, "alasan": "lagi"}).status_code == 302
    found = queries.receipt(number)
    assert found is not None
    assert found.outcome == "matched"


def test_money_is_not_matched_with_a_payer_elsewhere(money: Money, signed_in: SignIn) -> None:
    officer = signed_in(User.objects.get(username="membership_officer"))
    address = reverse("receipt_identify", args=[money.unidentified.receipt_id])
    officer.post(address, {"pembayar": str(money.sri.payer_id), "alasan": "mungkin"})
    found = queries.receipt(money.unidentified.receipt_id)
    assert found is not None
    assert found.outcome == "unidentified"


def test_receipts_are_shown_by_what_became_of_them(money: Money, finance: Client) -> None:
    assert "1 kiriman belum dikenal, Rp33.600" in page(finance.get(reverse("receipts")))
    assert "Tanpa kode bayar" in page(finance.get(reverse("receipts") + "?tampil=cocokkan"))
    assert "Tanpa kode bayar" not in page(finance.get(reverse("receipts") + "?tampil=titipan"))


def test_a_bank_file_is_booked_line_by_line_and_once(money: Money, finance: Client) -> None:
    content = (
        "Tanggal,Keterangan,Debet,Kredit,Saldo\n"
        f"20/10/2026,PEMBAYARAN {money.rahim.code},,8400,100000\n"
        "21/10/2026,SETORAN TUNAI PASAR,,50000,150000\n"
    ).encode()
    for said in ("2 kiriman dicatat, Rp58.400", "sudah pernah masuk"):
        file = SimpleUploadedFile("oktober.csv", content, content_type="text/csv")
        assert said in page(finance.post(reverse("bank_file_new"), {"berkas": file}, follow=True))
    assert "oktober.csv" in page(finance.get(reverse("bank_file_new")))
    assert sum(row.channel == "file" for row in queries.receipts()) == 2


def held_back(finance: Client) -> int:
    """A second file of one day that lacks a line of the first: its equal line waits. Returns its number."""
    header, same = "Tanggal,Keterangan,Debet,Kredit\n", "21/10/2026,SETORAN TUNAI PASAR,,50000\n"
    for name, rows in (("a.csv", f"20/10/2026,LAIN,,1000\n{same}21/10/2026,BARU,,7000\n"), ("b.csv", same)):
        file = SimpleUploadedFile(name, (header + rows).encode(), content_type="text/csv")
        finance.post(reverse("bank_file_new"), {"berkas": file})
    (row,) = held_lines(bank_files()[0].bank_file_id)
    return row.held_id


def test_a_line_held_back_is_asked_about_at_home_and_booked_with_a_reason_once(money: Money, finance: Client) -> None:
    number = held_back(finance)
    home = page(finance.get(reverse("home")))
    assert "1 baris berkas bank menunggu keputusan" in home
    file_page = re.search(r'href="(/uang-masuk/berkas/\d+/)"', home)
    assert file_page is not None
    assert "Catat juga" in page(finance.get(file_page[1]))
    url = reverse("held_line", args=[number])
    assert finance.post(url, {"cara": "catat", "alasan": ""}).status_code == 422
    before = len(queries.receipts())
    said = page(finance.post(url, {"cara": "catat", "alasan": "dua setoran menurut bank"}, follow=True))
    assert "Rp50.000" in said
    assert "dua setoran menurut bank" in said
    finance.post(url, {"cara": "catat", "alasan": "sekali lagi"})
    assert len(queries.receipts()) == before + 1
    assert "menunggu keputusan" not in page(finance.get(reverse("home")))


def test_a_line_that_is_no_new_money_is_set_aside_and_nobody_else_decides(
    money: Money, finance: Client, signed_in: SignIn
) -> None:
    url, before = reverse("held_line", args=[held_back(finance)]), len(queries.receipts())
    said = page(finance.post(url, {"cara": "sisihkan", "alasan": "baris yang sama"}, follow=True))
    assert "Disisihkan: bukan uang baru." in said
    assert "Catat juga" not in said
    assert len(queries.receipts()) == before
    officer = signed_in(User.objects.get(username="membership_officer"))
    assert officer.get(url).status_code == 403


def test_a_file_that_is_no_statement_says_what_was_expected(money: Money, finance: Client) -> None:
    file = SimpleUploadedFile("gambar.csv", b"\x89PNG\r\n\x1a\n", content_type="text/csv")
    assert "Ada 1 yang perlu diperbaiki" in page(finance.post(reverse("bank_file_new"), {"berkas": file}))
