"""`ayomi import FILE`: read a list, say what it is and what is wrong with each row, and take the good rows in."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from ayomi.apps.intake.rules.columns import without_numbers
from ayomi.core.lists.checking import Checked, check_list
from ayomi.core.lists.columns import Mapping, guess_columns
from ayomi.core.lists.giveback import give_back
from ayomi.core.lists.kinds import KINDS, refuse_summary
from ayomi.core.lists.messages import SKIPPED
from ayomi.core.lists.problems import Problem, Refusal
from ayomi.core.lists.reading import Book, read_book
from ayomi.core.lists.tables import Table, find_table
from ayomi.core.lists.words import LABELS
from ayomi.core.periods import Month

ROWS_SHOWN = 100
SHAPES = """\
With --json the answer is one object.

refused:   {"refused": {"code", "what", "expected"}}
otherwise: {"kind", "kind_confidence", "sheet", "header_row",
            "columns": [{"header", "field", "confidence", "reasons", "samples"}],   field null: ignored
            "missing": [["nik", ...]],                                              needed, none of these found
            "counts": {"ready", "fix", "confirm", "known", "twin"},
            "rows": [{"row", "state", "name", "problems": [{"field", "header", "written", "code", "severity",
                      "what", "do", "proposal"}]}],
            "tidied": [{"code", "label", "rows"}], "skipped": [{"row", "why", "text"}], "remarks": [...],
            "taken": 148, "list": 12}                                               only when rows were taken in

ready: good. fix: waits for the sender. confirm: read so, somebody has to say yes. known: there already.
twin: may be someone already on record. known and twin need --for.
Exit status: 0 every row is ready or known; 1 some rows need attention; 2 the file was refused, or could not be read.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = SHAPES
    parser.add_argument("file", type=Path, help="CSV, XLSX, XLS or ODS")
    parser.add_argument(
        "--for", dest="whom", metavar="WHOM", help="payer number, NPP, project number, name, or 'alone'"
    )
    parser.add_argument("--segment", choices=("wage_earner", "own_account", "construction", "migrant"))
    parser.add_argument("--kind", choices=tuple(KINDS), help="what the list is (guessed)")
    parser.add_argument("--sheet", help="the sheet to read (the one most like a list)")
    parser.add_argument("--column", action="append", default=[], metavar="HEADING=FIELD",
                        help="read this column as this field, such as 'No. Kartu=nik' (may be repeated)")  # fmt: skip
    parser.add_argument("--month", type=Month.parse, help="first month of new memberships, such as 2026-12 (this one)")
    parser.add_argument("--income", type=int, metavar="RUPIAH", help="monthly income where the list names none")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DAY", help="day ages are counted on (today)")
    parser.add_argument("--office", help="code of the office, for people alone and for organisations")
    parser.add_argument("--dry-run", action="store_true", help="only read and check, write nothing")
    parser.add_argument("--give-back", type=Path, metavar="OUT", help="write the rows that wait, with what is wrong")
    parser.add_argument("--all-rows", action="store_true", help=f"show more than {ROWS_SHOWN} rows")
    parser.add_argument("--language", choices=("id", "en"), default="en", help="language of the sentences (en)")
    parser.add_argument("--json", action="store_true", help="answer in JSON")


def needs_database(given: argparse.Namespace) -> bool:
    """A file that is only read and checked against itself needs none."""
    return bool(given.whom or not given.dry_run)


def run(given: argparse.Namespace) -> int:
    try:
        data = given.file.read_bytes()
    except OSError as problem:
        print(f"ayomi: {given.file}: {problem.strerror}", file=sys.stderr)
        return 2
    if not given.dry_run and not given.whom and given.kind != "organisations":
        print("ayomi: say for whom the list is with --for, or only look at it with --dry-run", file=sys.stderr)
        return 2
    opened = _open(data, given)
    if isinstance(opened, Refusal):
        return say_refused(opened, given)
    book, table = opened
    try:
        mapping = _columns(table, given)
    except ValueError as wrong:
        print(f"ayomi: {wrong}", file=sys.stderr)
        return 2
    by_hand = bool(given.column)
    refusal = None if by_hand else refuse_summary(table)
    if refusal is None and needs_database(given):
        return _with_database(data, opened, mapping, given)
    checked = refusal or check_list(table, mapping, as_of=given.as_of or today(), segment=given.segment)
    if isinstance(checked, Refusal):
        return say_refused(checked, given)
    if given.give_back:
        given.give_back.write_bytes(give_back(book, table, checked, language=given.language))
    problems: dict[int, list[Problem]] = {}
    for each in checked.problems:
        problems.setdefault(each.row, []).append(each)
    name = "organisation_name" if mapping.kind == "organisations" else "name"
    rows = [
        row_told(row, state, title or "", problems.get(row, []), given.language)
        for row, state, title in checked.frame.select("row", "state", name).iter_rows()
    ]
    return say({**about(book, table, mapping, checked, given.language), "rows": rows}, given)


