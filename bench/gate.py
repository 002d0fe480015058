"""The gate of banks: one question at a time against the real server, and 100,000 in one call.

Each figure stands beside its floor in the same run: throughput beside the same framework on the same server answering a
constant, the list beside COPY of its rows into a bare table. The load on the machine is printed with them, since the
time of one request is worth nothing without it.

Usage: .venv/bin/python bench/gate.py [--people 20000] [--seconds 10]
"""

from __future__ import annotations

import argparse
import contextlib
import io
import itertools
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
from load import Line, driven, request

ROWS = 100_000
ADDRESS = "/api/v1/eligibility"


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures the gate of banks against its floors.")
    parser.add_argument("--people", type=int, default=20_000, help="people of the world measured (20000)")
    parser.add_argument("--seconds", type=float, default=10, help="how long each load lasts (10)")
    parser.add_argument("--rate", type=float, default=300, help="questions a second (300)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ayomi-bench-") as directory:
        Path(directory).chmod(0o711)
        data = Path(directory) / "data"
        os.environ["AYOMI_DATA"], os.environ["DJANGO_SETTINGS_MODULE"] = str(data), "ayomi.config.settings"
        from ayomi.config import postgres

        with postgres.running(data) as server:
            os.environ["DATABASE_URL"] = server.url
            import django

            django.setup()
            niks, secret = world(given.people)
            measure(niks, secret, given)
    return 0


def world(people: int) -> tuple[list[str], str]:
    """People enrolled and mostly paid for a month; a bank. Returns everyone's NIK and the bank's secret."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from ayomi.apps.audit.actions import analyse
    from ayomi.apps.contributions.actions.assess import assess
    from ayomi.apps.contributions.queries.bills import open_bills
    from ayomi.apps.offices.queries import head_office
    from ayomi.apps.partners.actions import keys, partners
    from ayomi.apps.payments.actions.receive import take_receipts
    from ayomi.core.sealing import unseal
    from ayomi.edges.command import migrate
    from ayomi.edges.command.demo import build, paying

    migrate.bring_up_to_date()
    now = timezone.now()
    building = build.prepare(build.Plan(people, 2, 1, now), lambda *_: None)
    building.stage("organisations", lambda: build._organisations(building))
    building.stage("people-0", lambda: build._people(building, 0, 0))
    plan = building.plan
    assess(plan.month(0), scope="country", final=True, by=None, at=plan.assessed(0))
    bills = open_bills()
    receipts = paying.receipts(
        bills, seed=1, first=plan.first.first_day, since=plan.first.first_day,
        until=plan.today + timedelta(days=1), today=plan.today, habits=dict.fromkeys(bills["payer_id"], "punctual"),
    )  # fmt: skip
    take_receipts(receipts, channel="api", bank_file_id=None, office_id=None, by=None, at=plan.at)
    analyse()
    number = partners.register_partner(
        code="BENCH", name="Bench", kind="bank", office_id=head_office().id, calls_a_minute=1_000_000, by=None, at=now
    )
    partners.grant(number, scope="eligibility", purpose="bench", by=None, at=now)
    secret = keys.issue_secret(number, use="bearer", by=None, at=now).secret
    with connection.cursor() as cursor:
        cursor.execute("SELECT nik_sealed FROM registry_person WHERE nik_sealed IS NOT NULL ORDER BY random()")
        sealed = [bytes(row[0]) for row in cursor.fetchall()]
    return [unseal(each, field="nik", key=settings.SEALING_KEY).decode() for each in sealed], secret


@contextlib.contextmanager
def serving(application: str) -> Iterator[int]:
    """The server as `ayomi serve` starts it, on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads",
        "4", "--worker-class", "gthread", "--log-level", "critical", "--timeout", "120", "--chdir", "bench",
    ]  # fmt: skip
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                Line(port)
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def questions(niks: list[str], secret: str) -> Iterator[bytes]:
    """Right questions without end: four known people and one unknown number in turn."""
    chance = random.Random(1)
    run = chance.randrange(1 << 40)
    for place in itertools.count():
        nik = chance.choice(niks)
        if place % 5 == 4:
            nik = nik[:12] + f"{chance.randrange(9_000, 9_999)}"
        asked: dict[str, Any] = {
            "request_id": f"{run}-{place}", "nik": nik, "consent_id": f"C{place}", "product": "kur_kecil",
            "amount": 150_000_000, "purpose": "KUR",
        }  # fmt: skip
        yield request(ADDRESS, json.dumps(asked).encode(), bearer=secret)


