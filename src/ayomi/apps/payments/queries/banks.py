"""What is owed on a virtual account, what banks told, and what their day files showed of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from ayomi.core.snap.answers import Bill


@dataclass(frozen=True, slots=True)
class Owed:
    """What a number asks for: one bill (`static` False), or all open bills of a payer in the order they are paid.

    `state`: of that bill ('final', 'paid', 'cancelled'), or 'final' for a payer. `credit`: rupiah already with us.
    """

    payer_id: int
    name: str
    static: bool
    state: str
    bills: tuple[Bill, ...]
    credit: int

    @property
    def missing(self) -> int:
        """Rupiah that pay all of it."""
        return max(sum(bill.total for bill in self.bills) - self.credit, 0)

    def accepts(self, rupiah: int) -> bool:
        """Whether this sum pays whole bills: all of them or the first so many, with or without the credit."""
        so_far = 0
        for bill in self.bills:
            so_far += bill.total
            if rupiah > 0 and rupiah in (so_far, so_far - self.credit):
                return True
        return False


_NAME = "coalesce(o.name, j.name, s.name, '')"
_PAYER = """
FROM registry_payer p LEFT JOIN registry_organisation o ON o.id = p.organisation_id
LEFT JOIN registry_project j ON j.id = p.project_id LEFT JOIN registry_person s ON s.id = p.person_id
LEFT JOIN payments_credit c ON c.payer_id = p.id
"""


def owed(customer: str) -> Owed | None:
    """What the digits of a customer ask for: a payment code or a payer number, zeros before it left out."""
    number = customer.lstrip("0")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT b.payer_id, {_NAME}, b.state, b.code, b.month, b.total, coalesce(c.amount, 0)"
            f" {_PAYER} JOIN contributions_bill b ON b.payer_id = p.id WHERE b.code = %s",
            [number],
        )
        if row := cursor.fetchone():
            return Owed(row[0], row[1], False, row[2], (Bill(row[3], row[4], row[5]),), row[6])
        cursor.execute(f"SELECT p.id, {_NAME}, coalesce(c.amount, 0) {_PAYER} WHERE p.number = %s", [number])
        row = cursor.fetchone()
        if row is None:
            return None
        cursor.execute(
            "SELECT code, month, total FROM contributions_bill WHERE payer_id = %s AND state = 'final'"
            " ORDER BY due_on, id",
            [row[0]],
        )
        return Owed(row[0], row[1], True, "final", tuple(Bill(*bill) for bill in cursor.fetchall()), row[2])


@dataclass(frozen=True, slots=True)
class Trial:
    """A virtual account that a sandbox may try: of one bill with what is owed on it. `account` carries its spaces."""

    customer: str
    account: str
    total: int


def to_try(service_id: str, *, limit: int = 3) -> list[Trial]:
    """Open bills of invented people, the last due first, as virtual accounts of the bank with this service number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.code, b.total FROM contributions_bill b LEFT JOIN payments_credit c ON c.payer_id = b.payer_id"
            " WHERE b.state = 'final' AND b.total > 0 AND coalesce(c.amount, 0) = 0 ORDER BY b.due_on DESC LIMIT %s",
            [limit],
        )
        return [Trial(code, service_id.rjust(8) + code, total) for code, total in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Known:
    """A message that was answered before."""

    essence: bytes
    answer_sealed: bytes
    request_id: str
    booked: bool


def known_message(partner_id: int, service: str, day: date, external_id: str) -> Known | None:
    """The message that came under this external number on the day."""
    return _known(
        "partner_id = %s AND service = %s AND day = %s AND external_id = %s", [partner_id, service, day, external_id]
    )


def booked_payment(partner_id: int, request_id: str) -> Known | None:
    """The payment of this number that was booked."""
    return _known("partner_id = %s AND request_id = %s AND receipt_id IS NOT NULL", [partner_id, request_id])


def _known(where: str, parameters: Sequence[Any]) -> Known | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT essence, answer_sealed, request_id, receipt_id IS NOT NULL FROM payments_bankmessage"
            f" WHERE {where}",
            list(parameters),
        )
        row = cursor.fetchone()
    return Known(bytes(row[0]), bytes(row[1]), row[2], row[3]) if row else None


