"""SWIFT MT940 customer statements, as banks in Indonesia send them: with or without envelope, many in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ayomi.core.banking.amounts import Unreadable, read_swift, whole
from ayomi.core.banking.codes import marked_number, payment_codes
from ayomi.core.banking.lines import LONGEST_TEXT, Found, Problem, account_key
from ayomi.core.banking.words import problem
from ayomi.core.money import grouped

_FIELD: Final = re.compile(r":(\d{2}[A-Z]?):(.*)", re.ASCII)
_ENTRY: Final = re.compile(
    r"(\d{6})(\d{4})?(RC|RD|C|D)([A-Z])?([\d,]{1,18})([A-Z][A-Z0-9]{3})([^\n]{0,200})(?:\n(.*))?", re.ASCII | re.DOTALL
)
_BALANCE: Final = re.compile(r"([CD])(\d{6})([A-Z]{3})([\d,]{1,18})\s*", re.ASCII)
_SUBFIELD: Final = re.compile(r"\?\d\d|/(?=[A-Z]{2,8}/)", re.ASCII)
_SENDER_FIELDS: Final = re.compile(r"\?3[23]([^?\n]*)")
_SENDER_WORDS: Final = re.compile(r"/(?:NAME|ORDP|NM)/([^/\n]+)|\b(?:DARI|FROM|PENGIRIM)[ :]+([A-Z][A-Z .,'&]{1,60})")
_NOT_A_NAME: Final = re.compile(r"\b(?:KODE|VA|IURAN|BAYAR|UNTUK|BERITA|INV|NO|KE|TO)\b.*", re.DOTALL)
_NO_REFERENCE: Final = frozenset({"", "NONREF", "NOREF", "NON REF", "NA", "0"})
_SIGN: Final = {"C": 1, "RD": 1, "D": -1, "RC": -1}
_REVERSED: Final = {"RC": "credit_reversed", "RD": "debit_reversed"}


@dataclass(slots=True)
class _Entry:
    """One :61: with the :86: behind it."""

    number: int
    head: str
    words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Statement:
    """The fields of one statement, from :20: to :62:."""

    number: int
    account: str = ""
    opening: str = ""
    closing: str = ""
    closing_line: int = 0
    entries: list[_Entry] = field(default_factory=list)


def looks_like(text: str) -> bool:
    """Whether a text is MT940: a SWIFT envelope or a :20: near its beginning, and a statement's own fields."""
    head = text[:20_000]
    return bool(re.search(r"(?m)^(?:\{1:[^\n]*)?:20:|\{4:", head)) and bool(re.search(r"(?m)^:(?:25|60[FM]|61):", head))


def read_mt940(text: str) -> tuple[list[Found], list[Problem]]:
    """The lines of all statements in `text`, in order, and what is wrong with them."""
    found: list[Found] = []
    problems: list[Problem] = []
    for statement in _statements(text):
        lines, wrong = _read_statement(statement)
        found += lines
        problems += wrong
    return found, problems


def _fields(text: str) -> Iterator[tuple[int, str, str]]:
    """(line number, tag, content with the lines that continue it); the tag is empty at the end of a message."""
    tag, content, number = "", list[str](), 0
    for place, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        line = raw.rsplit("{4:", 1)[1] if "{4:" in raw else raw
        ended = raw.startswith("-}") or raw.strip() == "-" or "{4:" in raw
        start = _FIELD.match(line)
        if ended or start:
            if tag:
                yield number, tag, "\n".join(content)
            tag, content = "", []
        if ended:
            yield place, "", ""
        if start:
            tag, content, number = start[1], [start[2]], place
        elif tag and line.strip() and not ended:
            content.append(line)
    if tag:
        yield number, tag, "\n".join(content)


def _statements(text: str) -> Iterator[_Statement]:
    current: _Statement | None = None
    for number, tag, content in _fields(text):
        if tag in {"", "20"}:
            if current is not None:
                yield current
            current = _Statement(number) if tag else None
            continue
        if current is None:
            current = _Statement(number)
        _put(current, number, tag, content)
    if current is not None:
        yield current


def _put(statement: _Statement, number: int, tag: str, content: str) -> None:
    if tag == "25":
        # A bank code may stand before the account, a currency behind it.
        statement.account = account_key(content.strip().rsplit("/", 1)[-1])
    elif tag in {"60F", "60M"}:
        statement.opening = content
    elif tag in {"62F", "62M"}:
        statement.closing, statement.closing_line = content, number
    elif tag == "61":
        statement.entries.append(_Entry(number, content))
    elif tag == "86" and statement.entries and not statement.closing:
        # Behind the closing balance an :86: speaks of the whole statement.
        statement.entries[-1].words.append(content)


def _read_statement(statement: _Statement) -> tuple[list[Found], list[Problem]]:
    opening, closing, problems = _balances(statement)
    foreign = next((each[0] for each in (opening, closing) if each and each[0] != "IDR"), "")
    found: list[Found] = []
    moved: int | None = 0
    for entry in statement.entries:
        line, wrong, movement = _read_entry(entry, statement.account, foreign)
        found.append(line)
        problems += wrong
        moved = None if movement is None or moved is None else moved + movement
    if not statement.account and found:
        problems.append(problem("account_unknown", line=statement.number, field="account"))
    if opening and closing and moved is not None and opening[1] + moved != closing[1]:
        problems.append(
            problem(
                "balance_differs", line=statement.closing_line, field="balance",
                written=_money(closing[1] - opening[1] - moved),
            )
        )  # fmt: skip
    return found, problems


