"""Bills by their state in sums, the lines of one bill as a page opens them, and the assessments that were run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from ayomi.apps.contributions.queries.bills import AMOUNTS_IN_ORDER, LineRow
from ayomi.apps.contributions.rules import AMOUNTS

TABS: Final = ("open", "overdue", "draft", "paid", "all")


@dataclass(frozen=True, slots=True)
class TabSum:
    """How many bills a tab holds, and their rupiah."""

    bills: int
    total: int


def sums_by_tab(day: date, *, month: date | None = None, text: str = "") -> dict[str, TabSum]:
    """Bills and rupiah of each of TABS as the reader sees them, narrowed like `bills.bills`. One statement."""
    conditions = {
        "open": "b.state = 'final'",
        "overdue": "b.state = 'final' AND b.due_on < %(day)s",
        "draft": "b.state = 'draft'",
        "paid": "b.state = 'paid'",
        "all": "true",
    }
    columns = ", ".join(
        f"count(*) FILTER (WHERE {condition}), coalesce(sum(b.total) FILTER (WHERE {condition}), 0)::bigint"
        for condition in conditions.values()
    )
    where, joins = ["true"], ""
    if month is not None:
        where.append("b.month = %(month)s")
    if text:
        joins = (
            " JOIN registry_payer p ON p.id = b.payer_id LEFT JOIN registry_organisation o ON o.id = p.organisation_id"
            " LEFT JOIN registry_project j ON j.id = p.project_id LEFT JOIN registry_person s ON s.id = p.person_id"
        )
        where.append("(b.code = %(text)s OR upper(coalesce(o.name, j.name, s.name)) LIKE upper(%(like)s))")
    like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM contributions_bill b{joins} WHERE {' AND '.join(where)}",
            {"day": day, "month": month, "text": text, "like": like},
        )
        found = cursor.fetchone()
    return {tab: TabSum(*found[2 * place : 2 * place + 2]) for place, tab in enumerate(conditions)}


def months_billed() -> list[date]:
    """The months for which there are bills that may be seen, newest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT month FROM contributions_bill ORDER BY 1 DESC LIMIT 60")
        return [row[0] for row in cursor.fetchall()]


_SUMS: Final = ", ".join(f"l.{name}" for name in AMOUNTS_IN_ORDER)
_LINE: Final = f"""
    SELECT l.membership_id, l.person_id, coalesce(s.name, ''), coalesce(m.kpj, ''), l.month, l.reason, l.wage, l.risk,
           {_SUMS}, l.total
    FROM contributions_line l JOIN contributions_bill b ON b.id = l.bill_id AND b.month = l.bill_month
    LEFT JOIN registry_person s ON s.id = l.person_id LEFT JOIN membership_membership m ON m.id = l.membership_id
    WHERE l.bill_id = %(bill)s
"""


def lines_apart(
    bill_id: int, *, corrections: bool, after: tuple[str, int, date] | None = None, limit: int = 50
) -> list[LineRow]:
    """The lines of the bill's own month, or (`corrections`) those that set earlier months right, by name.

    `after` is (name, membership_id, month) of the last line of the page before. One more than `limit` is read.
    """
    sign = "<>" if corrections else "="
    later = " AND (coalesce(s.name, ''), l.membership_id, l.month) > (%(name)s, %(member)s, %(month)s)" if after else ""
    name, member, month = after or ("", 0, None)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_LINE} AND l.reason {sign} 'regular'{later}"
            " ORDER BY coalesce(s.name, ''), l.membership_id, l.month LIMIT %(limit)s",
            {"bill": bill_id, "name": name, "member": member, "month": month, "limit": limit + 1},
        )
        return [LineRow(*row) for row in cursor.fetchall()]


