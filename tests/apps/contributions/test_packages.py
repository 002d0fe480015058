"""Migrant workers are billed once for what the law asks, and covered for what was paid and not a day more."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import polars as pl
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayomi.apps.audit.queries import examine
from ayomi.apps.compliance.queries import holdings
from ayomi.apps.contributions.actions.finalise import cancel
from ayomi.apps.contributions.actions.packages import AlreadyBilled, bill_packages, take_back
from ayomi.apps.contributions.queries import bills
from ayomi.apps.contributions.queries.checks import CHECKS as OF_CONTRIBUTIONS
from ayomi.apps.contributions.queries.packages import package_charges, recount_packages
from ayomi.apps.ledger.queries import CHECKS as OF_LEDGER
from ayomi.apps.membership import queries as membership
from ayomi.apps.membership.actions import leave
from ayomi.apps.membership.actions.packages import NotPlaced, await_placement, place, prolong
from ayomi.apps.membership.queries.checks import CHECKS as OF_MEMBERSHIP
from ayomi.apps.membership.queries.packages import migrant, migrant_counts, migrant_rows, packages
from ayomi.apps.payments.actions.receive import take_receipt
from ayomi.apps.payments.queries import CHECKS as OF_PAYMENTS
from ayomi.core.law.errors import NotEligible
from ayomi.core.periods import add_months
from tests.cast import Cast, enrol

AT = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
TODAY, LEAVES = date(2026, 9, 1), date(2026, 11, 2)

pytestmark = pytest.mark.django_db


def through_agency(cast: Cast, person: int | None = None) -> int:
    rows = enrol(
        (person or cast.sri,), segment="migrant", channel="firm", organisation_id=cast.firm,
        office_id=cast.offices.kolaka, wage=0,
    )  # fmt: skip
    assert rows["code"][0] is None
    return int(rows["membership_id"][0])


def alone(cast: Cast) -> int:
    rows = enrol((cast.rahim,), segment="migrant", channel="alone", office_id=cast.offices.kolaka, wage=0)
    if rows["code"][0] == "already_member":
        leave(
            pl.DataFrame({"membership_id": [cast.rahim_member], "until": [date(2026, 9, 2)], "reason": ["x"]}),
            upload_id=None, by=None, at=AT,
        )  # fmt: skip
        rows = enrol(
            (cast.rahim,), segment="migrant", channel="alone", office_id=cast.offices.kolaka, wage=0,
            since=date(2026, 9, 2),
        )  # fmt: skip
    return int(rows["membership_id"][0])


def payer_of(member: int) -> int:
    return membership.membership(member, on=TODAY).payer_id


def bill_for(member: int, at: datetime = AT) -> bills.BillRow:
    number = bill_packages(payer_of(member), by=None, at=at)
    assert number is not None
    found = bills.bill(number)
    assert found is not None
    return found


def pay(bill: bills.BillRow, day: date, key: str = "k1") -> None:
    take_receipt(
        key=key, amount=bill.total, paid_on=day, code=bill.code or "", channel="hand", sender="P3MI", office_id=None,
        by=None, at=AT,
    )  # fmt: skip


def all_holds() -> None:
    checks = (*OF_MEMBERSHIP, *OF_CONTRIBUTIONS, *OF_LEDGER, *OF_PAYMENTS)
    assert [check.name for check in checks if examine(check).broken] == []
    assert recount_packages()[1] == []


def status(cast: Cast, day: date, person: int | None = None) -> tuple[str, str]:
    answer = membership.cover_on(person or cast.sri, day)
    job = next(job for job in answer.jobs if job.segment == "migrant")
    return job.status, job.why


def test_an_agency_pays_once_for_the_time_before_placement_and_for_the_contract(cast: Cast) -> None:
    member = through_agency(cast)
    place(member, departs=LEAVES, months=24, destination="Malaysia", by=None, at=AT)
    bill = bill_for(member)
    assert (bill.total, bill.segment, bill.kind, bill.state) == (370_000, "migrant", "package", "final")
    assert (bill.payer_kind, bill.payer_subject) == ("organisation", cast.firm)
    assert bill.due_on == TODAY + timedelta(days=30)
    assert [(line.kind, line.amount) for line in package_charges(bill.bill_id)] == [
        ("before", 37_500), ("work", 332_500),
    ]  # fmt: skip
    assert bill_packages(payer_of(member), by=None, at=AT) is None
    all_holds()


def test_who_goes_alone_pays_for_the_contract_only_and_before_leaving(cast: Cast) -> None:
    member = alone(cast)
    place(member, departs=LEAVES, months=12, destination="Taiwan", by=None, at=AT)
    bill = bill_for(member)
    assert (bill.total, bill.due_on, bill.payer_kind) == (189_000, LEAVES - timedelta(days=1), "person")
    assert status(cast, LEAVES, cast.rahim) == ("not_covered", "package_unpaid")
    pay(bill, date(2026, 9, 10))
    assert status(cast, LEAVES - timedelta(days=1), cast.rahim) == ("not_covered", "package_unpaid")
    assert status(cast, LEAVES, cast.rahim) == ("covered", "paid")
    assert status(cast, date(2028, 1, 1), cast.rahim) == ("covered", "paid")
    assert status(cast, date(2028, 1, 2), cast.rahim) == ("not_covered", "package_over")
    all_holds()


def test_cover_runs_from_the_payment_through_the_work_and_two_months_beyond(cast: Cast) -> None:
    member = through_agency(cast)
    place(member, departs=LEAVES, months=6, destination="Hong Kong", by=None, at=AT)
    pay(bill_for(member), date(2026, 9, 5))
    assert status(cast, date(2026, 9, 4)) == ("not_covered", "package_unpaid")
    answer = membership.cover_on(cast.sri, date(2026, 9, 5)).jobs
    job = next(job for job in answer if job.segment == "migrant")
    assert (job.since, job.until, job.paid_on) == (date(2026, 9, 5), add_months(LEAVES, 8), date(2026, 9, 5))
    assert (job.programmes, job.paid_by) == (("jkk", "jkm"), "PT Anugerah Baja Pomalaa")
    (held,) = holdings([member], date(2027, 6, 1))
    assert held.standing.state == "valid"
    (over,) = holdings([member], date(2028, 1, 1))
    assert over.standing.state == "lapsed"
    all_holds()


def test_before_the_contract_is_known_only_the_time_before_placement_is_paid_and_departure_ends_it(cast: Cast) -> None:
    member = through_agency(cast)
    await_placement(member, by=None, at=AT)
    first = bill_for(member)
    assert (first.total, first.due_on) == (37_500, TODAY + timedelta(days=30))
    pay(first, date(2026, 9, 3))
    place(member, departs=date(2026, 10, 10), months=24, destination="Singapura", by=None, at=AT)
    second = bill_for(member)
    assert second.total == 332_500
    assert status(cast, date(2026, 10, 9)) == ("covered", "paid")
    assert status(cast, date(2026, 10, 10)) == ("not_covered", "package_over")
    pay(second, date(2026, 10, 20), "k2")
    assert status(cast, date(2026, 10, 19)) == ("not_covered", "package_over")
    assert status(cast, date(2026, 10, 20)) == ("covered", "paid")
    all_holds()


def test_a_prolonged_contract_is_paid_by_the_month_and_covers_without_a_gap(cast: Cast) -> None:
    member = through_agency(cast)
    place(member, departs=LEAVES, months=24, destination="Malaysia", by=None, at=AT)
    pay(bill_for(member), date(2026, 9, 5))
    prolong(member, months=6, by=None, at=AT)
    bill = bill_for(member)
    ends = add_months(LEAVES, 26)
    assert (bill.total, bill.due_on) == (6 * 13_500, ends - timedelta(days=1))
    pay(bill, date(2026, 9, 6), "k2")
    job = next(job for job in membership.cover_on(cast.sri, ends).jobs if job.segment == "migrant")
    assert (job.since, job.until) == (date(2026, 9, 5), add_months(LEAVES, 32))
    assert [(piece.kind, piece.since, piece.until) for piece in membership.timeline(cast.sri)[-1].stretches] == [
        ("uncovered", TODAY, date(2026, 9, 5)), ("covered", date(2026, 9, 5), add_months(LEAVES, 32)),
        ("uncovered", add_months(LEAVES, 32), None),
    ]  # fmt: skip
    all_holds()


def test_one_bill_holds_all_whom_an_agency_sends(cast: Cast) -> None:
    members = [through_agency(cast, person) for person in (cast.sri, cast.sitti)]
    for member in members:
        place(member, departs=LEAVES, months=24, destination="Malaysia", by=None, at=AT)
    bill = bill_for(members[0])
    assert (bill.total, bill.members) == (740_000, 2)
    all_holds()


def test_a_contract_too_short_for_any_package_is_refused_and_nothing_is_billed(cast: Cast) -> None:
    member = alone(cast)
    place(member, departs=LEAVES, months=5, destination="Brunei", by=None, at=AT)
    with pytest.raises(NotEligible):
        bill_packages(payer_of(member), by=None, at=AT)
    gone = take_back([each.package_id for each in packages([member])], by=None, at=AT)
    assert (gone, packages([member])) == (1, [])


def test_what_stands_on_a_bill_is_not_taken_back_until_the_bill_is_cancelled(cast: Cast) -> None:
    member = alone(cast)
    made = place(member, departs=LEAVES, months=24, destination="Malaysia", by=None, at=AT)
    bill = bill_for(member)
    with pytest.raises(AlreadyBilled):
        take_back(made, by=None, at=AT)
    cancel(bill.bill_id, reason="tidak jadi berangkat", by=None, at=AT)
    assert take_back(made, by=None, at=AT) == 1
    all_holds()


@pytest.mark.parametrize(
    ("departs", "months", "code"),
    [
        (date(2026, 8, 31), 24, "outside_membership"),
        (TODAY, 24, "departs_too_soon"),
        (LEAVES, 0, "months_impossible"),
        (LEAVES, 121, "months_impossible"),
    ],
)
def test_a_contract_that_cannot_be_is_refused(cast: Cast, departs: date, months: int, code: str) -> None:
    member = through_agency(cast)
    with pytest.raises(NotPlaced) as refused:
        place(member, departs=departs, months=months, destination="Malaysia", by=None, at=AT)
    assert (refused.value.code, packages([member])) == (code, [])


def test_nobody_has_two_contracts_at_once_and_only_migrants_have_one(cast: Cast) -> None:
    member = through_agency(cast)
    with pytest.raises(NotPlaced, match="no_contract"):
        prolong(member, months=6, by=None, at=AT)
    place(member, departs=LEAVES, months=24, destination="Malaysia", by=None, at=AT)
    with pytest.raises(NotPlaced, match="placed_already"):
        place(member, departs=date(2027, 1, 1), months=24, destination="Malaysia", by=None, at=AT)
    with pytest.raises(NotPlaced, match="not_migrant"):
        place(cast.sitti_member, departs=LEAVES, months=24, destination="Malaysia", by=None, at=AT)


def test_the_list_says_how_each_stands(cast: Cast) -> None:
    member = through_agency(cast)
    seen = [migrant(member, on=TODAY)]
    place(member, departs=LEAVES, months=6, destination="Malaysia", by=None, at=AT)
    seen.append(migrant(member, on=TODAY))
    pay(bill_for(member), date(2026, 9, 5))
    days = (date(2026, 9, 4), date(2026, 9, 5), date(2027, 5, 15), add_months(LEAVES, 8))
    seen += [migrant(member, on=day) for day in days]
    assert [row.state for row in seen if row] == ["contract", "unpaid", "coming", "covered", "ending", "over"]
    assert migrant_counts(on=TODAY)["coming"] == 1
    assert [row.membership_id for row in migrant_rows(on=TODAY, state="coming", name="sri")] == [member]


def test_home_early_ends_the_cover_with_the_membership(cast: Cast) -> None:
    member = through_agency(cast)
    place(member, departs=LEAVES, months=24, destination="Malaysia", by=None, at=AT)
    pay(bill_for(member), date(2026, 9, 5))
    home = pl.DataFrame({"membership_id": [member], "until": [date(2027, 2, 1)], "reason": ["returned"]})
    assert leave(home, upload_id=None, by=None, at=AT)["code"][0] is None
    assert status(cast, date(2027, 1, 31)) == ("covered", "paid")
    assert [job for job in membership.cover_on(cast.sri, date(2027, 2, 1)).jobs if job.segment == "migrant"] == []


def covered_days() -> list[tuple[date, date, date, date, date]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT covered_since, covered_until, since, until, paid_on FROM membership_package WHERE paid_on"
            " IS NOT NULL ORDER BY covered_since"
        )
        return list(cursor.fetchall())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    departs_in=st.integers(1, 300), months=st.integers(6, 60), paid_after=st.integers(0, 900),
    more=st.lists(st.tuples(st.integers(1, 24), st.integers(0, 900)), max_size=2), waits=st.booleans(),
)  # fmt: skip
def test_nobody_is_covered_for_a_day_that_was_not_paid_for(
    cast: Cast, departs_in: int, months: int, paid_after: int, more: list[tuple[int, int]], waits: bool
) -> None:
    point = transaction.savepoint()
    member = through_agency(cast)
    if waits:
        await_placement(member, by=None, at=AT)
    place(member, departs=TODAY + timedelta(days=departs_in), months=months, destination="X", by=None, at=AT)
    pay(bill_for(member), TODAY + timedelta(days=paid_after))
    for number, (longer, later) in enumerate(more):
        prolong(member, months=longer, by=None, at=AT)
        pay(bill_for(member), TODAY + timedelta(days=later), f"more{number}")
    found = covered_days()
    assert all(since >= min(max(first, paid), last) for since, _, first, last, paid in found)
    assert all(until <= last for _, until, _, last, _ in found)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(found))
    days = sum((until - since).days for since, until, *_ in found)
    # 5 months before, the contract with two months, and what it was prolonged by: never more than was paid for.
    assert days <= (5 + months + 2 + sum(longer for longer, _ in more)) * 31
    all_holds()
    transaction.savepoint_rollback(point)
