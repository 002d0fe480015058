"""How people and organisations found by number stand on a day: one statement for one of them or for a whole list.

The same answer as `queries.cover.cover_on` gives, cut down to what others may be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import polars as pl

from ayomi.apps.audit.queries import copy_out, prepared
from ayomi.apps.membership.rules.cover import Status, grace_months
from ayomi.apps.membership.rules.programmes import PROGRAMMES
from ayomi.core.law.book import integers, parameter

# The people sought, with every record that is one of them.
_RECORDS: Final = """
WITH sought AS ({sought}), kept AS (
    SELECT DISTINCT s.place, coalesce(p.merged_into_id, p.id) AS id
    FROM sought s JOIN registry_person p ON p.nik_hash = s.hash
), record AS (
    SELECT place, id AS person_id, id FROM kept
    UNION ALL SELECT k.place, k.id, p.id FROM kept k JOIN registry_person p ON p.merged_into_id = k.id
)
SELECT r.place, r.person_id, m.segment, {columns}
FROM record r
LEFT JOIN membership_membership m ON m.person_id = r.id AND m.since <= %(day)s
    AND (m.until IS NULL OR m.until > %(day)s) AND (m.until IS NULL OR m.until > m.since)
"""
# How the membership `m` stands. Covered on the day: `covered_since`, the first of the days that cover it without a
# break; where its latest month is regular and its first one whole, nothing between them is broken and need be read.
# Not covered: `arrears`, the whole months unpaid before that of the day; null where no payment has made it begin.
_COLUMNS: Final = (
    ", ".join(f"coalesce(t.{name}, false)" for name in PROGRAMMES)
    + """,
CASE
    WHEN m.segment = 'construction' THEN (
        SELECT greatest(j.since, m.since) FROM membership_projectcover j
        WHERE j.project_id = m.project_id AND j.since <= %(day)s AND j.until > %(day)s)
    WHEN m.segment = 'migrant' THEN (
        SELECT max(k.covered_since) FROM membership_package k
        WHERE k.membership_id = m.id AND k.covered_since <= %(day)s AND k.covered_since < k.covered_until
          AND NOT EXISTS (SELECT 1 FROM membership_package b WHERE b.membership_id = m.id
                          AND b.covered_until = k.covered_since AND b.covered_since < b.covered_until)
          AND EXISTS (SELECT 1 FROM membership_package n WHERE n.membership_id = m.id
                      AND n.covered_since <= %(day)s AND n.covered_until > %(day)s))
    WHEN c.month IS NULL THEN NULL
    WHEN EXISTS (
        SELECT 1 FROM membership_cover f WHERE f.membership_id = m.id
        AND f.month = date_trunc('month', c.begins)::date AND f.since = c.begins AND f.since < f.until
    ) AND (SELECT l.regular AND l.begins = c.begins FROM membership_cover l WHERE l.membership_id = m.id
           ORDER BY l.month DESC LIMIT 1) THEN c.begins
    ELSE (
        SELECT max(o.since) FROM membership_cover o
        WHERE o.membership_id = m.id AND o.month <= c.month AND o.since < o.until
          AND NOT EXISTS (SELECT 1 FROM membership_cover b WHERE b.membership_id = m.id
                          AND b.month = (o.month - interval '1 month')::date AND b.until = o.since
                          AND b.since < b.until))
END,
CASE WHEN c.month IS NULL AND m.segment IN ('wage_earner', 'own_account') THEN (
    SELECT CASE WHEN min(p.month) <= %(month)s THEN
        (extract(year FROM %(month)s::date) * 12 + extract(month FROM %(month)s::date))::int
        - greatest(
            (extract(year FROM p.begins) * 12 + extract(month FROM p.begins))::int,
            coalesce(max(extract(year FROM p.month) * 12 + extract(month FROM p.month) + 1) FILTER (
                WHERE p.month < %(month)s AND (m.segment = 'wage_earner' OR p.paid_on < p.month + make_interval(
                    months => 1 + coalesce((
                        SELECT g.months FROM unnest(%(grace_since)s::date[], %(graces)s::int[]) AS g (since, months)
                        WHERE g.since <= p.paid_on ORDER BY g.since DESC LIMIT 1), 0)))), 0)::int) END
    FROM membership_cover p WHERE p.membership_id = m.id AND p.begins = (
        SELECT max(b.begins) FROM membership_cover b WHERE b.membership_id = m.id AND b.begins <= %(day)s)
    GROUP BY p.begins) END
"""
)
_JOINS: Final = """
LEFT JOIN membership_term t ON t.membership_id = m.id AND t.superseded_at IS NULL AND t.since <= %(day)s
    AND (t.until IS NULL OR t.until > %(day)s)
LEFT JOIN membership_cover c ON c.membership_id = m.id AND c.month = %(month)s AND c.since <= %(day)s
    AND c.until > %(day)s
"""
COLUMNS: Final[dict[str, Any]] = {
    "place": pl.Int64, "person_id": pl.Int64, "segment": pl.String, **dict.fromkeys(PROGRAMMES, pl.Boolean),
    "covered_since": pl.Date, "arrears": pl.Int64,
}  # fmt: skip


def _statement(sought: str) -> str:
    # In one line: what is sent many times a second is looked up by its text.
    return " ".join((_RECORDS.format(sought=sought, columns=_COLUMNS) + _JOINS).split())


ONE: Final = _statement("SELECT 0 AS place, %(nik_hash)s::bytea AS hash")
"""How the person with the finding hash `nik_hash` stands; further values as `values_of` gives them, rows for `read`."""
_MANY: Final = _statement("SELECT place, hash FROM sought_numbers")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person or organisation stands. `programmes` are those that cover, `since` the first day they do without a
    break; both empty for whoever is not covered."""

    status: Status
    programmes: tuple[str, ...]
    since: date | None


