"""Bank files and their lines that wait for a person. Row-level security decides whose are seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ayomi.apps.audit.queries import rows_of


class UnknownLine(LookupError):
    """No such held line, or none that may be seen from here."""


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One held line. `why`: key of `core.banking.words.PROBLEMS`; `written`: what the line was compared with;
    `decided_by`: the name of whoever decided, or empty."""

    held_id: int
    bank_file_id: int
    line: int
    amount: int
    paid_on: date
    code: str
    sender: str
    remark: str
    why: str
    written: str
    state: str
    reason: str
    receipt_id: int | None
    decided_at: datetime | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """One bank file among others. `waiting`: lines that a person may still book."""

    bank_file_id: int
    name: str
    received_at: datetime
    received_by: str
    lines: int
    taken: int
    waiting: int


_HELD = """
SELECT h.id, h.bank_file_id, h.line, h.amount, h.paid_on, h.code, h.sender, h.remark, h.why, h.written, h.state,
       h.reason, h.receipt_id, h.decided_at, coalesce(nullif(u.full_name, ''), u.username, '')
FROM payments_heldline h LEFT JOIN access_user u ON u.id = h.decided_by
"""


def held_lines(bank_file_id: int, *, limit: int = 200) -> list[HeldRow]:
    """The held lines of a file, those that wait first, in the order of the file."""
    found = rows_of(
        f"{_HELD} WHERE h.bank_file_id = %s ORDER BY h.state <> 'waiting', h.line LIMIT %s", [bank_file_id, limit]
    )
    return [HeldRow(*row) for row in found]


def held_line(held_id: int) -> HeldRow:
    """One held line. Raises UnknownLine."""
    found = rows_of(f"{_HELD} WHERE h.id = %s", [held_id])
    if not found:
        raise UnknownLine(held_id)
    return HeldRow(*found[0])


def bank_files(*, limit: int = 20) -> list[FileRow]:
    """The latest bank files; those with lines that wait stand first."""
    found = rows_of(
        "SELECT f.id, f.name, f.received_at, coalesce(nullif(u.full_name, ''), u.username, ''), f.lines, f.taken,"
        " count(h.id) AS waiting FROM payments_bankfile f LEFT JOIN access_user u ON u.id = f.received_by"
        " LEFT JOIN payments_heldline h ON h.bank_file_id = f.id AND h.state = 'waiting'"
        " GROUP BY f.id, u.id ORDER BY count(h.id) = 0, f.id DESC LIMIT %s",
        [limit],
    )
    return [FileRow(*row) for row in found]


def lines_waiting() -> tuple[int, int] | None:
    """How many held lines wait, and the file with the oldest of them; None where none waits."""
    found = rows_of("SELECT count(*), min(bank_file_id) FROM payments_heldline WHERE state = 'waiting'")[0]
    return (found[0], found[1]) if found[0] else None


def bank_file_seen(bank_file_id: int) -> bool:
    """Whether there is such a file, and it may be seen."""
    return bool(rows_of("SELECT 1 FROM payments_bankfile WHERE id = %s", [bank_file_id]))
