"""What measures stand at by the end of a month, out of the kept tallies.

Some stand as they are (people covered), some are added up since new year (money), some since ever (records), and what
is owed is what was due less what was settled, by age.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final, get_args
from zoneinfo import ZoneInfo

from django.db import connection

from ayomi.apps.steering.rules.indicators import ALL, INDICATORS, DateRule, Indicator
from ayomi.apps.steering.rules.indicators.money import ARREARS_AGES
from ayomi.core.periods import Month

SETTLED: Final = "contributions_settled"
"""Measured by the month in which it was due, and apart by the month in which it was paid."""
ARREARS: Final = "contributions_arrears"
_ZONE: Final = ZoneInfo("Asia/Jakarta")


def measures(rule: DateRule) -> tuple[str, ...]:
    """The measures that are read in this way."""
    found = {name for each in INDICATORS.values() if each.date_rule == rule for name in (each.measure, each.over)}
    return tuple(sorted(found - {"", SETTLED}))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


_AGE: Final = "(steering_month(o.month) - steering_month(o.due))"
_BAND: Final = "CASE " + " ".join(f"WHEN {_AGE} <= {last} THEN '{name}'" for name, _, last in ARREARS_AGES) + " END"
EVERY: Final = tuple(sorted({SETTLED, ARREARS}.union(*(measures(rule) for rule in get_args(DateRule)))))


def _levels(where: str, wanted: Sequence[str] = EVERY, parts: str = "true") -> str:
    """`q`: month, new_year, text (YYYY-MM). `where`: the condition for offices; `wanted`: measures; `parts`: the
    condition for parts of them."""

    def of(*rules: DateRule) -> str:
        return _listed([name for rule in rules for name in measures(rule) if name in wanted])

    found = []
    if direct := of("held_on_last_day", "in_month"):
        found.append(f"""
    SELECT q.month, t.office_id, t.measure, t.segment, t.dimension, t.value, t.amount
    FROM q JOIN steering_tally t ON t.month = q.month AND t.measure IN ({direct}) WHERE {where} AND {parts}""")
    if since_new_year := of("since_new_year"):
        found.append(f"""
    SELECT q.month, t.office_id, t.measure, t.segment, t.dimension, t.value, sum(t.amount)
    FROM q JOIN steering_tally t ON t.month BETWEEN q.new_year AND q.month AND t.measure IN ({since_new_year})
    WHERE {where} AND {parts} GROUP BY 1, 2, 3, 4, 5, 6""")
    if since_ever := of("until_last_day"):
        found.append(f"""
    SELECT q.month, t.office_id, t.measure, t.segment, t.dimension, t.value, sum(t.amount)
    FROM q JOIN steering_tally t ON t.month <= q.month AND t.measure IN ({since_ever})
    WHERE {where} AND {parts} GROUP BY 1, 2, 3, 4, 5, 6""")
    if SETTLED in wanted:
        found.append(f"""
    SELECT q.month, t.office_id, t.measure, t.segment, '', '', sum(t.amount)
    FROM q JOIN steering_tally t ON t.month BETWEEN q.new_year AND q.month AND t.measure = '{SETTLED}'
        AND t.value <= q.text
    WHERE {where} GROUP BY 1, 2, 3, 4""")
    if ARREARS in wanted:
        # First what is left of each month in which it was due, which is little, and only then its age.
        found.append(f"""
    SELECT * FROM (
        SELECT o.month, o.office_id, '{ARREARS}', o.segment, d.dimension, d.value, sum(o.amount) AS amount
        FROM (
            SELECT q.month, t.month AS due, t.office_id, t.segment,
                   sum(CASE t.measure WHEN '{SETTLED}' THEN -t.amount ELSE t.amount END) AS amount
            FROM q JOIN steering_tally t ON t.month <= q.month AND (t.measure = 'contributions_due'
                OR t.measure = '{SETTLED}' AND t.value <= q.text)
            WHERE {where} GROUP BY 1, 2, 3, 4
        ) o
        CROSS JOIN LATERAL (VALUES ('', ''), ('arrears_age', {_BAND})) AS d (dimension, value)
        WHERE o.amount <> 0 GROUP BY 1, 2, 4, 5, 6
    ) owed WHERE amount <> 0""")
    return " UNION ALL ".join(found)


_ASKED: Final = (
    "WITH q AS (SELECT month, new_year, text FROM unnest(%(months)s::date[], %(new_years)s::date[], %(texts)s::text[])"
    " AS x (month, new_year, text)) "
)
CLOSE: Final = (
    "INSERT INTO steering_closedtally (month, office_id, measure, segment, dimension, value, amount)"
    f" {_ASKED}{_levels('true')}"
)
_PARTS: Final = "(t.dimension, t.value) IN (SELECT * FROM unnest(%(dimensions)s::text[], %(values)s::text[]))"
_WHOLE: Final = "t.dimension = '' AND t.value = ''"


def asked_of(months: Sequence[Month]) -> dict[str, Any]:
    """The months as `levels` and CLOSE ask for them."""
    return {
        "months": [each.first_day for each in months], "new_years": [date(each.year, 1, 1) for each in months],
        "texts": [str(each) for each in months],
    }  # fmt: skip


def _part(parts: Collection[tuple[str, str]] | None) -> str:
    """The condition for the parts that `levels` is asked for."""
    return "true" if parts is None else _PARTS if parts else _WHOLE


Key = tuple[date, int, str, str, str, str]
"""Month, office, measure, segment, dimension, value."""


def levels(
    offices: Sequence[int], months: Sequence[Month], *, wanted: Collection[str] | None = None,
    parts: Collection[tuple[str, str]] | None = None,
) -> dict[Key, int]:  # fmt: skip
    """What each measure of these offices stood at by the end of these months. What is missing is nought.

    `wanted`: names of measures, all without it; `parts`: (dimension, value) of the parts wanted beside the whole, all
    without it. One statement.
    """
    asked: dict[str, Any] = {
        "offices": list(offices), **asked_of(months),
        "dimensions": ["", *(dimension for dimension, _ in parts or ())],
        "values": ["", *(value for _, value in parts or ())],
    }  # fmt: skip
    query = _levels(
        "t.office_id = ANY (%(offices)s)", EVERY if wanted is None else tuple(wanted),
        _part(parts),
    )  # fmt: skip
    if not query:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ASKED + query, asked)
        found = {tuple(row[:6]): int(row[6]) for row in cursor.fetchall()}
    return found if parts is None else {key: amount for key, amount in found.items() if key[4:] in _chosen(parts)}


def _chosen(parts: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    return {("", ""), *parts}


def level(offices: Sequence[int], month: Month, measure: str, segment: str = ALL) -> dict[int, int]:
    """Office -> what a measure stood at by the end of the month; who is missing had nothing. One statement."""
    found = levels(offices, [month], wanted=[measure], parts=())
    return {
        office: amount
        for (_, office, name, of, dimension, _), amount in found.items()
        if (name, of, dimension) == (measure, segment, "")
    }


def as_closed(
    offices: Sequence[int], months: Sequence[Month], *, wanted: Collection[str],
    parts: Collection[tuple[str, str]] | None = None,
) -> tuple[set[date], dict[Key, int]]:  # fmt: skip
    """The months that are closed, and what the measures `wanted` stood at when they were; `parts` as in `levels`. Two
    statements."""
    asked: dict[str, Any] = {
        "offices": list(offices), "months": [each.first_day for each in months], "wanted": list(wanted),
        "dimensions": ["", *(dimension for dimension, _ in parts or ())],
        "values": ["", *(value for _, value in parts or ())],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT month FROM steering_closing WHERE month = ANY (%(months)s)", asked)
        closed = {month for (month,) in cursor.fetchall()}
        if not closed:
            return closed, {}
        cursor.execute(
            "SELECT month, office_id, measure, segment, dimension, value, amount FROM steering_closedtally t"
            " WHERE office_id = ANY (%(offices)s) AND measure = ANY (%(wanted)s) AND month = ANY (%(months)s) AND "
            + _part(parts),
            asked,
        )
        return closed, {tuple(row[:6]): int(row[6]) for row in cursor.fetchall()}


_DIRECTLY: Final = """
WITH asked AS (SELECT * FROM unnest(%(months)s::date[], %(lasts)s::date[], %(new_years)s::date[])
    AS x (month, last, new_year)),
