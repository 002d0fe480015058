"""The yearly tables that the ILO's Social Security Inquiry asks for, as far as this house can count them.

Their order is that of the questionnaire: the schemes, receipts by source, expenditure by kind, protected persons and
beneficiaries by sex (ILO, Social Security Inquiry, Manual, Geneva 2005, ISBN 92-2-117606-1, and the questionnaire at
https://www.social-protection.org/gimi/WSPDB.action?id=41). What is not recorded here is None, never nought.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from ayomi.apps.audit.queries import rows_of

SCHEMES: Final = ("jkk", "jkm", "jht", "jp", "jkp", "jpk")
SOURCES: Final = (
    "employers", "employees", "self_employed", "government", "transfers_in", "property_income", "other_receipts",
)  # fmt: skip
KINDS: Final = ("cash_benefits", "benefits_in_kind", "administration", "transfers_out", "other_expenditure")
SEXES: Final = ("female", "male")

_RECEIPTS = """
WITH line AS (
    SELECT l.*, b.segment, m.channel FROM contributions_line l
    JOIN contributions_bill b ON b.id = l.bill_id AND b.month = l.bill_month
    JOIN membership_membership m ON m.id = l.membership_id
    WHERE b.state = 'paid' AND b.paid_on >= %(first)s AND b.paid_on < %(next)s
), sourced AS (
    SELECT *, CASE WHEN channel = 'government' AND segment <> 'wage_earner' THEN 'government'
                   WHEN segment IN ('wage_earner', 'construction') THEN 'employers' ELSE 'self_employed' END AS payer
    FROM line
), split AS (
    SELECT 'jkk' AS scheme, payer AS source, jkk AS amount FROM sourced
    UNION ALL SELECT 'jkm', payer, jkm FROM sourced
    UNION ALL SELECT 'jpk', payer, jpk FROM sourced
    UNION ALL SELECT 'jht', payer, jht_employer FROM sourced
    UNION ALL SELECT 'jht', CASE payer WHEN 'employers' THEN 'employees' ELSE payer END, jht_worker FROM sourced
    UNION ALL SELECT 'jp', payer, jp_employer FROM sourced
    UNION ALL SELECT 'jp', CASE payer WHEN 'employers' THEN 'employees' ELSE payer END, jp_worker FROM sourced
    UNION ALL SELECT 'jkp', 'government', jkp_government FROM sourced
    UNION ALL SELECT 'jkp', 'transfers_in', jkp_from_jkk + jkp_from_jkm FROM sourced
    UNION ALL SELECT 'jkk', 'transfers_out', jkp_from_jkk FROM sourced
    UNION ALL SELECT 'jkm', 'transfers_out', jkp_from_jkm FROM sourced
    UNION ALL SELECT 'jkk', 'employers', c.jkk FROM contributions_projectcharge c
        JOIN contributions_bill b ON b.id = c.bill_id
        WHERE b.state = 'paid' AND b.paid_on >= %(first)s AND b.paid_on < %(next)s
    UNION ALL SELECT 'jkm', 'employers', c.jkm FROM contributions_projectcharge c
        JOIN contributions_bill b ON b.id = c.bill_id
        WHERE b.state = 'paid' AND b.paid_on >= %(first)s AND b.paid_on < %(next)s
)
SELECT scheme, source, sum(amount)::bigint FROM split GROUP BY 1, 2
"""

_FINES = """
SELECT sum(p.amount)::bigint FROM contributions_part p JOIN contributions_bill b ON b.id = p.bill_id
WHERE p.fund = 'fine' AND b.state = 'paid' AND b.paid_on >= %(first)s AND b.paid_on < %(next)s
"""

# A record found to be another person's counts as that person; on the last day of the last month with any cover.
_PROTECTED = """
WITH held AS (
    SELECT coalesce(x.merged_into_id, x.id) AS person_id, x.sex, t.jkk, t.jkm, t.jht, t.jp, t.jkp, t.jpk
    FROM membership_cover c JOIN membership_membership m ON m.id = c.membership_id
    JOIN membership_term t ON t.membership_id = m.id AND t.superseded_at IS NULL AND t.since <= %(last)s
        AND (t.until IS NULL OR t.until > %(last)s)
    JOIN registry_person x ON x.id = m.person_id
    WHERE c.month = %(month)s AND c.since <= %(last)s AND c.until > %(last)s
    UNION ALL
    SELECT coalesce(x.merged_into_id, x.id), x.sex, true, true, false, false, false, false
    FROM membership_projectcover c JOIN membership_membership m ON m.project_id = c.project_id
    JOIN registry_person x ON x.id = m.person_id
    WHERE c.since <= %(last)s AND c.until > %(last)s AND m.segment = 'construction' AND m.since <= %(last)s
      AND (m.until IS NULL OR m.until > %(last)s)
)
SELECT s.scheme, h.sex, count(DISTINCT h.person_id) FROM held h CROSS JOIN LATERAL (VALUES
    ('jkk', h.jkk), ('jkm', h.jkm), ('jht', h.jht), ('jp', h.jp), ('jkp', h.jkp), ('jpk', h.jpk)) AS s (scheme, holds)
WHERE s.holds GROUP BY 1, 2
"""

_LAST_MONTH = "SELECT max(month) FROM membership_cover WHERE month >= %(first)s AND month < %(next)s"


def tables(year: int) -> dict[str, Any]:
    """The tables of a year: {"year", "as_of", "receipts": {scheme: {source: rupiah or None}}, "expenditure": {scheme:
    {kind: ...}}, "protected": {scheme: {sex: people}}, "beneficiaries": {scheme: {sex: None}}, "fines": rupiah}.

    `as_of`: the day of the protected persons (ISO), None where the year has no cover. Four statements.
    """
    span = {"first": date(year, 1, 1), "next": date(year + 1, 1, 1)}
    found = {(scheme, source): amount for scheme, source, amount in rows_of(_RECEIPTS, span)}
    gone = {scheme: amount for (scheme, source), amount in found.items() if source == "transfers_out"}
    fines = rows_of(_FINES, span)[0][0]
    month = rows_of(_LAST_MONTH, span)[0][0]
    protected: dict[tuple[str, str], int] = {}
    last = None
    if month is not None:
        last = _last_day(month)
        protected = {(scheme, sex): many for scheme, sex, many in rows_of(_PROTECTED, {"month": month, "last": last})}
    nothing = month is None and not found
    return {
        "year": year,
        "as_of": None if last is None else last.isoformat(),
        "receipts": {
            scheme: {source: _receipt(scheme, source, found, nothing) for source in SOURCES} for scheme in SCHEMES
        },
        "expenditure": {
            scheme: dict.fromkeys(KINDS) | {"transfers_out": None if nothing else gone.get(scheme, 0)}
            for scheme in SCHEMES
        },
        "protected": {
            scheme: {sex: None if last is None else protected.get((scheme, sex), 0) for sex in SEXES}
            for scheme in SCHEMES
        },
        "beneficiaries": {scheme: dict.fromkeys(SEXES) for scheme in SCHEMES},
        "fines": None if nothing else fines or 0,
    }


def _receipt(scheme: str, source: str, found: Mapping[tuple[str, str], int], nothing: bool) -> int | None:
    # Income of the funds' investments is not kept here; fines are one sum for all schemes.
    if nothing or source in ("property_income", "other_receipts"):
        return None
    return found.get((scheme, source), 0)


def _last_day(first: date) -> date:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
