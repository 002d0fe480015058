"""Organisations in columns: firms of every size, cooperatives and associations, governments, health providers."""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from ayomi.core.identity import make_nib, make_nik_koperasi, make_npwp16
from ayomi.core.law.activities import activities
from ayomi.edges.command.demo import places
from ayomi.edges.command.demo.draw import Choices, Dice, choices

FIRM_SIZES: Final = (
    1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 12, 14, 17, 22, 32, 60, 420,
)  # fmt: skip
"""Workers of firms by their rank: most have a handful, a few hundreds."""
GROUP_SIZES: Final = (8, 12, 15, 18, 22, 26, 30, 36, 44, 55, 70, 90, 120, 160, 320)
"""Members of cooperatives and associations by their rank."""

_FORMS: Final = "PT:55 CV:33 UD:9 PD:3"
_FIRST: Final = (
    "Sinar:10 Cahaya:8 Karya:10 Mitra:9 Bina:6 Surya:8 Sumber:9 Indo:6 Nusa:6 Mega:5 Jaya:7 Anugerah:7 Berkah:8 Citra:6"
    " Graha:5 Tirta:5 Bumi:6 Prima:6 Putra:7 Harapan:5 Cipta:7 Multi:4 Global:4 Maju:6 Tunas:5 Wahana:4 Sentosa:3"
    " Samudra:4"
    " Agro:4 Duta:4 Panca:3 Tri:4 Dwi:3 Kencana:3 Lestari:3 Mandala:2 Pelita:3 Rimba:2 Bahari:3"
)
_SECOND: Final = (
    "Jaya:14 Abadi:11 Mandiri:12 Sejahtera:11 Makmur:10 Utama:9 Perkasa:7 Lestari:7 Sentosa:8 Persada:6 Bersama:7"
    " Mulia:6"
    " Nusantara:6 Raya:5 Gemilang:4 Perdana:4 Sukses:5 Agung:5 Baru:4 Indah:4 Timur:2 Barokah:4 Anugerah:3 Cemerlang:3"
)
_LAST: Final = "-:70 Utama:4 Abadi:4 Mandiri:4 Sejahtera:3 Indonesia:5 Group:1 Pratama:4 Teknik:3 Sarana:2"
_GROUPS: Final = (
    "Koperasi_Nelayan:10 Koperasi_Tani:11 Koperasi_Pedagang_Pasar:10 KUD:9 Koperasi_Serba_Usaha:8 Koperasi_Produsen:5"
    " Koperasi_Wanita:5 Koperasi_Jasa_Angkutan:4 Koperasi_Desa_Merah_Putih:12"
)
_ASSOCIATIONS: Final = (
    "Paguyuban_Ojek:10 Kelompok_Nelayan:10 Kelompok_Tani:12 Paguyuban_Pedagang:9 Perkumpulan_Bengkel:3"
    " Kelompok_Usaha_Bersama:6"
    " Asosiasi_Penjahit:3"
)

SCHEMA: Final[dict[str, type[pl.DataType]]] = {
    "kind": pl.String, "name": pl.String, "nib": pl.String, "nik_koperasi": pl.String, "npwp": pl.String,
    "phone": pl.String, "address": pl.String, "region_id": pl.String, "government_payer": pl.Boolean,
    "size": pl.String, "activity": pl.String, "risk": pl.String, "industry": pl.String,
}  # fmt: skip
"""What `registry.actions.record_organisations` takes, but the day."""


# Trade, food, services and building are where most firms are; a quarry or a shipyard is rare.
_EVERYDAY: Final = {
    "G1-001": 30, "G1-006": 15, "G1-007": 60, "G1-008": 110, "G1-009": 14, "G1-012": 22, "G1-014": 8, "G1-017": 14,
    "G1-018": 10, "G1-019": 14, "G1-020": 10, "G1-021": 22, "G2-001": 14, "G2-005": 22, "G2-016": 14, "G2-021": 10,
    "G2-024": 50, "G2-025": 28, "G3-002": 10,
}  # fmt: skip


@cache
def _activities() -> tuple[Choices, pl.DataFrame]:
    """The activities of the law, those of everyday business more often, and a table activity -> risk."""
    listed = list(activities().values())
    names = [each.label.id for each in listed]
    table = pl.DataFrame({"activity": names, "risk": [each.risk for each in listed]}).unique("activity", keep="first")
    return choices(names, [_EVERYDAY.get(each.number, 3) for each in listed]), table


def size_of(workers: pl.Expr) -> pl.Expr:
    """Size of a firm by its workers, as the statistics office counts them."""
    return (
        pl.when(workers < 5)
        .then(pl.lit("micro"))
        .when(workers < 20)
        .then(pl.lit("small"))
        .when(workers < 100)
        .then(pl.lit("medium"))
        .otherwise(pl.lit("large"))
    )


