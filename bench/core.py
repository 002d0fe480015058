"""The thinking alone, without a database: beside what the least of it could cost in the same run.

Floors: for the law, the same rows multiplied once by one rate; for a loan counted anew, the same postings added up in a
bare loop; for the planner, one run instead of a thousand.

Usage: python bench/core.py [--people 1000000]
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from ayomi.core.law.contributions import assess
from ayomi.core.lending.allocation import Event, replay
from ayomi.core.lending.schedule import Terms, schedule
from ayomi.core.periods import Month
from ayomi.core.planning.revolving import Plan, project


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures the core against its floors.")
    parser.add_argument("--people", type=int, default=1_000_000)
    given = parser.parse_args()
    for name, work, floor in (law(given.people), loan(), planner()):
        took, least = best(work), best(floor)
        print(f"{name}: {took * 1000:,.0f} ms, {took / least:,.1f} x its floor")
    return 0


def best(work: Callable[[], object]) -> float:
    """Seconds of the best of three: what other work takes away says nothing about this one."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


Case = tuple[str, Callable[[], object], Callable[[], object]]


def law(people: int) -> Case:
    """Contributions of a month for own-account workers, all of them at once."""
    frame = pl.DataFrame({"income": pl.int_range(1_000_000, 1_000_000 + people, eager=True)}).with_columns(
        jkk=pl.lit(True), jkm=pl.lit(True), jht=pl.lit(True), relief=pl.lit(False)
    )
    return (
        f"contributions of {people:,} people",
        lambda: assess(frame, month=Month(2026, 10), segment="own_account"),
        lambda: frame.select(pl.col("income") * 10_000 // 1_000_000),
    )


def loan() -> Case:
    """One loan with 2,400 postings, of which the last is dated back to its first week."""
    rows = schedule(Terms(24_000_000_000, 60_000, 480, "annuity", date(1990, 1, 1), date(1990, 2, 1)))
    draw = random.Random(7)
    events = [
        Event(
            date(1990, 1, 1) + timedelta(days=draw.randrange(14_000)), number, "payment", draw.randrange(1, 40_000_000)
        )
        for number in range(2_399)
    ]
    late = Event(date(1990, 1, 5), 2_399, "payment", 12_345_678)

    def bare() -> int:
        total = 0
        for event in sorted([*events, late], key=lambda each: (each.day, each.number)):
            total += event.amount
        return total

    return "a loan of 2,400 postings counted anew", lambda: replay(rows, [*events, late]), bare


def planner() -> Case:
    """A thousand draws of the revolving fund, with the planner's own assumptions."""
    plan = Plan(7_500_000_000, yearly=2_500_000_000, years=20)
    return "a thousand runs of the planner", lambda: project(plan, runs=1_000), lambda: project(plan, runs=1)


if __name__ == "__main__":
    raise SystemExit(main())
