"""Memberships that end, move to another channel, or were never meant."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
from django.db import connection, transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.audit.queries import copy_out
from ayomi.apps.membership.actions.cover import cut_cover
from ayomi.apps.membership.actions.enrolment import enrol
from ayomi.apps.membership.actions.terms import _first_code, _log, _note, _standing
from ayomi.apps.membership.rules.programmes import PROGRAMMES, Segment
from ayomi.apps.offices.actions import stage


class ChangedSince(Exception):
    """What the list wrote was changed by someone since; it cannot simply be undone. `memberships`: which."""

    def __init__(self, memberships: list[int]) -> None:
        super().__init__(f"{len(memberships)} memberships were changed since")
        self.memberships = memberships


def leave(
    frame: pl.DataFrame, *, upload_id: int | None, by: int | None, at: datetime, shorten: bool = False
) -> pl.DataFrame:
    """Memberships end. `frame`: membership_id, until (the first day no longer a member), reason.

    `shorten`: one whose end is known already may end earlier than that, also before it ever began.

    Returns the frame with `code`: null, 'membership_unknown', 'twice_in_list', 'left_already' or
    'outside_membership'. One reported late reopens the months since.
    """
    with transaction.atomic():
        rows = frame.join(_standing(frame["membership_id"]), on="membership_id", how="left", maintain_order="left")
        rows = rows.with_columns(
            _first_code(
                [
                    ("membership_unknown", pl.col("segment").is_null()),
                    ("twice_in_list", ~pl.col("membership_id").is_first_distinct()),
                    (
                        "left_already",
                        pl.col("member_until").is_not_null()
                        & ~(pl.lit(shorten) & (pl.col("until") < pl.col("member_until"))),
                    ),
                    (
                        "outside_membership",
                        pl.col("until").is_null()
                        | (pl.col("until") < pl.col("member_since"))
                        | ((pl.col("until") == pl.col("member_since")) & pl.lit(not shorten)),
                    ),
                ]
            )
        )
        good = rows.filter(pl.col("code").is_null())
        stage(
            good.select("membership_id", "until", "reason"),
            "ended_members",
            {"membership_id": "bigint", "until": "date", "reason": "text"},
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE membership_membership m SET until = e.until, end_reason = e.reason, left_upload_id = %s"
                " FROM ended_members e WHERE e.membership_id = m.id",
                [upload_id],
            )
        cut_cover(good["membership_id"])
        _note(good.with_columns(since=pl.col("until")), reason="left_late", by=by, at=at)
        _log("members_left", good, upload_id, by, at)
    return frame.with_columns(rows["code"])


def undo_upload(upload_id: int, *, by: int | None, at: datetime) -> int:
    """Takes back what a list wrote: memberships it began never were, those it ended go on, wages are as before.

    Whether something of it was billed is for the caller to ask first. Returns the number of memberships touched.
    Raises `ChangedSince` where someone built on it meanwhile; then nothing is undone.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM membership_membership WHERE upload_id = %s OR left_upload_id = %s ORDER BY id"
            " FOR NO KEY UPDATE",
            [upload_id, upload_id],
        )
        _refuse_changed(upload_id)
        cursor.execute(
            "UPDATE membership_membership SET until = since, end_reason = 'undone' WHERE upload_id = %s"
            " AND end_reason <> 'undone' RETURNING id",
            [upload_id],
        )
        begun = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "UPDATE membership_membership SET until = NULL, end_reason = '', left_upload_id = NULL"
            " WHERE left_upload_id = %s RETURNING id",
            [upload_id],
        )
        ended = [row[0] for row in cursor.fetchall()]
        cut_cover(pl.Series(begun + ended, dtype=pl.Int64))
        worded = _restore_terms(upload_id, by, at)
        touched = sorted({*begun, *ended, *worded})
        cursor.execute(
            "DELETE FROM membership_change WHERE settled_month IS NULL AND membership_id = ANY (%s)", [begun]
        )
        record(
            "list_undone", subject="upload", subject_id=upload_id, by=by, at=at, detail={"memberships": len(touched)}
        )
    return len(touched)


