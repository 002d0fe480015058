"""Realisation of offices, computed from the facts for all of them at once, and where each stands against its target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from django.db import connection

from ayomi.apps.steering.rules.indicators import INDICATOR_OF_SEGMENT, INDICATORS, Indicator, name_of
from ayomi.apps.steering.rules.standing import Standing, percent
from ayomi.core.money import Language
from ayomi.core.periods import Month


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of one office at the end of a month, all offices below it included."""

    office_id: int
    office_code: str
    office_name: str
    depth: int
    indicator: Indicator
    month: Month
    standing: Standing
    target_source: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure as a public report gives it. It is shown beside the computed ones, marked with `source` and `as_of`."""

    office_id: int
    office_as_written: str
    as_of: date
    segment: str
    indicator: str
    unit: str
    realised: Decimal | None
    target: Decimal | None
    note: str
    source: str

    @property
    def percent(self) -> Fraction | None:
        """Percent of the target, where the report gives both."""
        if self.realised is None or not self.target:
            return None
        return percent(Fraction(self.realised), Fraction(self.target))

    def name(self, language: Language) -> str:
        """What was counted, in words."""
        return name_of(self.indicator, language)


# Each node asked for with every office below it, as the offices stood on the day. UNION ends a ring of offices.
_UNDER = """
WITH RECURSIVE placed AS (
    SELECT o.id, CASE WHEN known.office_id IS NULL THEN o.parent_id ELSE p.parent_id END AS parent_id
    FROM offices_office o
    LEFT JOIN (SELECT DISTINCT office_id FROM offices_placement) known ON known.office_id = o.id
    LEFT JOIN offices_placement p ON p.office_id = o.id AND p.since <= %(last)s
        AND (p.until IS NULL OR p.until > %(last)s)
), under AS (
    SELECT id AS node, id AS office FROM placed WHERE %(nodes)s::bigint[] IS NULL OR id = ANY (%(nodes)s)
    UNION SELECT u.node, p.id FROM under u JOIN placed p ON p.parent_id = u.office
)
"""

# A record found to be another person's counts as that person.
_WORKERS = (
    _UNDER
    + """, covered AS (
    SELECT m.person_id, m.segment, m.office_id FROM membership_cover c
    JOIN membership_membership m ON m.id = c.membership_id
    WHERE c.month = %(first)s AND c.since <= %(last)s AND c.until > %(last)s
      AND m.since <= %(last)s AND (m.until IS NULL OR m.until > %(last)s)
      AND m.office_id IN (SELECT office FROM under)
    UNION ALL
    SELECT m.person_id, m.segment, m.office_id FROM membership_projectcover c
    JOIN membership_membership m ON m.project_id = c.project_id
    WHERE c.since <= %(last)s AND c.until > %(last)s AND m.segment = 'construction'
      AND m.since <= %(last)s AND (m.until IS NULL OR m.until > %(last)s)
      AND m.office_id IN (SELECT office FROM under)
), counted AS (
    SELECT coalesce(x.merged_into_id, c.person_id) AS person_id, c.segment, c.office_id FROM covered c
    LEFT JOIN registry_person x ON x.id = c.person_id AND x.merged_into_id IS NOT NULL
), several AS (
    SELECT person_id FROM counted GROUP BY 1 HAVING count(*) > 1
), alone AS (
    SELECT office_id, segment, count(*) AS people FROM counted
    WHERE person_id NOT IN (SELECT person_id FROM several) GROUP BY 1, 2
)
SELECT node, segment, sum(people)::bigint FROM (
    SELECT u.node, a.segment, a.people FROM alone a JOIN under u ON u.office = a.office_id
    UNION ALL
    SELECT u.node, NULL, a.people FROM alone a JOIN under u ON u.office = a.office_id
    UNION ALL
    SELECT u.node, c.segment, count(DISTINCT c.person_id) FROM counted c JOIN several USING (person_id)
    JOIN under u ON u.office = c.office_id GROUP BY GROUPING SETS ((u.node, c.segment), (u.node))
) parts GROUP BY 1, 2
"""
)

_ORGANISATIONS = (
    _UNDER
    + """
SELECT u.node, o.kind, count(*) FROM registry_organisation o JOIN under u ON u.office = o.office_id
WHERE o.kind IN ('firm', 'cooperative') AND EXISTS (
    SELECT 1 FROM membership_membership m JOIN membership_cover c ON c.membership_id = m.id AND c.month = %(first)s
    WHERE m.organisation_id = o.id AND (o.kind = 'cooperative' OR m.segment = 'wage_earner')
      AND m.since <= %(last)s AND (m.until IS NULL OR m.until > %(last)s)
      AND c.since <= %(last)s AND c.until > %(last)s)
GROUP BY 1, 2
"""
)

_PROJECTS = (
    _UNDER
    + """
