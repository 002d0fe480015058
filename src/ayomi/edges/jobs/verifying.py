"""Every invariant of the stored data, checked one after the other, for the command and for the job."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from ayomi.apps.audit.actions import keep_findings
from ayomi.apps.audit.queries import Finding, examine
from ayomi.apps.compliance.queries.checks import CHECKS as OF_COMPLIANCE
from ayomi.apps.contributions.queries.checks import CHECKS as OF_CONTRIBUTIONS
from ayomi.apps.contributions.queries.recount import recount
from ayomi.apps.funding.queries.money import CHECKS as OF_FUNDING
from ayomi.apps.ledger.queries import CHECKS as OF_LEDGER
from ayomi.apps.ledger.queries import broken_seals, seals
from ayomi.apps.membership.queries.checks import CHECKS as OF_MEMBERSHIP
from ayomi.apps.payments.queries import CHECKS as OF_PAYMENTS
from ayomi.apps.sponsorship.queries import CHECKS as OF_SPONSORSHIP
from ayomi.apps.steering.actions.refresh import refresh
from ayomi.apps.steering.queries.recount import differing
from ayomi.core.periods import Month

CHECKS: Final = (
    *OF_MEMBERSHIP, *OF_CONTRIBUTIONS, *OF_LEDGER, *OF_PAYMENTS, *OF_FUNDING, *OF_SPONSORSHIP, *OF_COMPLIANCE,
)  # fmt: skip
ALL: Final = len(CHECKS) + 3
"""How many findings `findings` gives."""
Heard = Callable[[int], None]


def findings(heard: Heard = lambda compared: None) -> Iterator[tuple[Finding, float]]:
    """What each check found, with its seconds. `heard` is told how many contributions were worked out again so far."""
    for check in CHECKS:
        started = time.monotonic()
        yield examine(check), time.monotonic() - started
    started = time.monotonic()
    yield _recounted(heard), time.monotonic() - started
    started = time.monotonic()
    yield _figures(), time.monotonic() - started
    started = time.monotonic()
    changed = broken_seals()
    finding = Finding(
        "ledger_unchanged",
        "Tidak satu baris buku besar berubah sejak disegel.",
        "No row of the ledger changed since it was sealed.",
        seals(),
        len(changed),
        tuple(changed[:5]),
    )
    yield finding, time.monotonic() - started


def _recounted(heard: Heard) -> Finding:
    """Every contribution worked out again from the stored terms and the law of its month."""
    compared, differing = 0, []
    for size, memberships in recount():
        compared += size
        differing += memberships
        heard(compared)
    return Finding(
        "lines_follow_the_law",
        "Tiap iuran yang ditagih sama dengan hitungan ulang menurut aturan bulannya.",
        "Each contribution billed is what the law of its month gives when worked out again.",
        compared,
        len(differing),
        tuple(differing[:5]),
    )


MONTHS_COUNTED_AGAIN: Final = 3


def _figures() -> Finding:
    """What the newest months stand at, counted again from the facts. What waits is taken in first."""
    with transaction.atomic():
        now = timezone.now()
        refresh(at=now)
        newest = Month.of(timezone.localdate(now))
        compared, offices = 0, set[int]()
        for back in range(MONTHS_COUNTED_AGAIN):
            size, found = differing(newest.plus(-back))
            compared += size
            offices |= set(found)
    return Finding(
        "figures_follow_the_facts",
        "Angka kantor bulan ini dan dua bulan sebelumnya sama dengan hitungan ulang dari data.",
        "The figures of offices, of this month and the two before, are what a count from the facts gives.",
        compared,
        len(offices),
        tuple(sorted(offices)[:5]),
    )


def run_examination(examination_id: int, *, at: Callable[[], datetime]) -> None:
    """Run all checks that were asked for; what each found is kept as it comes. Begun anew when it was cut short."""
    found: list[Finding] = []
    try:
        for finding, _seconds in findings():
            found.append(finding)
            keep_findings(examination_id, found, finished_at=None)
    except Exception as problem:
        keep_findings(examination_id, found, finished_at=None, message=str(problem).partition("\n")[0][:300])
        raise
    keep_findings(examination_id, found, finished_at=at())
