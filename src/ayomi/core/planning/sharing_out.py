"""Sharing a target out over branches within what each can do, by linear programming (HiGHS).

Every branch has a floor (what it has already), what it can do (its officers' visits) and what there is (all workers of
its area); every region may be promised a least and held to a most. Two aims: `even` asks every branch for the same
share of what its officers could add, and for another only where a limit holds it; `fewest_visits` asks where one more
worker costs the fewest visits. Amounts are whole and add up to the target to the last one; the solver's fractions never
leave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import highspy
import numpy as np

from ayomi.core.money import WHOLE, PartsPerMillion

Aim = Literal["even", "fewest_visits"]
Limit = Literal["floor", "capacity", "workers", "least", "most", "total"]
Binding = Literal["floor", "capacity", "workers", "least", "most", "none"]

LARGEST: Final = 1_000_000_000
"""The largest number of people that is shared out: the solver's arithmetic is exact enough up to here."""
TINY: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch. `floor`: workers it covers already and keeps. `capacity`: those it can cover with its officers.

    `workers`: all workers of its area, None where that is not known. `visits`: what 1,000 more workers cost it.
    `group`: the region it belongs to.
    """

    key: int
    floor: int
    capacity: int
    workers: int | None
    visits: int
    group: int

    @property
    def most(self) -> int:
        """The tighter of what it can do and what there is."""
        return self.capacity if self.workers is None else min(self.capacity, self.workers)


@dataclass(frozen=True, slots=True)
class Group:
    """Branches that together shall have at least `least` and at most `most` (None: no such limit)."""

    key: int
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What one branch is given. `binding`: the limit that holds it there, 'none' where it moves with the others.

    `price`: for `fewest_visits`, the visits that 1,000 workers more room at the branch's own limit would save; 0 where
    a limit of its region or none binds, and for `even`.
    """

    key: int
    amount: int
    binding: Binding
    price: int


@dataclass(frozen=True, slots=True)
class Clash:
    """Limits that cannot hold together: leaving out any one of them would do. `of`: the branch, group or None.

    `missing`: by how many people they miss each other.
    """

    limits: tuple[tuple[Limit, int | None], ...]
    missing: int


class CannotBeShared(Exception):
    """No way to share the target out keeps all limits. `clash` says which of them stand against each other."""

    def __init__(self, clash: Clash) -> None:
        super().__init__(f"{len(clash.limits)} limits clash, by {clash.missing}")
        self.clash = clash


def capacity(
    floor: int, officers: int, visits_per_officer: int, people_per_visit: int, joining: PartsPerMillion, months: int
) -> int:
    """Workers that a branch can cover after so many months: those it has, and those who join on its visits."""
    return floor + officers * visits_per_officer * people_per_visit * months * joining // WHOLE


