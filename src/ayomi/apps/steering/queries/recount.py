"""Realisation counted anew from the facts, for all offices at once: what the kept tallies must equal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import connection

from ayomi.core.periods import Month

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
    UNION ALL
    SELECT m.person_id, m.segment, m.office_id FROM membership_package c
    JOIN membership_membership m ON m.id = c.membership_id
    WHERE c.covered_since <= %(last)s AND c.covered_until > %(last)s
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
        found[node, "workers_covered" if segment is None else f"workers_covered_{segment}"] = people
    for node, kind, number in _rows(_ORGANISATIONS, asked):
        found[node, _OF_KIND[kind]] = number
    for node, number in _rows(_PROJECTS, asked):
        found[node, "projects_enrolled"] = number
    for node, amount in _rows(_CONTRIBUTIONS, asked):
        found[node, "contributions_received"] = amount
    return found
