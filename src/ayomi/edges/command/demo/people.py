"""Persons in columns: name, birth, numbers, place, with the slips that real registers have."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from ayomi.edges.command.demo import places, work
from ayomi.edges.command.demo.draw import Dice
from ayomi.edges.command.demo.names import cultures, names

AGES: Final = (18, 21, 23, 25, 27, 29, 31, 33, 35, 37, 39, 41, 43, 45, 48, 50, 53, 55, 58, 61, 64)
"""Ages of workers by their rank, in years."""
PREFIXES: Final = (
    "0811:4 0812:14 0813:12 0821:9 0822:8 0823:5 0852:9 0853:6 0851:2 0814:2 0815:3 0816:2 0855:2 0857:7 0858:5 0856:5"
    " 0817:2 0818:2 0819:3 0877:4 0878:5 0859:2 0831:2 0838:3 0895:5 0896:5 0897:2 0898:2 0881:1 0882:1"
)
NO_PHONE, WRONG_BIRTH, NO_NIK, ELSEWHERE = 120, 15, 6, 170
"""Of a thousand persons: without phone, with a NIK of another day, without NIK, first registered elsewhere."""


def people(dice: Dice, regency: pl.Series, *, today: date, women: int = 400) -> pl.DataFrame:
    """A person for each row of `regency` (codes): the columns `registry.actions.record_persons` takes, and `province`.

    `women`: how many of a thousand. Birth dates make everyone 18 to 64 on `today`.
    """
    sex = dice.chance(women, "sex").replace_strict({True: "female", False: "male"}, return_dtype=pl.String)
    province = regency.str.slice(0, 2)
    home = places.districts_of(dice, regency, "district")
    frame = pl.DataFrame({"sex": sex, "province": province, "region_id": home["district"]}).with_columns(
        name=names(dice, cultures(dice, province), sex),
        born=_births(dice, today),
        village=dice.word(places.VILLAGES, "village"),
        address=places.addresses(dice),
        birth_place=_birth_places(dice, regency),
        phone=_phones(dice),
        mother_name=names(
            Dice(dice.rows, dice.seed + 1), cultures(dice, province), pl.repeat("female", len(sex), eager=True)
        ),
    )
    return frame.with_columns(nik=_niks(dice, frame, regency)).with_columns(
        phone=pl.when(dice.chance(NO_PHONE, "no phone")).then(None).otherwise(pl.col("phone")),
        born=pl.when(dice.chance(WRONG_BIRTH, "wrong birth")).then(_mistaken("born")).otherwise(pl.col("born")),
    )


def _births(dice: Dice, today: date) -> pl.Series:
    years = dice.between(AGES, "age")
    frame = pl.DataFrame({"year": today.year - years - 1, "day": dice.below(365, "birthday")})
    # Birthdays not known by heart were put on 1 July and 31 December when papers were made.
    fixed = dice.below(100, "birthday known")
    first = pl.date(pl.col("year"), 1, 1)
    return frame.select(
        born=pl.when(fixed < 3)
        .then(pl.date(pl.col("year"), 7, 1))
        .when(fixed < 6)
        .then(pl.date(pl.col("year"), 12, 31))
        .otherwise(first + pl.duration(days=pl.col("day")))
    ).to_series()


def _mistaken(column: str) -> pl.Expr:
    """The day as a hurried clerk types it: day and month turned round where that is a day, else a year off."""
    day, month, year = pl.col(column).dt.day(), pl.col(column).dt.month(), pl.col(column).dt.year()
    turned = pl.date(year, day.clip(1, 12), month)
    return pl.when((day <= 12) & (day != month)).then(turned).otherwise(pl.col(column).dt.offset_by("1y"))


def _birth_places(dice: Dice, regency: pl.Series) -> pl.Series:
    named = places.birth_places()
    placed = pl.DataFrame({"regency": regency}).join(named, on="regency", how="left", maintain_order="left")
    return placed["birth_place"]


def _phones(dice: Dice) -> pl.Series:
    """Mobile numbers in canonical form (+62...)."""
    frame = pl.DataFrame({"head": dice.word(PREFIXES, "prefix"), "tail": dice.below(100_000_000, "phone")})
    return frame.select(
        pl.concat_str(pl.lit("+62"), pl.col("head").str.slice(1), pl.col("tail").cast(pl.String).str.zfill(8))
    ).to_series()


def _niks(dice: Dice, frame: pl.DataFrame, regency: pl.Series) -> pl.Series:
    """NIK by district of first registration, day of birth (40 more for women) and a serial that makes it unique."""
    origin = places.districts_of(dice, regency, "origin")["district"]
    moved = dice.chance(ELSEWHERE, "elsewhere")
    parts = frame.select(
        head=pl.when(moved).then(origin).otherwise(pl.col("region_id")).str.replace_all(".", "", literal=True),
        day=pl.col("born").dt.day().cast(pl.Int64) + pl.when(pl.col("sex") == "female").then(40).otherwise(0),
        rest=pl.col("born").dt.strftime("%m%y"),
    ).with_columns(stem=pl.concat_str("head", pl.col("day").cast(pl.String).str.zfill(2), "rest"))
    # Serials in registers begin at 1 each day; the rank among the same stem keeps two people apart.
    serial = (pl.int_range(pl.len()).over("stem") * 3 + 1 + dice.below(3, "serial")).cast(pl.String).str.zfill(4)
    nik = parts.select(pl.concat_str("stem", serial)).to_series()
    return (
        pl.DataFrame({"nik": nik, "none": dice.chance(NO_NIK, "no nik")})
        .select(nik=pl.when("none").then(None).otherwise("nik"))
        .to_series()
    )


def occupation_and_income(dice: Dice, of: str) -> pl.DataFrame:
    """occupation, sector, wage of own-account workers; `of` is a list of occupations of `work`."""
    occupation = dice.word(of, "occupation")
    return pl.DataFrame({"occupation": occupation, "sector": work.sectors(occupation), "wage": work.incomes(dice)})
