"""Check a whole list: clean columns for good rows, a reason in words for every other, a count of what was tidied."""

from collections.abc import Collection
from collections.abc import Mapping as Keyed
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal

import polars as pl

from ayomi.core.lists import fields as readers
from ayomi.core.lists import rules
from ayomi.core.lists.cells import read_ticked_sex
from ayomi.core.lists.columns import Mapping
from ayomi.core.lists.fields import ColumnRead
from ayomi.core.lists.kinds import Kind, refuse_summary
from ayomi.core.lists.messages import TIDIED, date_words, formulas_refusal, problem
from ayomi.core.lists.problems import Fault, Problem, Refusal, SkippedRow
from ayomi.core.lists.reading import Cell, as_written, shown_safely
from ayomi.core.lists.tables import Table
from ayomi.core.lists.words import ORGANISATION_FIELDS, PERSON_FIELDS, Field
from ayomi.core.matching.normalise import name_key_column, organisation_key_column
from ayomi.core.places.regions import find_region

Segment = Literal["wage_earner", "own_account", "construction", "migrant"]

_COMPOSED: Final = ("name_first", "name_middle", "name_last", "birth_place_and_date", "sex_male", "sex_female")
_KEY_FIELDS: Final = ("name", "nik", "organisation_name", "birth_date", "member_number", "wage", "name_first")


@dataclass(frozen=True, slots=True)
class Tidied:
    """Something put right by itself: its name in words and the sheet rows it happened in."""

    code: str
    label_id: str
    label_en: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked list.

    ``frame`` has one line per data row that was not left out: ``row`` (sheet row number), one column per field (text,
    dates as Date, money as whole rupiah in Int64; null where empty or at fault), ``name_key`` or ``organisation_key``,
    ``regency_code`` and ``district_code`` (where exactly one place bears the name), ``state`` (``ready``, ``fix`` or
    ``confirm``) and ``warned``. Fields the file does not have are present and null.
    """

    kind: Kind
    segment: Segment | None
    frame: pl.DataFrame
    problems: tuple[Problem, ...]
    tidied: tuple[Tidied, ...]
    skipped: tuple[SkippedRow, ...]
    headers: Keyed[Field, str] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by state: ready, fix, confirm."""
        found = dict(self.frame.get_column("state").value_counts().iter_rows())
        return {state: int(found.get(state, 0)) for state in ("ready", "fix", "confirm")}

    def problems_of(self, row: int) -> tuple[Problem, ...]:
        """Problems of one sheet row."""
        return tuple(each for each in self.problems if each.row == row)


def check_list(
    table: Table,
    mapping: Mapping,
    *,
    as_of: date,
    segment: Segment | None = None,
    answers: Keyed[tuple[int, Field], str] | None = None,
    accepted: Collection[tuple[int, str]] = (),
    left_out: Collection[int] = (),
) -> Checked | Refusal:
    """Check every row by the rules of the kind of list and the segment.

    ``answers`` are cells typed or confirmed by a person, by (sheet row, field). ``accepted`` are (sheet row, code) of
    questions without a proposal that a person said yes to. ``left_out`` are sheet rows a person took out. Refuses a
    summary, and a list whose key columns are mostly formulas. Nothing outside the file is looked at.
    """
    if (refusal := refuse_summary(table)) is not None and not any(column.by_hand for column in mapping.columns):
        return refusal
    if refusal := _refuse_formulas(table, mapping):
        return refusal
    return _Check(table, mapping, as_of, segment, answers or {}, frozenset(accepted), frozenset(left_out)).run()


def _refuse_formulas(table: Table, mapping: Mapping) -> Refusal | None:
    if not table.formulas or table.height < 3:
        return None
    for name in _KEY_FIELDS:
        index = mapping.index_of(name)
        if index is not None:
            found = sum(1 for _, column in table.formulas if column == index)
            if found * 2 >= table.height:
                return formulas_refusal(table.headers[index], found, table.height)
    return None


