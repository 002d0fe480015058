"""The statements that count people: what spans of presence add to the tallies of offices, regencies and persistence.

Nothing here is counted month by month. A span adds one where it begins and takes one away where it ends; these steps
are added up by office and part, then along the tree, and only the sums are laid out by month. People whose spans
overlap (those with two jobs at once) are few; they are counted apart, so that each stands once at every office above.

    lines       side, one row for each span, beside the span of the same person before and after it
    plural      person_id of those with spans that overlap
    cube        label, month, office, segment, channel, trade, sex, age, programmes: steps of everyone else
    events      node_id (with all below), month, measure, segment, dimension, value, amount: steps of offices
    regency_events    the same by regency
    pieces      side, months in which nothing changes for somebody in `plural`
    roles       side, month: who is somewhere then (`now`) or was the month before, where it takes a look at the tree

`label` is 0 for offices whose place in the tree did not change, so that both sides are added up together, and the side
(-1 before, 1 after) for those that moved. Months are whole numbers, year * 12 + month - 1.
"""

from __future__ import annotations

from typing import Final

from ayomi.apps.steering.rules.counting import AGES, EVER, PROGRAMMES, UNKNOWN
from ayomi.apps.steering.rules.indicators import ALL
from ayomi.apps.steering.rules.indicators.persistence import AFTER

_LABEL: Final = "CASE WHEN EXISTS (SELECT 1 FROM moved o WHERE o.office_id = {0}.office_id) THEN {0}.side ELSE 0 END"
_TREE: Final = "l.office_id = {0}.office_id AND l.side = CASE {0}.label WHEN 0 THEN 1 ELSE {0}.label END"
_EVERYONE: Final = f"CROSS JOIN LATERAL (VALUES ('{ALL}'), ({{0}}.segment)) AS e (segment)"

EVENTS: Final = """
CREATE TEMPORARY TABLE events (node_id bigint, month int, measure text, segment text, dimension text, value text,
    amount bigint) ON COMMIT DROP;
CREATE TEMPORARY TABLE regency_events (month int, measure text, segment text, regency text, amount bigint)
    ON COMMIT DROP
"""
LINES: Final = """
CREATE TEMPORARY TABLE lines ON COMMIT DROP AS
SELECT side, person_id, since, until, first, last, office_id, segment, leaves,
       coalesce(since < max(until) OVER (line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false) AS meets,
       lag(until) OVER line AS before_until, lag(office_id) OVER line AS before_office,
       lag(segment) OVER line AS before_segment, lag(leaves) OVER line AS before_leaves,
       lead(since) OVER line AS after_since
FROM spans WINDOW line AS (PARTITION BY side, person_id ORDER BY since, until)
"""
PLURAL: Final = "CREATE TEMPORARY TABLE plural ON COMMIT DROP AS SELECT DISTINCT person_id FROM lines WHERE meets"
_SINGLE: Final = "NOT EXISTS (SELECT 1 FROM plural x WHERE x.person_id = {0}.person_id)"

# Where a band of age begins and ends, in months after the month of birth.
_BANDS: Final = ", ".join(
    f"('{name}', {-EVER if place == 0 else (AGES[place - 1][1] + 1) * 12}, {EVER if name == AGES[-1][0] else (last + 1) * 12})"  # noqa: E501
    for place, (name, last) in enumerate(AGES)
)
# Only the months that may differ; of a whole country, all of them.
CUBE: Final = f"""
CREATE TEMPORARY TABLE cube ON COMMIT DROP AS
WITH parts AS (
    SELECT {_LABEL.format("s")} AS label, s.side, s.office_id, s.segment, s.channel, s.trade,
           coalesce(nullif(s.sex, ''), '{UNKNOWN}') AS sex, a.age, s.programmes,
           greatest(s.since, s.first, s.born + a.since) AS since, least(s.until, s.last, s.born + a.until) AS until
    FROM spans s JOIN (VALUES {_BANDS}, ('{UNKNOWN}', NULL, NULL)) AS a (age, since, until)
        ON s.born + a.since < least(s.until, s.last) AND s.born + a.until > greatest(s.since, s.first)
        OR s.born IS NULL AND a.since IS NULL AND s.since < s.last AND s.until > s.first
    WHERE {_SINGLE.format("s")}
)
SELECT p.label, g.month, p.office_id, p.segment, p.channel, p.trade, p.sex, p.age, p.programmes,
       sum(g.step * p.side) AS amount
FROM parts p CROSS JOIN LATERAL (VALUES (p.since, 1), (p.until, -1)) AS g (month, step)
WHERE p.since < p.until GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(g.step * p.side) <> 0
"""

