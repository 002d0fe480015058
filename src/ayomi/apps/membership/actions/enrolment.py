"""People become members, a whole list at once; a row that cannot is refused with its reason, never the list."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import polars as pl
from django.db import connection

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.audit.queries import copy_out
from ayomi.apps.membership.rules.programmes import OWN_ACCOUNT_JOBS, PROGRAMMES, Segment, judge
from ayomi.apps.offices.actions import stage
from ayomi.apps.offices.queries import office
from ayomi.apps.registry import queries as registry
from ayomi.apps.registry.actions import (
    allot,
    hold_payers,
    payer_for_organisations,
    payer_for_persons,
    payer_for_projects,
)
from ayomi.apps.registry.rules import numbered

INPUT: Final[dict[str, Any]] = {
    "person_id": pl.Int64, "since": pl.Date, "wage": pl.Int64, "occupation": pl.String, "sector": pl.String,
    "region_id": pl.String, **dict.fromkeys(PROGRAMMES, pl.Boolean), "family": pl.Boolean,
}  # fmt: skip
"""Columns a membership is made from. `person_id`, `since` and `wage` (rupiah a month) are needed. A programme left
null is as the law has it."""
PLACE: Final[dict[str, Any]] = {
    "channel": pl.String, "organisation_id": pl.Int64, "project_id": pl.Int64, "office_id": pl.Int64,
}  # fmt: skip
"""Columns that say through whom and where, for `enrol_everywhere`."""
_MEMBERSHIP: Final = {
    "id": "bigint", "person_id": "bigint", "payer_id": "bigint", "kpj": "text", "occupation": "text",
    "sector": "text", "region_id": "text", "since": "date", "channel": "text", "organisation_id": "bigint",
    "project_id": "bigint", "office_id": "bigint",
}  # fmt: skip
_TERM: Final = {"wage": "bigint", **dict.fromkeys(PROGRAMMES, "boolean"), "family": "boolean"}


class OutOfScope(Exception):
    """The organisation, project or office is not one this user may enrol people with."""


def enrol(
    frame: pl.DataFrame, *, segment: Segment, channel: str, organisation_id: int | None, project_id: int | None,
    office_id: int, upload_id: int | None, by: int | None, at: datetime,
) -> pl.DataFrame:  # fmt: skip
    """Members in one segment through one channel. `frame`: columns of `INPUT` (and any others).

    Returns the frame with `membership_id`, `kpj` and `code`: null, or why the row was refused (one of
    `rules.programmes.ENROL_CODES`). Cover begins with the first payment (`extend_cover`). Raises ValueError for a
    channel that does not fit, `OutOfScope`.
    """
    _check_channel(segment, channel, organisation_id, project_id)
    _check_scope(organisation_id, project_id, office_id)
    given = {"channel": channel, "organisation_id": organisation_id, "project_id": project_id, "office_id": office_id}
    placed = frame.with_columns(pl.lit(value, dtype=PLACE[name]).alias(name) for name, value in given.items())
    # A person may be known to, and a member at, an office one cannot see; the right to enrol here was checked above.
    with owner_rights():
        told = _enrol(placed, segment=segment, upload_id=upload_id, by=by, at=at)
        subject = ("organisation", organisation_id) if organisation_id else ("project", project_id)
        enrolled = told["membership_id"].is_not_null().sum()
        record(
            "members_enrolled", subject=subject[0] if subject[1] else "office", subject_id=subject[1] or office_id,
            office_id=office_id, by=by, at=at,
            detail={"segment": segment, "channel": channel, "rows": frame.height, "enrolled": int(enrolled),
                    "upload": upload_id},
        )  # fmt: skip
    return frame.with_columns(told["membership_id"], told["kpj"], told["code"])


def enrol_everywhere(
    frame: pl.DataFrame, *, segment: Segment, by: int | None, at: datetime
) -> pl.DataFrame:  # fmt: skip
    """As `enrol`, for members of many channels and offices in one set: `frame` also has the columns of `PLACE`.

    For whoever may enrol in the whole country. Raises ValueError for a channel that does not fit.
    """
    for place in frame.select(*PLACE).unique(["channel", pl.col("organisation_id").is_null()]).iter_rows():
        _check_channel(segment, *place[:3])
    with owner_rights():
        told = _enrol(frame, segment=segment, upload_id=None, by=by, at=at)
        counted = told.filter(pl.col("membership_id").is_not_null()).group_by("office_id").len().sort("office_id")
        for office_id, enrolled in counted.iter_rows():
            record(
                "members_enrolled", subject="office", subject_id=office_id, office_id=office_id, by=by, at=at,
                detail={"segment": segment, "enrolled": enrolled},
            )  # fmt: skip
    return frame.with_columns(told["membership_id"], told["kpj"], told["code"])


def _enrol(
    placed: pl.DataFrame, *, segment: Segment, upload_id: int | None, by: int | None, at: datetime
) -> pl.DataFrame:  # fmt: skip
    needed = placed.with_columns(
        pl.lit(None, dtype=kind).alias(name) for name, kind in INPUT.items() if name not in placed.columns
    )
    rows = _with_person(needed.select(*INPUT, *PLACE).with_row_index("row"))
    rows = _judged(rows, segment, at)
    rows = _code(rows, "person_unknown", pl.col("canonical_id").is_null())
    rows = _inside_project(rows)
    if segment == "own_account":
        _hold_persons(rows)
    rows = _not_twice(rows, segment)
    fit = _with_payer(rows.filter(pl.col("code").is_null()))
    ready = fit.with_columns(
        allot("membership_membership_id_seq", fit.height).alias("id"),
        numbered(allot("membership_kpj_number", fit.height), f"{at:%y}", 8).alias("kpj"),
        pl.col("sector").fill_null("other"),
        pl.col("occupation").fill_null(""),
        pl.col("family").fill_null(False),
    )
    ready = ready.filter(_write(ready, segment, upload_id, by, at))
    told = rows.join(
        ready.select("row", pl.col("id").alias("membership_id"), "kpj"), on="row", how="left", maintain_order="left"
    )
    return _code(told, "already_member", pl.col("code").is_null() & pl.col("membership_id").is_null())


def _check_channel(segment: str, channel: str, organisation_id: int | None, project_id: int | None) -> None:
    alone = channel == "alone"
    fits = {
        "wage_earner": organisation_id is not None and channel not in ("alone", "project"),
        "own_account": channel not in ("project", "firm") and alone == (organisation_id is None),
        "construction": channel == "project" and project_id is not None,
        "migrant": channel != "project" and alone == (organisation_id is None),
    }[segment]
    if not fits or (channel == "project") != (project_id is not None):
        raise ValueError(f"{segment} cannot come through {channel} (organisation {organisation_id})")


def _check_scope(organisation_id: int | None, project_id: int | None, office_id: int) -> None:
    """What the scope lets one see, one may enrol with; asked before the rights are widened."""
    try:
        if organisation_id is not None:
            registry.organisation(organisation_id)
        if project_id is not None:
            registry.project(project_id)
    except (registry.UnknownOrganisation, registry.UnknownProject) as unseen:
        raise OutOfScope(str(unseen)) from unseen
    office(office_id)


def _code(rows: pl.DataFrame, code: str, refused: pl.Expr) -> pl.DataFrame:
    hit = pl.col("code").is_null() & refused.fill_null(False)
    return rows.with_columns(pl.when(hit).then(pl.lit(code)).otherwise(pl.col("code")).alias("code"))


def _with_person(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds canonical_id and born; null where there is no such person."""
    found = copy_out(
        "SELECT p.id, k.id, k.born FROM registry_person p JOIN registry_person k ON k.id = coalesce(p.merged_into_id,"
        " p.id) WHERE p.id = ANY (%s)",
        [rows["person_id"].drop_nulls().unique().to_list()],
        schema={"person_id": pl.Int64, "canonical_id": pl.Int64, "born": pl.Date},
    )
    return rows.join(found, on="person_id", how="left", maintain_order="left")