def line_of(bill_id: int, membership_id: int, month: date) -> LineRow | None:
    """One line of a bill."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_LINE} AND l.membership_id = %(member)s AND l.month = %(month)s",
            {"bill": bill_id, "member": membership_id, "month": month},
        )
        found = cursor.fetchone()
    return LineRow(*found) if found else None


def billed_before(bill_id: int, membership_id: int, month: date) -> Mapping[str, int]:
    """What earlier bills asked in all for this membership and month, by amount column: where a correction starts."""
    columns = ", ".join(f"coalesce(sum(l.{name}), 0)::bigint" for name in AMOUNTS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM contributions_line l JOIN contributions_bill b"
            " ON b.id = l.bill_id AND b.month = l.bill_month AND b.state <> 'cancelled'"
            " WHERE l.membership_id = %(member)s AND l.month = %(month)s AND (b.month, b.sequence, b.id) <"
            " (SELECT own.month, own.sequence, own.id FROM contributions_bill own WHERE own.id = %(bill)s)",
            {"bill": bill_id, "member": membership_id, "month": month},
        )
        return dict(zip(AMOUNTS, cursor.fetchone(), strict=True))


def correction_sum(bill_id: int) -> TabSum:
    """How many lines of a bill set earlier months right, and their rupiah together."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(l.total), 0)::bigint FROM contributions_line l JOIN contributions_bill b"
            " ON b.id = l.bill_id AND b.month = l.bill_month WHERE l.bill_id = %s AND l.reason <> 'regular'",
            [bill_id],
        )
        return TabSum(*cursor.fetchone())


def cancelled_reason(bill_id: int) -> str:
    """Why a bill was cancelled, in the words of whoever did it; empty for any other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cancelled_reason FROM contributions_bill WHERE id = %s", [bill_id])
        found = cursor.fetchone()
    return found[0] if found else ""


def parts_of(bill_ids: Sequence[int]) -> dict[int, list[tuple[str, int, date]]]:
    """Fund, amount and due day of every part of these bills, by bill."""
    found: dict[int, list[tuple[str, int, date]]] = {bill: [] for bill in bill_ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bill_id, fund, amount, due_on FROM contributions_part WHERE bill_id = ANY (%s)"
            " ORDER BY bill_id, fund",
            [list(bill_ids)],
        )
        for bill, *part in cursor.fetchall():
            found[bill].append((part[0], part[1], part[2]))
    return found


def open_bills_of_amounts(amounts: Sequence[int]) -> dict[int, int]:
    """How many open bills ask for exactly each of these sums; sums without any are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT total, count(*) FROM contributions_bill WHERE state = 'final' AND total = ANY (%s) GROUP BY 1",
            [list(amounts)],
        )
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class RunRow:
    """One assessment as it was asked for and how far it came. `whom`: name of the office or payer, '' for all."""

    run_id: int
    month: date
    scope: str
    scope_id: int | None
    whom: str
    state: str
    payers_total: int
    payers_done: int
    bills: int
    lines: int
    message: str
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


_RUN: Final = """
    SELECT a.id, a.month, a.scope, a.scope_id, CASE WHEN a.scope = 'office' THEN f.name
           ELSE coalesce(o.name, j.name, s.name, '') END, a.state, a.payers_total, a.payers_done, a.bills, a.lines,
           a.message, a.requested_at, a.started_at, a.finished_at
    FROM contributions_assessment a
    LEFT JOIN offices_office f ON a.scope = 'office' AND f.id = a.scope_id
    LEFT JOIN registry_payer p ON a.scope = 'payer' AND p.id = a.scope_id
    LEFT JOIN registry_organisation o ON o.id = p.organisation_id LEFT JOIN registry_project j ON j.id = p.project_id
    LEFT JOIN registry_person s ON s.id = p.person_id
"""


