"""Assessing a month: members and wages in columns, the law of the month, one line each, one bill per payer.

Each batch of payers is one transaction, so every bill is whole at any moment; running again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl
from django.db import connection
from django.utils.timezone import localdate

from ayomi.apps.audit.actions import copy_in, copy_into, owner_rights
from ayomi.apps.contributions import rules
from ayomi.apps.contributions.actions.finalise import finalise
from ayomi.apps.contributions.models import Assessment
from ayomi.apps.contributions.queries import gather
from ayomi.apps.contributions.queries.recount import expected, in_pieces
from ayomi.apps.membership.actions.changes import settle_changes
from ayomi.apps.registry.actions import hold_payers
from ayomi.core.periods import Month

MEMBERS_IN_BATCH: Final = 200_000
"""Members whose lines are held in memory at once and written in one transaction."""


@dataclass(frozen=True)
class Outcome:
    """What an assessment wrote. `bills`: numbers of the drafts or final bills it made or renewed."""

    bills: tuple[int, ...]
    lines: int
    total: int

    def plus(self, other: Outcome) -> Outcome:
        return Outcome(self.bills + other.bills, self.lines + other.lines, self.total + other.total)


NOTHING: Final = Outcome((), 0, 0)


def request(
    month: Month, *, scope: str, scope_id: int | None, office_id: int | None, supplement: bool = False, by: int | None,
    at: datetime,
) -> int:  # fmt: skip
    """Ask for an assessment, to be run as a job. `supplement`: see `assess`. Returns its number."""
    run = Assessment.objects.create(
        month=month.first_day, scope=scope, scope_id=scope_id, state="waiting", requested_at=at, requested_by=by,
        office_id=office_id, supplement=supplement,
    )  # fmt: skip
    return int(run.pk)


def run_requested(assessment_id: int, *, at: Callable[[], datetime]) -> Outcome:
    """Run (or go on with) a requested assessment. Safe to call again after the death of its process.

    `at` is asked for the moment at each step, since a country takes longer than a moment.
    """
    run = Assessment.objects.get(pk=assessment_id)
    if run.state == "done":
        return NOTHING
    started = run.started_at or at()
    Assessment.objects.filter(pk=run.pk).update(state="running", started_at=started, message="")

    def note(done: int, whole: int, so_far: Outcome) -> None:
        Assessment.objects.filter(pk=run.pk).update(
            payers_done=done, payers_total=whole, bills=len(so_far.bills), lines=so_far.lines
        )

    try:
        outcome = assess(
            Month.of(run.month), scope=run.scope, scope_id=run.scope_id, final=True, supplement=run.supplement,
            by=run.requested_by, at=at(), progress=note,
        )  # fmt: skip
    except Exception as problem:
        Assessment.objects.filter(pk=run.pk).update(state="failed", message=str(problem)[:500])
        raise
    Assessment.objects.filter(pk=run.pk).update(state="done", finished_at=at())
    return outcome


def assess(
    month: Month,
    *,
    scope: str,
    scope_id: int | None = None,
    final: bool,
    supplement: bool = False,
    by: int | None,
    at: datetime,
    progress: Callable[[int, int, Outcome], None] | None = None,
) -> Outcome:
    """Assess `month` for a payer, an office with all below it, or the country.

    `final`: make the bills final at once and give them their payment codes; otherwise they are drafts, and an open
    draft is renewed. A payer whose bill of the month is final gets nothing more, unless `supplement` asks for a
    further bill over what changed since, and over own-account members who come back after more than three unpaid
    months, whom the monthly run leaves out. `progress` hears (payers done, payers in all, outcome so far).
    """
    _make_room(month)
    payers = gather.payers_due(month, scope=scope, scope_id=scope_id)
    outcome, done = NOTHING, 0
    for batch in in_pieces(payers, most=MEMBERS_IN_BATCH):
        outcome = outcome.plus(_assess_batch(batch, month, final=final, supplement=supplement, by=by, at=at))
        done += len(batch)
        if progress:
            progress(done, len(payers), outcome)
    return outcome


def _make_room(month: Month) -> None:
    with owner_rights(), connection.cursor() as cursor:
        # Two runs that begin at once would both try to make the partition.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('contributions_line_month'))")
        cursor.execute("SELECT contributions_line_month(%s)", [month.first_day])


def _assess_batch(
    payers: Sequence[int], month: Month, *, final: bool, supplement: bool, by: int | None, at: datetime
) -> Outcome:
    with owner_rights():
        drafts = _lock(payers, month)
        due = gather.due(payers, month, lapsed_too=supplement)
        if due.is_empty():
            return NOTHING
        reopened = due.filter(pl.col("month") < month.first_day)["membership_id"].unique().to_list()
        billed = gather.billed(payers, due["month"].to_list(), except_drafts=drafts["id"].to_list(), reopened=reopened)
        wanted_in_all = expected(due, payers).with_columns(bill_month=pl.lit(month.first_day))
        wanted = rules.lines(wanted_in_all, billed)
        looked_at = due.select("payer_id", "segment").unique()
        if not supplement:
            closed = _closed(payers, month)
            wanted = wanted.join(closed, on=["payer_id", "segment"], how="anti")
            looked_at = looked_at.join(closed, on=["payer_id", "segment"], how="anti")
        outcome = _write(wanted, drafts, payers, month, final=final, by=by, at=at)
        if final:
            # A change that made no difference is taken in too, or it would be looked at again every month. Of a draft
            # nothing is: between it and the final bill there is time for changes that it never saw.
            settle_changes(looked_at.with_columns(month=pl.lit(month.first_day), until=pl.lit(at.isoformat())))
        return outcome


def _lock(payers: Sequence[int], month: Month) -> pl.DataFrame:
    """Hold the payers, so that no second run works on them, and return their open drafts of the month."""
    hold_payers(payers)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, payer_id, segment, sequence FROM contributions_bill WHERE payer_id = ANY (%s) AND month = %s"
            " AND state = 'draft' AND kind <> 'project' ORDER BY id",
            [list(payers), month.first_day],
        )
        return pl.DataFrame(
            cursor.fetchall(),
            schema={"id": pl.Int64, "payer_id": pl.Int64, "segment": pl.String, "sequence": pl.Int64},
            orient="row",
        )


def _closed(payers: Sequence[int], month: Month) -> pl.DataFrame:
    """Payers and segments whose bill of the month is final already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT payer_id, segment FROM contributions_bill WHERE payer_id = ANY (%s) AND month = %s"
            " AND state IN ('final', 'paid') AND kind <> 'project'",
            [list(payers), month.first_day],
        )
        return pl.DataFrame(cursor.fetchall(), schema={"payer_id": pl.Int64, "segment": pl.String}, orient="row")


