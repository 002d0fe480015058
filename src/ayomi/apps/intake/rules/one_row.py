"""Checking one row again after a person typed something, without the rest of its list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final, cast

import polars as pl

from ayomi.apps.intake.rules.contents import Contents
from ayomi.core.lists.checking import Checked, Segment, check_list
from ayomi.core.lists.columns import Mapping
from ayomi.core.lists.fields import DATES, NUMBERS
from ayomi.core.lists.problems import Problem
from ayomi.core.lists.reading import Cell
from ayomi.core.lists.tables import Table

# Told by the whole column or by the kind of cell, so one row alone cannot tell them anew.
_TOLD_BY_COLUMN: Final = frozenset(
    {"number_rounded", "number_inexact", "formula", "error_value", "characters_lost", "date_ambiguous", "cell_cut"}
)
# Told by comparing rows: settled apart, against the rows as they now are.
BETWEEN_ROWS: Final = frozenset(
    {
        "duplicate_nik", "duplicate_nik_first", "duplicate_member_number", "duplicate_number", "duplicate_row",
        "duplicate_person",
    }
)  # fmt: skip
_EXPECTED_EMPTY: Final = frozenset({"name_missing", "nik_missing", "nik_missing_born", "wage_missing",
                                    "identity_missing", "end_date_missing", "cause_missing",
                                    "organisation_name_missing"})  # fmt: skip
_NOT_VALUES: Final = frozenset({"row", "state", "warned", "name_key", "organisation_key"})


def clean_values(line: dict[str, Any]) -> dict[str, Any]:
    """The values of one line of a checked frame that are not empty, by field."""
    return {name: value for name, value in line.items() if value is not None and name not in _NOT_VALUES}


def check_again(
    contents: Contents, *, row: int, headers: tuple[str, ...], mapping: Mapping, as_of: date, segment: Segment | None
) -> tuple[Contents, pl.DataFrame]:
    """The row checked again with its answers; returns it with its problems renewed, and its line of the frame.

    What was read without fault stays as it was read: the order of day and month was judged from the whole column.
    Findings of the database are left out; they are asked for again by the caller.
    """
    kept = {
        problem.field: problem
        for problem in contents.problems
        if problem.code in _TOLD_BY_COLUMN and problem.field not in contents.answers
    }
    cells = [
        _cell_again(cell, column.field, contents, kept)
        for cell, column in zip(contents.cells, mapping.columns, strict=True)
    ]
    table = Table("", headers, (), [cells], [row], ())
    by_hand = replace(mapping, columns=tuple(replace(column, by_hand=True) for column in mapping.columns))
    checked = cast(
        Checked,
        check_list(
            table, by_hand, as_of=as_of, segment=segment,
            answers={(row, name): text for name, text in contents.answers.items()},
            accepted={(row, code) for code in contents.accepted},
        ),
    )  # fmt: skip
    between = [
        problem for problem in contents.problems if problem.code in BETWEEN_ROWS and not _settled(problem, contents)
    ]
    found = [problem for problem in checked.problems if not (problem.field in kept and problem.code in _EXPECTED_EMPTY)]
    line = checked.frame.row(0, named=True)
    problems = (*kept.values(), *found, *between)
    return replace(contents, clean=clean_values(line), problems=_once(problems)), checked.frame


def _once(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    seen: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.field, problem.code), problem)
    return tuple(seen.values())


def _settled(problem: Problem, contents: Contents) -> bool:
    """Whether an answer took the ground from under a question about two rows."""
    if problem.code == "duplicate_person":
        return problem.code in contents.accepted or bool({"name", "birth_date", "nik"} & set(contents.answers))
    return problem.field in contents.answers


def _cell_again(cell: Cell, name: str | None, contents: Contents, kept: dict[str, Problem]) -> Cell:
    if name is None or name in kept:
        return ""
    # Only dates and numbers of identity were judged by their whole column; an empty cell stays empty.
    if cell != "" and name in contents.clean and name not in contents.answers and name in (*DATES, *NUMBERS):
        value = contents.clean[name]
        return value.isoformat() if isinstance(value, date) else value
    return cell
