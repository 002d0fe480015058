"""The world put into the register, stage by stage, through the same actions as everything else.

Each stage is one transaction that ends with a note of itself in the log, so that a build cut short goes on where it
stood. What later stages need of earlier ones (numbers given by the database) lies beside the data until the end.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.conf import settings
from django.db import transaction

from ayomi.apps.audit.actions import analyse, record
from ayomi.apps.audit.queries import details_of
from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.contributions.actions.projects import bill_project
from ayomi.apps.contributions.queries.bills import open_bills
from ayomi.apps.membership import actions as membership
from ayomi.apps.offices.queries import office_by_code
from ayomi.apps.payments.actions.receive import take_receipts
from ayomi.apps.payments.actions.sealing import seal
from ayomi.apps.payments.actions.settle import settle_all
from ayomi.apps.registry import actions as registry
from ayomi.core.periods import Month
from ayomi.edges.command.demo import events, paying, stories
from ayomi.edges.command.demo.world import World, world

PEOPLE_IN_STAGE: Final = 100_000
STAGE, DONE = "demo_stage", "demo_built"


@dataclass(frozen=True)
class Plan:
    """What to build. `at`: the moment that counts as now; `months`: of history, the running one the last."""

    people: int
    months: int
    seed: int
    at: datetime

    @property
    def today(self) -> date:
        return self.at.date()

    @property
    def first(self) -> Month:
        return Month.of(self.today).plus(1 - self.months)

    def month(self, number: int) -> Month:
        return self.first.plus(number)

    def assessed(self, number: int) -> datetime:
        """When the contributions of month `number` are assessed: early on its second day, but never after now."""
        return min(_moment(self.month(number).first_day + timedelta(days=1)), self.at)


@dataclass
class Building:
    """The work in hand: the plan, the world, and how long each stage took (seconds, rows)."""

    plan: Plan
    world: World
    offices: pl.DataFrame
    tell: Callable[[str, int, int], None]
    done: set[str]
    cast: stories.Cast = field(default_factory=stories.Cast)
    took: list[tuple[str, float, int]] = field(default_factory=list)

    def stage(self, name: str, work: Callable[[], int]) -> None:
        """Do a stage unless it was done before. `work` returns how many rows it wrote."""
        if name in self.done:
            return
        started = time.monotonic()
        with transaction.atomic():
            rows = work()
            record(STAGE, subject="demo", subject_id=0, by=None, at=self.plan.at, detail={"stage": name, "rows": rows})
        self.done.add(name)
        self.took.append((name, time.monotonic() - started, rows))


def _moment(day: date) -> datetime:
    # 02.00 in the west of the country.
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=5)


def place_of(name: str) -> Path:
    """Where a stage leaves what later stages need."""
    directory = Path(settings.DATA_DIRECTORY) / "demo" / "building"
    directory.mkdir(parents=True, exist_ok=True)
    return directory / f"{name}.parquet"


def keep(frame: pl.DataFrame, name: str) -> None:
    """Written whole or not at all, before the stage is noted as done."""
    draft = place_of(name).with_suffix(".new")
    frame.write_parquet(draft)
    draft.replace(place_of(name))


def begun() -> dict[str, Any] | None:
    """The plan of a build that was begun here, finished or not; None if there never was one."""
    noted = details_of("demo_begun")
    return noted[0] if noted else None


def finished() -> bool:
    return bool(details_of(DONE))


def prepare(plan: Plan, tell: Callable[[str, int, int], None]) -> Building:
    """The world of the plan, made anew (it is the same each time), and the stages done so far."""
    tell("world", 0, 0)
    ordinary_people = plan.people - stories.size(plan.people)
    made = world(ordinary_people, seed=plan.seed, first=plan.first, months=plan.months, today=plan.today)
    codes = made.persons["office_code"].unique().sort().to_list()
    offices = pl.DataFrame({"office_code": codes, "office_id": [office_by_code(code).id for code in codes]})
    return Building(plan, made, offices, tell, {str(each["stage"]) for each in details_of(STAGE)})


def ordinary(building: Building) -> None:
    """Organisations, people, members and projects of everyday life."""
    building.stage("organisations", lambda: _organisations(building))
    for chunk, start in enumerate(range(0, building.world.persons.height, PEOPLE_IN_STAGE)):
        building.stage(f"people-{chunk}", partial(_people, building, chunk, start))
        building.tell("people", min(start + PEOPLE_IN_STAGE, building.world.persons.height), building.plan.people)
    analyse()
    building.stage("projects", lambda: _projects(building))
    building.stage("stories", lambda: _stories(building))
    building.cast = stories.find()


def _organisations(building: Building) -> int:
    bodies = building.world.organisations.join(building.offices, on="office_code", how="left", maintain_order="left")
    stored = registry.record_organisations(
        bodies.drop("channel", "workers", "row", "office_code", "regency").with_columns(
            since=pl.lit(building.plan.first.first_day)
        ),
        office_id=building.offices["office_id"][0], by=None, at=building.plan.assessed(0),
    )  # fmt: skip
    keep(bodies.select(organisation_row="row").with_columns(stored["organisation_id"]), "organisations")
    return stored.height


_PERSON: Final = (
    "name", "born", "birth_place", "sex", "nik", "phone", "mother_name", "address", "village", "region_id", "office_id",
)  # fmt: skip


def _people(building: Building, chunk: int, start: int) -> int:
    part = building.world.persons.slice(start, PEOPLE_IN_STAGE)
    part = part.join(building.offices, on="office_code", how="left", maintain_order="left")
    stored = registry.record_persons(
        part.select(_PERSON), office_id=building.offices["office_id"][0], by=None, at=building.plan.assessed(0)
    )
    known = part.select("row").with_columns(stored["person_id"])
    ready = _placed(building, building.world.members.join(known, on="row", how="inner", maintain_order="left"))
    keep(ready, f"joining-{chunk}")
    members = enrol(ready.filter((pl.col("entered") == 0) & pl.col("project_row").is_null()), building.plan.assessed(0))
    keep(members, f"enrolled-{chunk}")
    return part.height


def _placed(building: Building, members: pl.DataFrame) -> pl.DataFrame:
    organisations = pl.read_parquet(place_of("organisations"))
    return members.join(organisations, on="organisation_row", how="left", maintain_order="left").join(
        building.offices, on="office_code", how="left", maintain_order="left"
    )


def enrol(members: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """Enrol members of all segments; those refused by the law's own rules are left out."""
    enrolled = []
    for segment in ("wage_earner", "own_account", "construction"):
        rows = members.filter(pl.col("segment") == segment)
        # One person's two jobs through the same channel come one after the other.
        if "project_id" not in rows.columns:
            rows = rows.with_columns(project_id=pl.lit(None, dtype=pl.Int64))
        if not rows.is_empty():
            given = rows.drop("membership_id", "kpj", "code", strict=False)
            enrolled.append(membership.enrol_everywhere(given, segment=segment, by=None, at=at))
    if not enrolled:
        return members.with_columns(membership_id=pl.lit(None, dtype=pl.Int64))
    return pl.concat(enrolled, how="diagonal").filter(pl.col("membership_id").is_not_null())