def _write(
    wanted: pl.DataFrame, drafts: pl.DataFrame, payers: Sequence[int], month: Month, *, final: bool, by: int | None,
    at: datetime,
) -> Outcome:  # fmt: skip
    _empty(drafts["id"].to_list())
    heads = wanted.group_by("payer_id", "segment").agg(members=pl.col("membership_id").n_unique().cast(pl.Int64))
    obsolete = drafts.join(heads, on=["payer_id", "segment"], how="anti")["id"].to_list()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM contributions_bill WHERE id = ANY (%s)", [obsolete])
    if heads.is_empty():
        return NOTHING
    bills = _bills(heads.join(drafts, on=["payer_id", "segment"], how="left"), month, at)
    asked = _parts(wanted, bills, month, issued=localdate(at))
    lines = wanted.join(bills, on=["payer_id", "segment"]).sort("membership_id", "month")
    copy_into(lines, "contributions_line", [*LINE_KEYS, *rules.AMOUNTS, "total"])
    copy_into(asked, "contributions_part", ["bill_id", "fund", "amount", "due_on"])
    numbers = bills["bill_id"].to_list()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE contributions_bill b SET total = p.total, due_on = p.due_on FROM (SELECT bill_id,"
            " sum(amount) AS total,"
            " min(due_on) AS due_on FROM contributions_part WHERE bill_id = ANY (%s) GROUP BY 1) p WHERE"
            " p.bill_id = b.id",
            [numbers],
        )
    if final:
        finalise(numbers, by=by, at=at)
    return Outcome(tuple(numbers), lines.height, int(asked["amount"].sum()))


