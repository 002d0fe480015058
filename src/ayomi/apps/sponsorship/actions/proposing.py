"""A list of people proposed for a budget: read as any list, each row judged, nothing lost."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import polars as pl
from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.audit.queries import copy_out
from ayomi.apps.offices.actions import stage
from ayomi.apps.registry.actions import record_persons
from ayomi.apps.registry.queries import known_by_nik
from ayomi.apps.sponsorship.actions.budgets import NotPossible, UnknownBudget, hold
from ayomi.apps.sponsorship.models import Budget, Proposal
from ayomi.apps.sponsorship.rules import REASONS, WARNINGS, reasons
from ayomi.core.lists.checking import Checked, check_list
from ayomi.core.lists.columns import guess_columns
from ayomi.core.lists.giveback import give_back
from ayomi.core.lists.problems import Problem, Refusal
from ayomi.core.lists.reading import Book, read_book
from ayomi.core.lists.tables import Table, find_table
from ayomi.core.sealing import seal, unseal

FIELD: Final = "sponsorship_list"
_PERSON: Final = {
    "name": "name", "born": "birth_date", "birth_place": "birth_place", "sex": "sex", "nik": "nik", "kk": "family_card",
    "phone": "phone", "address": "address", "village": "village",
}  # fmt: skip
"""Column of the registry -> field of a list."""


class ListRefused(Exception):
    """The file is no list of people. `refusal` says what it seems to be and what was expected."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class ColumnsMissing(Exception):
    """The list lacks columns that are needed. `fields`: their names."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = tuple(fields)


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a list: rows, how many passed, the reasons of the others, doubts about those who passed."""

    proposal_id: int
    rows: int
    passed: int
    problems: list[dict[str, Any]]
    warnings: list[dict[str, Any]]


def propose(budget_id: int, content: bytes, *, file_name: str, by: int | None, at: datetime) -> Judged:
    """People of a list proposed for a budget: those who pass are kept as proposed, the others with their reasons.

    Checked: NIK and birth date as in every list, under 65, no civil servant, lives in the payer's area, is no member
    elsewhere, is not proposed or supported already. The same file again is the same proposal, and two lists at the
    same moment wait for each other. Raises ListRefused, ColumnsMissing, UnknownBudget, NotPossible ('closed').
    """
    fingerprint = hashlib.sha256(content).digest()
    known = _known(budget_id, fingerprint)
    if known is not None:
        return known
    _, _, checked = _checked(content, file_name, at)
    with transaction.atomic():
        budget = hold(budget_id)
        known = _known(budget_id, fingerprint)
        if known is not None:
            return known
        judged = _judged(budget, checked.frame.filter(pl.col("state") == "ready"), at)
        passing = judged.filter(pl.col("code").is_null())
        problems, warnings = _problems(checked, judged), _warnings(passing)
        made = Proposal.objects.create(
            budget=budget, file_name=file_name[:200], fingerprint=fingerprint,
            content_sealed=seal(content, field=FIELD, key=settings.SEALING_KEY), rows=checked.frame.height,
            passed=passing.height, problems=problems, warnings=warnings, recorded_at=at, recorded_by=by,
        )  # fmt: skip
        _keep(budget, made, passing, by=by, at=at)
        record(
            "people_proposed", subject="budget", subject_id=budget.pk, office_id=budget.office_id, by=by, at=at,
            detail={"proposal": made.pk, "rows": checked.frame.height, "passed": passing.height},
        )  # fmt: skip
    return Judged(made.pk, checked.frame.height, passing.height, problems, warnings)


def _known(budget_id: int, fingerprint: bytes) -> Judged | None:
    """What became of the same file before. Raises UnknownBudget, NotPossible ('closed')."""
    budget = Budget.objects.filter(pk=budget_id).first()
    if budget is None:
        raise UnknownBudget(budget_id)
    if budget.state == "closed":
        raise NotPossible("closed")
    known = Proposal.objects.filter(budget=budget, fingerprint=fingerprint).defer("content_sealed").first()
    return Judged(known.pk, known.rows, known.passed, known.problems, known.warnings) if known else None


def _checked(content: bytes, file_name: str, at: datetime) -> tuple[Book, Table, Checked]:
    book = read_book(content, file_name)
    if isinstance(book, Refusal):
        raise ListRefused(book)
    table = find_table(book)
    if isinstance(table, Refusal):
        raise ListRefused(table)
    mapping = guess_columns(table, "members_new")
    if missing := mapping.missing():
        raise ColumnsMissing([str(each) for each in missing])
    checked = check_list(table, mapping, as_of=localdate(at), segment="own_account")
    if isinstance(checked, Refusal):
        raise ListRefused(checked)
    return book, table, checked


