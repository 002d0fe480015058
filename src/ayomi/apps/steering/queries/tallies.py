"""The statements that count. Each makes a temporary table out of the facts or out of those made before it.

    window      membership_id, since, until      what to look at again, filled by whoever counts
    fresh       months of the window as the facts have them
    spans       side, presence of everyone concerned: -1 as it was kept, 1 as it is
    cells       side, one row for each membership and month of the people concerned
    leaf        side, month, measure, ... by the office itself
    deltas      office_id (with all below), month, measure, segment, dimension, value, amount

Dates here are whole months, year * 12 + month - 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ayomi.apps.steering.rules.counting import EVER, PROGRAMMES, UNKNOWN, age_band_sql
from ayomi.apps.steering.rules.indicators import ALL
from ayomi.apps.steering.rules.indicators.persistence import AFTER

ATTRIBUTES: Final = (
    "person_id, office_id, organisation_id, regency, segment, channel, trade, sex, born, programmes, leaves"
)
COLUMNS: Final = f"membership_id, since, until, {ATTRIBUTES}"
_BITS: Final = " + ".join(f"(coalesce(x.{name}, false))::int * {1 << place}" for place, name in enumerate(PROGRAMMES))


def key(row: str) -> str:
    """Everything that is counted of a stretch, as one text to compare by."""
    return "concat_ws('|', " + ", ".join(
        f"coalesce({row}.{name}::text, '-')" for name in ATTRIBUTES.split(", ")
    ) + ")"  # fmt: skip


# Cover that holds on the last day of its month, of a membership that stands on that day. Workers of a project are
# covered with it, migrants by a paid package. A record found to be another person's counts as that person.
FRESH: Final = f"""
CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS
WITH held AS (
    SELECT t.membership_id, steering_month(c.month) AS month
    FROM look t JOIN membership_cover c ON c.membership_id = t.membership_id
        AND c.month >= steering_first(t.since) AND c.month < steering_first(t.until)
    WHERE c.until = (c.month + interval '1 month')::date AND c.since < c.until
    UNION
    SELECT t.membership_id, g.month FROM look t JOIN membership_membership m ON m.id = t.membership_id
    JOIN membership_projectcover c ON c.project_id = m.project_id AND m.segment = 'construction'
    CROSS JOIN LATERAL generate_series(
        greatest(steering_month(c.since), steering_month(m.since), t.since),
        least(steering_month(c.until), t.until, coalesce(steering_month(m.until), {EVER})) - 1) AS g (month)
    UNION
    SELECT t.membership_id, g.month FROM look t JOIN membership_package c ON c.membership_id = t.membership_id
    CROSS JOIN LATERAL generate_series(
        greatest(steering_month(c.covered_since), t.since), least(steering_month(c.covered_until), t.until) - 1)
        AS g (month)
    WHERE c.covered_since < c.covered_until
), told AS (
    SELECT h.membership_id, h.month, {_BITS} AS programmes,
           m.until IS NOT NULL AND steering_month(m.until) <= h.month + 1 AS leaves
    FROM held h JOIN membership_membership m ON m.id = h.membership_id
        AND steering_month(m.since) <= h.month AND (m.until IS NULL OR steering_month(m.until) > h.month)
    LEFT JOIN membership_term x ON x.membership_id = h.membership_id AND x.superseded_at IS NULL
        AND steering_month(x.since) <= h.month AND (x.until IS NULL OR steering_month(x.until) > h.month)
), islands AS (
    SELECT membership_id, programmes, leaves, min(month) AS since, max(month) + 1 AS until FROM (
        SELECT *, month - row_number() OVER (PARTITION BY membership_id, programmes, leaves ORDER BY month) AS island
        FROM told
    ) numbered GROUP BY membership_id, programmes, leaves, island
)
SELECT i.membership_id, i.since, i.until, p.id AS person_id, m.office_id, m.organisation_id,
       left(coalesce(m.region_id, p.region_id, ''), 5) AS regency, m.segment, m.channel, m.sector AS trade, p.sex,
       steering_month(p.born) AS born, i.programmes::smallint AS programmes, i.leaves