def today() -> date:
    from datetime import UTC, datetime, timedelta, timezone

    # A command stands at the edge: here the clock is read, in the capital's zone.
    return datetime.now(UTC).astimezone(timezone(timedelta(hours=7))).date()  # noqa: TID251 - an edge reads the clock


def _open(data: bytes, given: argparse.Namespace) -> tuple[Book, Table] | Refusal:
    book = read_book(data, given.file.name)
    if isinstance(book, Refusal):
        return book
    try:
        table = find_table(book, given.sheet)
    except KeyError:
        names = ", ".join(sheet.name for sheet in book.sheets)
        return Refusal("no_such_sheet", f"Lembar “{given.sheet}” tidak ada.", f"There is no sheet “{given.sheet}”.",
                       f"Yang ada: {names}.", f"There are: {names}.")  # fmt: skip
    return table if isinstance(table, Refusal) else (book, table)


def _columns(table: Table, given: argparse.Namespace) -> Mapping:
    """The columns guessed and corrected. Raises ValueError for a heading or a field that is not there."""
    mapping = guess_columns(table, given.kind)
    for wish in given.column:
        heading, _, field = wish.rpartition("=")
        index = next((column.index for column in mapping.columns if column.header == heading), None)
        if index is None:
            raise ValueError(f"no column is headed {heading!r}")
        if field not in LABELS:
            raise ValueError(f"{field!r} is no field; known are {', '.join(LABELS)}")
        mapping = mapping.corrected(index, field)
    return mapping


def about(book: Book, table: Table, mapping: Mapping, checked: Checked, language: str) -> dict[str, Any]:
    english = language == "en"
    return {
        "kind": mapping.kind,
        "kind_confidence": mapping.kind_confidence,
        "kind_reasons": list(mapping.kind_reasons_en if english else mapping.kind_reasons_id),
        "sheet": table.sheet,
        "other_sheets": [{"sheet": name, "rows": rows} for name, rows in table.others],
        "header_row": table.header_rows[0] if table.header_rows else None,
        "columns": [
            {
                "header": column.header,
                "field": column.field,
                "confidence": column.confidence,
                "reasons": list(column.reasons_en if english else column.reasons_id),
                "samples": [without_numbers(sample) for sample in column.samples],
            }
            for column in mapping.columns
        ],
        "missing": [list(group) for group in mapping.missing()],
        "counts": {**checked.counts, "known": 0, "twin": 0},
        "tidied": [
            {"code": each.code, "label": each.label_en if english else each.label_id, "rows": list(each.rows)}
            for each in checked.tidied
        ],
        "skipped": [{"row": each.row, "why": each.why, "text": each.text} for each in checked.skipped],
        "remarks": [each.text_en if english else each.text_id for each in book.remarks],
    }  # fmt: skip


def row_told(number: int, state: str, name: str, problems: list[Problem], language: str) -> dict[str, Any]:
    english = language == "en"
    return {
        "row": number, "state": state, "name": name,
        "problems": [
            {
                "field": each.field, "header": each.header, "written": each.written, "code": each.code,
                "severity": each.severity, "what": each.what_en if english else each.what_id,
                "do": each.do_en if english else each.do_id, "proposal": each.proposal,
            }
            for each in problems
        ],
    }  # fmt: skip


def say_refused(refusal: Refusal, given: argparse.Namespace) -> int:
    english = given.language == "en"
    what, expected = (refusal.what_en, refusal.expected_en) if english else (refusal.what_id, refusal.expected_id)
    if given.json:
        print(json.dumps({"refused": {"code": refusal.code, "what": what, "expected": expected}}, ensure_ascii=False))
    else:
        print(f"{'Refused' if english else 'Ditolak'} ({refusal.code}): {what}\n{expected}")
    return 2


