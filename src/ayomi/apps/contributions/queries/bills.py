"""Bills as people look at them. Row-level security decides which of them are seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import polars as pl
from django.db import connection

from ayomi.apps.audit.queries import copy_out
from ayomi.apps.contributions.rules import AMOUNTS


@dataclass(frozen=True)
class BillRow:
    bill_id: int
    code: str | None
    state: str
    kind: str
    segment: str
    month: date
    sequence: int
    total: int
    members: int
    due_on: date
    paid_on: date | None
    finalised_at: datetime | None
    payer_id: int
    payer_number: str
    payer_name: str
    payer_kind: str
    """'organisation', 'project' or 'person'."""
    payer_subject: int
    """Number of that organisation, project or person."""
    office_id: int
    office_name: str

    def overdue(self, day: date) -> bool:
        return self.state == "final" and self.due_on < day


@dataclass(frozen=True)
class PartRow:
    fund: str
    amount: int
    due_on: date


@dataclass(frozen=True)
class LineRow:
    membership_id: int
    person_id: int
    name: str
    kpj: str
    month: date
    reason: str
    wage: int
    risk: str
    jkk: int
    jkm: int
    jht_employer: int
    jht_worker: int
    jp_employer: int
    jp_worker: int
    jpk: int
    relief: int
    jkp_government: int
    jkp_from_jkk: int
    jkp_from_jkm: int
    total: int


@dataclass(frozen=True)
class ChargeRow:
    project_id: int
    project_name: str
    instalment: int
    instalments: int
    contract_value: int
    jkk: int
    jkm: int


@dataclass(frozen=True)
class FineRow:
    amount: int
    months_late: int
    late_bill_id: int
    late_month: date
    late_paid_on: date | None


_BILL: Final = """
    SELECT b.id, b.code, b.state, b.kind, b.segment, b.month, b.sequence, b.total, b.members, b.due_on, b.paid_on,
           b.finalised_at, b.payer_id, p.number, coalesce(o.name, j.name, s.name, ''),
           CASE WHEN p.organisation_id IS NOT NULL THEN 'organisation' WHEN p.project_id IS NOT NULL THEN 'project'
                ELSE 'person' END,
           coalesce(p.organisation_id, p.project_id, p.person_id), b.office_id, f.name
    FROM contributions_bill b
    JOIN registry_payer p ON p.id = b.payer_id
    JOIN offices_office f ON f.id = b.office_id
    LEFT JOIN registry_organisation o ON o.id = p.organisation_id
    LEFT JOIN registry_project j ON j.id = p.project_id
    LEFT JOIN registry_person s ON s.id = p.person_id
"""


def _bill_of(chosen: str) -> str:
    """`_BILL` over bills chosen by a condition, an order and a limit on bills alone."""
    return _BILL.replace("contributions_bill b\n", f"(SELECT * FROM contributions_bill b {chosen}) b\n")


STATES_SHOWN: Final = {
    "open": "b.state = 'final'",
    "overdue": "b.state = 'final' AND b.due_on < %(day)s",
    "draft": "b.state = 'draft'",
    "paid": "b.state = 'paid'",
    "cancelled": "b.state = 'cancelled'",
    "all": "true",
}


def bill(bill_id: int) -> BillRow | None:
    """One bill, or None where there is none or it may not be seen."""
    rows = _rows(f"{_BILL} WHERE b.id = %(bill)s", {"bill": bill_id})
    return rows[0] if rows else None


def bill_by_code(code: str) -> BillRow | None:
    """The bill of a payment code."""
    rows = _rows(f"{_BILL} WHERE b.code = %(code)s", {"code": code})
    return rows[0] if rows else None


def bills(
    *,
    shown: str = "open",
    day: date,
    payer_id: int | None = None,
    month: date | None = None,
    text: str = "",
    after: tuple[date, int] | None = None,
    limit: int = 50,
) -> list[BillRow]:
    """Bills by due day. `shown`: a key of STATES_SHOWN; `text`: part of the payer's name, or a payment code.

    Keyset paging: `after` is (due_on, bill_id) of the last bill of the page before. One bill more than `limit` is
    read, so that the caller knows whether there is a next page.
    """
    where = [STATES_SHOWN[shown]]
    if payer_id is not None:
        where.append("b.payer_id = %(payer)s")
    if month is not None:
        where.append("b.month = %(month)s")
    if text:
        where.append("(b.code = %(text)s OR upper(coalesce(o.name, j.name, s.name)) LIKE upper(%(like)s))")
    newest_first = shown in {"paid", "all", "cancelled"}
    if after:
        where.append(f"(b.due_on, b.id) {'<' if newest_first else '>'} (%(after_day)s, %(after_id)s)")
    order = "DESC" if newest_first else "ASC"
    chosen = f"WHERE {' AND '.join(where)} ORDER BY b.due_on {order}, b.id {order} LIMIT %(limit)s"
    # Without a name to look for the bills of the page are known before anything else is read.
    query = f"{_BILL} {chosen}" if text else f"{_bill_of(chosen)} ORDER BY b.due_on {order}, b.id {order}"
    return _rows(
        query,
        {
            "day": day, "payer": payer_id, "month": month, "text": text, "like": f"%{_plain(text)}%",
            "limit": limit + 1, "after_day": after[0] if after else None, "after_id": after[1] if after else None,
        },
    )  # fmt: skip


def _plain(text: str) -> str:
    """Text to be found as it stands: % and _ mean themselves."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _rows(query: str, parameters: dict[str, Any]) -> list[BillRow]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return [BillRow(*row) for row in cursor.fetchall()]


