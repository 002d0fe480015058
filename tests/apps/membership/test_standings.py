"""What banks are told is what everyone else is told: for every history of payments, one by one and in a list."""

from __future__ import annotations

import random
from datetime import date, timedelta

import polars as pl
import pytest

from ayomi.apps.membership import actions
from ayomi.apps.membership.queries import cover_on
from ayomi.apps.membership.queries.standings import organisation_standings, standing_of, standings
from ayomi.apps.offices.actions import stage
from ayomi.apps.registry.queries import hashes
from ayomi.core.identity import make_nik
from tests.cast import AT, RAHIM_NIK, Cast, enrol, person

pytestmark = pytest.mark.django_db
FIRST = date(2025, 10, 1)
DAYS = [date(2026, 1, 1), date(2026, 3, 17), date(2026, 6, 30), date(2026, 9, 1), date(2026, 12, 31)]


def payments(chance: random.Random, membership_id: int) -> list[dict[str, object]]:
    """Months paid early, in time, late, far too late or never."""
    rows = []
    for place in range(14):
        month = date(2025 + (9 + place) // 12, (9 + place) % 12 + 1, 1)
        if chance.random() < 0.7:
            late = chance.choice((-40, -3, 5, 14, 14, 60, 130))
            rows.append(
                {"membership_id": membership_id, "month": month, "paid_on": max(month + timedelta(days=late), FIRST)}
            )
    return rows


def people(cast: Cast) -> dict[str, int]:
    """NIK -> person: fishers on their own, employees, and some with two jobs, with random histories."""
    chance, found, paid = random.Random(2026), {}, []
    for serial in range(24):
        nik = make_nik("74.01.02", date(1985, 5, 5), "male", 600 + serial)
        number = person(f"Orang {serial}", date(1985, 5, 5), "male", nik, office_id=cast.offices.kolaka, region="74.01")
        found[nik] = number
        jobs = [{"segment": "own_account", "channel": "alone"}] if serial % 3 else []
        if serial % 3 != 1:
            jobs.append({"segment": "wage_earner", "channel": "firm", "organisation_id": cast.firm})
        for job in jobs:
            told = enrol((number,), office_id=cast.offices.kolaka, since=date(2025, 10, chance.randint(1, 28)), **job)  # type: ignore[arg-type]  # the keys of each job are those of enrol
            paid += payments(chance, told["membership_id"][0])
    actions.extend_cover(pl.DataFrame(paid))
    return found


def test_one_by_one_and_in_a_list_the_answer_is_that_of_the_whole_query(cast: Cast) -> None:
    found = people(cast) | {RAHIM_NIK: cast.rahim}
    seen = set()
    for day in DAYS:
        niks = pl.Series(list(found))
        listed = pl.DataFrame({"place": range(len(found)), "hash": hashes(niks, "nik")})
        stage(listed, "sought_numbers", {"place": "bigint", "hash": "bytea"})
        many = {row["place"]: row for row in standings(day).iter_rows(named=True)}
        for place, (nik_hash, person_id) in enumerate(zip(listed["hash"], found.values(), strict=True)):
            whole = cover_on(person_id, day)
            since = min((job.since for job in whole.jobs if job.status == "covered" and job.since), default=None)
            who, told = standing_of(nik_hash, day)
            assert (who, told.status, told.since) == (person_id, whole.status, since)
            assert told.programmes == whole.programmes
            row = many[place]
            assert (row["person_id"], row["status"], row["since"]) == (person_id, whole.status, since)
            assert row["programmes"] == ",".join(whole.programmes)
            seen.add(whole.status)
    assert seen == {"covered", "grace", "not_covered"}


def test_a_merged_record_leads_to_the_one_kept_and_nobody_known_is_nobody(cast: Cast) -> None:
    assert standing_of(b"\x00" * 16, DAYS[0])[0] is None
    assert organisation_standings(["9999999999999"], DAYS[0]) == {}


def test_an_organisation_is_covered_once_somebody_is_through_it(cast: Cast) -> None:
    day = date(2026, 9, 20)
    assert organisation_standings(["9120001234567"], day)["9120001234567"][1].status == "not_covered"
    rows = [
        {"membership_id": each, "month": date(2026, 9, 1), "paid_on": date(2026, 9, 9)} for each in cast.worker_members
    ]
    actions.extend_cover(pl.DataFrame(rows))
    number, told = organisation_standings(["9120001234567"], day)["9120001234567"]
    assert (number, told.status, told.since) == (cast.firm, "covered", date(2026, 9, 1))
    assert {"jkk", "jkm"} <= set(told.programmes)
    assert AT.date() == told.since
