"""What happened before the demo's months: the working life of Wa Ode Sitti Hajar, month by month, by the law of each.

A wage earner in 2014, on her own in 2019, through her cooperative since the end of 2023, and for half of 2024 paid for
by the regency. It is lived through the same actions as everything else, each with the day it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Literal

import polars as pl

from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.contributions.queries.bills import bills_numbered
from ayomi.apps.membership import actions as membership
from ayomi.apps.membership.queries import membership as member
from ayomi.apps.payments.actions.receive import take_receipt
from ayomi.core.periods import Month, months_between

BEGINS: Final = date(2014, 4, 1)
"""From when the organisations of the stories are known."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A membership of hers: [since, until), through which body of the stories (empty: alone), for how much a month."""

    body: str
    channel: str
    segment: Literal["wage_earner", "own_account"]
    since: date
    until: date | None
    wage: int
    occupation: str
    old_age: bool
    left: str = ""


LIFE: Final = (
    Stretch(
        "sinar", "firm", "wage_earner", BEGINS, date(2014, 9, 1), 1_450_000, "Buruh pengolahan ikan", True, "resigned"
    ),
    Stretch(
        "", "alone", "own_account", date(2019, 4, 1), date(2019, 7, 1), 1_000_000, "Pedagang ikan", False, "stopped"
    ),
    Stretch(
        "wolo", "cooperative", "own_account", date(2023, 11, 1), date(2024, 5, 1), 1_000_000, "Pedagang ikan", False,
        "channel_changed",
    ),
    Stretch(
        "pemkab", "government", "own_account", date(2024, 5, 1), date(2024, 11, 1), 1_000_000, "Pedagang ikan", False,
        "channel_changed",
    ),
    Stretch("wolo", "cooperative", "own_account", date(2024, 11, 1), None, 1_000_000, "Pedagang ikan", True),
)  # fmt: skip


def live(
    person_id: int, organisations: Mapping[str, int], *, office_id: int, region: str, until: date
) -> int:  # fmt: skip
    """Her memberships, and each of their months before `until` assessed and paid. Returns the months paid."""
    paid = 0
    for stretch in LIFE:
        number = _enrol(person_id, stretch, organisations.get(stretch.body), office_id, region)
        payer_id = member(number, on=stretch.since).payer_id
        for month in _months(stretch, until):
            # Cover begins with the first payment, so the first month is paid on its first day.
            paid += _pay(month, payer_id, on=month.day(1 if month == Month.of(stretch.since) else 9))
        if stretch.until is not None:
            ended = pl.DataFrame({"membership_id": [number], "until": [stretch.until], "reason": [stretch.left]})
            membership.leave(ended, upload_id=None, by=None, at=_moment(stretch.until))
            assess(
                Month.of(stretch.until), scope="payer", scope_id=payer_id, final=True, by=None,
                at=_moment(stretch.until, 2),
            )  # fmt: skip
    return paid


def _enrol(person_id: int, stretch: Stretch, organisation_id: int | None, office_id: int, region: str) -> int:
    frame = pl.DataFrame(
        {
            "person_id": [person_id], "since": [stretch.since], "wage": [stretch.wage],
            "occupation": [stretch.occupation], "region_id": [region], "jht": [stretch.old_age],
        }
    )  # fmt: skip
    told = membership.enrol(
        frame, segment=stretch.segment, channel=stretch.channel, organisation_id=organisation_id, project_id=None,
        office_id=office_id, upload_id=None, by=None, at=_moment(stretch.since),
    )  # fmt: skip
    return int(told["membership_id"][0])


def _months(stretch: Stretch, until: date) -> Iterator[Month]:
    """The months of the stretch that lie before the demo's own."""
    last = min(stretch.until or until, until)
    return months_between(Month.of(stretch.since), Month.of(last).plus(-1))


def _pay(month: Month, payer_id: int, *, on: date) -> int:
    """One month assessed on its first day, and its bill paid with its code."""
    at = _moment(month.first_day, 2)
    outcome = assess(month, scope="payer", scope_id=payer_id, final=True, by=None, at=at)
    for bill in bills_numbered(outcome.bills):
        take_receipt(
            key=f"past:{bill.bill_id}", amount=bill.total, paid_on=on, code=bill.code or "", channel="api",
            office_id=None, by=None, at=_moment(on, 3),
        )  # fmt: skip
    return len(outcome.bills)


def _moment(day: date, hour: int = 1) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
