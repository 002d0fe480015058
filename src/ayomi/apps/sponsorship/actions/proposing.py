"""A list of people proposed for a budget: read as any list, each row judged, nothing lost."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.audit.queries import copy_out
from ayomi.apps.registry.actions import record_persons
from ayomi.apps.registry.queries import known_by_nik
from ayomi.apps.sponsorship.actions.budgets import NotPossible, UnknownBudget
from ayomi.apps.sponsorship.models import Budget, Proposal, Support
from ayomi.apps.sponsorship.rules import REASONS, inside, is_civil_servant, too_old
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
    """What became of a list: how many rows it has and how many passed, and the reasons of the others."""

    proposal_id: int
    rows: int
    passed: int
    problems: list[dict[str, Any]]


def propose(budget_id: int, content: bytes, *, file_name: str, by: int | None, at: datetime) -> Judged:
    """People of a list proposed for a budget: those who pass are kept as proposed, the others with their reasons.

    Checked: NIK and birth date as in every list, under 65, no civil servant, lives in the payer's area, is no member
    elsewhere, is not proposed or supported already. The same file again is the same proposal. Raises ListRefused,
    ColumnsMissing, UnknownBudget, NotPossible ('closed').
    """
    budget = Budget.objects.filter(pk=budget_id).first()
    if budget is None:
        raise UnknownBudget(budget_id)
    if budget.state == "closed":
        raise NotPossible("closed")
    fingerprint = hashlib.sha256(content).digest()
    known = Proposal.objects.filter(budget=budget, fingerprint=fingerprint).first()
    if known is not None:
        return Judged(known.pk, known.rows, known.passed, known.problems)
    _, _, checked = _checked(content, file_name, at)
    good = checked.frame.filter(pl.col("state") == "ready")
    codes = _codes(budget, good, at)
    passing = good.filter(codes.is_null())
    problems = _problems(checked, good, codes)
    with transaction.atomic():
        made = Proposal.objects.create(
            budget=budget, file_name=file_name[:200], fingerprint=fingerprint,
            content_sealed=seal(content, field=FIELD, key=settings.SEALING_KEY), rows=checked.frame.height,
            passed=passing.height, problems=problems, recorded_at=at, recorded_by=by,
        )  # fmt: skip
        _keep(budget, made, passing, by=by, at=at)
        record(
            "people_proposed", subject="budget", subject_id=budget.pk, office_id=budget.office_id, by=by, at=at,
            detail={"proposal": made.pk, "rows": checked.frame.height, "passed": passing.height},
        )  # fmt: skip
    return Judged(made.pk, checked.frame.height, passing.height, problems)


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


def _codes(budget: Budget, rows: pl.DataFrame, at: datetime) -> pl.Series:
    """Why each row does not pass, null for those that do: the first reason that holds."""
    if rows.is_empty():
        return pl.Series(dtype=pl.String)
    # Whoever a row may be, all the country is looked at; only a yes or no leaves here.
    with owner_rights():
        persons = rows.select("row", "nik").join(known_by_nik(rows["nik"]), on="nik", how="left", maintain_order="left")
        held = set(_members(persons["person_id"], budget))
        open_now = set(_supported(persons["person_id"], budget))
    day, area = max(localdate(at), budget.since), budget.region_id
    found: list[str | None] = []
    seen: set[str] = set()
    columns = ("nik", "birth_date", "occupation", "district_code", "regency_code")
    have = [name if name in rows.columns else None for name in columns]
    for place, person_id in enumerate(persons["person_id"]):
        nik, born, occupation, district, regency = (rows[name][place] if name else None for name in have)
        lives = district or regency or (_place_of(nik) if nik else None)
        code = None
        if not nik:
            code = "nik_missing"
        elif nik in seen:
            code = "twice_in_list"
        elif born is not None and too_old(born, day):
            code = "too_old"
        elif occupation and is_civil_servant(occupation):
            code = "civil_servant"
        elif area and lives and not inside(lives, area):
            code = "outside_area"
        elif person_id in open_now:
            code = "already_supported"
        elif person_id in held:
            code = "covered_elsewhere"
        seen.add(nik or "")
        found.append(code)
    return pl.Series(found, dtype=pl.String)


def _place_of(nik: str) -> str:
    """The district in which a NIK was first given: where the list names no place it is the best there is."""
    return f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}"


def _members(person_ids: pl.Series, budget: Budget) -> list[int]:
    """Those who are members through somebody else when the support would begin."""
    return copy_out(
        "SELECT DISTINCT coalesce(p.merged_into_id, p.id) FROM membership_membership m"
        " JOIN registry_person p ON p.id = m.person_id WHERE (p.id = ANY (%(ids)s) OR p.merged_into_id = ANY (%(ids)s))"
        " AND m.segment IN ('wage_earner', 'own_account') AND (m.until IS NULL OR m.until > %(day)s)"
        " AND (m.until IS NULL OR m.until > m.since) AND m.organisation_id IS DISTINCT FROM %(payer)s",
        {"ids": person_ids.drop_nulls().to_list(), "day": budget.since, "payer": budget.organisation_id},
        schema={"person_id": pl.Int64},
    )["person_id"].to_list()


def _supported(person_ids: pl.Series, budget: Budget) -> list[int]:
    return copy_out(
        "SELECT DISTINCT person_id FROM sponsorship_support WHERE person_id = ANY (%(ids)s) AND ("
        " state IN ('proposed', 'waiting') AND budget_id = %(budget)s OR state = 'active' AND until > %(day)s)",
        {"ids": person_ids.drop_nulls().to_list(), "budget": budget.pk, "day": budget.since},
        schema={"person_id": pl.Int64},
    )["person_id"].to_list()


def _problems(checked: Checked, good: pl.DataFrame, codes: pl.Series) -> list[dict[str, Any]]:
    """Row, name and reasons of everyone who did not pass, by row."""
    names = dict(checked.frame.select("row", "name").iter_rows())
    found: dict[int, list[dict[str, str]]] = {}
    for each in checked.problems:
        if each.severity != "warning":
            found.setdefault(each.row, []).append(
                {"code": each.code, "what_id": each.what_id, "do_id": each.do_id, "what_en": each.what_en,
                 "do_en": each.do_en}
            )  # fmt: skip
    for row, code in zip(good["row"], codes, strict=True):
        if code is not None:
            what_id, do_id, what_en, do_en = REASONS[code]
            found.setdefault(row, []).append(
                {"code": code, "what_id": what_id, "do_id": do_id, "what_en": what_en, "do_en": do_en}
            )
    waiting = set(checked.frame.filter(pl.col("state") != "ready")["row"])
    wrong = waiting | {row for row, code in zip(good["row"], codes, strict=True) if code is not None}
    return [{"row": row, "name": names.get(row) or "", "why": found.get(row, [])} for row in sorted(wrong)]


def _keep(budget: Budget, proposal: Proposal, rows: pl.DataFrame, *, by: int | None, at: datetime) -> None:
    if rows.is_empty():
        return
    fresh = _fresh(rows)
    stored = record_persons(fresh, office_id=budget.office_id, by=by, at=at)
    Support.objects.bulk_create(
        Support(
            budget=budget, proposal=proposal, person_id=person_id, row=row, occupation=(occupation or "")[:80],
            village=(village or "")[:80],
        )
        for person_id, row, occupation, village in zip(
            stored["person_id"], rows["row"], _texts(rows, "occupation"), _texts(rows, "village"), strict=True
        )
    )  # fmt: skip


def _fresh(rows: pl.DataFrame) -> pl.DataFrame:
    """The columns of the registry, with the place of living as a code of a region."""
    places = [pl.col(name) for name in ("district_code", "regency_code") if name in rows.columns]
    lives = pl.coalesce(*places) if places else pl.lit(None, dtype=pl.String)
    kept = [pl.col(source).alias(name) for name, source in _PERSON.items() if source in rows.columns]
    return rows.select(*kept, lives.alias("region_id"))


def _texts(rows: pl.DataFrame, name: str) -> list[str | None]:
    return rows[name].to_list() if name in rows.columns else [None] * rows.height


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
