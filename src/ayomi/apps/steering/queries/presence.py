"""The statements that find in which months people were covered: out of the facts, beside what is kept of it.

Each makes a temporary table out of the facts or out of those made before it, in this order:

    look        membership_id, since, until      what to look at again, filled by whoever counts
    runs        stretches of months with cover, whatever it comes from
    stretches   the same while the membership stands, cut where the last month before its end begins
    fresh       the same cut where programmes change, with all that is counted of it
    final       fresh, and what is kept outside the months looked at; what meets and is alike is one
    differing   memberships that come out different from what is kept
    affected    people concerned, and the months in which they may count differently
    spans       side, presence of everyone affected: -1 as it was kept, 1 as it is; first, last: those months

Months are whole numbers, year * 12 + month - 1, and every span is half-open.
"""

from __future__ import annotations

from typing import Final

from ayomi.apps.steering.rules.counting import EVER, PROGRAMMES
from ayomi.apps.steering.rules.indicators.persistence import AFTER

ATTRIBUTES: Final = (
    "person_id, office_id, organisation_id, regency, segment, channel, trade, sex, born, programmes, leaves"
)
COLUMNS: Final = f"membership_id, since, until, {ATTRIBUTES}"
_BITS: Final = " + ".join(f"(x.{name})::int * {1 << place}" for place, name in enumerate(PROGRAMMES))


def of(row: str, columns: str = COLUMNS) -> str:
    """The columns, of this row."""
    return ", ".join(f"{row}.{name}" for name in columns.split(", "))


# Cover counts in a month on whose last day it holds. Read membership by membership, by its key: what is looked at
# decides how much is read, never how much there is. When all of it is read, it is read as it lies.
_CALENDAR: Final = (
    "(SELECT d::date AS day, (d + interval '1 month')::date AS next, steering_month(d::date) AS month"
    " FROM generate_series(timestamp '1990-01-01', timestamp '2150-01-01', interval '1 month') d)"
)
_MONTHS: Final = """
    SELECT t.membership_id, c.month FROM look t CROSS JOIN LATERAL (
        SELECT steering_month(c.month) AS month FROM membership_cover c WHERE c.membership_id = t.membership_id
            AND c.month >= steering_first(t.since) AND c.month < steering_first(t.until)
            AND c.until = (c.month + interval '1 month')::date AND c.since < c.until OFFSET 0
    ) c
"""
_ALL_MONTHS: Final = f"""
    SELECT c.membership_id, k.month FROM membership_cover c
    JOIN {_CALENDAR} k ON k.day = c.month AND k.next = c.until WHERE c.since < c.until
"""
# Workers of a project are covered with it, migrants by a paid package. Where these meet with other cover, or with one
# another, the months count once.
_RUNS: Final = """
CREATE TEMPORARY TABLE runs ON COMMIT DROP AS
WITH paid AS ({months}), alone AS (
    SELECT membership_id, min(month) AS since, max(month) + 1 AS until FROM (
        SELECT membership_id, month,
               month - row_number() OVER (PARTITION BY membership_id ORDER BY month) AS island FROM paid
    ) numbered GROUP BY membership_id, island
), others AS MATERIALIZED (
    SELECT * FROM (
        SELECT t.membership_id, greatest(steering_month(c.since), t.since) AS since,
               least(steering_month(c.until), t.until) AS until
        FROM look t JOIN membership_membership m ON m.id = t.membership_id AND m.segment = 'construction'
        JOIN membership_projectcover c ON c.project_id = m.project_id
        UNION ALL
        SELECT t.membership_id, greatest(steering_month(c.covered_since), t.since),
               least(steering_month(c.covered_until), t.until)
        FROM look t JOIN membership_package c ON c.membership_id = t.membership_id
        WHERE c.covered_since < c.covered_until
    ) every WHERE since < until
)
SELECT a.* FROM alone a WHERE NOT EXISTS (SELECT 1 FROM others o WHERE o.membership_id = a.membership_id)
UNION ALL
SELECT membership_id, lower(span), upper(span) FROM (
    SELECT membership_id, unnest(range_agg(int4range(since, until))) AS span FROM (
        SELECT * FROM others
        UNION ALL SELECT a.* FROM alone a WHERE EXISTS (SELECT 1 FROM others o WHERE o.membership_id = a.membership_id)
    ) both_kinds GROUP BY membership_id
) joined
"""
RUNS: Final = _RUNS.format(months=_MONTHS)
ALL_RUNS: Final = _RUNS.format(months=_ALL_MONTHS)

