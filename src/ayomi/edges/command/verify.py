"""Every invariant of the stored data, checked and said."""

from __future__ import annotations

import argparse
import json
import sys
import time

from ayomi.apps.audit.queries import Finding, examine
from ayomi.apps.contributions.queries.checks import CHECKS as OF_CONTRIBUTIONS
from ayomi.apps.contributions.queries.recount import recount
from ayomi.apps.funding.queries.money import CHECKS as OF_FUNDING
from ayomi.apps.ledger.queries import CHECKS as OF_LEDGER
from ayomi.apps.ledger.queries import broken_seals, seals
from ayomi.apps.membership.queries.checks import CHECKS as OF_MEMBERSHIP
from ayomi.apps.payments.queries import CHECKS as OF_PAYMENTS
from ayomi.apps.sponsorship.queries import CHECKS as OF_SPONSORSHIP

CHECKS = (*OF_MEMBERSHIP, *OF_CONTRIBUTIONS, *OF_LEDGER, *OF_PAYMENTS, *OF_FUNDING, *OF_SPONSORSHIP)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object per check")
    parser.add_argument("--language", choices=("id", "en"), default="en", help="language of the sentences (en)")


def run(given: argparse.Namespace) -> int:
    """Exit status 0 when everything holds, 1 otherwise."""
    broken = 0
    for check in CHECKS:
        started = time.monotonic()
        broken += _say(examine(check), time.monotonic() - started, given)
    broken += _recounted(given)
    started = time.monotonic()
    changed = broken_seals()
    broken += _say(
        Finding(
            "ledger_unchanged",
            "Tidak satu baris buku besar berubah sejak disegel.",
            "No row of the ledger changed since it was sealed.",
            seals(),
            len(changed),
            tuple(changed[:5]),
        ),
        time.monotonic() - started,
        given,
    )
    if not given.json:
        print(f"\n{len(CHECKS) + 2} checks, {broken} broken")
    return 1 if broken else 0


def _recounted(given: argparse.Namespace) -> bool:
    """Every contribution worked out again from the stored terms and the law of its month."""
    started = time.monotonic()
    compared, differing = 0, []
    for size, memberships in recount():
        compared += size
        differing += memberships
        if sys.stderr.isatty():
            print(f"\r        {compared:,} contributions worked out again", end="\r", file=sys.stderr, flush=True)
    finding = Finding(
        "lines_follow_the_law",
        "Tiap iuran yang ditagih sama dengan hitungan ulang menurut aturan bulannya.",
        "Each contribution billed is what the law of its month gives when worked out again.",
        compared,
        len(differing),
        tuple(differing[:5]),
    )
    return _say(finding, time.monotonic() - started, given)


def _say(finding: Finding, seconds: float, given: argparse.Namespace) -> bool:
    broken = finding.broken > 0
    if given.json:
        print(
            json.dumps(
                {
                    "check": finding.name,
                    "holds": not broken,
                    "looked_at": finding.looked_at,
                    "broken": finding.broken,
                    "examples": finding.examples,
                    "words": finding.words_id if given.language == "id" else finding.words_en,
                }
            ),
            flush=True,
        )
        return broken
    words = finding.words_id if given.language == "id" else finding.words_en
    print(f"{'BROKEN' if broken else 'ok':>6}  {words}  ({finding.looked_at:,} looked at, {seconds:.2f} s)", flush=True)
    if broken:
        print(f"        {finding.broken:,} break it, such as {finding.examples}", file=sys.stderr)
    return broken
