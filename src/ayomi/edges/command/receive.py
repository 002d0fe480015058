"""`ayomi receive`: money in, from a bank file or one receipt at a time."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from django.utils import timezone

from ayomi.apps.funding.actions.collecting import collect
from ayomi.apps.offices.queries import UnknownOffice, head_office, office_by_code
from ayomi.apps.payments.actions.files import BankFileOutcome, BankFileRefused, take_bank_file
from ayomi.apps.payments.actions.receive import KeyConflict, Taken, take_receipt
from ayomi.apps.payments.rules import OUTCOME_WORDS
from ayomi.core.money import rupiah_text
from ayomi.core.periods import parse_day


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, help="a bank's statement: MT940 or CSV")
    parser.add_argument("--amount", type=int, help="one receipt: whole rupiah")
    parser.add_argument("--code", default="", help="its payment code or payer number, as the sender wrote it")
    parser.add_argument("--key", help="its key: the same key again is the same receipt")
    parser.add_argument("--paid-on", type=_day, help="its value day, YYYY-MM-DD (today)")
    parser.add_argument("--sender", default="", help="who sent it")
    parser.add_argument("--office", default="", help="code of the office that takes it (the head office)")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.epilog = "Exit status: 0 everything booked, 1 something waits for a person, 2 nothing could be read."


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None


def run(given: argparse.Namespace) -> int:
    if (given.file is None) == (given.amount is None):
        print("ayomi: give either a bank file, or --amount with --key", file=sys.stderr)
        return 2
    try:
        office_id = office_by_code(given.office).id if given.office else head_office().id
    except UnknownOffice:
        print(f"ayomi: no office has the code {given.office!r}", file=sys.stderr)
        return 2
    return _file(given, office_id) if given.file else _one(given, office_id)


def _one(given: argparse.Namespace, office_id: int) -> int:
    if not given.key:
        print("ayomi: --amount needs --key, so that a repeated call is safe", file=sys.stderr)
        return 2
    now = timezone.now()
    try:
        taken = take_receipt(
            key=given.key, amount=given.amount, paid_on=given.paid_on or timezone.localdate(now), code=given.code,
            channel="hand", sender=given.sender, office_id=office_id, by=None, at=now,
        )  # fmt: skip
        collect(by=None, at=now)
    except (KeyConflict, ValueError) as problem:
        print(f"ayomi: {problem}", file=sys.stderr)
        return 2
    if given.json:
        print(json.dumps(_told(taken)))
    else:
        print(f"{rupiah_text(taken.amount, 'en')}: {OUTCOME_WORDS[taken.note][1]}")
    return 0 if taken.payer_id or taken.note == "handed_over" else 1


def _told(taken: Taken) -> dict[str, object]:
    return {
        "key": taken.key, "receipt": taken.receipt_id, "outcome": taken.note, "bill": taken.bill_id,
        "payer": taken.payer_id, "amount": taken.amount, "new": taken.new, "words": OUTCOME_WORDS[taken.note][1],
    }  # fmt: skip


def _file(given: argparse.Namespace, office_id: int) -> int:
    try:
        content = given.file.read_bytes()
    except OSError as problem:
        print(f"ayomi: {given.file} cannot be read: {problem.strerror}", file=sys.stderr)
        return 2
    try:
        outcome = take_bank_file(content, given.file.name, office_id, by=None, at=timezone.now())
    except BankFileRefused as refused:
        message = {"refused": refused.refusal.code, "words": refused.refusal.message_en}
        print(json.dumps(message) if given.json else f"ayomi: {message['words']}", file=sys.stdout)
        return 2
    collect(by=None, at=timezone.now())
    _tell(outcome, as_json=given.json)
    return 1 if outcome.held or outcome.problems else 0


def _tell(outcome: BankFileOutcome, *, as_json: bool) -> None:
    problems = [
        {"line": each.line, "code": each.code, "what": each.what_en, "do": each.do_en} for each in outcome.problems
    ]
    if as_json:
        print(
            json.dumps(
                {
                    "file": outcome.name, "format": outcome.format, "lines": outcome.lines, "taken": outcome.taken,
                    "amount": outcome.amount, "notes": dict(outcome.notes), "seen": outcome.seen, "held": outcome.held,
                    "skipped": dict(outcome.skipped), "problems": problems, "new": outcome.new,
                }
            )
        )  # fmt: skip
        return
    print(
        f"{outcome.name} ({outcome.format}): {outcome.lines:,} lines, {outcome.taken:,} receipts over"
        f" {rupiah_text(outcome.amount, 'en')}, {outcome.seen:,} seen before, {outcome.held:,} wait for a person"
    )
    for note, number in outcome.notes.items():
        print(f"  {number:>7,}  {OUTCOME_WORDS[note][1]}")
    for problem in problems:
        print(f"  line {problem['line']}: {problem['what']} {problem['do']}", file=sys.stderr)
