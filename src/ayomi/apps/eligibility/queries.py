"""What banks asked and whom they enrolled: answers given before, offers, bills of an enrolment, prospects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from ayomi.apps.audit.queries import prepared, rows_of
from ayomi.apps.offices.queries import office_serving
from ayomi.core.places import NotServed, UnknownRegion


@lru_cache(maxsize=2048)
def office_of_number(region: str, day: date) -> int | None:
    """The office that serves the regency in which a NIK was given out (its first four digits); None where none does."""
    try:
        return office_serving(f"{region[:2]}.{region[2:4]}", day)
    except (UnknownRegion, NotServed):
        return None


def answer_given(partner_id: int, request_id: str) -> tuple[bytes, str] | None:
    """Fingerprint of the question that came under this number, and its answer."""
    found = prepared(
        "SELECT essence, answer FROM eligibility_check WHERE partner_id = %(partner)s AND request_id = %(request)s",
        {"partner": partner_id, "request": request_id},
    )
    return (bytes(found[0][0]), found[0][1]) if found else None


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer as it was made. `taken`: an enrolment came of it."""

    nik_hash: bytes
    product: str
    at: datetime
    taken: bool


def offer(partner_id: int, code: str) -> Offered | None:
    """The offer a bank got under this code."""
    found = rows_of(
        "SELECT c.nik_hash, c.product, c.at, EXISTS (SELECT 1 FROM eligibility_enrolment e WHERE e.offer = c.offer)"
        " FROM eligibility_check c WHERE c.offer = %s AND c.partner_id = %s",
        [code, partner_id],
    )
    return Offered(bytes(found[0][0]), *found[0][1:]) if found else None


@dataclass(frozen=True, slots=True)
class BillRow:
    """One bill of an enrolment. `month`: first day."""

    bill_id: int
    code: str
    month: date
    total: int
    due_on: date
    state: str
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """An enrolment as it stands now. `covered_since`: first day of its cover, None before anything is paid."""

    enrolment_id: int
    partner_id: int
    request_id: str
    essence: bytes
    code: str
    fresh: bool
    kpj: str
    payer_number: str
    office: str
    at: datetime
    covered_since: date | None
    covered_until: date | None
    bills: tuple[BillRow, ...]

    @property
    def state(self) -> str:
        """'paid' once nothing is open, else 'billed'."""
        return "billed" if self.open else "paid"

    @property
    def open(self) -> int:
        """Rupiah still to be paid."""
        return sum(each.total for each in self.bills if each.state == "final")

    @property
    def customer(self) -> str:
        """The digits that follow the bank's own in a virtual account: one bill's code, or the payer's for several."""
        return self.bills[0].code if len(self.bills) == 1 else self.payer_number


_ENROLMENT = """
SELECT e.id, e.partner_id, e.request_id, e.essence, e.code, e.fresh, m.kpj, p.number, o.name, e.at,
       (SELECT min(c.since) FROM membership_cover c WHERE c.membership_id = m.id AND c.since < c.until
        AND c.until > %(day)s),
       (SELECT max(c.until) FROM membership_cover c WHERE c.membership_id = m.id AND c.since < c.until)
FROM eligibility_enrolment e JOIN membership_membership m ON m.id = e.membership_id
JOIN registry_payer p ON p.id = e.payer_id JOIN offices_office o ON o.id = e.office_id
"""


def enrolment(partner_id: int, *, day: date, request_id: str = "", code: str = "") -> EnrolmentRow | None:
    """An enrolment of this bank, by the bank's number or by ours."""
    where, value = ("request_id", request_id) if request_id else ("code", code)
    found = rows_of(
        f"{_ENROLMENT} WHERE e.partner_id = %(partner)s AND e.{where} = %(value)s",
        {"partner": partner_id, "value": value, "day": day},
    )
    if not found:
        return None
    row: tuple[Any, ...] = found[0]
    bills = rows_of(
        "SELECT b.id, b.code, b.month, b.total, b.due_on, b.state, b.paid_on FROM eligibility_enrolmentbill x"
        " JOIN contributions_bill b ON b.id = x.bill_id WHERE x.enrolment_id = %s ORDER BY b.month, b.id",
        [row[0]],
    )
    return EnrolmentRow(*(*row, tuple(BillRow(*bill) for bill in bills)))


@dataclass(frozen=True, slots=True)
class Alone:
    """The own-account membership of somebody who pays alone. `covered`: one of its paid months covers the day."""

    membership_id: int
    payer_id: int
    covered: bool


def member_alone(person_id: int, day: date) -> Alone | None:
    """The own-account membership that a person (or a record merged with her) holds alone on the day."""
    found = rows_of(
        "SELECT m.id, m.payer_id, EXISTS (SELECT 1 FROM membership_cover c WHERE c.membership_id = m.id"
        " AND c.since <= %(day)s AND c.until > %(day)s) FROM membership_membership m JOIN registry_person p"
        " ON p.id = m.person_id WHERE coalesce(p.merged_into_id, p.id) = %(person)s AND m.segment = 'own_account'"
        " AND m.channel = 'alone' AND m.since <= %(day)s AND (m.until IS NULL OR m.until > %(day)s) ORDER BY m.id",
        {"person": person_id, "day": day},
    )
    return Alone(*found[0]) if found else None


def bills_of(payer_id: int, months: list[date], *, open_only: bool) -> list[int]:
    """Numbers of the own-account bills of a payer in these months (first days), in their order."""
    states = ["final"] if open_only else ["final", "paid"]
    found = rows_of(
        "SELECT id FROM contributions_bill WHERE payer_id = %s AND segment = 'own_account' AND month = ANY (%s)"
        " AND state = ANY (%s) ORDER BY month, id",
        [payer_id, months, states],
    )
    return [row[0] for row in found]


def born_and_named(person_id: int) -> tuple[date | None, str]:
    """Birth date and name key of a person on record."""
    found = rows_of("SELECT born, name_key FROM registry_person WHERE id = %s", [person_id])
    return found[0][0], found[0][1]
