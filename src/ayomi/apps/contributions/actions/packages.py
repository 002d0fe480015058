"""Billing migrant workers: what is asked once for each package, on one bill for whoever pays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.utils.timezone import localdate

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.contributions import rules
from ayomi.apps.contributions.actions.finalise import finalise
from ayomi.apps.contributions.models import Bill, PackageCharge, Part
from ayomi.apps.membership.actions.packages import cover_packages, withdraw_packages
from ayomi.apps.registry.actions import hold_payers
from ayomi.core.periods import Month

FUND: Final = "pmi"


class AlreadyBilled(Exception):
    """The package stands on a bill, which must be cancelled first."""


_UNBILLED: Final = """
SELECT k.id, k.kind, k.months, k.since, k.until, m.id, m.person_id
FROM membership_package k JOIN membership_membership m ON m.id = k.membership_id
WHERE m.payer_id = %(payer)s AND k.withdrawn_at IS NULL AND k.paid_on IS NULL AND k.until > %(day)s
  AND NOT EXISTS (SELECT 1 FROM contributions_packagecharge c JOIN contributions_bill b ON b.id = c.bill_id
      WHERE c.package_id = k.id AND b.state <> 'cancelled')
ORDER BY m.id, k.since, k.id
"""


def bill_packages(payer_id: int, *, by: int | None, at: datetime) -> int | None:
    """One final bill over every package of this payer that no bill asks for yet; None where there is none.

    Asked by the law of the day. Raises NotInForce, and NotEligible for a contract shorter than any package.
    """
    issued = localdate(at)
    with owner_rights():
        hold_payers([payer_id])
        with connection.cursor() as cursor:
            cursor.execute(_UNBILLED, {"payer": payer_id, "day": issued})
            packages = cursor.fetchall()
        if not packages:
            return None
        amounts = [rules.package_amount(kind, months, issued).amount for _, kind, months, *_ in packages]
        due_on = min(rules.package_due(kind, since, until, issued) for _, kind, _, since, until, *_ in packages)
        bill = _bill(payer_id, issued, sum(amounts), len({member for *_, member, _ in packages}), due_on, at)
        Part.objects.create(bill=bill, fund=FUND, amount=bill.total, due_on=due_on)
        PackageCharge.objects.bulk_create(
            PackageCharge(
                bill=bill, package_id=package, membership_id=member, person_id=person, asked_on=issued, amount=amount
            )
            for (package, *_, member, person), amount in zip(packages, amounts, strict=True)
        )
        finalise([bill.pk], by=by, at=at)
    return int(bill.pk)


def _bill(payer_id: int, issued: date, total: int, members: int, due_on: date, at: datetime) -> Bill:
    month = Month.of(issued).first_day
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.office_id, (SELECT coalesce(max(b.sequence) + 1, 0) FROM contributions_bill b"
            " WHERE b.payer_id = p.id AND b.month = %s AND b.segment = 'migrant' AND b.state <> 'cancelled')"
            " FROM registry_payer p WHERE p.id = %s",
            [month, payer_id],
        )
        office_id, sequence = cursor.fetchone()
    return Bill.objects.create(
        payer_id=payer_id, office_id=office_id, month=month, segment="migrant", sequence=sequence, kind="package",
        state="draft", total=total, members=members, due_on=due_on, drafted_at=at,
    )  # fmt: skip


def take_back(package_ids: Sequence[int], *, by: int | None, at: datetime) -> int:
    """Packages recorded by mistake, or no longer needed, that no bill asks for. Returns how many were withdrawn.

    Raises AlreadyBilled where one stands on a bill that was not cancelled.
    """
    with owner_rights(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT m.payer_id FROM membership_package k JOIN membership_membership m"
            " ON m.id = k.membership_id WHERE k.id = ANY (%s)",
            [list(package_ids)],
        )
        hold_payers([row[0] for row in cursor.fetchall()])
        cursor.execute(
            "SELECT count(*) FROM contributions_packagecharge c JOIN contributions_bill b ON b.id = c.bill_id"
            " WHERE c.package_id = ANY (%s) AND b.state <> 'cancelled'",
            [list(package_ids)],
        )
        if cursor.fetchone()[0]:
            raise AlreadyBilled(str(list(package_ids)))
        return withdraw_packages(list(package_ids), by=by, at=at)


def cover_paid_packages(bills: Sequence[int]) -> None:
    """Cover the migrant workers whose packages these paid bills asked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.package_id, min(b.paid_on) FROM contributions_packagecharge c JOIN contributions_bill b"
            " ON b.id = c.bill_id WHERE c.bill_id = ANY (%s) AND b.state = 'paid' GROUP BY 1 ORDER BY 1",
            [list(bills)],
        )
        cover_packages(dict(cursor.fetchall()))
