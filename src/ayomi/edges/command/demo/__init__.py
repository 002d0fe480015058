"""`ayomi demo`: a country of any size with names, places, wages and mistakes as they are in life, and its stories."""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from ayomi.apps.audit.actions import alone, record
from ayomi.apps.audit.queries import details_of
from ayomi.apps.contributions.queries.bills import open_bills
from ayomi.apps.offices.queries import office_by_code, tree
from ayomi.apps.steering.actions.refresh import refresh
from ayomi.edges.command.demo import abroad, build, licensing, partnerships, samples, stories, users
from ayomi.edges.command.migrate import bring_up_to_date

DEFAULT_PEOPLE: Final = 20_000
SEED: Final = 2026
MANY: Final = 200_000
"""People from which on a shorter history is made unless more is asked for."""
FEWEST: Final = 400


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=DEFAULT_PEOPLE, help="how many people, at least 400 (20000)")
    parser.add_argument("--months", type=int, help="months of history (12, and 3 from 200000 people on)")
    parser.add_argument("--seed", type=int, default=SEED, help="another number gives other people (2026)")
    parser.add_argument("--json", action="store_true", help="answer in JSON")


def run(given: argparse.Namespace) -> int:
    """Exit status 0 when the world stands, 1 when there is one already or the wishes cannot be met."""
    months = given.months or (3 if given.people >= MANY else 12)
    if given.people < FEWEST or not 1 <= months <= 36 or given.seed < 0:
        print(f"ayomi: at least {FEWEST} people, 1 to 36 months, and a seed from 0 on", file=sys.stderr)
        return 1
    bring_up_to_date()
    started = time.monotonic()
    building = _build(build.Plan(given.people, months, given.seed, timezone.now()))
    if building is None:
        print("ayomi: this database has its world already; AYOMI_DATA or DATABASE_URL names another", file=sys.stderr)
        return 1
    _say(building, time.monotonic() - started, as_json=given.json)
    return 0


def build_once(people: int) -> None:
    """The demo world, unless anything stands in the database already; a build cut short is finished."""
    _build(build.Plan(people, 12 if people < MANY else 3, SEED, timezone.now()))


def logins() -> list[tuple[str, str, str]]:
    """User name, password, and who that is, in Indonesian and English. Empty where there is no demo world."""
    if not build.finished():
        return []
    return [(each.username, users.PASSWORD, f"{each.full_name}: {each.words}") for each in users.LOGINS]


def _build(plan: build.Plan) -> build.Building | None:
    """Build, or go on building what was begun with another plan. None where a world stands already."""
    with alone("demo"):
        begun = build.begun()
        if begun is None and details_of("persons_recorded"):
            return None
        if begun is not None:
            if build.finished():
                return None
            plan = build.Plan(begun["people"], begun["months"], begun["seed"], datetime.fromisoformat(begun["at"]))
        else:
            build.clear()
            record(
                "demo_begun", subject="demo", subject_id=0, by=None, at=plan.at,
                detail={
                    "people": plan.people, "months": plan.months, "seed": plan.seed, "at": plan.at.isoformat(),
                },
            )  # fmt: skip
        building = build.prepare(plan, _tell)
        build.ordinary(building)
        for _ in build.months(building):
            pass
        building.stage("abroad", lambda: abroad.travel(today=building.plan.today))
        building.stage("present", lambda: _present(building))
        write_samples(Path(settings.DATA_DIRECTORY) / "demo", plan.today)
        record(build.DONE, subject="demo", subject_id=0, by=None, at=plan.at)
        build.clear()
        if sys.stderr.isatty():
            print(file=sys.stderr)
    return building


def _present(building: build.Building) -> int:
    plan = building.plan
    dinas = licensing.record_office(building.cast, today=plan.today, at=plan.at)
    made = users.make_users(building.cast, at=plan.at)
    refresh(at=plan.at)
    made += partnerships.make_agreements(building.cast, today=plan.today, at=plan.at)
    made += partnerships.make_bank(at=plan.at)
    made += partnerships.make_budget(building.cast, today=plan.today, at=plan.at)
    made += licensing.ask_and_warn(building.cast, authority_id=dinas, today=plan.today, at=plan.at)
    offices = {
        office.id for _, office in tree(office_by_code("PST").id, on=plan.today) if office.kind in ("head", "regional")
    }
    for code in ("W07", "W11"):
        offices |= {office.id for _, office in tree(office_by_code(code).id, on=plan.today)}
    return made + users.set_targets(sorted(offices), plan.month(max(plan.months - 2, 0)), at=plan.at)


def write_samples(directory: Path, today: date) -> None:
    """The untidy workbook, two bank statements and the list of 2024 for the regency, in `directory`."""
    directory.mkdir(parents=True, exist_ok=True)
    registered, twins = stories.known_in_workbook()
    cells = samples.sheet_rows(seed=SEED, registered=registered, twins=twins)
    (directory / "Daftar anggota Koperasi Nelayan Samudra Wolo.xlsx").write_bytes(samples.workbook(cells))
    (directory / partnerships.LIST_2024).write_bytes(partnerships.list_of_2024())
    lines = _incoming(today)
    # Different money in each, so that both can be taken in.
    (directory / "Mutasi rekening.csv").write_bytes(samples.bank_csv(lines[:7], account="1460012345678"))
    (directory / "Mutasi rekening.mt940").write_bytes(samples.mt940(lines[7:], account="7100009876543", day=today))


SENDERS: Final = (
    "SITI AMINAH", "CV BERKAH JAYA", "LA ODE HASAN", "HJ MARYAM", "PT SINAR ABADI", "ASEP HIDAYAT", "NI MADE SARI",
    "TOGAR SIHOMBING", "KOPERASI TANI MAJU", "SRI RAHAYU", "YOHANES SERAN", "UD SUMBER REJEKI",
)  # fmt: skip


def _incoming(today: date) -> list[samples.Incoming]:
    """Money for some open bills, once too much and once too little, and some nobody can place."""
    bills = open_bills().sort("bill_id", descending=True).head(12)
    lines = []
    for place, (code, total) in enumerate(bills.select("code", "total").iter_rows()):
        amount = {3: total + 25_000, 6: max(total // 2, 1)}.get(place, total)
        lines.append(samples.Incoming(today, amount, f"IURAN {code}", SENDERS[place]))
    lines.append(samples.Incoming(today, 336_000, "iuran kelompok", "LA ODE MUHIDIN"))
    return lines


def _tell(what: str, done: int, whole: int) -> None:
    if sys.stderr.isatty():
        text = f"{what}: {done:,} of {whole:,}" if whole else what
        print(f"\rDemo world, {text:<40}", end="", file=sys.stderr, flush=True)


def _say(building: build.Building, seconds: float, *, as_json: bool) -> None:
    if as_json:
        stages = [{"stage": name, "seconds": round(took, 3), "rows": rows} for name, took, rows in building.took]
        plan = building.plan
        whole = {"people": plan.people, "months": plan.months, "seed": plan.seed, "seconds": round(seconds, 3)}
        print(json.dumps({**whole, "stages": stages}))
        return
    for name, took, rows in building.took:
        print(f"{name:<20} {took:8.2f} s {rows:>12,} rows {rows / max(took, 0.001):>12,.0f} a second")
    print(f"\n{building.plan.people:,} people in {seconds:.1f} s\n")
    for name, password, words in logins():
        print(f"  {name:<10} {password}   {words}")
