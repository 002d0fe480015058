"""Money out: conditions met, tranches paid, loans begun with the last of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

import polars as pl
from django.db import connection
from django.db.models import F

from ayomi.apps.audit.actions import copy_in, owner_rights, record
from ayomi.apps.funding.actions.applications import NotPossible
from ayomi.apps.funding.models import Application, Item, Loan, Purse, Tranche
from ayomi.apps.funding.rules import loan_code
from ayomi.apps.ledger import actions as ledger
from ayomi.apps.payments.actions.receive import open_destinations
from ayomi.core.lending.schedule import GraceFee, Method, Terms, due_dates, schedule


def meet_condition(
    application_id: int, number: int, *, met_on: date, note: str, by: int | None, at: datetime
) -> None:  # fmt: skip
    """The condition of a tranche is met, such as the training finished. Raises NotPossible (no_tranche)."""
    with owner_rights():
        tranche = _tranche(application_id, number)
        if tranche.met_on is not None:
            raise NotPossible("no_tranche")
        tranche.met_on, tranche.met_by, tranche.met_note = met_on, by, note
        tranche.save(update_fields=["met_on", "met_by", "met_note"])
        _note(tranche, "fund_condition_met", by=by, at=at, detail={"tranche": number, "note": note})


_OUT = """
    SELECT format('fund-tranche:%%s', t.id) AS key,
           CASE WHEN w.returns THEN 'loans/' ELSE 'capital/' END || w.code AS debit, 'cash/' || w.code AS credit,
           t.amount, t.paid_on AS day, NULL::bigint AS payer_id, NULL::bigint AS bill_id, NULL::bigint AS receipt_id
    FROM funding_tranche t JOIN funding_application a ON a.id = t.application_id
    JOIN funding_window w ON w.id = a.window_id WHERE t.id = %s
"""


def pay_tranche(application_id: int, number: int, *, paid_on: date, by: int, at: datetime) -> int:
    """Pay a tranche out of the window's purse; with the last one the loans begin. Returns how many loans began.

    Raises NotPossible: no_tranche, not_agreed, not_met, order (an earlier one is unpaid), same_person (who decided does
    not pay), too_early.
    """
    with owner_rights():
        tranche = _tranche(application_id, number)
        asked = Application.objects.select_related("window", "rule").get(pk=application_id)
        earlier = Tranche.objects.filter(application=asked, number__lt=number)
        wrong = {
            "no_tranche": tranche.paid_on is not None,
            "not_agreed": asked.state != "agreed",
            "not_met": tranche.met_on is None,
            "order": earlier.filter(paid_on__isnull=True).exists(),
            "same_person": asked.decided_by == by,
            "too_early": paid_on < max([day for day in (tranche.met_on, asked.agreed_on) if day], default=paid_on)
            or earlier.filter(paid_on__gt=paid_on).exists(),
        }
        if code := next((code for code, is_so in wrong.items() if is_so), None):
            raise NotPossible(code)
        tranche.paid_on, tranche.paid_by = paid_on, by
        tranche.save(update_fields=["paid_on", "paid_by"])
        # What was promised was kept free, so both go down together and the purse cannot fall short.
        Purse.objects.filter(pk=asked.window_id).update(
            money=F("money") - tranche.amount, committed=F("committed") - tranche.amount
        )
        ledger.post(_OUT, [tranche.pk], by=by, at=at)
        _note(tranche, "fund_paid_out", by=by, at=at, detail={"tranche": number, "amount": tranche.amount})
        if Tranche.objects.filter(application=asked, paid_on__isnull=True).exists():
            return 0
        asked.state = "paid"
        asked.save(update_fields=["state"])
        return _begin(asked, paid_on) if asked.window.returns else 0


def _begin(asked: Application, paid_out: date) -> int:
    """A loan for each borrower in whose way nothing stood, with its schedule and payment code."""
    items = list(Item.objects.filter(application=asked, obstacles=[]).order_by("id"))
    rule, first = asked.rule, due_dates(paid_out, 2)[1]
    loans = Loan.objects.bulk_create(
        Loan(
            item=item, window=asked.window, rule=rule, organisation_id=asked.organisation_id, person_id=item.person_id,
            office_id=asked.office_id, name=item.name, principal=item.amount, rate=rule.rate, months=asked.months,
            grace=asked.grace, method=rule.method, grace_fee=rule.grace_fee, order=rule.order, paid_out=paid_out,
            first_due=first, oldest_due=first,
        )
        for item in items
    )  # fmt: skip
    rows = []
    for loan in loans:
        loan.code = loan_code(loan.pk)
        rows += [(loan.pk, row.number, row.due, row.principal, row.fee) for row in schedule(terms_of(loan))]
    Loan.objects.bulk_update(loans, ["code"])
    open_destinations(
        pl.DataFrame({"code": [loan.code for loan in loans], "office_id": [asked.office_id] * len(loans)})
    )
    kinds = {"loan_id": "bigint", "number": "smallint", "due": "date", "principal": "bigint", "fee": "bigint"}
    copy_in(pl.DataFrame(rows, schema=list(kinds), orient="row"), "new_instalments", kinds)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO funding_instalment (loan_id, number, due, principal, fee, principal_paid, fee_paid)"
            " SELECT loan_id, number, due, principal, fee, 0, 0 FROM new_instalments"
        )
        cursor.execute("DROP TABLE new_instalments")
        # An instalment that asks for nothing (a grace month without fee) is settled on its own.
        cursor.execute(_SKIP_EMPTY, [[loan.pk for loan in loans]])
    return len(loans)


_SKIP_EMPTY = """
    WITH mine AS (SELECT unnest(%s::bigint[]) AS id), empty AS (
        UPDATE funding_instalment i SET settled_on = i.due FROM mine
        WHERE i.loan_id = mine.id AND i.principal = 0 AND i.fee = 0
    )
    UPDATE funding_loan l SET next_number = f.number, oldest_due = f.due FROM (
        SELECT DISTINCT ON (i.loan_id) i.loan_id, i.number, i.due FROM funding_instalment i
        JOIN mine ON mine.id = i.loan_id
        WHERE i.principal + i.fee > 0 ORDER BY i.loan_id, i.number
    ) f WHERE f.loan_id = l.id
"""


def terms_of(loan: Loan) -> Terms:
    """The agreed terms of a loan as `core.lending` counts with them."""
    return Terms(
        loan.principal, loan.rate, loan.months, cast(Method, loan.method), loan.paid_out, loan.first_due,
        grace=loan.grace, grace_fee=cast(GraceFee, loan.grace_fee),
    )  # fmt: skip


def _tranche(application_id: int, number: int) -> Tranche:
    # The application is held first, so that two clerks cannot pay the same tranche at once.
    Application.objects.select_for_update().get(pk=application_id)
    found = Tranche.objects.select_related("application").filter(application_id=application_id, number=number).first()
    if found is None:
        raise NotPossible("no_tranche")
    return found


def _note(tranche: Tranche, action: str, *, by: int | None, at: datetime, detail: dict[str, object]) -> None:
    asked = tranche.application
    record(action, subject="application", subject_id=asked.pk, by=by, at=at, office_id=asked.office_id, detail=detail)