def _chunks(name: str) -> pl.DataFrame:
    found = sorted(place_of("x").parent.glob(f"{name}-*.parquet"))
    return pl.concat([pl.read_parquet(each) for each in found], how="diagonal")


def _projects(building: Building) -> int:
    plan = building.plan
    organisations = dict(pl.read_parquet(place_of("organisations")).iter_rows())
    offices = dict(building.offices.iter_rows())
    numbers: dict[int, int] = {}
    for each in building.world.projects.iter_rows(named=True):
        starts: date = each["starts"]
        ends = starts + timedelta(days=each["days"])
        numbers[each["row"]] = registry.register_project(
            name=each["name"], contractor_id=organisations[each["contractor_row"]],
            owner_name="Dinas Pekerjaan Umum" if each["row"] % 3 else "Swasta", contract_value=each["contract_value"],
            vat=each["contract_value"] * 11 // 100, wages=None, registered=starts, starts=starts, ends=ends,
            maintenance_until=ends + timedelta(days=180) if each["contract_value"] > 200_000_000 else None,
            instalments=each["instalments"], workers_planned=each["workers"], region_id=each["region_id"],
            office_id=offices[each["office_code"]], by=None, at=_moment(starts),
        ).id  # fmt: skip
    workers = _chunks("joining").filter(pl.col("project_row").is_not_null())
    rows = pl.DataFrame(
        {"project_row": list(numbers), "project_id": list(numbers.values())},
        schema={"project_row": pl.UInt32, "project_id": pl.Int64},
    )
    started = building.world.projects.select(project_row="row", begins="starts")
    workers = workers.join(rows, on="project_row").join(started, on="project_row").with_columns(since="begins")
    enrol(workers.drop("begins"), plan.at)
    for number in numbers.values():
        bill_project(number, by=None, at=plan.at)
    return len(numbers)


