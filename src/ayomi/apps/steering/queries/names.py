"""Who and what stands behind a figure: people, firms, projects, bills, as far as the reader may see them.

Every list is read under the reader's own row-level rights, so it may be shorter than the figure, which is counted of
everyone at the office. Pages go by key: the number of the last row is where the next page begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from ayomi.apps.steering.rules.counting import AGES, PROGRAMMES, UNKNOWN
from ayomi.apps.steering.rules.indicators import ALL, Indicator, indicator
from ayomi.apps.steering.rules.indicators.money import ARREARS_AGES
from ayomi.core.periods import Month


@dataclass(frozen=True, slots=True)
class Behind:
    """One row behind a figure. `kind`: 'person', 'organisation', 'project' or 'bill'; `amount`: rupiah of a bill."""

    kind: str
    key: int
    name: str
    detail: str
    amount: int | None = None


MANY_OFFICES: Final = 40
_COMMON: Final = (ALL, "wage_earner", "own_account")


class NoNames(LookupError):
    """Behind this figure, or this part of it, no names are listed."""


_UNDER: Final = (
    "SELECT l.office_id FROM steering_lineage l WHERE l.node_id = %(office)s AND l.since <= %({0})s AND"
    " l.until > %({0})s"
)


def behind(
    office_id: int, month: Month, key: str, segment: str, dimension: str = "", value: str = "", *,
    after: int = 0, limit: int = 50,
) -> list[Behind]:  # fmt: skip
    """The rows behind the figure `key` of an office (with all below it) and month, by number from `after` on; bills by
    month, the newest first.

    One more than `limit` is read, so that the caller knows whether there is a next page. Two statements. Raises
    UnknownIndicator, and NoNames for figures that are no sum of names.
    """
    of = indicator(key)
    asked: dict[str, Any] = {
        "office": office_id, "month": month.year * 12 + month.number - 1, "segment": segment, "value": value,
        "after": after, "limit": limit + 1, "last": month.last_day, "new_year": month.first_day.replace(month=1),
    }  # fmt: skip
    if of.of:
        dimension, asked["value"] = of.of
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT office_id) FROM steering_lineage WHERE node_id = %s", [office_id])
        asked["offices"] = int(cursor.fetchone()[0])
        query = _query(of, segment, dimension, asked)
        cursor.execute(query, asked)
        return [Behind(*row) for row in cursor.fetchall()]


def _query(of: Indicator, segment: str, dimension: str, asked: dict[str, Any]) -> str:
    if of.measure == "workers_covered" and not of.looked_up:
        rare = dimension in ("age", "trade") or asked["value"] == UNKNOWN or segment not in _COMMON
        walk = _people_across if rare and asked["offices"] > MANY_OFFICES else _people
        return walk(_held("month", segment) + _part(dimension, asked))
    if of.measure in ("workers_new", "workers_left", "workers_lapsed") and not dimension:
        return _comers_and_goers(of.measure, segment, asked)
    if of.measure in _BODIES:
        return _BODY.format(kind=_BODIES[of.measure], under=_UNDER.format("month"))
    if of.measure == "projects_enrolled":
        asked["first"] = asked["new_year"].year * 12
        return _PROJECT
    if of.measure in _BILLS:
        return _BILL.format(**_bills(of, segment, dimension, asked))
    raise NoNames(of.key)


def _held(month: str, segment: str) -> str:
    of = "" if segment == ALL else " AND s.segment = %(segment)s"
    return f"s.since <= %({month})s AND s.until > %({month})s{of}"


def _people(condition: str, more: str = "") -> str:
    """`condition` for rows of presence `s`; `more` for what else is known of the person. Of each office so many are
    read as are shown, in their order: the country is never sorted."""
    return (
        "SELECT 'person', p.id, p.name, p.nik_mask FROM (SELECT DISTINCT x.person_id"
        f" FROM ({_UNDER.format('month')} GROUP BY 1) l CROSS JOIN LATERAL (SELECT DISTINCT s.person_id"
        f" FROM steering_presence s WHERE s.office_id = l.office_id AND s.person_id > %(after)s AND {condition}"
        f" AND EXISTS (SELECT 1 FROM registry_person p WHERE p.id = s.person_id{more} OFFSET 0)"
        " ORDER BY s.person_id LIMIT %(limit)s) x ORDER BY x.person_id LIMIT %(limit)s) s"
        " JOIN registry_person p ON p.id = s.person_id ORDER BY p.id"
    )


def _people_across(condition: str) -> str:
    """The same for so many offices that one walk over all people is shorter than one in each office, where few of
    those who are looked at are meant."""
    return (
        "SELECT DISTINCT ON (p.id) 'person', p.id, p.name, p.nik_mask FROM steering_presence s"
        f" JOIN registry_person p ON p.id = s.person_id WHERE s.office_id IN ({_UNDER.format('month')})"
        f" AND p.id > %(after)s AND {condition} ORDER BY p.id LIMIT %(limit)s"
    )


def _part(dimension: str, asked: dict[str, Any]) -> str:
    value = asked["value"]
    if not dimension:
        return ""
    if dimension in ("channel", "trade"):
        return f" AND s.{dimension} = %(value)s"
    if dimension == "sex":
        asked["value"] = "" if value == UNKNOWN else value
        return " AND s.sex = %(value)s"
    if dimension == "programme" and value in PROGRAMMES:
        asked["value"] = 1 << PROGRAMMES.index(value)
        return " AND (s.programmes & %(value)s) <> 0"
    if dimension == "age":
        if value == UNKNOWN:
            return " AND s.born IS NULL"
        names = [name for name, _ in AGES]
        if value in names:
            place = names.index(value)
            asked["youngest"] = AGES[place - 1][1] + 1 if place else -1000
            asked["oldest"] = AGES[place][1]
            return " AND (%(month)s - s.born) / 12 BETWEEN %(youngest)s AND %(oldest)s"
    raise NoNames(f"{dimension} {value}")


def _comers_and_goers(measure: str, segment: str, asked: dict[str, Any]) -> str:
    # OFFSET 0: each person is asked about when it is their turn, and not everyone beforehand; over the whole country
    # the database goes through those who came or left in order by itself.
    once = "" if asked["offices"] > MANY_OFFICES and measure != "workers_lapsed" else " OFFSET 0"
    asked["before"] = asked["month"] - 1
    here, other = ("month", "before") if measure == "workers_new" else ("before", "month")
    without = (
        f"NOT EXISTS (SELECT 1 FROM steering_presence o WHERE o.person_id = s.person_id AND o.since <= %({other})s"
        f" AND o.until > %({other})s AND o.office_id IN ({_UNDER.format('month')})"
        f"{'' if segment == ALL else ' AND o.segment = %(segment)s'}{once})"
    )
    stays = (
        "EXISTS (SELECT 1 FROM steering_presence o WHERE o.person_id = s.person_id AND o.since <= %(before)s"
        f" AND o.until > %(before)s AND NOT o.leaves AND o.office_id IN ({_UNDER.format('month')})"
        f"{'' if segment == ALL else ' AND o.segment = %(segment)s'}{once})"
    )
    more = {"workers_new": "", "workers_left": f" AND NOT {stays}", "workers_lapsed": f" AND {stays}"}[measure]
    if asked["offices"] > MANY_OFFICES:
        return _people_across(f"{_held(here, segment)} AND {without}{more}")
    return _people(_held(here, segment), f" AND {without}{more}")


_BODIES: Final = {"firms_enrolled": "firm", "cooperatives_enrolled": "cooperative"}
_BODY: Final = """
SELECT 'organisation', o.id, o.name, coalesce(o.npp, '') FROM steering_bodypresence s
JOIN registry_organisation o ON o.id = s.organisation_id
WHERE s.kind = '{kind}' AND s.since <= %(month)s AND s.until > %(month)s AND s.office_id IN ({under})
  AND o.id > %(after)s ORDER BY o.id LIMIT %(limit)s
