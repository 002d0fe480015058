"""What an assessment needs to know, in columns: who is due for which month on what terms, and what was billed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import polars as pl
from django.db import connection

from ayomi.apps.audit.queries import copy_out
from ayomi.core.periods import Month

AMOUNTS: Final = (
    "jkk", "jkm", "jht_employer", "jht_worker", "jp_employer", "jp_worker", "jpk", "relief",
    "jkp_government", "jkp_from_jkk", "jkp_from_jkm",
)  # fmt: skip
"""Amount columns of a line. Those of BILLED add up to its total; the rest are told, not asked for."""
BILLED: Final = ("jkk", "jkm", "jht_employer", "jht_worker", "jp_employer", "jp_worker", "jpk")

DUE_SCHEMA: Final[dict[str, Any]] = {
    "payer_id": pl.Int64, "membership_id": pl.Int64, "person_id": pl.Int64, "month": pl.Date, "segment": pl.String,
    "due": pl.Boolean, "reason": pl.String, "sector": pl.String, "government": pl.Boolean, "since": pl.Date,
    "wage": pl.Int64, "jkk": pl.Boolean, "jkm": pl.Boolean, "jht": pl.Boolean, "jp": pl.Boolean, "jkp": pl.Boolean,
    "jpk": pl.Boolean, "family": pl.Boolean, "risk": pl.String, "industry": pl.String,
}  # fmt: skip

# Of each pair of membership and month: whether it holds then, and the terms in force last in that month.
_TERMS = """
SELECT p.payer_id, p.id, p.person_id, p.month, p.segment,
       p.since < p.month + interval '1 month' AND (p.until IS NULL OR p.until > p.month) AND t.wage IS NOT NULL,
       p.reason, p.sector, p.government, p.since, coalesce(t.wage, 0),
       coalesce(t.jkk, false), coalesce(t.jkm, false), coalesce(t.jht, false), coalesce(t.jp, false),
       coalesce(t.jkp, false), coalesce(t.jpk, false), coalesce(t.family, false),
       coalesce(f.risk, ''), coalesce(f.industry, '')
