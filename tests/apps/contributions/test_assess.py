"""A month is assessed once, by the law of that month; what changed since is corrected by difference lines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from django.db import DatabaseError, connection, transaction

from ayomi.apps.audit.queries import examine
from ayomi.apps.contributions.actions.assess import NOTHING, assess
from ayomi.apps.contributions.actions.finalise import NotDraft, cancel, finalise
from ayomi.apps.contributions.queries import bills as queries
from ayomi.apps.contributions.queries.checks import CHECKS
from ayomi.apps.contributions.queries.recount import recount
from ayomi.apps.membership.actions import change_wages, leave
from ayomi.core.banking.codes import is_payment_code
from ayomi.core.law.quote import answer
from ayomi.core.periods import Month
from tests.apps.contributions.world import (
    AT,
    AUGUST,
    World,
    build,
    enrol_fishers,
    enrol_workers,
    payer_of_person,
    persons,
)

pytestmark = pytest.mark.django_db

AUG, SEP, OCT, NOV = Month(2026, 8), Month(2026, 9), Month(2026, 10), Month(2026, 11)


@pytest.fixture
def world() -> World:
    return build()


def run(month: Month, *, final: bool = True, supplement: bool = False, days: int = 0) -> Any:
    at = datetime(month.year, month.number, 5, 3, 0, tzinfo=UTC) + timedelta(days=days)
    return assess(month, scope="country", final=final, supplement=supplement, by=None, at=at)


def lines() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bill_month, month, membership_id, reason, wage, total FROM contributions_line ORDER BY 1, 3, 2"
        )
        return cursor.fetchall()


def differing() -> list[int]:
    """Memberships whose bills are not what the law gives when worked out again."""
    return [membership for _, memberships in recount() for membership in memberships]


def checks_hold() -> None:
    assert {check.name: examine(check).broken for check in CHECKS} == {check.name: 0 for check in CHECKS}
    assert differing() == []


def test_each_member_gets_one_line_and_each_payer_one_bill(world: World) -> None:
    enrol_workers(persons(3, world), world)
    enrol_fishers(persons(2, world, 100), world)
    outcome = run(AUG)
    assert (len(outcome.bills), outcome.lines) == (2, 5)
    assert {reason for *_, reason, _, _ in lines()} == {"regular"}
    checks_hold()


def test_the_bill_says_what_the_law_says_of_one_worker(world: World) -> None:
    """Two paths to one figure: the monthly run over columns, and the answer to one question."""
    enrol_workers(persons(1, world), world, wage=11_500_333)
    (number,) = run(AUG).bills
    told = answer(
        {"kind": "contribution", "segment": "wage_earner", "month": "2026-08", "wage": 11_500_333, "risk": "high"}
    )
    bill = queries.bill(number)
    assert bill is not None
    assert bill.total == told["totals"]["all"]  # type: ignore[index]
    assert bill.due_on.isoformat() == told["due_date"]
    by_programme: dict[str, int] = {}
    for line in told["lines"]:  # type: ignore[attr-defined]
        if line["programme"] != "jkp":
            by_programme[line["programme"]] = by_programme.get(line["programme"], 0) + line["amount"]
    assert {part.fund: part.amount for part in queries.parts(number)} == by_programme


@pytest.mark.parametrize("income", [0, 1_099_999, 1_100_000, 2_699_999, 4_000_000, 25_000_000])
def test_the_bill_says_what_the_law_says_of_one_who_pays_alone(world: World, income: int) -> None:
    (person,) = persons(1, world)
    enrol_fishers([person], world, alone=True, income=income, jht=True)
    (number,) = run(AUG).bills
    told = answer(
        {
            "kind": "contribution", "segment": "own_account", "month": "2026-08", "income": income, "sector": "other",
            "programmes": ["jkk", "jkm", "jht"], "paid_by": "self",
        }
    )  # fmt: skip
    bill = queries.bill(number)
    assert bill is not None
    assert bill.payer_id == payer_of_person(person)
    assert bill.total == told["totals"]["all"]  # type: ignore[index]
    assert bill.due_on.isoformat() == told["due_date"]


def test_running_again_changes_nothing(world: World) -> None:
    enrol_workers(persons(3, world), world)
    run(AUG)
    before = lines()
    assert run(AUG) == NOTHING
    assert run(AUG, supplement=True) == NOTHING
    assert lines() == before


def test_a_draft_is_renewed_until_it_is_final(world: World) -> None:
    enrol_workers(persons(1, world), world)
    first = run(AUG, final=False)
    enrol_workers(persons(1, world, 50), world, wage=7_000_000)
    second = run(AUG, final=False)
    assert first.bills == second.bills
    assert (first.lines, second.lines) == (1, 2)
    assert queries.bill(first.bills[0]).code is None  # type: ignore[union-attr]
    assert finalise(second.bills, by=None, at=AT) == 1
    assert finalise(second.bills, by=None, at=AT) == 0
    code = queries.bill(first.bills[0]).code  # type: ignore[union-attr]
    assert code is not None
    assert is_payment_code(code)
    checks_hold()


def test_a_late_joiner_is_billed_back_to_the_month_of_joining(world: World) -> None:
    enrol_workers(persons(1, world), world)
    run(AUG)
    run(SEP)
    (late,) = enrol_workers(persons(1, world, 20), world, since=AUGUST, at=datetime(2026, 10, 2, tzinfo=UTC))
    run(OCT)
    late_lines = [(month, reason) for _, month, member, reason, _, _ in lines() if member == late]
    assert late_lines == [
        (date(2026, 8, 1), "joined_late"), (date(2026, 9, 1), "joined_late"), (date(2026, 10, 1), "regular"),
    ]  # fmt: skip
    checks_hold()


def test_a_wage_corrected_three_months_back_gives_difference_lines_and_leaves_the_old_ones(world: World) -> None:
    (member,) = enrol_workers(persons(1, world), world, wage=5_000_000)
    for month in (AUG, SEP, OCT):
        run(month)
    before = lines()
    change_wages(
        pl.DataFrame({"membership_id": [member], "since": [AUGUST], "wage": [6_000_000]}),
        upload_id=None, by=None, at=datetime(2026, 11, 2, tzinfo=UTC),
    )  # fmt: skip
    run(NOV)
    now = lines()
    assert [line for line in now if line in before] == before
    corrected = [(month, total) for _, month, _, reason, _, total in now if reason == "wage_corrected"]
    # (1.27 + 0.3 + 5.7 + 3) % of one million more
    assert corrected == [(date(2026, month, 1), 102_700) for month in (8, 9, 10)]
    checks_hold()
    assert run(Month(2026, 12)).lines == 1


def test_a_leaver_reported_late_is_given_back_what_was_billed_after(world: World) -> None:
    staying, leaving = enrol_workers(persons(2, world), world)
    for month in (AUG, SEP, OCT):
        run(month)
    leave(
        pl.DataFrame({"membership_id": [leaving], "until": [date(2026, 9, 1)], "reason": ["resigned"]}),
        upload_id=None, by=None, at=datetime(2026, 11, 2, tzinfo=UTC),
    )  # fmt: skip
    run(NOV)
    back = [(month, reason, total) for _, month, member, reason, _, total in lines() if member == leaving and total < 0]
    assert back == [(date(2026, month, 1), "left_late", -513_500) for month in (9, 10)]
    assert staying in {member for bill_month, _, member, *_ in lines() if bill_month == date(2026, 11, 1)}
    checks_hold()


def test_someone_who_joins_after_the_bill_gets_a_supplement_only_when_asked(world: World) -> None:
    enrol_fishers(persons(2, world), world)
    run(AUG)
    enrol_fishers(persons(1, world, 30), world, at=AT + timedelta(days=9))
    assert run(AUG, days=9) == NOTHING
    (number,) = run(AUG, supplement=True, days=9).bills
    bill = queries.bill(number)
    assert bill is not None
    assert (bill.kind, bill.sequence, bill.members) == ("supplement", 1, 1)
    checks_hold()


def test_a_final_bill_cannot_be_changed_by_anyone(world: World) -> None:
    enrol_workers(persons(1, world), world)
    run(AUG)
    for statement in (
        "UPDATE contributions_line SET jkk = jkk + 1, total = total + 1",
        "DELETE FROM contributions_line",
        "UPDATE contributions_part SET amount = amount + 1",
        "UPDATE contributions_bill SET total = total + 1",
        "UPDATE contributions_bill SET state = 'draft'",
        "DELETE FROM contributions_bill",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement)


def test_a_cancelled_bill_is_billed_again(world: World) -> None:
    enrol_workers(persons(2, world), world)
    (number,) = run(AUG).bills
    cancel(number, reason="salah tingkat risiko", by=None, at=AT + timedelta(days=4))
    again = run(AUG, days=6)
    assert again.lines == 2
    assert again.bills != (number,)
    checks_hold()
    with pytest.raises(NotDraft):
        cancel(number, reason="lagi", by=None, at=AT)


def test_no_bill_is_made_for_nothing(world: World) -> None:
    assert run(AUG) == NOTHING


def test_an_assessment_of_one_office_leaves_the_others_alone(world: World) -> None:
    enrol_workers(persons(1, world), world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM offices_office WHERE name ILIKE '%semarang%' LIMIT 1")
        elsewhere = cursor.fetchone()[0]
    assert assess(AUG, scope="office", scope_id=elsewhere, final=True, by=None, at=AT) == NOTHING
    assert assess(AUG, scope="office", scope_id=world.office, final=True, by=None, at=AT + timedelta(days=2)).lines == 1


def test_an_own_account_member_who_stops_paying_gets_four_bills_and_then_none_until_she_comes_back(
    world: World,
) -> None:
    enrol_fishers(persons(1, world), world, alone=True)
    billed = [len(run(Month(2026, 8).plus(later)).bills) for later in range(7)]
    assert billed == [1, 1, 1, 1, 0, 0, 0]
    (number,) = run(Month(2027, 2), supplement=True, days=3).bills
    assert [line[1] for line in lines() if line[0] == date(2027, 2, 1)] == [date(2027, 2, 1)]
    assert queries.bill(number).members == 1  # type: ignore[union-attr]


def test_an_employer_who_stops_paying_is_billed_on(world: World) -> None:
    enrol_workers(persons(1, world), world)
    assert [len(run(Month(2026, 8).plus(later)).bills) for later in range(6)] == [1] * 6


def test_a_line_altered_behind_the_guards_is_found_by_working_it_out_again(world: World) -> None:
    member, _ = enrol_workers(persons(2, world), world)
    run(AUG)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE contributions_line DISABLE TRIGGER final_stands")
        cursor.execute(
            "UPDATE contributions_line SET jkk = jkk + 1, total = total + 1 WHERE membership_id = %s", [member]
        )
    assert differing() == [member]
    assert any(examine(check).broken for check in CHECKS)


def test_nobody_alone_is_late_with_a_bill_on_the_day_it_is_issued(world: World) -> None:
    enrol_fishers(persons(1, world), world, alone=True, jht=True)
    (number,) = run(AUG, days=19).bills
    assert {part.fund: part.due_on for part in queries.parts(number)} == {
        "jkk": date(2026, 8, 24), "jkm": date(2026, 8, 24), "jht": date(2026, 9, 15),
    }  # fmt: skip