def _refuse_changed(upload_id: int) -> None:
    found = copy_out(
        "SELECT m.id FROM membership_membership m WHERE m.upload_id = %s AND m.until IS NOT NULL"
        " AND m.end_reason <> 'undone' UNION SELECT mine.membership_id FROM membership_term mine"
        " JOIN membership_term later ON later.membership_id = mine.membership_id"
        " AND later.recorded_at > mine.recorded_at AND later.upload_id IS DISTINCT FROM mine.upload_id"
        " WHERE mine.upload_id = %s AND mine.reason <> 'undone'",
        [upload_id, upload_id],
        schema={"id": pl.Int64},
    )
    if not found.is_empty():
        raise ChangedSince(found["id"].to_list())


def _restore_terms(upload_id: int, by: int | None, at: datetime) -> list[int]:
    """Supersedes the list's terms and writes again what they had superseded, which shares their moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (UPDATE membership_term SET superseded_at = %s WHERE superseded_at IS NULL"
            " AND (membership_id, recorded_at) IN (SELECT membership_id, recorded_at FROM membership_term"
            " WHERE upload_id = %s AND superseded_at IS NULL) RETURNING membership_id, recorded_at)"
            " SELECT DISTINCT membership_id, recorded_at FROM gone",
            [at, upload_id],
        )
        gone = cursor.fetchall()
        values = ", ".join(("wage", *PROGRAMMES, "family"))
        cursor.execute(
            f"INSERT INTO membership_term (membership_id, since, until, {values}, reason, upload_id, recorded_at,"
            f" recorded_by) SELECT t.membership_id, t.since, t.until, {values}, t.reason, t.upload_id, %s, %s"
            " FROM membership_term t JOIN unnest(%s::bigint[], %s::timestamptz[]) AS g (membership_id, moment)"
            " ON g.membership_id = t.membership_id AND t.superseded_at = g.moment",
            [at, by, [row[0] for row in gone], [row[1] for row in gone]],
        )
    return [row[0] for row in gone]


def change_channel(
    membership_id: int, *, on: date, segment: Segment, channel: str, organisation_id: int | None, office_id: int,
    by: int | None, at: datetime,
) -> pl.DataFrame:  # fmt: skip
    """The membership ends and goes on through another channel from `on`, with the same wage and programmes.

    Returns the one row of `enrol`; where that is refused (`code`), nothing has changed.
    """
    terms = copy_out(
        "SELECT m.person_id, t.wage, m.occupation, m.sector, m.region_id, t.jkk, t.jkm, t.jht, t.jp, t.jpk, t.family"
        " FROM membership_membership m JOIN membership_term t ON t.membership_id = m.id AND t.superseded_at IS NULL"
        " WHERE m.id = %s ORDER BY t.since DESC LIMIT 1",
        [membership_id],
        schema={
            "person_id": pl.Int64, "wage": pl.Int64, "occupation": pl.String, "sector": pl.String,
            "region_id": pl.String, **dict.fromkeys(("jkk", "jkm", "jht", "jp", "jpk", "family"), pl.Boolean),
        },
    )  # fmt: skip
    with transaction.atomic():
        ended = leave(
            pl.DataFrame({"membership_id": [membership_id], "until": [on], "reason": ["channel_changed"]}),
            upload_id=None, by=by, at=at,
        )  # fmt: skip
        if ended["code"][0] is not None:
            return ended
        begun = enrol(
            terms.with_columns(pl.lit(on).alias("since")), segment=segment, channel=channel,
            organisation_id=organisation_id, project_id=None, office_id=office_id, upload_id=None, by=by, at=at,
        )  # fmt: skip
        if begun["code"][0] is not None:
            transaction.set_rollback(True)
    return begun
