"""The operations of banks: a question, an enrolment on the spot, its payment, what became of it."""

from __future__ import annotations

import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from ayomi.apps.eligibility.actions.asking import Bank, CallSoFar, ask
from ayomi.apps.eligibility.actions.enrolling import enrol_debtor, pay, standing
from ayomi.apps.eligibility.queries import EnrolmentRow
from ayomi.apps.eligibility.rules.reading import read_debtor, read_paid
from ayomi.apps.partners.queries.callers import Caller
from ayomi.core.periods import day_text
from ayomi.core.snap.messages import padded
from ayomi.edges.api.access import declared
from ayomi.edges.api.eligibility.first import question_of
from ayomi.edges.api.eligibility.refusals import object_of, text_of, told
from ayomi.edges.api.eligibility.shapes import (
    EligibilityAnswer,
    EligibilityQuestion,
    EnrolmentAnswer,
    EnrolmentRequest,
    PaymentTold,
    Refusal,
    body_of,
)
from ayomi.edges.api.partners import note, size_of
from ayomi.edges.api.shapes import Failure

router: Final = Router(tags=["bank"])
REFUSALS: Final = {400: Refusal, 401: Failure, 403: Failure, 413: Refusal, 415: Refusal, 422: Refusal, 429: Failure}
CONFLICTS: Final = {404: Refusal, 409: Refusal, **REFUSALS}


def bank_of(request: HttpRequest) -> Bank:
    """The partner that asks, once its right was checked."""
    caller: Caller = request.auth  # type: ignore[attr-defined]  # set by ninja once the check has passed
    return Bank(caller.partner_id, caller.name, caller.service_id, caller.office_id)


@router.post(
    "", response={200: EligibilityAnswer, 409: Refusal, **REFUSALS}, operation_id="eligibility",
    auth=declared("eligibility"), openapi_extra=body_of(EligibilityQuestion),
)  # fmt: skip
@told
def eligibility(request: HttpRequest) -> Any:
    """Whether a customer is covered, for what, since when, what is missing for the product, and an offer of enrolment.

    The customer can read that you asked, and for what.
    """
    question = question_of(request)
    asked, noted = question.right(), note(request, "eligibility")
    call = CallSoFar(noted.operation, size_of(request), noted.microseconds)
    try:
        return text_of(ask(bank_of(request), asked, call, question.begun, at=timezone.now()))
    finally:
        noted.done = call.done


@router.post(
    "/enrolments", response={200: EnrolmentAnswer, **CONFLICTS}, operation_id="eligibility_enrolment",
    auth=declared("eligibility_enrolment"), openapi_extra=body_of(EnrolmentRequest),
)  # fmt: skip
@told
def enrolment(request: HttpRequest) -> Any:
    """Enrol a debtor on own account and bill the first months. Sent again, it answers how the enrolment stands now."""
    debtor = read_debtor(object_of(request), today=timezone.localdate())
    bank = bank_of(request)
    return _enrolment(bank, enrol_debtor(bank, debtor, at=timezone.now()))


@router.get(
    "/enrolments/{code}", response={200: EnrolmentAnswer, **CONFLICTS}, operation_id="eligibility_enrolment_state",
    auth=declared("eligibility_enrolment_state"),
)  # fmt: skip
@told
def enrolment_state(request: HttpRequest, code: str) -> Any:
    """How an enrolment of yours stands."""
    bank = bank_of(request)
    return _enrolment(bank, standing(bank, code[:24], at=timezone.now()))


@router.post(
    "/enrolments/{code}/payments", response={200: EnrolmentAnswer, **CONFLICTS}, operation_id="eligibility_payment",
    auth=declared("eligibility_payment"), openapi_extra=body_of(PaymentTold),
)  # fmt: skip
@told
def payment(request: HttpRequest, code: str) -> Any:
    """Tell that the debtor has paid all that is open: it is booked as a payment to the virtual account."""
    bank = bank_of(request)
    return _enrolment(bank, pay(bank, code[:24], read_paid(object_of(request)), at=timezone.now()))


def _enrolment(bank: Bank, row: EnrolmentRow) -> HttpResponse:
    message, english = _words(row)
    account = f"{padded(bank.service_id)}{row.customer}" if bank.service_id else None
    body = {
        "enrolment_id": row.code, "request_id": row.request_id, "state": row.state, "message": message,
        "message_en": english, "new_member": row.fresh, "membership_number": row.kpj, "office": row.office,
        "open_amount": row.open, "virtual_account": account,
        "bills": [
            {
                "month": f"{bill.month:%Y-%m}", "payment_code": bill.code, "amount": bill.total,
                "due_on": bill.due_on.isoformat(), "state": bill.state,
                "paid_on": bill.paid_on.isoformat() if bill.paid_on else None,
            }
            for bill in row.bills
        ],
        "covered_since": row.covered_since.isoformat() if row.covered_since else None,
        "covered_until": row.covered_until.isoformat() if row.covered_until and row.covered_since else None,
    }  # fmt: skip
    return text_of(json.dumps(body, ensure_ascii=False))


def _words(row: EnrolmentRow) -> tuple[str, str]:
    if row.covered_since is not None and row.state == "paid":
        return (
            f"Lunas. Tertanggung sejak {day_text(row.covered_since, 'id')}.",
            f"Paid. Covered since {day_text(row.covered_since, 'en')}.",
        )
    if row.state == "paid":
        return "Lunas.", "Paid."
    return (
        "Terdaftar. Perlindungan mulai begitu iuran pertama dibayar.",
        "Enrolled. Cover begins once the first contribution is paid.",
    )
