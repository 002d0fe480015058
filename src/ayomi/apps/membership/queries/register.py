"""Members as other registers ask for them: found by number or by what is known, each with how she is covered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import polars as pl
from django.db import connection

from ayomi.apps.membership.queries.cover import _FLAGS, _HEAD, _chosen, _cover_rows, _project_standing
from ayomi.apps.membership.rules.cover import standing
from ayomi.apps.registry.queries import hashes
from ayomi.core.dci.criteria import Both, Test, Tree
from ayomi.core.dci.records import Job, PersonRecord

MOST_FOUND: Final = 5_000
_MEMBER: Final = "p.merged_into_id IS NULL AND EXISTS (SELECT 1 FROM membership_membership m WHERE m.person_id = p.id)"


class TooMany(Exception):
    """More people match than are ever told at once."""


def find(tree: Tree, *, on: date, page: int, size: int) -> tuple[list[int], int]:
    """The numbers of members that match, one page of them, and how many match. Raises TooMany."""
    values: list[Any] = []
    where = _where(tree, on, values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM registry_person p WHERE {_MEMBER} AND {where}"
            f" LIMIT {MOST_FOUND + 1}) found",
            values,
        )
        total = int(cursor.fetchone()[0])
        if total > MOST_FOUND:
            raise TooMany
        cursor.execute(
            f"SELECT p.id FROM registry_person p WHERE {_MEMBER} AND {where} ORDER BY p.id LIMIT %s OFFSET %s",
            [*values, size, (page - 1) * size],
        )
        return [row[0] for row in cursor.fetchall()], total


def _where(tree: Tree, on: date, values: list[Any]) -> str:
    if isinstance(tree, Both):
        parts = [_where(part, on, values) for part in tree.parts]
        return f"NOT ({parts[0]})" if tree.how == "not" else "(" + f" {tree.how.upper()} ".join(parts) + ")"
    return "(" + " OR ".join(_compared(tree, value, on, values) for value in tree.values) + ")"


def _compared(test: Test, value: str | int | date, on: date, values: list[Any]) -> str:
    operator = "=" if test.operator == "in" else test.operator
    match test.attribute:
        case "nik" | "phone":
            known = hashes(pl.Series([_canonical(test.attribute, str(value))]), test.attribute)
            values.append(bytes(known[0]))
            return f"p.{test.attribute}_hash = %s"
        case "kpj":
            values.append(str(value))
            return "EXISTS (SELECT 1 FROM membership_membership k WHERE k.person_id = p.id AND k.kpj = %s)"
        case "age":
            values += [on, value]
            return f"extract(year FROM age(%s::date, p.born)) {operator} %s"
        case "born":
            values.append(value)
            return f"p.born {operator} %s"
        case "sex":
            values.append(str(value).lower())
            return "p.sex = %s"
        case _:
            region = str(value)
            values += [region, f"{region}.".replace("\\", "").replace("%", "").replace("_", "")]
            return "(p.region_id = %s OR starts_with(p.region_id, %s))"


def _canonical(attribute: str, text: str) -> str:
    digits = "".join(letter for letter in text if letter.isdigit() and letter.isascii())
    if attribute == "phone" and digits:
        digits = "+62" + digits[1:] if digits.startswith("0") else "+" + digits
    return digits


def records(person_ids: Sequence[int], *, on: date) -> list[PersonRecord]:
    """These people with the memberships that hold on the day, in the order asked for. Three statements for all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name, sex, born, nik_mask FROM registry_person WHERE id = ANY (%s)", [list(person_ids)]
        )
        people = {row[0]: row for row in cursor.fetchall()}
        cursor.execute(
            "SELECT id, coalesce(merged_into_id, id) FROM registry_person"
            " WHERE id = ANY (%(ids)s) OR merged_into_id = ANY (%(ids)s)",
            {"ids": list(person_ids)},
        )
        owner = dict(cursor.fetchall())
        cursor.execute(
            f"SELECT head.*, m.person_id FROM ({_HEAD} AND m.since <= %s AND (m.until IS NULL OR m.until > %s)) head"
            " (id, kpj, segment, channel, through, organisation_id, project_id, payer_id, payer_number, paid_by,"
            " since, until, end_reason, project_since, project_until, project_paid_on)"
            " JOIN membership_membership m ON m.id = head.id ORDER BY head.since, head.id",
            [list(owner), on, on],
        )
        heads = cursor.fetchall()
        ids = [head[0] for head in heads]
        cursor.execute(
            f"SELECT t.membership_id, {_FLAGS} FROM membership_term t WHERE t.membership_id = ANY (%s)"
            " AND t.superseded_at IS NULL AND t.since <= %s AND (t.until IS NULL OR t.until > %s)",
            [ids, on, on],
        )
        chosen = {row[0]: _chosen(row[1:]) for row in cursor.fetchall()}
    cover = _cover_rows(ids)
    jobs: dict[int, list[Job]] = {}
    for head in heads:
        if head[2] == "construction":
            stood = _project_standing(head[13], head[14], head[15], on)
        else:
            stood = standing(head[2], head[10], head[11], cover[head[0]], on)
        jobs.setdefault(owner[head[16]], []).append(
            Job(head[1], head[2], head[3], head[10], stood.status != "not_covered", stood.until,
                chosen.get(head[0], ()))
        )  # fmt: skip
    return [
        PersonRecord(number, name, sex, born, mask, tuple(jobs.get(number, ())))
        for number, name, sex, born, mask in (people[each] for each in person_ids if each in people)
    ]


def fingerprint(person: PersonRecord) -> bytes:
    """What makes two states of a person the same for whoever is told of changes."""
    told = [
        (job.kpj, job.segment, job.since.isoformat(), job.covered, job.programmes) for job in person.jobs
    ]  # fmt: skip
    return hashlib.sha256(repr((person.name, person.sex, person.born, told)).encode()).digest()
