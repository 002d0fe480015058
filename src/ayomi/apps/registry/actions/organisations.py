"""Organisations recorded in sets, and what the law asks of each, dated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import polars as pl
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.offices.actions import stage
from ayomi.apps.registry import queries
from ayomi.apps.registry.actions.projects import allot
from ayomi.apps.registry.models import Contact, Organisation, OrganisationTerm, Site
from ayomi.apps.registry.queries.persons import hashes
from ayomi.apps.registry.rules import npp_of
from ayomi.core.identity import mask
from ayomi.core.matching.normalise import organisation_key, organisation_key_column
from ayomi.core.sealing import seal, seal_all

INPUT: Final[dict[str, Any]] = {
    "kind": pl.String, "name": pl.String, "npp": pl.String, "nib": pl.String, "nik_koperasi": pl.String,
    "npwp": pl.String, "phone": pl.String, "email": pl.String, "address": pl.String, "region_id": pl.String,
    "government_payer": pl.Boolean, "size": pl.String, "activity": pl.String, "risk": pl.String,
    "industry": pl.String, "since": pl.Date,
}  # fmt: skip
"""Columns an organisation is recorded from. `kind` and `name` are needed; `since` (first of a month), `size` and
`risk` come together and make its first term."""
_STORED: Final = {
    "id": "bigint", "kind": "text", "name": "text", "name_key": "text", "npp": "text", "nib": "text",
    "nik_koperasi": "text", "npwp_sealed": "bytea", "npwp_hash": "bytea", "npwp_mask": "text", "phone": "text",
    "email": "text", "address": "text", "region_id": "text", "government_payer": "boolean",
    "office_id": "bigint",
}  # fmt: skip
_CHANGEABLE: Final = frozenset(
    {"name", "kind", "nib", "nik_koperasi", "npwp", "phone", "email", "address", "region_id", "government_payer"}
)


def record_organisations(
    frame: pl.DataFrame, *, office_id: int, by: int | None, at: datetime, upload_id: int | None = None
) -> pl.DataFrame:
    """Organisations of any kind. `frame`: columns of `INPUT` (and any others), numbers in canonical text.

    A column `office_id` names another office than `office_id` for a row; `upload_id`: the list they stand in.
    Returns the frame with `organisation_id`, `npp` and `found`: 'new', or 'known' by NPP, NIB, NIK-koperasi or NPWP.
    A row without NPP gets one. One of the same
    name nearby is for the caller to see first (`queries.organisation_candidates`). Raises ValueError for a row without
    kind or name.
    """
    if any(name not in frame.columns or frame[name].is_null().any() for name in ("kind", "name")):
        raise ValueError("every organisation needs a kind and a name")
    whole = frame.with_columns(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name) for name, kind in INPUT.items()
    ).with_row_index("row")
    given = pl.lit(office_id, dtype=pl.Int64).alias("office_id")
    whole = whole.with_columns(pl.col("office_id").fill_null(given) if "office_id" in frame.columns else given)
    with owner_rights():
        with connection.cursor() as cursor:
            # No number of an organisation is unique by law, so two lists must not look and write at the same time.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('registry_organisation'))")
        known = queries.known_organisations(whole)
        fresh = whole.join(_rows_of(known), on="row", how="anti")
        numbers = ("nib", "nik_koperasi", "npwp")
        repeated = pl.any_horizontal(_again(name) & pl.col("npp").is_null() for name in numbers) | _again("npp")
        first = fresh.filter(~repeated)
        new = _insert(first, upload_id, by=by, at=at).with_columns(found=pl.lit("new"))
        rest = whole.join(_rows_of(new), on="row", how="anti")
        old = _rows_of(queries.known_organisations(rest)).with_columns(found=pl.lit("known"))
        told = pl.concat([new.select("row", "organisation_id", "found"), old.select("row", "organisation_id", "found")])
        npps = _npps(told["organisation_id"])
        record(
            "organisations_recorded", subject="office", subject_id=office_id, office_id=office_id, by=by, at=at,
            detail={"rows": frame.height, "new": new.height},
        )  # fmt: skip
    joined = whole.select("row").join(told, on="row", how="left", maintain_order="left")
    named = joined.join(npps, on="organisation_id", how="left", maintain_order="left")
    return frame.with_columns(named["organisation_id"], named["npp"], named["found"])


def _again(name: str) -> pl.Expr:
    return pl.col(name).is_not_null() & ~pl.col(name).is_first_distinct()


def _rows_of(found: pl.DataFrame) -> pl.DataFrame:
    return found.with_columns(pl.col("row").cast(pl.UInt32))


def _npps(ids: pl.Series) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, npp FROM registry_organisation WHERE id = ANY (%s)", [ids.to_list()])
        return pl.DataFrame(
            cursor.fetchall(), schema={"organisation_id": pl.Int64, "npp": pl.String}, orient="row"
        )  # fmt: skip


def _new_npps(count: int) -> pl.Series:
    """Employer numbers nobody has, also not from a list of old ones."""
    found: list[str] = []
    while len(found) < count:
        drawn = [npp_of(number) for number in allot("registry_npp_number", count - len(found))]
        taken = set(Organisation.objects.filter(npp__in=drawn).values_list("npp", flat=True))
        found += [npp for npp in drawn if npp not in taken]
    return pl.Series("given", found, dtype=pl.String)


def _insert(fresh: pl.DataFrame, upload_id: int | None, *, by: int | None, at: datetime) -> pl.DataFrame:
    """Writes the rows with their first terms; returns row, organisation_id."""
    npwps = [None if n is None else n.encode() for n in fresh["npwp"]]
    sealed = iter(seal_all([n for n in npwps if n is not None], field="npwp", key=settings.SEALING_KEY))
    ready = fresh.with_columns(
        allot("registry_organisation_id_seq", fresh.height).alias("id"),
        organisation_key_column(fresh["name"]).alias("name_key"),
        _new_npps(fresh.height),
        pl.Series("npwp_sealed", [None if n is None else next(sealed) for n in npwps], dtype=pl.Binary),
        hashes(fresh["npwp"], "npwp"),
        pl.Series("npwp_mask", ["" if n is None else mask(n) for n in fresh["npwp"]], dtype=pl.String),
        pl.col("government_payer").fill_null(pl.col("kind") == "government"),
        *(pl.col(name).fill_null("") for name in ("nib", "nik_koperasi", "phone", "email", "address")),
        *(pl.col(name).fill_null("") for name in ("activity", "industry")),
    ).with_columns(npp=pl.coalesce("npp", "given"))
    stage(ready, "new_organisations", _STORED)
    columns = ", ".join(_STORED)
    terms = ready.filter(pl.all_horizontal(pl.col(n).is_not_null() for n in ("since", "size", "risk")))
    stage(
        terms,
        "new_terms",
        {"id": "bigint", "since": "date", "size": "text", "activity": "text", "risk": "text", "industry": "text"},
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO registry_organisation ({columns}, upload_id, recorded_at, recorded_by)"
            f" SELECT {columns}, %s, %s, %s FROM new_organisations ORDER BY id",
            [upload_id, at, by],
        )
        cursor.execute(
            "INSERT INTO registry_organisationterm (organisation_id, since, size, activity, risk, industry, reason,"
            " recorded_at, recorded_by) SELECT id, date_trunc('month', since), size, activity, risk, industry,"
            " 'recorded', %s, %s FROM new_terms",
            [at, by],
        )
    return ready.select("row", pl.col("id").alias("organisation_id"))


class InUse(Exception):
    """Something rests on organisations of the list by now: members, bills, contacts, projects ... Nothing is undone."""


def forget_organisations(upload_id: int, *, by: int | None, at: datetime) -> int:
    """Take back the organisations that a list brought, with their first terms. Returns how many.

    Raises `InUse` where anything else rests on one of them, also an organisation that was changed since.
    """
    with owner_rights(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM registry_organisation WHERE upload_id = %s ORDER BY id FOR UPDATE", [upload_id])
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT 1 FROM registry_organisationterm t JOIN registry_organisation o ON o.id = t.organisation_id"
            " WHERE o.id = ANY (%(ids)s) AND t.recorded_at > o.recorded_at"
            " UNION ALL SELECT 1 FROM audit_event e WHERE e.subject = 'organisation' AND e.subject_id = ANY (%(ids)s)"
            " LIMIT 1",
            {"ids": ids},
        )
        if cursor.fetchone():
            raise InUse
        try:
            with transaction.atomic():
                # Without this a row that rests on one of them would speak only when all is over.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                for table, column in (
                    ("registry_organisationterm", "organisation_id"), ("registry_payer", "organisation_id"),
                    ("registry_organisation", "id"),
                ):  # fmt: skip
                    cursor.execute(f"DELETE FROM {table} WHERE {column} = ANY (%s)", [ids])
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except IntegrityError as resting:
            raise InUse from resting
        record(
            "organisations_forgotten", subject="upload", subject_id=upload_id, by=by, at=at, detail={"rows": len(ids)}
        )
    return len(ids)


def change_organisation(
    organisation_id: int, changes: Mapping[str, str | bool | None], *, reason: str, by: int | None, at: datetime
) -> None:
    """Correct an organisation's data; an NPWP appears in the log masked only.

    Raises `queries.UnknownOrganisation`, ValueError for another column or an empty name.
    """
    unknown = set(changes) - _CHANGEABLE
    if unknown or not changes.get("name", "-"):
        raise ValueError(f"not a change of an organisation: {sorted(unknown) or 'empty name'}")
    queries.organisation(organisation_id)
    with transaction.atomic():
        row = Organisation.objects.select_for_update().get(pk=organisation_id)
        detail: dict[str, list[str]] = {}
        for name, value in changes.items():
            if name == "npwp":
                before, text = row.npwp_mask, None if value is None else str(value)
                row.npwp_sealed = None if text is None else seal(text.encode(), field="npwp", key=settings.SEALING_KEY)
                row.npwp_hash = hashes(pl.Series([text], dtype=pl.String), "npwp")[0]
                row.npwp_mask = "" if text is None else mask(text)
                detail[name] = [before, row.npwp_mask]
            else:
                column = "region_id" if name == "region_id" else name
                detail[name] = [str(getattr(row, column)), str(value)]
                setattr(row, column, value if name in ("region_id", "government_payer") else value or "")
        row.name_key = organisation_key(row.name)
        row.save()
        record(
            "organisation_changed", subject="organisation", subject_id=row.pk, office_id=row.office_id, by=by, at=at,
            detail=detail, reason=reason,
        )  # fmt: skip


def decide_risk(
    organisation_id: int, *, from_month: date, size: str, risk: str, activity: str, industry: str, reason: str,
    by: int | None, at: datetime,
) -> None:  # fmt: skip
    """What holds for the organisation from the first of `from_month` on; all that stood for later months is superseded.

    `membership.actions.risk_decided` calls this and reopens the months behind. Raises `queries.UnknownOrganisation`.
    """
    since = from_month.replace(day=1)
    organisation = queries.organisation(organisation_id)
    with transaction.atomic():
        standing = OrganisationTerm.objects.select_for_update().filter(
            organisation_id=organisation_id, superseded_at__isnull=True
        )
        earlier = [term for term in standing if term.since < since and (term.until is None or term.until > since)]
        touched = [term.pk for term in standing if term.until is None or term.until > since]
        OrganisationTerm.objects.filter(pk__in=touched).update(superseded_at=at)
        for term in earlier:
            term.pk, term.until, term.superseded_at = None, since, None
            term.recorded_at, term.recorded_by = at, by
            term.save(force_insert=True)
        OrganisationTerm.objects.create(
            organisation_id=organisation_id, since=since, size=size, activity=activity, risk=risk, industry=industry,
            reason=reason, recorded_at=at, recorded_by=by,
        )  # fmt: skip
        record(
            "risk_decided", subject="organisation", subject_id=organisation_id, office_id=organisation.office_id,
            by=by, at=at, reason=reason, detail={"from": since.isoformat(), "risk": risk, "size": size},
        )  # fmt: skip


def add_site(
    organisation_id: int, *, name: str, nitku: str, address: str, region_id: str | None, since: date,
    by: int | None, at: datetime,
) -> int:  # fmt: skip
    """A place of business. Returns its id. Raises `queries.UnknownOrganisation`."""
    organisation = queries.organisation(organisation_id)
    with transaction.atomic():
        row = Site.objects.create(
            organisation_id=organisation_id, name=name, nitku=nitku, address=address, region_id=region_id, since=since
        )
        record(
            "site_added", subject="organisation", subject_id=organisation_id, office_id=organisation.office_id,
            by=by, at=at, detail={"site": row.pk, "name": name},
        )  # fmt: skip
    return row.pk


def add_contact(
    organisation_id: int, *, name: str, duty: str, phone: str, email: str, since: date, by: int | None, at: datetime
) -> int:  # fmt: skip
    """A person who acts for the organisation. Returns the row's id. Raises `queries.UnknownOrganisation`."""
    organisation = queries.organisation(organisation_id)
    with transaction.atomic():
        row = Contact.objects.create(
            organisation_id=organisation_id, name=name, duty=duty, phone=phone, email=email, since=since
        )
        record(
            "contact_added", subject="organisation", subject_id=organisation_id, office_id=organisation.office_id,
            by=by, at=at, detail={"contact": row.pk, "duty": duty},
        )  # fmt: skip
    return row.pk
