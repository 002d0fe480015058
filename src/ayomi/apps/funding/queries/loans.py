"""Loans: the list, one with its schedule, and every payment with what it was counted for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayomi.apps.audit.queries import rows_of
from ayomi.core.lending.allocation import Event, Loan, Order, replay
from ayomi.core.lending.schedule import Row
from ayomi.core.money import PartsPerMillion, Rupiah


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A loan as last counted and aged. `left`: principal; `next_amount`: what the oldest open row asks."""

    loan_id: int
    name: str
    person_id: int | None
    person: str
    organisation_id: int
    organisation: str
    office_id: int
    window_id: int
    window: str
    application_id: int
    code: str
    principal: Rupiah
    rate: PartsPerMillion
    months: int
    grace: int
    method: str
    order: Order
    paid_out: date
    state: str
    principal_paid: Rupiah
    fee_paid: Rupiah
    credit: Rupiah
    oldest_due: date | None
    days_late: int
    overdue: Rupiah
    loan_class: str
    provision: Rupiah
    next_number: int
    next_amount: Rupiah

    @property
    def left(self) -> Rupiah:
        return self.principal - self.principal_paid


@dataclass(frozen=True, slots=True)
class InstalmentRow:
    number: int
    due: date
    principal: Rupiah
    fee: Rupiah
    principal_paid: Rupiah
    fee_paid: Rupiah
    settled_on: date | None

    @property
    def open(self) -> Rupiah:
        return self.principal - self.principal_paid + self.fee - self.fee_paid


@dataclass(frozen=True, slots=True)
class PostingRow:
    number: int
    day: date
    amount: Rupiah
    receipt_id: int


_SELECT = """
SELECT l.id, l.name, l.person_id, coalesce(p.name, ''), l.organisation_id, coalesce(o.name, ''), l.office_id,
       l.window_id, w.name, i.application_id, coalesce(l.code, ''), l.principal, l.rate, l.months, l.grace, l.method,
       l."order", l.paid_out, l.state, l.principal_paid, l.fee_paid, l.credit, l.oldest_due, l.days_late, l.overdue,
       l.loan_class, l.provision, l.next_number, CASE WHEN l.oldest_due IS NULL THEN 0
           ELSE n.principal - n.principal_paid + n.fee - n.fee_paid END
FROM funding_loan l JOIN funding_window w ON w.id = l.window_id
LEFT JOIN funding_item i ON i.id = l.item_id
LEFT JOIN funding_instalment n ON n.loan_id = l.id AND n.number = l.next_number
LEFT JOIN registry_person p ON p.id = l.person_id LEFT JOIN registry_organisation o ON o.id = l.organisation_id
"""


def loans(
    *, loan_class: str = "", application_id: int | None = None, after: int | None = None, limit: int = 50
) -> list[LoanRow]:
    """Loans one may see, the newest first. One more than `limit` is read."""
    found = rows_of(
        _SELECT + " WHERE (%(class)s = '' OR (l.loan_class = %(class)s AND l.state = 'running'))"
        " AND (%(application)s::bigint IS NULL OR i.application_id = %(application)s)"
        " AND (%(after)s::bigint IS NULL OR l.id < %(after)s) ORDER BY l.id DESC LIMIT %(limit)s",
        {"class": loan_class, "application": application_id, "after": after, "limit": limit + 1},
    )
    return [LoanRow(*row) for row in found]


def loan(loan_id: int) -> LoanRow | None:
    """One loan, or None where there is none or it may not be seen."""
    found = rows_of(_SELECT + " WHERE l.id = %(id)s", {"id": loan_id})
    return LoanRow(*found[0]) if found else None


def instalments(loan_id: int) -> list[InstalmentRow]:
    """The schedule with what of it is paid."""
    return [
        InstalmentRow(*row)
        for row in rows_of(
            "SELECT number, due, principal, fee, principal_paid, fee_paid, settled_on FROM funding_instalment"
            " WHERE loan_id = %s ORDER BY number",
            [loan_id],
        )
    ]


def postings(loan_id: int) -> list[PostingRow]:
    """Payments in the order of their days."""
    return [
        PostingRow(*row)
        for row in rows_of(
            "SELECT number, day, amount, receipt_id FROM funding_posting WHERE loan_id = %s ORDER BY day, number",
            [loan_id],
        )
    ]


def counted(found: LoanRow) -> Loan:
    """The loan counted anew from its schedule and payments, to say what each rupiah was for."""
    rows = [Row(each.number, each.due, each.principal, each.fee, 0) for each in instalments(found.loan_id)]
    events = [Event(each.day, each.number, "payment", each.amount) for each in postings(found.loan_id)]
    return replay(rows, events, found.order)
