"""The people one meets by name: a cooperative in Kolaka, a firm three months late, a fisher alone, two projects."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal

import polars as pl

from ayomi.apps.contributions.actions.projects import bill_project
from ayomi.apps.membership import actions as membership
from ayomi.apps.membership.queries import cover_on
from ayomi.apps.offices.queries import office_by_code
from ayomi.apps.registry import actions as registry
from ayomi.apps.registry.queries import known_by_nik, known_organisations
from ayomi.core.identity import Sex, make_nib, make_nik, make_nik_koperasi, make_npwp16
from ayomi.core.periods import add_months
from ayomi.edges.command.demo import abroad, past, samples, work
from ayomi.edges.command.demo.draw import Dice, dice
from ayomi.edges.command.demo.people import people

Segment = Literal["wage_earner", "own_account"]

KOLAKA, SEMARANG = "P7401", "C3374"
FIRST_PERSON = 900_000_000
"""Numbers of the rows from which people of the stories are drawn."""


@dataclass(frozen=True)
class Body:
    """An organisation of a story: how many people come through it when the world has 20,000, and how it pays."""

    key: str
    name: str
    kind: str
    regency: str
    district: str
    members: int
    activity: str
    risk: str
    size: str
    work: str
    contact: tuple[str, str]
    segment: Segment = "own_account"
    habit: str = "punctual"


BODIES: Final = (
    Body(
        "wolo", "Koperasi Nelayan Samudra Wolo", "cooperative", "74.01", "74.01.10", 306,
        "Perdagangan lainnya (toko, koperasi, penjualan makanan)", "very_low", "medium", work.COASTAL,
        ("Sahrul Baharuddin", "Ketua"),
    ),
    Body(
        "pomalaa", "PT Anugerah Baja Pomalaa", "firm", "74.01", "74.01.07", 102, "Pabrik besi dan baja", "high",
        "large", work.WAGE_EARNERS, ("Hendra Tanuwijaya", "Personalia"), segment="wage_earner",
        habit="three_months_late",
    ),
    Body(
        "latambaga", "CV Cahaya Latambaga", "firm", "74.01", "74.01.14", 9,
        "Perdagangan lainnya (toko, koperasi, penjualan makanan)", "very_low", "small", work.WAGE_EARNERS,
        ("Darmawati", "Pemilik"), segment="wage_earner", habit="one_month_late",
    ),
    Body(
        "sinar", "PT Sinar Laut Kolaka", "firm", "74.01", "74.01.04", 24, "Pengolahan ikan dan hasil laut", "medium",
        "medium", work.WAGE_EARNERS, ("Rudi Halim", "Personalia"), segment="wage_earner",
    ),
    Body(
        "pemkab", "Pemerintah Kabupaten Kolaka", "government", "74.01", "74.01.04", 551, "Jasa pemerintahan",
        "very_low", "large", work.VULNERABLE, ("Drs. Amiruddin", "Kepala Dinas Tenaga Kerja"),
    ),
    Body(
        "pasar", "Paguyuban Pedagang Pasar Wolo", "association", "74.01", "74.01.10", 100,
        "Perdagangan lainnya (toko, koperasi, penjualan makanan)", "very_low", "small",
        "Pedagang_pasar:8 Pedagang_ikan:2", ("Hasnah Rahim", "Bendahara"), habit="without_code",
    ),
    Body(
        "raya", "Paguyuban Pedagang Pasar Raya Latambaga", "association", "74.01", "74.01.14", 100,
        "Perdagangan lainnya (toko, koperasi, penjualan makanan)", "very_low", "small", "Pedagang_pasar:1",
        ("Nurdin Sakka", "Ketua"), habit="one_month_late",
    ),
    Body(
        "tolaki", "PT Tolaki Karya Konstruksi", "firm", "74.01", "74.01.04", 12, "Kontraktor bangunan", "high", "small",
        work.WAGE_EARNERS, ("Arsyad Mekuo", "Direktur"), segment="wage_earner",
    ),
    Body(
        "tirta", "PT Tirta Karya Semarang", "firm", "33.74", "33.74.04", 38, "Kontraktor bangunan", "high", "medium",
        work.WAGE_EARNERS, ("Bambang Wibowo", "Direktur"), segment="wage_earner",
    ),
    Body(
        "lintang", "CV Lintang Beton", "firm", "33.74", "33.74.05", 8, "Pabrik beton", "high", "small",
        work.WAGE_EARNERS, ("Endang Lestari", "Pemilik"), segment="wage_earner",
    ),
)  # fmt: skip
FEWEST: Final = 6
"""Members a body keeps in the smallest world."""
OKO_OKO: Final = 2_400_000_000
"""Contract value in rupiah for which the law of 2015 asks Rp3.430.000."""
GAYAMSARI: Final = 48_000_000_000


@dataclass
class Cast:
    """Numbers of those with a name: organisations and persons by key, payers by habit."""

    organisations: dict[str, int] = field(default_factory=dict)
    persons: dict[str, int] = field(default_factory=dict)
    habits: dict[int, str] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Someone:
    key: str
    name: str
    sex: Sex
    born: date
    serial: int
    district: str
    village: str
    phone: str | None
    occupation: str = "Nelayan"
    nik: bool = True

    @property
    def number(self) -> str | None:
        return make_nik(self.district, self.born, self.sex, self.serial) if self.nik else None


HAJAR: Final = Someone(
    "hajar", "Wa Ode Sitti Hajar", "female", date(1987, 3, 14), 4, "74.01.10", "Wolo", "+6281245670004", "Pedagang ikan"
)
FISHER: Final = Someone(
    "fisher", "La Ode Saharuddin", "male", date(1979, 9, 2), 2, "74.01.18", "Anaiwoi", "+6285241110279", "Nelayan"
)
REGISTERED: Final = (
    Someone("r1", "Rosmini Ndoasa", "female", date(1984, 6, 11), 6, "74.01.10", "Wolo", "+6282190001106"),
    Someone("r2", "Arsyad Mpotu", "male", date(1975, 1, 23), 1, "74.01.10", "Lapao-Pao", None),
    Someone("r3", "Wa Zalia", "female", date(1990, 10, 30), 3, "74.01.10", "Ulu Wolo", "+6285399013010"),
    Someone("r4", "La Tamrin", "male", date(1982, 2, 17), 7, "74.01.10", "Wolo", "+6281340021782"),
)  # fmt: skip
TWINS: Final = (
    Someone("t1", "St. Nurhayati", "female", date(1983, 5, 8), 5, "74.01.10", "Lapao-Pao", None, "Pedagang ikan"),
    Someone("t2", "Muhammad Yusuf Tahir", "male", date(1991, 12, 3), 9, "74.01.10", "Wolo", None, nik=False),
)  # fmt: skip


NAMED: Final = (HAJAR, FISHER, *REGISTERED, *TWINS)


def known_in_workbook() -> tuple[list[samples.Known], list[samples.Known]]:
    """As the cooperative's workbook writes the four already registered and the two that may be someone known."""
    registered = [samples.Known(each.name, each.number, each.born, each.village) for each in REGISTERED]
    first, second = TWINS
    near = str(first.number)[:-1] + str((int(str(first.number)[-1]) + 1) % 10)
    other = make_nik("74.01.10", second.born, "male", 9)
    return registered, [
        samples.Known("Sitti Nurhayati", near, first.born, first.village),
        samples.Known("Muh. Yusuf Tahir", other, second.born, second.village),
    ]


