"""What a month costs when somebody else pays, and who may be paid for. Pure."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from ayomi.core.law.contributions import assess
from ayomi.core.periods import Month, months_between

LOWEST_INCOME: Final = 1_000_000
"""The base governments usually take: the lowest band of own-account workers (PP 44/2015, Lampiran II)."""
OLDEST: Final = 65
"""Own-account workers join before they are 65 (PP 44/2015; Permenaker 5/2021)."""

CIVIL_SERVANT: Final = r"(?i)\b(pns|asn|pppk|p3k|cpns|tni|polri|aparatur sipil|pegawai negeri|tentara|polisi)\b"
"""Occupations of the State's own servants, as lists write them."""

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
        "Menurut daftar tinggal di luar wilayah pembayar.", "Periksa alamatnya, atau usulkan lewat daerahnya sendiri.",
        "Lives outside the payer's area, the list says.", "Check the address, or propose through the own regency.",
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

WARNINGS: Final[dict[str, tuple[str, str, str, str]]] = {
    "nik_from_elsewhere": (
        "NIK-nya pertama kali terbit di daerah lain, dan daftar tidak menyebut tempat tinggalnya.",
        "Pastikan ia tinggal di wilayah pembayar; orang yang pindah tetap memakai NIK lamanya.",
        "The NIK was first given in another region, and the list names no place of living.",
        "Make sure the person lives in the payer's area; whoever moves keeps the old NIK.",
    ),
}  # fmt: skip
"""What whoever approves should look at first in a person who passes, in the same words."""


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


def reasons(rows: pl.DataFrame, *, on: date, area: str | None) -> pl.DataFrame:
    """What speaks against each row by itself: `code` of `REASONS`, and `warning` of `WARNINGS`; null where nothing.

    `rows`: nik, birth_date, occupation, lives (code of the place the list names, null where it names none). `on`: the
    day on which the age counts; `area`: code of the region whose people may be paid for, null for the whole country.
    """
    nik = pl.col("nik")
    elsewhere = (area is not None) & ~inside(pl.col("lives"), area or "")
    first_given = pl.concat_str(nik.str.slice(0, 2), nik.str.slice(2, 2), nik.str.slice(4, 2), separator=".")
    code = (
        pl.when(nik.is_null()).then(pl.lit("nik_missing"))
        .when(~nik.is_first_distinct()).then(pl.lit("twice_in_list"))
        .when(pl.col("birth_date").dt.offset_by(f"{OLDEST}y") <= on).then(pl.lit("too_old"))
        .when(pl.col("occupation").str.contains(CIVIL_SERVANT)).then(pl.lit("civil_servant"))
        .when(elsewhere).then(pl.lit("outside_area"))
    )  # fmt: skip
    # A NIK keeps the place where it was first given, however often its owner moves: a hint, no ground to refuse.
    doubted = (area is not None) & pl.col("lives").is_null() & ~inside(first_given, area or "")
    told = rows.select(code=code, warning=pl.when(doubted).then(pl.lit("nik_from_elsewhere")))
    return told.with_columns(warning=pl.when(pl.col("code").is_null()).then("warning"))


def inside(region: pl.Expr, payer: str) -> pl.Expr:
    """Whether a place (code such as 74.01.10) lies within the payer's region (74, 74.01)."""
    return (region == payer) | region.str.starts_with(payer + ".")