@dataclass(frozen=True, slots=True)
class ToldPayment:
    """A payment a bank told of and that was booked. `shown`: a day file of the bank shows it."""

    message_id: int
    account: str
    request_id: str
    inquiry_id: str
    reference: str
    amount: int
    paid_at: datetime
    paid_on: date
    receipt_id: int
    shown: bool


_TOLD = """
SELECT m.id, m.account, m.request_id, m.inquiry_id, m.reference, r.amount, m.paid_at, r.paid_on, r.id,
       m.bank_day_id IS NOT NULL
FROM payments_bankmessage m JOIN payments_receipt r ON r.id = m.receipt_id
"""


def payment_asked_for(partner_id: int, account: str, *, inquiry_id: str, payment_id: str) -> ToldPayment | None:
    """The booked payment a bank asks about, by its own number or by that of the inquiry before it."""
    with connection.cursor() as cursor:
        cursor.execute(
            _TOLD + " WHERE m.partner_id = %(partner)s AND m.account = %(account)s"
            " AND (%(payment)s = '' OR m.request_id = %(payment)s)"
            " AND (%(inquiry)s = '' OR %(payment)s <> '' OR %(inquiry)s IN (m.inquiry_id, m.request_id))"
            " ORDER BY m.id DESC LIMIT 1",
            {"partner": partner_id, "account": account, "inquiry": inquiry_id, "payment": payment_id},
        )
        row = cursor.fetchone()
    return ToldPayment(*row) if row else None


def told_payments(partner_id: int, since: date, until: date) -> list[ToldPayment]:
    """Booked payments the bank told of, with a value day within [since, until)."""
    with connection.cursor() as cursor:
        cursor.execute(
            _TOLD + " WHERE m.partner_id = %s AND r.paid_on >= %s AND r.paid_on < %s ORDER BY m.id",
            [partner_id, since, until],
        )
        return [ToldPayment(*row) for row in cursor.fetchall()]


def told_of(customers: Sequence[str], since: date, until: date) -> list[tuple[str, int]]:
    """Code and amount of payments told by banks' programs for these codes, with a value day within [since, until)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.code_seen, r.amount FROM payments_receipt r JOIN payments_bankmessage m ON m.receipt_id = r.id"
            " WHERE r.code_seen = ANY (%s) AND r.paid_on >= %s AND r.paid_on < %s",
            [list(customers), since, until],
        )
        return [(code, amount) for code, amount in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class UntoldLine:
    """A payment that reached our account and that the bank did not tell of. `taken`: it was booked from the file."""

    line: int
    day: date
    amount: int
    code: str
    key: str
    taken: bool


@dataclass(frozen=True, slots=True)
class BankDayRow:
    """One day file. `unpaid`: payments told for its days that no day file shows."""

    bank_day_id: int
    name: str
    since: date
    until: date
    lines: int
    matched: int
    untold: tuple[UntoldLine, ...]
    unpaid: tuple[ToldPayment, ...]
    taken_at: datetime

    @property
    def waiting(self) -> bool:
        """Whether something came untold and is not booked yet."""
        return any(not line.taken for line in self.untold)


def bank_days(partner_id: int, *, limit: int = 31) -> list[BankDayRow]:
    """The day files of a bank, the latest first, each with what does not agree as it stands now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name, since, until, lines, matched, untold, taken_at FROM payments_bankday"
            " WHERE partner_id = %s ORDER BY until DESC, id DESC LIMIT %s",
            [partner_id, limit],
        )
        rows = cursor.fetchall()
        listed = [json.loads(row[6]) if isinstance(row[6], str) else row[6] for row in rows]
        keys = [each["key"] for lines in listed for each in lines]
        cursor.execute("SELECT key FROM payments_receipt WHERE key = ANY (%s)", [keys])
        taken = {row[0] for row in cursor.fetchall()}
    told = told_payments(partner_id, min(row[2] for row in rows), max(row[3] for row in rows)) if rows else []
    return [
        BankDayRow(
            number, name, since, until, lines, matched,
            tuple(
                UntoldLine(
                    each["line"], date.fromisoformat(each["day"]), each["amount"], each["code"], each["key"],
                    each["key"] in taken,
                )
                for each in untold
            ),
            tuple(each for each in told if since <= each.paid_on < until and not each.shown),
            taken_at,
        )
        for (number, name, since, until, lines, matched, _, taken_at), untold in zip(rows, listed, strict=True)
    ]  # fmt: skip