def _count(body: Body, people_count: int) -> int:
    return max(body.members * min(people_count, 20_000) // 20_000, min(body.members, FEWEST))


def size(people_count: int) -> int:
    """How many of a world's people belong to its stories."""
    workers = sum(on_site for *_, on_site in SITES.values())
    return sum(_count(each, people_count) for each in BODIES) + len(NAMED) + len(abroad.TRAVELLERS) + workers


def settle_down(*, people_count: int, seed: int, first: date, today: date, at: datetime) -> Cast:
    """Record the bodies of the stories, their people and their memberships from `first` on."""
    cast = Cast()
    bodies = _bodies(first, at)
    cast.organisations = dict(zip([each.key for each in BODIES], bodies["organisation_id"].to_list(), strict=True))
    numbers = pl.DataFrame(
        {
            "organisation_id": bodies["organisation_id"], "office_id": bodies["office_id"],
            "regency": [each.regency for each in BODIES], "count": [_count(each, people_count) for each in BODIES],
        }
    )  # fmt: skip
    rows = numbers.select(pl.exclude("count").repeat_by("count").list.explode())
    made = people(dice(FIRST_PERSON, rows.height, seed), rows["regency"], today=today, women=380)
    made = made.drop("province").with_columns(rows["office_id"], rows["organisation_id"], rows["regency"])
    stored = registry.record_persons(made, office_id=rows["office_id"][0], by=None, at=at)
    for each in BODIES:
        _members(each, stored.filter(pl.col("organisation_id") == cast.organisations[each.key]), seed, first, at)
    _named(cast, first, at)
    return cast


def _bodies(first: date, at: datetime) -> pl.DataFrame:
    frame = pl.DataFrame(
        {
            "kind": [each.kind for each in BODIES], "name": [each.name for each in BODIES],
            "nib": [make_nib(99_000_000_001 + place) for place in range(len(BODIES))],
            "npwp": [make_npwp16(90_000_001 + place) for place in range(len(BODIES))],
            "nik_koperasi": [
                make_nik_koperasi(each.regency, 118) if each.kind == "cooperative" else None for each in BODIES
            ],
            "region_id": [each.district for each in BODIES], "size": [each.size for each in BODIES],
            "activity": [each.activity for each in BODIES], "risk": [each.risk for each in BODIES],
            "phone": [f"+62405{2310000 + place * 137}" for place in range(len(BODIES))],
            "government_payer": [each.kind == "government" for each in BODIES],
            "office_id": [office_by_code(KOLAKA if each.regency == "74.01" else SEMARANG).id for each in BODIES],
        },
        schema_overrides={"nik_koperasi": pl.String},
    ).with_columns(since=pl.lit(min(first, past.BEGINS)), industry=pl.lit(""))  # fmt: skip
    stored = registry.record_organisations(frame, office_id=frame["office_id"][0], by=None, at=at)
    for each, number in zip(BODIES, stored["organisation_id"], strict=True):
        name, duty = each.contact
        registry.add_contact(number, name=name, duty=duty, phone="", email="", since=first, by=None, at=at)
    return stored


def _members(body: Body, rows: pl.DataFrame, seed: int, first: date, at: datetime) -> None:
    membership.enrol(
        _terms(body, dice(FIRST_PERSON + 10_000 * len(body.name), rows.height, seed), rows, first),
        segment=body.segment,
        channel=body.kind if body.kind in ("cooperative", "association", "government") else "firm",
        organisation_id=rows["organisation_id"][0], project_id=None, office_id=rows["office_id"][0], upload_id=None,
        by=None, at=at,
    )  # fmt: skip


def _terms(body: Body, own: Dice, rows: pl.DataFrame, first: date) -> pl.DataFrame:
    occupation = own.word(body.work, "story work")
    if body.segment == "wage_earner":
        wage = work.wages(own, rows["regency"].str.slice(0, 2))
    elif body.key == "wolo":
        wage = work.incomes(own)
    else:
        wage = pl.repeat(1_000_000, rows.height, dtype=pl.Int64, eager=True)
    frame = pl.DataFrame(
        {"person_id": rows["person_id"], "wage": wage, "occupation": occupation, "sector": work.sectors(occupation)}
    ).with_columns(since=pl.lit(first), region_id=pl.lit(body.district))
    if body.key == "wolo":
        return frame.with_columns(jht=own.chance(300, "story saves"))
    return frame


def _named(cast: Cast, first: date, at: datetime) -> None:
    """Those with a part of their own."""
    kolaka = office_by_code(KOLAKA).id
    all_named = NAMED
    frame = pl.DataFrame(
        {
            "name": [each.name for each in all_named], "born": [each.born for each in all_named],
            "sex": [each.sex for each in all_named], "nik": [each.number for each in all_named],
            "village": [each.village for each in all_named], "region_id": [each.district for each in all_named],
            "phone": [each.phone for each in all_named], "birth_place": ["Kolaka"] * len(all_named),
        }
    )  # fmt: skip
    stored = registry.record_persons(frame, office_id=kolaka, by=None, at=at)
    cast.persons = dict(zip([each.key for each in all_named], stored["person_id"].to_list(), strict=True))
    terms = stored.select("person_id").with_columns(
        key=pl.Series([each.key for each in all_named]), since=pl.lit(first), wage=pl.lit(1_000_000, dtype=pl.Int64),
        occupation=pl.Series([each.occupation for each in all_named]), region_id=pl.Series(frame["region_id"]),
        jht=pl.lit(False),
    )  # fmt: skip
    # Hajar was a member long before: her life is told apart.
    past.live(
        cast.persons["hajar"], cast.organisations, office_id=kolaka, region=HAJAR.district, until=first
    )  # fmt: skip
    terms = terms.filter(pl.col("key") != "hajar")
    alone = pl.col("key").is_in(["fisher", "t1", "t2"])
    for rows, channel, body in (
        (terms.filter(~alone), "cooperative", cast.organisations["wolo"]),
        (terms.filter(alone), "alone", None),
    ):
        membership.enrol(
            rows.drop("key"), segment="own_account", channel=channel, organisation_id=body, project_id=None,
            office_id=kolaka, upload_id=None, by=None, at=at,
        )  # fmt: skip


def find() -> Cast:
    """The cast again, in a world that was built before."""
    numbers = pl.DataFrame({"row": list(range(len(BODIES)))}).with_columns(
        nib=pl.Series([make_nib(99_000_000_001 + place) for place in range(len(BODIES))]),
        **{name: pl.lit(None, dtype=pl.String) for name in ("npp", "nik_koperasi", "npwp")},
    )
    found = dict(known_organisations(numbers).select("row", "organisation_id").iter_rows())
    cast = Cast({each.key: found[place] for place, each in enumerate(BODIES)})
    niks = {each.number: each.key for each in (HAJAR, FISHER, *REGISTERED, TWINS[0])}
    known = known_by_nik(pl.Series([str(nik) for nik in niks]))
    cast.persons = {niks[nik]: person for nik, person in known.iter_rows()}
    _habits(cast)
    return cast


def _habits(cast: Cast) -> None:
    payers = registry.payer_for_organisations(cast.organisations.values())
    payer_of = dict(payers.iter_rows())
    cast.habits = {payer_of[cast.organisations[each.key]]: each.habit for each in BODIES}
    fisher = registry.payer_for_persons([cast.persons["fisher"]])
    cast.habits[int(fisher["payer_id"][0])] = "punctual"


SAVES_FROM: Final = 2
"""Number of the month from which the fisher also saves for old age."""


def happen(cast: Cast, number: int, *, since: date, at: datetime) -> None:
    """What happens to those with a name in month `number`."""
    if number == SAVES_FROM:
        answer = cover_on(cast.persons["fisher"], since)
        jobs = [job.membership_id for job in answer.jobs]
        membership.add_programmes(jobs, frozenset({"jht"}), since=since, by=None, at=at)


SITES: Final = {
    "oko-oko": (
        "Proyek Jembatan Oko-Oko", "tolaki", "Dinas Pekerjaan Umum Kabupaten Kolaka", OKO_OKO, 3, 480, "74.01.07",
        KOLAKA, 22,
    ),
    "gayamsari": (
        "Rumah Susun Gayamsari Tahap II", "tirta", "Kementerian Perumahan", GAYAMSARI, 8, 540, "33.74.04", SEMARANG, 80,
    ),
}  # fmt: skip
"""Name, contractor, who gave the order, contract value, begun how many months ago, days, district, office, workers."""


def projects(cast: Cast, *, today: date) -> None:
    """The bridge at Oko-Oko and the flats at Gayamsari in Semarang, with their workers and bills."""
    for key, (name, contractor, owner, value, ago, days, district, office, workers) in SITES.items():
        starts = add_months(today, -ago).replace(day=10)
        office_id, ends = office_by_code(office).id, starts + timedelta(days=days)
        number = registry.register_project(
            name=name, contractor_id=cast.organisations[contractor], owner_name=owner, contract_value=value,
            vat=value * 11 // 100, wages=None, registered=starts, starts=starts, ends=ends,
            maintenance_until=ends + timedelta(days=180), instalments=3, workers_planned=workers * 2,
            region_id=district, office_id=office_id, by=None, at=_noon(starts),
        ).id  # fmt: skip
        _site(number, starts, district, office_id, workers)
        bill_project(number, by=None, at=_noon(starts))
        cast.projects[key] = number
    registry.add_subcontractor(
        cast.projects["gayamsari"], cast.organisations["lintang"], work="Pekerjaan beton dan pondasi",
        value=6_500_000_000, by=None, at=_noon(today),
    )  # fmt: skip


def _site(project_id: int, starts: date, district: str, office_id: int, workers: int) -> None:
    own = dice(FIRST_PERSON + 500_000 + office_id * 1000, workers, 7)
    regency = pl.repeat(district[:5], workers, eager=True)
    stored = registry.record_persons(
        people(own, regency, today=starts, women=30).drop("province"), office_id=office_id, by=None, at=_noon(starts)
    )
    membership.enrol(
        stored.select("person_id").with_columns(
            work.wages(own, regency.str.slice(0, 2)).alias("wage"),
            own.word(work.BUILDERS, "site work").alias("occupation"),
            since=pl.lit(starts), region_id=pl.lit(district),
        ),
        segment="construction", channel="project", organisation_id=None, project_id=project_id, office_id=office_id,
        upload_id=None, by=None, at=_noon(starts),
    )  # fmt: skip


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
