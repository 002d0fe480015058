"""What was asked for one person, month by month, each month ready to be opened to its sums and articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from ayomi.apps.contributions.queries.bills import PersonLine
from ayomi.core.law.monthly import MonthlySegment
from ayomi.core.money import Language
from ayomi.core.periods import Month
from ayomi.edges.web.explaining import AMOUNTS, OpenedLine, open_line, stored_amounts

State = Literal["draft", "final", "overdue", "paid"]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of one membership over all bills. `total`: whole rupiah asked for; `corrected`: by a later bill."""

    key: str
    month: date
    payer: str
    total: int
    state: State
    due_on: date
    paid_on: date | None
    bill_id: int
    corrected: bool
    opened: OpenedLine | None = None


def month_rows(lines: Sequence[PersonLine], today: date, opened: str, language: Language) -> tuple[MonthRow, ...]:
    """Newest month first. `opened`: key of the row to explain, '' for none."""
    groups: dict[tuple[date, int], list[PersonLine]] = {}
    for line in lines:
        groups.setdefault((line.month, line.line.membership_id), []).append(line)
    return tuple(_row(month, member, found, today, opened, language) for (month, member), found in groups.items())


def _row(
    month: date, member: int, lines: list[PersonLine], today: date, opened: str, language: Language
) -> MonthRow:  # fmt: skip
    """`lines` come newest bill first: the newest says with what wage the month is now counted."""
    key = f"{Month.of(month)}-{member}"
    last, *earlier = lines
    open_now = [line for line in lines if line.state != "paid"]
    telling = min(open_now, key=lambda line: line.due_on) if open_now else last
    state: State = "paid"
    if open_now:
        late = telling.state == "final" and telling.due_on < today
        state = "overdue" if late else cast(State, telling.state)
    explained = None
    if key == opened:
        before = {name: sum(stored_amounts(line.line)[name] for line in earlier) for name in AMOUNTS}
        segment = cast(MonthlySegment, last.segment)
        explained = open_line(last.line, segment, language, before=before if earlier else None)
    return MonthRow(
        key, month, last.payer_name, sum(line.line.total for line in lines), state, telling.due_on, last.paid_on,
        telling.bill_id, bool(earlier), explained,
    )  # fmt: skip
