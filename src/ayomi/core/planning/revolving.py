"""How far a revolving fund goes: money out in loans, back in instalments, out again, with losses and costs.

The course is drawn many times from one seed, since nobody knows which borrowers will not pay: each month's cohort has
its own luck. Money is whole rupiah in every draw; only the draws themselves are chance.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from ayomi.core.law.funds import CLASSES, LoanClass
from ayomi.core.lending.schedule import Method, Terms, due_dates, schedule
from ayomi.core.money import LARGEST_SUM, WHOLE, PartsPerMillion, Rupiah

Column: TypeAlias = npt.NDArray[np.int64]

RUNS: Final = 1_000
LONGEST: Final = 480
"""Most months looked ahead."""
MOST_A_MONTH: Final = 100_000
_PAID_OUT: Final = date(2020, 1, 1)

USUAL_CLASSES: Final[Mapping[LoanClass, PartsPerMillion]] = {
    "lancar": 850_000, "kurang_lancar": 70_000, "diragukan": 40_000, "macet": 40_000,
}  # fmt: skip
USUAL_RETURNED: Final[Mapping[LoanClass, PartsPerMillion]] = {
    "lancar": WHOLE, "kurang_lancar": 900_000, "diragukan": 500_000, "macet": 100_000,
}  # fmt: skip
USUAL_DELAY: Final[Mapping[LoanClass, int]] = {"lancar": 0, "kurang_lancar": 4, "diragukan": 8, "macet": 12}
"""Assumptions as long as nothing was observed: part of the loans by class, part that returns, months later."""


class UnusablePlan(ValueError):
    """A plan that cannot be counted; `field` names what is out of its bounds."""

    def __init__(self, name: str, least: int, most: int) -> None:
        super().__init__(f"{name} must lie between {least} and {most}")
        self.field, self.least, self.most = name, least, most


@dataclass(frozen=True)
class Plan:
    """A fund and its loans, in rupiah, months and ppm. Raises UnusablePlan.

    `start` money at the beginning, `yearly` more at the start of each of the `years` years after the first. A loan is
    `loan` over `months` with `grace`, fee `rate` a year by `method`, and costs the fund `cost_per_loan`; the work costs
    `cost_per_year`. At most `per_month` loans a month: training and surveys set the pace. `classes`: which part of the
    loans ends in which class; `returned`: which part of what those owe comes back; `delay`: how many months later.
    `luck`: how much cohorts differ (10 is a lot, 1,000 hardly at all). `target`: loans to be made.
    """

    start: Rupiah
    yearly: Rupiah = 0
    years: int = 0
    loan: Rupiah = 25_000_000
    months: int = 36
    grace: int = 3
    rate: PartsPerMillion = 60_000
    method: Method = "flat"
    per_month: int = 100
    cost_per_loan: Rupiah = 0
    cost_per_year: Rupiah = 0
    target: int = 10_000
    horizon: int = 360
    luck: int = 50
    classes: Mapping[LoanClass, PartsPerMillion] = field(default_factory=lambda: dict(USUAL_CLASSES))
    returned: Mapping[LoanClass, PartsPerMillion] = field(default_factory=lambda: dict(USUAL_RETURNED))
    delay: Mapping[LoanClass, int] = field(default_factory=lambda: dict(USUAL_DELAY))

    def __post_init__(self) -> None:
        bounds = (
            ("start", self.start, 0, LARGEST_SUM), ("yearly", self.yearly, 0, LARGEST_SUM),
            ("years", self.years, 0, 100), ("loan", self.loan, 1, 10**12), ("months", self.months, 1, 120),
            ("grace", self.grace, 0, self.months - 1),
            ("rate", self.rate, 0, WHOLE), ("per_month", self.per_month, 1, MOST_A_MONTH),
            ("cost_per_loan", self.cost_per_loan, 0, 10**12), ("cost_per_year", self.cost_per_year, 0, 10**14),
            ("target", self.target, 1, 10**7), ("horizon", self.horizon, 1, LONGEST), ("luck", self.luck, 1, 10**6),
            ("classes", sum(self.classes.values()), WHOLE, WHOLE),
        )  # fmt: skip
        for name, value, least, most in bounds:
            if not least <= value <= most:
                raise UnusablePlan(name, least, most)
        for name in CLASSES:
            if not 0 <= self.classes[name] <= WHOLE:
                raise UnusablePlan("classes", 0, WHOLE)
            if not 0 <= self.returned[name] <= WHOLE:
                raise UnusablePlan("returned", 0, WHOLE)
            if not 0 <= self.delay[name] <= 60:
                raise UnusablePlan("delay", 0, 60)

    @property
    def loss(self) -> PartsPerMillion:
        """Part of the money lent that is expected never to come back."""
        return sum(self.classes[name] * (WHOLE - self.returned[name]) for name in CLASSES) // WHOLE


@dataclass(frozen=True)
class Band:
    """A number of each month as it is in a bad, a middling and a good draw (10th, 50th, 90th of a hundred)."""

    low: tuple[int, ...]
    middle: tuple[int, ...]
    high: tuple[int, ...]


@dataclass(frozen=True)
class Course:
    """What becomes of a plan. Months count from 1; `reached` None where fewer than that part of the draws got there.

    `reached` early, middling and late month in which the target was met, `reached_share` (ppm) the draws that met it.
    `loans` made so far, `balance` money at hand, `lent` principal outstanding, month by month over the whole horizon.
    `peak_balance`, `peak_lent`, `lost` (principal of loans made that will not come back), `paid_in` (start and yearly
    money) and `turns` (how often each rupiah paid in went out, in hundredths) are middling, up to the middling month
    in which the target was met.
    """

    reached: tuple[int | None, int | None, int | None]
    reached_share: PartsPerMillion
    loans: Band
    balance: Band
    lent: Band
    peak_balance: Rupiah
    peak_lent: Rupiah
    lost: Rupiah
    paid_in: Rupiah
    turns: int


def project(plan: Plan, *, seed: int = 1, runs: int = RUNS) -> Course:
    """The course of `plan` over its horizon, drawn `runs` times. The same seed gives the same course."""
    drawn = _draw(plan, np.random.default_rng(seed), runs)
    met = drawn.loans >= plan.target
    months = np.where(met.any(axis=1), met.argmax(axis=1) + 1, plan.horizon + 1)
    reached = (_month(plan, months, 10), _month(plan, months, 50), _month(plan, months, 90))
    end = reached[1] or plan.horizon
    paid_in = plan.start + plan.yearly * sum(1 for month in range(end) if _new_money(plan, month))
    made = _quantile(drawn.loans[:, end - 1], 50)
    return Course(
        reached, int(met.any(axis=1).sum()) * WHOLE // runs,
        _band(drawn.loans), _band(drawn.balance), _band(drawn.lent),
        _quantile(drawn.balance[:, :end].max(axis=1), 50), _quantile(drawn.lent[:, :end].max(axis=1), 50),
        _quantile(drawn.lost[:, end - 1], 50), paid_in, made * plan.loan * 100 // paid_in if paid_in else 0,
    )  # fmt: skip


def with_more_loss(plan: Plan, more: PartsPerMillion = 10_000) -> Plan:
    """The plan with `more` of the loans moved from `lancar` to `macet`. Raises UnusablePlan where there are too few."""
    classes = {**plan.classes, "lancar": plan.classes["lancar"] - more, "macet": plan.classes["macet"] + more}
    return replace(plan, classes=classes)


@dataclass(frozen=True)
class _Drawn:
    """What each draw (row) has by the end of each month (column)."""

    loans: Column
    balance: Column
    lent: Column
    lost: Column


def _draw(plan: Plan, chance: np.random.Generator, runs: int) -> _Drawn:
    principal, fee = _one_loan(plan)
    ways = list(_ways_back(plan, principal, fee))
    tail = plan.horizon + plan.months + max(plan.delay.values()) + 1
    back = np.zeros((runs, tail), np.int64)
    returned = np.zeros((runs, tail), np.int64)
    balance, made, lent, lost = (np.zeros(runs, np.int64) for _ in range(4))
    balance += plan.start
    courses = _Drawn(*(np.zeros((runs, plan.horizon), np.int64) for _ in range(4)))
    weights = np.array([plan.classes[name] for name in CLASSES], float) / WHOLE * plan.luck
    for month in range(plan.horizon):
        balance += back[:, month] + (plan.yearly if _new_money(plan, month) else 0)
        lent -= returned[:, month]
        if month % 12 == 0:
            balance -= np.minimum(balance, plan.cost_per_year)
        new = np.clip(balance // (plan.loan + plan.cost_per_loan), 0, plan.per_month)
        balance -= new * (plan.loan + plan.cost_per_loan)
        made += new
        lent += new * plan.loan
        cohort = chance.multinomial(new, _luck(chance, weights, runs))
        for place, way in enumerate(ways):
            number = cohort[:, place, None]
            since = month + 1 + way.delay
            back[:, since : since + plan.months] += number * way.money
            returned[:, since : since + plan.months] += number * way.leaves
            lost += cohort[:, place] * way.lost
        courses.loans[:, month], courses.balance[:, month] = made, balance
        courses.lent[:, month], courses.lost[:, month] = lent, lost
    return courses


def _luck(chance: np.random.Generator, weights: npt.NDArray[np.float64], runs: int) -> npt.NDArray[np.float64]:
    """Shares of the classes for each draw's cohort; classes without weight never come up."""
    drawn = chance.standard_gamma(np.maximum(weights, 1e-12), (runs, len(weights))) * (weights > 0)
    whole = drawn.sum(axis=1, keepdims=True)
    shares: npt.NDArray[np.float64] = np.where(whole > 0, drawn / np.maximum(whole, 1e-300), weights / weights.sum())
    return shares


