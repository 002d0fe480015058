"""Bringing realisation up to date with what changed, and making it anew from nothing but the facts.

Both are one transaction: a process that dies leaves everything as it was, and two at once follow each other. What
changes meanwhile waits for the next time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.steering.models import Refresh
from ayomi.apps.steering.queries import adding, tallies
from ayomi.apps.steering.queries.levels import CLOSE, FIRST_MONTH
from ayomi.apps.steering.rules.counting import EVER
from ayomi.core.periods import Month, months_between

CLOSING_DAY: Final = 20
"""The day of the following month on which the figures of a month are taken down: contributions come in until the 15th,
moved by days off."""
SURELY: Final = timedelta(hours=1)
"""How long the figures may go without a full look."""
CELLS_AT_ONCE: Final = 1_000_000
"""Person-months that a rebuild holds at once: enough that its overhead is nothing, little enough for memory."""
_ZONE: Final = ZoneInfo("Asia/Jakarta")


def refresh(*, at: datetime) -> Refresh:
    """Count again what changed since the last time, and close the months whose closing day has come.

    The first time everything is counted. The work follows what changed, not the size of the country; where nothing
    changed there is none, and the answer is that of the last time.
    """
    with transaction.atomic():
        _alone()
        last = Refresh.objects.order_by("-pk").first()
        if last is None:
            return rebuild(at=at)
        if at - last.at < SURELY and not _waiting():
            return last
        waiting = _take_in()
        changed = _count(adding.add)
        done = _done("refresh", waiting, changed, at)
        _close(at, done.first_month)
    return done


def _waiting() -> bool:
    """Whether anything is noted as changed. The tree of offices and the days of closing are looked at in any case
    once SURELY has passed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM steering_touchedmembership) OR EXISTS (SELECT 1 FROM steering_touched)"
            " OR EXISTS (SELECT 1 FROM steering_touchedbill) OR EXISTS (SELECT 1 FROM steering_touchedrecord)"
        )
        return bool(cursor.fetchone()[0])


def rebuild(*, at: datetime) -> Refresh:
    """Count everything anew. `changed` of the answer says how many tallies had been different; the work follows the
    size of the country."""
    with transaction.atomic():
        _alone()
        waiting = _take_all()
        changed = _count(adding.replace)
        done = _done("rebuild", waiting, changed, at)
        record(
            "tallies_rebuilt", subject="refresh", subject_id=done.pk, by=None, at=at,
            detail={"waiting": waiting, "changed": changed},
        )  # fmt: skip
        _close(at, done.first_month)
    return done


def _done(kind: str, waiting: int, changed: int, at: datetime) -> Refresh:
    with connection.cursor() as cursor:
        cursor.execute(FIRST_MONTH)
        first = cursor.fetchone()[0]
    return Refresh.objects.create(at=at, kind=kind, waiting=waiting, changed=changed, first_month=first)


def _run(*statements: str) -> int:
    """How many rows the statements wrote."""
    written = 0
    with connection.cursor() as cursor:
        for statement in statements:
            # Values stand in the statements, so per cent signs in them are what they are.
            cursor.execute(statement)
            written += max(cursor.rowcount, 0)
    return written


def _made(*statements: str) -> None:
    """Temporary tables, looked at so that the database knows their size."""
    for statement in statements:
        _run(statement)
        _run("ANALYZE " + statement.split("TEMPORARY TABLE", 1)[1].split()[0])


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('steering tallies'))")
        # What an earlier counting in this transaction left; each counts by itself.
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'"
            " AND relname = ANY (%s)",
            [list(_TEMPORARY)],
        )
        left = [name for (name,) in cursor.fetchall()]
        if left:
            cursor.execute(f"DROP TABLE {', '.join(left)}")
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("SET LOCAL work_mem = '128MB'")


_TEMPORARY: Final = (
    "tree", "moved", "lineages", "deltas", "own", "regency_deltas", "look", "fresh", "final", "differing", "affected",
    "spans", "cells", "several", "projects", "project_sides", "bodies", "body_sides", "body_cells", "touched",
)  # fmt: skip

_LOOK = f"""
CREATE TEMPORARY TABLE look ON COMMIT DROP AS
WITH gone AS (DELETE FROM steering_touchedmembership RETURNING membership_id, since, until)
SELECT membership_id, min(since) AS since, max(until) AS until FROM (
    SELECT membership_id, since, until FROM gone
    UNION ALL
    SELECT m.id, 0, {EVER} FROM touched t JOIN registry_person p ON t.subject_id IN (p.id, p.merged_into_id)
    JOIN membership_membership m ON m.person_id = p.id WHERE t.kind = 'person'
    UNION ALL
    SELECT m.id, 0, {EVER} FROM touched t JOIN membership_membership m ON m.project_id = t.subject_id
    WHERE t.kind = 'project'
) parts GROUP BY 1
"""
_BODIES = f"""
CREATE TEMPORARY TABLE bodies ON COMMIT DROP AS
SELECT organisation_id, min(first) AS since, max(last) AS until FROM (
    SELECT organisation_id, first, last FROM spans WHERE organisation_id IS NOT NULL
    UNION ALL SELECT subject_id, 0, {EVER} FROM touched WHERE kind = 'organisation'
    UNION ALL SELECT b.organisation_id, m.since, m.until FROM moved m
    JOIN steering_bodypresence b ON b.office_id = m.office_id
) parts GROUP BY 1
"""


