"""A debtor enrolled by a bank on the spot, and the first months paid within the same dialogue.

Each step is one transaction under the bank's own number: whatever dies on the way, the same message sent again finds
everything done, or does all of it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

import polars as pl
from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate

from ayomi.apps.audit.actions import look, owner_rights, record
from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.eligibility import queries
from ayomi.apps.eligibility.actions.asking import LONGEST_PURPOSE, LOOKED_FOR, Bank, RequestIdUsed
from ayomi.apps.eligibility.models import Enrolment, EnrolmentBill
from ayomi.apps.eligibility.queries import EnrolmentRow
from ayomi.apps.eligibility.rules.offers import OFFERED_MONTHS, lowest_income
from ayomi.apps.eligibility.rules.reading import WORDS, Debtor, Paid, Problem, WrongFields
from ayomi.apps.membership.actions import enrol
from ayomi.apps.offices.queries import office_serving
from ayomi.apps.payments.actions import banks
from ayomi.apps.registry.actions import record_persons
from ayomi.apps.registry.queries import known_by_nik
from ayomi.core.matching.levels import level, similar
from ayomi.core.periods import Month
from ayomi.core.places import NotServed, UnknownRegion
from ayomi.core.sealing import finding_hash
from ayomi.core.snap.messages import Account, Payment, padded


class NotPossible(Exception):
    """What was asked does not fit the facts. `code` names why; nothing was done."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnknownEnrolment(LookupError):
    """This bank has no such enrolment."""


def enrol_debtor(bank: Bank, debtor: Debtor, *, at: datetime) -> EnrolmentRow:
    """Enrol a person on own account and bill the first months; or what came of the same message before.

    The right of the bank was checked by the caller. Raises RequestIdUsed, WrongFields, NotPossible ('offer_unknown',
    'offer_expired', 'offer_taken', 'offer_for_another', 'identity_differs', 'already_covered', 'nothing_due', or a
    code of `membership.rules.programmes.ENROL_CODES`).
    """
    day, essence = localdate(at), debtor.essence(settings.FINDING_KEY)
    with owner_rights():
        _one_at_a_time(f"eligibility:{bank.partner_id}:{debtor.request_id}")
        before = queries.enrolment(bank.partner_id, request_id=debtor.request_id, day=day)
        if before is not None:
            if before.essence != essence:
                raise RequestIdUsed(debtor.request_id)
            return before
        product = _take_offer(bank, debtor, day)
        office_id = _office(debtor.regency, day)
        person_id = _person(debtor, office_id, at)
        membership_id, payer_id, fresh = _member(debtor, person_id, office_id, day, at)
        bills = _billed(payer_id, debtor.months or OFFERED_MONTHS if fresh else 1, fresh, at)
        made = Enrolment.objects.create(
            partner_id=bank.partner_id, request_id=debtor.request_id, essence=essence,
            code=f"en_{secrets.token_hex(10)}", offer=debtor.offer_id or None, person_id=person_id,
            membership_id=membership_id, payer_id=payer_id, office_id=office_id, product=product, fresh=fresh,
            consent_id=debtor.consent_id, at=at,
        )  # fmt: skip
        EnrolmentBill.objects.bulk_create(EnrolmentBill(enrolment=made, bill_id=bill) for bill in bills)
        told = f"{bank.name}: pendaftaran (persetujuan {debtor.consent_id})"[:LONGEST_PURPOSE]
        look([person_id], what=LOOKED_FOR, purpose=told, by=None, at=at)
        record(
            "debtor_enrolled", subject="partner", subject_id=bank.partner_id, office_id=office_id, by=None, at=at,
            detail={"person": person_id, "membership": membership_id, "bills": len(bills), "fresh": fresh},
        )  # fmt: skip
        return _found(bank, made.code, day)