FROM islands i JOIN membership_membership m ON m.id = i.membership_id
JOIN registry_person own ON own.id = m.person_id
JOIN registry_person p ON p.id = coalesce(own.merged_into_id, own.id)
"""

# What is kept outside the window stays; stretches that meet and are alike become one.
FINAL: Final = f"""
CREATE TEMPORARY TABLE final ON COMMIT DROP AS
WITH pieces AS (
    SELECT {COLUMNS} FROM fresh
    UNION ALL
    SELECT s.membership_id, s.since, least(s.until, t.since), {", ".join(f"s.{each}" for each in ATTRIBUTES.split(", "))}
    FROM look t JOIN steering_presence s ON s.membership_id = t.membership_id AND s.since < t.since
    UNION ALL
    SELECT s.membership_id, greatest(s.since, t.until), s.until, {", ".join(f"s.{each}" for each in ATTRIBUTES.split(", "))}
    FROM look t JOIN steering_presence s ON s.membership_id = t.membership_id AND s.until > t.until
), begun AS (
    SELECT *, coalesce(lag(until) OVER line <> since OR lag({key("pieces")}) OVER line <> {key("pieces")}, true) AS begins
    FROM pieces WINDOW line AS (PARTITION BY membership_id ORDER BY since)
), runs AS (
    SELECT *, count(*) FILTER (WHERE begins) OVER (PARTITION BY membership_id ORDER BY since) AS run FROM begun
)
SELECT membership_id, min(since) AS since, max(until) AS until, {ATTRIBUTES}
FROM runs GROUP BY membership_id, run, {ATTRIBUTES}
"""  # noqa: E501

# Memberships that come out different from what is kept; most of what is looked at again may come out the same.
CHANGED: Final = f"""
CREATE TEMPORARY TABLE differing ON COMMIT DROP AS
SELECT f.membership_id FROM final f LEFT JOIN steering_presence s
    ON s.membership_id = f.membership_id AND s.since = f.since
WHERE s.membership_id IS NULL OR s.until <> f.until OR {key("s")} <> {key("f")}
UNION
SELECT s.membership_id FROM look t JOIN steering_presence s ON s.membership_id = t.membership_id
LEFT JOIN final f ON f.membership_id = s.membership_id AND f.since = s.since WHERE f.membership_id IS NULL
"""

AFFECTED: Final = """
CREATE TEMPORARY TABLE affected ON COMMIT DROP AS
SELECT person_id, min(since) AS since, max(until) AS until FROM (
    SELECT s.person_id, t.since, t.until FROM differing d JOIN look t ON t.membership_id = d.membership_id
    JOIN steering_presence s ON s.membership_id = d.membership_id AND s.since < t.until + 1 AND s.until > t.since - 1
    UNION ALL
    SELECT f.person_id, t.since, t.until FROM differing d JOIN look t ON t.membership_id = d.membership_id
    JOIN fresh f ON f.membership_id = d.membership_id
    UNION ALL
    SELECT s.person_id, o.since, o.until FROM moved o JOIN steering_presence s ON s.office_id = o.office_id
        AND s.since <= o.until AND s.until >= o.since
) parts GROUP BY 1
"""

_SPANS: Final = f"""
    SELECT {{side}}::smallint AS side, {", ".join(f"s.{each}" for each in COLUMNS.split(", "))},
           a.since AS first, a.until AS last
    FROM affected a JOIN steering_presence s ON s.person_id = a.person_id
"""
SPANS_BEFORE: Final = f"CREATE TEMPORARY TABLE spans ON COMMIT DROP AS {_SPANS.format(side=-1)}"
SPANS_AFTER: Final = f"INSERT INTO spans {_SPANS.format(side=1)}"

STORE: Final = (
    """
DELETE FROM steering_presence s USING differing d WHERE s.membership_id = d.membership_id
    AND NOT EXISTS (SELECT 1 FROM final f WHERE f.membership_id = s.membership_id AND f.since = s.since)
""",
    f"""
