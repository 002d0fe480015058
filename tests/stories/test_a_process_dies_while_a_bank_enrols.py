"""A bank enrols and pays for debtors while its process is killed again and again. Nobody twice, nothing lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from ayomi.apps.audit.queries import examine
from ayomi.apps.contributions.queries.checks import CHECKS as OF_CONTRIBUTIONS
from ayomi.apps.ledger.queries import CHECKS as OF_LEDGER
from ayomi.apps.payments.queries import CHECKS as OF_PAYMENTS
from tests.apps.partners.world import partner
from tests.stories.test_a_process_dies_while_it_assesses import address_of_this_database

DEBTORS = 12

# What a bank's program does: each message under its own number, all of them again after every death.
WORK = """
import sys
import django
django.setup()
from datetime import date
from django.utils import timezone
from ayomi.apps.eligibility.actions.asking import Bank
from ayomi.apps.eligibility.actions.enrolling import enrol_debtor, pay
from ayomi.apps.eligibility.rules.reading import Debtor, Paid
from ayomi.core.identity import make_nik
bank = Bank(int(sys.argv[1]), "Bank", "12345", int(sys.argv[2]))
born = date(1990, 5, 17)
print("begun", flush=True)
for serial in range(int(sys.argv[3])):
    nik = make_nik("74.01.02", born, "male", 700 + serial)
    debtor = Debtor(f"e-{serial}", "", nik, "C-1", f"Debitur {'abcdefghijklm'[serial] * 5}", born, "male",
                    f"+62812345670{serial:02d}", "Pedagang", "other", "74.01", ("jkk", "jkm"), None, 2)
    made = enrol_debtor(bank, debtor, at=timezone.now())
    total = sum(bill.total for bill in made.bills)
    pay(bank, made.code, Paid(f"p-{serial}", total), at=timezone.now())
print("done", flush=True)
"""


def run(arguments: list[str], *, kill_after: float | None) -> bool:
    """Start the work; kill it without warning after so many seconds. Whether it came to its end."""
    environment = os.environ | {"DATABASE_URL": address_of_this_database()}
    command = [sys.executable, "-c", WORK, *arguments]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    if kill_after is not None:
        time.sleep(kill_after)
        process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.wait()
    process.stdout.close()
    return "done" in rest


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_everybody_is_enrolled_and_paid_for_once() -> None:
    number = partner(scopes=("eligibility", "enrolment"), service_id="12345")
    with connection.cursor() as cursor:
        cursor.execute("SELECT office_id FROM partners_partner WHERE id = %s", [number])
        office_id = cursor.fetchone()[0]
    arguments, chance = [str(number), str(office_id), str(DEBTORS)], random.Random(2026)
    finished = [run(arguments, kill_after=chance.uniform(0.1, 0.9)) for _ in range(4)]
    assert not all(finished), "no run was killed half way: the story proves nothing"
    assert run(arguments, kill_after=None)
    with connection.cursor() as cursor:
        for table, many in (
            ("registry_person", DEBTORS), ("membership_membership", DEBTORS), ("eligibility_enrolment", DEBTORS),
            ("payments_receipt", DEBTORS), ("contributions_bill WHERE state = 'paid'", 2 * DEBTORS),
            ("contributions_bill", 2 * DEBTORS), ("membership_cover", 2 * DEBTORS),
        ):  # fmt: skip
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert (table, cursor.fetchone()[0]) == (table, many)
        cursor.execute("SELECT coalesce(sum(amount), 0) FROM payments_credit")
        assert cursor.fetchone() == (0,)
    checks = (*OF_CONTRIBUTIONS, *OF_LEDGER, *OF_PAYMENTS)
    assert [check.name for check in checks if examine(check).broken] == []
