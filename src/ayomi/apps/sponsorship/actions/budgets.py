"""Budgets: set up, approved by a second person, changed by two, closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import connection, transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.sponsorship.models import SOURCES, Budget, Support
from ayomi.apps.sponsorship.rules import span_cost
from ayomi.core.periods import Month

ASKED: Final = ("asked_amount", "asked_quota", "asked_reason", "asked_by", "asked_at")
OPEN = ("proposed", "waiting")


class NotPossible(Exception):
    """The act does not fit the budget or the support as it stands. `code` names why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnknownBudget(LookupError):
    """No such budget, or none that may be seen from here."""


def set_up_budget(
    *, organisation_id: int, office_id: int, name: str, source: str, since: Month, until: Month, amount: int,
    quota: int, income: int, jht: bool, region: str | None, agreement_id: int | None, by: int | None, at: datetime,
) -> int:  # fmt: skip
    """A draft. `until`: the first month that may not be paid. Money in rupiah, `quota` in people at once.

    Raises ValueError for amounts or months that cannot be, and NotPossible ('not_a_government_payer').
    """
    if source not in SOURCES or amount <= 0 or quota <= 0 or income <= 0 or until <= since:
        raise ValueError("a budget needs a source, months, an amount, a quota and a base above zero")
    span_cost(since.first_day, since.plus(1).first_day, income=income, jht=jht)
    with transaction.atomic():
        if source != "donation" and not _government(organisation_id):
            raise NotPossible("not_a_government_payer")
        made = Budget.objects.create(
            organisation_id=organisation_id, office_id=office_id, name=name, source=source, since=since.first_day,
            until=until.first_day, amount=amount, quota=quota, income=income, jht=jht, region_id=region,
            agreement_id=agreement_id, recorded_at=at, recorded_by=by,
        )  # fmt: skip
        note_of("budget_set_up", made, by=by, at=at, amount=amount, quota=quota)
    return int(made.pk)


def _government(organisation_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT government_payer FROM registry_organisation WHERE id = %s", [organisation_id])
        found = cursor.fetchone()
    return bool(found and found[0])


def note_of(action: str, budget: Budget, *, by: int | None, at: datetime, **detail: object) -> None:
    """An act on a budget, for the log."""
    record(
        action, subject="budget", subject_id=budget.pk, office_id=budget.office_id, by=by, at=at, detail=detail
    )  # fmt: skip


def hold(budget_id: int) -> Budget:
    """The budget, held until the transaction ends: whoever reserves from it waits for whoever does so now."""
    found = Budget.objects.select_for_update().filter(pk=budget_id).first()
    if found is None:
        raise UnknownBudget(budget_id)
    return found


def approve_budget(budget_id: int, *, by: int | None, at: datetime) -> None:
    """A second person approves. Raises NotPossible ('not_a_draft', 'own_request')."""
    with transaction.atomic():
        held = hold(budget_id)
        if held.state != "draft":
            raise NotPossible("not_a_draft")
        if by is not None and held.recorded_by == by:
            raise NotPossible("own_request")
        held.state, held.approved_at, held.approved_by = "approved", at, by
        held.save(update_fields=["state", "approved_at", "approved_by"])
        note_of("budget_approved", held, by=by, at=at)


def ask_change(budget_id: int, *, amount: int, quota: int, reason: str, by: int | None, at: datetime) -> None:
    """Another amount or quota asked for, as a changed budget of the year brings it; a second person decides.

    Raises NotPossible ('not_approved', 'below_reserved', 'no_reason', 'no_change').
    """
    if not reason.strip():
        raise NotPossible("no_reason")
    with transaction.atomic():
        held = hold(budget_id)
        if held.state != "approved":
            raise NotPossible("not_approved")
        if (amount, quota) == (held.amount, held.quota):
            raise NotPossible("no_change")
        _not_below(held, amount, quota)
        held.asked_amount, held.asked_quota, held.asked_reason = amount, quota, reason.strip()[:200]
        held.asked_by, held.asked_at = by, at
        held.save(update_fields=[*ASKED])
        note_of("budget_change_asked", held, by=by, at=at, amount=[held.amount, amount], quota=[held.quota, quota],
                reason=reason)  # fmt: skip


def decide_change(budget_id: int, *, accepted: bool, by: int | None, at: datetime) -> None:
    """The change that was asked for, accepted or refused by a second person; whoever asked may take it back.

    A smaller quota keeps everyone who is supported; it only closes the door. Raises NotPossible ('no_change',
    'own_request', 'below_reserved' where more has been reserved since).
    """
    with transaction.atomic():
        held = hold(budget_id)
        if held.asked_amount is None or held.asked_quota is None:
            raise NotPossible("no_change")
        if accepted:
            if by is not None and held.asked_by == by:
                raise NotPossible("own_request")
            _not_below(held, held.asked_amount, held.asked_quota)
        note_of(
            "budget_changed" if accepted else "budget_change_refused", held, by=by, at=at,
            amount=[held.amount, held.asked_amount], quota=[held.quota, held.asked_quota], reason=held.asked_reason,
        )  # fmt: skip
        if accepted:
            held.amount, held.quota = held.asked_amount, held.asked_quota
        held.asked_amount = held.asked_quota = held.asked_by = held.asked_at = None
        held.asked_reason = ""
        held.save(update_fields=["amount", "quota", *ASKED])


def _not_below(held: Budget, amount: int, quota: int) -> None:
    if amount < held.committed or quota < most_people(held, held.since, held.until):
        raise NotPossible("below_reserved")


def close_budget(budget_id: int, *, reason: str, by: int | None, at: datetime) -> int:
    """Nobody is proposed or taken on any more; whoever is supported keeps the months reserved. Returns how many
    proposed and waiting people go without.

    Raises NotPossible ('not_approved', 'no_reason').
    """
    if not reason.strip():
        raise NotPossible("no_reason")
    with transaction.atomic():
        held = hold(budget_id)
        if held.state != "approved":
            raise NotPossible("not_approved")
        left = Support.objects.filter(budget=held, state__in=OPEN).update(
            state="refused", note="budget_closed", decided_at=at, decided_by=by
        )
        held.state, held.asked_amount, held.asked_quota, held.asked_reason = "closed", None, None, ""
        held.asked_by = held.asked_at = None
        held.save(update_fields=["state", *ASKED])
        note_of("budget_closed", held, by=by, at=at, reason=reason.strip()[:200], left=left)
    return left


def most_people(budget: Budget, since: date, until: date) -> int:
    """The most people any month of [since, until) has. One statement, over spans and not over people."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH spans AS (SELECT since, until, count(*) AS people FROM sponsorship_support"
            " WHERE budget_id = %(budget)s AND state IN ('active', 'ended') AND since < %(until)s"
            " AND until > %(since)s GROUP BY 1, 2)"
            " SELECT coalesce(max(people), 0)::bigint FROM (SELECT sum(s.people) AS people FROM spans s"
            " JOIN generate_series(%(since)s::timestamp, %(until)s::timestamp - interval '1 day', interval '1 month')"
            " AS m ON s.since <= m AND s.until > m GROUP BY m) counted",
            {"budget": budget.pk, "since": since, "until": until},
        )
        return int(cursor.fetchone()[0])
