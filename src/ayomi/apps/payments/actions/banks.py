"""Virtual accounts as banks' programs speak of them: what is owed, a payment told, what became of one.

A payment is booked by the same function as every other receipt, in one transaction with the message and its answer.
So whatever is sent again, out of order or while another copy is under way, is booked once and answered alike.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate, localtime

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.payments.actions.receive import take_receipt
from ayomi.apps.payments.queries.banks import (
    Known,
    Owed,
    booked_payment,
    known_message,
    owed,
    payment_asked_for,
)
from ayomi.apps.registry.actions import hold_payers
from ayomi.core.sealing import seal, unseal
from ayomi.core.snap import answers
from ayomi.core.snap.codes import (
    CONFLICT,
    DUPLICATE,
    EXPIRED_BILL,
    INVALID_AMOUNT,
    NO_BILL,
    NOT_FOUND,
    PAID_BILL,
    Case,
)
from ayomi.core.snap.messages import Account, Asked, Inquiry, Payment, WrongField, padded

SEALED_AS: Final = "bank_message"
OLDEST: Final = timedelta(days=31)
AHEAD: Final = timedelta(days=1)
INQUIRIES_KEPT: Final = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Bank:
    """The partner that speaks. `repeats`: what a message that was answered before gets ('answer' or 'conflict')."""

    partner_id: int
    name: str
    service_id: str
    repeats: str
    office_id: int


Answer = dict[str, Any]


def _essence(*parts: object) -> bytes:
    return hashlib.sha256("|".join(map(str, parts)).encode()).digest()


def _sealed(answer: Answer) -> bytes:
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return seal(text.encode(), field=SEALED_AS, key=settings.SEALING_KEY)


def _again(known: Known) -> Answer:
    told: Answer = json.loads(unseal(known.answer_sealed, field=SEALED_AS, key=settings.SEALING_KEY))
    return told


def _looked_up(bank: Bank, account: Account) -> tuple[Owed | None, Case | None]:
    """What the account asks for, or the case that says why it asks for nothing."""
    found = owed(account.customer) if account.service_id == padded(bank.service_id) else None
    if found is None or found.state == "draft":
        return None, NO_BILL
    if found.state == "cancelled":
        return found, EXPIRED_BILL
    if found.state == "paid" or not found.missing:
        return found, PAID_BILL
    return found, None


def inquire(bank: Bank, asked: Inquiry, *, external_id: str, at: datetime) -> Answer:
    """What is owed on a virtual account. The bank's right to ask was checked by the caller."""
    essence = _essence("inquiry", asked.account.number, asked.request_id)
    with owner_rights():
        known = _noted(bank, "inquiry", asked.account, asked.request_id, external_id, essence, at)
        if known is not None:
            return _repeated(bank, "inquiry", known, essence, asked.account, asked.request_id, advise=False)
        found, case = _looked_up(bank, asked.account)
        if case or found is None:
            answer = answers.refused("inquiry", case or NO_BILL, account=asked.account, request_id=asked.request_id)
        else:
            answer = answers.inquiry(
                asked.account, asked.request_id, name=found.name, total=found.missing, bills=found.bills,
                kind=answers.PARTIAL if len(found.bills) > 1 else answers.CLOSED,
            )  # fmt: skip
        _answered(bank, "inquiry", external_id, answer, at)
    return answer


def pay(bank: Bank, told: Payment, *, external_id: str, at: datetime) -> Answer:
    """Book a payment that a bank tells of, once, and answer. The bank's right to tell was checked by the caller.

    Raises WrongField for a day that cannot be right; then nothing is kept.
    """
    paid_at = told.paid_at or at
    if not at - OLDEST <= paid_at <= at + AHEAD:
        raise WrongField("trxDateTime", missing=False)
    essence = _essence("payment", told.account.number, told.request_id, told.amount)
    with owner_rights():
        _one_at_a_time(bank, told.request_id)
        known = _noted(bank, "payment", told.account, told.request_id, external_id, essence, at)
        if known is not None:
            return _repeated(bank, "payment", known, essence, told.account, told.request_id, advise=told.advise)
        before = booked_payment(bank.partner_id, told.request_id)
        if before is not None:
            answer = _repeated(
                bank, "payment", before, essence, told.account, told.request_id, advise=told.advise, case=DUPLICATE
            )
        else:
            answer = _booked(bank, told, paid_at, external_id=external_id, at=at)
        _answered(bank, "payment", external_id, answer, at)
    return answer