NOWHERE: Final = Standing("not_covered", (), None)


@cache
def _graces() -> tuple[list[date], list[int]]:
    """Since when the law bears with how many months of arrears of whoever pays for himself."""
    values = parameter("membership.yaml", "grace_months", integers).values
    since = [value.span.since for value in values]
    return since, [grace_months("own_account", day) for day in since]


def values_of(day: date) -> dict[str, Any]:
    """The values of the statements about a day."""
    since, months = _graces()
    return {"day": day, "month": day.replace(day=1), "grace_since": since, "graces": months}


def _status(segment: str, covered_since: date | None, arrears: int | None, day: date) -> Status:
    if covered_since is not None:
        return "covered"
    return "grace" if arrears is not None and arrears <= grace_months(segment, day) else "not_covered"


def standing_of(nik_hash: bytes, day: date) -> tuple[int | None, Standing]:
    """The person with this NIK (by its finding hash), or None, and how she stands on the day."""
    return read(prepared(ONE, {"nik_hash": nik_hash, **values_of(day)}), day)


def read(rows: Sequence[Sequence[Any]], day: date) -> tuple[int | None, Standing]:
    """What the rows of ONE say."""
    best: Status = "not_covered"
    programmes: set[str] = set()
    since: date | None = None
    for _, _, segment, *flags, covered_since, arrears in rows:
        status = _status(segment or "", covered_since, arrears, day)
        if status == "not_covered" or (status == "grace" and best == "covered"):
            continue
        if status != best:
            best, programmes, since = status, set(), None
        programmes |= {name for name, chosen in zip(PROGRAMMES, flags, strict=True) if chosen}
        if covered_since is not None:
            since = covered_since if since is None else min(since, covered_since)
    person_id = rows[0][1] if rows else None
    return person_id, Standing(best, tuple(name for name in PROGRAMMES if name in programmes), since)


def standings(day: date) -> pl.DataFrame:
    """How everyone in the temporary table `sought_numbers` (place, hash) stands on the day.

    Returns place, person_id (null for nobody known), status, since, and the programmes as one text with commas.
    """
    rows = copy_out(_MANY, values_of(day), schema=COLUMNS)
    grace = pl.when(pl.col("segment") == "wage_earner").then(grace_months("wage_earner", day))
    rows = rows.with_columns(
        rank=pl.when(pl.col("covered_since").is_not_null()).then(0)
        .when(pl.col("arrears") <= grace.otherwise(grace_months("own_account", day))).then(1).otherwise(2)
    )  # fmt: skip
    best = rows.filter(pl.col("rank") == pl.col("rank").min().over("place"))
    told = best.group_by("place").agg(
        pl.col("person_id").first(), pl.col("rank").first(), pl.col("covered_since").min().alias("since"),
        *(pl.col(name).any().alias(name) for name in PROGRAMMES),
    )  # fmt: skip
    covering = pl.col("rank") < 2
    named = pl.concat_list(
        pl.when(covering & pl.col(name)).then(pl.lit(name)) for name in PROGRAMMES
    ).list.drop_nulls().list.join(",")  # fmt: skip
    words = pl.col("rank").replace_strict({0: "covered", 1: "grace", 2: "not_covered"}, return_dtype=pl.String)
    return told.select("place", "person_id", "since", status=words, programmes=named)


_ORGANISATIONS: Final = (
    """
SELECT s.nib, o.id, o.since, one.*
FROM (SELECT DISTINCT nib FROM unnest(%(nibs)s::text[]) AS s (nib)) s JOIN LATERAL (
    SELECT f.id, (SELECT min(m.since) FROM membership_membership m WHERE m.organisation_id = f.id
        AND m.since <= %(day)s AND (m.until IS NULL OR m.until > %(day)s)) AS since
    FROM registry_organisation f WHERE f.nib = s.nib ORDER BY f.id LIMIT 1
) o ON true LEFT JOIN LATERAL (
    SELECT """
    + ", ".join(f"t.{name}" for name in PROGRAMMES)
    + """ FROM membership_membership m
    JOIN membership_cover c ON c.membership_id = m.id AND c.month = %(month)s AND c.since <= %(day)s
        AND c.until > %(day)s
    JOIN membership_term t ON t.membership_id = m.id AND t.superseded_at IS NULL AND t.since <= %(day)s
        AND (t.until IS NULL OR t.until > %(day)s)
    WHERE m.organisation_id = o.id ORDER BY m.id LIMIT 1
) one ON true
"""
)


def organisation_standings(nibs: Sequence[str], day: date) -> dict[str, tuple[int, Standing]]:
    """The organisations with these NIB, as far as they are known, and whether anybody is covered through each.

    `since`: the first day of those who are members through it now; `programmes`: of the first of them.
    """
    told = {}
    for nib, number, since, *flags in prepared(
        _ORGANISATIONS, {"nibs": list(nibs), "day": day, "month": day.replace(day=1)}
    ):
        had = tuple(name for name, chosen in zip(PROGRAMMES, flags, strict=True) if chosen)
        covered = since is not None and flags[0] is not None
        told[nib] = (number, Standing("covered", had, since) if covered else NOWHERE)
    return told