# The parts of each grouping set, told by what it leaves out.
_CHANNEL, _TRADE, _SEX, _AGE, _PROGRAMMES = 15, 23, 27, 29, 30
_VALUES: Final = ", ".join(
    (
        f"('', '', {{0}}.part = {_SEX})", f"('channel', {{0}}.channel, {{0}}.part = {_CHANNEL})",
        f"('trade', {{0}}.trade, {{0}}.part = {_TRADE})", f"('sex', {{0}}.sex, {{0}}.part = {_SEX})",
        f"('age', {{0}}.age, {{0}}.part = {_AGE})",
        *(f"('programme', '{name}', {{0}}.part = {_PROGRAMMES} AND ({{0}}.programmes & {1 << place}) <> 0)"
          for place, name in enumerate(PROGRAMMES)),
    )
)  # fmt: skip
STOCK: Final = f"""
WITH parts AS MATERIALIZED (
    SELECT label, month, office_id, segment, channel, trade, sex, age, programmes,
           grouping(channel, trade, sex, age, programmes) AS part, sum(amount) AS amount
    FROM cube GROUP BY GROUPING SETS (
        (label, month, office_id, segment, channel), (label, month, office_id, segment, trade),
        (label, month, office_id, segment, sex), (label, month, office_id, segment, age),
        (label, month, office_id, segment, programmes))
    HAVING sum(amount) <> 0
), leaf AS MATERIALIZED (
    SELECT c.label, c.month, c.office_id, e.segment, v.dimension, v.value, sum(c.amount) AS amount
    FROM parts c {_EVERYONE.format("c")}
    CROSS JOIN LATERAL (VALUES {_VALUES.format("c")}) AS v (dimension, value, counts)
    WHERE v.counts GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(c.amount) <> 0
)
INSERT INTO events (node_id, month, measure, segment, dimension, value, amount)
SELECT l.node_id, least(greatest(c.month, l.since), l.until), 'workers_covered', c.segment, c.dimension, c.value,
       sum(c.amount)
FROM leaf c JOIN lineages l ON {_TREE.format("c")} GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(c.amount) <> 0
"""
REGENCIES: Final = f"""
INSERT INTO regency_events (month, measure, segment, regency, amount)
SELECT g.month, 'workers_covered', e.segment, s.regency, sum(g.step * s.side) FROM spans s
CROSS JOIN LATERAL (VALUES (greatest(s.since, s.first), 1), (least(s.until, s.last), -1)) AS g (month, step)
{_EVERYONE.format("s")}
WHERE s.since < s.last AND s.until > s.first AND {_SINGLE.format("s")}
GROUP BY 1, 3, 4 HAVING sum(g.step * s.side) <> 0
"""

