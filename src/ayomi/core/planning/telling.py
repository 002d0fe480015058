"""How the numbers of a course come about, month by month, in words and sums."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ayomi.core.money import Language, grouped, half_up, percent_text, rupiah_text
from ayomi.core.planning.growth import Assumptions, Step

Pair = tuple[str, str]

NAMES: Final[dict[str, Pair]] = {
    "covered": ("Pekerja terlindungi sekarang", "Workers covered now"),
    "goal": ("Yang dituju", "Goal"),
    "workers": ("Semua pekerja di wilayah ini", "All workers of the area"),
    "months": ("Waktu", "Time given"),
    "officers": ("Petugas sekarang", "Officers now"),
    "offices": ("Kantor sekarang", "Offices now"),
    "visits_per_officer": ("Kunjungan per petugas sebulan", "Visits per officer and month"),
    "people_per_visit": ("Orang dijumpai per kunjungan", "People met on a visit"),
    "joining": ("Yang mendaftar, dari yang dijumpai", "Share of them who join"),
    "lapse": ("Yang berhenti sebulan, dari yang terlindungi", "Share of the covered who lapse in a month"),
    "officers_per_office": ("Petugas per kantor", "Officers per office"),
    "months_to_open": ("Lama membuka satu kantor", "Months to open an office"),
    "openings_per_month": ("Kantor yang bisa mulai dibuka sebulan", "Offices whose opening may begin in a month"),
    "learning": ("Masa belajar petugas baru", "Months a new officer learns"),
    "sponsored_now": ("Dibayari pemerintah sekarang", "Paid for by governments now"),
    "sponsored": ("Dibayari pemerintah, dari yang mendaftar", "Share of those who join that governments pay for"),
    "contribution": ("Iuran sebulan per orang yang dibayari", "Contribution a month per person paid for"),
    "officer_cost": ("Biaya satu petugas sebulan", "Cost of one officer a month"),
    "office_cost": ("Biaya satu kantor baru sebulan", "Cost of one new office a month"),
    "opening_cost": ("Biaya membuka satu kantor", "Cost of opening one office"),
}
UNITS: Final[dict[str, Pair]] = {
    "covered": ("orang", "people"), "goal": ("orang", "people"), "workers": ("orang", "people"),
    "months": ("bulan", "months"), "officers": ("petugas", "officers"), "offices": ("kantor", "offices"),
    "visits_per_officer": ("kunjungan", "visits"), "people_per_visit": ("orang", "people"), "joining": ("%", "%"),
    "lapse": ("%", "%"), "officers_per_office": ("petugas", "officers"), "months_to_open": ("bulan", "months"),
    "openings_per_month": ("kantor", "offices"), "learning": ("bulan", "months"),
    "sponsored_now": ("orang", "people"), "sponsored": ("%", "%"), "contribution": ("rupiah", "rupiah"),
    "officer_cost": ("rupiah", "rupiah"), "office_cost": ("rupiah", "rupiah"), "opening_cost": ("rupiah", "rupiah"),
}  # fmt: skip
"""Unit of each assumption; those in % are kept in parts per million, those in rupiah as whole rupiah."""
SHARES: Final = frozenset(name for name, unit in UNITS.items() if unit[0] == "%")
MONEY: Final = frozenset(name for name, unit in UNITS.items() if unit[0] == "rupiah")


@dataclass(frozen=True, slots=True)
class Told:
    """One number of a month: what it is, how it is reckoned, and what comes out."""

    name: str
    sum: str
    result: str


def value_text(name: str, value: int, language: Language) -> str:
    """An assumption as it is read: `1,5 %`, `Rp56.091`, `40`."""
    if name in SHARES:
        return percent_text(value, language)
    return rupiah_text(value, language) if name in MONEY else grouped(value, language)


def tell(given: Assumptions, before: Step | None, step: Step, language: Language) -> tuple[Told, ...]:
    """How one month comes about, out of the month before (None for the first)."""
    english = language == "en"
    number = _Numbers(language)
    covered = given.covered if before is None else before.covered
    lines = [
        Told(
            "Visits" if english else "Kunjungan",
            f"{number.fraction(step.practised)} {'practised officers' if english else 'petugas terlatih'}"
            f" × {number(given.visits_per_officer)}",
            number(step.visits),
        ),
        Told(
            "People met" if english else "Orang dijumpai", f"{number(step.visits)} × {number(given.people_per_visit)}",
            number(step.reached),
        ),
        Told(
            "Join" if english else "Mendaftar", _joining(given, step, number, language), number(step.joined),
        ),
        Told(
            "Lapse" if english else "Berhenti", f"{number(covered)} × {percent_text(given.lapse, language)}",
            number(step.lapsed),
        ),
        Told(
            "Covered at the end of the month" if english else "Terlindungi pada akhir bulan",
            f"{number(covered)} − {number(step.lapsed)} + {number(step.joined)}", number(step.covered),
        ),
        Told(
            "Contributions of people paid for" if english else "Iuran orang yang dibayari",
            f"{number(step.sponsored)} × {rupiah_text(given.contribution, language)}",
            rupiah_text(step.contributions, language),
        ),
        Told(
            "Officers" if english else "Petugas",
            f"{number(step.officers)} × {rupiah_text(given.officer_cost, language)}",
            rupiah_text(step.officers_paid, language),
        ),
        Told("New offices" if english else "Kantor baru", _offices(given, step, number, language),
             rupiah_text(step.offices_paid, language)),
    ]  # fmt: skip
    return tuple(lines)


class _Numbers:
    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __call__(self, value: int) -> str:
        return grouped(value, self.language)

    def fraction(self, value: Fraction) -> str:
        """One decimal, half up, where it is not whole."""
        if value.denominator == 1:
            return self(value.numerator)
        whole, tenth = divmod(half_up(value.numerator * 10, value.denominator), 10)
        return self(whole) + ("." if self.language == "en" else ",") + str(tenth)


def _joining(given: Assumptions, step: Step, number: _Numbers, language: Language) -> str:
    text = f"{number(step.reached)} × {percent_text(given.joining, language)}"
    if step.covered == given.workers and step.joined:
        text += ", until all workers are covered" if language == "en" else ", sampai semua pekerja terlindungi"
    return text


def _offices(given: Assumptions, step: Step, number: _Numbers, language: Language) -> str:
    new = step.offices - given.offices
    running = f"{number(new)} × {rupiah_text(given.office_cost, language)}"
    if not step.offices_opened:
        return running
    return f"{running} + {number(step.offices_opened)} × {rupiah_text(given.opening_cost, language)}"