# A membership counts in the months on whose last day it stands. In the last of them whoever is there will have left by
# the end of the next.
STRETCHES: Final = f"""
CREATE TEMPORARY TABLE stretches ON COMMIT DROP AS
SELECT r.membership_id, v.since, v.until, v.leaves, m.person_id, m.office_id, m.organisation_id, m.region_id, m.segment,
       m.channel, m.sector
FROM runs r JOIN membership_membership m ON m.id = r.membership_id
CROSS JOIN LATERAL (SELECT steering_month(m.since) AS since, coalesce(steering_month(m.until), {EVER}) AS until) s
CROSS JOIN LATERAL (VALUES
    (greatest(r.since, s.since), least(r.until, s.until - 1), false),
    (greatest(r.since, s.since, s.until - 1), least(r.until, s.until), true)
) AS v (since, until, leaves)
WHERE v.since < v.until
"""
# Terms follow one another; months for which there is none count without programmes. A record found to be another
# person's counts as that person.
FRESH: Final = f"""
CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS
WITH termed AS MATERIALIZED (
    SELECT s.membership_id, s.since AS whole, greatest(s.since, steering_month(x.since)) AS since,
           least(s.until, coalesce(steering_month(x.until), {EVER})) AS until, ({_BITS})::smallint AS programmes
    FROM stretches s JOIN membership_term x ON x.membership_id = s.membership_id AND x.superseded_at IS NULL
        AND steering_month(x.since) < s.until AND (x.until IS NULL OR steering_month(x.until) > s.since)
), short AS (
    SELECT s.membership_id, s.since, s.until FROM stretches s LEFT JOIN (
        SELECT membership_id, whole, sum(until - since) AS months FROM termed GROUP BY 1, 2
    ) t ON t.membership_id = s.membership_id AND t.whole = s.since WHERE coalesce(t.months, 0) < s.until - s.since
), bare AS (
    SELECT h.membership_id, h.since AS whole, unnest(int4multirange(int4range(h.since, h.until))
        - coalesce(range_agg(int4range(t.since, t.until)) FILTER (WHERE t.since < t.until), '{{}}')) AS span
    FROM short h LEFT JOIN termed t ON t.membership_id = h.membership_id AND t.whole = h.since
    GROUP BY h.membership_id, h.since, h.until
), parts AS (
    SELECT * FROM termed WHERE since < until
    UNION ALL SELECT membership_id, whole, lower(span), upper(span), 0::smallint FROM bare
)
SELECT i.membership_id, i.since, i.until, coalesce(kept.id, own.id) AS person_id, s.office_id, s.organisation_id,
       left(coalesce(CASE WHEN kept.id IS NULL THEN own.region_id ELSE kept.region_id END, s.region_id, ''), 5) AS regency,
       s.segment, s.channel, s.sector AS trade, CASE WHEN kept.id IS NULL THEN own.sex ELSE kept.sex END AS sex,
       steering_month(CASE WHEN kept.id IS NULL THEN own.born ELSE kept.born END) AS born, i.programmes, s.leaves
FROM parts i JOIN stretches s ON s.membership_id = i.membership_id AND s.since = i.whole
JOIN registry_person own ON own.id = s.person_id LEFT JOIN registry_person kept ON kept.id = own.merged_into_id
"""  # noqa: E501

# Of stretches that follow one another and are alike, the first stays, up to the end of the last.
_LIKE: Final = f"ROW({of('p', ATTRIBUTES)})"
_JOINED: Final = f"""
CREATE TEMPORARY TABLE final ON COMMIT DROP AS
WITH pieces AS ({{pieces}}), begun AS (
    SELECT p.*, coalesce(lag(p.until) OVER line <> p.since OR lag({_LIKE}) OVER line IS DISTINCT FROM {_LIKE}, true)
        AS begins
    FROM pieces p WINDOW line AS (PARTITION BY p.membership_id ORDER BY p.since)
), ended AS (
    SELECT b.*, coalesce(lead(b.begins) OVER line, true) AS ends FROM begun b
    WINDOW line AS (PARTITION BY b.membership_id ORDER BY b.since)
), edges AS (
    SELECT e.*, CASE WHEN e.ends THEN e.until ELSE lead(e.until) OVER line END AS reaches FROM ended e
    WHERE e.begins OR e.ends WINDOW line AS (PARTITION BY e.membership_id ORDER BY e.since)
)
SELECT membership_id, since, reaches AS until, {ATTRIBUTES} FROM edges WHERE begins
"""
# What is kept outside the months looked at stays.
FINAL: Final = _JOINED.format(
    pieces=f"""
    SELECT {COLUMNS} FROM fresh
    UNION ALL
    SELECT s.membership_id, v.since, v.until, {of("s", ATTRIBUTES)}
    FROM look t JOIN steering_presence s ON s.membership_id = t.membership_id
        AND (s.since < t.since OR s.until > t.until)
    CROSS JOIN LATERAL (VALUES (s.since, least(s.until, t.since)), (greatest(s.since, t.until), s.until))
        AS v (since, until) WHERE v.since < v.until
"""
)
ALL_FINAL: Final = _JOINED.format(pieces=f"SELECT {COLUMNS} FROM fresh")

