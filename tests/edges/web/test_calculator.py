"""The public calculator: the figures of the law, laid out so that they add up."""

from __future__ import annotations

import pytest
from django.test import Client

from ayomi.core.periods import Month
from ayomi.edges.web.calculating import prescribed
from ayomi.edges.web.lawbook import band_rows, chapters
from ayomi.edges.web.quoted import Receipt, Refused, ask

QUESTION = {
    "kind": "contribution", "segment": "own_account", "month": "2026-10", "income": 1_000_000,
    "programmes": ["jkk", "jkm"], "sector": "other", "paid_by": "self",
}  # fmt: skip


def receipt(**changed: object) -> Receipt:
    found = ask({**QUESTION, **changed}, "id")
    assert isinstance(found, Receipt)
    return found


def test_a_relief_is_a_line_of_its_own_below_zero() -> None:
    found = receipt()
    (group,) = found.groups
    assert [line.amount for line in group.lines] == [10_000, 6_800, -8_400]
    assert sum(line.amount for line in group.lines) == group.total == found.total == 8_400
    assert found.full == 16_800
    assert found.relief_until == Month(2027, 1)
    assert "PP 50/2025" in group.lines[-1].law


def test_drivers_keep_the_relief_three_months_longer() -> None:
    assert receipt(sector="transport").relief_until == Month(2027, 4)
    assert receipt(month="2027-02", sector="transport").total == 8_400
    assert receipt(month="2027-02").total == 16_800
    assert receipt(month="2027-02").full == 0


def test_old_age_savings_are_not_reduced() -> None:
    found = receipt(programmes=["jkk", "jkm", "jht"])
    assert found.total == 28_400
    assert [names for names, _day in found.due] == ["JKK, JKM", "JHT"]


def test_the_law_refuses_in_the_language_of_the_reader() -> None:
    refused = ask({**QUESTION, "month": "1990-01"}, "en")
    assert isinstance(refused, Refused)
    assert "in force" in refused.words or "no contribution" in refused.words


def test_all_33_bands_are_listed_with_their_contributions() -> None:
    rows = band_rows(Month(2026, 10), "id")
    assert len(rows) == 33
    assert (rows[0].label, rows[0].jkk, rows[0].both, rows[0].with_jht) == (
        "sampai Rp1.099.999",
        10_000,
        16_800,
        36_800,
    )
    assert (rows[32].label, rows[32].both, rows[32].with_jht) == ("Rp20.200.000 ke atas", 213_800, 627_800)


@pytest.mark.parametrize(
    ("scale", "programmes"),
    [
        ("micro", ["jkk", "jkm"]),
        ("small", ["jkk", "jkm", "jht", "jkp"]),
        ("large", ["jkk", "jkm", "jht", "jp", "jkp"]),
    ],
)
def test_the_size_of_a_firm_prescribes_its_programmes(scale: str, programmes: list[str]) -> None:
    assert prescribed(scale, Month(2026, 10)) == programmes


def test_every_rule_in_the_book_is_listed_with_a_link() -> None:
    rules = [rule for chapter in chapters("id") for subject in chapter.subjects for rule in subject.rules]
    assert len(rules) > 50
    assert all(rule.link.startswith("http") and rule.law for rule in rules)
    assert any(rule.unsure for rule in rules)


@pytest.mark.django_db
def test_the_answer_stands_in_the_address(client: Client) -> None:
    page = client.get("/hitung-iuran/?siapa=mandiri&kerja=ojek&golongan=5&jht=on&bulan=2026-10").content.decode()
    assert '<option value="5" selected>Rp1.700.000 – 1.899.999</option>' in page
    assert "Mulai April 2027 kembali" in page


@pytest.mark.django_db
def test_a_business_is_read_and_said_aloud(client: Client) -> None:
    page = client.get("/hitung-iuran/?siapa=upah&upah=5.000.000&usaha=toko&skala=large&bulan=2026-10").content.decode()
    assert "G1-008" in page
    assert "Rp462.000" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("siapa=upah&upah=banyak", "Tulis jumlahnya dengan angka saja"),
        ("siapa=upah&usaha=zzz", "tidak ditemukan"),
        ("siapa=proyek&tanggal=kemarin", "Ada 1 yang perlu diperbaiki"),
        ("siapa=migran&lama=0", "Ada 1 yang perlu diperbaiki"),
        ("siapa=mandiri&golongan=99", "Ada 1 yang perlu diperbaiki"),
        ("siapa=mandiri&bulan=1990-01", "Ada 1 yang perlu diperbaiki"),
        ("siapa=mandiri&bulan=besok", "Ada 1 yang perlu diperbaiki"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(client: Client, query: str, said: str) -> None:
    answer = client.get(f"/hitung-iuran/?{query}")
    assert answer.status_code == 200
    assert said in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("tab", ["mandiri", "upah", "proyek", "migran", "lain"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_tab_answers_at_once(client: Client, tab: str, language: str) -> None:
    assert 'class="price"' in client.get(f"/hitung-iuran/?siapa={tab}&lang={language}").content.decode()