def _one_at_a_time(name: str) -> None:
    """Until the transaction ends, a second copy of the same message waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _found(bank: Bank, code: str, day: date) -> EnrolmentRow:
    found = queries.enrolment(bank.partner_id, code=code, day=day)
    if found is None:
        raise UnknownEnrolment(code)
    return found


def _take_offer(bank: Bank, debtor: Debtor, day: date) -> str:
    """The product of the offer, once it is sure that it may be taken; empty without an offer."""
    if not debtor.offer_id:
        return ""
    _one_at_a_time(f"eligibility offer:{debtor.offer_id}")
    offered = queries.offer(bank.partner_id, debtor.offer_id)
    if offered is None:
        raise NotPossible("offer_unknown")
    if offered.nik_hash != finding_hash(debtor.nik, field="nik", key=settings.FINDING_KEY):
        raise NotPossible("offer_for_another")
    if offered.taken:
        raise NotPossible("offer_taken")
    if Month.of(localdate(offered.at)) != Month.of(day):
        raise NotPossible("offer_expired")
    return offered.product


def _office(regency: str, day: date) -> int:
    try:
        return office_serving(regency, day)
    except (UnknownRegion, NotServed) as problem:
        code = "unknown_region" if isinstance(problem, UnknownRegion) else "not_served"
        raise WrongFields([Problem("regency", code, WORDS[code])]) from None


def _person(debtor: Debtor, office_id: int, at: datetime) -> int:
    """The person on record, if name and birth date agree; or written now."""
    known = known_by_nik(pl.Series([debtor.nik]))["person_id"].to_list()
    if known:
        born, name_key = queries.born_and_named(known[0])
        if (born is not None and born != debtor.born) or level(similar(name_key, debtor.name)) == "far":
            raise NotPossible("identity_differs")
        return int(known[0])
    frame = pl.DataFrame(
        {
            "name": [debtor.name], "born": [debtor.born], "sex": [debtor.sex], "nik": [debtor.nik],
            "phone": [debtor.phone], "region_id": [debtor.regency[:5]],
        }
    )  # fmt: skip
    return int(record_persons(frame, office_id=office_id, by=None, at=at)["person_id"][0])


def _member(debtor: Debtor, person_id: int, office_id: int, day: date, at: datetime) -> tuple[int, int, bool]:
    """The membership that is to be paid, its payer, and whether it is new."""
    frame = pl.DataFrame(
        {
            "person_id": [person_id], "since": [day], "wage": [debtor.income or lowest_income(Month.of(day))],
            "occupation": [debtor.occupation], "sector": [debtor.sector], "region_id": [debtor.regency[:5]],
            "jkk": [True], "jkm": [True], "jht": ["jht" in debtor.programmes],
        }
    )  # fmt: skip
    told = enrol(
        frame, segment="own_account", channel="alone", organisation_id=None, project_id=None, office_id=office_id,
        upload_id=None, by=None, at=at,
    )  # fmt: skip
    code: str | None = told["code"][0]
    if code not in (None, "already_member"):
        raise NotPossible(str(code))
    held = queries.member_alone(person_id, day)
    if held is None:
        raise NotPossible("already_member")
    if held.covered:
        raise NotPossible("already_covered")
    return held.membership_id, held.payer_id, code is None


def _billed(payer_id: int, months: int, fresh: bool, at: datetime) -> Sequence[int]:
    """Final bills of the first months. Whoever was a member already is asked for this month alone."""
    first = Month.of(localdate(at))
    wanted = [first.plus(each) for each in range(months)]
    for month in wanted:
        assess(month, scope="payer", scope_id=payer_id, final=True, supplement=not fresh, by=None, at=at)
    bills = queries.bills_of(payer_id, [month.first_day for month in wanted], open_only=True)
    if not bills:
        raise NotPossible("nothing_due")
    return bills


PAYMENT_CODES: Final = {
    "4042513": "wrong_amount", "4042514": "already_paid", "4042519": "bill_cancelled", "4042512": "bill_cancelled",
    "4092500": "payment_id_used", "4092501": "payment_id_used",
}  # fmt: skip
"""Why money is not taken, by the code of the standard."""


def pay(bank: Bank, code: str, paid: Paid, *, at: datetime) -> EnrolmentRow:
    """Money for an enrolment that the bank tells of, booked once per `payment_id` as any payment to a virtual account.

    The right of the bank was checked by the caller. Raises UnknownEnrolment, NotPossible ('no_account' and those of
    PAYMENT_CODES).
    """
    day = localdate(at)
    with owner_rights():
        _one_at_a_time(f"eligibility payment:{code}")
        found = _found(bank, code, day)
        if bank.service_id is None:
            raise NotPossible("no_account")
        number = hashlib.sha256(paid.payment_id.encode()).hexdigest()[:40]
        told = Payment(
            account=Account(padded(bank.service_id), found.customer), request_id=f"enrolment-{number}",
            inquiry_id=code, amount=paid.amount * 100, paid_at=None, reference=paid.payment_id, advise=True,
        )  # fmt: skip
        speaking = banks.Bank(bank.partner_id, bank.name, bank.service_id, "answer", bank.office_id)
        answered = banks.pay(speaking, told, external_id=f"enrolment-{number}", at=at)["responseCode"]
        if answered != "2002500":
            raise NotPossible(PAYMENT_CODES.get(answered, "not_booked"))
        return _found(bank, code, day)


def standing(bank: Bank, code: str, *, at: datetime) -> EnrolmentRow:
    """What became of an enrolment. Raises UnknownEnrolment."""
    with owner_rights():
        return _found(bank, code, localdate(at))
