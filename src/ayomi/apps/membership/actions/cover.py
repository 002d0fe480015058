"""Money has come in: the days it covers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

import polars as pl
from django.db import connection, transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.audit.queries import copy_out
from ayomi.apps.membership.models import ProjectCover
from ayomi.apps.membership.rules.cover import COVER_COLUMNS, cover_of, cut, next_cover
from ayomi.apps.offices.actions import stage
from ayomi.apps.registry.queries import project

_STORED: Final = {
    "membership_id": "bigint", "month": "date", "paid_on": "date", "begins": "date", "regular": "boolean",
    "since": "date", "until": "date",
}  # fmt: skip
_SCHEMA: Final[dict[str, Any]] = {
    "membership_id": pl.Int64, "month": pl.Date, "paid_on": pl.Date, "begins": pl.Date, "regular": pl.Boolean,
    "since": pl.Date, "until": pl.Date,
}  # fmt: skip
_GATHER = """
SELECT n.membership_id, n.month, n.paid_on, m.segment, m.since, m.until, l.month, l.paid_on, l.begins, l.regular
FROM new_payments n JOIN membership_membership m ON m.id = n.membership_id
LEFT JOIN LATERAL (SELECT c.month, c.paid_on, c.begins, c.regular FROM membership_cover c
    WHERE c.membership_id = n.membership_id ORDER BY c.month DESC LIMIT 1) l ON true
"""
_GATHERED: Final[dict[str, Any]] = {
    "membership_id": pl.Int64, "month": pl.Date, "paid_on": pl.Date, "segment": pl.String, "starts": pl.Date,
    "ends": pl.Date, "last_month": pl.Date, "last_paid_on": pl.Date, "last_begins": pl.Date,
    "last_regular": pl.Boolean,
}  # fmt: skip


def extend_cover(frame: pl.DataFrame) -> int:
    """Cover from contributions paid. `frame`: membership_id, month (first day of it), paid_on (value day of the money).

    Safe to repeat: a month paid before stays as first paid. The order in which payments are recorded does not matter,
    only the days on which they were made (`rules.cover`). Call it in the transaction that settles the bill. Returns
    the number of months given. Raises ValueError for a month that is not a first day.
    """
    if frame.is_empty():
        return 0
    if (frame["month"].dt.day() != 1).any():
        raise ValueError("a month is named by its first day")
    paid = frame.group_by("membership_id", "month").agg(pl.col("paid_on").min()).sort("membership_id", "month")
    with transaction.atomic():
        stage(paid, "new_payments", {"membership_id": "bigint", "month": "date", "paid_on": "date"})
        with connection.cursor() as cursor:
            cursor.execute("CREATE INDEX ON new_payments (membership_id)")
            cursor.execute("ANALYZE new_payments")
            # Two payments for one member are taken one after the other, each seeing what the other gave.
            cursor.execute(
                "SELECT count(*) FROM (SELECT 1 FROM membership_membership m WHERE m.id IN"
                " (SELECT membership_id FROM new_payments) ORDER BY m.id FOR NO KEY UPDATE OF m) held"
            )
        gathered = copy_out(_GATHER, schema=_GATHERED)
        rows, rest = next_cover(gathered)
        if not rest.is_empty():
            rows = pl.concat([rows, _anew(gathered.filter(pl.col("membership_id").is_in(rest.implode())))])
        _store(rows)
    return paid.height


def _anew(gathered: pl.DataFrame) -> pl.DataFrame:
    """The cover of memberships whose payments do not simply follow on, from all their payments."""
    ids = gathered["membership_id"].unique().to_list()
    stored = copy_out(
        "SELECT membership_id, month, paid_on FROM membership_cover WHERE membership_id = ANY (%s)",
        [ids],
        schema={"membership_id": pl.Int64, "month": pl.Date, "paid_on": pl.Date},
    )
    payments: dict[int, dict[date, date]] = {each: {} for each in ids}
    for part in (stored, gathered.select("membership_id", "month", "paid_on")):
        for membership_id, month, paid_on in part.iter_rows():
            mine = payments[membership_id]
            mine[month] = min(paid_on, mine.get(month, paid_on))
    spans = gathered.unique("membership_id").select("membership_id", "segment", "starts", "ends")
    rows = [
        (membership_id, row.month, row.paid_on, row.begins, row.regular, row.since, row.until)
        for membership_id, segment, starts, ends in spans.iter_rows()
        for row in cover_of(segment, starts, ends, payments[membership_id])
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _store(rows: pl.DataFrame) -> None:
    stage(rows.sort("membership_id", "month"), "new_cover", _STORED)
    columns = ", ".join(COVER_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO membership_cover AS c ({columns}) SELECT {columns} FROM new_cover"
            " ON CONFLICT (membership_id, month) DO UPDATE SET paid_on = least(c.paid_on, excluded.paid_on),"
            " begins = excluded.begins, regular = excluded.regular, since = excluded.since, until = excluded.until"
        )


def cut_cover(membership_ids: pl.Series) -> None:
    """Fits stored cover to the ends of memberships as they now are. The day a stretch began stays on the row, so that
    an end taken back gives the days back."""
    rows = copy_out(
        "SELECT c.membership_id, c.month, c.paid_on, c.begins, c.regular, m.segment, m.until FROM membership_cover c"
        " JOIN membership_membership m ON m.id = c.membership_id WHERE m.id = ANY (%s)"
        " AND (m.until IS NULL OR c.until > m.until OR c.since = c.until)",
        [membership_ids.to_list()],
        schema={
            "membership_id": pl.Int64, "month": pl.Date, "paid_on": pl.Date, "begins": pl.Date,
            "regular": pl.Boolean, "segment": pl.String, "ends": pl.Date,
        },
    )  # fmt: skip
    if not rows.is_empty():
        _store(cut(rows).select(COVER_COLUMNS))


def cover_project(project_id: int, paid_on: date, *, by: int | None, at: datetime) -> None:
    """The project's contribution, or its first instalment, is paid: its workers are covered until the end of the work
    and its maintenance (Permenaker 44/2015). Later instalments change nothing. Raises `UnknownProject`."""
    found = project(project_id)
    until = max(found.maintenance_until or found.ends, found.starts)
    with transaction.atomic():
        known = ProjectCover.objects.select_for_update().filter(pk=project_id).first()
        if known is not None and known.paid_on <= paid_on:
            return
        since = min(max(paid_on, found.starts), until)
        ProjectCover.objects.update_or_create(
            project_id=project_id, defaults={"paid_on": paid_on, "since": since, "until": until}
        )
        record(
            "project_covered", subject="project", subject_id=project_id, office_id=found.office_id, by=by, at=at,
            detail={"since": since.isoformat(), "until": until.isoformat()},
        )  # fmt: skip