# Cut where any of a person's spans begins or ends, a band of age does, an office gets another above it, and at the
# months looked at: within a piece the same spans hold.
PIECES: Final = f"""
CREATE TEMPORARY TABLE pieces ON COMMIT DROP AS
WITH wholes AS (
    SELECT s.* FROM spans s WHERE EXISTS (SELECT 1 FROM plural x WHERE x.person_id = s.person_id)
        AND s.since < s.last AND s.until > s.first
), cuts AS (
    SELECT w.side, w.person_id, v.month FROM wholes w
    CROSS JOIN LATERAL (VALUES (greatest(w.since, w.first)), (least(w.until, w.last)),
        {", ".join(f"(w.born + {(last + 1) * 12})" for _, last in AGES[:-1])}) AS v (month)
    WHERE v.month BETWEEN w.first AND w.last
    UNION
    SELECT w.side, w.person_id, v.month FROM wholes w JOIN lineages l ON l.side = w.side AND l.office_id = w.office_id
    CROSS JOIN LATERAL (VALUES (l.since), (l.until)) AS v (month)
    WHERE v.month > w.since AND v.month < w.until AND v.month BETWEEN w.first AND w.last
), cut AS (
    SELECT side, person_id, month AS since, lead(month) OVER (PARTITION BY side, person_id ORDER BY month) AS until
    FROM cuts
)
SELECT c.side, c.person_id, c.since, c.until, w.office_id, w.regency, w.segment, w.channel, w.trade,
       coalesce(nullif(w.sex, ''), '{UNKNOWN}') AS sex, a.age, w.programmes
FROM cut c JOIN wholes w ON w.side = c.side AND w.person_id = c.person_id AND w.since <= c.since AND w.until >= c.until
JOIN (VALUES {_BANDS}, ('{UNKNOWN}', NULL, NULL)) AS a (age, since, until)
    ON w.born + a.since <= c.since AND w.born + a.until > c.since OR w.born IS NULL AND a.since IS NULL
"""
_STEPS: Final = "CROSS JOIN LATERAL (VALUES ({0}.since, 1), ({0}.until, -1)) AS g (month, step)"
STOCK_APART: Final = f"""
WITH placed AS MATERIALIZED (
    SELECT p.side, p.person_id, p.since, p.until, l.node_id, e.segment, p.channel, p.trade, p.sex, p.age, p.programmes
    FROM pieces p JOIN lineages l ON l.side = p.side AND l.office_id = p.office_id AND l.since <= p.since
        AND l.until >= p.until {_EVERYONE.format("p")}
), once AS (
    SELECT side, since, until, node_id, segment, person_id, NULL AS channel, NULL AS trade, min(sex) AS sex,
           min(age) AS age, bit_or(programmes) AS programmes FROM placed GROUP BY 1, 2, 3, 4, 5, 6
), told AS (
    SELECT side, since, until, node_id, segment, '' AS channel, '' AS trade, sex, age, programmes, part,
           count(*) AS people
    FROM once CROSS JOIN (VALUES ({_SEX}), ({_AGE}), ({_PROGRAMMES})) AS k (part) GROUP BY 1, 2, 3, 4, 5, 8, 9, 10, 11
    UNION ALL
    SELECT side, since, until, node_id, segment, channel, '', '', '', 0, {_CHANNEL}, count(DISTINCT person_id)
    FROM placed GROUP BY 1, 2, 3, 4, 5, 6
    UNION ALL
    SELECT side, since, until, node_id, segment, '', trade, '', '', 0, {_TRADE}, count(DISTINCT person_id)
    FROM placed GROUP BY 1, 2, 3, 4, 5, 7
)
INSERT INTO events (node_id, month, measure, segment, dimension, value, amount)
SELECT t.node_id, g.month, 'workers_covered', t.segment, v.dimension, v.value, sum(t.side * g.step * t.people)
FROM told t {_STEPS.format("t")} CROSS JOIN LATERAL (VALUES {_VALUES.format("t")}) AS v (dimension, value, counts)
WHERE v.counts GROUP BY 1, 2, 4, 5, 6 HAVING sum(t.side * g.step * t.people) <> 0
"""
REGENCIES_APART: Final = f"""
INSERT INTO regency_events (month, measure, segment, regency, amount)
SELECT g.month, 'workers_covered', t.segment, t.regency, sum(t.side * g.step * t.people) FROM (
    SELECT p.side, p.since, p.until, p.regency, e.segment, count(DISTINCT p.person_id) AS people
    FROM pieces p {_EVERYONE.format("p")} GROUP BY 1, 2, 3, 4, 5
) t {_STEPS.format("t")} GROUP BY 1, 3, 4 HAVING sum(t.side * g.step * t.people) <> 0
"""


