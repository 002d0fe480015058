"""`ayomi targets load FILE`: read a file of targets, say what is wrong with each row, keep the good ones as drafts."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.utils import timezone

from ayomi.apps.access.queries import user_by_name
from ayomi.apps.steering.actions.target_files import (
    Refused,
    keep_target_file,
    look_at_targets,
    receive_target_file,
    rows_given_back,
)
from ayomi.apps.steering.actions.targets import NotYours
from ayomi.apps.steering.rules.target_files import ReadFile
from ayomi.core.lists.problems import Problem

ROWS_SHOWN = 100
SHAPES = """\
Columns: office (code or name), indicator, year, target; or office and one column per indicator. Twelve columns of
months hold what shall stand by the end of each.

With --json the answer is one object:
refused:   {"refused": {"code", "what", "expected"}}
otherwise: {"good": 12, "bad": 2, "kept": 12, "same": 0,
            "rows": [{"row", "code", "header", "written", "severity", "what", "do", "proposal"}]}
Exit status: 0 every row is good; 1 some rows go back; 2 the file was refused, or could not be read.
"""


def arguments(doing: Any) -> None:
    """The subcommand among those of `ayomi targets`."""
    parser = doing.add_parser(
        "load", help="read a file of targets; good rows become drafts of a user", epilog=SHAPES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("file", type=Path, help="CSV, XLSX, XLS or ODS")
    parser.add_argument("--as", dest="username", metavar="USER", help="who drafts them; without it nothing is kept")
    parser.add_argument("--year", type=int, help="the year where the file names none")
    parser.add_argument("--reason", default="", help="why figures in force change, where a row does not say")
    parser.add_argument("--give-back", type=Path, metavar="OUT", help="write the rows that go back, with what is wrong")
    parser.add_argument("--language", choices=("id", "en"), default="en", help="language of the sentences (en)")
    parser.add_argument("--json", action="store_true", help="answer in JSON")


def run(given: argparse.Namespace) -> int:
    try:
        content = given.file.read_bytes()
    except OSError as problem:
        print(f"ayomi: {given.file}: {problem.strerror}", file=sys.stderr)
        return 2
    who = user_by_name(given.username) if given.username else None
    if given.username and who is None:
        print(f"ayomi: nobody signs in as {given.username!r}", file=sys.stderr)
        return 2
    by, at = None if who is None else who.id, timezone.now()
    try:
        book, read = look_at_targets(
            content, given.file.name, year=given.year, reason=given.reason, by=by, on=timezone.localdate(at)
        )
        kept, same = 0, 0
        if by is not None:
            number = receive_target_file(content, file_name=given.file.name, year=given.year, by=by, at=at)
            drafted = keep_target_file(number, year=given.year, reason=given.reason, by=by, at=at)
            kept, same = len(drafted.ids), len(drafted.same)
    except Refused as refused:
        return _refused(refused, given)
    except NotYours:
        print(f"ayomi: {given.username} sets no targets", file=sys.stderr)
        return 2
    if given.give_back and read.bad_rows:
        given.give_back.write_bytes(rows_given_back(book, read, given.language))
    return _say(read, kept, same, given)


def _refused(refused: Refused, given: argparse.Namespace) -> int:
    told, english = refused.refusal, given.language == "en"
    what, expected = (told.what_en, told.expected_en) if english else (told.what_id, told.expected_id)
    if given.json:
        print(json.dumps({"refused": {"code": told.code, "what": what, "expected": expected}}, ensure_ascii=False))
    else:
        print(f"ayomi: {what} {expected}", file=sys.stderr)
    return 2


def _say(read: ReadFile, kept: int, same: int, given: argparse.Namespace) -> int:
    bad = len({each.row for each in read.problems if each.severity == "fix"})
    if given.json:
        rows = [_told(each, given.language) for each in read.problems]
        whole = {"good": len(read.good_rows), "bad": bad, "kept": kept, "same": same, "rows": rows}
        print(json.dumps(whole, ensure_ascii=False))
        return 1 if bad else 0
    print(f"{len(read.good_rows)} good rows, {bad} to correct; {kept} drafts kept, {same} there already")
    for each in read.problems[:ROWS_SHOWN]:
        told = _told(each, given.language)
        print(f"  row {each.row}: {told['what']} {told['do']}")
    if len(read.problems) > ROWS_SHOWN:
        print(f"  and {len(read.problems) - ROWS_SHOWN} more; --json shows all")
    return 1 if bad else 0


def _told(each: Problem, language: str) -> dict[str, object]:
    what, cure = (each.what_en, each.do_en) if language == "en" else (each.what_id, each.do_id)
    return {
        "row": each.row, "code": each.code, "header": each.header, "written": each.written,
        "severity": each.severity, "what": what, "do": cure, "proposal": each.proposal,
    }  # fmt: skip
