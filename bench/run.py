"""Enrolment, assessment and posting against their floors, measured on this machine in one run.

A floor is the least the database could do with the same rows: COPY into bare tables for enrolment and for assessment,
and for posting a loop that inserts one receipt and one transfer per payment. A ratio says how many times the floor's
time the whole work took, with all its decisions, constraints, numbers and notes.

Usage: script/bench [--people 20000] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
from banks import compared

TOLD = 600
MOMENT = datetime(2026, 11, 20, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Figure:
    """One line of the table. Seconds of the work and of its floor, over `rows` rows."""

    name: str
    rows: int
    unit: str
    seconds: float
    floor: str
    floor_seconds: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.floor_seconds


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures enrolment, assessment and posting against their floors.")
    parser.add_argument("--people", type=int, default=20_000, help="people of the world measured (20000)")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ayomi-bench-") as directory:
        data = Path(directory) / "data"
        # Started by root, the server runs under an account of its own, which must get through to its data.
        Path(directory).chmod(0o711)
        os.environ["AYOMI_DATA"] = str(data)
        os.environ["DJANGO_SETTINGS_MODULE"] = "ayomi.config.settings"
        from ayomi.config import postgres

        # The server of a real installation, not the forgetful one of the tests.
        with postgres.running(data) as server:
            os.environ["DATABASE_URL"] = server.url
            import django

            django.setup()
            figures = measure(given.people)
    show(figures, as_json=given.json)
    return 0


def measure(people: int) -> list[Figure]:
    """All figures, each part of the work on what the one before it left."""
    from ayomi.edges.command import migrate
    from ayomi.edges.command.demo import build

    migrate.bring_up_to_date()
    plan = build.Plan(people, 2, 1, MOMENT)
    building = build.prepare(plan, lambda *_: None)
    building.stage("organisations", lambda: build._organisations(building))
    return [_enrolment(building), *_months(building)]


def _enrolment(building: Any) -> Figure:
    from ayomi.edges.command.demo import build

    seconds = timed(lambda: building.stage("people-0", lambda: build._people(building, 0, 0)))
    tables = ("registry_person", "membership_membership", "membership_term", "membership_change")
    rows = count("registry_person")
    return Figure("enrolment", rows, "people", seconds, "COPY of the same rows", copied(tables))


def _months(building: Any) -> list[Figure]:
    from ayomi.apps.audit.actions import analyse
    from ayomi.apps.contributions.actions.assess import assess
    from ayomi.apps.contributions.queries.bills import open_bills
    from ayomi.apps.payments.actions.receive import take_receipts
    from ayomi.edges.command.demo import paying

    analyse()
    plan = building.plan
    at = plan.assessed(0)
    seconds = timed(lambda: assess(plan.month(0), scope="country", final=True, by=None, at=at))
    lines = count("contributions_line")
    floor = copied(("contributions_line", "contributions_bill", "contributions_part", "ledger_transfer"))
    assessment = Figure("assessment", lines, "lines", seconds, "COPY of the same rows", floor)
    everything = open_bills()
    # Some bills of one payer each are left for the bank's program.
    few = everything.filter(pl.col("total") > 0).unique("payer_id", maintain_order=True).gather_every(5).head(TOLD)
    bills = everything.join(few, on="payer_id", how="anti")
    receipts = paying.receipts(
        bills, seed=1, first=plan.first.first_day, since=plan.first.first_day,
        until=plan.today + timedelta(days=1), today=plan.today, habits=dict.fromkeys(bills["payer_id"], "punctual"),
    )  # fmt: skip
    seconds = timed(
        lambda: take_receipts(receipts, channel="api", bank_file_id=None, office_id=None, by=None, at=plan.at)
    )
    posting = Figure("posting", receipts.height, "payments", seconds, "one INSERT loop", inserted(receipts.height))
    number, told, posted = compared(list(few.select("code", "total").iter_rows()), plan.at)
    banks = Figure("told by bank", number, "payments", told, "posting loop, no bank", posted)
    return [assessment, posting, banks]


def timed(work: Callable[[], object]) -> float:
    """Seconds of wall time."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def count(table: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def copied(tables: Sequence[str]) -> float:
    """Seconds to COPY the rows of these tables into bare ones: no key, no index, no constraint."""
    import psycopg
    from django.db import connection, transaction

    whole = 0.0
    for table in tables:
        link: psycopg.Connection[Any] = connection.connection
        blocks = []
        with psycopg.Cursor(link) as cursor, cursor.copy(f"COPY (SELECT * FROM {table}) TO STDOUT".encode()) as rows:
            blocks.extend(bytes(block) for block in rows)
        text = b"".join(blocks)
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE floor_{table} (LIKE {table})")
        started = time.perf_counter()
        statement = f"COPY floor_{table} FROM STDIN".encode()
        with transaction.atomic(), psycopg.Cursor(link) as cursor, cursor.copy(statement) as rows:
            rows.write(text)
        whole += time.perf_counter() - started
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE floor_{table}")
    return whole


def inserted(payments: int) -> float:
    """Seconds to insert one receipt and one transfer for each payment, one statement each, into bare tables."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE floor_receipt (key text, amount bigint, paid_on date, bill_id bigint)")
        cursor.execute("CREATE TABLE floor_transfer (key text, debit int, credit int, amount bigint, day date)")
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for number in range(payments):
            cursor.execute("INSERT INTO floor_receipt VALUES (%s, 16800, '2026-11-20', %s)", [f"key {number}", number])
            cursor.execute("INSERT INTO floor_transfer VALUES (%s, 1, 2, 16800, '2026-11-20')", [f"key {number}"])
    return time.perf_counter() - started


def show(figures: Sequence[Figure], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([asdict(each) | {"ratio": round(each.ratio, 2)} for each in figures]))
        return
    print(f"{'':<12}{'rows':>10}  {'':<9}{'seconds':>9}{'a second':>12}   {'floor':<24}{'seconds':>9}{'ratio':>8}")
    for each in figures:
        print(
            f"{each.name:<12}{each.rows:>10,}  {each.unit:<9}{each.seconds:>9.2f}{each.rows / each.seconds:>12,.0f}"
            f"   {each.floor:<24}{each.floor_seconds:>9.2f}{each.ratio:>8.1f}"
        )


if __name__ == "__main__":
    sys.exit(main())
