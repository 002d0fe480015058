"""What a month costs when somebody else pays, and who may be paid for. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import polars as pl

from ayomi.core.law.contributions import assess
from ayomi.core.periods import Month, add_months, months_between

LOWEST_INCOME: Final = 1_000_000
"""The base governments usually take: the lowest band of own-account workers (PP 44/2015, Lampiran II)."""
OLDEST: Final = 65
"""Own-account workers join before they are 65 (PP 44/2015; Permenaker 5/2021)."""

CIVIL_SERVANT: Final = re.compile(
    r"\b(pns|asn|pppk|p3k|cpns|tni|polri|aparatur sipil|pegawai negeri|tentara|polisi)\b", re.IGNORECASE
)

REASONS: Final[dict[str, tuple[str, str, str, str]]] = {
    "nik_missing": (
        "NIK belum ada.", "Lengkapi NIK-nya, lalu kirim lagi.", "There is no NIK.", "Add it and send the row again.",
    ),
    "too_old": (
        "Umurnya sudah 65 tahun atau lebih.", "Orang ini tidak dapat didaftarkan; ganti dengan orang lain.",
        "Aged 65 or more.", "This person cannot be enrolled; propose another.",
    ),
    "civil_servant": (
        "Pekerjaannya aparatur negara, TNI, atau Polri.", "Aparatur negara punya jaminan sendiri; ganti orangnya.",
        "A civil servant, soldier or police officer.", "They have cover of their own; propose another.",
    ),
    "outside_area": (
        "Tinggal di luar wilayah pembayar.", "Periksa alamatnya, atau usulkan lewat daerahnya sendiri.",
        "Lives outside the payer's area.", "Check the address, or propose through the own regency.",
    ),
    "covered_elsewhere": (
        "Sudah menjadi peserta lewat jalur lain.", "Tidak perlu dibayari selama kepesertaan itu berjalan.",
        "Is a member through another channel already.", "Need not be paid for while that goes on.",
    ),
    "already_supported": (
        "Sudah diusulkan atau dibayari dalam anggaran ini atau anggaran lain.", "Tidak perlu diusulkan lagi.",
        "Is proposed or paid for under this or another budget.", "Need not be proposed again.",
    ),
    "twice_in_list": (
        "Orang yang sama ada di baris lain daftar ini.", "Cukup satu baris untuk satu orang.",
        "The same person stands in another row.", "One row for one person is enough.",
    ),
}  # fmt: skip
"""Why a proposed person does not pass: what is wrong and what to do, in Indonesian and English."""


def month_cost(month: Month, *, income: int, jht: bool) -> int:
    """Rupiah of one person's month when a government or another body pays: by the law of that month, no relief.

    Raises `core.law.errors.NotInForce` for a month without own-account contributions.
    """
    one = pl.DataFrame({"income": [income], "jkk": [True], "jkm": [True], "jht": [jht], "relief": [False]})
    if month < Month(2015, 7):
        one = one.with_columns(jpk=pl.lit(False), family=pl.lit(False))
    assessed = assess(one, month=month, segment="own_account").frame
    return int(sum(assessed[name][0] for name in ("jkk", "jkm", "jht") if name in assessed.columns))


def span_cost(since: date, until: date, *, income: int, jht: bool) -> int:
    """Rupiah of the months [since, until), each by its own law."""
    last = Month.of(until).plus(-1)
    return sum(month_cost(each, income=income, jht=jht) for each in months_between(Month.of(since), last))


def is_civil_servant(occupation: str) -> bool:
    """Whether the stated occupation is one of the State's own servants."""
    return bool(CIVIL_SERVANT.search(occupation))


def too_old(born: date, on: date) -> bool:
    """Whether somebody is 65 or more on a day."""
    return add_months(born, OLDEST * 12) <= on


def inside(region: str, payer: str) -> bool:
    """Whether a place (code such as 74.01.10) lies within the payer's region (74, 74.01)."""
    return region == payer or region.startswith(payer + ".")
