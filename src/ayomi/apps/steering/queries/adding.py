"""The statements that count what simply adds up: bodies, projects, money, records; the tree they are added up along;
and how sums become tallies.

    lineages    side, office_id, node_id, since, until   the tree as it was (-1) and as it is (1)
    moved       office_id, since, until                  offices that no longer count for the same nodes
    own         office_id, month, measure, segment, dimension, value, amount    of an office without those below
"""

from __future__ import annotations

from typing import Final

from ayomi.apps.steering.rules.counting import EVER
from ayomi.apps.steering.rules.indicators import ALL

# A parent that stands on the last day of a month holds for the month.
TREE: Final = f"""
CREATE TEMPORARY TABLE tree ON COMMIT DROP AS
WITH RECURSIVE links AS (
    SELECT office_id AS child, parent_id, steering_month(since) AS since,
           coalesce(steering_month(until), {EVER}) AS until FROM offices_placement
    UNION ALL
    SELECT o.id, o.parent_id, 0, {EVER} FROM offices_office o WHERE o.parent_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM offices_placement p WHERE p.office_id = o.id)
), line AS (
    SELECT id AS office_id, id AS node_id, 0 AS since, {EVER} AS until FROM offices_office
    UNION
    SELECT x.office_id, k.parent_id, greatest(x.since, k.since), least(x.until, k.until) FROM line x
    JOIN links k ON k.child = x.node_id AND k.since < x.until AND k.until > x.since AND k.parent_id <> x.office_id
)
SELECT DISTINCT ON (office_id, node_id, since) office_id, node_id, since, until FROM line WHERE since < until
ORDER BY office_id, node_id, since, until DESC
"""
MOVED: Final = """
CREATE TEMPORARY TABLE moved ON COMMIT DROP AS
SELECT office_id, min(since) AS since, max(until) AS until FROM (
    (SELECT office_id, node_id, since, until FROM tree EXCEPT SELECT office_id, node_id, since, until
     FROM steering_lineage)
    UNION ALL
    (SELECT office_id, node_id, since, until FROM steering_lineage EXCEPT SELECT office_id, node_id, since, until
     FROM tree)
) parts GROUP BY 1
"""
LINEAGES: Final = """
CREATE TEMPORARY TABLE lineages ON COMMIT DROP AS
SELECT -1::smallint AS side, office_id, node_id, since, until FROM steering_lineage
UNION ALL SELECT 1::smallint, office_id, node_id, since, until FROM tree
"""
STORE_TREE: Final = (
    "DELETE FROM steering_lineage l USING moved m WHERE m.office_id = l.office_id",
    "INSERT INTO steering_lineage (office_id, node_id, since, until)"
    " SELECT t.office_id, t.node_id, t.since, t.until FROM tree t JOIN moved m ON m.office_id = t.office_id",
)

DELTAS: Final = """
CREATE TEMPORARY TABLE deltas (office_id bigint, month int, measure text, segment text, dimension text, value text,
    amount bigint) ON COMMIT DROP;
CREATE TEMPORARY TABLE own (LIKE deltas) ON COMMIT DROP;
CREATE TEMPORARY TABLE regency_deltas (measure text, month int, segment text, regency text, amount bigint)
    ON COMMIT DROP
"""

# What offices that moved had counted themselves goes from the nodes they stood under to those they stand under.
MOVE_OWN: Final = """
INSERT INTO deltas (office_id, month, measure, segment, dimension, value, amount)
SELECT l.node_id, steering_month(o.month), o.measure, o.segment, o.dimension, o.value, sum(l.side * o.amount)
FROM moved m JOIN steering_owntally o ON o.office_id = m.office_id
JOIN lineages l ON l.office_id = o.office_id AND steering_month(o.month) >= l.since
    AND steering_month(o.month) < l.until
GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(l.side * o.amount) <> 0
"""
ADD_OWN: Final = """
INSERT INTO deltas (office_id, month, measure, segment, dimension, value, amount)
SELECT l.node_id, o.month, o.measure, o.segment, o.dimension, o.value, sum(o.amount)
FROM own o JOIN lineages l ON l.side = 1 AND l.office_id = o.office_id AND o.month >= l.since AND o.month < l.until
GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(o.amount) <> 0
"""