# Memberships that come out different from what is kept; most of what is looked at again may come out the same.
CHANGED: Final = f"""
CREATE TEMPORARY TABLE differing ON COMMIT DROP AS
SELECT f.membership_id FROM final f LEFT JOIN steering_presence s
    ON s.membership_id = f.membership_id AND s.since = f.since
WHERE s.membership_id IS NULL OR ROW(s.until, {of("s", ATTRIBUTES)}) IS DISTINCT FROM ROW(f.until, {of("f", ATTRIBUTES)})
UNION
SELECT s.membership_id FROM look t JOIN steering_presence s ON s.membership_id = t.membership_id
LEFT JOIN final f ON f.membership_id = s.membership_id AND f.since = s.since WHERE f.membership_id IS NULL
"""  # noqa: E501

# Whoever was ever covered at an office that moved is told of as far as anything is followed.
AFFECTED: Final = f"""
CREATE TEMPORARY TABLE affected ON COMMIT DROP AS
SELECT person_id, min(since) AS since, max(until) AS until FROM (
    SELECT s.person_id, t.since, t.until FROM differing d JOIN look t ON t.membership_id = d.membership_id
    JOIN steering_presence s ON s.membership_id = d.membership_id AND s.since < t.until + 1 AND s.until > t.since - 1
    UNION ALL
    SELECT f.person_id, t.since, t.until FROM differing d JOIN look t ON t.membership_id = d.membership_id
    JOIN fresh f ON f.membership_id = d.membership_id
    UNION ALL
    SELECT s.person_id, o.since, o.until FROM moved o JOIN steering_presence s ON s.office_id = o.office_id
        AND s.since <= o.until AND s.until + {max(AFTER)} >= o.since
) parts GROUP BY 1
"""
SPANS_BEFORE: Final = f"""
CREATE TEMPORARY TABLE spans ON COMMIT DROP AS
SELECT -1::smallint AS side, {of("s")}, a.since AS first, a.until AS last
FROM affected a JOIN steering_presence s ON s.person_id = a.person_id
"""
SPANS_AFTER: Final = f"""
INSERT INTO spans
SELECT 1::smallint, {of("s")}, s.first, s.last FROM spans s
WHERE NOT EXISTS (SELECT 1 FROM differing d WHERE d.membership_id = s.membership_id)
UNION ALL
SELECT 1::smallint, {of("f")}, a.since, a.until FROM differing d JOIN final f ON f.membership_id = d.membership_id
JOIN affected a ON a.person_id = f.person_id
"""
ALL_SPANS: Final = f"""
CREATE TEMPORARY TABLE spans ON COMMIT DROP AS
SELECT 1::smallint AS side, {COLUMNS}, 0 AS first, {EVER} AS last FROM steering_presence
"""

STORE: Final = (
    """
DELETE FROM steering_presence s USING differing d WHERE s.membership_id = d.membership_id
    AND NOT EXISTS (SELECT 1 FROM final f WHERE f.membership_id = s.membership_id AND f.since = s.since)
""",
    f"""
INSERT INTO steering_presence AS s ({COLUMNS})
SELECT {of("f")} FROM final f JOIN differing USING (membership_id)
ON CONFLICT (membership_id, since) DO UPDATE SET {", ".join(
    f"{each} = excluded.{each}" for each in ("until", *ATTRIBUTES.split(", "))
)} WHERE ROW(s.until, {of("s", ATTRIBUTES)}) IS DISTINCT FROM ROW(excluded.until, {of("excluded", ATTRIBUTES)})
""",
)  # fmt: skip
