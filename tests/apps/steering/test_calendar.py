"""The calendar of an office names what is due, late things first, and nothing of another office."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.cast import AT, Cast
from tests.edges.web.money_world import make_money

from ayomi.apps.access.queries import offices_below
from ayomi.apps.contributions.queries.bills import bills
from ayomi.apps.steering.actions.targets import Draft, draft_targets, propose_targets
from ayomi.apps.steering.queries.calendar import calendar
from ayomi.apps.steering.rules.course import even

pytestmark = pytest.mark.django_db


def test_bills_drafts_and_targets_stand_on_their_days(cast: Cast, users: dict[str, int]) -> None:
    make_money(cast)
    draft = Draft(cast.offices.kendari, 2027, "contributions_received", 5, even(5))
    ids = draft_targets([draft], by=users["office_head"], at=AT).ids
    propose_targets(ids, by=users["office_head"], at=AT)
    open_bills = [bill for bill in bills(shown="open", day=date(2026, 9, 1), limit=99) if bill.state == "final"]
    assert open_bills
    day = min(bill.due_on for bill in open_bills)
    offices = offices_below(cast.offices.kendari)
    days = (max(bill.due_on for bill in open_bills) - day).days
    before = calendar(offices, on=day, days=days)
    due = [entry for entry in before if entry.kind == "bills"]
    mine = [bill for bill in open_bills if bill.office_id in offices]
    assert (sum(entry.count for entry in due), sum(entry.amount or 0 for entry in due)) == (
        len(mine), sum(bill.total for bill in mine),
    )  # fmt: skip
    assert {"drafts", "targets"} <= {entry.kind for entry in before}
    assert [entry.day for entry in before] == sorted(entry.day for entry in before)
    later = calendar(offices, on=max(bill.due_on for bill in mine) + timedelta(days=1))
    assert (later[0].kind, later[0].count) == ("overdue", len(mine))


def test_an_office_without_anything_still_sees_its_months_end(cast: Cast) -> None:
    found = calendar([cast.offices.semarang], on=date(2026, 9, 20), days=45)
    assert [(entry.kind, entry.what) for entry in found] == [("month_end", "2026-09"), ("month_end", "2026-10")]