LINE_KEYS: Final = ("bill_month", "month", "bill_id", "membership_id", "person_id", "wage", "risk", "reason")


def _empty(drafts: Sequence[int]) -> None:
    """Take the lines and parts out of drafts that are about to be renewed, and free the fines they asked for."""
    with connection.cursor() as cursor:
        for table in ("contributions_line", "contributions_part"):
            cursor.execute(f"DELETE FROM {table} WHERE bill_id = ANY (%s)", [list(drafts)])
        cursor.execute("UPDATE contributions_fine SET bill_id = NULL WHERE bill_id = ANY (%s)", [list(drafts)])


def _bills(heads: pl.DataFrame, month: Month, at: datetime) -> pl.DataFrame:
    """Make the missing bills and renew the drafts; returns payer_id, segment, bill_id."""
    copy_in(heads, "head", {"payer_id": "bigint", "segment": "text", "members": "bigint", "id": "bigint"})
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE contributions_bill b SET members = h.members, drafted_at = %s FROM head h WHERE h.id = b.id", [at]
        )
        cursor.execute(
            "INSERT INTO contributions_bill (payer_id, office_id, month, segment, sequence, kind, state, total,"
            " members,"
            " due_on, drafted_at, cancelled_reason)"
            " SELECT h.payer_id, p.office_id, %(month)s, h.segment, coalesce(s.used + 1, 0),"
            " CASE WHEN s.used IS NULL THEN 'monthly' ELSE 'supplement' END, 'draft', 0, h.members, %(month)s,"
            " %(at)s, ''"
            " FROM head h JOIN registry_payer p ON p.id = h.payer_id LEFT JOIN LATERAL (SELECT max(b.sequence) AS used"
            " FROM contributions_bill b WHERE b.payer_id = h.payer_id AND b.month = %(month)s AND b.segment = h.segment"
            " AND b.state <> 'cancelled') s ON true WHERE h.id IS NULL ORDER BY h.payer_id, h.segment",
            {"month": month.first_day, "at": at},
        )
        cursor.execute(
            "SELECT b.payer_id, b.segment, b.id FROM contributions_bill b JOIN head h USING (payer_id, segment)"
            " WHERE b.month = %s AND b.state = 'draft' AND b.kind <> 'project'",
            [month.first_day],
        )
        bills = cursor.fetchall()
        cursor.execute("DROP TABLE head")
    return pl.DataFrame(bills, schema={"payer_id": pl.Int64, "segment": pl.String, "bill_id": pl.Int64}, orient="row")


def _parts(wanted: pl.DataFrame, bills: pl.DataFrame, month: Month, *, issued: date) -> pl.DataFrame:
    """The parts of the bills, with the late fines that wait for a bill of their payer."""
    asked = rules.parts(wanted).join(bills, on=["payer_id", "segment"])
    asked = rules.with_due_days(asked, month, issued=issued).select("bill_id", "fund", "amount", "due_on")
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH taken AS (UPDATE contributions_fine f SET bill_id = b.id FROM contributions_bill b"
            " WHERE f.bill_id IS NULL AND b.payer_id = f.payer_id AND b.id = ANY (%s) AND b.segment = 'wage_earner'"
            " RETURNING b.id, f.amount) SELECT id, sum(amount)::bigint FROM taken GROUP BY 1",
            [bills["bill_id"].to_list()],
        )
        fines = pl.DataFrame(cursor.fetchall(), schema={"bill_id": pl.Int64, "amount": pl.Int64}, orient="row")
    due_on = rules.due_day("wage_earner", "jkk", month)
    fines = fines.select("bill_id", fund=pl.lit("fine"), amount=pl.col("amount"), due_on=pl.lit(due_on))
    return pl.concat([asked, fines])