def open_bills() -> pl.DataFrame:
    """All final, unpaid bills in columns.

    bill_id, code, segment, total, due_on, payer_id, payer_number, organisation_id (null where no organisation pays).
    """
    return copy_out(
        "SELECT b.id, b.code, b.segment, b.total, b.due_on, b.payer_id, p.number, p.organisation_id"
        " FROM contributions_bill b JOIN registry_payer p ON p.id = b.payer_id WHERE b.state = 'final' ORDER BY b.id",
        schema={
            "bill_id": pl.Int64, "code": pl.String, "segment": pl.String, "total": pl.Int64, "due_on": pl.Date,
            "payer_id": pl.Int64, "payer_number": pl.String, "organisation_id": pl.Int64,
        },
    )  # fmt: skip


@dataclass(frozen=True)
class OpenSums:
    """What is open as seen by the reader: bills and rupiah, in all and past their due day."""

    bills: int
    total: int
    overdue_bills: int
    overdue_total: int
    drafts: int


def open_sums(day: date) -> OpenSums:
    """Sums over all final, unpaid bills and the number of drafts. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.*, (SELECT count(*) FROM contributions_bill WHERE state = 'draft') FROM (SELECT count(*),"
            " coalesce(sum(total), 0)::bigint, count(*) FILTER (WHERE due_on < %(day)s),"
            " coalesce(sum(total) FILTER (WHERE due_on < %(day)s), 0)::bigint"
            " FROM contributions_bill WHERE state = 'final') f",
            {"day": day},
        )
        return OpenSums(*cursor.fetchone())


def parts(bill_id: int) -> list[PartRow]:
    """What a bill asks per programme fund, in the order of the programmes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fund, amount, due_on FROM contributions_part WHERE bill_id = %s"
            " ORDER BY array_position(ARRAY['jkk', 'jkm', 'jht', 'jp', 'jpk', 'pmi', 'fine'], fund::text)",
            [bill_id],
        )
        return [PartRow(*row) for row in cursor.fetchall()]


