"""`ayomi assess 2026-10`: the contributions of a month, for a payer, an office or the country."""

from __future__ import annotations

import argparse
import json
import sys

from django.utils import timezone

from ayomi.apps.contributions.actions import assess as contributions
from ayomi.apps.payments.actions.settle import settle_all
from ayomi.core.law.errors import LawError
from ayomi.core.money import rupiah_text
from ayomi.core.periods import Month


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("month", type=Month.parse, help="the month, such as 2026-10")
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument("--payer", type=int, help="only this payer (number of the record)")
    scope.add_argument("--office", type=int, help="only this office and those below it")
    parser.add_argument("--draft", action="store_true", help="leave the bills as drafts")
    parser.add_argument("--supplement", action="store_true", help="also bill what changed for payers billed already")
    parser.add_argument("--json", action="store_true", help="answer in JSON")


def run(given: argparse.Namespace) -> int:
    scope, scope_id = "country", None
    if given.payer:
        scope, scope_id = "payer", given.payer
    elif given.office:
        scope, scope_id = "office", given.office

    def tell(done: int, whole: int, so_far: contributions.Outcome) -> None:
        if sys.stderr.isatty():
            print(f"\r{done:,} of {whole:,} payers, {so_far.lines:,} lines", end="", file=sys.stderr, flush=True)

    try:
        outcome = contributions.assess(
            given.month, scope=scope, scope_id=scope_id, final=not given.draft, supplement=given.supplement, by=None,
            at=timezone.now(), progress=tell,
        )  # fmt: skip
    except LawError as problem:
        print(f"ayomi: {problem}", file=sys.stderr)
        return 1
    paid = [] if given.draft else settle_all(outcome.bills, by=None, at=timezone.now())
    if given.json:
        print(
            json.dumps(
                {
                    "month": str(given.month), "bills": len(outcome.bills), "lines": outcome.lines,
                    "total": outcome.total, "paid_from_credit": len(paid),
                }
            )
        )  # fmt: skip
    else:
        print(
            f"\n{given.month}: {len(outcome.bills):,} bills, {outcome.lines:,} lines, "
            f"{rupiah_text(outcome.total, 'en')}; {len(paid):,} paid out of credit"
        )
    return 0
