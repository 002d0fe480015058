"""Which days paid months cover: the same answer whatever the order, and never a day nobody paid for."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from ayomi.apps.membership.rules.cover import COVER_COLUMNS, CoverRow, cover_of, joined, next_cover, standing
from ayomi.core.periods import add_months

JAN = date(2026, 1, 1)
MONTHS = [add_months(JAN, n) for n in range(14)]
DAYS = st.integers(0, 420).map(lambda n: JAN + timedelta(days=n))
PAYMENTS = st.dictionaries(st.sampled_from(MONTHS), DAYS, min_size=1, max_size=10)
SEGMENTS = st.sampled_from(["wage_earner", "own_account", "migrant"])
STARTS = st.integers(0, 90).map(lambda n: JAN + timedelta(days=n))


def feed(segment: str, starts: date, ends: date | None, batches: list[list[tuple[date, date]]]) -> list[CoverRow]:
    """Payments taken batch by batch, the quick way where it suffices, as the database does it."""
    stored: dict[date, CoverRow] = {}
    for batch in batches:
        new: dict[date, date] = {}
        for month, paid_on in batch:
            new[month] = min(paid_on, new.get(month, paid_on))
        last = stored[max(stored)] if stored else None
        frame = pl.DataFrame(
            [
                (1, month, paid_on, segment, starts, ends, last and last.month, last and last.paid_on,
                 last and last.begins, last and last.regular)
                for month, paid_on in new.items()
            ],
            schema={
                "membership_id": pl.Int64, "month": pl.Date, "paid_on": pl.Date, "segment": pl.String,
                "starts": pl.Date, "ends": pl.Date, "last_month": pl.Date, "last_paid_on": pl.Date,
                "last_begins": pl.Date, "last_regular": pl.Boolean,
            },
            orient="row",
        )  # fmt: skip
        rows, rest = next_cover(frame)
        if rest.is_empty():
            given_rows = [CoverRow(*row[1:]) for row in rows.select(COVER_COLUMNS).iter_rows()]
        else:
            known = {row.month: row.paid_on for row in stored.values()}
            merged = {m: min(d for d in (known.get(m), new.get(m)) if d) for m in {*known, *new}}
            given_rows = list(cover_of(segment, starts, ends, merged))
        for row in given_rows:
            before = stored.get(row.month)
            paid_on = min(row.paid_on, before.paid_on) if before else row.paid_on
            stored[row.month] = CoverRow(row.month, paid_on, row.begins, row.regular, row.since, row.until)
    return [stored[month] for month in sorted(stored)]


def without_flag(rows: list[CoverRow] | tuple[CoverRow, ...]) -> list[tuple[object, ...]]:
    return [(r.month, r.paid_on, r.begins, r.since, r.until) for r in rows]


@settings(max_examples=400, deadline=None)
@given(SEGMENTS, STARTS, st.one_of(st.none(), DAYS), PAYMENTS, st.data())
def test_the_order_and_the_batches_of_recording_do_not_matter(
    segment: str, starts: date, ends: date | None, payments: dict[date, date], data: st.DataObject
) -> None:
    ends = None if ends is None or ends < starts else ends
    order = data.draw(st.permutations(list(payments.items())))
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(order) - 1)))))
    edges = [0, *[cut for cut in cuts if cut < len(order)], len(order)]
    batches = [list(order[a:b]) for a, b in pairwise(edges)]
    together = cover_of(segment, starts, ends, payments)
    assert without_flag(feed(segment, starts, ends, batches)) == without_flag(together)


@settings(max_examples=300, deadline=None)
@given(SEGMENTS, STARTS, st.one_of(st.none(), DAYS), PAYMENTS)
def test_no_day_is_covered_that_was_not_paid_for_or_lies_before_the_first_payment(
    segment: str, starts: date, ends: date | None, payments: dict[date, date]
) -> None:
    ends = None if ends is None or ends < starts else ends
    rows = cover_of(segment, starts, ends, payments)
    assert [row.month for row in rows] == sorted(payments)
    for row in rows:
        assert row.month <= row.since <= row.until <= add_months(row.month, 1)
        if row.since < row.until:
            assert row.since >= max(starts, min(payments.values()))
            assert ends is None or row.until <= ends
    spans = joined(rows)
    assert all(one[1] < other[0] for one, other in pairwise(spans))


@settings(max_examples=300, deadline=None)
@given(STARTS, PAYMENTS)
def test_an_own_account_member_gains_no_day_before_a_payment_more_than_three_months_behind(
    starts: date, payments: dict[date, date]
) -> None:
    for row in cover_of("own_account", starts, None, payments):
        assert row.since == row.until or row.paid_on < add_months(row.month, 4)


def paid(*pairs: tuple[str, str]) -> dict[date, date]:
    return {date.fromisoformat(f"{month}-01"): date.fromisoformat(day) for month, day in pairs}


def spans(segment: str, since: str, payments: dict[date, date], until: str | None = None) -> list[tuple[str, str]]:
    rows = cover_of(segment, date.fromisoformat(since), (until and date.fromisoformat(until)) or None, payments)
    return [(a.isoformat(), b.isoformat()) for a, b in joined(rows)]


def test_cover_begins_on_the_day_of_the_first_payment() -> None:
    assert spans("own_account", "2026-03-02", paid(("2026-03", "2026-03-12"))) == [("2026-03-12", "2026-04-01")]


def test_cover_of_a_month_to_come_begins_with_that_month() -> None:
    assert spans("own_account", "2026-03-02", paid(("2026-05", "2026-03-12"))) == [("2026-05-01", "2026-06-01")]


def test_money_paid_before_the_membership_covers_from_its_first_day() -> None:
    assert spans("wage_earner", "2026-03-16", paid(("2026-03", "2026-03-10"))) == [("2026-03-16", "2026-04-01")]


def test_a_first_payment_for_a_month_gone_by_covers_no_day_of_it_and_the_next_month_from_that_day() -> None:
    payments = paid(("2026-03", "2026-04-10"), ("2026-04", "2026-05-12"))
    assert spans("wage_earner", "2026-03-01", payments) == [("2026-04-10", "2026-05-01")]


def test_months_of_arrears_within_the_grace_are_joined() -> None:
    payments = paid(("2026-01", "2026-01-05"), ("2026-02", "2026-05-31"), ("2026-03", "2026-05-31"))
    assert spans("own_account", "2026-01-01", payments) == [("2026-01-05", "2026-04-01")]


def test_a_day_after_the_grace_old_months_stay_uncovered_and_cover_begins_anew() -> None:
    payments = paid(
        ("2026-01", "2026-01-05"), ("2026-02", "2026-06-01"), ("2026-05", "2026-06-01"), ("2026-06", "2026-06-01")
    )
    assert spans("own_account", "2026-01-01", payments) == [("2026-01-05", "2026-02-01"), ("2026-06-01", "2026-07-01")]


def test_a_wage_earner_is_covered_for_old_months_however_late_they_are_paid() -> None:
    payments = paid(("2026-01", "2026-01-05"), ("2026-02", "2026-12-01"))
    assert spans("wage_earner", "2026-01-01", payments) == [("2026-01-05", "2026-03-01")]


def test_cover_ends_with_the_membership() -> None:
    payments = paid(("2026-01", "2026-01-05"), ("2026-02", "2026-01-05"))
    assert spans("wage_earner", "2026-01-01", payments, "2026-01-20") == [("2026-01-05", "2026-01-20")]


def stood(segment: str, payments: dict[date, date], day: str) -> tuple[str, str, int]:
    rows = cover_of(segment, JAN, None, payments)
    found = standing(segment, JAN, None, rows, date.fromisoformat(day))
    return found.status, found.why, found.arrears


def test_grace_runs_three_months_of_arrears_and_then_the_segments_part() -> None:
    january = paid(("2026-01", "2026-01-05"))
    assert stood("own_account", january, "2026-01-04") == ("not_covered", "not_begun", 0)
    assert stood("own_account", january, "2026-01-31") == ("covered", "paid", 0)
    assert stood("own_account", january, "2026-02-01") == ("grace", "in_grace", 0)
    assert stood("own_account", january, "2026-05-31") == ("grace", "in_grace", 3)
    assert stood("own_account", january, "2026-06-01") == ("not_covered", "lapsed", 4)
    assert stood("wage_earner", january, "2026-06-01") == ("not_covered", "employer_answers", 4)


def test_a_hole_between_paid_months_is_grace_and_not_cover() -> None:
    payments = paid(("2026-01", "2026-01-05"), ("2026-03", "2026-03-05"))
    assert stood("own_account", payments, "2026-02-10") == ("grace", "in_grace", 0)
    assert stood("own_account", payments, "2026-03-01") == ("covered", "paid", 0)
