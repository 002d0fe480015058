"""Wages and programmes from a day on. What stood is superseded, never overwritten, so that any day can be asked
"what did we know then?"."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import polars as pl
from django.db import connection, transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.membership.actions.changes import hold_payers_of
from ayomi.apps.membership.rules.programmes import PROGRAMMES, SEGMENTS, allowed
from ayomi.apps.offices.actions import stage
from ayomi.apps.registry import actions as registry
from ayomi.apps.registry import queries as organisations
from ayomi.core.money import LARGEST_WAGE

_VALUES: Final = ("wage", *PROGRAMMES, "family")
_STAGED: Final = {
    "membership_id": "bigint", "since": "date", "until": "date", "wage": "bigint",
    **dict.fromkeys((*PROGRAMMES, "family"), "boolean"),
}  # fmt: skip

# Terms that hold on some day of the change: superseded, and written anew in up to three pieces: before, within, after.
_SUPERSEDE = """
CREATE TEMPORARY TABLE touched_terms ON COMMIT DROP AS
SELECT t.* FROM membership_term t JOIN new_changes c ON c.membership_id = t.membership_id
WHERE t.superseded_at IS NULL AND (c.until IS NULL OR t.since < c.until) AND (t.until IS NULL OR t.until > c.since)
"""
_COPIED = ", ".join(f"t.{name}" for name in _VALUES)
_CHANGED = ", ".join(f"coalesce(c.{name}, t.{name})" for name in _VALUES)
_PIECES = f"""
INSERT INTO membership_term (membership_id, since, until, {", ".join(_VALUES)}, reason, upload_id, recorded_at,
    recorded_by)
SELECT t.membership_id, t.since, c.since, {_COPIED}, t.reason, t.upload_id, %(at)s, %(by)s::bigint
FROM touched_terms t JOIN new_changes c USING (membership_id) WHERE t.since < c.since
UNION ALL
SELECT t.membership_id, greatest(t.since, c.since), least(t.until, c.until), {_CHANGED}, %(reason)s, %(upload)s::bigint,
       %(at)s, %(by)s::bigint
FROM touched_terms t JOIN new_changes c USING (membership_id)
UNION ALL
SELECT t.membership_id, c.until, t.until, {_COPIED}, t.reason, t.upload_id, %(at)s, %(by)s::bigint
FROM touched_terms t JOIN new_changes c USING (membership_id) WHERE t.until IS NULL AND c.until IS NOT NULL
   OR t.until > c.until
