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
from ayomi.apps.steering.queries import adding, presence, tallies
from ayomi.apps.steering.queries.levels import CLOSE, FIRST_MONTH, asked_of
from ayomi.apps.steering.rules.closing import last_closed
from ayomi.apps.steering.rules.counting import EVER
from ayomi.core.periods import Month, months_between

SURELY: Final = timedelta(hours=1)
"""How long the figures may go without a full look."""
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
    "tree", "moved", "lineages", "deltas", "own", "regency_deltas", "events", "regency_events", "touched", "look",
    "runs", "stretches", "fresh", "final", "differing", "affected", "spans", "lines", "plural", "cube", "pieces",
    "roles", "projects", "project_sides", "body_nets", "bodies", "body_sides", "body_steps",
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
    _made(adding.BODY_NETS, adding.BODIES, adding.BODY_SIDES)
    _run(*adding.COUNT_BODIES)
    _run("CREATE TEMPORARY TABLE projects ON COMMIT DROP AS SELECT subject_id AS project_id FROM touched"
         " WHERE kind = 'project'")  # fmt: skip
    _run(adding.MOVE_OWN, adding.RECORDS, adding.MONEY, *adding.PROJECTS, adding.ADD_OWN, *tallies.LAID_OUT)
    return int(others) + members


def _members_looked_at() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM look")
        looked_at = int(cursor.fetchone()[0])
    _made(presence.RUNS, presence.STRETCHES, presence.FRESH, presence.FINAL, presence.CHANGED, presence.AFFECTED)
    _made(presence.SPANS_BEFORE)
    _run(*presence.STORE, presence.SPANS_AFTER, "ANALYZE spans")
    _people()
    return looked_at


def _people() -> None:
    """Those in `spans`, counted."""
    _made(tallies.LINES, tallies.PLURAL, tallies.CUBE)
    _run(tallies.STOCK, tallies.REGENCIES)
    _made(tallies.PIECES, tallies.ROLES)
    _run(tallies.STOCK_APART, tallies.REGENCIES_APART, tallies.FLOWS, tallies.FLOWS_APART, tallies.STAYING)


def _tree() -> None:
    _made(adding.TREE, adding.MOVED, adding.LINEAGES)
    _run(*adding.STORE_TREE, adding.DELTAS, tallies.EVENTS)


_ALL_LOOKED_AT = f"""
CREATE TEMPORARY TABLE look ON COMMIT DROP AS
SELECT id AS membership_id, 0 AS since, {EVER} AS until FROM membership_membership
UNION SELECT membership_id, 0, {EVER} FROM steering_presence
"""


def _take_all() -> int:
    """Everything, counted into `deltas`, `own` and `regency_deltas`."""
    waiting = _run("DELETE FROM steering_touched", "DELETE FROM steering_touchedmembership")
    _tree()
    _made(_ALL_LOOKED_AT, presence.ALL_RUNS, presence.STRETCHES, presence.FRESH)
    _run("DROP TABLE runs, stretches")
    _made(presence.ALL_FINAL, presence.CHANGED)
    _run(*presence.STORE, "DROP TABLE look, fresh, final, differing", "ANALYZE steering_presence")
    _made(presence.ALL_SPANS)
    _people()
    _run("DROP TABLE spans, lines, cube, pieces, roles")
    _made(adding.ALL_BODIES, adding.ALL_BODY_SIDES)
    _run(
        *adding.COUNT_BODIES,
        "CREATE TEMPORARY TABLE projects ON COMMIT DROP AS SELECT project_id FROM membership_projectcover"
        " UNION SELECT project_id FROM steering_projectcount",
        adding.PROJECTS[0],
        "DELETE FROM project_sides WHERE side = -1",
        adding.RECORDS_ANEW, adding.MONEY_ANEW, *adding.PROJECTS[1:], adding.ADD_OWN, *tallies.LAID_OUT,
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
    last = last_closed(today)
    with connection.cursor() as cursor:
        cursor.execute("SELECT month FROM steering_closing")
        closed = {month for (month,) in cursor.fetchall()}
        closing = (
            [each for each in months_between(first, last) if each.first_day not in closed] if first <= last else []
        )
        cursor.execute(
            "INSERT INTO steering_closing (month, closed_on) SELECT month, %s FROM unnest(%s::date[]) month",
            [today, [each.first_day for each in closing]],
        )
        if len(closing) > 1:
            # After the first counting: until then the database has never looked at what there is.
            cursor.execute("ANALYZE steering_tally")
        if closing:
            cursor.execute(CLOSE, asked_of(closing))