def _judged(rows: pl.DataFrame, segment: Segment, at: datetime) -> pl.DataFrame:
    """What the law says of each row, by the size of the firm where it asks for that."""
    if segment != "wage_earner":
        return judge(rows, segment=segment, size=None)
    sizes = copy_out(
        "SELECT organisation_id, size FROM registry_organisationterm WHERE organisation_id = ANY (%s)"
        " AND superseded_at IS NULL AND since <= %s AND (until IS NULL OR until > %s)",
        [rows["organisation_id"].drop_nulls().unique().to_list(), at.date(), at.date()],
        schema={"organisation_id": pl.Int64, "size": pl.String},
    )
    sized = rows.join(sizes, on="organisation_id", how="left", maintain_order="left")
    judged = [
        judge(group.drop("size"), segment=segment, size=size)
        for (size,), group in sized.group_by("size", maintain_order=True)
    ]
    return pl.concat(judged).sort("row") if judged else judge(rows, segment=segment, size=None)


def _inside_project(rows: pl.DataFrame) -> pl.DataFrame:
    projects = rows["project_id"].drop_nulls().unique().to_list()
    if not projects:
        return rows
    spans = copy_out(
        "SELECT id, starts, coalesce(maintenance_until, ends) FROM registry_project WHERE id = ANY (%s)",
        [projects],
        schema={"project_id": pl.Int64, "starts": pl.Date, "ends": pl.Date},
    )
    dated = rows.join(spans, on="project_id", how="left", maintain_order="left")
    outside = (pl.col("since") < pl.col("starts")) | (pl.col("since") >= pl.col("ends"))
    return _code(dated, "outside_project", outside).drop("starts", "ends")