def _money(hundredths: int) -> str:
    rupiah, cents = divmod(abs(hundredths), 100)
    return ("\u2212" if hundredths < 0 else "") + grouped(rupiah, "id") + (f",{cents:02d}" if cents else "")


def _balances(
    statement: _Statement,
) -> tuple[tuple[str, int] | None, tuple[str, int] | None, list[Problem]]:
    """Opening and closing balance as (currency, hundredths), where they can be read."""
    problems: list[Problem] = []
    read: list[tuple[str, int] | None] = []
    for name, content in (("saldo awal (:60F:)", statement.opening), ("saldo akhir (:62F:)", statement.closing)):
        line = statement.closing_line or statement.number
        if not content:
            problems.append(problem("balance_missing", line=line, field="balance", written=name))
            read.append(None)
            continue
        try:
            read.append(_balance(content))
        except Unreadable:
            problems.append(problem("balance_unreadable", line=line, field="balance", written=content))
            read.append(None)
    return read[0], read[1], problems


def _balance(content: str) -> tuple[str, int]:
    parts = _BALANCE.fullmatch(content.strip())
    if parts is None:
        raise Unreadable("balance_unreadable")
    return parts[3], _SIGN[parts[1]] * read_swift(parts[4])


def _read_entry(entry: _Entry, account: str, foreign: str) -> tuple[Found, list[Problem], int | None]:
    """The line, its problems, and by how many hundredths it moves the balance (None where unreadable)."""
    parts = _ENTRY.fullmatch(entry.head.strip())
    words = _joined(entry.words)
    if parts is None:
        return (*_wrong(entry, account, words, "line_unreadable", "line", entry.head), None)
    try:
        hundredths = read_swift(parts[5])
    except Unreadable as refusal:
        return (*_wrong(entry, account, words, refusal.code, "amount", parts[5]), None)
    moved = _SIGN[parts[3]] * hundredths
    day = _day(parts[1])
    customer, _, bank = parts[7].partition("//")
    text = " ".join(piece for piece in (words, customer.strip(), _joined([parts[8] or ""])) if piece)[:LONGEST_TEXT]
    said = "\n".join(entry.words)
    line = Found(entry.number, "receipt", account, day, hundredths // 100, "", _sender(said), text, _reference(bank))
    if parts[3] == "D":
        return _changed(line, "skipped", "debit"), [], moved
    wrong = _first_wrong(line, hundredths, parts[3], parts[1], foreign)
    if wrong:
        return _changed(line, "problem", wrong.code), [wrong], moved
    codes = payment_codes(text)
    return _changed(line, "receipt", "", code=codes[0] if codes else marked_number(text)), [], moved


def _first_wrong(line: Found, hundredths: int, mark: str, written_day: str, foreign: str) -> Problem | None:
    if foreign:
        return problem("other_currency", line=line.number, field="amount", written=foreign)
    if mark in _REVERSED:
        return problem(_REVERSED[mark], line=line.number, field="amount", written=_money(hundredths))
    try:
        whole(hundredths)
    except Unreadable as refusal:
        return problem(refusal.code, line=line.number, field="amount", written=_money(hundredths))
    if not hundredths:
        return problem("amount_unclear", line=line.number, field="amount", written="0")
    if line.day is None:
        return problem("day_unclear", line=line.number, field="day", written=written_day)
    codes = payment_codes(line.text)
    if len(codes) > 1:
        return problem("two_codes", line=line.number, field="code", written=", ".join(codes))
    return None


def _changed(line: Found, kind: str, why: str, code: str = "") -> Found:
    return Found(
        line.number, kind, line.account, line.day, line.amount, code, line.sender, line.text, line.reference, why  # type: ignore[arg-type]  # callers pass a Kind
    )  # fmt: skip


def _wrong(entry: _Entry, account: str, words: str, code: str, name: str, written: str) -> tuple[Found, list[Problem]]:
    line = Found(entry.number, "problem", account, None, 0, "", "", words[:LONGEST_TEXT], "", code)
    return line, [problem(code, line=entry.number, field=name, written=written)]


def _day(written: str) -> date | None:
    year = int(written[:2])
    try:
        return date(year + (1900 if year >= 80 else 2000), int(written[2:4]), int(written[4:]))
    except ValueError:
        return None


def _reference(bank: str) -> str:
    """The number the bank knows a line by. That of the customer is what somebody typed, so it is part of the text."""
    return "" if bank.strip().upper() in _NO_REFERENCE else bank.strip()


def _joined(pieces: list[str]) -> str:
    """Words of several lines on one: SWIFT wraps at 65 signs and knows subfields such as ?20 and /REMI/."""
    return " ".join(_SUBFIELD.sub(" ", " ".join(pieces).replace("\n", " ")).split())[:LONGEST_TEXT]


def _sender(said: str) -> str:
    if named := "".join(piece.strip() + " " for piece in _SENDER_FIELDS.findall(said)).strip():
        return named[:160]
    found = _SENDER_WORDS.search(said)
    return " ".join(_NOT_A_NAME.sub("", found[1] or found[2]).split())[:160] if found else ""
