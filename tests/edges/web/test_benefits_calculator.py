"""The public page "Apa yang saya dapat?": what the law gives, laid out for a worker on a phone, without scripts."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from ayomi.edges.web.benefits_asking import CLAIM, FORMS, HAPPENED
from ayomi.edges.web.benefits_shown import Shown, show

TODAY = date(2026, 11, 20)
PAGE = "/apa-yang-saya-dapat/"


def shown(kind: str, **given: str) -> Shown:
    form = FORMS[kind](given, today=TODAY, language="id")
    assert form.is_valid(), form.errors
    return show(form.questions(), CLAIM[kind], "id")


def test_a_death_shows_every_item_and_adds_up() -> None:
    found = shown("wafat", tanggal="2024-05-10", kerja="own_account")
    assert [(line.label, line.amount) for line in found.lines] == [
        ("Santunan", 20_000_000), ("Santunan berkala", 12_000_000), ("Biaya pemakaman", 10_000_000)
    ]  # fmt: skip
    assert found.total == 42_000_000
    assert all("Pasal" in line.words for line in found.lines)


def test_arrears_are_said_before_what_waits_for_them() -> None:
    found = shown("wafat", tanggal="2024-05-10", kerja="own_account", tunggak="2")
    assert found.pay_first == 33_600
    assert found.lines[0].aside == "untuk ahli waris, setelah tunggakan dilunasi"
    assert found.lines[2].aside == "untuk ahli waris"


def test_the_scholarship_stands_beside_the_death_and_its_refusal_too() -> None:
    found = shown("wafat", tanggal="2024-05-10", kerja="wage_earner", anak="2", iur="5")
    assert (found.lines[-1].fact, found.lines[-1].amount) == ("Rp174.000.000", None)
    assert found.total == 42_000_000
    assert len(found.papers) == 2
    refused = shown("wafat", tanggal="2024-05-10", kerja="wage_earner", anak="2", iur="1")
    assert refused.total == 42_000_000
    assert "3 tahun" in refused.refusals[0]


def test_an_accident_says_when_to_report_and_until_when_to_claim() -> None:
    found = shown("celaka", tanggal="2026-01-10", upah="4.000.000", lama="14", ongkos="350000")
    assert found.total == 52_000_000 + 350_000
    assert found.limits == (
        ("Lapor kecelakaan", "paling lambat 2 × 24 jam"),
        ("Klaim paling lambat", "10 Januari 2031"),
        ("Uang dibayar dalam", "7 hari kerja setelah lengkap"),
    )
    assert "KTP" in found.papers[0].papers


def test_a_lost_job_lists_each_month() -> None:
    found = shown("phk", tanggal="2026-01-10", upah="4.000.000")
    assert [line.amount for line in found.lines] == [2_400_000] * 6
    assert found.total == 14_400_000


def test_a_resignation_gives_no_cash_and_says_why() -> None:
    found = shown("phk", tanggal="2026-01-10", upah="4.000.000", alasan="resigned")
    assert found.lines == ()
    assert "mengundurkan diri" in found.refusals[0]


def test_savings_are_shown_with_their_tax_and_their_day() -> None:
    found = shown("tabungan", tanggal="2026-01-10", saldo="100.000.000")
    assert found.lines[0].fact == "10 Februari 2026"
    assert [line.amount for line in found.lines[1:]] == [100_000_000, -2_500_000]
    assert found.total == 97_500_000


def test_a_pension_too_short_is_refused_beside_the_age() -> None:
    found = shown("pensiun", lahir="10 Maret 1975", bulan_iur="100")
    assert found.lines[0].fact == "10 Maret 2038"
    assert "180" in found.refusals[0]
    assert shown("pensiun", lahir="10 Maret 1975", bulan_iur="180").total == 750_000


def test_a_disability_that_is_not_certain_says_so() -> None:
    found = shown("cacat", tanggal="2026-01-10", upah="5.000.000", cedera="right_hand_wrist", kidal="on")
    assert found.total == 112_000_000
    assert found.unsure
    assert shown("cacat", tanggal="2026-01-10", upah="5.000.000", cedera="total").total == 280_000_000 + 12_000_000


@pytest.mark.django_db
def test_the_page_needs_no_login_and_no_script(client: Client) -> None:
    front = client.get(PAGE)
    assert front.status_code == 200
    for kind in HAPPENED:
        page = client.get(PAGE, {"apa": kind.name})
        assert page.status_code == 200
        assert "receipt" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given",
    [
        {"apa": "celaka", "tanggal": "besok lusa"},
        {"apa": "celaka", "upah": "banyak"},
        {"apa": "celaka", "lama": "-1"},
        {"apa": "cacat", "cedera": "rambut"},
        {"apa": "wafat", "sebab": "lain"},
        {"apa": "phk", "bulan_iur": "999"},
        {"apa": "tabungan", "sebab": "bosan"},
        {"apa": "pensiun", "upah": "0x10"},
        {"apa": "celaka", "tanggal": "1980-01-01"},
        {"apa": "cacat", "cedera": "one_eye", "desibel": "30"},
        {"apa": "lain"},
    ],
)
def test_what_cannot_be_read_is_said_and_never_an_error(client: Client, given: dict[str, str]) -> None:
    assert client.get(PAGE, given).status_code == 200


@pytest.mark.django_db
def test_the_page_speaks_english_too(client: Client) -> None:
    page = client.get(PAGE, {"apa": "phk", "lang": "en"}).content.decode()
    assert "What do I get?" in page