# The parts of a final bill never change, so what a bill adds depends on nothing but what was noted of it.
_MONEY: Final = f"""
, told AS (
    SELECT n.office_id, b.segment, steering_month(p.due_on) AS due, steering_month(n.paid_on) AS paid,
           n.paid_on <= p.due_on AS punctual, n.sponsored, sum(n.sign * p.amount) AS amount
    FROM net n JOIN contributions_bill b ON b.id = n.bill_id
    JOIN contributions_part p ON p.bill_id = b.id AND p.fund <> 'fine' GROUP BY 1, 2, 3, 4, 5, 6
)
INSERT INTO own (office_id, month, measure, segment, dimension, value, amount)
SELECT t.office_id, v.month, v.measure, e.segment, v.dimension, v.value, sum(t.amount)
FROM told t CROSS JOIN LATERAL (VALUES ('{ALL}'), (t.segment)) AS e (segment)
CROSS JOIN LATERAL (VALUES
    ('contributions_due', t.due, '', '', true),
    ('contributions_received', t.paid, '', '', t.paid IS NOT NULL),
    ('contributions_on_time', t.due, '', '', t.punctual),
    ('contributions_settled', t.due, 'paid_in', to_char(steering_first(t.paid), 'YYYY-MM'), t.paid IS NOT NULL),
    ('contributions_sponsored', t.paid, '', '', t.sponsored AND t.paid IS NOT NULL AND e.segment <> '{ALL}')
) AS v (measure, month, dimension, value, counts)
WHERE v.counts GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(t.amount) <> 0
"""
MONEY: Final = (
    """
WITH gone AS (DELETE FROM steering_touchedbill RETURNING bill_id, sign, office_id, paid_on, sponsored),
net AS (SELECT bill_id, office_id, paid_on, sponsored, sum(sign) AS sign FROM gone GROUP BY 1, 2, 3, 4
    HAVING sum(sign) <> 0)
"""
    + _MONEY
)
# In one statement, so that no bill is both counted here and waiting.
MONEY_ANEW: Final = (
    """
WITH gone AS (DELETE FROM steering_touchedbill), net AS (
    SELECT b.id AS bill_id, b.office_id, CASE WHEN b.state = 'paid' THEN b.paid_on END AS paid_on,
           coalesce(b.segment = 'own_account' AND o.kind = 'government', false) AS sponsored, 1 AS sign
    FROM contributions_bill b LEFT JOIN registry_payer p ON p.id = b.payer_id
    LEFT JOIN registry_organisation o ON o.id = p.organisation_id WHERE b.state IN ('final', 'paid')
)
"""
    + _MONEY
)

RECORDS: Final = f"""
WITH gone AS (DELETE FROM steering_touchedrecord RETURNING office_id, measure, month, amount)
INSERT INTO own (office_id, month, measure, segment, dimension, value, amount)
SELECT office_id, steering_month(month), measure, '{ALL}', '', '', sum(amount) FROM gone
GROUP BY 1, 2, 3 HAVING sum(amount) <> 0
"""
RECORDS_ANEW: Final = f"""
WITH gone AS (DELETE FROM steering_touchedrecord)
INSERT INTO own (office_id, month, measure, segment, dimension, value, amount)
SELECT p.office_id, steering_month((p.recorded_at AT TIME ZONE 'Asia/Jakarta')::date), v.measure, '{ALL}', '', '',
       count(*)
FROM registry_person p CROSS JOIN LATERAL (VALUES
    ('records', p.merged_into_id IS NULL), ('records_merged', p.merged_into_id IS NOT NULL),
    ('records_with_nik', p.merged_into_id IS NULL AND p.nik_hash IS NOT NULL),
    ('records_with_contact', p.merged_into_id IS NULL AND (p.phone_hash IS NOT NULL OR p.email <> '')),
    ('records_in_doubt', p.merged_into_id IS NULL AND p.warnings <> '[]'::jsonb)
) AS v (measure, counts) WHERE v.counts GROUP BY 1, 2, 3
"""

# `projects`: project_id of those to look at again.
PROJECTS: Final = (
    """
CREATE TEMPORARY TABLE project_sides ON COMMIT DROP AS
SELECT -1 AS side, k.project_id, k.office_id, k.month, k.regency
FROM projects JOIN steering_projectcount k USING (project_id)
UNION ALL
SELECT 1, p.id, p.office_id, steering_month(c.paid_on), left(p.region_id, 5)
FROM projects x JOIN registry_project p ON p.id = x.project_id JOIN membership_projectcover c ON c.project_id = p.id
""",
    """
INSERT INTO own (office_id, month, measure, segment, dimension, value, amount)
SELECT office_id, month, 'projects_enrolled', 'construction', '', '', sum(side) FROM project_sides
GROUP BY 1, 2 HAVING sum(side) <> 0
""",
    """
INSERT INTO regency_deltas (measure, month, segment, regency, amount)
SELECT 'projects_enrolled', month, 'construction', regency, sum(side) FROM project_sides
GROUP BY 2, 4 HAVING sum(side) <> 0
""",
    "DELETE FROM steering_projectcount k USING projects x WHERE x.project_id = k.project_id",
    "INSERT INTO steering_projectcount (project_id, office_id, month, regency)"
    " SELECT project_id, office_id, month, regency FROM project_sides WHERE side = 1",
)