class _Check:
    def __init__(
        self,
        table: Table,
        mapping: Mapping,
        as_of: date,
        segment: Segment | None,
        answers: Keyed[tuple[int, Field], str],
        accepted: frozenset[tuple[int, str]],
        left_out: frozenset[int],
    ) -> None:
        kept = [position for position, number in enumerate(table.numbers) if number not in left_out]
        self.table, self.mapping, self.as_of, self.segment = table, mapping, as_of, segment
        self.whole = len(kept) == table.height
        self.kept = kept
        self.numbers = table.numbers if self.whole else [table.numbers[position] for position in kept]
        self.place = {number: place for place, number in enumerate(self.numbers)}
        self.answers = {key: text for key, text in answers.items() if key[0] in self.place}
        self.accepted = accepted
        self.left_out = left_out
        self.columns: dict[Field, ColumnRead] = {}
        self.written: dict[Field, list[Cell]] = {}
        self.tidied: dict[str, set[int]] = {}
        self.found: list[tuple[int, Field, Fault]] = []

    def run(self) -> Checked:
        self._read_columns()
        self._put_answers()
        self._settle_births()
        frame = self._frame()
        context = rules.Context(frame, self.mapping.kind, self.segment, self.as_of, set(self.written))
        frame, faults, tidied = rules.apply(
            context, {name: set(column.faults) for name, column in self.columns.items()}
        )
        self.found.extend(faults)
        for code, places in tidied.items():
            self.tidied.setdefault(code, set()).update(places)
        return self._checked(frame)

    def _cells(self, index: int) -> list[Cell]:
        column = self.table.column(index)
        return column if self.whole else [column[position] for position in self.kept]

    def _read_columns(self) -> None:
        formulas: dict[int, set[int]] = {}
        order = {position: place for place, position in enumerate(self.kept)} if self.table.formulas else {}
        for position, column in self.table.formulas:
            if position in order:
                formulas.setdefault(column, set()).add(order[position])
        for name, index in self.mapping.fields.items():
            cells = self._cells(index)
            self.written[name] = cells
            blocked = self._unusable(cells, formulas.get(index, set()))
            if blocked:
                cells = ["" if place in blocked else cell for place, cell in enumerate(cells)]
            if name in ("sex_male", "sex_female"):
                continue
            if name in _COMPOSED:
                self._read_composed(name, cells, blocked)
                continue
            read = readers.read_column(name, cells, self.as_of, rules.severity_of(name, self.mapping.kind))
            for place, fault in blocked.items():
                read.fail(place, fault)
            self.columns[name] = read
        self._join_names()
        self._join_sexes()

    def _unusable(self, cells: list[Cell], formulas: set[int]) -> dict[int, Fault]:
        blocked = {}
        seen: dict[Cell, Fault | None] = {}
        for place, cell in enumerate(cells):
            if place in formulas or (isinstance(cell, str) and cell and (cell[0] in "=+@-#" or "\ufffd" in cell)):
                key = cell if place not in formulas else "="
                if key not in seen:
                    seen[key] = readers.unusable(cell, place in formulas)
                if fault := seen[key]:
                    blocked[place] = fault
        return blocked

    def _read_composed(self, name: Field, cells: list[Cell], blocked: dict[int, Fault]) -> None:
        if name != "birth_place_and_date":
            self.columns[name] = readers.read_column("address", cells, self.as_of, "fix")
            return
        dated = [
            cell[cell.find(digit) :]
            if isinstance(cell, str) and (digit := next(filter(str.isdigit, cell), ""))
            else cell
            for cell in cells
        ]
        parse = readers.one_by_one("birth_date", self.as_of, dated)
        place_column, date_column = ColumnRead([None] * len(cells)), ColumnRead([None] * len(cells))
        seen: dict[Cell, Any] = {}
        for place, cell in enumerate(cells):
            if cell not in seen:
                seen[cell] = readers.place_and_date(cell, parse)
            where, when = seen[cell]
            place_column.values[place], date_column.values[place] = where.value, when.value
            for code in when.tidied:
                date_column.mark(code, place)
            if when.fault is not None:
                date_column.faults[place] = when.fault
        for place, fault in blocked.items():
            date_column.fail(place, fault)
        for target, column in (("birth_place", place_column), ("birth_date", date_column)):
            if target not in self.mapping.fields:
                self.columns[target] = column
                self.written[target] = cells

    def _join_names(self) -> None:
        parts = [part for part in ("name_first", "name_middle", "name_last") if part in self.columns]
        if not parts or "name" in self.columns:
            return
        joined: list[Cell] = [
            " ".join(value for part in parts if (value := self.columns[part].values[place]))
            for place in range(len(self.numbers))
        ]
        self.written["name"] = joined
        self.columns["name"] = readers.read_column("name", joined, self.as_of, "fix")

    def _join_sexes(self) -> None:
        """One sex out of a column to tick for men and one for women."""
        if "sex" in self.columns or not {"sex_male", "sex_female"} & set(self.written):
            return
        blank: list[Cell] = [""] * len(self.numbers)
        men, women = self.written.get("sex_male", blank), self.written.get("sex_female", blank)
        column, written = ColumnRead([None] * len(self.numbers)), list(blank)
        for place, (man, woman) in enumerate(zip(men, women, strict=True)):
            read = read_ticked_sex(man, woman)
            column.values[place] = read.value
            written[place] = " | ".join(text for cell in (man, woman) if (text := as_written(cell)))
            if read.fault is not None:
                column.faults[place] = read.fault
        self.columns["sex"], self.written["sex"] = column, written

    def _put_answers(self) -> None:
        for (number, name), text in self.answers.items():
            place = self.place[number]
            column = self.columns.setdefault(name, ColumnRead([None] * len(self.numbers)))
            cells = self.written.setdefault(name, [""] * len(self.numbers))
            self.written[name] = cells = cells if isinstance(cells, list) else list(cells)
            cells[place] = text
            read = readers.read_answer(name, text, self.as_of, rules.severity_of(name, self.mapping.kind))
            column.faults.pop(place, None)
            column.values[place] = read.values[0]
            if 0 in read.faults:
                column.fail(place, read.faults[0])

    def _settle_births(self) -> None:
        """Let the NIK decide a birth date that could be read two ways; let it propose one for a date that is none."""
        column, numbers = self.columns.get("birth_date"), self.columns.get("nik")
        if column is None or numbers is None:
            return
        for place, fault in list(column.faults.items()):
            number = numbers.values[place]
            if number is None or fault.code not in (
                "date_ambiguous",
                "date_impossible",
                "date_unreadable",
                "date_year_only",
            ):
                continue
            born = rules.birth_in_nik(number, self.as_of)
            if born is None:
                continue
            if fault.code == "date_ambiguous" and fault.proposal is not None:
                if rules.same_day_either_way(date.fromisoformat(fault.proposal), born):
                    del column.faults[place]
                    column.values[place] = born
                    column.mark("date_by_nik", place)
                continue
            words_id, words_en = date_words(born.year, born.month, born.day)
            column.faults[place] = Fault(
                f"{fault.code}_nik",
                "fix",
                {**fault.facts, "nik_date": words_id, "nik_date_en": words_en},
                born.isoformat(),
            )

    def _frame(self) -> pl.DataFrame:
        names = ORGANISATION_FIELDS if self.mapping.kind == "organisations" else PERSON_FIELDS
        height = len(self.numbers)
        series = [pl.Series("row", self.numbers, dtype=pl.Int64)]
        for name in names:
            if name in _COMPOSED:
                continue
            column = self.columns.get(name)
            values = column.values if column is not None else [None] * height
            series.append(pl.Series(name, values, dtype=readers.data_type(name)))
        frame = pl.DataFrame(series)
        if self.mapping.kind == "organisations":
            return frame.with_columns(
                organisation_key=organisation_key_column(frame.get_column("organisation_name")), **_places(frame)
            )
        return frame.with_columns(name_key=name_key_column(frame.get_column("name")), **_places(frame))

    def _checked(self, frame: pl.DataFrame) -> Checked:
        for name, column in self.columns.items():
            if name in ("name_first", "name_middle", "name_last"):
                continue
            self.found.extend((place, name, fault) for place, fault in column.faults.items())
            for code, places in column.tidied.items():
                self.tidied.setdefault(code, set()).update(places)
        headers = {name: self.table.headers[index] for name, index in self.mapping.fields.items()}
        headers.update(
            {
                part: headers["birth_place_and_date"]
                for part in ("birth_date", "birth_place")
                if "birth_place_and_date" in headers and part not in headers
            }
        )
        if "sex" not in headers and (ticked := headers.get("sex_male") or headers.get("sex_female")):
            headers["sex"] = ticked
        problems = [
            self._problem(place, name, fault, headers)
            for place, name, fault in sorted(self.found, key=lambda each: (each[0], each[1]))
        ]
        state, warned = ["ready"] * len(self.numbers), [False] * len(self.numbers)
        for each in problems:
            place = self.place[each.row]
            if each.severity == "warning":
                warned[place] = True
            elif state[place] != "fix":
                state[place] = each.severity
        skipped = [*self.table.skipped, *(SkippedRow(row, "left_out", "") for row in sorted(self.left_out))]
        return Checked(
            kind=self.mapping.kind,
            segment=self.segment,
            frame=frame.with_columns(
                state=pl.Series(state, dtype=pl.String), warned=pl.Series(warned, dtype=pl.Boolean)
            ),
            problems=tuple(problems),
            tidied=tuple(
                Tidied(code, *TIDIED[code], tuple(self.numbers[place] for place in sorted(places)))
                for code, places in sorted(self.tidied.items(), key=lambda item: -len(item[1]))
            ),
            skipped=tuple(sorted(skipped, key=lambda each: each.row)),
            headers=headers,
        )

    def _problem(self, place: int, name: Field, fault: Fault, headers: Keyed[Field, str]) -> Problem:
        number = self.numbers[place]
        if fault.severity == "confirm" and fault.proposal is None and (number, fault.code) in self.accepted:
            fault = replace(fault, severity="warning")
        cells = self.written.get(name)
        written = shown_safely(as_written(cells[place])) if cells is not None else ""
        return problem(fault, row=number, field=name, header=headers.get(name, ""), written=written)


def _places(frame: pl.DataFrame) -> dict[str, pl.Series]:
    """Codes of the regency and the district where exactly one place bears the name written."""
    regency = _codes(frame.get_column("regency"), "regency")
    pairs = list(zip(frame.get_column("district").to_list(), regency.to_list(), strict=True))
    known: dict[tuple[str | None, str | None], str | None] = {}
    for name, code in pairs:
        if (name, code) not in known:
            found = find_region(name, "district", code) if name else ()
            known[name, code] = found[0].code if len(found) == 1 else None
    district = pl.Series("district_code", [known[pair] for pair in pairs], dtype=pl.String)
    return {"regency_code": regency.alias("regency_code"), "district_code": district}


def _codes(names: pl.Series, level: Literal["regency", "district"]) -> pl.Series:
    known: dict[str, str | None] = {}
    for name in names.drop_nulls().unique():
        found = find_region(name, level)
        known[name] = found[0].code if len(found) == 1 else None
    return pl.Series([known.get(name) if name is not None else None for name in names], dtype=pl.String)