def _take_in() -> int:
    """What changed, counted into `deltas`, `own` and `regency_deltas`."""
    _made(
        "CREATE TEMPORARY TABLE touched ON COMMIT DROP AS"
        " WITH gone AS (DELETE FROM steering_touched RETURNING kind, subject_id) SELECT DISTINCT * FROM gone"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM touched")
        others = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM steering_touchedbill")
        others += cursor.fetchone()[0]
    _tree()
    _made(_LOOK)
    members = _members_looked_at()
    _run("DROP TABLE several, cells")
    _made(_BODIES)
    _run("CREATE TEMPORARY TABLE projects ON COMMIT DROP AS SELECT subject_id AS project_id FROM touched"
         " WHERE kind = 'project'")  # fmt: skip
    _run(adding.MOVE_OWN, adding.RECORDS, adding.MONEY, *adding.PROJECTS, adding.ADD_OWN, *adding.BODIES)
    return int(others) + members


def _members_looked_at() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM look")
        looked_at = int(cursor.fetchone()[0])
    _made(tallies.FRESH, tallies.FINAL, tallies.CHANGED, tallies.AFFECTED)
    _run(tallies.SPANS_BEFORE, *tallies.STORE, tallies.SPANS_AFTER, "ANALYZE spans")
    _made(tallies.CELLS, tallies.SEVERAL)
    _run(tallies.STOCK, tallies.REGENCIES, tallies.FLOWS, tallies.STAYING)
    return looked_at


def _tree() -> None:
    _made(adding.TREE, adding.MOVED, adding.LINEAGES)
    _run(*adding.STORE_TREE, adding.DELTAS)


_ALL_LOOKED_AT = f"""
CREATE TEMPORARY TABLE look ON COMMIT DROP AS
SELECT id AS membership_id, 0 AS since, {EVER} AS until FROM membership_membership
UNION SELECT membership_id, 0, {EVER} FROM steering_presence
"""
_ALL_SPANS = f"""
CREATE TEMPORARY TABLE spans ON COMMIT DROP AS
SELECT 1::smallint AS side, {tallies.COLUMNS}, 0 AS first, {EVER} AS last FROM steering_presence
"""


def _take_all() -> int:
    """Everything, counted into `deltas`, `own` and `regency_deltas`, some months at a time where it is much."""
    waiting = _run("DELETE FROM steering_touched", "DELETE FROM steering_touchedmembership")
    _tree()
    _made(_ALL_LOOKED_AT, tallies.FRESH, tallies.FINAL, tallies.CHANGED)
    _run(*tallies.STORE, "DROP TABLE look, fresh, final, differing")
    _made(_ALL_SPANS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT since, count(*) FROM spans GROUP BY 1")
        begun = dict(cursor.fetchall())
        cursor.execute("SELECT until, count(*) FROM spans GROUP BY 1")
        ended = dict(cursor.fetchall())
    for first, last in tallies.portions(begun, ended, most=CELLS_AT_ONCE):
        _made(tallies.cells_of(first, last), tallies.SEVERAL)
        _run(tallies.STOCK, tallies.REGENCIES, tallies.FLOWS, "DROP TABLE cells, several")
    _run(
        tallies.STAYING,
        f"CREATE TEMPORARY TABLE bodies ON COMMIT DROP AS SELECT organisation_id, 0 AS since, {EVER} AS until FROM"
        " (SELECT organisation_id FROM steering_presence WHERE organisation_id IS NOT NULL"
        " UNION SELECT organisation_id FROM steering_bodypresence) every",
        "CREATE TEMPORARY TABLE projects ON COMMIT DROP AS SELECT project_id FROM membership_projectcover"
        " UNION SELECT project_id FROM steering_projectcount",
        adding.PROJECTS[0],
        "DELETE FROM project_sides WHERE side = -1",
        adding.BODIES[0],
        "DELETE FROM body_sides WHERE side = -1",
        adding.RECORDS_ANEW, adding.MONEY_ANEW, *adding.PROJECTS[1:], adding.ADD_OWN, *adding.BODIES[1:],
    )  # fmt: skip
    return waiting


def _count(way: Callable[[str], tuple[str, str]]) -> int:
    """Put the sums into the tallies in this way; how many came out different."""
    return sum(_run(*way(table)) for table in adding.TABLES)


def _close(at: datetime, first_day: date | None) -> None:
    """Take down the figures of months whose closing day has come, as they stand now."""
    if first_day is None:
        return
    first = Month.of(first_day)
    today = at.astimezone(_ZONE).date()
    last = Month.of(today).plus(-1 if today.day >= CLOSING_DAY else -2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT month FROM steering_closing")
        closed = {month for (month,) in cursor.fetchall()}
        for month in months_between(first, last) if first <= last else ():
            if month.first_day not in closed:
                cursor.execute(
                    "INSERT INTO steering_closing (month, closed_on) VALUES (%s, %s)", [month.first_day, today]
                )
                cursor.execute(CLOSE, {"month": month.first_day, "new_year": date(month.year, 1, 1),
                                       "text": str(month)})  # fmt: skip