def laid_out(table: str, target: str, keys: str) -> str:
    """The steps of `table` as what stands in each month, added to the differences in `target`."""
    return f"""
INSERT INTO {target} (month, {keys}, amount)
SELECT g.month, {keys}, x.stands FROM (
    SELECT {keys}, month, sum(amount) OVER line AS stands, lead(month) OVER line AS next FROM (
        SELECT {keys}, month, sum(amount) AS amount FROM {table} GROUP BY {keys}, month HAVING sum(amount) <> 0
    ) summed WINDOW line AS (PARTITION BY {keys} ORDER BY month)
) x CROSS JOIN LATERAL generate_series(x.month, x.next - 1) AS g (month) WHERE x.stands <> 0
"""


LAID_OUT: Final = (
    laid_out("events", "deltas", "node_id, measure, segment, dimension, value").replace(
        "INSERT INTO deltas (month, node_id,", "INSERT INTO deltas (month, office_id,"
    ),
    laid_out("regency_events", "regency_deltas", "measure, segment, regency"),
)

# Who is there at the end of one month and not of the other. Whoever goes on in one office and segment needs no look;
# whoever comes after a gap, or goes into one, is told at once; the others (who change their office or segment, or have
# several) are compared at every office above, which may be the same for both.
_MEASURE: Final = "CASE WHEN now THEN 'workers_new' WHEN leaves THEN 'workers_left' ELSE 'workers_lapsed' END"
_SAME: Final = "n.before_office = n.office_id AND n.before_segment = n.segment"
FLOWS: Final = f"""
WITH told AS (
    SELECT n.side, n.since AS month, n.office_id, n.segment, true AS now, false AS leaves FROM lines n
    WHERE (n.before_until IS NULL OR n.before_until < n.since) AND n.since BETWEEN n.first AND n.last
      AND {_SINGLE.format("n")}
    UNION ALL
    SELECT n.side, n.until, n.office_id, n.segment, false, n.leaves FROM lines n
    WHERE (n.after_since IS NULL OR n.after_since > n.until) AND n.until BETWEEN n.first AND n.last
      AND {_SINGLE.format("n")}
), leaf AS MATERIALIZED (
    SELECT {_LABEL.format("t")} AS label, month, office_id, {_MEASURE} AS measure, segment, sum(side) AS people
    FROM told t GROUP BY 1, 2, 3, 4, 5 HAVING sum(side) <> 0
)
INSERT INTO deltas (office_id, month, measure, segment, dimension, value, amount)
SELECT l.node_id, c.month, c.measure, e.segment, '', '', sum(c.people)
FROM leaf c JOIN lineages l ON {_TREE.format("c")} AND c.month >= l.since AND c.month < l.until {_EVERYONE.format("c")}
GROUP BY 1, 2, 3, 4 HAVING sum(c.people) <> 0
"""
ROLES: Final = f"""
CREATE TEMPORARY TABLE roles ON COMMIT DROP AS
SELECT n.side, n.since AS month, n.person_id, v.now, v.office_id, v.segment, v.leaves FROM lines n
CROSS JOIN LATERAL (VALUES (true, n.office_id, n.segment, n.leaves),
    (false, n.before_office, n.before_segment, n.before_leaves)) AS v (now, office_id, segment, leaves)
WHERE n.before_until = n.since AND NOT ({_SAME}) AND n.since BETWEEN n.first AND n.last AND {_SINGLE.format("n")}
UNION ALL
SELECT n.side, b.month, n.person_id, v.now, n.office_id, n.segment, n.leaves FROM (
    SELECT DISTINCT n.side, n.person_id, v.month FROM plural x JOIN lines n ON n.person_id = x.person_id
    CROSS JOIN LATERAL (VALUES (n.since), (n.until)) AS v (month) WHERE v.month BETWEEN n.first AND n.last
) b JOIN lines n ON n.side = b.side AND n.person_id = b.person_id
CROSS JOIN LATERAL (VALUES (true, n.since <= b.month AND n.until > b.month),
    (false, n.since < b.month AND n.until >= b.month)) AS v (now, there)
WHERE v.there
"""
FLOWS_APART: Final = f"""
WITH apart AS (
    SELECT r.side, r.month, r.person_id, l.node_id, e.segment, bool_or(r.now) AS now,
           bool_and(r.leaves) FILTER (WHERE NOT r.now) AS leaves, bool_or(r.now) AND NOT bool_and(r.now) AS stays
    FROM roles r JOIN lineages l ON l.side = r.side AND l.office_id = r.office_id AND r.month >= l.since
        AND r.month < l.until {_EVERYONE.format("r")}
    GROUP BY 1, 2, 3, 4, 5
)
INSERT INTO deltas (office_id, month, measure, segment, dimension, value, amount)
SELECT node_id, month, {_MEASURE}, segment, '', '', sum(side) FROM apart WHERE NOT stays
GROUP BY 1, 2, 3, 4 HAVING sum(side) <> 0
"""