INSERT INTO steering_presence AS s ({COLUMNS})
SELECT {", ".join(f"f.{each}" for each in COLUMNS.split(", "))} FROM final f JOIN differing USING (membership_id)
ON CONFLICT (membership_id, since) DO UPDATE SET {", ".join(
    f"{each} = excluded.{each}" for each in ("until", *ATTRIBUTES.split(", "))
)} WHERE s.until <> excluded.until OR {key("s")} <> {key("excluded")}
""",
)  # fmt: skip

# `inside`: months in which something may have changed; the months beside them are for who comes and goes, which is told
# up to and with month `told`.
_CELLS: Final = f"""
CREATE TEMPORARY TABLE cells ON COMMIT DROP AS
SELECT s.side, g.month, s.person_id, g.month >= {{first}} AND g.month < {{last}} AS inside, {{first}} AS first,
       {{told}} AS told, s.office_id, s.regency, s.segment, s.channel, s.trade,
       coalesce(nullif(s.sex, ''), '{UNKNOWN}') AS sex, {age_band_sql("s.born", "g.month")} AS age, s.programmes,
       s.leaves
FROM spans s CROSS JOIN LATERAL generate_series(greatest(s.since, {{first}} - 1), least(s.until, {{last}} + 1) - 1)
    AS g (month) WHERE s.since <= {{last}} AND s.until >= {{first}}
"""
CELLS: Final = _CELLS.format(first="s.first", last="s.last", told="s.last")


def cells_of(first: int, last: int) -> str:
    """The cells of the months [first, last), when everything is counted."""
    return _CELLS.format(first=first, last=last, told=last - 1)


def portions(begun: Mapping[int, int], ended: Mapping[int, int], *, most: int) -> list[tuple[int, int]]:
    """Months [first, last) to be counted together, so that no portion holds more than `most` cells if it can help it.

    `begun`, `ended`: how many spans begin in a month, and how many end before it. The last portion reaches one month
    beyond the last span, in which whoever ended is told.
    """
    if not begun:
        return []
    found, here, held, first = [], 0, 0, min(begun)
    for month in range(min(begun), max(ended) + 1):
        here += begun.get(month, 0) - ended.get(month, 0)
        if held and held + here > most:
            found.append((first, month))
            first, held = month, 0
        held += here
    return [*found, (first, max(ended) + 1)]


SEVERAL: Final = """
CREATE TEMPORARY TABLE several ON COMMIT DROP AS
SELECT side, month, person_id FROM cells WHERE inside GROUP BY 1, 2, 3 HAVING count(*) > 1
"""

# Every way in which one row of `cube` or `cells` is counted.
_PROGRAMME_PARTS: Final = ", ".join(
    f"('programme', '{name}', ({{row}}.programmes & {1 << place}) <> 0)" for place, name in enumerate(PROGRAMMES)
)
_PARTS: Final = f"""
    CROSS JOIN LATERAL (VALUES ('{ALL}'), ({{row}}.segment)) AS e (segment)
    CROSS JOIN LATERAL (VALUES ('', '', true), ('channel', {{row}}.channel, true), ('trade', {{row}}.trade, true),
        ('sex', {{row}}.sex, true), ('age', {{row}}.age, true), {_PROGRAMME_PARTS}) AS v (dimension, value, counts)
"""
_ALONE: Final = """
    SELECT side, month, office_id, regency, segment, channel, trade, sex, age, programmes, count(*) AS people
    FROM cells c WHERE inside
    AND NOT EXISTS (SELECT 1 FROM several x WHERE x.side = c.side AND x.month = c.month AND x.person_id = c.person_id)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