def _hold_persons(rows: pl.DataFrame) -> None:
    """Two lists that enrol the same person wait for each other: no constraint can count her jobs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM registry_person WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE",
            [rows["canonical_id"].drop_nulls().unique().to_list()],
        )


def _existing(rows: pl.DataFrame) -> pl.DataFrame:
    """Memberships that hold now or later, of these persons and of all records merged with them."""
    stage(rows.select("canonical_id").drop_nulls().unique(), "sought_persons", {"canonical_id": "bigint"})
    return copy_out(
        "WITH records AS (SELECT canonical_id, canonical_id AS id FROM sought_persons UNION ALL"
        " SELECT s.canonical_id, p.id FROM sought_persons s"
        " JOIN registry_person p ON p.merged_into_id = s.canonical_id)"
        " SELECT r.canonical_id, m.segment, coalesce(m.organisation_id, 0), coalesce(m.project_id, 0), m.since, m.until"
        " FROM records r JOIN membership_membership m ON m.person_id = r.id"
        " WHERE m.until IS NULL OR m.until > m.since",
        schema={
            "canonical_id": pl.Int64, "had_segment": pl.String, "had_organisation": pl.Int64,
            "had_project": pl.Int64, "had_since": pl.Date, "had_until": pl.Date,
        },
    )  # fmt: skip


def _not_twice(rows: pl.DataFrame, segment: str) -> pl.DataFrame:
    """Refuses who is there already, who stands in the list twice, and a third job on own account."""
    had = rows.select("row", "canonical_id", "since", "organisation_id", "project_id")
    had = had.join(_existing(rows), on="canonical_id")
    had = had.filter(pl.col("had_until").is_null() | (pl.col("had_until") > pl.col("since")))
    here = (pl.col("had_project") == pl.col("project_id").fill_null(0)) & (
        pl.col("project_id").is_not_null() | (pl.col("had_organisation") == pl.col("organisation_id").fill_null(0))
    )
    there = had.filter(here)["row"].implode()
    jobs = had.filter(pl.col("had_segment") == "own_account").group_by("row").len("jobs")
    rows = rows.join(jobs, on="row", how="left", maintain_order="left")
    rows = _code(rows, "already_member", pl.col("row").is_in(there))
    same = pl.struct("code", "canonical_id", "organisation_id", "project_id")
    rows = _code(rows, "twice_in_list", pl.col("code").is_null() & ~same.is_first_distinct())
    if segment == "own_account":
        rows = _code(rows, "too_many_jobs", pl.col("jobs") >= OWN_ACCOUNT_JOBS)
    return rows


def _with_payer(fit: pl.DataFrame) -> pl.DataFrame:
    """Adds payer_id: the organisation's, the project's or the person's own."""
    kinds = {
        "person_id": (pl.col("channel") == "alone", payer_for_persons),
        "project_id": (pl.col("project_id").is_not_null(), payer_for_projects),
        "organisation_id": (
            pl.col("project_id").is_null() & (pl.col("channel") != "alone"), payer_for_organisations,
        ),
    }  # fmt: skip
    found = []
    for name, (which, payers) in kinds.items():
        part = fit.filter(which)
        if not part.is_empty():
            payer = payers(part[name].unique()).rename({"id": name})
            found.append(part.join(payer, on=name, how="left", maintain_order="left"))
    nobody = fit.with_columns(pl.lit(None, dtype=pl.Int64).alias("payer_id"))
    return pl.concat(found).sort("row") if found else nobody


def _write(
    ready: pl.DataFrame, segment: str, upload_id: int | None, by: int | None, at: datetime
) -> pl.Series:  # fmt: skip
    """Writes memberships, first terms and the note for the assessment. Returns which rows were written.

    A row that another list enrolled a moment ago is left out by the constraint that no two memberships may meet.
    """
    hold_payers(ready["payer_id"].unique().to_list())
    stage(ready, "new_members", {**_MEMBERSHIP, **_TERM})
    columns, term = ", ".join(_MEMBERSHIP), ", ".join(_TERM)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO membership_membership ({columns}, segment, end_reason, upload_id, recorded_at, recorded_by)"
            f" SELECT {columns}, %s, '', %s, %s, %s FROM new_members ORDER BY person_id ON CONFLICT DO NOTHING",
            [segment, upload_id, at, by],
        )
        written = cursor.rowcount
        cursor.execute(
            f"INSERT INTO membership_term (membership_id, since, {term}, reason, upload_id, recorded_at, recorded_by)"
            f" SELECT n.id, n.since, {', '.join('n.' + name for name in _TERM)}, 'enrolled', %s, %s, %s"
            " FROM new_members n JOIN membership_membership m ON m.id = n.id",
            [upload_id, at, by],
        )
        cursor.execute(
            "INSERT INTO membership_change (membership_id, from_month, reason, recorded_at, recorded_by)"
            " SELECT n.id, date_trunc('month', n.since), 'joined', %s, %s"
            " FROM new_members n JOIN membership_membership m ON m.id = n.id",
            [at, by],
        )
        if written == ready.height:
            return pl.Series([True] * ready.height, dtype=pl.Boolean)
        cursor.execute("SELECT m.id FROM new_members n JOIN membership_membership m ON m.id = n.id")
        return ready["id"].is_in([row[0] for row in cursor.fetchall()])