# Those first covered in a month are followed at the offices and in the segments of that month. Nobody differs in this
# but those whose first month, or one of the months of looking again, lies among the months that may differ.
_FOLLOWED: Final = ", ".join(f"({after}, t.after_{after})" for after in AFTER)
STAYING: Final = f"""
WITH firsts AS MATERIALIZED (
    SELECT side, person_id, since AS begun, first, last FROM lines WHERE before_until IS NULL
), concerned AS MATERIALIZED (
    SELECT DISTINCT person_id FROM firsts WHERE begun BETWEEN first AND last
        OR {" OR ".join(f"begun + {after} BETWEEN first AND last" for after in AFTER)}
), stayed AS (
    SELECT f.side, f.person_id, f.begun, {
    ", ".join(
        f"bool_or(n.since <= f.begun + {after} AND n.until > f.begun + {after}) AS after_{after}" for after in AFTER
    )
}
    FROM concerned JOIN firsts f USING (person_id) JOIN lines n ON n.side = f.side AND n.person_id = f.person_id
    GROUP BY 1, 2, 3
), told AS (
    SELECT s.*, b.office_id, b.segment, count(*) OVER (PARTITION BY s.side, s.person_id) AS several FROM stayed s
    JOIN (SELECT DISTINCT side, person_id, since, office_id, segment FROM lines) b
        ON b.side = s.side AND b.person_id = s.person_id AND b.since = s.begun
), leaf AS MATERIALIZED (
    SELECT {_LABEL.format("t")} AS label, t.begun + v.after AS month, t.office_id, t.segment, v.after,
           sum(t.side) AS people, coalesce(sum(t.side) FILTER (WHERE v.stayed), 0) AS stayed
    FROM told t CROSS JOIN LATERAL (VALUES {_FOLLOWED}) AS v (after, stayed) WHERE t.several = 1 GROUP BY 1, 2, 3, 4, 5
), counted AS (
    SELECT l.node_id, c.month, c.after, e.segment, sum(c.people) AS people, sum(c.stayed) AS stayed
    FROM leaf c JOIN lineages l ON {_TREE.format("c")} AND c.month >= l.since AND c.month < l.until
    {_EVERYONE.format("c")} GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT node_id, month, after, segment, sum(side), coalesce(sum(side) FILTER (WHERE stayed), 0) FROM (
        SELECT DISTINCT t.side, t.person_id, l.node_id, t.begun + v.after AS month, v.after, e.segment, v.stayed
        FROM told t CROSS JOIN LATERAL (VALUES {_FOLLOWED}) AS v (after, stayed)
        JOIN lineages l ON l.side = t.side AND l.office_id = t.office_id
            AND t.begun + v.after >= l.since AND t.begun + v.after < l.until
        {_EVERYONE.format("t")} WHERE t.several > 1
    ) apart GROUP BY 1, 2, 3, 4
)
INSERT INTO deltas (office_id, month, measure, segment, dimension, value, amount)
SELECT node_id, month, v.measure, segment, '', '', sum(v.amount) FROM counted
CROSS JOIN LATERAL (VALUES ('joined_' || after, people), ('stayed_' || after, stayed)) AS v (measure, amount)
GROUP BY 1, 2, 3, 4 HAVING sum(v.amount) <> 0
"""