"""


def _rewrite(changes: pl.DataFrame, *, reason: str, upload_id: int | None, by: int | None, at: datetime) -> None:
    """`changes`: membership_id (once each), since, until, and new values, null meaning unchanged."""
    whole = changes.with_columns(pl.lit(None).alias(name) for name in _STAGED if name not in changes.columns)
    stage(whole, "new_changes", _STAGED)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.touched_terms")
        cursor.execute(_SUPERSEDE)
        cursor.execute("UPDATE membership_term t SET superseded_at = %s FROM touched_terms x WHERE x.id = t.id", [at])
        cursor.execute(_PIECES, {"at": at, "by": by, "reason": reason, "upload": upload_id})


def _note(frame: pl.DataFrame, *, reason: str, by: int | None, at: datetime) -> None:
    """Tells the next assessment which months to look at again: those up to the month of the change itself.

    `frame`: membership_id, since.
    """
    this_month = at.date().replace(day=1)
    reaching = frame.with_columns(month=pl.col("since").dt.month_start()).filter(pl.col("month") <= this_month)
    stage(reaching.select("membership_id", "month"), "new_notes", {"membership_id": "bigint", "month": "date"})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO membership_change (membership_id, from_month, reason, recorded_at, recorded_by)"
            " SELECT membership_id, month, %s, %s, %s FROM new_notes",
            [reason, at, by],
        )


def _standing(ids: pl.Series) -> pl.DataFrame:
    """Memberships in scope, held for change: membership_id, segment, member_since, member_until, office_id."""
    hold_payers_of(ids.drop_nulls().unique().to_list())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, segment, since, until, office_id FROM membership_membership WHERE id = ANY (%s)"
            " ORDER BY id FOR NO KEY UPDATE",
            [ids.drop_nulls().unique().to_list()],
        )
        return pl.DataFrame(
            cursor.fetchall(),
            schema={
                "membership_id": pl.Int64, "segment": pl.String, "member_since": pl.Date, "member_until": pl.Date,
                "office_id": pl.Int64,
            },
            orient="row",
        )  # fmt: skip


def _first_code(checks: list[tuple[str, pl.Expr]]) -> pl.Expr:
    code: pl.Expr = pl.lit(None, dtype=pl.String)
    for name, refused in reversed(checks):
        code = pl.when(refused.fill_null(False)).then(pl.lit(name)).otherwise(code)
    return code.alias("code")


def _outside(since: str) -> pl.Expr:
    return (pl.col(since) < pl.col("member_since")) | (pl.col(since) >= pl.col("member_until"))


def change_wages(
    frame: pl.DataFrame, *, upload_id: int | None, by: int | None, at: datetime
) -> pl.DataFrame:  # fmt: skip
    """New wages from a day on: to come, of now, or reaching back as a correction.

    `frame`: membership_id, since (date), wage (rupiah), and `until` where only a span is corrected; without `until`
    the wage holds from then on, whatever was to come. Returns the frame with `code`: null, 'membership_unknown',
    'twice_in_list', 'outside_membership', 'wage_missing', 'wage_too_large', or 'unchanged' (nothing is written).
    """
    if "until" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, dtype=pl.Date).alias("until"))
    with transaction.atomic():
        rows = frame.join(_standing(frame["membership_id"]), on="membership_id", how="left", maintain_order="left")
        rows = rows.with_columns(
            _first_code(
                [
                    ("membership_unknown", pl.col("segment").is_null()),
                    ("twice_in_list", ~pl.col("membership_id").is_first_distinct()),
                    ("wage_missing", pl.col("wage").is_null() | (pl.col("wage") < 0)),
                    ("wage_too_large", pl.col("wage") > LARGEST_WAGE),
                    (
                        "outside_membership",
                        pl.col("since").is_null() | _outside("since") | (pl.col("until") <= pl.col("since")),
                    ),
                ]
            )
        )
        rows = _unchanged(rows)
        good = rows.filter(pl.col("code").is_null())
        back = pl.col("since").dt.month_start() < at.date().replace(day=1)
        for reason, part in (("wage_corrected", good.filter(back)), ("wage_change", good.filter(~back))):
            if not part.is_empty():
                _rewrite(
                    part.select("membership_id", "since", "until", "wage"),
                    reason=reason, upload_id=upload_id, by=by, at=at,
                )  # fmt: skip
        _note(good, reason="wage_corrected", by=by, at=at)
        _log("wages_changed", good, upload_id, by, at)
    return frame.with_columns(rows["code"])


def _unchanged(rows: pl.DataFrame) -> pl.DataFrame:
    good = rows.filter(pl.col("code").is_null())
    stage(
        good.select("membership_id", "since", "until", "wage"),
        "asked_wages",
        {"membership_id": "bigint", "since": "date", "until": "date", "wage": "bigint"},
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.membership_id FROM asked_wages c WHERE NOT EXISTS (SELECT 1 FROM membership_term t"
            " WHERE t.membership_id = c.membership_id AND t.superseded_at IS NULL AND t.wage <> c.wage"
            " AND (c.until IS NULL OR t.since < c.until) AND (t.until IS NULL OR t.until > c.since))"
        )
        same = [row[0] for row in cursor.fetchall()]
    hit = pl.col("code").is_null() & pl.col("membership_id").is_in(same)
    return rows.with_columns(pl.when(hit).then(pl.lit("unchanged")).otherwise(pl.col("code")).alias("code"))


def _log(action: str, good: pl.DataFrame, upload_id: int | None, by: int | None, at: datetime) -> None:
    """One event per office, with the memberships where they are few enough to be read."""
    for (office_id,), part in good.group_by("office_id", maintain_order=True):
        ids = part["membership_id"].to_list()
        record(
            action, subject="membership", subject_id=ids[0], office_id=office_id, by=by, at=at,
            detail={"rows": len(ids), "upload": upload_id, "memberships": ids[:50]},
        )  # fmt: skip


def add_programmes(
    membership_ids: list[int], programmes: frozenset[str], *, since: date, by: int | None, at: datetime
) -> pl.DataFrame:  # fmt: skip
    """Programmes taken up from `since` on. Returns membership_id, code: null, 'membership_unknown',
    'outside_membership' or 'programme_not_allowed'. Raises ValueError for a word that is no programme."""
    return _choose(membership_ids, programmes, True, since=since, by=by, at=at)


def drop_programmes(
    membership_ids: list[int], programmes: frozenset[str], *, since: date, by: int | None, at: datetime
) -> pl.DataFrame:  # fmt: skip
    """Programmes given up from `since` on. Returns membership_id, code: null, 'membership_unknown',
    'outside_membership' or 'programme_missing' (JKK and JKM are never given up alone)."""
    return _choose(membership_ids, programmes, False, since=since, by=by, at=at)


def _choose(
    membership_ids: list[int], programmes: frozenset[str], on: bool, *, since: date, by: int | None, at: datetime
) -> pl.DataFrame:  # fmt: skip
    if not programmes or programmes - set(PROGRAMMES):
        raise ValueError(f"not programmes: {sorted(programmes)}")
    frame = pl.DataFrame({"membership_id": pl.Series(membership_ids, dtype=pl.Int64).unique().sort()})
    with transaction.atomic():
        rows = frame.join(_standing(frame["membership_id"]), on="membership_id", how="left", maintain_order="left")
        if on:
            open_to = [s for s in SEGMENTS if programmes <= allowed(s, since)]
            refused = ("programme_not_allowed", ~pl.col("segment").is_in(open_to))
        else:
            refused = ("programme_missing", pl.lit(bool(programmes & {"jkk", "jkm"})))
        rows = rows.with_columns(pl.lit(since).alias("since")).with_columns(
            _first_code(
                [
                    ("membership_unknown", pl.col("segment").is_null()),
                    ("outside_membership", _outside("since")),
                    refused,
                ]
            )
        )
        good = rows.filter(pl.col("code").is_null())
        if not good.is_empty():
            chosen = good.select("membership_id", "since").with_columns(pl.lit(on).alias(p) for p in programmes)
            _rewrite(
                chosen.with_columns(pl.lit(None, dtype=pl.Date).alias("until")),
                reason="programme_added" if on else "programme_dropped", upload_id=None, by=by, at=at,
            )  # fmt: skip
            _note(good, reason="programmes_changed", by=by, at=at)
            _log("programmes_changed", good, None, by, at)
    return rows.select("membership_id", "code")


def risk_decided(
    organisation_id: int, *, from_month: date, size: str, risk: str, activity: str, industry: str, reason: str,
    by: int | None, at: datetime,
) -> int:  # fmt: skip
    """A decision on the risk class (and size, activity, industry) of a firm from a month on, perhaps months ago.

    Every wage earner it had since then is looked at again by the next assessment. Returns how many those are.
    Raises `registry.queries.UnknownOrganisation`.
    """
    since = from_month.replace(day=1)
    organisations.organisation(organisation_id)
    with transaction.atomic():
        registry.decide_risk(
            organisation_id, from_month=since, size=size, risk=risk, activity=activity, industry=industry,
            reason=reason, by=by, at=at,
        )  # fmt: skip
        if since > at.date():
            return 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM registry_payer WHERE organisation_id = %s", [organisation_id])
            registry.hold_payers([row[0] for row in cursor.fetchall()])
            cursor.execute(
                "INSERT INTO membership_change (membership_id, from_month, reason, recorded_at, recorded_by)"
                " SELECT id, greatest(%s::date, date_trunc('month', since)::date), 'risk_changed', %s, %s"
                " FROM membership_membership WHERE organisation_id = %s AND segment = 'wage_earner'"
                " AND (until IS NULL OR until > greatest(%s::date, since)) AND since <= %s::date",
                [since, at, by, organisation_id, since, at.date()],
            )
            return int(cursor.rowcount)