def sized(dice: Dice, table: tuple[int, ...], members: int, what: str) -> pl.Series:
    """As many sizes as hold `members` people together; the last one is cut to fit."""
    largest = max(members // 12, 4)
    sizes = dice.between(table, what).clip(1, largest)
    sums = sizes.cum_sum()
    count = int((sums < members).sum()) + 1
    if count > len(sizes):
        raise ValueError(f"{len(sizes)} organisations cannot hold {members} people")
    kept = sizes.head(count)
    return kept.scatter(count - 1, members - int(kept.head(count - 1).sum()))


def firms(dice: Dice, members: int) -> pl.DataFrame:
    """Firms with the columns of SCHEMA, `regency` and `workers`."""
    workers = sized(dice, FIRM_SIZES, members, "workers")
    dice = Dice(dice.rows.head(len(workers)), dice.seed)
    drawn, risks = _activities()
    words = [dice.word(of, f"firm {place}") for place, of in enumerate((_FORMS, _FIRST, _SECOND, _LAST))]
    frame = pl.DataFrame({"workers": workers, "activity": dice.word(drawn, "activity")}).with_columns(
        name=_joined(words), kind=pl.lit("firm"), size=size_of(pl.col("workers")), industry=pl.lit("")
    )
    frame = frame.join(risks, on="activity", how="left", maintain_order="left")
    other = dice.below(100, "firm kind")
    named = pl.concat_str(pl.lit("RS "), pl.col("name").str.slice(3))
    frame = frame.with_columns(
        kind=pl.when((other < 2) & (pl.col("workers") > 20)).then(pl.lit("health_provider")).otherwise(pl.col("kind")),
    ).with_columns(
        name=pl.when(pl.col("kind") == "health_provider").then(named).otherwise(pl.col("name")),
        activity=pl.when(pl.col("kind") == "health_provider")
        .then(pl.lit("Apotek, pengobatan, dan kesehatan lainnya"))
        .otherwise(pl.col("activity")),
        risk=pl.when(pl.col("kind") == "health_provider").then(pl.lit("very_low")).otherwise(pl.col("risk")),
    )
    return _placed(dice, frame, government=False)


def groups(dice: Dice, members: int) -> pl.DataFrame:
    """Cooperatives and associations through which own-account workers come; as `firms`."""
    workers = sized(dice, GROUP_SIZES, members, "members")
    dice = Dice(dice.rows.head(len(workers)), dice.seed)
    cooperative = dice.chance(620, "cooperative")
    words = pl.DataFrame(
        {
            "workers": workers, "cooperative": cooperative, "one": dice.word(_GROUPS, "group"),
            "other": dice.word(_ASSOCIATIONS, "association"), "first": dice.word(_FIRST, "group 1"),
            "second": dice.word(_SECOND, "group 2"),
        }
    )  # fmt: skip
    frame = words.select(
        "workers",
        kind=pl.when("cooperative").then(pl.lit("cooperative")).otherwise(pl.lit("association")),
        name=pl.concat_str(pl.when("cooperative").then("one").otherwise("other"), "first", "second", separator=" "),
        size=pl.lit("small"),
        activity=pl.lit("Perdagangan lainnya (toko, koperasi, penjualan makanan)"),
        risk=pl.lit("very_low"),
        industry=pl.lit(""),
    )
    return _placed(dice, frame, government=False)


def governments(dice: Dice, members: int) -> pl.DataFrame:
    """Regency governments that pay for vulnerable workers; as `firms`. Each regency at most once."""
    workers = sized(dice, GROUP_SIZES, members, "paid for")
    dice = Dice(dice.rows.head(len(workers)), dice.seed)
    regency = dice.word(places.regencies(), "regency")
    frame = (
        pl.DataFrame({"regency": regency, "workers": workers})
        .group_by("regency", maintain_order=True)
        .agg(pl.col("workers").sum())
    )
    named = frame.join(places.regency_names(), on="regency", how="left", maintain_order="left")
    made = named.select(
        "workers",
        "regency",
        kind=pl.lit("government"),
        name=pl.concat_str(pl.lit("Pemerintah "), "regency_name"),
        size=pl.lit("large"),
        activity=pl.lit("Jasa pemerintahan"),
        risk=pl.lit("very_low"),
        industry=pl.lit(""),
    )
    return _placed(Dice(dice.rows.head(len(made)), dice.seed), made, government=True)


def _joined(words: list[pl.Series]) -> pl.Series:
    frame = pl.DataFrame({f"{place}": word for place, word in enumerate(words)})
    # "Jaya Abadi Abadi" is nobody's name.
    frame = frame.with_columns(pl.when(pl.col("3") == pl.col("2")).then(pl.lit("")).otherwise(pl.col("3")).alias("3"))
    return frame.select(pl.concat_str("0", "1", "2", "3", separator=" ").str.strip_chars().alias("name")).to_series()


def _placed(dice: Dice, frame: pl.DataFrame, *, government: bool) -> pl.DataFrame:
    """With place and numbers, which are made of the row's own number and so found again."""
    if "regency" not in frame.columns:
        frame = frame.with_columns(regency=dice.word(places.regencies(), "regency"))
    rows = dice.rows.to_list()
    regency = frame["regency"].to_list()
    cooperative = frame["kind"].to_list()
    return frame.with_columns(
        pl.Series("nib", [make_nib(row + 1) for row in rows]),
        pl.Series("npwp", [make_npwp16(row % 99_999_998 + 1) for row in rows]),
        pl.Series(
            "nik_koperasi",
            [
                make_nik_koperasi(code, row) if kind == "cooperative" else None
                for code, kind, row in zip(regency, cooperative, rows, strict=True)
            ],
            dtype=pl.String,
        ),
        phone=_office_phones(dice),
        address=places.addresses(dice),
        region_id=places.districts_of(dice, frame["regency"], "seat")["district"],
        government_payer=pl.lit(government),
    )


def _office_phones(dice: Dice) -> pl.Series:
    frame = pl.DataFrame({"area": dice.word("021:9 022:4 024:4 031:5 061:3 0711:2 0401:1 0405:1 0411:3 0361:2", "area"),
                          "number": dice.below(9_000_000, "office phone") + 1_000_000})  # fmt: skip
    return frame.select(
        pl.concat_str(pl.lit("+62"), pl.col("area").str.slice(1), pl.col("number").cast(pl.String)).alias("phone")
    ).to_series()
