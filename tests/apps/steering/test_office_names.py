"""Offices are found by what people call them, and never one for another."""

from __future__ import annotations

from datetime import date

import pytest

from ayomi.apps.steering.rules.closing import closes_on, last_closed
from ayomi.apps.steering.rules.office_names import Named, fitting, nearest, words
from ayomi.core.periods import Month

EARLY, CHANGED = date(1995, 9, 22), date(2014, 1, 1)
OFFICES = [
    Named(1, "PST", "Kantor Pusat", EARLY, None),
    Named(2, "W07", "Kantor Wilayah Jawa Tengah dan DIY", CHANGED, None),
    Named(3, "R2", "Kantor Wilayah II (Sumbagsel-Riau)", EARLY, CHANGED),
    Named(4, "R5", "Kantor Wilayah V (Jawa Tengah dan DIY)", EARLY, CHANGED),
    Named(4, "R5", "Kanwil V Jawa Tengah dan DIY", EARLY, CHANGED),
    Named(5, "R6", "Kantor Wilayah VI (Jawa Timur, Bali dan Nusa Tenggara)", EARLY, CHANGED),
    Named(6, "P7401", "Kantor Cabang Perintis Kolaka", EARLY, None),
    Named(6, "P7401", "Cabang Kolaka", EARLY, None),
    Named(7, "C3374", "Kantor Cabang Kota Semarang", EARLY, None),
    Named(8, "C3322", "Kantor Cabang Kabupaten Semarang", EARLY, None),
    Named(9, "C3171", "Kantor Cabang Jakarta Pusat", EARLY, None),
]
THEN, NOW = date(2011, 9, 30), date(2026, 10, 31)


@pytest.mark.parametrize(
    ("text", "on", "codes"),
    [
        ("r5", None, ["R5"]), ("Kantor Wilayah V", None, ["R5"]), ("Region V", None, ["R5"]),
        ("region 5", None, ["R5"]), ("KANWIL-V", None, ["R5"]), ("V", None, ["R5"]),
        ("Region V (Central Java and DIY)", None, ["R5"]), ("Wilayah II", None, ["R2"]), ("6", None, ["R6"]),
        ("Kolaka", None, ["P7401"]), ("KCP Kolaka", None, ["P7401"]), ("cabang  kolaka", None, ["P7401"]),
        ("head office", None, ["PST"]), ("pusat", None, ["PST"]), ("Jakarta Pusat", None, ["C3171"]),
        ("Jawa Tengah", THEN, ["R5"]), ("Jawa Tengah", NOW, ["W07"]), ("jateng", NOW, ["W07"]),
        ("Kantor Wilayah Jawa Tengah dan DIY", NOW, ["W07"]), ("Kantor Wilayah Jawa Tengah dan DIY", THEN, ["R5"]),
        ("R5", NOW, ["R5"]), ("Region V", NOW, ["R5"]),
        ("Semarang", NOW, ["C3374", "C3322"]), ("Kota Semarang", NOW, ["C3374"]),
        ("Atlantis", None, []), ("Wilayah IX", None, []), ("Kabupaten Kolaka Utara", None, []), ("  ", None, []),
        ("di", None, []), ("%", None, []),
    ],
)  # fmt: skip
def test_a_text_means_the_office_that_it_fits_best(text: str, on: date | None, codes: list[str]) -> None:
    assert [each.code for each in fitting(text, OFFICES, on=on)] == codes


def test_words_are_the_same_however_a_kind_of_office_is_written() -> None:
    assert words("Kanwil V") == words("REGION 5") == words("kantor wilayah v") == {"wilayah", "v"}
    assert words("Kantor Cabang Perintis Kolaka") == words("KCP Kolaka") == {"perintis", "kolaka"}


def test_a_misspelt_office_is_near_its_name() -> None:
    assert nearest("Kolka", OFFICES) == ["Kantor Cabang Perintis Kolaka"]
    assert nearest("Atlantis", OFFICES) == []


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 12, 1), Month(2026, 10)), (date(2026, 12, 19), Month(2026, 10)),
        (date(2026, 12, 20), Month(2026, 11)), (date(2027, 1, 19), Month(2026, 11)),
        (date(2027, 1, 20), Month(2026, 12)),
    ],
)  # fmt: skip
def test_a_month_is_closed_on_the_twentieth_of_the_next(today: date, month: Month) -> None:
    assert last_closed(today) == month
    assert closes_on(month) <= today < closes_on(month.plus(1))