SELECT u.node, count(*) FROM membership_projectcover c JOIN registry_project p ON p.id = c.project_id
JOIN under u ON u.office = p.office_id WHERE c.paid_on BETWEEN %(new_year)s AND %(last)s GROUP BY 1
"""
)

_CONTRIBUTIONS = (
    _UNDER
    + """, paid AS (
    SELECT b.office_id, sum(p.amount) AS amount FROM contributions_bill b
    JOIN contributions_part p ON p.bill_id = b.id AND p.fund <> 'fine'
    WHERE b.state = 'paid' AND b.paid_on BETWEEN %(new_year)s AND %(last)s
      AND b.office_id IN (SELECT office FROM under) GROUP BY 1
)
SELECT u.node, sum(p.amount)::bigint FROM paid p JOIN under u ON u.office = p.office_id GROUP BY 1
"""
)

_OF_KIND: Final = {"firm": "firms_enrolled", "cooperative": "cooperatives_enrolled"}


def _rows(query: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())


def realisation(offices: Sequence[int] | None, month: Month) -> dict[tuple[int, str], int]:
    """(office, indicator) -> what was reached by the end of `month`, each office with all below it on that day.

    `offices` None: every office. What is missing from the answer is zero. Four statements, however many offices.
    Under the scope of a page it counts what that scope may see.
    """
    asked = {
        "nodes": None if offices is None else list(offices),
        "first": month.first_day, "last": month.last_day, "new_year": date(month.year, 1, 1),
    }  # fmt: skip
    found: dict[tuple[int, str], int] = {}
    for node, segment, people in _rows(_WORKERS, asked):
        key = "workers_covered" if segment is None else INDICATOR_OF_SEGMENT.get(segment)
        if key is not None:
            found[node, key] = people
    for node, kind, number in _rows(_ORGANISATIONS, asked):
        found[node, _OF_KIND[kind]] = number
    for node, number in _rows(_PROJECTS, asked):
        found[node, "projects_enrolled"] = number
    for node, amount in _rows(_CONTRIBUTIONS, asked):
        found[node, "contributions_received"] = amount
    return found


_NODES = """
WITH RECURSIVE placed AS (
    SELECT o.id, o.code, o.name, o.opened, o.closed,
           CASE WHEN known.office_id IS NULL THEN o.parent_id ELSE p.parent_id END AS parent_id
    FROM offices_office o
    LEFT JOIN (SELECT DISTINCT office_id FROM offices_placement) known ON known.office_id = o.id
    LEFT JOIN offices_placement p ON p.office_id = o.id AND p.since <= %(last)s
        AND (p.until IS NULL OR p.until > %(last)s)
), below AS (
    SELECT id, code, name, 0 AS depth, ARRAY[code::text] AS line FROM placed
    WHERE CASE WHEN %(top)s::bigint IS NULL THEN parent_id IS NULL AND opened <= %(last)s
        AND (closed IS NULL OR closed > %(last)s) ELSE id = %(top)s END
    UNION ALL
    SELECT p.id, p.code, p.name, b.depth + 1, b.line || p.code::text FROM placed p JOIN below b ON p.parent_id = b.id
    WHERE b.depth < %(depth)s AND p.opened <= %(last)s AND (p.closed IS NULL OR p.closed > %(last)s)
)
SELECT id, code, name, depth FROM below ORDER BY line
"""


def table(office_id: int | None, year: int, month: int, *, depth: int = 1) -> list[Row]:
    """Every indicator of an office and of the offices `depth` levels below it, at the end of a month.

    `office_id` None: from the head office down. Every office before those under it, indicators in the order of
    INDICATORS. An office with no target says so (`standing.target` None). Six statements, however many offices.
    """
    at = Month(year, month)
    nodes = _rows(_NODES, {"top": office_id, "depth": depth, "last": at.last_day})
    ids = [node for node, *_ in nodes]
    targets = {
        (office, indicator): (amount, source)
        for office, indicator, amount, source in _rows(
            "SELECT office_id, indicator, amount, source FROM steering_target"
            " WHERE office_id = ANY (%(ids)s) AND year = %(year)s",
            {"ids": ids, "year": year},
        )
    }
    reached = realisation(ids, at)
    return [
        Row(
            node, code, name, level, indicator, at,
            Standing(
                reached.get((node, indicator.key), 0), targets.get((node, indicator.key), (None, ""))[0], month
            ),
            targets.get((node, indicator.key), (None, ""))[1],
        )
        for node, code, name, level in nodes
        for indicator in INDICATORS.values()
    ]  # fmt: skip


def progress(office_id: int, day: date) -> list[Row]:
    """How an office stands, for its home page: at the end of the last whole month before `day`.

    The contributions of a month come in until the middle of the next, so the running month says nothing yet.
    """
    month = Month.of(day).plus(-1)
    return table(office_id, month.year, month.number, depth=0)


def reported(office_id: int | None = None, *, year: int | None = None) -> list[Reported]:
    """Figures of public reports, of one office or all, of one year or all; the oldest first."""
    return [
        Reported(*row)
        for row in _rows(
            "SELECT office_id, office_as_written, as_of, segment, indicator, unit, realised, target, note, source"
            " FROM steering_reportedfigure WHERE (%(office)s::bigint IS NULL OR office_id = %(office)s)"
            " AND (%(year)s::int IS NULL OR extract(year FROM as_of) = %(year)s) ORDER BY as_of, id",
            {"office": office_id, "year": year},
        )
    ]
