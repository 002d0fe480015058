"""A plan that was really made, to begin from: regional office II (Sumbagsel-Riau) in April 2013.

The public report of that spring gives 109,000 workers covered, 800,000 more aimed at, and 51,999 people for whom seven
governments pay about Rp35 billion a year, which is Rp56,091 a month for each. All else here is our own assumption.
"""

from __future__ import annotations

from typing import Final

from ayomi.core.planning.growth import Assumptions

REGION_II_2013: Final = Assumptions(
    covered=109_000, goal=909_000, workers=9_000_000, months=36, officers=150, offices=18, visits_per_officer=40,
    people_per_visit=12, joining=150_000, lapse=15_000, officers_per_office=15, months_to_open=6, openings_per_month=2,
    learning=3, sponsored_now=51_999, sponsored=250_000, contribution=56_091, officer_cost=7_000_000,
    office_cost=40_000_000, opening_cost=500_000_000,
)  # fmt: skip

REPORTED: Final = frozenset({"covered", "goal", "sponsored_now", "contribution"})
"""The assumptions of `REGION_II_2013` that follow from the report."""
