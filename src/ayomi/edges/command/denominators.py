"""`ayomi denominators`: figures per region from outside, such as people in work or cooperatives."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from django.utils import timezone

from ayomi.apps.steering.actions.denominators import NothingToTake, SentBefore, TableRefused, receive, set_columns, take
from ayomi.apps.steering.queries.denominators import TablePage, given_back, table, tables
from ayomi.apps.steering.rules.measures import MEASURES, UnknownMeasure
from ayomi.core import places
from ayomi.core.periods import parse_day


def arguments(parser: argparse.ArgumentParser) -> None:
    sub = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    load = sub.add_parser("load", help="read a spreadsheet of figures per province or regency, and take it over")
    load.add_argument("file", type=Path, help="CSV, XLSX, XLS or ODS")
    load.add_argument("--source", required=True, help="who publishes the figures, and where")
    load.add_argument("--as-of", type=_day, required=True, help="day of figures whose column names none, YYYY-MM-DD")
    load.add_argument(
        "--column", action="append", type=_column, default=[], metavar="N=MEASURE",
        help="what column N (from 1) holds, where the heading does not tell; N= for nothing",
    )  # fmt: skip
    load.add_argument("--preview", action="store_true", help="keep the table, but do not take it over yet")
    load.add_argument("--returned", type=Path, help="write the rows that wait to this CSV file")
    load.epilog = "Measures: " + ", ".join(MEASURES)
    sub.add_parser("list", help="the tables that were loaded")


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None


def _column(text: str) -> tuple[int, str]:
    number, sign, key = text.partition("=")
    if not sign or not number.isascii() or not number.isdigit() or int(number) < 1:
        raise argparse.ArgumentTypeError(f"not a column and a measure: {text!r}")
    return int(number) - 1, key


def run(given: argparse.Namespace) -> int:
    """Exit status 0 when every row found its place, 1 when some wait for a person, 2 when nothing could be taken."""
    if given.act == "list":
        for row in tables():
            state = "taken" if row.state == "taken" else "waits"
            print(f"{row.id:>6}  {row.as_of}  {state:<6} {row.figures:>7,} figures  {row.source}  ({row.file_name})")
        return 0
    return _load(given)


def _load(given: argparse.Namespace) -> int:
    now = timezone.now()
    try:
        file_id = receive(
            given.file.read_bytes(), file_name=given.file.name, source=given.source, as_of=given.as_of, by=None, at=now
        )
        if given.column:
            set_columns(file_id, dict(given.column), by=None, at=now)
        page = table(file_id)
        _tell(page)
        if given.returned:
            given.returned.write_bytes(given_back(file_id, "id")[1])
        if given.preview:
            print(f"kept as table {file_id}; nothing counts before it is taken over")
            return 0
        taken = take(file_id, by=None, at=now)
    except OSError as problem:
        print(f"ayomi: {given.file}: {problem.strerror}", file=sys.stderr)
        return 2
    except TableRefused as refused:
        print(f"ayomi: {given.file.name}: {refused.refusal.message_en}", file=sys.stderr)
        return 2
    except SentBefore as before:
        print(f"the very same file was loaded before, as table {before.file_id}")
        return 0
    except NothingToTake:
        print("ayomi: no column holds a measure of the list: name one with --column N=MEASURE", file=sys.stderr)
        return 2
    except (UnknownMeasure, ValueError) as problem:
        print(f"ayomi: {problem}", file=sys.stderr)
        return 2
    print(f"table {file_id}: {taken.figures} figures taken over, {taken.unmatched + taken.clashes} wait")
    return 1 if taken.unmatched or taken.clashes else 0


def _tell(page: TablePage) -> None:
    found = page.findings
    for column in page.reading.values:
        what = f"{column.measure}{f', {column.as_of}' if column.as_of else ''}" if column.measure else "not taken"
        print(f"  column {column.index + 1}, {column.heading}: {what}")
    for row in page.reading.unmatched:
        near = ", ".join(places.region(code).name for code in row.match.nearest) or "nothing like it"
        print(f"  row {row.number}: {row.written} is no certain region; nearest: {near}")
    for clash in found.clashes:
        values = ", ".join(f"{value} in row {number}" for number, value in clash.values)
        print(f"  {clash.region}: two values of {clash.measure} for {clash.as_of}: {values}")
    for each in found.sums:
        if not each.agrees:
            print(f"  row {each.row}, {each.heading}: stated {each.stated}, the rows add up to {each.counted}")
    for cell in found.unread[:20]:
        print(f"  row {cell.row}, {cell.heading}: {cell.written!r} is no whole number")
    if found.absent:
        names = ", ".join(places.region(code).name for code in found.absent[:8])
        print(f"  {len(found.absent)} regions are not in the table and have no figure: {names} ...")
