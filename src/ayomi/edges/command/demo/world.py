"""Who lives in the demo world and through whom they are members, planned in columns before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from ayomi.core.periods import Month
from ayomi.edges.command.demo import organisations, places, work
from ayomi.edges.command.demo.draw import Dice, dice
from ayomi.edges.command.demo.people import people

IN_FIRMS, IN_GROUPS, PAID_FOR, BUILDING = 600, 230, 50, 70
"""Of a thousand people: in firms, in cooperatives and associations, paid by a government, on construction projects.
The rest pay alone."""
FIRST_FIRM, FIRST_GROUP, FIRST_GOVERNMENT, FIRST_PROJECT = 10_000_000, 20_000_000, 30_000_000, 40_000_000
"""Numbers of the rows from which organisations are drawn, apart from those of people."""
LATER, LATE = 160, 300
"""Of a thousand people those who join after the beginning; of a thousand joiners those reported late."""
SECOND_JOB, TWICE = 15, 8
"""Of a thousand people in firms those who also work on their own; of a thousand alone those recorded twice."""


@dataclass(frozen=True)
class World:
    """organisations: columns of `organisations.SCHEMA`, `row`, `channel`, `regency`, `workers`, `office_code`.

    persons: columns for the registry, `row`, `office_code`. members: `row` (of the person), `segment`, `channel`,
    `organisation_row`, `project_row`, `since`, `entered` (number of the month in which it is reported), `wage`,
    `occupation`, `sector`, `region_id`, `jht`, `office_code`. projects: see `_projects`.
    """

    organisations: pl.DataFrame
    persons: pl.DataFrame
    members: pl.DataFrame
    projects: pl.DataFrame


def world(count: int, *, seed: int, first: Month, months: int, today: date) -> World:
    """A world of `count` people whose history has `months` months from `first` on. The same for the same numbers."""
    in_firms, in_groups = count * IN_FIRMS // 1000, count * IN_GROUPS // 1000
    paid_for, building = count * PAID_FOR // 1000, count * BUILDING // 1000
    listed = [
        organisations.firms(dice(FIRST_FIRM, max(in_firms, 1), seed), max(in_firms, 1))
        .with_row_index("row", FIRST_FIRM)
        .with_columns(channel=pl.lit("firm")),
        organisations.groups(dice(FIRST_GROUP, max(in_groups, 1), seed), max(in_groups, 1))
        .with_row_index("row", FIRST_GROUP)
        .with_columns(channel=pl.col("kind")),
        organisations.governments(dice(FIRST_GOVERNMENT, max(paid_for, 1), seed), max(paid_for, 1))
        .with_row_index("row", FIRST_GOVERNMENT)
        .with_columns(channel=pl.lit("government")),
    ]
    bodies = pl.concat(listed, how="diagonal").join(
        places.offices(today), on="regency", how="left", maintain_order="left"
    )
    projects = _projects(bodies, building, seed=seed, first=first, months=months)
    placed = _through(bodies, projects, count, seed)
    persons = people(dice(0, placed.height, seed), placed["regency"], today=today)
    persons = _twice(persons, placed, seed).with_row_index("row").with_columns(placed["regency"])
    members = _members(placed, persons, seed=seed, first=first, months=months)
    persons = persons.join(places.offices(today), on="regency", how="left", maintain_order="left")
    members = members.join(
        members.select("row", "regency").unique().join(places.offices(today), on="regency"),
        on=["row", "regency"], how="left", maintain_order="left",
    )  # fmt: skip
    return World(bodies, persons, members, projects)


def _projects(bodies: pl.DataFrame, workers: int, *, seed: int, first: Month, months: int) -> pl.DataFrame:
    """Construction projects of firms of the world, over all tiers of contract value.

    Columns: row, contractor_row, regency, region_id, office_code, name, contract_value, starts (day), days, workers,
    instalments.
    """
    count = max(workers // 55, 1)
    own = dice(FIRST_PROJECT, count, seed)
    contractors = bodies.filter((pl.col("kind") == "firm") & (pl.col("workers") >= 5))
    if contractors.is_empty():
        contractors = bodies.head(1)
    chosen = contractors[own.below(contractors.height, "contractor")]
    values = own.between(CONTRACT_VALUES, "contract value")
    what = own.word(WORKS, "works")
    where = places.districts_of(own, chosen["regency"], "site")
    start = own.below(months * 30, "starts")
    return pl.DataFrame(
        {
            "row": own.rows.cast(pl.UInt32), "contractor_row": chosen["row"], "regency": chosen["regency"],
            "region_id": where["district"], "office_code": chosen["office_code"],
            "name": what + " " + where["district_name"], "contract_value": values // 1_000_000 * 1_000_000,
            "starts": [first.first_day + timedelta(days=day) for day in start.to_list()],
            "days": own.below(420, "length") + 60,
            "workers": pl.Series([workers // count] * (count - 1) + [workers - workers // count * (count - 1)]),
        }
    ).with_columns(instalments=pl.when(pl.col("contract_value") > 500_000_000).then(3).otherwise(1))  # fmt: skip


CONTRACT_VALUES: Final = (
    35_000_000, 60_000_000, 95_000_000, 140_000_000, 190_000_000, 260_000_000, 380_000_000, 520_000_000, 800_000_000,
    1_200_000_000, 2_000_000_000, 3_600_000_000, 5_500_000_000, 9_000_000_000, 16_000_000_000, 42_000_000_000,
    160_000_000_000,
)  # fmt: skip
"""Contract values by their rank, in rupiah."""
WORKS: Final = (
    "Rehabilitasi_Gedung_SD:8 Pembangunan_Puskesmas:5 Peningkatan_Jalan:14 Pembangunan_Jembatan:6 Drainase_Lingkungan:8"
    " Renovasi_Kantor_Kecamatan:4 Pembangunan_Pasar:4 Irigasi_Desa:6 Perumahan:8 Rumah_Susun:2 Gudang:5 Ruko:6 Masjid:3"
    " Talud_Pantai:3 Jaringan_Air_Bersih:5"
)


def _through(bodies: pl.DataFrame, projects: pl.DataFrame, count: int, seed: int) -> pl.DataFrame:
    """One row a person: regency, region_id (of work), segment, channel, organisation_row, project_row."""
    through = bodies.select(
        "regency", "region_id", "channel", "workers", organisation_row=pl.col("row"),
        segment=pl.when(pl.col("channel") == "firm").then(pl.lit("wage_earner")).otherwise(pl.lit("own_account")),
    ).select(pl.exclude("workers").repeat_by("workers").list.explode())  # fmt: skip
    sites = projects.select(
        "regency", "region_id", "workers", project_row=pl.col("row"), channel=pl.lit("project"),
        segment=pl.lit("construction"),
    ).select(pl.exclude("workers").repeat_by("workers").list.explode())  # fmt: skip
    placed = pl.concat([through, sites], how="diagonal").head(count)
    alone = dice(placed.height, count - placed.height, seed)
    regency = alone.word(places.regencies(), "regency")
    rest = pl.DataFrame(
        {"regency": regency, "region_id": places.districts_of(alone, regency, "workplace")["district"]}
    ).with_columns(channel=pl.lit("alone"), segment=pl.lit("own_account"))
    return pl.concat([placed, rest], how="diagonal")


def _twice(persons: pl.DataFrame, placed: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Some of those who come alone are people a firm has reported already, written a little differently."""
    own = dice(0, persons.height, seed)
    alone = placed["channel"] == "alone"
    again = alone & own.chance(TWICE, "twice")
    others = persons[own.below(max(int((placed["channel"] == "firm").sum()), 1), "who")]
    same = ("sex", "province", "region_id", "born", "birth_place", "village", "address")
    digit = (pl.col("nik").str.slice(15).cast(pl.Int64) + 1) % 10
    written = others.select(
        *same,
        name=pl.col("name")
        .str.replace(r"^Muhammad ", "Muh. ")
        .str.replace(r"^Siti ", "St. ")
        .str.replace(r"i$", "y")
        .str.replace(r"Sri ", "Srie "),
        nik=pl.concat_str(pl.col("nik").str.slice(0, 15), digit.cast(pl.String)),
    )
    return persons.with_columns(
        pl.Series(name, persons[name].zip_with(~again, written[name])) for name in (*same, "name", "nik")
    )