def _stories(building: Building) -> int:
    plan = building.plan
    cast = stories.settle_down(
        people_count=plan.people, seed=plan.seed, first=plan.first.first_day, today=plan.today, at=plan.assessed(0)
    )
    stories.projects(cast, today=plan.today)
    return len(cast.persons)


def months(building: Building) -> Iterator[int]:
    """Month after month: what happened, the assessment, the money. Yields the number of each month when it is done."""
    plan = building.plan
    for number in range(plan.months):
        building.stage(f"month-{plan.month(number)}", partial(_month, building, number))
        building.tell("months", number + 1, plan.months)
        if number == 0:
            # The first months change the size of the tables a hundredfold.
            analyse()
        yield number


def _month(building: Building, number: int) -> int:
    plan = building.plan
    at, month = plan.assessed(number), plan.month(number)
    if number:
        _happenings(building, number, month, at)
    stories.happen(building.cast, number, since=month.first_day, at=at)
    outcome = assess(month, scope="country", final=True, by=None, at=at)
    settle_all(outcome.bills, by=None, at=at)
    until = plan.assessed(number + 1) if number + 1 < plan.months else plan.at
    since = plan.first.first_day if number == 0 else at.date()
    last = until.date() if number + 1 < plan.months else plan.today + timedelta(days=1)
    money(building, since, last, until)
    seal(at=until)
    return outcome.lines


def money(building: Building, since: date, until: date, at: datetime) -> int:
    """What payers send in these days."""
    frame = paying.receipts(
        open_bills(), seed=building.plan.seed, first=building.plan.first.first_day, since=since, until=until,
        today=building.plan.today, habits=building.cast.habits,
    )  # fmt: skip
    if not frame.is_empty():
        take_receipts(frame, channel="api", bank_file_id=None, office_id=None, by=None, at=at)
    return frame.height


def _happenings(building: Building, number: int, month: Month, at: datetime) -> None:
    seed = building.plan.seed
    new = enrol(_chunks("joining").filter((pl.col("entered") == number) & pl.col("project_row").is_null()), at)
    members = pl.read_parquet(place_of(f"members-{number - 1}")) if number > 1 else _chunks("enrolled")
    leaving = events.leavers(members, number, month, seed)
    membership.leave(leaving, upload_id=None, by=None, at=at)
    staying = members.join(leaving, on="membership_id", how="anti")
    earning = events.wages(staying, number, month, seed)
    membership.change_wages(earning, upload_id=None, by=None, at=at)
    wage = earning.select("membership_id", new_wage="wage")
    staying = staying.join(wage, on="membership_id", how="left", maintain_order="left")
    staying = staying.with_columns(wage=pl.coalesce("new_wage", "wage")).drop("new_wage")
    keep(pl.concat([staying, new], how="diagonal"), f"members-{number}")


def clear() -> None:
    """Take away what only the build needed."""
    shutil.rmtree(place_of("x").parent, ignore_errors=True)