"""
STOCK: Final = f"""
WITH cube AS MATERIALIZED ({_ALONE}), leaf AS MATERIALIZED (
    SELECT c.side, c.month, c.office_id, e.segment, v.dimension, v.value, sum(c.people) AS people
    FROM cube c {_PARTS.format(row="c")} WHERE v.counts GROUP BY 1, 2, 3, 4, 5, 6
), counted AS (
    SELECT l.node_id, c.month, c.segment, c.dimension, c.value, sum(c.side * c.people) AS amount
    FROM leaf c JOIN lineages l ON l.side = c.side AND l.office_id = c.office_id
        AND c.month >= l.since AND c.month < l.until
    GROUP BY 1, 2, 3, 4, 5
    UNION ALL
    SELECT l.node_id, c.month, e.segment, v.dimension, v.value,
           count(DISTINCT c.person_id) FILTER (WHERE c.side = 1)
           - count(DISTINCT c.person_id) FILTER (WHERE c.side = -1)
    FROM several x JOIN cells c ON c.side = x.side AND c.month = x.month AND c.person_id = x.person_id
    JOIN lineages l ON l.side = c.side AND l.office_id = c.office_id AND c.month >= l.since AND c.month < l.until
    {_PARTS.format(row="c")} WHERE v.counts GROUP BY 1, 2, 3, 4, 5
)
INSERT INTO deltas (office_id, month, measure, segment, dimension, value, amount)
SELECT node_id, month, 'workers_covered', segment, dimension, value, sum(amount) FROM counted
GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(amount) <> 0
"""
REGENCIES: Final = f"""
INSERT INTO regency_deltas (measure, month, segment, regency, amount)
SELECT 'workers_covered', c.month, e.segment, c.regency,
       count(DISTINCT c.person_id) FILTER (WHERE c.side = 1) - count(DISTINCT c.person_id) FILTER (WHERE c.side = -1)
FROM several x JOIN cells c ON c.side = x.side AND c.month = x.month AND c.person_id = x.person_id
CROSS JOIN LATERAL (VALUES ('{ALL}'), (c.segment)) AS e (segment) WHERE c.regency <> '' GROUP BY 1, 2, 3, 4
UNION ALL
SELECT 'workers_covered', c.month, e.segment, c.regency, sum(c.side * c.people) FROM ({_ALONE}) c
CROSS JOIN LATERAL (VALUES ('{ALL}'), (c.segment)) AS e (segment) WHERE c.regency <> '' GROUP BY 1, 2, 3, 4
"""

# Who is there at the end of one month and not of the other. Whoever stays in one office and segment needs no look at
# the tree; the others are compared at every office above, which may be the same for both.
_ROLES: Final = """
    SELECT side, month, person_id, true AS now, office_id, segment, leaves FROM cells
    WHERE month >= first AND month <= told
    UNION ALL
    SELECT side, month + 1, person_id, false, office_id, segment, leaves FROM cells
    WHERE month + 1 >= first AND month + 1 <= told
