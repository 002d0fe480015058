"""Bank statements as CSV: rows of separated text to lines of money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from ayomi.core.banking.amounts import Amount, Side, Unreadable, read_cell, side_of, whole
from ayomi.core.banking.codes import marked_number, payment_codes
from ayomi.core.banking.headers import Columns, plain, role
from ayomi.core.banking.lines import LONGEST_TEXT, Found, Problem, account_key
from ayomi.core.banking.words import problem
from ayomi.core.lists.dates import DateStyle, Order, column_order, read_date
from ayomi.core.money import grouped

_SUMMARY: Final = re.compile(
    r"(?i)^\W*(?:saldo (?:awal|akhir)|total|sub ?total|grand total|jumlah|mutasi (?:kredit|debet|debit)|opening|closing"
    r"|beginning|ending|ledger balance|available)\b"
)
_PENDING: Final = re.compile(r"(?i)pend(?:ing)?\.?")
_ACCOUNT: Final = re.compile(
    r"(?i)(?:\bno(?:mor)?\b\W{0,2}\s?rek\w*|\brekening\b|\baccount\b(?:\s?(?:no|number)\b)?)"
    r"[^0-9A-Za-z]{0,12}(\d[\d.\- ]{4,25}\d)"
)
_CURRENCY: Final = re.compile(r"(?i)(?:mata uang|currency|ccy)\W{0,8}([A-Za-z]{2,3})\b")
_PERIOD: Final = re.compile(r"(\d{2})[/-](\d{2})[/-](\d{4})\D{1,8}(\d{2})[/-](\d{2})[/-](\d{4})", re.ASCII)
_DAY_AND_MONTH: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})", re.ASCII)
_CLOCK: Final = re.compile(r"[T\s]+(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)\S*$")
_RUPIAH: Final = frozenset({"IDR", "RP", ""})
# Far ahead, so that two-figure years are of this century; what is not yet due is judged by whoever knows the day.
_STYLE: Final = DateStyle(as_of=date(2079, 12, 31), past_only=False)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What holds for all rows of one file."""

    columns: Columns
    account: str
    currency: str
    style: DateStyle
    period: tuple[date, date] | None
    unmarked: Side | None


@dataclass(frozen=True, slots=True)
class _Read:
    """One row: its line, its problem, and what it does to the balance (None where unknown)."""

    line: Found
    problem: Problem | None = None
    moved: int | None = None
    balance: int | None = None


def read_table(rows: Sequence[Sequence[str]], columns: Columns, *, first_row: int) -> tuple[list[Found], list[Problem]]:
    """The lines below the header, and what is wrong with them. `first_row`: the number of the first of `rows`."""
    body = rows[columns.header + 1 :]
    sheet = _sheet(rows[: columns.header], body, columns)
    read = [
        _row(row, number, sheet)
        for number, row in enumerate(body, start=first_row + columns.header + 1)
        if any(cell.strip() for cell in row)
    ]
    problems = [each.problem for each in read if each.problem is not None]
    if any(each.line.kind == "receipt" and not each.line.account for each in read):
        problems.append(problem("account_unknown", line=0, field="account"))
    return [each.line for each in read], problems + _breaks(read)


def _sheet(above: Sequence[Sequence[str]], body: Sequence[Sequence[str]], columns: Columns) -> _Sheet:
    preamble = [" ".join(cell.strip() for cell in row if cell.strip())[:LONGEST_TEXT] for row in above]
    account = next((found[1] for text in preamble if (found := _ACCOUNT.search(text))), "")
    currency = next((found[1] for text in preamble if (found := _CURRENCY.search(text))), "")
    order: Order = column_order(_without_clock(_day_cell(row, columns))[0] for row in body)
    return _Sheet(
        columns, account_key(account), currency.upper(), replace(_STYLE, order=order),
        next((span for text in preamble if (span := _period(text))), None), _unmarked(body, columns),
    )  # fmt: skip