FROM pair p
LEFT JOIN LATERAL (
    SELECT t.* FROM membership_term t
    WHERE t.membership_id = p.id AND t.superseded_at IS NULL AND t.since < p.month + interval '1 month'
      AND (t.until IS NULL OR t.until > p.month) ORDER BY t.since DESC LIMIT 1
) t ON true
LEFT JOIN LATERAL (
    SELECT f.risk, f.industry FROM registry_organisationterm f
    WHERE f.organisation_id = p.organisation_id AND f.superseded_at IS NULL
      AND f.since < p.month + interval '1 month' AND (f.until IS NULL OR f.until > p.month)
    ORDER BY f.since DESC LIMIT 1
) f ON p.segment = 'wage_earner'
"""

# A member is due for a month in which the membership holds for at least a day; the terms are those in force last.
# Changes that reach back open their months again, whether or not the member is still there.
_DUE = """
WITH member AS (
    SELECT m.id, m.person_id, m.payer_id, m.segment, m.sector, m.organisation_id, m.since, m.until,
           coalesce(o.government_payer, false) AS government
    FROM membership_membership m LEFT JOIN registry_organisation o ON o.id = m.organisation_id
    WHERE m.payer_id = ANY (%(payers)s) AND m.segment IN ('wage_earner', 'own_account')
), reopened AS (
    SELECT c.membership_id, min(c.from_month) AS first,
           (array_agg(c.reason ORDER BY c.recorded_at DESC, c.id DESC))[1] AS reason
    FROM membership_change c JOIN member m ON m.id = c.membership_id
    WHERE c.settled_month IS NULL AND c.from_month < %(month)s GROUP BY 1
), lapsed AS (
    -- Own-account members with more than three unpaid months and none paid after them are members no more: no bill is
    -- made until they come back, and then for the new month alone (PP 44/2015 Pasal 39 and 42).
    SELECT l.membership_id FROM contributions_bill b
    JOIN contributions_line l ON l.bill_id = b.id AND l.bill_month = b.month
    WHERE b.payer_id = ANY (%(payers)s) AND b.segment = 'own_account' AND b.state = 'final' AND NOT %(lapsed_too)s
    GROUP BY 1 HAVING count(DISTINCT l.month) > 3 AND NOT EXISTS (
        SELECT 1 FROM membership_cover c WHERE c.membership_id = l.membership_id AND c.month > max(l.month))
), pair AS (
    SELECT m.*, %(month)s::date AS month, coalesce(r.reason, '') AS reason
    FROM member m LEFT JOIN reopened r ON r.membership_id = m.id
    WHERE m.since < %(next)s AND (m.until IS NULL OR m.until > %(month)s)
      AND NOT EXISTS (SELECT 1 FROM lapsed WHERE lapsed.membership_id = m.id)
    UNION ALL
    SELECT m.*, back.month::date, r.reason
    FROM member m JOIN reopened r ON r.membership_id = m.id
    CROSS JOIN LATERAL generate_series(r.first, %(month)s::date - interval '1 month', interval '1 month') back (month)
)
"""


def due(payers: Sequence[int], month: Month, *, lapsed_too: bool) -> pl.DataFrame:
    """One row per membership and month that this assessment must look at: the month itself and those reopened.

    `lapsed_too`: also own-account members who have not paid for more than three months, as when they come back.

    `due` says whether the member owes for that month at all; `reason` is that of the latest change, or empty.
    """
    return copy_out(
        _DUE + _TERMS,
        {"payers": list(payers), "month": month.first_day, "next": month.plus(1).first_day, "lapsed_too": lapsed_too},
        schema=DUE_SCHEMA,
    )


def billed(
    payers: Sequence[int], months: Sequence[date], *, except_drafts: Sequence[int],
    reopened: Sequence[int] | None = None,
) -> pl.DataFrame:  # fmt: skip
    """What was billed so far per membership and month, from the first of `months` on: amounts and number of lines.

    `reopened`: the memberships of which months before the last are asked; None asks them of all.
    """
    since, latest = min(months), max(months)
    columns = ", ".join(f"sum(l.{name})::bigint" for name in AMOUNTS)
    older = "" if reopened is None else " AND (l.bill_month >= %(latest)s OR l.membership_id = ANY (%(reopened)s))"
    return copy_out(
        f"SELECT l.membership_id, l.month, count(*), {columns} FROM contributions_line l"
        " JOIN contributions_bill b ON b.id = l.bill_id"
        " WHERE b.payer_id = ANY (%(payers)s) AND b.state <> 'cancelled' AND l.month >= %(since)s"
        f" AND l.bill_month >= %(since)s AND NOT b.id = ANY (%(drafts)s){older} GROUP BY 1, 2",
        {
            "payers": list(payers), "since": since, "latest": latest, "drafts": list(except_drafts),
            "reopened": list(reopened or ()),
        },
        schema={
            "membership_id": pl.Int64,
            "month": pl.Date,
            "lines": pl.Int64,
            **{f"{name}_billed": pl.Int64 for name in AMOUNTS},
        },
    )  # fmt: skip


def relief_facts(payers: Sequence[int], month: Month) -> pl.DataFrame:
    """What the reliefs of `month` ask about each payer: its workers in that month, and the month settled last."""
    return copy_out(
        """
        SELECT p.id, coalesce(w.workers, 0), (coalesce(o.first, %(month)s) - interval '1 month')::date
        FROM registry_payer p
        LEFT JOIN (
            SELECT payer_id, count(*) AS workers FROM membership_membership
            WHERE payer_id = ANY (%(payers)s) AND segment = 'wage_earner' AND since < %(next)s
              AND (until IS NULL OR until > %(month)s) GROUP BY 1
        ) w ON w.payer_id = p.id
        LEFT JOIN (
            SELECT payer_id, min(month) AS first FROM contributions_bill
            WHERE payer_id = ANY (%(payers)s) AND state = 'final' AND month < %(month)s GROUP BY 1
        ) o ON o.payer_id = p.id
        WHERE p.id = ANY (%(payers)s)
        """,
        {"payers": list(payers), "month": month.first_day, "next": month.plus(1).first_day},
        schema={"payer_id": pl.Int64, "active_workers": pl.Int64, "settled_to": pl.Date},
    )


def payers_due(month: Month, *, scope: str, scope_id: int | None) -> list[tuple[int, int]]:
    """Payers with members due in `month` or with months reopened, in order of their number, and how many members.

    `scope`: 'payer' (scope_id a payer), 'office' (an office and all below it) or 'country'.
    """
    where = {
        "payer": "m.payer_id = %(scope)s",
        "office": "m.office_id IN (WITH RECURSIVE tree AS (SELECT id FROM offices_office WHERE id = %(scope)s"
        " UNION ALL SELECT o.id FROM offices_office o JOIN tree ON o.parent_id = tree.id) SELECT id FROM tree)",
        "country": "true",
    }[scope]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.payer_id, count(*) FROM membership_membership m"
            f" WHERE m.segment IN ('wage_earner', 'own_account') AND {where} AND (m.since < %(next)s"
            " AND (m.until IS NULL OR m.until > %(month)s) OR EXISTS (SELECT 1 FROM membership_change c"
            " WHERE c.membership_id = m.id AND c.settled_month IS NULL)) GROUP BY 1 ORDER BY 1",
            {"scope": scope_id, "month": month.first_day, "next": month.plus(1).first_day},
        )
        return list(cursor.fetchall())


_BILLED_PAIRS = """
WITH pair AS (
    SELECT m.id, m.person_id, m.payer_id, m.segment, m.sector, m.organisation_id, m.since, m.until,
           coalesce(o.government_payer, false) AS government, b.month, '' AS reason
    FROM (
        SELECT DISTINCT l.membership_id, l.month FROM contributions_line l JOIN contributions_bill b ON b.id = l.bill_id
        WHERE b.payer_id = ANY (%(payers)s) AND b.state <> 'cancelled'
    ) b JOIN membership_membership m ON m.id = b.membership_id
    LEFT JOIN registry_organisation o ON o.id = m.organisation_id
    WHERE NOT EXISTS (SELECT 1 FROM membership_change c
        WHERE c.membership_id = m.id AND c.settled_month IS NULL AND c.from_month <= b.month)
)
"""


def billed_terms(payers: Sequence[int]) -> pl.DataFrame:
    """As `due`, for every membership and month that was ever billed and waits for no correction."""
    return copy_out(_BILLED_PAIRS + _TERMS, {"payers": list(payers)}, schema=DUE_SCHEMA)


def payers_billed() -> list[tuple[int, int]]:
    """Payers with bills that were not cancelled, and how many lines of theirs there are about."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT payer_id, sum(members)::bigint FROM contributions_bill WHERE state <> 'cancelled'"
            " AND kind <> 'project' GROUP BY 1 ORDER BY 1"
        )
        return list(cursor.fetchall())
