"""The day file of a bank against what its program told: payments that were told and did not come, came and were not
told. What came untold is booked only when a person says so."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import polars as pl
from django.db import connection

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.payments.actions.files import BankFileRefused
from ayomi.apps.payments.actions.receive import take_receipts
from ayomi.apps.payments.models import BankDay
from ayomi.apps.payments.queries.banks import BankDayRow, ToldPayment, bank_days, told_payments
from ayomi.apps.payments.rules import digits
from ayomi.core.banking.lines import Line
from ayomi.core.banking.statements import read
from ayomi.core.lists.problems import Refusal

NEAR: Final = timedelta(days=1)
"""A payment told before midnight may reach the account after it."""


class NothingToCompare(Exception):
    """The file shows no money coming in."""


def take_bank_day(
    partner_id: int, content: bytes, file_name: str, *, service_id: str, office_id: int, by: int | None, at: datetime
) -> int:
    """Compare a bank's day file with what it told. Returns the number of the comparison; the same file again its first.

    Nothing is booked. Raises BankFileRefused for what is no statement, NothingToCompare for one without receipts.
    """
    statement = read(content, file_name)
    if isinstance(statement, Refusal):
        raise BankFileRefused(statement)
    lines = [line for line in statement.receipts if line.day is not None]
    days = [line.day for line in lines if line.day is not None]
    if not days:
        raise NothingToCompare
    since, until = min(days), max(days) + timedelta(days=1)
    fingerprint = hashlib.sha256(content).digest()
    with owner_rights():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"bank day:{partner_id}"])
        known = BankDay.objects.filter(partner_id=partner_id, fingerprint=fingerprint).first()
        if known is not None:
            return known.pk
        told = [each for each in told_payments(partner_id, since - NEAR, until + NEAR) if not each.shown]
        pairs, untold = _paired(lines, told, service_id)
        kept = BankDay.objects.create(
            partner_id=partner_id, fingerprint=fingerprint, name=file_name[:200], since=since, until=until,
            lines=len(lines), matched=len(pairs), untold=[_stored(line, service_id) for line in untold], taken_at=at,
            taken_by=by,
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE payments_bankmessage SET bank_day_id = %s WHERE id = ANY (%s)",
                [kept.pk, [each.message_id for each in pairs]],
            )
        record(
            "bank_day_compared", subject="partner", subject_id=partner_id, by=by, at=at, office_id=office_id,
            detail={"file": kept.name, "lines": len(lines), "matched": len(pairs), "untold": len(untold)},
        )  # fmt: skip
    return kept.pk


def _customer(text: str, service_id: str) -> str:
    """The customer's digits of a number as a bank writes it: with or without the service number and zeros."""
    bare = digits(text).lstrip("0")
    head = service_id.lstrip("0")
    return bare[len(head) :].lstrip("0") if head and bare.startswith(head) and len(bare) > 16 else bare


def _paired(
    lines: Sequence[Line], told: Sequence[ToldPayment], service_id: str
) -> tuple[list[ToldPayment], list[Line]]:  # fmt: skip
    """Told payments that the lines show, each by one line; and the lines nobody told of."""
    left: dict[tuple[str, int], list[ToldPayment]] = {}
    for each in told:
        left.setdefault((each.account[8:].lstrip("0"), each.amount), []).append(each)
    pairs, untold = [], []
    for line in lines:
        waiting = left.get((_customer(line.code, service_id), line.amount), [])
        near = [each for each in waiting if line.day is not None and abs(each.paid_on - line.day) <= NEAR]
        if near:
            # The nearest day first, so that two payments of the same sum do not change places.
            best = min(near, key=lambda each: (abs(each.paid_on - (line.day or each.paid_on)), each.message_id))
            waiting.remove(best)
            pairs.append(best)
        else:
            untold.append(line)
    return pairs, untold


def _stored(line: Line, service_id: str) -> dict[str, Any]:
    day = line.day or date.min
    return {
        "line": line.number, "day": day.isoformat(), "amount": line.amount, "code": _customer(line.code, service_id),
        "key": line.key,
    }  # fmt: skip


def book_untold(partner_id: int, bank_day_id: int, *, office_id: int, by: int | None, at: datetime) -> int:
    """Book what a day file showed and the bank did not tell, under the keys its lines would have in a bank file.

    A bank that tells of it afterwards gets the answer that the bill is paid. Returns how many receipts are new.
    """
    with owner_rights():
        shown: list[BankDayRow] = [each for each in bank_days(partner_id, limit=400) if each.bank_day_id == bank_day_id]
        waiting = [line for each in shown for line in each.untold if not line.taken]
        if not waiting:
            return 0
        frame = pl.DataFrame(
            [(each.key, each.amount, each.day, each.code, "", "", each.line) for each in waiting],
            schema={
                "key": pl.String, "amount": pl.Int64, "paid_on": pl.Date, "code": pl.String, "sender": pl.String,
                "remark": pl.String, "line": pl.Int64,
            },
            orient="row",
        )  # fmt: skip
        taken = take_receipts(frame, channel="file", bank_file_id=None, office_id=office_id, by=by, at=at)
        new = sum(each.new for each in taken)
        record(
            "bank_day_booked", subject="partner", subject_id=partner_id, by=by, at=at, office_id=office_id,
            detail={"file": shown[0].name, "receipts": new},
        )  # fmt: skip
    return new