def _members(placed: pl.DataFrame, persons: pl.DataFrame, *, seed: int, first: Month, months: int) -> pl.DataFrame:
    own = dice(0, placed.height, seed)
    firsts = placed.with_columns(
        persons["row"], _occupations(own, placed), _earnings(own, placed), jht=_savings(own, placed)
    )
    both = firsts.filter((pl.col("segment") == "wage_earner") & own.chance(SECOND_JOB, "second job"))
    other = Dice(both["row"].cast(pl.UInt64), seed + 2)
    seconds = both.with_columns(
        segment=pl.lit("own_account"), channel=pl.lit("alone"), organisation_row=pl.lit(None, dtype=pl.UInt32),
        occupation=other.word(work.OWN_ACCOUNT, "other occupation"), wage=work.incomes(other), jht=pl.lit(False),
    )  # fmt: skip
    members = pl.concat([firsts, seconds])
    members = members.with_columns(work.sectors(members["occupation"]))
    return members.with_columns(_joined(Dice(members["row"].cast(pl.UInt64), seed + 3), first, months))


def _occupations(own: Dice, placed: pl.DataFrame) -> pl.Series:
    lists = {"firm": work.WAGE_EARNERS, "project": work.BUILDERS, "government": work.VULNERABLE}
    columns = {channel: own.word(of, f"occupation {channel}") for channel, of in lists.items()}
    frame = placed.select("channel").with_columns(other=own.word(work.OWN_ACCOUNT, "occupation"), **columns)
    told: pl.Expr = pl.col("other")
    for channel in lists:
        told = pl.when(pl.col("channel") == channel).then(pl.col(channel)).otherwise(told)
    return frame.select(occupation=told).to_series()


