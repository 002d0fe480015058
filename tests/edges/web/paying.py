"""Months assessed and paid, for tests of pages that show them."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.contributions.queries.bills import bills
from ayomi.apps.payments.actions.receive import take_receipt
from ayomi.core.periods import Month


def bill_and_pay(month: Month, *, pays: str = "") -> None:
    """Assesses the whole country on the third of the month; payers whose name holds `pays` pay on the ninth."""
    at = datetime(month.year, month.number, 3, 3, tzinfo=UTC)
    assess(month, scope="country", final=True, by=None, at=at)
    paid_on = month.first_day.replace(day=9)
    for bill in bills(shown="open", day=paid_on, limit=200):
        if pays and pays in bill.payer_name:
            take_receipt(
                key=f"{month}-{bill.bill_id}", amount=bill.total, paid_on=paid_on, code=bill.code or "",
                channel="hand", office_id=bill.office_id, by=None, at=at,
            )  # fmt: skip


def enter(client: Client, role: str) -> Client:
    """The client signed in as the user of that role (`tests.cast.make_users`).

    In life each act is a transaction of its own; here the owner's temporary tables are still about.
    """
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")
    user = get_user_model().objects.get(username=role)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