under AS (SELECT l.node_id, l.office_id, a.month FROM steering_lineage l JOIN asked a
    ON l.since <= steering_month(a.month) AND l.until > steering_month(a.month) WHERE l.node_id = ANY (%(offices)s))
"""


def counted_directly(
    offices: Sequence[int], months: Sequence[Month], wanted: Sequence[Indicator]
) -> dict[tuple[str, date, int], int]:
    """(Indicator, month, office) -> what its own statement gives; what is missing is nought. One statement for each
    indicator that brings one."""
    asked: dict[str, Any] = {
        "offices": list(offices), "months": [each.first_day for each in months],
        "lasts": [each.last_day for each in months], "new_years": [date(each.year, 1, 1) for each in months],
    }  # fmt: skip
    found: dict[tuple[str, date, int], int] = {}
    with connection.cursor() as cursor:
        for of in wanted:
            if of.statement:
                cursor.execute(_DIRECTLY + of.statement, asked)
                found |= {(of.key, month, office): int(amount) for month, office, amount in cursor.fetchall()}
    return found


def counted() -> tuple[datetime, Month | None] | None:
    """When everything was last brought up to date, and the first month that the facts speak of; None before that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT at, first_month FROM steering_refresh ORDER BY id DESC LIMIT 1")
        found: Any = cursor.fetchone()
    return (found[0], Month.of(found[1]) if found[1] else None) if found else None


def known_months() -> tuple[Month | None, Month | None]:
    """The first and the last month that can have figures: that of the first fact and that of the last counting. Cover
    paid in advance reaches further, but a month that has not begun has no figures. Both None before the first."""
    known = counted()
    return (known[1], Month.of(known[0].astimezone(_ZONE).date())) if known and known[1] else (None, None)


FIRST_MONTH: Final = f"""
SELECT min(month) FROM steering_tally
WHERE measure IN ({_listed(("workers_covered", "contributions_due", "projects_enrolled"))})
"""
