"""A change that makes no difference is taken in by the next final assessment, and then costs no more looking."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from django.db import connection

from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.contributions.queries import gather
from ayomi.apps.membership.actions import leave
from ayomi.core.periods import Month
from tests.apps.contributions.world import build, enrol_fishers, persons

pytestmark = pytest.mark.django_db


def run(number: int, *, final: bool = True) -> Any:
    moment = datetime(2026, number, 5, 3, tzinfo=UTC)
    return assess(Month(2026, number), scope="country", final=final, by=None, at=moment)


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM membership_change WHERE settled_month IS NULL")
        return int(cursor.fetchone()[0])


def test_who_left_alone_and_owes_nothing_more_is_not_looked_at_every_month() -> None:
    world = build()
    (fisher,) = enrol_fishers(persons(1, world), world, alone=True)
    run(8)
    leaving = pl.DataFrame({"membership_id": [fisher], "until": [date(2026, 9, 1)], "reason": ["resigned"]})
    leave(leaving, upload_id=None, by=None, at=datetime(2026, 9, 2, tzinfo=UTC))
    assert waiting() == 1
    assert run(10, final=False).lines == 0
    assert waiting() == 1, "a draft takes nothing in"
    assert run(10).lines == 0
    assert waiting() == 0
    assert gather.payers_due(Month(2026, 11), scope="country", scope_id=None) == []


def test_a_change_after_the_final_bill_of_the_month_waits_for_the_next() -> None:
    world = build()
    first, second = enrol_fishers(persons(2, world), world)
    run(8)
    leaving = pl.DataFrame({"membership_id": [second], "until": [date(2026, 8, 20)], "reason": ["resigned"]})
    leave(leaving, upload_id=None, by=None, at=datetime(2026, 8, 6, tzinfo=UTC))
    run(8)
    assert waiting() == 1
    run(9)
    assert waiting() == 0
    assert first != second