@dataclass(frozen=True)
class _Way:
    """Of one loan of a class: months later, money back by month, principal that leaves the books, principal lost."""

    delay: int
    money: Column
    leaves: Column
    lost: int


def _ways_back(plan: Plan, principal: Column, fee: Column) -> Iterator[_Way]:
    for name in CLASSES:
        part = plan.returned[name]
        kept = principal * part // WHOLE
        lost = int(principal.sum() - kept.sum())
        leaves = kept.copy()
        # What is lost leaves the books with the last instalment.
        leaves[-1] += lost
        yield _Way(plan.delay[name], kept + fee * part // WHOLE, leaves, lost)


def _one_loan(plan: Plan) -> tuple[Column, Column]:
    first = due_dates(_PAID_OUT, 2)[1]
    rows = schedule(Terms(plan.loan, plan.rate, plan.months, plan.method, _PAID_OUT, first, grace=plan.grace))
    return np.array([row.principal for row in rows], np.int64), np.array([row.fee for row in rows], np.int64)


def _new_money(plan: Plan, month: int) -> bool:
    return month > 0 and month % 12 == 0 and month // 12 <= plan.years


def _quantile(values: Column, percent: int) -> int:
    return int(np.percentile(values, percent, method="inverted_cdf"))


def _month(plan: Plan, months: Column, percent: int) -> int | None:
    found = _quantile(months, percent)
    return found if found <= plan.horizon else None


def _band(values: Column) -> Band:
    low, middle, high = np.percentile(values, (10, 50, 90), axis=0, method="inverted_cdf").astype(np.int64)
    return Band(tuple(low.tolist()), tuple(middle.tolist()), tuple(high.tolist()))
