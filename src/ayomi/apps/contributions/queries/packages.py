"""What bills ask for the packages of migrant workers, as people look at it, and worked out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from ayomi.apps.contributions import rules
from ayomi.apps.membership.rules import packages as spans
from ayomi.core.periods import Span


@dataclass(frozen=True, slots=True)
class PackageCharge:
    """One package on a bill: whose, for what, for which days, and by the law of which day."""

    bill_id: int
    bill_state: str
    code: str | None
    due_on: date
    bill_paid_on: date | None
    package_id: int
    membership_id: int
    person_id: int
    name: str
    kpj: str
    kind: spans.Kind
    months: int
    since: date
    until: date
    destination: str
    asked_on: date
    amount: int


_CHARGE = """
SELECT b.id, b.state, b.code, b.due_on, b.paid_on, k.id, m.id, c.person_id, coalesce(s.name, ''), m.kpj, k.kind,
       k.months, k.since, k.until, k.destination, c.asked_on, c.amount
FROM contributions_packagecharge c JOIN contributions_bill b ON b.id = c.bill_id
JOIN membership_package k ON k.id = c.package_id JOIN membership_membership m ON m.id = c.membership_id
LEFT JOIN registry_person s ON s.id = c.person_id
"""


def package_charges(bill_id: int) -> list[PackageCharge]:
    """The packages that a bill asks for, by name."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_CHARGE} WHERE c.bill_id = %s ORDER BY 9, m.id, k.since, k.id", [bill_id])
        return [PackageCharge(*row) for row in cursor.fetchall()]


def charges_of_memberships(membership_ids: Sequence[int]) -> list[PackageCharge]:
    """What was asked for the packages of these memberships and not cancelled, in the order of their days."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_CHARGE} WHERE c.membership_id = ANY (%s) AND b.state <> 'cancelled' ORDER BY k.since, k.id",
            [list(membership_ids)],
        )
        return [PackageCharge(*row) for row in cursor.fetchall()]


def recount_packages() -> tuple[int, list[int]]:
    """Every package billed, its sum and its days, worked out again by the law of the day it was asked for.

    Returns how many were compared, and the memberships of those that differ.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.membership_id, k.kind, k.months, k.since, k.until, k.paid_on, k.covered_since, k.covered_until,"
            " c.asked_on, c.amount, (k.recorded_at AT TIME ZONE 'Asia/Jakarta')::date, b.paid_on"
            " FROM contributions_packagecharge c JOIN contributions_bill b ON b.id = c.bill_id"
            " AND b.state <> 'cancelled' JOIN membership_package k ON k.id = c.package_id"
        )
        found = cursor.fetchall()
    return len(found), [row[0] for row in found if _differs(*row[1:])]


def _differs(
    kind: spans.Kind, months: int, since: date, until: date, paid_on: date | None, covered_since: date | None,
    covered_until: date | None, asked_on: date, amount: int, recorded_on: date, bill_paid_on: date | None,
) -> bool:  # fmt: skip
    if rules.package_amount(kind, months, asked_on).amount != amount or paid_on != bill_paid_on:
        return True
    longest = {
        "before": lambda: spans.before(since, None)[1],
        "work": lambda: spans.work(since, months, recorded_on),
        "extension": lambda: spans.extension(since, months),
    }[kind]()
    # Departure may cut the time before placement short; nothing makes a package longer.
    if longest.until is None or until > longest.until or (kind != "before" and until != longest.until):
        return True
    if paid_on is None:
        return covered_since is not None
    first, last = spans.covered(Span(since, until), paid_on)
    return (covered_since, covered_until) != (first, last)
