"""A small world for money: a firm, a cooperative, one who pays alone, a project. Built through the real actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl
from django.db import connection

from ayomi.apps.membership.actions import enrol
from ayomi.apps.registry.actions import (
    payer_for_organisations,
    payer_for_persons,
    record_organisations,
    record_persons,
    register_project,
)
from ayomi.core.identity import make_nik

AUGUST = date(2026, 8, 1)
AT = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    office: int
    firm: int
    firm_payer: int
    cooperative: int
    cooperative_payer: int
    contractor: int


def office(code: str = "kcp-kolaka") -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM offices_office WHERE code = %s OR name ILIKE '%%kolaka%%' LIMIT 1", [code])
        return int(cursor.fetchone()[0])


def build() -> World:
    here = office()
    frame = pl.DataFrame(
        {
            "kind": ["firm", "cooperative", "firm"],
            "name": ["PT Anugerah Baja Pomalaa", "Koperasi Nelayan Samudra Wolo", "PT Karya Jembatan"],
            "since": [date(2020, 1, 1)] * 3,
            "size": ["large", "small", "medium"],
            "risk": ["high", "very_low", "very_high"],
        }
    )
    made = record_organisations(frame, office_id=here, by=None, at=AT)["organisation_id"].to_list()
    payers = dict(payer_for_organisations(made).iter_rows())
    return World(here, made[0], payers[made[0]], made[1], payers[made[1]], made[2])


def persons(count: int, world: World, first: int = 1) -> list[int]:
    frame = pl.DataFrame(
        {
            "name": [f"Peserta {number}" for number in range(first, first + count)],
            "born": [date(1990, 1, 1 + number % 28) for number in range(first, first + count)],
            "nik": [
                make_nik("74.01.05", date(1990, 1, 1 + number % 28), "male", number)
                for number in range(first, first + count)
            ],
        }
    )
    return record_persons(frame, office_id=world.office, by=None, at=AT)["person_id"].to_list()


def enrol_workers(
    people: list[int], world: World, *, wage: int = 5_000_000, since: date = AUGUST, at: datetime = AT
) -> list[int]:
    """Wage earners of the firm with all programmes of a large firm."""
    frame = pl.DataFrame({"person_id": people}).with_columns(
        since=pl.lit(since), wage=pl.lit(wage), jkk=pl.lit(True), jkm=pl.lit(True), jht=pl.lit(True), jp=pl.lit(True),
        jkp=pl.lit(True), jpk=pl.lit(False),
    )  # fmt: skip
    told = enrol(
        frame, segment="wage_earner", channel="firm", organisation_id=world.firm, project_id=None,
        office_id=world.office, upload_id=None, by=None, at=at,
    )  # fmt: skip
    assert told["code"].null_count() == told.height, told
    return told["membership_id"].to_list()


def enrol_fishers(
    people: list[int], world: World, *, alone: bool = False, income: int = 1_000_000, since: date = AUGUST,
    at: datetime = AT, jht: bool = False,
) -> list[int]:  # fmt: skip
    """Own-account members, through the cooperative or each alone."""
    frame = pl.DataFrame({"person_id": people}).with_columns(
        since=pl.lit(since), wage=pl.lit(income), jkk=pl.lit(True), jkm=pl.lit(True), jht=pl.lit(jht),
        jp=pl.lit(False), jkp=pl.lit(False), jpk=pl.lit(False),
    )  # fmt: skip
    told = enrol(
        frame, segment="own_account", channel="alone" if alone else "cooperative",
        organisation_id=None if alone else world.cooperative, project_id=None, office_id=world.office, upload_id=None,
        by=None, at=at,
    )  # fmt: skip
    assert told["code"].null_count() == told.height, told
    return told["membership_id"].to_list()


def payer_of_person(person_id: int) -> int:
    return int(payer_for_persons([person_id])["payer_id"][0])


def project(world: World, *, contract_value: int = 180_000_000, instalments: int = 3) -> int:
    return register_project(
        name="Jembatan Oko-Oko", contractor_id=world.contractor, owner_name="Pemkab Kolaka",
        contract_value=contract_value, vat=0, wages=None, registered=date(2026, 8, 3), starts=date(2026, 8, 10),
        ends=date(2026, 12, 10), maintenance_until=None, instalments=instalments, workers_planned=20,
        region_id="74.01", office_id=world.office, by=None, at=AT,
    ).id  # fmt: skip