def _earnings(own: Dice, placed: pl.DataFrame) -> pl.Series:
    frame = placed.select("segment", "channel").with_columns(
        paid=work.wages(own, placed["regency"].str.slice(0, 2)), stated=work.incomes(own)
    )
    return frame.select(
        wage=pl.when(pl.col("segment") != "own_account")
        .then("paid")
        .when(pl.col("channel") == "government")
        .then(1_000_000)
        .otherwise("stated")
    ).to_series()


def _savings(own: Dice, placed: pl.DataFrame) -> pl.Series:
    """Own-account workers who also save for old age; for others as the law has it (null)."""
    frame = placed.select("segment", "channel").with_columns(saves=own.chance(180, "saves"))
    return frame.select(
        jht=pl.when(pl.col("segment") == "own_account").then(pl.col("saves") & (pl.col("channel") != "government"))
    ).to_series()


def _joined(own: Dice, first: Month, months: int) -> list[pl.Series]:
    """since, entered: most are there from the beginning; of the others some are reported a month or two late."""
    later = own.chance(LATER, "later") if months > 1 else pl.repeat(False, len(own.rows), eager=True)
    month = own.below(max(months - 1, 1), "joins in") + 1
    late = own.chance(LATE, "reported late")
    frame = pl.DataFrame(
        {
            "later": later, "entered": month, "back": pl.select(
                pl.when(late).then(own.below(2, "months late") + 1).otherwise(0)
            ).to_series(), "day": own.below(28, "day") + 1,
        }
    ).with_columns(
        entered=pl.when("later").then("entered").otherwise(0).cast(pl.Int64),
        joins=pl.max_horizontal(pl.col("entered") - pl.col("back"), pl.lit(0)),
    )  # fmt: skip
    since = pl.lit(first.first_day).dt.offset_by(pl.concat_str("joins", pl.lit("mo"))) + pl.duration(
        days=pl.col("day") - 1
    )
    return frame.select(
        since=pl.when("later").then(since).otherwise(pl.lit(first.first_day)), entered="entered"
    ).get_columns()
