"""What payments are counted for: in time, late, too little, too much, booked after the day, after a write-off."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayomi.core.lending.allocation import ORDERS, Event, Loan, Order, differences, in_order, replay, standing, start
from ayomi.core.lending.collectability import CLASSES, class_of, provision
from ayomi.core.lending.explain import of_differences, of_event
from ayomi.core.lending.schedule import Row, Terms, schedule

PAID_OUT, FIRST = date(2024, 1, 10), date(2024, 2, 10)
TERMS = Terms(12_000_000, 60_000, 12, "flat", PAID_OUT, FIRST)
ROWS = schedule(TERMS)
"""Twelve instalments of Rp1,060,000: Rp1,000,000 principal and Rp60,000 fee."""


def counted(loan: Loan, event: int) -> list[tuple[str, int, int]]:
    return [(part.use, part.row, part.amount) for part in loan.parts if part.event == event]


def paid(*payments: tuple[date, int]) -> Loan:
    return replay(ROWS, [Event(day, place, "payment", amount) for place, (day, amount) in enumerate(payments, 1)])


def test_an_instalment_paid_whole_is_fee_and_principal() -> None:
    loan = paid((FIRST, 1_060_000))
    assert counted(loan, 1) == [("fee", 1, 60_000), ("principal", 1, 1_000_000)]
    assert loan.owed[0].settled_on == FIRST
    assert standing(loan, FIRST).principal == 11_000_000


def test_too_little_pays_the_fee_first_and_waits_for_the_rest() -> None:
    loan = paid((FIRST, 50_000), (FIRST + timedelta(days=5), 20_000))
    assert counted(loan, 1) == [("fee", 1, 50_000)]
    assert counted(loan, 2) == [("fee", 1, 10_000), ("principal", 1, 10_000)]
    assert loan.owed[0].open == 990_000


def test_more_than_is_due_goes_to_the_next_instalments_and_what_is_over_is_kept() -> None:
    loan = paid((FIRST, 2_120_000), (FIRST, 10_600_001))
    assert counted(loan, 1)[2:] == [("fee", 2, 60_000), ("principal", 2, 1_000_000)]
    assert loan.credit == 1
    assert standing(loan, FIRST).closed


def test_fees_first_pays_all_fees_that_are_due_before_any_principal() -> None:
    late = date(2024, 4, 11)
    loan = replay(ROWS, [Event(late, 1, "payment", 200_000)], "fees_first")
    assert counted(loan, 1) == [("fee", 1, 60_000), ("fee", 2, 60_000), ("fee", 3, 60_000), ("principal", 1, 20_000)]


@pytest.mark.parametrize(
    ("day", "days", "overdue", "kind"),
    [
        (FIRST, 0, 0, "lancar"),
        (FIRST + timedelta(days=1), 1, 1_060_000, "lancar"),
        (FIRST + timedelta(days=30), 30, 2_120_000, "lancar"),
        (FIRST + timedelta(days=31), 31, 2_120_000, "kurang_lancar"),
        (FIRST + timedelta(days=181), 181, 6_360_000, "diragukan"),
        (FIRST + timedelta(days=271), 271, 9_540_000, "macet"),
    ],
)
def test_days_late_count_from_the_oldest_instalment_that_is_open(day: date, days: int, overdue: int, kind: str) -> None:
    found = standing(start(ROWS), day)
    assert (found.days_late, found.overdue, class_of(found.days_late)) == (days, overdue, kind)


def test_what_is_set_aside_is_what_the_weight_of_the_class_leaves() -> None:
    day = date(2024, 1, 1)
    assert [provision(1_000_001, late, day) for late in (30, 31, 181, 271)] == [0, 250_000, 750_001, 1_000_001]
    assert [class_of(late) for late in (30, 31, 181, 271)] == list(CLASSES)


def test_whoever_settles_early_owes_no_fee_of_months_to_come() -> None:
    day = date(2024, 5, 1)
    loan = paid((FIRST, 1_060_000))
    whole = loan.settlement_sum(day)
    assert whole == 11_000_000 + 3 * 60_000
    done = replay(ROWS, [Event(FIRST, 1, "payment", 1_060_000), Event(day, 2, "settlement", whole)])
    assert standing(done, day).closed
    assert done.credit == 0
    short = replay(ROWS, [Event(FIRST, 1, "payment", 1_060_000), Event(day, 2, "settlement", whole - 1)])
    assert not standing(short, day).closed
    assert "waived" not in {part.use for part in short.parts}


def test_a_reported_revenue_sets_the_fee_of_its_month_and_gives_back_what_was_too_much() -> None:
    loan = replay(ROWS, [Event(FIRST, 1, "payment", 1_060_000), Event(FIRST, 2, "fee", 40_000, row=1)])
    assert loan.owed[0].fee == 40_000
    assert loan.credit == 20_000
    dearer = replay(ROWS, [Event(FIRST, 1, "payment", 1_060_000), Event(FIRST, 2, "fee", 90_000, row=1)])
    assert (dearer.owed[0].open, dearer.first_open) == (30_000, 0)
    with pytest.raises(ValueError, match="no instalment 13"):
        replay(ROWS, [Event(FIRST, 1, "fee", 1, row=13)])


def test_rescheduling_spreads_what_is_left_and_keeps_the_overdue_fee() -> None:
    day = date(2024, 5, 10)
    terms = Terms(1, 60_000, 24, "flat", day, date(2024, 6, 10))
    loan = replay(ROWS, [Event(FIRST, 1, "payment", 1_060_000), Event(day, 2, "restructure", terms=terms)])
    assert loan.principal_left == 11_000_000
    assert loan.owed[1].number == 13
    assert loan.owed[1].fee_open == 55_000 + 3 * 60_000
    assert standing(loan, day).days_late == 0
    reconditioned = replay(
        ROWS, [Event(FIRST, 1, "payment", 1_060_000), Event(day, 2, "restructure", 180_000, terms=terms)]
    )
    assert reconditioned.owed[1].fee_open == 55_000
    assert counted(reconditioned, 2) == [("waived", 0, 180_000)]


def test_after_a_write_off_money_is_recovery_and_what_is_over_is_kept() -> None:
    day = date(2025, 6, 1)
    events = [Event(FIRST, 1, "payment", 1_060_000), Event(day, 2, "write_off")]
    loan = replay(ROWS, [*events, Event(day, 3, "payment", 12_000_000)])
    assert (loan.lost_principal, loan.lost_fee) == (11_000_000, 660_000)
    assert counted(loan, 3) == [("recovery", 0, 11_660_000), ("credit", 0, 340_000)]
    with pytest.raises(ValueError, match="already"):
        replay(ROWS, [*events, Event(day, 4, "write_off")])
    with pytest.raises(ValueError, match="nothing left"):
        replay(ROWS, [*events, Event(day, 4, "restructure", terms=TERMS)])


@pytest.mark.parametrize("wrong", [{"kind": "payment"}, {"kind": "payment", "amount": -1}, {"kind": "restructure"}])
def test_events_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"rupiah|terms"):
        Event(FIRST, 1, **wrong)  # type: ignore[arg-type]


def test_a_payment_booked_late_for_an_earlier_day_is_explained() -> None:
    on_time = Event(FIRST, 2, "payment", 1_060_000)
    march = Event(date(2024, 3, 10), 1, "payment", 1_060_000)
    before, after = replay(ROWS, [march]), replay(ROWS, [march, on_time])
    assert standing(before, date(2024, 3, 11)).days_late == 1
    assert standing(after, date(2024, 3, 11)).days_late == 0
    said = of_differences(differences(before, after))
    assert [words.id for words in said] == [
        "Posting 2 baru: Rp60.000 jasa administrasi angsuran ke-1, Rp1.000.000 pokok angsuran ke-1.",
        "Posting 1 dihitung ulang: tadinya Rp60.000 jasa administrasi angsuran ke-1, Rp1.000.000 pokok angsuran ke-1;"
        " sekarang Rp60.000 jasa administrasi angsuran ke-2, Rp1.000.000 pokok angsuran ke-2.",
    ]
    assert of_event(after, 1)[0].en == "Rp60,000: fee of instalment 2 (due 10 March 2024)."


def test_two_thousand_four_hundred_postings_are_counted_anew_and_explained() -> None:
    terms = Terms(24_000_000_000, 60_000, 480, "annuity", date(1990, 1, 1), date(1990, 2, 1))
    rows = schedule(terms)
    draw = random.Random(7)
    events = [
        Event(
            date(1990, 1, 1) + timedelta(days=draw.randrange(14_000)), number, "payment", draw.randrange(1, 40_000_000)
        )
        for number in range(2_399)
    ]
    before = replay(rows, events)
    late = Event(date(1990, 1, 5), 2_399, "payment", 12_345_678)
    after = replay(rows, [*events, late])
    assert of_differences(differences(before, after))


@st.composite
def histories(draw: st.DrawFn) -> tuple[tuple[Row, ...], list[Event], Order]:
    months = draw(st.integers(min_value=1, max_value=24))
    terms = Terms(
        draw(st.integers(min_value=1, max_value=10**9)), draw(st.integers(min_value=0, max_value=300_000)), months,
        draw(st.sampled_from(("flat", "declining", "annuity"))), PAID_OUT, FIRST,
        grace=draw(st.integers(min_value=0, max_value=months - 1)),
    )  # fmt: skip
    days = draw(st.lists(st.integers(min_value=0, max_value=900), max_size=25))
    kinds = ("payment", "payment", "payment", "payment", "settlement", "fee")
    events = [
        Event(PAID_OUT + timedelta(days=day), number, draw(st.sampled_from(kinds)),
              draw(st.integers(min_value=1, max_value=10**8)), row=draw(st.integers(min_value=1, max_value=months)))
        for number, day in enumerate(days, 1)
    ]  # fmt: skip
    if draw(st.booleans()):
        events.append(Event(PAID_OUT + timedelta(days=draw(st.integers(0, 900))), 99, "write_off"))
    return schedule(terms), events, draw(st.sampled_from(ORDERS))


@settings(max_examples=300, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_counting_as_it_comes_and_counting_anew_agree_and_no_rupiah_is_lost(
    history: tuple[tuple[Row, ...], list[Event], Order], shuffled: random.Random
) -> None:
    rows, events, order = history
    step = start(rows, order)
    for event in in_order(events):
        step.apply(event)
    mixed = list(events)
    shuffled.shuffle(mixed)
    whole = replay(rows, mixed, order)
    assert whole == step
    came = sum(event.amount for event in events if event.kind in ("payment", "settlement"))
    uses = ("fee", "principal", "recovery")
    counted_for = sum(part.amount for part in whole.parts if part.use in uses)
    assert came == counted_for + whole.credit - sum(
        part.amount for part in whole.parts if part.use == "credit" and part.row
    )
    assert all(each.principal_open >= 0 and each.fee_open >= 0 for each in whole.owed)
    assert whole.credit >= 0
    principal = sum(part.amount for part in whole.parts if part.use == "principal")
    assert principal + whole.principal_left + whole.lost_principal == sum(row.principal for row in rows)