def runs(*, since: datetime | None = None, limit: int = 10) -> list[RunRow]:
    """Assessments that may be seen, the newest first; with `since` those still at work or finished after it."""
    return _runs(
        " WHERE %(since)s::timestamptz IS NULL OR a.state IN ('waiting', 'running') OR a.finished_at >= %(since)s"
        " OR (a.state = 'failed' AND a.requested_at >= %(since)s) ORDER BY a.id DESC LIMIT %(limit)s",
        {"since": since, "limit": limit},
    )


def run(run_id: int) -> RunRow | None:
    """One assessment, or None where there is none or it may not be seen."""
    found = _runs(" WHERE a.id = %(run)s", {"run": run_id})
    return found[0] if found else None


def _runs(rest: str, values: dict[str, Any]) -> list[RunRow]:
    with connection.cursor() as cursor:
        cursor.execute(_RUN + rest, values)
        return [RunRow(*row) for row in cursor.fetchall()]


def payer_name(payer_id: int) -> str | None:
    """The name of a payer that may be seen from here, or None."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(o.name, j.name, s.name, '') FROM registry_payer p"
            " LEFT JOIN registry_organisation o ON o.id = p.organisation_id"
            " LEFT JOIN registry_project j ON j.id = p.project_id LEFT JOIN registry_person s ON s.id = p.person_id"
            " WHERE p.id = %s",
            [payer_id],
        )
        found = cursor.fetchone()
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class PayerRow:
    """A payer found by name or number, with what is open."""

    payer_id: int
    number: str
    name: str
    open_bills: int
    open_total: int


def find_payers(text: str, *, limit: int = 10) -> list[PayerRow]:
    """Payers whose name holds `text` or whose number it is, with what they owe; those who owe first."""
    like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT f.id, f.number, f.name, count(b.id), coalesce(sum(b.total), 0)::bigint FROM (
                SELECT p.id, p.number, coalesce(o.name, j.name, s.name, '') AS name FROM registry_payer p
                LEFT JOIN registry_organisation o ON o.id = p.organisation_id
                LEFT JOIN registry_project j ON j.id = p.project_id LEFT JOIN registry_person s ON s.id = p.person_id
                WHERE p.number = %(text)s OR upper(coalesce(o.name, j.name, s.name)) LIKE upper(%(like)s)
                ORDER BY name, p.id LIMIT 200
            ) f LEFT JOIN contributions_bill b ON b.payer_id = f.id AND b.state = 'final'
            GROUP BY 1, 2, 3 ORDER BY count(b.id) = 0, f.name, f.id LIMIT %(limit)s
            """,
            {"text": text, "like": like, "limit": limit},
        )
        return [PayerRow(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is past its due day: the largest bills of organisations and projects, and those of persons together."""

    largest: tuple[int, ...]
    bills: int
    persons_bills: int
    persons_total: int
    persons_since: date | None


def overdue(day: date, *, limit: int) -> Overdue:
    """Open bills past their due day, those of many people first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            # Few payers are organisations or projects; everyone else is a person.
            "WITH late AS MATERIALIZED (SELECT b.id, b.total, b.due_on, NOT (b.payer_id IN ("
            "SELECT id FROM registry_payer WHERE organisation_id IS NOT NULL"
            " UNION ALL SELECT id FROM registry_payer WHERE project_id IS NOT NULL)) AS alone"
            " FROM contributions_bill b WHERE b.state = 'final' AND b.due_on < %(day)s AND b.total > 0)"
            " SELECT (SELECT coalesce(array_agg(id ORDER BY total DESC, id), '{}') FROM (SELECT id, total FROM late"
            " WHERE NOT alone ORDER BY total DESC, id LIMIT %(limit)s) few), count(*) FILTER (WHERE NOT alone),"
            " count(*) FILTER (WHERE alone), coalesce(sum(total) FILTER (WHERE alone), 0)::bigint,"
            " min(due_on) FILTER (WHERE alone) FROM late",
            {"day": day, "limit": limit},
        )
        largest, *rest = cursor.fetchone()
    return Overdue(tuple(largest), *rest)