def _judged(budget: Budget, rows: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """`rows` with `code`, the first reason why each does not pass, null for those that do, and `warning`."""
    whole = rows.with_columns(
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in (("birth_date", pl.Date), ("occupation", pl.String))
        if name not in rows.columns
    ).with_columns(lives=_lives(rows))
    told = reasons(whole, on=max(localdate(at), budget.since), area=budget.region_id)
    # Whoever a row may be, all the country is looked at; only a yes or no leaves here.
    with owner_rights():
        persons = rows.select("nik").join(known_by_nik(rows["nik"]), on="nik", how="left", maintain_order="left")
        held = _members(persons["person_id"], budget)
        open_now = _supported(persons["person_id"], budget)
    person = pl.lit(persons["person_id"])
    known = (
        pl.when(person.is_in(open_now.implode())).then(pl.lit("already_supported"))
        .when(person.is_in(held.implode())).then(pl.lit("covered_elsewhere"))
    )  # fmt: skip
    told = told.with_columns(code=pl.coalesce("code", known))
    return rows.with_columns(told["code"], told["warning"])


def _lives(rows: pl.DataFrame) -> pl.Expr:
    """Where the list says that each lives, as a code of a region."""
    places = [pl.col(name) for name in ("district_code", "regency_code") if name in rows.columns]
    return pl.coalesce(*places) if places else pl.lit(None, dtype=pl.String)


def _members(person_ids: pl.Series, budget: Budget) -> pl.Series:
    """Those who are members through somebody else when the support would begin."""
    return copy_out(
        "SELECT DISTINCT coalesce(p.merged_into_id, p.id) FROM membership_membership m"
        " JOIN registry_person p ON p.id = m.person_id WHERE (p.id = ANY (%(ids)s) OR p.merged_into_id = ANY (%(ids)s))"
        " AND m.segment IN ('wage_earner', 'own_account') AND (m.until IS NULL OR m.until > %(day)s)"
        " AND (m.until IS NULL OR m.until > m.since) AND m.organisation_id IS DISTINCT FROM %(payer)s",
        {"ids": person_ids.drop_nulls().to_list(), "day": budget.since, "payer": budget.organisation_id},
        schema={"person_id": pl.Int64},
    )["person_id"]


def _supported(person_ids: pl.Series, budget: Budget) -> pl.Series:
    return copy_out(
        "SELECT DISTINCT person_id FROM sponsorship_support WHERE person_id = ANY (%(ids)s) AND ("
        " state IN ('proposed', 'waiting') AND budget_id = %(budget)s OR state = 'active' AND until > %(day)s)",
        {"ids": person_ids.drop_nulls().to_list(), "budget": budget.pk, "day": budget.since},
        schema={"person_id": pl.Int64},
    )["person_id"]


def _why(code: str, words: Mapping[str, tuple[str, str, str, str]]) -> dict[str, str]:
    what_id, do_id, what_en, do_en = words[code]
    return {"code": code, "what_id": what_id, "do_id": do_id, "what_en": what_en, "do_en": do_en}


def _problems(checked: Checked, judged: pl.DataFrame) -> list[dict[str, Any]]:
    """Row, name and reasons of everyone who did not pass, by row."""
    found: dict[int, list[dict[str, str]]] = {}
    for each in checked.problems:
        if each.severity != "warning":
            found.setdefault(each.row, []).append(
                {"code": each.code, "what_id": each.what_id, "do_id": each.do_id, "what_en": each.what_en,
                 "do_en": each.do_en}
            )  # fmt: skip
    refused = judged.filter(pl.col("code").is_not_null())
    for row, code in refused.select("row", "code").iter_rows():
        found.setdefault(row, []).append(_why(code, REASONS))
    wrong = pl.concat(
        [checked.frame.filter(pl.col("state") != "ready").select("row", "name"), refused.select("row", "name")]
    )
    return [{"row": row, "name": name or "", "why": found.get(row, [])} for row, name in wrong.sort("row").iter_rows()]


def _warnings(passing: pl.DataFrame) -> list[dict[str, Any]]:
    """Row, name and what to look at of those who passed with a doubt."""
    doubted = passing.filter(pl.col("warning").is_not_null()).select("row", "name", "warning")
    return [
        {"row": row, "name": name or "", "why": [_why(warning, WARNINGS)]} for row, name, warning in doubted.iter_rows()
    ]


def _keep(budget: Budget, proposal: Proposal, rows: pl.DataFrame, *, by: int | None, at: datetime) -> None:
    if rows.is_empty():
        return
    stored = record_persons(_fresh(rows), office_id=budget.office_id, by=by, at=at)
    stage(
        rows.select("row", _text(rows, "occupation"), _text(rows, "village")).with_columns(stored["person_id"]),
        "proposed_people",
        {"row": "int", "occupation": "text", "village": "text", "person_id": "bigint"},
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sponsorship_support (budget_id, proposal_id, person_id, row, occupation, village, state,"
            " reserved, end_reason, note) SELECT %s, %s, person_id, row, occupation, village, 'proposed', 0, '', ''"
            " FROM proposed_people ORDER BY row",
            [budget.pk, proposal.pk],
        )


def _fresh(rows: pl.DataFrame) -> pl.DataFrame:
    """The columns of the registry, with the place of living as a code of a region."""
    kept = [pl.col(source).alias(name) for name, source in _PERSON.items() if source in rows.columns]
    return rows.select(*kept, _lives(rows).alias("region_id"))


def _text(rows: pl.DataFrame, name: str) -> pl.Expr:
    known = pl.col(name).fill_null("").str.slice(0, 80) if name in rows.columns else pl.lit("")
    return known.alias(name)


def returned_list(proposal_id: int) -> tuple[str, bytes]:
    """The sender's own file with the rows that did not pass, what is wrong with each and what to do: (name, bytes).

    Raises UnknownBudget.
    """
    proposal = Proposal.objects.filter(pk=proposal_id).first()
    if proposal is None:
        raise UnknownBudget(proposal_id)
    content = unseal(bytes(proposal.content_sealed), field=FIELD, key=settings.SEALING_KEY)
    book, table, checked = _checked(content, proposal.file_name, proposal.recorded_at)
    own = [
        Problem(each["row"], "name", "", "", why["code"], "fix", why["what_id"], why["do_id"], why["what_en"],
                why["do_en"])
        for each in proposal.problems
        for why in each["why"]
        if why["code"] in REASONS
    ]  # fmt: skip
    told = Checked(
        checked.kind, checked.segment, checked.frame, (*checked.problems, *own), checked.tidied, checked.skipped,
        checked.headers,
    )  # fmt: skip
    return proposal.file_name, give_back(book, table, told, rows={each["row"] for each in proposal.problems})
