"""Realisation counted anew from the facts, for all offices at once: what the kept tallies must equal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.steering.rules.indicators import ALL
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
JOIN under u ON u.office = p.office_id WHERE c.paid_on BETWEEN %(first)s AND %(last)s GROUP BY 1
"""
)

_CONTRIBUTIONS = (
    _UNDER
    + """, paid AS (
    SELECT b.office_id, sum(p.amount) AS amount FROM contributions_bill b
    JOIN contributions_part p ON p.bill_id = b.id AND p.fund <> 'fine'
    WHERE b.state = 'paid' AND b.paid_on BETWEEN %(first)s AND %(last)s
      AND b.office_id IN (SELECT office FROM under) GROUP BY 1
)
SELECT u.node, sum(p.amount)::bigint FROM paid p JOIN under u ON u.office = p.office_id GROUP BY 1
"""
)

_OF_KIND: Final = {"firm": ("firms_enrolled", "wage_earner"), "cooperative": ("cooperatives_enrolled", ALL)}


def recounted(month: Month, offices: Sequence[int] | None = None) -> dict[tuple[int, str, str], int]:
    """(office, measure, segment) -> what stood on the last day of `month`, or came in it (projects, money); each office
    with all below it on that day.

    `offices` None: every office. What is missing from the answer is nought. Four statements, however many offices.
    Under the scope of a page it counts what that scope may see.
    """
    asked = {
        "nodes": None if offices is None else list(offices),
        "first": month.first_day, "last": month.last_day,
    }  # fmt: skip
    found: dict[tuple[int, str, str], int] = {}
    for node, segment, people in rows_of(_WORKERS, asked):
        found[node, "workers_covered", segment or ALL] = people
    for node, kind, number in rows_of(_ORGANISATIONS, asked):
        found[node, *_OF_KIND[kind]] = number
    for node, number in rows_of(_PROJECTS, asked):
        found[node, "projects_enrolled", "construction"] = number
    for node, amount in rows_of(_CONTRIBUTIONS, asked):
        found[node, "contributions_received", ALL] = amount
    return found


_KEPT: Final = """
SELECT office_id, measure, segment, amount FROM steering_tally
WHERE month = %(first)s AND dimension = '' AND (measure IN ('workers_covered', 'firms_enrolled',
    'cooperatives_enrolled', 'projects_enrolled') OR measure = 'contributions_received' AND segment = 'all')
"""


def differing(month: Month) -> tuple[int, list[int]]:
    """How many kept tallies of the month were compared with a count from the facts, and the offices of those that are
    not the same. What waits to be taken in counts as a difference."""
    told = {key: amount for key, amount in recounted(month).items() if amount}
    kept = {
        (office, measure, segment): amount
        for office, measure, segment, amount in rows_of(_KEPT, {"first": month.first_day})
    }
    keys = told.keys() | kept.keys()
    return len(keys), sorted({key[0] for key in keys if told.get(key) != kept.get(key)})
