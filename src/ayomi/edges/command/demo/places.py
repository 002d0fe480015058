"""Where people live: districts in proportion to their regency's population, and the office that serves each."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

import polars as pl

from ayomi.core import places
from ayomi.edges.command.demo.draw import Choices, Dice, choices

VILLAGES: Final = (
    "Sukamaju:9 Sukamulya:6 Mekarsari:8 Sidomulyo:7 Sidorejo:6 Margomulyo:4 Tanjung_Harapan:3 Mekar_Jaya:5"
    " Sumber_Rejo:5"
    " Karang_Anyar:6 Bangun_Rejo:4 Suka_Damai:4 Pasar_Baru:4 Kampung_Baru:5 Kampung_Tengah:3 Tanjung_Raya:3"
    " Bukit_Tinggi:2"
    " Rejosari:4 Wonosari:5 Banjarsari:5 Purwodadi:4 Sumber_Agung:3 Muara_Jaya:2 Pantai_Indah:2 Air_Putih:3"
    " Padang_Baru:2"
)
STREETS: Final = (
    "Jl._Merdeka:6 Jl._Sudirman:6 Jl._Ahmad_Yani:6 Jl._Diponegoro:5 Jl._Pahlawan:4 Jl._Pemuda:4 Jl._Kartini:4"
    " Jl._Mawar:5"
    " Jl._Melati:5 Jl._Kenanga:4 Jl._Anggrek:4 Jl._Pelabuhan:2 Jl._Pasar:3 Jl._Masjid:3 Jl._Poros:3 Gang_Buntu:2"
    " Dusun_I:6"
    " Dusun_II:6 Dusun_III:4 Jl._Cempaka:4 Jl._Nusa_Indah:2 Jl._Pantai:2 Jl._Kebun:2"
)


@cache
def regencies() -> Choices:
    """Regencies of today weighted by their people."""
    today = places.regions("regency")
    weights = [(figures := places.figures(each.code)).men + figures.women for each in today]
    return choices([each.code for each in today], weights)


@cache
def districts() -> pl.DataFrame:
    """regency, place (0, 1, ...), district, district_name, in order; `many`: how many the regency has."""
    rows = [(each.parent, each.code, each.name) for each in places.regions("district")]
    frame = pl.DataFrame(rows, schema=["regency", "district", "district_name"], orient="row")
    return frame.with_columns(
        place=pl.int_range(pl.len(), dtype=pl.Int64).over("regency"), many=pl.len().over("regency").cast(pl.Int64)
    )


@cache
def offices(on: date) -> pl.DataFrame:
    """regency, office_code: the office serving each regency on the day."""
    rows = [(each.code, places.office_serving(each.code, on).code) for each in places.regions("regency")]
    return pl.DataFrame(rows, schema=["regency", "office_code"], orient="row")


@cache
def birth_places() -> pl.DataFrame:
    """regency, birth_place: the regency's name without its kind, as it stands on an identity card."""
    rows = [(each.code, each.name.partition(" ")[2]) for each in places.regions("regency")]
    return pl.DataFrame(rows, schema=["regency", "birth_place"], orient="row")


@cache
def regency_names() -> pl.DataFrame:
    """regency, regency_name: `Kabupaten Kolaka`."""
    return pl.DataFrame(
        [(each.code, each.name) for each in places.regions("regency")],
        schema=["regency", "regency_name"],
        orient="row",
    )


def districts_of(dice: Dice, regency: pl.Series, what: str) -> pl.DataFrame:
    """A district (code, name) of each row's regency; the first ones, where the towns are, more often."""
    frame = pl.DataFrame({"regency": regency, "one": dice.raw(what), "two": dice.raw(f"{what} again")})
    counted = frame.join(
        districts().select("regency", "many").unique(), on="regency", how="left", maintain_order="left"
    ).with_columns(
        place=pl.min_horizontal(pl.col("one") % pl.col("many"), pl.col("two") % pl.col("many")).cast(pl.Int64)
    )
    return counted.join(districts().drop("many"), on=["regency", "place"], how="left", maintain_order="left").select(
        "district", "district_name"
    )


def addresses(dice: Dice) -> pl.Series:
    """Street and house as people write them."""
    frame = pl.DataFrame(
        {
            "street": dice.word(STREETS, "street"), "number": dice.below(180, "number") + 1,
            "rt": dice.below(12, "rt") + 1, "rw": dice.below(8, "rw") + 1,
        }
    )  # fmt: skip
    padded = [pl.col(name).cast(pl.String).str.zfill(3) for name in ("rt", "rw")]
    return frame.select(pl.format("{} No. {}, RT {}/RW {}", "street", "number", *padded).alias("address")).to_series()
