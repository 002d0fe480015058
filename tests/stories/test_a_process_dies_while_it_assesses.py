"""An assessment is killed again and again. Nothing is lost, nothing is billed twice, and every bill is whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from django.db import connection

from ayomi.apps.audit.queries import examine
from ayomi.apps.contributions.actions.assess import NOTHING, assess
from ayomi.apps.contributions.queries.checks import CHECKS as OF_CONTRIBUTIONS
from ayomi.apps.ledger.queries import CHECKS as OF_LEDGER
from ayomi.core.periods import Month
from tests.apps.contributions.world import build, enrol_fishers, enrol_workers, persons

ALONE, EMPLOYED = 60, 40

# The same function as the command runs, over batches so small that a kill falls between, before and inside them.
WORK = """
import django
django.setup()
from django.utils import timezone
from ayomi.apps.contributions.actions import assess
from ayomi.core.periods import Month
assess.MEMBERS_IN_BATCH = 3
print("begun", flush=True)
assess.assess(Month(2026, 8), scope="country", final=True, by=None, at=timezone.now())
print("done", flush=True)
"""


def address_of_this_database() -> str:
    """The address of this test's own database, for another process."""
    found = connection.settings_dict
    host = found["HOST"].replace("/", "%2F")
    return f"postgresql://{found['USER']}@{host}/{found['NAME']}?port={found['PORT']}"


def run_and_kill_after(seconds: float) -> bool:
    """Start the work, kill it without warning; whether it had finished by then."""
    environment = os.environ | {"DATABASE_URL": address_of_this_database()}
    process = subprocess.Popen([sys.executable, "-c", WORK], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.wait()
    process.stdout.close()
    return "done" in rest


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_it_bills_everyone_once() -> None:
    world = build()
    enrol_fishers(persons(ALONE, world), world, alone=True)
    enrol_workers(persons(EMPLOYED, world, 500), world)
    chance = random.Random(2026)
    finished = [run_and_kill_after(chance.uniform(0.02, 0.4)) for _ in range(5)]
    assert not all(finished), "no run was killed half way: the story proves nothing"

    assess(Month(2026, 8), scope="country", final=True, by=None, at=datetime(2026, 9, 1, tzinfo=UTC))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT membership_id) FROM contributions_line")
        assert cursor.fetchone() == (ALONE + EMPLOYED, ALONE + EMPLOYED)
        cursor.execute("SELECT state, count(*) FROM contributions_bill GROUP BY 1")
        assert cursor.fetchall() == [("final", ALONE + 1)]
    broken = [check.name for check in (*OF_CONTRIBUTIONS, *OF_LEDGER) if examine(check).broken]
    assert broken == []
    again = assess(Month(2026, 8), scope="country", final=True, by=None, at=datetime(2026, 9, 2, tzinfo=UTC))
    assert again == NOTHING
