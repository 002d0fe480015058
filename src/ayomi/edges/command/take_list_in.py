"""`ayomi import` where the database takes part: comparing with what is on record, and taking the good rows in."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ayomi.apps.intake import actions
from ayomi.apps.intake.queries import lists
from ayomi.apps.intake.queries.target import ALONE, Target, candidates, target
from ayomi.apps.offices import queries as offices
from ayomi.core.lists.checking import check_list
from ayomi.core.lists.columns import Mapping
from ayomi.core.lists.problems import Refusal
from ayomi.core.lists.reading import Book
from ayomi.core.lists.tables import Table
from ayomi.core.periods import Month
from ayomi.edges.command import take_list

EVERY_STATE = ("ready", "fix", "known", "twin", "left_out", "applied")


class NoSuchPayer(Exception):
    """Nobody, or more than one, is meant by the words of `--for`."""


def run(data: bytes, opened: tuple[Book, Table], mapping: Mapping, given: argparse.Namespace) -> int:
    """Exit status as `ayomi import` has it."""
    try:
        whom = _whom(given.whom)
        office_id = _office(whom, given)
    except (NoSuchPayer, offices.UnknownOffice) as problem:
        print(f"ayomi: {problem}", file=sys.stderr)
        return 2
    at = timezone.now()
    with transaction.atomic():
        upload_id = _checked(data, opened, mapping, given, whom, office_id, at)
        page = lists.one(upload_id)
        if page.refusal is not None:
            said = page.refusal
            refusal = Refusal(said["code"], said["what_id"], said["what_en"], said["expected_id"], said["expected_en"])
            return take_list.say_refused(refusal, given)
        answer = _answer(upload_id, opened, mapping, given)
        if given.give_back:
            _, back = actions.give_back(upload_id, language=given.language, by=None, at=at)
            given.give_back.write_bytes(back)
        if given.dry_run:
            transaction.set_rollback(True)
    if not given.dry_run and page.row.ready:
        actions.begin(upload_id, by=None, at=at)
        answer["taken"], answer["list"] = actions.apply(upload_id, by=None, at=timezone.now()), upload_id
        answer["rows"] = _rows(upload_id, given)
        answer["counts"] = _counts(lists.one(upload_id).row.counts)
        answer["counts"]["ready"] = answer["taken"]
    return take_list.say(answer, given)


def _whom(text: str | None) -> Target:
    if text is None or text == "alone":
        return ALONE
    found = candidates(text)
    exact = [each for each in found if text.strip().upper() in (each.number.upper(), each.name.upper())] or found
    if not exact:
        raise NoSuchPayer(f"nobody is known as {text!r}")
    if len(exact) > 1:
        names = ", ".join(f"{each.name} ({each.number})" for each in exact[:5])
        raise NoSuchPayer(f"{text!r} may be {names}: give the NPP or number")
    one = exact[0]
    return target(one.id, None) if one.what == "organisation" else target(None, one.id)


def _office(whom: Target, given: argparse.Namespace) -> int:
    if given.office:
        return offices.office_by_code(given.office).id
    if whom.office_id is None:
        raise NoSuchPayer("for people alone and for organisations, name the office with --office")
    return whom.office_id


def _checked(
    data: bytes, opened: tuple[Book, Table], mapping: Mapping, given: argparse.Namespace, whom: Target, office_id: int,
    at: datetime,
) -> int:  # fmt: skip
    month = given.month or Month.of(take_list.today())
    options: dict[str, Any] = {"sector": "other"}
    if given.income:
        options["income"] = given.income
    try:
        upload_id = actions.receive(
            data, file_name=given.file.name, organisation_id=whom.organisation_id, project_id=whom.project_id,
            office_id=office_id, segment=given.segment or whom.segment, starts=month.first_day, options=options,
            kind=mapping.kind, by=None, at=at,
        )  # fmt: skip
    except actions.AlreadySent as before:
        return before.upload_id
    actions.check(upload_id, at=at)
    page = lists.one(upload_id)
    wished = {column.index: column.field for column in mapping.columns if column.by_hand}
    if wished and page.row.state in ("columns", "checked"):
        actions.change_columns(
            upload_id, wished, kind=mapping.kind, segment=page.row.segment, sheet=opened[1].sheet, by=None, at=at
        )
        actions.check(upload_id, at=at)
    return upload_id


def _answer(
    upload_id: int, opened: tuple[Book, Table], mapping: Mapping, given: argparse.Namespace
) -> dict[str, Any]:  # fmt: skip
    book, table = opened
    checked = check_list(table, mapping, as_of=given.as_of or take_list.today(), segment=given.segment)
    if isinstance(checked, Refusal):
        raise RuntimeError("a list that was checked is refused now")
    answer = take_list.about(book, table, mapping, checked, given.language)
    answer["counts"] = _counts(lists.one(upload_id).row.counts)
    answer["rows"] = _rows(upload_id, given)
    return answer


def _counts(counts: Any) -> dict[str, int]:
    return {state: counts.get(state, 0) for state in ("ready", "fix", "confirm", "known", "twin")}


def _rows(upload_id: int, given: argparse.Namespace) -> list[dict[str, Any]]:
    states = EVERY_STATE if given.json else ("fix", "known", "twin")
    return [
        take_list.row_told(line.number, line.state, line.name, list(line.contents.problems), given.language)
        for line in lists.lines(upload_id, states, limit=200_000)
    ]