"""
_MEASURE: Final = "CASE WHEN now THEN 'workers_new' WHEN leaves THEN 'workers_left' ELSE 'workers_lapsed' END"
FLOWS: Final = f"""
WITH roles AS MATERIALIZED ({_ROLES}), told AS MATERIALIZED (
    SELECT side, month, person_id, min(office_id) AS office_id, min(segment) AS segment, bool_or(now) AS now,
           bool_and(leaves) FILTER (WHERE NOT now) AS leaves, bool_or(now) AND NOT bool_and(now) AS stays,
           min(office_id) = max(office_id) AND min(segment) = max(segment) AS alike
    FROM roles GROUP BY 1, 2, 3
), leaf AS MATERIALIZED (
    SELECT side, month, office_id, {_MEASURE} AS measure, segment, count(*) AS people
    FROM told WHERE alike AND NOT stays GROUP BY 1, 2, 3, 4, 5
), apart AS MATERIALIZED (
    SELECT r.side, r.month, r.person_id, l.node_id, e.segment, bool_or(r.now) AS now,
           bool_and(r.leaves) FILTER (WHERE NOT r.now) AS leaves, bool_or(r.now) AND NOT bool_and(r.now) AS stays
    FROM told t JOIN roles r ON r.side = t.side AND r.month = t.month AND r.person_id = t.person_id
    JOIN lineages l ON l.side = r.side AND l.office_id = r.office_id AND r.month >= l.since AND r.month < l.until
    CROSS JOIN LATERAL (VALUES ('{ALL}'), (r.segment)) AS e (segment)
    WHERE NOT t.alike GROUP BY 1, 2, 3, 4, 5
), counted AS (
    SELECT l.node_id, c.month, c.measure, e.segment, sum(c.side * c.people) AS amount
    FROM leaf c JOIN lineages l ON l.side = c.side AND l.office_id = c.office_id
        AND c.month >= l.since AND c.month < l.until
    CROSS JOIN LATERAL (VALUES ('{ALL}'), (c.segment)) AS e (segment) GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT node_id, month, {_MEASURE}, segment, sum(side) FROM apart WHERE NOT stays GROUP BY 1, 2, 3, 4
)
INSERT INTO deltas (office_id, month, measure, segment, dimension, value, amount)
SELECT node_id, month, measure, segment, '', '', sum(amount) FROM counted GROUP BY 1, 2, 3, 4 HAVING sum(amount) <> 0
"""

# Those first covered in a month are followed at the offices and in the segments of that month.
STAYING: Final = f"""
WITH firsts AS MATERIALIZED (
    SELECT side, person_id, min(since) AS first FROM spans GROUP BY 1, 2
), begun AS (
    SELECT DISTINCT f.side, f.person_id, f.first, s.office_id, s.segment FROM firsts f
    JOIN spans s ON s.side = f.side AND s.person_id = f.person_id AND s.since = f.first
), stayed AS (
    SELECT f.side, f.person_id, {
    ", ".join(
        f"bool_or(s.since <= f.first + {after} AND s.until > f.first + {after}) AS after_{after}" for after in AFTER
    )
}
    FROM firsts f JOIN spans s ON s.side = f.side AND s.person_id = f.person_id GROUP BY 1, 2
), told AS (
    SELECT b.*, {
    ", ".join(f"s.after_{after}" for after in AFTER)
}, count(*) OVER (PARTITION BY b.side, b.person_id) AS several
    FROM begun b JOIN stayed s ON s.side = b.side AND s.person_id = b.person_id
), leaf AS MATERIALIZED (
    SELECT t.side, t.first + v.after AS month, t.office_id, t.segment, v.after, count(*) AS people,
           count(*) FILTER (WHERE v.stayed) AS stayed
    FROM told t CROSS JOIN LATERAL (VALUES {
    ", ".join(f"({after}, t.after_{after})" for after in AFTER)
}) AS v (after, stayed)
    WHERE t.several = 1 GROUP BY 1, 2, 3, 4, 5
), counted AS (
    SELECT l.node_id, c.month, c.after, e.segment, sum(c.side * c.people) AS people, sum(c.side * c.stayed) AS stayed
    FROM leaf c JOIN lineages l ON l.side = c.side AND l.office_id = c.office_id
        AND c.month >= l.since AND c.month < l.until
    CROSS JOIN LATERAL (VALUES ('{ALL}'), (c.segment)) AS e (segment) GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT node_id, month, after, segment, sum(side), coalesce(sum(side) FILTER (WHERE stayed), 0) FROM (
        SELECT DISTINCT t.side, t.person_id, l.node_id, t.first + v.after AS month, v.after, e.segment, v.stayed
        FROM told t CROSS JOIN LATERAL (VALUES {
    ", ".join(f"({after}, t.after_{after})" for after in AFTER)
}) AS v (after, stayed)
        JOIN lineages l ON l.side = t.side AND l.office_id = t.office_id
            AND t.first + v.after >= l.since AND t.first + v.after < l.until
        CROSS JOIN LATERAL (VALUES ('{ALL}'), (t.segment)) AS e (segment) WHERE t.several > 1
    ) apart GROUP BY 1, 2, 3, 4
)
INSERT INTO deltas (office_id, month, measure, segment, dimension, value, amount)
SELECT node_id, month, v.measure, segment, '', '', sum(v.amount) FROM counted
CROSS JOIN LATERAL (VALUES ('joined_' || after, people), ('stayed_' || after, stayed)) AS v (measure, amount)
GROUP BY 1, 2, 3, 4 HAVING sum(v.amount) <> 0
"""