def lines(bill_id: int, *, after: tuple[str, int, date] | None = None, limit: int | None = 100) -> list[LineRow]:
    """Lines of a bill by name; `after` is (name, membership_id, month) of the last line of the page before.

    One more than `limit` is read; None reads all.
    """
    amounts = ", ".join(f"l.{name}" for name in AMOUNTS_IN_ORDER)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT l.membership_id, l.person_id, s.name, m.kpj, l.month, l.reason, l.wage, l.risk, {amounts}, l.total
            FROM contributions_line l
            JOIN contributions_bill b ON b.id = l.bill_id AND b.month = l.bill_month
            JOIN registry_person s ON s.id = l.person_id JOIN membership_membership m ON m.id = l.membership_id
            WHERE l.bill_id = %(bill)s
              AND (%(name)s::text IS NULL OR (s.name, l.membership_id, l.month) > (%(name)s, %(member)s, %(month)s))
            ORDER BY s.name, l.membership_id, l.month LIMIT %(limit)s
            """,
            {
                "bill": bill_id, "name": after[0] if after else None, "member": after[1] if after else None,
                "month": after[2] if after else None, "limit": None if limit is None else limit + 1,
            },
        )  # fmt: skip
        return [LineRow(*row) for row in cursor.fetchall()]


AMOUNTS_IN_ORDER: Final = (
    "jkk", "jkm", "jht_employer", "jht_worker", "jp_employer", "jp_worker", "jpk", "relief", "jkp_government",
    "jkp_from_jkk", "jkp_from_jkm",
)  # fmt: skip
assert set(AMOUNTS_IN_ORDER) == set(AMOUNTS)


def charges(bill_id: int) -> list[ChargeRow]:
    """The construction project that a bill asks for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.project_id, p.name, c.instalment, p.instalments, p.contract_value, c.jkk, c.jkm"
            " FROM contributions_projectcharge c JOIN registry_project p ON p.id = c.project_id WHERE c.bill_id = %s",
            [bill_id],
        )
        return [ChargeRow(*row) for row in cursor.fetchall()]


def fines(bill_id: int) -> list[FineRow]:
    """The late fines that a bill asks for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.amount, f.months_late, b.id, b.month, b.paid_on FROM contributions_fine f"
            " JOIN contributions_bill b ON b.id = f.late_bill_id WHERE f.bill_id = %s ORDER BY b.month",
            [bill_id],
        )
        return [FineRow(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class PersonLine:
    bill_id: int
    bill_month: date
    month: date
    state: str
    due_on: date
    paid_on: date | None
    payer_name: str
    segment: str
    line: LineRow


def lines_of_persons(person_ids: Sequence[int], *, limit: int = 60) -> list[PersonLine]:
    """What was asked for a person, newest month first, over all records that are this person."""
    amounts = ", ".join(f"l.{name}" for name in AMOUNTS_IN_ORDER)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT l.bill_id, l.bill_month, l.month, b.state, b.due_on, b.paid_on,
                   coalesce(o.name, j.name, w.name, ''), b.segment,
                   l.membership_id, l.person_id, s.name, m.kpj, l.month, l.reason, l.wage, l.risk, {amounts}, l.total
            FROM contributions_line l JOIN contributions_bill b ON b.id = l.bill_id AND b.state <> 'cancelled'
            JOIN membership_membership m ON m.id = l.membership_id JOIN registry_person s ON s.id = l.person_id
            JOIN registry_payer p ON p.id = b.payer_id
            LEFT JOIN registry_organisation o ON o.id = p.organisation_id
            LEFT JOIN registry_project j ON j.id = p.project_id LEFT JOIN registry_person w ON w.id = p.person_id
            WHERE l.person_id = ANY (%s) ORDER BY l.month DESC, l.bill_month DESC LIMIT %s
            """,
            [list(person_ids), limit],
        )
        return [
            PersonLine(bill, bill_month, month, state, due, paid, payer, segment, LineRow(*line))
            for bill, bill_month, month, state, due, paid, payer, segment, *line in cursor.fetchall()
        ]


def billed_members_of_upload(upload_id: int) -> int:
    """How many memberships that came with a list stand on a bill that is final or paid: such a list stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT m.id) FROM membership_membership m JOIN (SELECT membership_id, bill_id"
            " FROM contributions_line UNION ALL SELECT membership_id, bill_id FROM contributions_packagecharge) l"
            " ON l.membership_id = m.id"
            " JOIN contributions_bill b ON b.id = l.bill_id AND b.state IN ('final', 'paid') WHERE m.upload_id = %s",
            [upload_id],
        )
        return int(cursor.fetchone()[0])


def bills_numbered(bill_ids: Sequence[int]) -> list[BillRow]:
    """These bills as far as they may be seen, by due day."""
    return _rows(f"{_BILL} WHERE b.id = ANY (%(bills)s) ORDER BY b.due_on, b.id", {"bills": list(bill_ids)})
