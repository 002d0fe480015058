"""What people do and what they earn, so that amounts look as they do in life. Whole rupiah a month."""

from __future__ import annotations

from typing import Final

import polars as pl

from ayomi.edges.command.demo.draw import Dice

MINIMUM_WAGES: Final[dict[str, int]] = {
    "11": 3_685_616, "12": 2_992_559, "13": 2_994_193, "14": 3_508_776, "15": 3_234_535, "16": 3_681_571,
    "17": 2_670_039, "18": 2_893_070, "19": 3_876_600, "21": 3_623_654, "31": 5_396_761, "32": 2_191_232,
    "33": 2_169_349, "34": 2_264_080, "35": 2_305_985, "36": 2_905_119, "51": 2_996_561, "52": 2_602_931,
    "53": 2_328_969, "61": 2_878_286, "62": 3_473_621, "63": 3_496_195, "64": 3_579_313, "65": 3_580_160,
    "71": 3_775_425, "72": 2_915_000, "73": 3_657_527, "74": 3_073_551, "75": 3_221_731, "76": 3_104_430,
    "81": 3_141_699, "82": 3_408_000, "91": 4_285_850, "92": 3_615_000, "93": 4_285_850, "94": 4_285_848,
    "95": 4_285_847, "96": 3_614_000,
}  # fmt: skip
"""Provincial minimum wages of 2025 as the governors' decisions of December 2024 set them."""

WAGE_SPREAD: Final = (
    720, 900, 1000, 1000, 1000, 1000, 1010, 1030, 1060, 1100, 1150, 1210, 1290, 1390, 1520, 1700, 1960, 2380, 3150,
    4800, 14000,
)  # fmt: skip
"""Wages by their rank, in thousandths of the minimum wage: many exactly on it, some below, a long thin tail above."""

INCOMES: Final = (
    "1000000:46 1050000:4 1100000:5 1200000:8 1250000:2 1300000:3 1500000:9 1600000:2 1750000:2 1800000:2 2000000:6"
    " 2200000:1 2500000:4 3000000:3 3500000:1 4000000:1 5000000:1"
)
"""Incomes as own-account workers state them: most in the lowest band."""

OWN_ACCOUNT: Final = (
    "Nelayan:14 Pedagang_pasar:13 Pedagang_keliling:7 Petani:14 Pengemudi_ojek:9 Ojek_daring:8 Sopir_angkot:3 Kurir:4"
    " Penjahit:4 Tukang_kayu:4 Tukang_batu:4 Montir_bengkel:4 Pekebun:5 Peternak:3 Warung_makan:5 Penata_rambut:2"
    " Buruh_angkut:4 Pemulung:2 Nelayan_budidaya:2 Pembantu_rumah_tangga:3 Guru_mengaji:3 Penenun:1 Petani_garam:1"
)
COASTAL: Final = "Nelayan:60 Pembudidaya_rumput_laut:14 Pedagang_ikan:14 Pengolah_ikan:8 Buruh_angkut:4"
VULNERABLE: Final = (
    "Buruh_tani:22 Nelayan_kecil:14 Guru_mengaji:10 Marbot_masjid:6 Pemulung:6 Kader_posyandu:12 Petani_kecil:16"
    " Pedagang_asongan:6 Penjaga_sekolah:3 Imam_desa:5"
)
TRANSPORT: Final = ("Pengemudi ojek", "Ojek daring", "Sopir angkot", "Kurir")
"""Occupations that the reliefs count as transport."""

WAGE_EARNERS: Final = (
    "Operator_produksi:22 Staf_administrasi:12 Pramuniaga:9 Sopir:6 Satpam:6 Teknisi:6 Juru_masak:3 Kasir:6 Mekanik:3"
    " Staf_gudang:6 Petugas_kebersihan:6 Akuntan:2 Guru:4 Perawat:2 Supervisor:3 Pemanen:5 Manajer:2 Pelayan:4"
)
BUILDERS: Final = "Tukang_batu:24 Kenek:26 Tukang_besi:10 Tukang_kayu:10 Mandor:5 Operator_alat_berat:6 Pekerja_umum:19"


def wages(dice: Dice, provinces: pl.Series) -> pl.Series:
    """Monthly wages around the minimum wage of each row's province."""
    least = provinces.replace_strict(MINIMUM_WAGES, return_dtype=pl.Int64)
    frame = pl.DataFrame({"least": least, "share": dice.between(WAGE_SPREAD, "wage"), "round": dice.below(10, "round")})
    exact = pl.col("least") * pl.col("share") // 1000
    # The minimum wage is paid to the rupiah; what was agreed freely is a round sum.
    tidy = pl.when(pl.col("round") < 7).then(exact // 50_000 * 50_000).otherwise(exact // 1_000 * 1_000)
    return frame.select(
        wage=pl.when(pl.col("share").is_between(1000, 1005)).then(pl.col("least")).otherwise(tidy)
    ).to_series()


def raised(wage: pl.Expr) -> pl.Expr:
    """A wage after the yearly rise of 6.5 per cent, to the thousand."""
    return wage * 1065 // 1_000_000 * 1_000


def incomes(dice: Dice) -> pl.Series:
    """Monthly incomes of own-account workers."""
    return dice.word(INCOMES, "income").cast(pl.Int64)


def sectors(occupations: pl.Series) -> pl.Series:
    """The sector the law's reliefs ask about."""
    frame = pl.DataFrame({"occupation": occupations})
    return frame.select(
        sector=pl.when(pl.col("occupation").is_in(TRANSPORT)).then(pl.lit("transport")).otherwise(pl.lit("other"))
    ).to_series()