def _period(text: str) -> tuple[date, date] | None:
    found = _PERIOD.search(text)
    if found is None:
        return None
    day, month, year, last_day, last_month, last_year = map(int, found.groups())
    try:
        return date(year, month, day), date(last_year, last_month, last_day)
    except ValueError:
        return None


def _unmarked(body: Iterable[Sequence[str]], columns: Columns) -> Side | None:
    """What an amount without any mark is: the other side, where the file marks one side only.

    A report of virtual accounts lists only what was paid in.
    """
    seen: set[Side] = set()
    for row in body:
        marked = side_of(columns.first(row, "side"))
        try:
            amount = read_cell(columns.first(row, "amount"))
        except Unreadable:
            amount = None
        if side := marked or (amount.side if amount else None):
            seen.add(side)
    if seen == {"debit"} or (not seen and "code" in columns.places):
        return "credit"
    return "debit" if seen == {"credit"} else None


def _day_cell(row: Sequence[str], columns: Columns) -> str:
    return (columns.first(row, "value_day") or columns.first(row, "day")).lstrip("'\u2018\u2019")


def _without_clock(cell: str) -> tuple[str, str]:
    found = _CLOCK.search(cell)
    return (cell[: found.start()].strip(), found[1]) if found else (cell, "")


def _row(row: Sequence[str], number: int, sheet: _Sheet) -> _Read:
    columns = sheet.columns
    cell, clock = _without_clock(_day_cell(row, columns))
    day = _day(cell, sheet)
    words = [*columns.all(row, "text"), columns.first(row, "code"), columns.first(row, "sender")]
    line = Found(
        number, "skipped", account_key(columns.first(row, "account")) or sheet.account, day, 0, "",
        columns.first(row, "sender")[:160], " ".join(" ".join(words).split())[:LONGEST_TEXT],
        _reference(columns.first(row, "reference")), clock=clock or columns.first(row, "clock"),
    )  # fmt: skip
    if _repeats_header(row, columns):
        return _Read(replace(line, why="header"))
    if day is None and _SUMMARY.match(" ".join(cell.strip() for cell in row if cell.strip())):
        return _Read(replace(line, why="summary"))
    if _PENDING.fullmatch(cell):
        return _Read(replace(line, why="pending"))
    balance = _balance(columns.first(row, "balance"))
    try:
        side, hundredths = _movement(row, sheet)
    except Unreadable as refusal:
        written = " ".join(columns.all(row, "credit") + columns.all(row, "amount") + columns.all(row, "side"))
        return _refused(line, refusal.code, "amount", written, balance=balance)
    if not hundredths:
        return _Read(replace(line, why="no_amount"), moved=0, balance=balance)
    moved = hundredths if side == "credit" else -hundredths
    known = replace(line, amount=hundredths // 100)
    if side == "debit":
        return _Read(replace(known, why="debit"), moved=moved, balance=balance)
    return replace(_credit(known, hundredths, cell, row, sheet), moved=moved, balance=balance)


def _credit(line: Found, hundredths: int, day_cell: str, row: Sequence[str], sheet: _Sheet) -> _Read:
    currency = sheet.columns.first(row, "currency").upper() or sheet.currency
    if currency not in _RUPIAH:
        return _refused(line, "other_currency", "amount", currency)
    try:
        whole(hundredths)
    except Unreadable as refusal:
        return _refused(line, refusal.code, "amount", f"{grouped(hundredths // 100, 'id')},{hundredths % 100:02d}")
    if line.day is None:
        return _refused(line, "day_unclear" if day_cell else "day_missing", "day", day_cell)
    said = re.sub(r"\D", "", sheet.columns.first(row, "code"), flags=re.ASCII)[:40]
    codes = payment_codes(line.text)
    different = dict.fromkeys((said, *codes) if said else codes)
    if len(different) > 1:
        return _refused(line, "two_codes", "code", ", ".join(different))
    code = next(iter(different), "") or marked_number(line.text)
    return _Read(replace(line, kind="receipt", code=code))


def _refused(line: Found, code: str, field: str, written: str, *, balance: int | None = None) -> _Read:
    return _Read(
        replace(line, kind="problem", why=code),
        problem(code, line=line.number, field=field, written=written),
        balance=balance,
    )


def _movement(row: Sequence[str], sheet: _Sheet) -> tuple[Side, int]:
    """Side and hundredths; zero where the row moves nothing. Raises Unreadable."""
    columns = sheet.columns
    if "credit" in columns.places:
        came, went = read_cell(columns.first(row, "credit")), read_cell(columns.first(row, "debit"))
        if came and came.hundredths and went and went.hundredths:
            raise Unreadable("both_sides")
        if came and came.hundredths:
            return _agreed("credit", came)
        return ("debit", went.hundredths) if went else ("credit", 0)
    amount = read_cell(columns.first(row, "amount"))
    if amount is None or not amount.hundredths:
        return "credit", 0
    written = columns.first(row, "side")
    said = side_of(written)
    if written and said is None:
        raise Unreadable("side_unclear")
    side = said or amount.side or sheet.unmarked
    if side is None:
        raise Unreadable("side_unclear")
    return _agreed(side, amount)


def _agreed(side: Side, amount: Amount) -> tuple[Side, int]:
    if amount.side not in {None, side}:
        raise Unreadable("side_unclear")
    return side, amount.hundredths


def _day(cell: str, sheet: _Sheet) -> date | None:
    if short := _DAY_AND_MONTH.fullmatch(cell):
        return _in_period(int(short[1]), int(short[2]), sheet.period)
    if cell.isdigit() and len(cell) != 8:
        return None
    read = read_date(cell, sheet.style) if cell else None
    return read.value if read is not None and read.fault is None else None


def _in_period(day: int, month: int, period: tuple[date, date] | None) -> date | None:
    """Day and month without a year: the one day within the statement's period."""
    if period is None:
        return None
    for year in {period[0].year, period[1].year}:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if period[0] <= found <= period[1]:
            return found
    return None


def _repeats_header(row: Sequence[str], columns: Columns) -> bool:
    return sum(role(cell) is not None and plain(cell) in map(plain, columns.names) for cell in row if cell.strip()) >= 3


def _reference(cell: str) -> str:
    bare = cell.strip().strip("'")
    return "" if bare.upper() in {"", "-", "NONREF", "NOREF"} or not bare.strip("0") else bare[:80]


def _balance(cell: str) -> int | None:
    try:
        amount = read_cell(cell)
    except Unreadable:
        return None
    if amount is None:
        return None
    return -amount.hundredths if amount.side == "debit" else amount.hundredths


def _breaks(read: Sequence[_Read]) -> list[Problem]:
    """Where the running balance does not follow from the line before it; banks list the oldest or the newest first."""
    by_account: dict[str, list[_Read]] = {}
    for each in read:
        if each.balance is not None:
            by_account.setdefault(each.line.account, []).append(each)
    problems = []
    for rows in by_account.values():
        pairs = list(pairwise(rows))
        onward = [_step(before, after, after.moved) for before, after in pairs]
        backward = [_step(after, before, before.moved) for before, after in pairs]
        steps = min(onward, backward, key=lambda steps: sum(bool(step) for step in steps))
        broken = next((place for place, step in enumerate(steps) if step), None)
        if broken is not None:
            gap = steps[broken] or 0
            written = ("\u2212" if gap < 0 else "") + grouped(abs(gap) // 100, "id")
            line = pairs[broken][1].line.number
            problems.append(problem("balance_differs", line=line, field="balance", written=written))
    return problems


def _step(before: _Read, after: _Read, moved: int | None) -> int | None:
    """By how many hundredths a balance misses what follows from the one before; None where a line is unreadable."""
    if before.balance is None or after.balance is None or moved is None:
        return None
    return after.balance - before.balance - moved