"""
_PROJECT: Final = """
SELECT 'project', p.id, p.name, p.number FROM steering_projectcount s JOIN registry_project p ON p.id = s.project_id
JOIN steering_lineage l ON l.office_id = s.office_id AND l.node_id = %(office)s AND l.since <= s.month
    AND l.until > s.month
WHERE s.month BETWEEN %(first)s AND %(month)s AND p.id > %(after)s ORDER BY p.id LIMIT %(limit)s
"""
_BILLS: Final = (
    "contributions_due", "contributions_received", "contributions_on_time", "contributions_settled",
    "contributions_sponsored",
)  # fmt: skip
_BILL: Final = """
WITH below AS MATERIALIZED (SELECT DISTINCT office_id FROM steering_lineage WHERE node_id = %(office)s),
began AS (SELECT month, id FROM contributions_bill WHERE id = %(after)s),
ends AS (SELECT min(x.first) AS first, least(max(x.last), (SELECT month FROM began)) AS last
    FROM below CROSS JOIN LATERAL (SELECT min(b.month) AS first, max(b.month) AS last FROM contributions_bill b
        WHERE b.office_id = below.office_id) x)
SELECT 'bill', x.id, coalesce(o.name, j.name, s.name, ''), coalesce(x.code, ''), x.amount FROM (
    SELECT x.* FROM (SELECT m::date AS month FROM ends, generate_series(ends.last, ends.first, interval '-1 month') m
        ORDER BY 1 DESC) m
    CROSS JOIN LATERAL (
        SELECT b.*, t.amount FROM (
            SELECT b.id, b.month, b.code, b.payer_id, b.office_id, b.state, b.paid_on FROM contributions_bill b
            WHERE b.month = m.month AND b.office_id = ANY (ARRAY(SELECT office_id FROM below))
                AND b.state IN ('final', 'paid')
                AND (%(after)s = 0 OR (b.month, b.id) < (SELECT month, id FROM began)) AND {bills}
            ORDER BY b.id DESC
        ) b CROSS JOIN LATERAL (
            SELECT sum(t.amount)::bigint AS amount FROM contributions_part t
            WHERE t.bill_id = b.id AND t.fund <> 'fine' AND {parts}
        ) t WHERE t.amount IS NOT NULL ORDER BY b.id DESC LIMIT %(limit)s
    ) x ORDER BY m.month DESC, x.id DESC LIMIT %(limit)s
) x JOIN registry_payer y ON y.id = x.payer_id LEFT JOIN registry_organisation o ON o.id = y.organisation_id
LEFT JOIN registry_project j ON j.id = y.project_id LEFT JOIN registry_person s ON s.id = y.person_id
ORDER BY x.month DESC, x.id DESC
"""
"""The newest month first, and of each month only as many bills as are shown: whole years are never sorted."""
_COUNTS_FOR: Final = (
    " AND EXISTS (SELECT 1 FROM steering_lineage l WHERE l.office_id = b.office_id AND l.node_id = %(office)s"
    " AND l.since <= steering_month({0}) AND l.until > steering_month({0}))"
)
_GOVERNMENTS: Final = (
    " AND b.payer_id IN (SELECT y.id FROM registry_payer y JOIN registry_organisation o ON o.id = y.organisation_id"
    " AND o.kind = 'government')"
)


def _bills(of: Indicator, segment: str, dimension: str, asked: dict[str, Any]) -> dict[str, str]:
    """The conditions for bills `b` and for their parts `t`. What is asked of bills only spares looking at parts: the
    day of a bill is that of its earliest part."""
    bills, parts = "b.due_on <= %(last)s", "t.due_on BETWEEN %(new_year)s AND %(last)s"
    if of.date_rule == "owed_on_last_day":
        bills += " AND (b.state = 'final' OR b.paid_on > %(last)s)"
        parts = "t.due_on <= %(last)s"
        if dimension:
            parts += _arrears_part(asked)
            bills += " AND steering_month(b.due_on) <= %(month)s - %(from_age)s"
    elif of.measure in ("contributions_received", "contributions_sponsored"):
        bills, parts = "b.state = 'paid' AND b.paid_on BETWEEN %(new_year)s AND %(last)s", "true"
    parts += _COUNTS_FOR.format("b.paid_on" if parts == "true" else "t.due_on")
    if of.measure == "contributions_on_time":
        bills += " AND b.state = 'paid'"
        parts += " AND b.paid_on <= t.due_on"
    elif of.measure == "contributions_settled":
        bills += " AND b.state = 'paid' AND b.paid_on <= %(last)s"
    elif of.measure == "contributions_sponsored":
        bills += _GOVERNMENTS
    return {"bills": bills if segment == ALL else bills + " AND b.segment = %(segment)s", "parts": parts}


def _arrears_part(asked: dict[str, Any]) -> str:
    for name, first, last in ARREARS_AGES:
        if name == asked["value"]:
            asked["from_age"], asked["to_age"] = first, last
            return " AND %(month)s - steering_month(t.due_on) BETWEEN %(from_age)s AND %(to_age)s"
    raise NoNames(asked["value"])