def _one_at_a_time(bank: Bank, request_id: str) -> None:
    """Until the transaction ends, a second copy of the same payment waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"bank:{bank.partner_id}:{request_id}"]
        )


def _noted(
    bank: Bank, service: str, account: Account, request_id: str, external_id: str, essence: bytes, at: datetime
) -> Known | None:
    """Keep the message under its external number; or the message that holds this number already."""
    day = localdate(at)
    with connection.cursor() as cursor:
        # Of two at once the second waits here for the first, and then finds its answer.
        cursor.execute(
            "INSERT INTO payments_bankmessage (partner_id, service, day, external_id, request_id, inquiry_id, account,"
            " essence, reference, code, answer_sealed, at) VALUES (%s, %s, %s, %s, %s, '', %s, %s, '', '', '', %s)"
            " ON CONFLICT (partner_id, service, day, external_id) DO NOTHING RETURNING id",
            [bank.partner_id, service, day, external_id, request_id, account.number, essence, at],
        )
        if cursor.fetchone():
            return None
    return known_message(bank.partner_id, service, day, external_id)


def _repeated(
    bank: Bank, service: str, known: Known, essence: bytes, account: Account, request_id: str, *, advise: bool,
    case: Case = CONFLICT,
) -> Answer:  # fmt: skip
    """The first answer again for the same message; the standard's conflict for another one, or where that is agreed."""
    if known.essence == essence and (bank.repeats == "answer" or advise):
        return _again(known)
    return answers.refused(service, case, account=account, request_id=request_id)


def _answered(bank: Bank, service: str, external_id: str, answer: Answer, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE payments_bankmessage SET code = %s, answer_sealed = %s WHERE partner_id = %s AND service = %s"
            " AND day = %s AND external_id = %s",
            [answer["responseCode"], _sealed(answer), bank.partner_id, service, localdate(at), external_id],
        )


def _booked(bank: Bank, told: Payment, paid_at: datetime, *, external_id: str, at: datetime) -> Answer:
    found = owed(told.account.customer)
    if found is not None:
        # What is owed is looked at again once nobody else can change it.
        hold_payers([found.payer_id])
    found, case = _looked_up(bank, told.account)
    rupiah, cents = divmod(told.amount, 100)
    if case is None and found is not None and (cents or not found.accepts(rupiah)):
        case = INVALID_AMOUNT
    if case is not None or found is None:
        return answers.refused("payment", case or NO_BILL, account=told.account, request_id=told.request_id)
    taken = take_receipt(
        key=payment_key(bank.partner_id, told.request_id), amount=rupiah, paid_on=localdate(paid_at),
        code=told.account.customer.lstrip("0"), channel="api", sender=bank.name, remark=told.reference,
        office_id=bank.office_id, by=None, at=at,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE payments_bankmessage SET receipt_id = %s, inquiry_id = %s, reference = %s, paid_at = %s"
            " WHERE partner_id = %s AND service = 'payment' AND day = %s AND external_id = %s",
            [
                taken.receipt_id, told.inquiry_id, told.reference, paid_at, bank.partner_id, localdate(at),
                external_id,
            ],
        )  # fmt: skip
    return answers.payment(
        told.account, told.request_id, name=found.name, paid=rupiah, paid_at=localtime(paid_at),
        reference=told.reference, bills=_first_of(found, rupiah),
    )  # fmt: skip


def payment_key(partner_id: int, request_id: str) -> str:
    """The key of the receipt of a payment told by a bank."""
    return f"snap:{partner_id}:{hashlib.sha256(request_id.encode()).hexdigest()[:40]}"


def _first_of(found: Owed, rupiah: int) -> list[answers.Bill]:
    paid, left = [], rupiah + found.credit
    for bill in found.bills:
        left -= bill.total
        if left < 0:
            break
        paid.append(bill)
    return paid


def ask(bank: Bank, asked: Asked) -> Answer:
    """What became of a payment. The bank's right to ask was checked by the caller."""
    with owner_rights():
        found = payment_asked_for(
            bank.partner_id, asked.account.number, inquiry_id=asked.inquiry_id, payment_id=asked.payment_id
        )
    if found is None:
        return answers.refused("status", NOT_FOUND, account=asked.account, request_id=asked.payment_id)
    return answers.status(
        asked.account, inquiry_id=asked.inquiry_id or found.inquiry_id, payment_id=found.request_id,
        paid=found.amount, paid_at=localtime(found.paid_at), reference=found.reference,
    )  # fmt: skip


def forget_inquiries(*, at: datetime) -> int:
    """Delete inquiries older than INQUIRIES_KEPT: nobody may send them again. Returns how many went."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM payments_bankmessage WHERE service = 'inquiry' AND at < %s", [at - INQUIRIES_KEPT])
        return int(cursor.rowcount)
