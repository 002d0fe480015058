"""What is due for an office and those below it, day by day: bills, drafts, duties of agreements, targets, the month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ayomi.apps.agreements.queries import duties_due, expiring
from ayomi.apps.audit.queries import rows_of
from ayomi.core.periods import Month

Kind = Literal["overdue", "bills", "drafts", "duty", "agreement", "targets", "month_end"]


@dataclass(frozen=True, slots=True)
class DueEntry:
    """Something due on a day. `count`: of how many things; `amount`: rupiah, None where it is no money; `what`: its
    name, or the month as `2026-10`; `subject_id`: the agreement, None otherwise."""

    day: date
    kind: Kind
    count: int
    amount: int | None = None
    what: str = ""
    subject_id: int | None = None


def calendar(office_ids: Sequence[int], *, on: date, days: int = 45) -> list[DueEntry]:
    """What is due from `on` for so many days, by day. What is late already, or has no day of its own, stands first.

    Six statements. Under the scope of a page it counts what that scope may see.
    """
    last = on + timedelta(days=days)
    found = [
        DueEntry(max(due, on), "overdue" if due < on else "bills", count, amount)
        for due, count, amount in rows_of(_BILLS, {"ids": list(office_ids), "on": on, "last": last})
    ]
    for kind, query in (("drafts", _DRAFTS), ("targets", _TARGETS)):
        count = rows_of(query, {"ids": list(office_ids)})[0][0]
        if count:
            found.append(DueEntry(on, "drafts" if kind == "drafts" else "targets", count))
    found += [
        DueEntry(max(due.due_on, on), "duty", 1, None, due.duty.text, due.duty.agreement_id)
        for due in duties_due(on, offices=office_ids, ahead=timedelta(days=days))
    ]
    found += [
        DueEntry(row.until, "agreement", 1, None, row.title, row.agreement_id)
        for row in expiring(on)
        if row.until is not None and on <= row.until <= last and row.office_id in office_ids
    ]
    month = Month.of(on)
    while month.last_day <= last:
        found.append(DueEntry(month.last_day, "month_end", 1, None, str(month)))
        month = month.plus(1)
    return sorted(found, key=lambda entry: (entry.day, entry.kind != "overdue"))


# Late bills come as one entry, the others by their day.
_BILLS = """
SELECT CASE WHEN due_on < %(on)s THEN %(on)s::date - 1 ELSE due_on END AS day, count(*), sum(total)::bigint
FROM contributions_bill WHERE state = 'final' AND office_id = ANY (%(ids)s) AND due_on <= %(last)s GROUP BY 1 ORDER BY 1
"""
_DRAFTS = "SELECT count(*) FROM contributions_bill WHERE state = 'draft' AND office_id = ANY (%(ids)s)"
_TARGETS = (
    "SELECT count(*) FROM steering_target WHERE state = 'proposed' AND until IS NULL AND office_id = ANY (%(ids)s)"
)