# A body counts in the months in which somebody is covered through it. Where more came than went, somebody is; where
# more went, it is looked up; else nothing changed. `whole`: the body itself changed, and is looked at anew.
_THROUGH: Final = (
    "{0}.segment NOT IN ('construction', 'migrant') AND ({1}.kind = 'cooperative' OR {1}.kind = 'firm'"
    " AND {0}.segment = 'wage_earner')"
)
_ATTRIBUTES: Final = "o.office_id, o.kind, left(coalesce(o.region_id, ''), 5) AS regency"
BODY_NETS: Final = f"""
CREATE TEMPORARY TABLE body_nets ON COMMIT DROP AS
SELECT organisation_id, month AS since, next AS until, net FROM (
    SELECT organisation_id, month, sum(amount) OVER line AS net, lead(month) OVER line AS next FROM (
        SELECT s.organisation_id, g.month, sum(g.step * s.side) AS amount
        FROM spans s JOIN registry_organisation o ON o.id = s.organisation_id AND {_THROUGH.format("s", "o")}
        CROSS JOIN LATERAL (VALUES (greatest(s.since, s.first), 1), (least(s.until, s.last), -1)) AS g (month, step)
        WHERE s.since < s.last AND s.until > s.first GROUP BY 1, 2 HAVING sum(g.step * s.side) <> 0
    ) steps WINDOW line AS (PARTITION BY organisation_id ORDER BY month)
) nets WHERE net <> 0
"""
BODIES: Final = """
CREATE TEMPORARY TABLE bodies ON COMMIT DROP AS
SELECT organisation_id, bool_or(whole) AS whole FROM (
    SELECT organisation_id, false AS whole FROM body_nets
    UNION ALL SELECT subject_id, true FROM touched WHERE kind = 'organisation'
    UNION ALL SELECT b.organisation_id, false FROM moved m JOIN steering_bodypresence b ON b.office_id = m.office_id
) parts GROUP BY 1
"""
ALL_BODIES: Final = """
CREATE TEMPORARY TABLE bodies ON COMMIT DROP AS
SELECT organisation_id, true AS whole FROM steering_presence WHERE organisation_id IS NOT NULL
UNION SELECT organisation_id, true FROM steering_bodypresence
"""
_BODIES_BEFORE: Final = """
SELECT -1::smallint AS side, b.organisation_id, b.since, b.until, b.office_id, b.kind, b.regency
FROM bodies x JOIN steering_bodypresence b ON b.organisation_id = x.organisation_id
"""
_BODIES_WHOLE: Final = f"""
SELECT 1::smallint AS side, k.id AS organisation_id, lower(k.span) AS since, upper(k.span) AS until, k.office_id,
       k.kind, k.regency FROM (
    SELECT o.id, {_ATTRIBUTES}, unnest(range_agg(int4range(p.since, p.until))) AS span
    FROM bodies x JOIN registry_organisation o ON o.id = x.organisation_id
    JOIN steering_presence p ON p.organisation_id = o.id AND {_THROUGH.format("p", "o")}
    WHERE x.whole GROUP BY o.id, 2, 3, 4
) k
"""
BODY_SIDES: Final = f"""
CREATE TEMPORARY TABLE body_sides ON COMMIT DROP AS
WITH more AS (
    SELECT organisation_id, range_agg(int4range(since, until)) AS spans FROM body_nets WHERE net > 0 GROUP BY 1
), less AS (
    SELECT n.organisation_id, range_agg(int4range(g.month, g.month + 1)) AS spans
    FROM body_nets n JOIN registry_organisation o ON o.id = n.organisation_id
    CROSS JOIN LATERAL generate_series(n.since, n.until - 1) AS g (month)
    WHERE n.net < 0 AND NOT EXISTS (SELECT 1 FROM steering_presence p WHERE p.organisation_id = n.organisation_id
        AND p.since <= g.month AND p.until > g.month AND {_THROUGH.format("p", "o")}) GROUP BY 1
), kept AS (
    SELECT b.organisation_id, range_agg(int4range(b.since, b.until)) AS spans
    FROM bodies x JOIN steering_bodypresence b ON b.organisation_id = x.organisation_id GROUP BY 1
)
{_BODIES_BEFORE}
UNION ALL {_BODIES_WHOLE}
UNION ALL
SELECT 1::smallint, k.id, lower(k.span), upper(k.span), k.office_id, k.kind, k.regency FROM (
    SELECT o.id, {_ATTRIBUTES},
           unnest(coalesce(k.spans, '{{}}') - coalesce(l.spans, '{{}}') + coalesce(m.spans, '{{}}')) AS span
    FROM bodies x JOIN registry_organisation o ON o.id = x.organisation_id
    LEFT JOIN kept k ON k.organisation_id = o.id LEFT JOIN less l ON l.organisation_id = o.id
    LEFT JOIN more m ON m.organisation_id = o.id WHERE NOT x.whole
) k
"""
ALL_BODY_SIDES: Final = f"CREATE TEMPORARY TABLE body_sides ON COMMIT DROP AS {_BODIES_WHOLE}"
COUNT_BODIES: Final = (
    """
CREATE TEMPORARY TABLE body_steps ON COMMIT DROP AS
SELECT b.side, g.month, b.office_id, b.regency,
       CASE b.kind WHEN 'firm' THEN 'firms_enrolled' ELSE 'cooperatives_enrolled' END AS measure,
       CASE b.kind WHEN 'firm' THEN 'wage_earner' ELSE 'all' END AS segment, sum(g.step * b.side) AS amount
FROM body_sides b CROSS JOIN LATERAL (VALUES (b.since, 1), (b.until, -1)) AS g (month, step) GROUP BY 1, 2, 3, 4, 5, 6
""",
    """
INSERT INTO events (node_id, month, measure, segment, dimension, value, amount)
SELECT l.node_id, least(greatest(c.month, l.since), l.until), c.measure, c.segment, '', '', sum(c.amount)
FROM body_steps c JOIN lineages l ON l.side = c.side AND l.office_id = c.office_id
GROUP BY 1, 2, 3, 4 HAVING sum(c.amount) <> 0
""",
    """
INSERT INTO regency_events (month, measure, segment, regency, amount)
SELECT month, measure, segment, regency, sum(amount) FROM body_steps GROUP BY 1, 2, 3, 4
HAVING sum(amount) <> 0
""",
    "DELETE FROM steering_bodypresence b USING bodies x WHERE x.organisation_id = b.organisation_id AND NOT EXISTS"
    " (SELECT 1 FROM body_sides s WHERE s.side = 1 AND s.organisation_id = b.organisation_id AND s.since = b.since)",
    "INSERT INTO steering_bodypresence AS b (organisation_id, since, until, office_id, kind, regency)"
    " SELECT organisation_id, since, until, office_id, kind, regency FROM body_sides WHERE side = 1"
    " ON CONFLICT (organisation_id, since) DO UPDATE SET until = excluded.until, office_id = excluded.office_id,"
    " kind = excluded.kind, regency = excluded.regency WHERE (b.until, b.office_id, b.kind, b.regency)"
    " IS DISTINCT FROM (excluded.until, excluded.office_id, excluded.kind, excluded.regency)",
)

