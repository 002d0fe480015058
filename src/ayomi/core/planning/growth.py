"""What it takes to cover more workers: officers, visits, offices, months and money, under assumptions that are said.

Each month runs the same way: officers visit, visits reach people, a share of them joins, a share of all covered
lapses. New officers need a desk; where the offices are full, a new office is opened first. People and rupiah are
whole numbers, shares are parts per million; what is not whole is rounded down where it promises something (visits,
people who join) and half up where it costs something (people who lapse, people paid for).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Final, Literal

from ayomi.core.money import WHOLE, PartsPerMillion, Rupiah, share

LONGEST: Final = 600
"""Months after which a course is broken off: fifty years."""

Why = Literal["more_than_workers", "too_late_to_open", "lapse_too_high"]


class UnusableAssumption(ValueError):
    """An assumption out of its bounds. `field` names it, `least` and `most` are the bounds."""

    def __init__(self, field: str, least: int, most: int) -> None:
        super().__init__(f"{field} must lie between {least} and {most}")
        self.field, self.least, self.most = field, least, most


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a plan takes for granted. Raises UnusableAssumption for a value out of `BOUNDS`.

    covered, goal: workers covered now, and those to be covered. workers: all workers of the area, covered or not.
    months: the time given. officers, offices: those there are now.
    visits_per_officer: visits of one practised officer in a month. people_per_visit: people met on one visit.
    joining: share of them who join (ppm). lapse: share of all covered who stop within a month (ppm).
    officers_per_office: desks in one office. months_to_open: from the decision to the first working day.
    openings_per_month: offices whose opening may be begun within one month.
    learning: months in which a new officer does not yet make all visits.
    sponsored_now: people paid for by a government now. sponsored: share of those who join for whom one pays (ppm).
    contribution: rupiah a month for one sponsored person.
    officer_cost, office_cost: rupiah a month for one officer, for one new office. opening_cost: rupiah for one opening.
    """

    covered: int
    goal: int
    workers: int
    months: int
    officers: int
    offices: int
    visits_per_officer: int
    people_per_visit: int
    joining: PartsPerMillion
    lapse: PartsPerMillion
    officers_per_office: int
    months_to_open: int
    openings_per_month: int
    learning: int
    sponsored_now: int
    sponsored: PartsPerMillion
    contribution: Rupiah
    officer_cost: Rupiah
    office_cost: Rupiah
    opening_cost: Rupiah

    def __post_init__(self) -> None:
        for field in fields(self):
            least, most = BOUNDS[field.name]
            if not least <= getattr(self, field.name) <= most:
                raise UnusableAssumption(field.name, least, most)

    @property
    def desks(self) -> int:
        """Officers for whom the offices of today have room; those there are stay, even where it is narrow."""
        return max(self.offices * self.officers_per_office, self.officers)

    @property
    def most_officers(self) -> int:
        """Officers that can be at work by the last month: the desks of today and of every office opened in time."""
        in_time = max(self.months - self.months_to_open, 0) * self.openings_per_month
        return self.desks + in_time * self.officers_per_office

    def offices_for(self, officers: int) -> int:
        """Offices to open so that `officers` have a desk."""
        return -(-max(officers - self.desks, 0) // self.officers_per_office)


_PEOPLE, _MONEY = (0, 1_000_000_000), (0, 1_000_000_000_000)
BOUNDS: Final[dict[str, tuple[int, int]]] = {
    "covered": _PEOPLE, "goal": _PEOPLE, "workers": _PEOPLE, "months": (1, 120), "officers": (0, 100_000),
    "offices": (0, 10_000), "visits_per_officer": (1, 1_000), "people_per_visit": (1, 10_000), "joining": (1, WHOLE),
    "lapse": (0, WHOLE), "officers_per_office": (1, 1_000), "months_to_open": (0, 120),
    "openings_per_month": (1, 1_000), "learning": (0, 60), "sponsored_now": _PEOPLE, "sponsored": (0, WHOLE),
    "contribution": (0, 10_000_000),
    "officer_cost": _MONEY, "office_cost": _MONEY, "opening_cost": _MONEY,
}  # fmt: skip
"""The least and the most that each assumption may be."""


@dataclass(frozen=True, slots=True)
class Step:
    """One month of a course. Every number follows from the step before and the assumptions.

    number: 1 for the first month. officers: at work. practised: how many practised officers their visits are worth.
    offices_opened: offices whose first working day is in this month. visits, reached, joined, lapsed: within it.
    covered, sponsored: at its end. contributions, officers_paid, offices_paid: rupiah of this month.
    """

    number: int
    officers: int
    practised: Fraction
    offices_opened: int
    offices: int
    visits: int
    reached: int
    joined: int
    lapsed: int
    covered: int
    sponsored: int
    contributions: Rupiah
    officers_paid: Rupiah
    offices_paid: Rupiah


@dataclass(frozen=True, slots=True)
class Course:
    """Month after month with a number of officers. `reached_in`: the first month with the goal; None if there is none.

    `levels_off`: more months would not help: no more people join in a month than lapse in it, and nobody is hired.
    """

    officers: int
    offices_to_open: int
    steps: tuple[Step, ...]
    reached_in: int | None
    levels_off: bool

    @property
    def covered(self) -> int:
        return self.steps[-1].covered

    @property
    def visits(self) -> int:
        return sum(step.visits for step in self.steps)

    @property
    def reached(self) -> int:
        return sum(step.reached for step in self.steps)

    @property
    def joined(self) -> int:
        return sum(step.joined for step in self.steps)

    @property
    def lapsed(self) -> int:
        return sum(step.lapsed for step in self.steps)

    @property
    def contributions(self) -> Rupiah:
        """Contributions of sponsored people over all months."""
        return sum(step.contributions for step in self.steps)

    @property
    def officers_paid(self) -> Rupiah:
        return sum(step.officers_paid for step in self.steps)

    @property
    def offices_paid(self) -> Rupiah:
        return sum(step.offices_paid for step in self.steps)

    @property
    def cost(self) -> Rupiah:
        """All money of the course."""
        return self.contributions + self.officers_paid + self.offices_paid


@dataclass(frozen=True, slots=True)
class Plan:
    """What it takes. `course`: with the fewest officers who reach the goal in time, or, where nobody can, with all who
    could be at work (`why` then says what stands in the way). `as_now`: with the officers of today, until the goal is
    reached, nothing changes any more, or fifty years have passed."""

    assumptions: Assumptions
    course: Course
    as_now: Course
    why: Why | None

    @property
    def feasible(self) -> bool:
        return self.why is None

    @property
    def to_hire(self) -> int:
        return max(self.course.officers - self.assumptions.officers, 0)


def plan(given: Assumptions) -> Plan:
    """The fewest officers who reach the goal within the months given, and what their course asks for."""
    as_now = course(given, given.officers, months=LONGEST, whole=False)
    best = course(given, max(given.most_officers, given.officers), months=given.months)
    if best.reached_in is None:
        return Plan(given, best, as_now, _why_not(given))
    few, enough = given.officers, best.officers
    # More officers never cover fewer people, so the fewest lie where it first suffices.
    while few < enough:
        middle = (few + enough) // 2
        if course(given, middle, months=given.months).reached_in is None:
            few = middle + 1
        else:
            enough = middle
    return Plan(given, course(given, enough, months=given.months), as_now, None)


def _why_not(given: Assumptions) -> Why:
    if given.goal > given.workers:
        return "more_than_workers"
    patient = replace(given, lapse=0)
    kept = course(patient, max(given.most_officers, given.officers), months=given.months)
    return "too_late_to_open" if kept.reached_in is None else "lapse_too_high"


def course(given: Assumptions, officers: int, *, months: int, whole: bool = True) -> Course:
    """Month after month with `officers` in the end (those of today at least), each beginning as soon as a desk is free.

    `whole`: to the last month, also after the goal is reached. Raises ValueError for months not from 1 to 600.
    """
    if not 1 <= months <= LONGEST:
        raise ValueError(f"a course runs for 1 to {LONGEST} months")
    officers = max(officers, given.officers)
    people = _begin(given, officers)
    settled = max(people, default=0) + given.learning + 1
    held = _Held(given.covered, min(given.sponsored_now, given.covered), given.officers, 0, 0)
    steps: list[Step] = []
    for number in range(1, months + 1):
        before = held.covered
        held, step = _step(given, number, people, held)
        steps.append(step)
        rising = step.covered >= before
        # What does not rise once all have learned never will; what rises to the goal never falls below it again.
        over = number > settled and step.covered <= before and step.covered < given.goal
        if not whole and (over or (rising and step.covered >= given.goal)):
            break
    levels_off = len(steps) > settled and steps[-1].covered <= steps[-2].covered and steps[-1].covered < given.goal
    return Course(officers, given.offices_for(officers), tuple(steps), _reached_in(given, steps), levels_off)


def _reached_in(given: Assumptions, steps: list[Step]) -> int | None:
    """The month from whose end on the goal is held to the last; 0 where it is held from the beginning."""
    below = [step.number for step in steps if step.covered < given.goal]
    if below and below[-1] == steps[-1].number:
        return None
    if below:
        return below[-1] + 1
    return 0 if given.covered >= given.goal else 1


def _begin(given: Assumptions, officers: int) -> dict[int, tuple[int, int]]:
    """First month of work -> (new officers beginning then, offices opened then)."""
    found: dict[int, tuple[int, int]] = {}
    at_once = min(officers, given.desks) - given.officers
    if at_once:
        found[1] = (at_once, 0)
    waiting = officers - given.officers - at_once
    month = 1 + given.months_to_open
    while waiting > 0:
        offices = min(given.openings_per_month, -(-waiting // given.officers_per_office))
        begin = min(offices * given.officers_per_office, waiting)
        found[month] = (found.get(month, (0, 0))[0] + begin, offices)
        waiting -= begin
        month += 1
    return found


@dataclass(frozen=True, slots=True)
class _Held:
    """What one month leaves to the next. `experience`: months of work of the new officers, counted up to a whole."""

    covered: int
    sponsored: int
    officers: int
    offices: int
    experience: int


def _step(given: Assumptions, number: int, people: dict[int, tuple[int, int]], held: _Held) -> tuple[_Held, Step]:
    whole = given.learning + 1
    begun, opened = people.get(number, (0, 0))
    officers, new_offices = held.officers + begun, held.offices + opened
    # Everyone new gains a month of experience, but for those who had learned all there is.
    experience = held.experience + sum(people.get(month, (0, 0))[0] for month in range(number - whole + 1, number + 1))
    practised = given.officers + Fraction(experience, whole)
    visits = int(practised * given.visits_per_officer)
    lapsed = share(held.covered, given.lapse)
    kept = held.covered - lapsed
    reached = visits * given.people_per_visit
    joined = min(reached * given.joining // WHOLE, max(given.workers - kept, 0))
    covered = kept + joined
    sponsored = min(held.sponsored - share(held.sponsored, given.lapse) + share(joined, given.sponsored), covered)
    step = Step(
        number=number, officers=officers, practised=practised, offices_opened=opened,
        offices=given.offices + new_offices, visits=visits, reached=reached, joined=joined, lapsed=lapsed,
        covered=covered, sponsored=sponsored, contributions=sponsored * given.contribution,
        officers_paid=officers * given.officer_cost,
        offices_paid=new_offices * given.office_cost + opened * given.opening_cost,
    )  # fmt: skip
    return _Held(covered, sponsored, officers, new_offices, experience), step


@dataclass(frozen=True, slots=True)
class Lever:
    """An assumption moved by a tenth for the better, and the officers needed then; None where still none suffice."""

    field: str
    value: int
    officers: int | None


LEVERS: Final[tuple[tuple[str, int], ...]] = (
    ("visits_per_officer", 1), ("people_per_visit", 1), ("joining", 1), ("lapse", -1), ("months", 1),
    ("months_to_open", -1), ("learning", -1),
)  # fmt: skip
"""Assumptions that an office can work on, and the direction that helps."""


def levers(given: Assumptions) -> Iterator[Lever]:
    """What the same goal would ask for if one assumption were a tenth better (at least one), each by itself."""
    for field, direction in LEVERS:
        value = int(getattr(given, field))
        least, most = BOUNDS[field]
        moved = max(least, min(most, value + direction * max(value // 10, 1)))
        if moved == value:
            continue
        made = plan(replace(given, **{field: moved}))
        yield Lever(field, moved, made.course.officers if made.feasible else None)


def months_told(steps: tuple[Step, ...]) -> Iterator[Step]:
    """The steps worth a line where all are too many: the first year whole, then every third month, and the last."""
    for step in steps:
        if step.number <= 12 or step.number % 3 == 0 or step is steps[-1]:
            yield step
