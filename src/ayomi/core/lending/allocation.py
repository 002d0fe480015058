"""What a payment is counted for. A loan is its rows and its events in order; replaying them gives where it stands.

An event that comes late for an earlier day is put where it belongs and everything is counted again, so a loan stands
the same whether a payment was booked on its day or a year after it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import Literal, TypeAlias, get_args

from ayomi.core.lending.schedule import Row, Terms, schedule
from ayomi.core.money import Rupiah

EventKind: TypeAlias = Literal["payment", "settlement", "fee", "restructure", "write_off"]
Order: TypeAlias = Literal["by_instalment", "fees_first"]
Use: TypeAlias = Literal["fee", "principal", "recovery", "credit", "waived", "written_off"]

EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)
ORDERS: tuple[Order, ...] = get_args(Order)
USES: tuple[Use, ...] = get_args(Use)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a loan on `day`; `number` puts events of one day in order and names them.

    `payment`: `amount` came in, counted for instalments in the order of the rule, ahead of time where there is more.
    `settlement`: the borrower pays the loan off with `amount`, and fees of months not begun are waived; where it does
    not suffice it counts as an ordinary payment.
    `fee`: the fee of instalment `row` becomes `amount` (profit sharing on revenue as reported).
    `restructure`: what is left gets the schedule of `terms` (its principal is what is left); `amount` of the fee that
    is overdue is waived (reconditioning), the rest of it is due with the new first instalment (rescheduling).
    `write_off`: what is left leaves the books; what comes in after it is recovery, principal before fee.
    """

    day: date
    number: int
    kind: EventKind
    amount: Rupiah = 0
    row: int = 0
    terms: Terms | None = None

    def __post_init__(self) -> None:
        if self.amount < 0 or (self.kind in ("payment", "settlement") and not self.amount):
            raise ValueError(f"{self.kind} of {self.amount} rupiah")
        if (self.kind == "restructure") != (self.terms is not None):
            raise ValueError("a restructuring, and only it, comes with new terms")


@dataclass(frozen=True, slots=True)
class Part:
    """`amount` of event `event` was counted as `use`, for instalment `row` (0: for the loan as a whole)."""

    event: int
    day: date
    use: Use
    row: int
    amount: Rupiah


@dataclass(slots=True)
class Owed:
    """One instalment and what of it is still open."""

    number: int
    due: date
    principal: Rupiah
    fee: Rupiah
    principal_open: Rupiah
    fee_open: Rupiah
    settled_on: date | None = None

    @property
    def open(self) -> Rupiah:
        return self.principal_open + self.fee_open