WORDS = {
    "en": {
        "kind": "Read as", "columns": "Columns", "ignored": "ignored", "ready": "ready", "fix": "need attention",
        "confirm": "to be confirmed", "known": "already known", "twin": "possible duplicates", "row": "Row",
        "tidied": "Tidied", "skipped": "Not data, passed over", "missing": "No column was found for", "or": "or",
        "more": "more rows need attention; --all-rows shows them", "rows": "rows", "taken": "taken in as list",
        "sheet": "sheet", "heading": "heading in row", "nothing": "nothing", "sure": "sure", "empty": "(empty)",
        "others": "Other sheets that hold a table", "written": "written", "note": "note",
    },
    "id": {
        "kind": "Dibaca sebagai", "columns": "Kolom", "ignored": "diabaikan", "ready": "siap",
        "fix": "perlu diperbaiki", "confirm": "perlu dibenarkan", "known": "sudah terdaftar", "twin": "mungkin ganda",
        "row": "Baris", "tidied": "Dirapikan sendiri", "skipped": "Bukan data, dilewati",
        "missing": "Tidak ditemukan kolom untuk", "or": "atau",
        "more": "baris lagi perlu diperbaiki; --all-rows menampilkannya", "rows": "baris",
        "taken": "didaftarkan, daftar",
        "sheet": "lembar", "heading": "judul kolom di baris", "nothing": "tidak ada", "sure": "yakin",
        "empty": "(kosong)", "others": "Lembar lain yang berisi tabel", "written": "tertulis", "note": "catatan",
    },
}  # fmt: skip


def say(answer: dict[str, Any], given: argparse.Namespace) -> int:
    counts = answer["counts"]
    status = 1 if counts["fix"] + counts["confirm"] + counts["twin"] or answer["missing"] else 0
    if given.json:
        print(json.dumps(answer, ensure_ascii=False, default=str))
        return status
    said, place = WORDS[given.language], 1 if given.language == "en" else 0
    print(f"{said['kind']}: {KINDS[answer['kind']][place]} ({answer['kind_confidence']} % {said['sure']}:"
          f" {', '.join(answer['kind_reasons'])})")  # fmt: skip
    where = f", {said['heading']} {answer['header_row']}" if answer["header_row"] else ""
    print(f"{given.file.name}, {said['sheet']} “{answer['sheet']}”{where}")
    if answer["other_sheets"]:
        others = ", ".join(f"“{each['sheet']}” ({each['rows']:,} {said['rows']})" for each in answer["other_sheets"])
        print(f"{said['others']}: {others}")
    _say_columns(answer, said, place)
    told = [state for state in counts if counts[state] or state in ("ready", "fix")]
    print("\n" + ", ".join(f"{counts[state]:,} {said[state]}" for state in told))
    for group in answer["missing"]:
        either = f" {said['or']} ".join(LABELS[field][place] for field in group)
        print(f"! {said['missing']} {either}")
    _say_rows(answer["rows"], said, given)
    _say_rest(answer, said, place)
    if "taken" in answer:
        print(f"\n{answer['taken']:,} {said['taken']} {answer['list']}")
    return status


def _say_columns(answer: dict[str, Any], said: dict[str, str], place: int) -> None:
    print(f"\n{said['columns']}")
    width = min(40, max((len(column["header"]) for column in answer["columns"]), default=0))
    for column in answer["columns"]:
        read_as = LABELS[column["field"]][place] if column["field"] else said["ignored"]
        sure = f"{column['confidence']:3} %" if column["field"] else "     "
        samples = ", ".join(column["samples"]) or said["empty"]
        print(f"  {column['header'][:40]:{width}}  {read_as:24} {sure}  {samples[:60]}")


def _say_rows(rows: list[dict[str, Any]], said: dict[str, str], given: argparse.Namespace) -> None:
    waiting = [row for row in rows if row["state"] != "ready"]
    shown = waiting if given.all_rows else waiting[:ROWS_SHOWN]
    if shown:
        print()
    for row in shown:
        print(f"  {said['row']} {row['row']:>5}  {row['name'] or said['empty']}  [{said[row['state']]}]")
        for problem in row["problems"]:
            where = problem["header"] or problem["field"]
            written = f" “{problem['written']}”" if problem["written"] else ""
            mark = f" ({said['note']})" if problem["severity"] == "warning" else ""
            print(f"               {where}{written}: {problem['what']} {problem['do']}{mark}")
    if len(waiting) > len(shown):
        print(f"  … {len(waiting) - len(shown):,} {said['more']}")


def _say_rest(answer: dict[str, Any], said: dict[str, str], place: int) -> None:
    if answer["tidied"]:
        print(f"\n{said['tidied']}")
        for each in answer["tidied"]:
            print(f"  {each['label']}: {len(each['rows']):,} {said['rows']}")
    if answer["skipped"]:
        print(f"\n{said['skipped']}")
        for each in answer["skipped"][:40]:
            print(f"  {said['row']} {each['row']:>5}  {SKIPPED[each['why']][place]}: {each['text'][:80]}")
    for remark in answer["remarks"]:
        print(f"\n{remark}")


def _with_database(data: bytes, opened: tuple[Book, Table], mapping: Mapping, given: argparse.Namespace) -> int:
    from ayomi.edges.command import take_list_in

    return take_list_in.run(data, opened, mapping, given)
