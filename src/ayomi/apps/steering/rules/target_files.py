"""A file of targets read row by row: what can be kept as a draft, and what goes back to its sender and why. Pure.

Two shapes are read: one target a row (Kantor, Indikator, Tahun, Sasaran, and the twelve months where they are given),
and one office a row with a column per indicator.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ayomi.apps.steering.rules.aims import is_level
from ayomi.apps.steering.rules.course import MONTHS, Course, WrongCourse, checked, cumulated
from ayomi.apps.steering.rules.target_cells import (
    Place,
    Places,
    difference,
    indicators_shown,
    plain,
    read_indicator,
    read_number,
    read_year,
)
from ayomi.apps.steering.rules.target_words import NO_ROWS, NO_TABLE, problem
from ayomi.core.lists.limits import HEADER_SEARCH_ROWS
from ayomi.core.lists.problems import Problem, Refusal
from ayomi.core.lists.reading import Book, Cell, Sheet, as_written, shown_safely
from ayomi.core.lists.tables import Table
from ayomi.core.money import grouped
from ayomi.core.periods import day_text

_HEADINGS: Final = {
    "office": "kantor|nama kantor|kode kantor|kantor cabang|nama cabang|cabang|unit kerja|office|office code|branch"
    "|kode",
    "indicator": "indikator|indicator|uraian|jenis sasaran|sasaran kinerja",
    "segment": "segmen|segment",
    "year": "tahun|year|tahun sasaran|periode",
    "amount": "sasaran|target|sasaran setahun|target setahun|nilai|jumlah|amount|sasaran tahun|target tahun",
    "reason": "alasan|alasan perubahan|reason",
    "source": "sumber|dasar|source|dokumen|keterangan|catatan",
}
_WORD_OF: Final = {word: field for field, words in _HEADINGS.items() for word in words.split("|")}
_MONTHS: Final = (
    "jan januari january", "feb februari february peb pebruari", "mar maret march", "apr april", "mei may",
    "jun juni june",
    "jul juli july", "agu agt agustus aug august ags", "sep september sept", "okt oktober oct october",
    "nov november nop nopember", "des desember dec december",
)  # fmt: skip
_MONTH_OF: Final = {word: number for number, words in enumerate(_MONTHS) for word in words.split()}
_TOTAL: Final = re.compile(r"(?:grand |sub ?)?(?:jumlah|total|jml)\b.*")
_AMOUNT_OF_YEAR: Final = re.compile(r"(?:sasaran|target)(?: setahun)?(?: tahun)? ((?:19|20)\d\d)")
_RETURNED: Final = {"yang perlu diperbaiki", "caranya", "what to correct", "how"}

CellKey = tuple[int, int, str]
"""Office, year, indicator."""


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """One target of a good row. `course` empty: even."""

    row: int
    office_id: int
    year: int
    indicator: str
    amount: int
    course: Course
    reason: str
    source: str

    @property
    def cell(self) -> CellKey:
        return self.office_id, self.year, self.indicator


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file read: the targets of its good rows, and the rows that go back with their problems."""

    table: Table
    targets: tuple[ReadTarget, ...]
    problems: tuple[Problem, ...]

    @property
    def bad_rows(self) -> tuple[int, ...]:
        """Rows that go back, and with them those of a total that is not their sum."""
        return tuple(sorted({each.row for each in self.problems}))

    @property
    def good_rows(self) -> tuple[int, ...]:
        """Rows whose targets can be kept."""
        return tuple(sorted({each.row for each in self.targets}))


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows are held against. `year`: where a row names none. `held`: targets in force. `reason`: for all."""

    places: Sequence[Place]
    years: range
    year: int | None
    on: date
    held: Mapping[CellKey, int]
    waiting: frozenset[CellKey] = frozenset()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Columns:
    fields: dict[str, int]
    months: dict[int, int]
    indicators: dict[int, str]
    year: int | None

    @property
    def score(self) -> int:
        return len(self.fields) + len(self.indicators) + bool(self.months)

    @property
    def fit(self) -> bool:
        long = {"indicator", "amount"} <= set(self.fields) or (
            {"indicator"} <= set(self.fields) and len(self.months) == 12
        )
        return "office" in self.fields and (long or bool(self.indicators))


def read_targets(book: Book, known: Known) -> ReadFile | Refusal:
    """The table of targets in a workbook or separated text, row by row. Refuses a file without one."""
    best: tuple[_Columns, Sheet, int] | None = None
    for sheet in book.sheets:
        for position, row in enumerate(sheet.rows[:HEADER_SEARCH_ROWS]):
            columns = _columns(row)
            if columns.fit and (best is None or columns.score > best[0].score):
                best = columns, sheet, position
    if best is None:
        return NO_TABLE
    columns, sheet, header = best
    title = " ".join(as_written(cell) for row in sheet.rows[:header] for cell in row if cell != "")
    table = _table(sheet, header, title)
    if not table.rows:
        return NO_ROWS
    return _Sweep(table, columns, known, columns.year or read_year(title) or known.year).read()


def _columns(row: Sequence[Cell]) -> _Columns:
    fields: dict[str, int] = {}
    months: dict[int, int] = {}
    indicators: dict[int, str] = {}
    year = None
    for place, cell in enumerate(row):
        if not isinstance(cell, str) or not cell or len(cell) > 90:
            continue
        text = plain(cell)
        named = _AMOUNT_OF_YEAR.fullmatch(text)
        field = "amount" if named else _WORD_OF.get(text)
        if named:
            year = int(named[1])
        if field is not None and field not in fields:
            fields[field] = place
        elif text.removeprefix("s d ") in _MONTH_OF:
            months[place] = _MONTH_OF[text.removeprefix("s d ")]
        elif field is None and (key := read_indicator(cell)):
            indicators[place] = key
    if "indicator" in fields:
        indicators = {}
    return _Columns(fields, months, indicators, year)


def _table(sheet: Sheet, header: int, title: str) -> Table:
    names = [shown_safely(as_written(cell)) for cell in sheet.rows[header]]
    width = max((len(row) for row in sheet.rows[header:]), default=len(names))
    names += [""] * (width - len(names))
    kept = [
        (position + 1, [*row, *[""] * (width - len(row))])
        for position, row in enumerate(sheet.rows)
        if position > header and any(cell != "" for cell in row)
    ]
    return Table(
        sheet.name, tuple(name or f"Kolom {place + 1}" for place, name in enumerate(names)), (header + 1,),
        [row for _, row in kept], [number for number, _ in kept], (), shown_safely(title, 300),
    )  # fmt: skip


@dataclass
class _Block:
    """The rows since the last total: their sums by year and indicator, None once one could not be read."""

    rows: list[int]
    sums: dict[tuple[str | None, int | None], int | None]


class _Sweep:
    """One pass over the rows."""

    def __init__(self, table: Table, columns: _Columns, known: Known, year: int | None) -> None:
        self.table, self.columns, self.known, self.year = table, columns, known, year
        self.places = Places(known.places, known.on)
        self.problems: list[Problem] = []
        self.targets: list[ReadTarget] = []
        self.block = _Block([], {})

    def read(self) -> ReadFile:
        for number, row in zip(self.table.numbers, self.table.rows, strict=True):
            text = plain(self._text(row, "office"))
            if _TOTAL.fullmatch(text) and not self.places.find(text):
                self._total(number, row)
            elif self._is_data(row):
                self._row(number, row)
        self._twice()
        held_up = {each.row for each in self.problems if each.severity == "fix"}
        good = tuple(each for each in self.targets if each.row not in held_up)
        return ReadFile(self.table, good, tuple(sorted(self.problems, key=lambda each: each.row)))

    def _is_data(self, row: Sequence[Cell]) -> bool:
        """A row with one filled cell is a title or a signature, one like the heading is the heading again."""
        filled = [place for place, cell in enumerate(row) if cell != ""]
        again = sum(plain(as_written(row[place])) == plain(self.table.headers[place]) for place in filled)
        return len(filled) > 1 and again < len(filled)

    def _text(self, row: Sequence[Cell], field: str) -> str:
        place = self.columns.fields.get(field)
        return "" if place is None else as_written(row[place]).strip()

    def _say(self, code: str, number: int, place: int | None, written: str = "", **facts: str) -> None:
        header = self.table.headers[place] if place is not None else ""
        field = next((name for name, at in self.columns.fields.items() if at == place), "amount")
        proposal = facts.get("like") if code in ("amount_decimal", "amount_scaled") else None
        self.problems.append(
            problem(code, row=number, field=field, header=header, written=shown_safely(written), proposal=proposal,
                    facts=facts)
        )  # fmt: skip

    def _row(self, number: int, row: Sequence[Cell]) -> None:
        before = len(self.problems)
        place = self._office(number, row)
        year = self._year(number, row)
        if place is not None and year is not None:
            self._open(number, place, year)
        self.block.rows.append(number)
        found = False
        for column, key in self._aimed(number, row):
            found = True
            amount = self._amount(number, row, column, optional=bool(self.columns.indicators))
            slot = (key, year)
            known = self.block.sums.get(slot, 0)
            if amount is None:
                if not self.columns.indicators or row[column] != "":
                    self.block.sums[slot] = None
                continue
            self.block.sums[slot] = None if known is None else known + amount
            course = self._course(number, row, key, amount)
            if place is not None and year is not None and key is not None and course is not None:
                self._keep(number, row, ReadTarget(
                    number, place.id, year, key, amount, course, self._text(row, "reason") or self.known.reason,
                    self._text(row, "source"),
                ))  # fmt: skip
        empty = self.columns.indicators and not any(row[column] != "" for column in self.columns.indicators)
        if found and empty and len(self.problems) == before:
            self._say("amount_missing", number, next(iter(self.columns.indicators)))

    def _aimed(self, number: int, row: Sequence[Cell]) -> list[tuple[int, str | None]]:
        """(column of the figure, indicator) of a row."""
        if self.columns.indicators:
            return [(column, key) for column, key in self.columns.indicators.items()]
        text = self._text(row, "indicator")
        key = read_indicator(text, self._text(row, "segment"))
        if key is None:
            code = "indicator_unknown" if text else "indicator_missing"
            written = " ".join(each for each in (text, self._text(row, "segment")) if each)
            self._say(code, number, self.columns.fields["indicator"], written, like=indicators_shown())
        return [(self.columns.fields.get("amount", -1), key)]

    def _office(self, number: int, row: Sequence[Cell]) -> Place | None:
        column, text = self.columns.fields["office"], self._text(row, "office")
        found = self.places.find(text) if text else []
        if len(found) == 1 and found[0].yours:
            return found[0]
        if not text:
            self._say("office_missing", number, column)
        elif not found:
            self._say("office_unknown", number, column, text, like=self.places.like(text))
        elif len(found) > 1:
            self._say("office_several", number, column, text, like=", ".join(f"{p.code} ({p.name})" for p in found[:4]))
        else:
            self._say("office_not_yours", number, column, text, office=found[0].name)
        return None

    def _year(self, number: int, row: Sequence[Cell]) -> int | None:
        column, text = self.columns.fields.get("year"), self._text(row, "year")
        year = read_year(text) if text else self.year
        like = str(self.known.year or self.known.on.year)
        if year is None:
            self._say("year_unreadable" if text else "year_missing", number, column, text, like=like)
        elif year not in self.known.years:
            self._say("year_out_of_range", number, column, str(year), first=str(self.known.years[0]),
                      last=str(self.known.years[-1]))  # fmt: skip
            return None
        return year

    def _open(self, number: int, place: Place, year: int) -> None:
        column = self.columns.fields["office"]
        shut = place.closed
        if shut is not None and (shut <= date(year, 1, 1) or shut <= self.known.on):
            self._say("office_closed", number, column, place.name, office=place.name, day=day_text(shut, "id"),
                      day_en=day_text(shut, "en"))  # fmt: skip
        elif place.opened > date(year, 12, 31):
            self._say("office_not_open", number, column, place.name, office=place.name,
                      day=day_text(place.opened, "id"), day_en=day_text(place.opened, "en"))  # fmt: skip

    def _amount(self, number: int, row: Sequence[Cell], column: int, *, optional: bool) -> int | None:
        cell: Cell = row[column] if column >= 0 else self._december(row)
        read = read_number(cell)
        if read.value is None and not (optional and read.code == "amount_missing"):
            self._say(read.code, number, column if column >= 0 else None, as_written(cell), like=read.like or "25200")
        return read.value

    def _december(self, row: Sequence[Cell]) -> Cell:
        return next((row[place] for place, month in self.columns.months.items() if month == MONTHS - 1), "")

    def _course(self, number: int, row: Sequence[Cell], key: str | None, amount: int) -> Course | None:
        """Empty for an even course; None where the months cannot be read."""
        cells = {month: row[place] for place, month in self.columns.months.items()}
        given = [cell for cell in cells.values() if cell != ""]
        if not given or key is None:
            return ()
        first = next(iter(self.columns.months))
        values = [read_number(cells.get(month, "")).value for month in range(MONTHS)]
        whole = [value for value in values if value is not None]
        if len(whole) < MONTHS:
            self._say("course_gaps", number, first)
            return None
        if not is_level(key) and whole[-1] != amount and sum(whole) == amount:
            return cumulated(whole)
        try:
            return checked(whole, amount, level=is_level(key))
        except WrongCourse as wrong:
            self._say(f"course_{wrong.code}", number, first, grouped(whole[-1], "id"), amount=grouped(amount, "id"))
            return None

    def _keep(self, number: int, row: Sequence[Cell], target: ReadTarget) -> None:
        held = self.known.held.get(target.cell)
        if target.cell in self.known.waiting:
            self._say("waiting", number, self.columns.fields["office"], self._text(row, "office"))
        elif held is not None and held != target.amount and not target.reason:
            self._say("reason_missing", number, self.columns.fields.get("reason"), held=grouped(held, "id"),
                      held_en=grouped(held, "en"))  # fmt: skip
        self.targets.append(target)

    def _twice(self) -> None:
        """Two rows for one target go back both; a row that only says it again goes back alone."""
        first: dict[CellKey, ReadTarget] = {}
        column = self.columns.fields["office"]
        for each in self.targets:
            earlier = first.setdefault(each.cell, each)
            if earlier is each:
                continue
            if earlier.amount == each.amount:
                self._say("cell_again", each.row, column, at=str(earlier.row))
                continue
            for one, other in ((earlier, each), (each, earlier)):
                self._say("cell_twice", one.row, column, at=str(other.row), other=grouped(other.amount, "id"),
                          other_en=grouped(other.amount, "en"))  # fmt: skip

    def _total(self, number: int, row: Sequence[Cell]) -> None:
        """A stated total against the rows since the last one. Where a row could not be read, nothing is said of it."""
        block, self.block = self.block, _Block([], {})
        columns: dict[int, str | None] = {**self.columns.indicators}
        if not columns and "amount" in self.columns.fields:
            columns = {self.columns.fields["amount"]: None}
        wrong = False
        for column, key in columns.items():
            stated = read_number(row[column]).value
            sums = [found for (of, _), found in block.sums.items() if key in (None, of)]
            # A total over several indicators, or over rows of which one cannot be read, says nothing.
            if stated is None or not sums or None in sums or (key is None and len(sums) > 1):
                continue
            found = sum(each for each in sums if each is not None)
            if found != stated:
                said_id, said_en = difference(found, stated)
                wrong = True
                self._say("total_differs", number, column, as_written(row[column]), stated=grouped(stated, "id"),
                          stated_en=grouped(stated, "en"), found=grouped(found, "id"), found_en=grouped(found, "en"),
                          difference=said_id, difference_en=said_en)  # fmt: skip
        if wrong:
            self.problems += [
                problem("within_total", row=each, field="office", header="", written="", severity="warning",
                        facts={"at": str(number)})
                for each in block.rows
            ]  # fmt: skip