_KEYS: Final = {
    "steering_tally": ("deltas", ("office_id", "measure", "month", "segment", "dimension", "value")),
    "steering_owntally": ("own", ("office_id", "measure", "month", "segment", "dimension", "value")),
    "steering_regencytally": ("regency_deltas", ("measure", "month", "segment", "regency")),
}
TABLES: Final = tuple(_KEYS)


def _summed(table: str) -> str:
    source, keys = _KEYS[table]
    told = ", ".join("steering_first(month) AS month" if name == "month" else name for name in keys)
    return f"SELECT {told}, sum(amount) AS amount FROM {source} GROUP BY {', '.join(keys)} HAVING sum(amount) <> 0"


def _same(table: str, left: str, right: str) -> str:
    return " AND ".join(f"{left}.{name} = {right}.{name}" for name in _KEYS[table][1])


def add(table: str) -> tuple[str, str]:
    """Add the differences to what is kept; what becomes nought goes."""
    keys = ", ".join(_KEYS[table][1])
    return (
        f"INSERT INTO {table} AS t ({keys}, amount) {_summed(table)}"
        f" ON CONFLICT ({keys}) DO UPDATE SET amount = t.amount + excluded.amount",
        f"DELETE FROM {table} t USING ({_summed(table)}) d WHERE t.amount = 0 AND {_same(table, 't', 'd')}",
    )


def replace(table: str) -> tuple[str, str]:
    """Make what is kept equal to the sums; each statement touches only rows that differ."""
    keys = ", ".join(_KEYS[table][1])
    return (
        f"WITH summed AS MATERIALIZED ({_summed(table)}) DELETE FROM {table} t"
        f" WHERE NOT EXISTS (SELECT 1 FROM summed d WHERE {_same(table, 't', 'd')})",
        f"INSERT INTO {table} AS t ({keys}, amount) {_summed(table)}"
        f" ON CONFLICT ({keys}) DO UPDATE SET amount = excluded.amount WHERE t.amount <> excluded.amount",
    )
