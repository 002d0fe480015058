"""Who may borrow and what is missing, the sheet of scores, codes and accounts. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ayomi.core.money import WHOLE, PartsPerMillion, Rupiah, half_up
from ayomi.core.periods import add_months

OBSTACLES: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "wrong_kind": (
        "Dana ini bukan untuk jenis badan ini.", "This fund is not for organisations of this kind.",
        "Pilih dana lain.", "Choose another fund.",
    ),
    "no_members": (
        "Badan ini belum punya peserta aktif.", "The organisation has no active members.",
        "Daftarkan dulu pekerja atau anggotanya.", "Enrol its workers or members first.",
    ),
    "too_large": (
        "Dana ini hanya untuk usaha mikro dan kecil.", "This fund is for micro and small enterprises only.",
        "Periksa skala usahanya.", "Check the recorded size of the enterprise.",
    ),
    "bills_overdue": (
        "Ada tagihan iuran yang lewat tempo.", "There are contribution bills past their due date.",
        "Lunasi tagihannya, lalu periksa lagi.", "Pay the bills, then check again.",
    ),
    "loan_late": (
        "Ada pinjaman yang menunggak.", "There is a loan in arrears.",
        "Lunasi tunggakannya, lalu periksa lagi.", "Pay the arrears, then check again.",
    ),
    "not_member": (
        "Belum menjadi peserta.", "Not a member yet.",
        "Daftarkan sekarang.", "Enrol now.",
    ),
    "too_short": (
        "Masa kepesertaan belum cukup.", "Has not been a member long enough.",
        "Ajukan lagi setelah masanya cukup.", "Apply again once the time is reached.",
    ),
    "not_paid": (
        "Iurannya belum dibayar, jadi belum terlindungi.", "The contribution is unpaid, so there is no cover.",
        "Bayar tagihan iurannya.", "Pay the contribution bill.",
    ),
    "has_loan": (
        "Masih punya pinjaman berjalan.", "Has a running loan.",
        "Lunasi dulu pinjaman itu.", "Pay that loan off first.",
    ),
    "asked_twice": (
        "Sudah ada dalam permohonan lain yang belum diputus.", "Stands in another application not yet decided.",
        "Tarik salah satunya.", "Withdraw one of them.",
    ),
    "too_much": (
        "Jumlahnya melebihi batas dana ini.", "The sum is above the limit of this fund.",
        "Kurangi jumlahnya.", "Ask for less.",
    ),
}  # fmt: skip
"""What stands in the way: (in Indonesian, in English, the cure in Indonesian, the cure in English)."""

CRITERIA: Final[Mapping[str, tuple[str, str, int]]] = {
    "skill": ("Keterampilan dan pengalaman", "Skill and experience", 25),
    "place": ("Tempat usaha", "Place of business", 15),
    "market": ("Pelanggan dan pasar", "Customers and market", 20),
    "cash": ("Arus kas dan kemampuan membayar", "Cash flow and ability to pay", 25),
    "group": ("Kekompakan kelompok", "Strength of the group", 15),
}
"""The sheet of the survey: each scored 1 to 5, with its weight of a hundred."""

OPEN: Final = ("submitted", "surveyed", "proposed", "approved", "agreed")
"""States of an application that still wants something."""


def score_of(scores: Mapping[str, int]) -> int:
    """The weighted score of a hundred. Raises ValueError for a sheet that is not filled in whole."""
    if set(scores) != set(CRITERIA) or not all(1 <= value <= 5 for value in scores.values()):
        raise ValueError("every criterion is scored from 1 to 5")
    return half_up(sum(scores[name] * weight for name, (_, _, weight) in CRITERIA.items()), 5)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a rule asks of borrowers."""

    amount_most: Rupiah
    member_months: int
    kinds: Sequence[str]
    small_only: bool


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What the register knows of an organisation on a day. `size` "" where none is recorded."""

    kind: str
    size: str
    members: int
    bills_overdue: int
    loans_late: int


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What it knows of a person. `member_since` None for no membership that holds."""

    member_since: date | None
    covered: bool
    loans_running: int
    asked_elsewhere: int


def organisation_obstacles(limits: Limits, facts: OrganisationFacts) -> list[str]:
    """Codes of what keeps an organisation from applying; nothing when it may."""
    found = []
    if limits.kinds and facts.kind not in limits.kinds:
        found.append("wrong_kind")
    if limits.small_only and facts.size not in ("", "micro", "small"):
        found.append("too_large")
    if not facts.members:
        found.append("no_members")
    if facts.bills_overdue:
        found.append("bills_overdue")
    if facts.loans_late:
        found.append("loan_late")
    return found


def person_obstacles(limits: Limits, facts: PersonFacts, amount: Rupiah, on: date) -> list[str]:
    """Codes of what keeps a person from borrowing `amount` on a day; nothing when she may."""
    found = []
    if facts.member_since is None:
        found.append("not_member")
    else:
        if add_months(facts.member_since, limits.member_months) > on:
            found.append("too_short")
        if not facts.covered:
            found.append("not_paid")
    if facts.loans_running:
        found.append("has_loan")
    if facts.asked_elsewhere:
        found.append("asked_twice")
    if amount > limits.amount_most:
        found.append("too_much")
    return found


def tranche_amounts(total: Rupiah, shares: Sequence[PartsPerMillion]) -> list[Rupiah]:
    """`total` in tranches by `shares` (ppm, one whole together); the last takes what rounding left."""
    if not shares or sum(shares) != WHOLE or min(shares) <= 0:
        raise ValueError("tranches add up to one whole")
    parts = [total * share // WHOLE for share in shares[:-1]]
    return [*parts, total - sum(parts)]


def loan_code(number: int) -> str:
    """Thirteen digits that begin with 9, check digits by ISO 7064 MOD 97-10 as in the codes of bills."""
    base = 9 * 10**10 + number
    return f"{base}{98 - base * 100 % 97:02d}"


def accounts(code: str) -> list[tuple[str, str, str]]:
    """The ledger accounts of a window as (code, fund, kind)."""
    return [
        (f"cash/{code}", code, "asset"),
        (f"loans/{code}", code, "asset"),
        (f"capital/{code}", code, "liability"),
        (f"owed/{code}", code, "liability"),
        (f"fees/{code}", code, "income"),
    ]