def visits_per_thousand(people_per_visit: int, joining: PartsPerMillion) -> int:
    """Visits for 1,000 workers who join, rounded up. Raises ZeroDivisionError where none ever joins."""
    return -(-1000 * WHOLE // (people_per_visit * joining))


def share_out(
    total: int, branches: Sequence[Branch], groups: Sequence[Group] = (), *, aim: Aim = "even"
) -> tuple[Share, ...]:
    """What each branch is given, in the order of `branches`; the amounts add up to `total` exactly.

    Raises CannotBeShared where no such amounts exist, and ValueError for no branch, one named twice, a branch of an
    unknown group, or a number below zero or above LARGEST.
    """
    known = _checked(total, branches, groups)
    clash = find_clash(total, branches, groups)
    if clash is not None:
        raise CannotBeShared(clash)
    problem = _Problem(total, branches, known)
    wanted, prices = problem.fewest_visits() if aim == "fewest_visits" else problem.even()
    amounts = _whole(total, branches, known, wanted)
    _prove(total, branches, known, amounts)
    return tuple(
        Share(each.key, amount, *_binding(each, amount, price, known[each.group], amounts, branches, aim))
        for each, amount, price in zip(branches, amounts, prices, strict=True)
    )


def amounts_of(shares: Sequence[Share]) -> dict[int, int]:
    """Key of the branch -> what it is given: a draft of targets."""
    return {each.key: each.amount for each in shares}


def _checked(total: int, branches: Sequence[Branch], groups: Sequence[Group]) -> dict[int, Group]:
    known = {group.key: group for group in groups}
    numbers = [total, *(n for b in branches for n in (b.floor, b.capacity, b.visits, b.workers or 0))]
    numbers += [n for g in groups for n in (g.least, g.most or 0)]
    if not branches or len({each.key for each in branches}) < len(branches) or len(known) < len(groups):
        raise ValueError("a target is shared out over branches, each named once")
    if groups and any(each.group not in known for each in branches):
        raise ValueError("a branch belongs to a group that is not given")
    if min(numbers) < 0 or max(numbers) > LARGEST:
        raise ValueError(f"numbers of people lie between 0 and {LARGEST}")
    return known or {each.group: Group(each.group) for each in branches}


def find_clash(total: int, branches: Sequence[Branch], groups: Sequence[Group] = ()) -> Clash | None:
    """The fewest limits that cannot hold together, or None where all can. Branch before region before the whole."""
    for each in branches:
        if each.floor > each.most:
            over: Limit = "capacity" if each.capacity == each.most else "workers"
            return Clash((("floor", each.key), (over, each.key)), each.floor - each.most)
    least_of, most_of = 0, 0
    lows: list[tuple[Limit, int | None]] = []
    highs: list[tuple[Limit, int | None]] = []
    known = {group.key: group for group in groups}
    for key in dict.fromkeys([*(each.group for each in branches), *known]):
        inside = [each for each in branches if each.group == key]
        group = known.get(key, Group(key))
        floors, mosts = sum(each.floor for each in inside), sum(each.most for each in inside)
        every_floor: list[tuple[Limit, int | None]] = [("floor", each.key) for each in inside if each.floor]
        every_most: list[tuple[Limit, int | None]] = [(_upper(each), each.key) for each in inside]
        if group.most is not None and floors > group.most:
            return Clash((*every_floor, ("most", key)), floors - group.most)
        if group.least > mosts:
            return Clash((*every_most, ("least", key)), group.least - mosts)
        if group.most is not None and group.least > group.most:
            return Clash((("least", key), ("most", key)), group.least - group.most)
        held_low, held_high = group.least > floors, group.most is not None and group.most < mosts
        least_of += max(floors, group.least)
        most_of += mosts if group.most is None else min(mosts, group.most)
        lows += [("least", key)] if held_low else every_floor
        highs += [("most", key)] if held_high else every_most
    if total < least_of:
        return Clash((*lows, ("total", None)), least_of - total)
    if total > most_of:
        return Clash((*highs, ("total", None)), total - most_of)
    return None


def _upper(each: Branch) -> Literal["capacity", "workers"]:
    return "workers" if each.workers is not None and each.workers < each.capacity else "capacity"


class _Problem:
    """The limits as a linear program: a column per branch, a row for the target, a row per group."""

    def __init__(self, total: int, branches: Sequence[Branch], groups: Mapping[int, Group]) -> None:
        self.total, self.branches, self.groups = total, branches, groups
        self.room = [each.capacity - each.floor for each in branches]

    def fewest_visits(self) -> tuple[list[float], list[int]]:
        """Amounts, and of each branch what its own limit costs: whole, as all costs and limits are."""
        found, _, prices = self._solve([float(each.visits) for each in self.branches], [])
        return found, [round(abs(price)) for price in prices]

    def even(self) -> tuple[list[float], list[int]]:
        """The greatest strain is made least, then the greatest of the others, and so on until all are settled.

        The strain of a branch is the share of what its officers could add that it is asked to add.
        """
        settled: dict[int, float] = {at: 0.0 for at, room in enumerate(self.room) if room == 0}
        found = [float(each.floor) for each in self.branches]
        while len(settled) < len(self.branches):
            found, strain, held = self._least_strain(settled)
            # Rows that hold the strain up carry a dual; there is always one, for their weighted sum is one.
            newly = held or [at for at in range(len(self.branches)) if at not in settled]
            settled |= dict.fromkeys(newly, strain)
        return found, [0] * len(self.branches)

    def _least_strain(self, settled: Mapping[int, float]) -> tuple[list[float], float, list[int]]:
        strained = [at for at in range(len(self.branches)) if at not in settled]
        # Column n is the strain; each row says: what is added, as a share of the room, is at most the strain.
        rows = [([at, len(self.branches)], [1.0 / self.room[at], -1.0], self.branches[at].floor / self.room[at])
                for at in strained]  # fmt: skip
        costs = [0.0] * len(self.branches) + [1.0]
        uppers = {at: self.branches[at].floor + level * self.room[at] for at, level in settled.items()}
        found, duals, _ = self._solve(costs, rows, uppers)
        held = [at for at, dual in zip(strained, duals, strict=True) if abs(dual) > TINY]
        return found[:-1], found[-1], held

    def _solve(
        self, costs: list[float], rows: list[tuple[list[int], list[float], float]],
        uppers: Mapping[int, float] | None = None,
    ) -> tuple[list[float], list[float], list[float]]:  # fmt: skip
        """Columns, duals of `rows` (each: columns, factors, at most), and reduced costs of the columns."""
        count = len(self.branches)
        lower = [float(each.floor) for each in self.branches] + [0.0] * (len(costs) - count)
        upper = [float(each.most) for each in self.branches] + [1.0] * (len(costs) - count)
        for at, most in (uppers or {}).items():
            # A hair of air, so that what the solver rounded in one stage still fits into the next.
            upper[at] = min(upper[at], most + TINY)
        fixed: list[tuple[list[int], float, float]] = [(list(range(count)), float(self.total), float(self.total))]
        for key, group in self.groups.items():
            inside = [at for at, each in enumerate(self.branches) if each.group == key]
            fixed.append((inside, float(group.least), highspy.kHighsInf if group.most is None else float(group.most)))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(costs), len(fixed) + len(rows)
        model.col_cost_, model.col_lower_, model.col_upper_ = np.array(costs), np.array(lower), np.array(upper)
        model.row_lower_ = np.array([low for _, low, _ in fixed] + [-highspy.kHighsInf] * len(rows))
        model.row_upper_ = np.array([high for _, _, high in fixed] + [most for *_, most in rows])
        index = [columns for columns, *_ in fixed] + [columns for columns, *_ in rows]
        value = [[1.0] * len(columns) for columns, *_ in fixed] + [factors for _, factors, _ in rows]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array([0, *np.cumsum([len(each) for each in index])])
        model.a_matrix_.index_ = np.array([at for each in index for at in each])
        model.a_matrix_.value_ = np.array([factor for each in value for factor in each])
        solved = _run(model)
        return list(solved.col_value), list(solved.row_dual)[len(fixed) :], list(solved.col_dual)


def _run(model: highspy.HighsLp) -> highspy.HighsSolution:
    """The solver, silent, on one thread and with one seed, so that the same limits always give the same answer."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor carries no types
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("solver", "simplex")
    solver.passModel(model)
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"limits that were found to hold together were not solved: {status}")
    return solver.getSolution()


def _whole(
    total: int, branches: Sequence[Branch], groups: Mapping[int, Group], wanted: Sequence[float]
) -> list[int]:  # fmt: skip
    """Whole amounts near the wanted ones: by the largest remainder, first over the groups, then within each."""
    members = {key: [at for at, each in enumerate(branches) if each.group == key] for key in groups}
    keys = [key for key, inside in members.items() if inside]
    lows = [max(groups[key].least, sum(branches[at].floor for at in members[key])) for key in keys]
    highs = [
        min(sum(branches[at].most for at in members[key]), LARGEST if (most := groups[key].most) is None else most)
        for key in keys
    ]
    sums = largest_remainder(total, [sum(wanted[at] for at in members[key]) for key in keys], lows, highs)
    amounts = [0] * len(branches)
    for key, whole in zip(keys, sums, strict=True):
        inside = members[key]
        parts = largest_remainder(
            whole, [wanted[at] for at in inside], [branches[at].floor for at in inside],
            [branches[at].most for at in inside],
        )  # fmt: skip
        for at, part in zip(inside, parts, strict=True):
            amounts[at] = part
    return amounts


def largest_remainder(total: int, wanted: Sequence[float], lows: Sequence[int], highs: Sequence[int]) -> list[int]:
    """Whole numbers near `wanted` that add up to `total`, each from its low to its high.

    What is left after rounding down goes to the largest remainders, of equal ones to the first. Raises ValueError
    where the bounds do not allow `total`.
    """
    if not sum(lows) <= total <= sum(highs):
        raise ValueError(f"{total} cannot be split between {sum(lows)} and {sum(highs)}")
    parts = [
        max(low, min(high, int(value + TINY))) for value, low, high in zip(wanted, lows, highs, strict=True)
    ]  # fmt: skip
    order = sorted(range(len(parts)), key=lambda at: (parts[at] - wanted[at], at))
    step = 1 if sum(parts) < total else -1
    while sum(parts) != total:
        for at in order if step > 0 else reversed(order):
            if sum(parts) == total:
                break
            if lows[at] <= parts[at] + step <= highs[at]:
                parts[at] += step
    return parts


def _prove(total: int, branches: Sequence[Branch], groups: Mapping[int, Group], amounts: Sequence[int]) -> None:
    """Every limit looked at once more, on the whole numbers."""
    held = sum(amounts) == total and all(
        each.floor <= amount <= each.most for each, amount in zip(branches, amounts, strict=True)
    )
    for key, group in groups.items():
        whole = sum(amount for each, amount in zip(branches, amounts, strict=True) if each.group == key)
        held = held and group.least <= whole and (group.most is None or whole <= group.most)
    if not held:
        raise RuntimeError("what was shared out does not keep its limits")


def _binding(
    each: Branch, amount: int, price: int, group: Group, amounts: Sequence[int], branches: Sequence[Branch], aim: Aim
) -> tuple[Binding, int]:
    """The limit that holds a branch where it is, and what that costs."""
    if amount == each.most and amount > each.floor:
        return _upper(each), price
    if amount == each.floor and (aim == "fewest_visits" or each.most == each.floor):
        return "floor", price
    whole = sum(part for other, part in zip(branches, amounts, strict=True) if other.group == group.key)
    if group.most is not None and whole == group.most:
        return "most", 0
    if group.least and whole == group.least:
        return "least", 0
    return ("floor", price) if amount == each.floor else ("none", 0)
