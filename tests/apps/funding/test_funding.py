"""From budget to instalments: what is promised is there, two people decide, and every rupiah is counted."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction

from ayomi.apps.audit.queries import examine
from ayomi.apps.funding.actions import applications, paying, windows
from ayomi.apps.funding.actions.ageing import age
from ayomi.apps.funding.actions.applications import NewItem, NotPossible
from ayomi.apps.funding.actions.collecting import collect
from ayomi.apps.funding.actions.windows import BudgetTooLarge, NewRule
from ayomi.apps.funding.queries import applications as asked_queries
from ayomi.apps.funding.queries import loans as loan_queries
from ayomi.apps.funding.queries.money import CHECKS as OF_FUNDING
from ayomi.apps.funding.queries.money import Position, flow, positions, quality, rules
from ayomi.apps.ledger.queries import CHECKS as OF_LEDGER
from ayomi.apps.payments.queries import CHECKS as OF_PAYMENTS
from ayomi.core.lending.explain import of_event
from tests.apps.funding.world import (
    CASHIER,
    CHAIR,
    GOOD,
    HEAD,
    OFFICER,
    RULE,
    WORKSHOP,
    Workshops,
    agreed,
    applied,
    make_workshops,
    moment,
    paid_out,
    proposed,
    receive,
)
from tests.cast import Cast, enrol, make_cast, people

DAY = date(2026, 9, 20)
FIRST_DUE = date(2026, 10, 20)


def at_hand(day: date) -> Position:
    (found,) = [each for each in positions(day) if each.window.code == "bengkel"]
    return found


def nothing_is_broken() -> None:
    found = [examine(check) for check in (*OF_FUNDING, *OF_LEDGER, *OF_PAYMENTS)]
    assert {each.name: each.examples for each in found if each.broken} == {}


def refused(code: str) -> object:
    return pytest.raises(NotPossible, match=f"^{code}$")


@pytest.fixture
def made(cast: Cast) -> Workshops:
    return make_workshops(cast)


pytestmark = pytest.mark.django_db


def test_the_money_of_a_fund_is_right_at_every_date(made: Workshops) -> None:
    asked = paid_out(made)
    code = loan_queries.loans(application_id=asked)[0].code
    receive(125_000, code, FIRST_DUE, key="a")
    receive(2_625_000, code, date(2026, 12, 20), key="b")
    assert collect(by=None, at=moment(date(2026, 12, 21))).payments == 2
    three = 3 * WORKSHOP
    before, promised, out = at_hand(date(2026, 9, 4)), at_hand(made.paid), at_hand(DAY)
    assert (before.put_in, before.money, before.available) == (1_000_000_000,) * 3
    assert (promised.committed, promised.available) == (three, 1_000_000_000 - three)
    assert (out.paid_out, out.committed, out.outstanding, out.money) == (three, 0, three, 1_000_000_000 - three)
    after = at_hand(date(2026, 12, 20))
    assert after.repaid + after.fees == 2_750_000
    assert after.money == 1_000_000_000 - three + 2_750_000
    assert after.outstanding == three - after.repaid
    nothing_is_broken()


def test_what_is_missing_is_said_and_cured(cast: Cast) -> None:
    made = make_workshops(cast, owners=2, pay=False)
    stranger = people(1, district="74.01.01", office_id=made.office, first=700, word="Orang")[0]
    asked = applied(made, items=[*made.items(), NewItem("Bengkel baru", WORKSHOP + 1, stranger)])
    assert [item.obstacles for item in asked_queries.items(asked)] == [
        ("not_paid",), ("not_paid",), ("not_member", "too_much"),
    ]  # fmt: skip
    enrol(
        (stranger,), segment="own_account", channel="cooperative", organisation_id=made.cooperative,
        office_id=made.office, wage=1_000_000,
    )  # fmt: skip
    applications.check_again(asked, on=made.paid, by=None, at=moment(made.paid))
    assert asked_queries.items(asked)[2].obstacles == ("not_paid", "too_much")


def test_a_borrower_is_in_one_application_and_has_one_loan_at_a_time(made: Workshops) -> None:
    applied(made)
    again = applied(made)
    assert {item.obstacles for item in asked_queries.items(again)} == {("asked_twice",)}
    applications.withdraw(again, reason="Ganda", by=None, at=moment(DAY))
    first = asked_queries.applications()[1].application_id
    applications.withdraw(first, reason="Ganda", by=None, at=moment(DAY))
    paid_out(made)
    later = applied(made, on=DAY)
    assert {item.obstacles for item in asked_queries.items(later)} == {("has_loan",)}


def test_only_the_kinds_the_rule_names_may_apply_and_members_long_enough(cast: Cast, made: Workshops) -> None:
    asked = applications.apply(
        made.window, cast.firm, [NewItem("Bengkel", WORKSHOP, cast.workers[0])], office_id=made.office, purpose="",
        months=12, grace=0, on=made.paid, by=None, at=moment(made.paid),
    )  # fmt: skip
    found = asked_queries.application(asked)
    assert found is not None and found.obstacles == ("wrong_kind",)
    strict = NewRule(WORKSHOP, "Peraturan", member_months=12)
    windows.change_rule(made.window, since=date(2026, 9, 2), rule=strict, by=None, at=moment(made.paid))
    assert {item.obstacles for item in asked_queries.items(applied(made, grace=0))} == {("too_short",)}


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("nobody", {"items": []}), ("months", {"months": 25}), ("grace", {"grace": 4}),
        ("no_rule", {"on": date(2025, 12, 31)}), ("amount", {"items": [NewItem("Bengkel", 0, None)]}),
        ("twice", {"items": [NewItem("A", 1, 1), NewItem("B", 1, 1)]}),
    ],
)  # fmt: skip
def test_an_application_that_the_rule_has_no_place_for_is_refused(
    made: Workshops, code: str, more: dict[str, object]
) -> None:
    with refused(code):
        applied(made, **more)


def test_the_decision_takes_two_people_and_a_good_sheet(made: Workshops) -> None:
    asked = applied(made)
    with refused("not_surveyed"):
        applications.propose(asked, reason="", by=CHAIR, at=moment(DAY))
    poor = dict.fromkeys(GOOD, 2)
    assert applications.survey(asked, visited_on=DAY, scores=poor, note="", by=OFFICER, at=moment(DAY)) == 40
    with refused("score"):
        applications.propose(asked, reason="", by=CHAIR, at=moment(DAY))
    with pytest.raises(ValueError, match="1 to 5"):
        applications.survey(asked, visited_on=DAY, scores={"skill": 5}, note="", by=OFFICER, at=moment(DAY))
    assert applications.survey(asked, visited_on=DAY, scores=GOOD, note="", by=OFFICER, at=moment(DAY)) == 83
    applications.propose(asked, reason="Layak", by=CHAIR, at=moment(DAY))
    with refused("same_person"):
        applications.decide(asked, approve=True, reason="", on=made.paid, by=CHAIR, at=moment(DAY))
    applications.decide(asked, approve=True, reason="Setuju", on=made.paid, by=HEAD, at=moment(DAY))
    with refused("not_proposed"):
        applications.decide(asked, approve=True, reason="", on=made.paid, by=HEAD, at=moment(DAY))


def test_a_refusal_promises_nothing_and_a_withdrawal_frees_what_was_promised(made: Workshops) -> None:
    asked = proposed(made)
    applications.decide(asked, approve=False, reason="Belum siap", on=made.paid, by=HEAD, at=moment(made.paid))
    assert at_hand(DAY).committed == 0
    other = agreed(made)
    assert at_hand(DAY).committed == 3 * WORKSHOP
    applications.withdraw(other, reason="Koperasi keluar", by=None, at=moment(DAY))
    assert at_hand(DAY).committed == 0
    nothing_is_broken()


def test_a_tranche_is_paid_once_in_order_after_its_condition_by_another_than_who_decided(made: Workshops) -> None:
    asked = agreed(made)
    with refused("not_met"):
        paying.pay_tranche(asked, 1, paid_on=DAY, by=CASHIER, at=moment(DAY))
    for number in (1, 2):
        paying.meet_condition(asked, number, met_on=DAY, note="", by=OFFICER, at=moment(DAY))
    with refused("order"):
        paying.pay_tranche(asked, 2, paid_on=DAY, by=CASHIER, at=moment(DAY))
    with refused("same_person"):
        paying.pay_tranche(asked, 1, paid_on=DAY, by=HEAD, at=moment(DAY))
    with refused("too_early"):
        paying.pay_tranche(asked, 1, paid_on=DAY - timedelta(days=1), by=CASHIER, at=moment(DAY))
    assert paying.pay_tranche(asked, 1, paid_on=DAY, by=CASHIER, at=moment(DAY)) == 0
    assert at_hand(DAY).outstanding == 45_000_000
    with refused("no_tranche"):
        paying.pay_tranche(asked, 1, paid_on=DAY, by=CASHIER, at=moment(DAY))
    assert paying.pay_tranche(asked, 2, paid_on=DAY, by=CASHIER, at=moment(DAY)) == 3
    with refused("no_tranche"):
        paying.pay_tranche(asked, 3, paid_on=DAY, by=CASHIER, at=moment(DAY))
    nothing_is_broken()


def test_a_plain_instalment_and_an_odd_one_are_counted_alike(made: Workshops) -> None:
    asked = paid_out(made)
    plain, odd, late = reversed(loan_queries.loans(application_id=asked))
    dues = {each.number: each for each in loan_queries.instalments(plain.loan_id)}
    assert [dues[number].open for number in (1, 2, 3)] == [125_000, 125_000, 2_625_000]
    for number in (1, 2, 3):
        receive(dues[number].open, plain.code, dues[number].due, key=f"p{number}")
        collect(by=None, at=moment(dues[number].due))
    # The same money in other pieces, and the middle one booked last for its earlier day.
    receive(100_000, odd.code, dues[1].due, key="o1")
    receive(2_650_000, odd.code, dues[3].due, key="o3")
    collect(by=None, at=moment(dues[3].due))
    receive(125_000, odd.code, dues[2].due, key="o2")
    receive(99_000_000, late.code, dues[3].due, key="l1")
    collect(by=None, at=moment(dues[3].due))
    rows = {each.loan_id: each for each in loan_queries.loans(application_id=asked)}
    one, two, three = rows[plain.loan_id], rows[odd.loan_id], rows[late.loan_id]
    assert (one.principal_paid, one.fee_paid, one.next_number) == (two.principal_paid, two.fee_paid, two.next_number)
    assert one.principal_paid == 2_500_000
    assert (three.state, three.left, three.credit) == ("closed", 0, 99_000_000 - 25_000_000 - 12 * 125_000)
    assert [words.id for words in of_event(loan_queries.counted(two), 3)] == [
        "Rp25.000: jasa administrasi angsuran ke-1 (jatuh tempo 20 Oktober 2026).",
        "Rp100.000: jasa administrasi angsuran ke-2 (jatuh tempo 20 November 2026).",
    ]
    receive(10_000, late.code, dues[3].due, key="l2")
    assert collect(by=None, at=moment(dues[3].due)).closed == 0
    assert collect(by=None, at=moment(dues[3].due)).payments == 0
    nothing_is_broken()


def test_a_loan_keeps_the_rule_it_was_made_under(made: Workshops) -> None:
    asked = paid_out(made)
    dearer = NewRule(WORKSHOP, "Peraturan baru", rate=120_000)
    windows.change_rule(made.window, since=date(2026, 10, 1), rule=dearer, by=None, at=moment(DAY))
    assert {loan.rate for loan in loan_queries.loans(application_id=asked)} == {60_000}
    newest, first = rules(made.window)
    assert (newest.rate, newest.since, first.until) == (120_000, date(2026, 10, 1), date(2026, 10, 1))
    assert first.tranches == tuple(RULE.tranches)


def test_days_late_make_the_class_and_what_is_set_aside(made: Workshops) -> None:
    asked = paid_out(made)
    assert age(FIRST_DUE) == 0
    assert age(FIRST_DUE + timedelta(days=31)) == 3
    assert age(FIRST_DUE + timedelta(days=31)) == 0
    late = loan_queries.loans(application_id=asked)[0]
    assert (late.days_late, late.loan_class, late.overdue, late.provision) == (31, "kurang_lancar", 125_000, 6_250_000)
    on = FIRST_DUE + timedelta(days=271)
    age(on)
    found = quality(on, positions(on))
    assert found.classes[3] == ("macet", 3, 3 * WORKSHOP, 3 * WORKSHOP)
    assert found.collectability == (0, 0)
    receive(20_000_000, late.code, on, key="late")
    collect(by=None, at=moment(on))
    age(on)
    better = loan_queries.loan(late.loan_id)
    assert better is not None and (better.days_late, better.loan_class, better.overdue) == (0, "lancar", 0)


def test_what_comes_and_goes_by_month(made: Workshops) -> None:
    asked = paid_out(made)
    receive(125_000, loan_queries.loans(application_id=asked)[0].code, FIRST_DUE, key="a")
    collect(by=None, at=moment(FIRST_DUE))
    september, october, november = flow(date(2026, 9, 1), date(2026, 11, 30))
    assert (september.out, september.back, september.expected) == (75_000_000, 0, 0)
    assert (october.out, october.back, october.expected) == (0, 125_000, 375_000)
    assert november.expected == 375_000


def test_a_grant_goes_out_and_leaves_no_loan(made: Workshops) -> None:
    window = windows.open_window(
        code="hibah", name="Ambulans", theme="welfare_grant", returns=False, since=date(2026, 1, 1),
        rule=NewRule(500_000_000, "Keputusan direksi"), by=None, at=moment(DAY),
    )  # fmt: skip
    windows.put_in(window, year=2026, amount=400_000_000, day=DAY, source="Laba 2025", by=None, at=moment(DAY))
    asked = proposed(
        Workshops(made.cooperative, made.owners, window, made.office, DAY),
        items=[NewItem("Ambulans klinik", 300_000_000)], months=1, grace=0,
    )  # fmt: skip
    applications.decide(asked, approve=True, reason="", on=DAY, by=HEAD, at=moment(DAY))
    applications.agree(asked, signed_on=DAY, by=None, at=moment(DAY))
    paying.meet_condition(asked, 1, met_on=DAY, note="", by=OFFICER, at=moment(DAY))
    assert paying.pay_tranche(asked, 1, paid_on=DAY, by=CASHIER, at=moment(DAY)) == 0
    (left,) = [each for each in positions(DAY) if each.window.code == "hibah"]
    assert (left.paid_out, left.money, left.outstanding) == (300_000_000, 100_000_000, 0)
    nothing_is_broken()


def test_a_share_of_the_profit_is_held_to_the_rule_of_its_day(cast: Cast) -> None:
    window = windows.open_window(
        code="kemitraan", name="Kemitraan", theme="partnership", returns=True, since=date(2006, 1, 1),
        rule=NewRule(50_000_000, "KEP-236/MBU/2003"), by=None, at=moment(DAY),
    )  # fmt: skip
    day, profit = date(2006, 6, 1), 1_000_000_000
    windows.put_in(window, year=2006, amount=20_000_000, day=day, source="RUPS", profit=profit, by=None, at=moment(DAY))
    with pytest.raises(BudgetTooLarge) as refusal:
        windows.put_in(
            window, year=2006, amount=10_000_001, day=day, source="RUPS", profit=profit, by=None, at=moment(DAY)
        )
    assert refusal.value.most == 10_000_000
    with pytest.raises(ValueError, match="above zero"):
        windows.put_in(window, year=2006, amount=0, day=day, source="RUPS", by=None, at=moment(DAY))


def test_the_database_itself_refuses_to_promise_what_is_not_there(made: Workshops) -> None:
    with pytest.raises(IntegrityError, match="purse_promises"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE funding_purse SET committed = money + 1")
    with pytest.raises(IntegrityError, match="rule_once"), transaction.atomic():
        windows.change_rule(made.window, since=date(2025, 6, 1), rule=RULE, by=None, at=moment(DAY))


@pytest.mark.django_db(transaction=True)
def test_two_committees_at_once_cannot_promise_the_same_money(emptied: None) -> None:
    made = make_workshops(make_cast(), owners=4, budget=2 * WORKSHOP + WORKSHOP // 2)
    halves = [made.items()[:2], made.items()[2:]]
    waiting = [proposed(made, items=half) for half in halves]
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def decide(asked: int) -> None:
        try:
            start.wait(timeout=20)
            applications.decide(asked, approve=True, reason="", on=made.paid, by=HEAD, at=moment(DAY))
            outcomes.append("approved")
        except NotPossible as refusal:
            outcomes.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=(asked,)) for asked in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["approved", "no_money"]
    assert at_hand(DAY).committed == 2 * WORKSHOP
    nothing_is_broken()