def measure(niks: list[str], secret: str, given: argparse.Namespace) -> None:
    with serving("constant:application") as port:
        message = request(ADDRESS, b"{}", bearer=secret)
        driven(port, itertools.repeat(message), lines=8, seconds=2, rate=None)
        constant = driven(port, itertools.repeat(message), lines=8, seconds=given.seconds, rate=None)
        say("constant", f"{constant.rate:,.0f} a second")
        paced = driven(port, itertools.repeat(message), lines=16, seconds=given.seconds, rate=given.rate)
        say(f"constant at {given.rate:.0f}/s", f"99 % under {paced.under(0.99) * 1000:.1f} ms")
    with serving("ayomi.config.wsgi:application") as port:
        asked = questions(niks, secret)
        driven(port, asked, lines=8, seconds=3, rate=None)
        free = driven(port, asked, lines=8, seconds=given.seconds, rate=None)
        part = free.rate / constant.rate
        say("eligibility", f"{free.rate:,.0f} a second = {part:.2f} of the constant, {free.refused} refused")
        paced = driven(port, asked, lines=16, seconds=given.seconds, rate=given.rate)
        half, most = paced.under(0.5) * 1000, paced.under(0.99) * 1000
        say(f"eligibility at {given.rate:.0f}/s", f"half under {half:.1f} ms, 99 % under {most:.1f} ms,"
            f" {len(paced.seconds):,} asked, {paced.refused} refused")  # fmt: skip
        listed(port, niks, secret)


def say(what: str, told: str) -> None:
    print(f"{what:<24}{told}   (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)", flush=True)


def listed(port: int, niks: list[str], secret: str) -> None:
    """100,000 rows in one call, beside COPY of the same rows into a bare table."""
    chance = random.Random(2)
    every = [chance.choice(niks) for _ in range(ROWS)]
    frame = pl.DataFrame(
        {
            "request_id": [f"r{place}" for place in range(ROWS)], "nik": every,
            "consent_id": [f"C{place}" for place in range(ROWS)], "product": ["kur_kecil"] * ROWS,
            "amount": ["150000000"] * ROWS, "purpose": ["KUR"] * ROWS,
        }
    )  # fmt: skip
    body = frame.write_csv().encode()
    line = Line(port)
    for run in range(2):
        message = request(f"{ADDRESS}/batches/bench-{run}", body, bearer=secret, kind="text/csv")
        started = time.perf_counter()
        status, told = line.say(message)
        seconds = time.perf_counter() - started
        assert status == 200, told[:300]
        assert told.count(b"\n") == ROWS + 1
    floor = copied(frame)
    say(f"list of {ROWS:,}", f"{ROWS / seconds:,.0f} rows a second = {seconds / floor:.1f} x COPY of the same rows")


def copied(frame: pl.DataFrame) -> float:
    """Seconds to COPY the rows into a bare table."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as link:
        link.execute("CREATE TABLE floor_list (a text, b text, c text, d text, e text, f text)")
        started = time.perf_counter()
        buffer = io.BytesIO()
        frame.write_csv(buffer, include_header=False)
        with link.cursor() as cursor, cursor.copy("COPY floor_list FROM STDIN (FORMAT csv)") as rows:
            rows.write(buffer.getbuffer())
        link.commit()
        return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