@dataclass(slots=True)
class Loan:
    """A loan on its way: `apply` its events in order. Everything here is counted, nothing decided."""

    owed: list[Owed]
    order: Order
    parts: list[Part] = field(default_factory=list)
    credit: Rupiah = 0
    written_off_on: date | None = None
    lost_principal: Rupiah = 0
    lost_fee: Rupiah = 0
    recovered: Rupiah = 0
    first_open: int = 0

    @property
    def principal_left(self) -> Rupiah:
        return sum(each.principal_open for each in self.owed)

    def apply(self, event: Event) -> None:
        """Count one event. Raises ValueError for one that this loan cannot have (a fee of a row it has not)."""
        if event.kind == "payment":
            self._pay(event)
        elif event.kind == "settlement":
            self._settle(event)
        elif event.kind == "fee":
            self._set_fee(event)
        elif event.kind == "restructure":
            self._restructure(event)
        else:
            self._write_off(event)

    def _count(self, event: Event, use: Use, row: int, amount: Rupiah) -> None:
        if amount:
            self.parts.append(Part(event.number, event.day, use, row, amount))

    def _pay(self, event: Event) -> None:
        left = event.amount
        if self.written_off_on is not None:
            lost = self.lost_principal + self.lost_fee - self.recovered
            back = min(left, lost)
            self.recovered += back
            self._count(event, "recovery", 0, back)
            left -= back
        else:
            if self.order == "fees_first":
                left = self._pay_due_fees(event, left)
            left = self._pay_in_turn(event, left)
        self.credit += left
        self._count(event, "credit", 0, left)

    def _pay_due_fees(self, event: Event, left: Rupiah) -> Rupiah:
        for each in self.owed[self.first_open :]:
            if not left or each.due > event.day:
                break
            left = self._pay_fee(event, each, left)
        return left

    def _pay_in_turn(self, event: Event, left: Rupiah) -> Rupiah:
        place = self.first_open
        while left and place < len(self.owed):
            each = self.owed[place]
            left = self._pay_fee(event, each, left)
            part = min(left, each.principal_open)
            each.principal_open -= part
            self._count(event, "principal", each.number, part)
            left -= part
            self._close(each, event.day)
            if not each.open:
                place += 1
        self.first_open = place
        return left

    def _pay_fee(self, event: Event, each: Owed, left: Rupiah) -> Rupiah:
        part = min(left, each.fee_open)
        each.fee_open -= part
        self._count(event, "fee", each.number, part)
        self._close(each, event.day)
        return left - part

    def _close(self, each: Owed, day: date) -> None:
        if not each.open and each.settled_on is None:
            each.settled_on = day

    def settlement_sum(self, day: date) -> Rupiah:
        """What pays the loan off on `day`: all principal, and the fees of instalments due by then or begun."""
        started = self._current(day)
        return sum(
            each.principal_open + (each.fee_open if each.number <= started else 0)
            for each in self.owed[self.first_open :]
        )

    def _current(self, day: date) -> int:
        """Number of the instalment whose month is running on `day`; its fee is owed."""
        return next((each.number for each in self.owed if each.due >= day), self.owed[-1].number)

    def _settle(self, event: Event) -> None:
        if self.written_off_on is None and event.amount >= self.settlement_sum(event.day):
            started = self._current(event.day)
            for each in self.owed[self.first_open :]:
                if each.number > started and each.fee_open:
                    self._count(event, "waived", each.number, each.fee_open)
                    each.fee_open = 0
        self._pay(event)

    def _set_fee(self, event: Event) -> None:
        each = next((each for each in self.owed if each.number == event.row), None)
        if each is None:
            raise ValueError(f"there is no instalment {event.row}")
        paid = each.fee - each.fee_open
        each.fee, each.fee_open = event.amount, max(0, event.amount - paid)
        if each.open:
            each.settled_on = None
            self.first_open = min(self.first_open, self.owed.index(each))
        over = max(0, paid - event.amount)
        self.credit += over
        self._count(event, "credit", each.number, over)

    def _restructure(self, event: Event) -> None:
        principal = self.principal_left
        if self.written_off_on is not None or not principal or event.terms is None:
            raise ValueError("there is nothing left to restructure")
        overdue = sum(each.fee_open for each in self.owed if each.due <= event.day)
        waived = min(event.amount, overdue)
        self._count(event, "waived", 0, waived)
        kept = [each for each in self.owed if not each.open]
        for each in (each for each in self.owed if each.open):
            each.principal -= each.principal_open
            each.fee -= each.fee_open
            each.principal_open = each.fee_open = 0
            if each.principal or each.fee:
                each.settled_on = event.day
                kept.append(each)
        rows = list(schedule(replace(event.terms, principal=principal)))
        last = max((each.number for each in self.owed), default=0)
        added = [_owed(replace(row, number=last + row.number)) for row in rows]
        added[0].fee += overdue - waived
        added[0].fee_open += overdue - waived
        self.owed = [*kept, *added]
        self.first_open = len(kept)
        if self.credit:
            carried, self.credit = self.credit, 0
            self._count(event, "credit", 0, -carried)
            self._pay(Event(event.day, event.number, "payment", carried))

    def _write_off(self, event: Event) -> None:
        if self.written_off_on is not None:
            raise ValueError("the loan is written off already")
        self.written_off_on = event.day
        for each in self.owed[self.first_open :]:
            fee = each.fee_open if each.due <= event.day else 0
            self.lost_principal += each.principal_open
            self.lost_fee += fee
            self._count(event, "written_off", each.number, each.principal_open + fee)
            each.principal_open = each.fee_open = 0
        self.first_open = len(self.owed)


def _owed(row: Row) -> Owed:
    return Owed(row.number, row.due, row.principal, row.fee, row.principal, row.fee)


def start(rows: Sequence[Row], order: Order = "by_instalment") -> Loan:
    """A loan just paid out."""
    return Loan([_owed(row) for row in rows], order)


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events as they happened: by day, within a day by number."""
    return sorted(events, key=attrgetter("day", "number"))


def replay(rows: Sequence[Row], events: Iterable[Event], order: Order = "by_instalment") -> Loan:
    """The loan after all `events`, whenever they were booked."""
    loan = start(rows, order)
    for event in in_order(events):
        loan.apply(event)
    return loan


@dataclass(frozen=True, slots=True)
class Standing:
    """A loan on a day: what is left, what is overdue, since when, and the next instalment (None when none is left)."""

    principal: Rupiah
    fee_due: Rupiah
    overdue: Rupiah
    days_late: int
    credit: Rupiah
    next_due: date | None
    next_amount: Rupiah
    closed: bool


def standing(loan: Loan, day: date) -> Standing:
    """Where `loan` stands on `day`. An instalment is late from the day after it was due."""
    principal = fee_due = overdue = 0
    oldest = upcoming = None
    for each in loan.owed[loan.first_open :]:
        if not each.open:
            continue
        principal += each.principal_open
        if each.due <= day:
            fee_due += each.fee_open
        if each.due < day:
            overdue += each.open
            oldest = oldest or each
        elif upcoming is None:
            upcoming = each
    return Standing(
        principal, fee_due, overdue, (day - oldest.due).days if oldest else 0, loan.credit,
        upcoming.due if upcoming else None, upcoming.open if upcoming else 0,
        not principal and not any(each.fee_open for each in loan.owed),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """An event that is counted otherwise than before."""

    event: int
    before: tuple[Part, ...]
    after: tuple[Part, ...]


def differences(before: Loan, after: Loan) -> list[Difference]:
    """What a late-booked event changed: each event whose money is now counted for something else, in order."""
    old, new = _by_event(before), _by_event(after)
    return [
        Difference(event, old.get(event, ()), parts) for event, parts in new.items() if old.get(event, ()) != parts
    ] + [Difference(event, parts, ()) for event, parts in old.items() if event not in new]


def _by_event(loan: Loan) -> dict[int, tuple[Part, ...]]:
    found: dict[int, tuple[Part, ...]] = {}
    for part in loan.parts:
        found[part.event] = (*found.get(part.event, ()), part)
    return found
