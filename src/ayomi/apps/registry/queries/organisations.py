"""Organisations and construction projects, and finding those already known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from ayomi.apps.audit.queries import copy_out, rows_of
from ayomi.apps.registry.queries.persons import hashes


class UnknownOrganisation(LookupError):
    """No such organisation, or none that may be seen from here."""


class UnknownProject(LookupError):
    """No such project, or none that may be seen from here."""


@dataclass(frozen=True, slots=True)
class OrganisationTerm:
    """What the law asks of the organisation from `since` until `until`."""

    since: date
    until: date | None
    size: str
    activity: str
    risk: str
    industry: str
    reason: str


@dataclass(frozen=True, slots=True)
class Organisation:
    id: int
    kind: str
    name: str
    npp: str | None
    nib: str
    nik_koperasi: str
    npwp_mask: str
    phone: str
    email: str
    address: str
    region: str | None
    office_id: int
    government_payer: bool
    payer_id: int | None
    payer_number: str | None
    terms: tuple[OrganisationTerm, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """A construction project. Money in whole rupiah; `ends` is the day after the last working day."""

    id: int
    number: str
    name: str
    contractor_id: int
    contractor_name: str
    owner_name: str
    contract_value: int
    vat: int
    wages: int | None
    registered: date
    starts: date
    ends: date
    maintenance_until: date | None
    instalments: int
    workers_planned: int
    region: str
    office_id: int
    payer_id: int | None
    work_order: date | None
    """Day of the order to work, where it was noted."""
    subcontractors: tuple[tuple[int, str, str, int], ...]
    """organisation id, name, work, value"""


def organisation(organisation_id: int) -> Organisation:
    """Raises `UnknownOrganisation`."""
    found = rows_of(
        "SELECT o.id, o.kind, o.name, o.npp, o.nib, o.nik_koperasi, o.npwp_mask, o.phone, o.email, o.address,"
        " o.region_id, o.office_id, o.government_payer, p.id, p.number FROM registry_organisation o"
        " LEFT JOIN registry_payer p ON p.organisation_id = o.id WHERE o.id = %s",
        [organisation_id],
    )
    if not found:
        raise UnknownOrganisation(organisation_id)
    terms = rows_of(
        "SELECT since, until, size, activity, risk, industry, reason FROM registry_organisationterm"
        " WHERE organisation_id = %s AND superseded_at IS NULL ORDER BY since",
        [organisation_id],
    )
    return Organisation(*(*found[0], tuple(OrganisationTerm(*term) for term in terms)))


def project(project_id: int) -> Project:
    """Raises `UnknownProject`."""
    found = rows_of(
        "SELECT j.id, j.number, j.name, j.contractor_id, c.name, j.owner_name, j.contract_value, j.vat, j.wages,"
        " j.registered, j.starts, j.ends, j.maintenance_until, j.instalments, j.workers_planned, j.region_id,"
        " j.office_id, p.id, j.work_order FROM registry_project j"
        " LEFT JOIN registry_organisation c ON c.id = j.contractor_id"
        " LEFT JOIN registry_payer p ON p.project_id = j.id WHERE j.id = %s",
        [project_id],
    )
    if not found:
        raise UnknownProject(project_id)
    subcontractors = rows_of(
        "SELECT s.organisation_id, o.name, s.work, s.value FROM registry_subcontractor s"
        " JOIN registry_organisation o ON o.id = s.organisation_id WHERE s.project_id = %s ORDER BY s.id",
        [project_id],
    )
    return Project(*(*found[0], tuple(subcontractors)))


def known_organisations(frame: pl.DataFrame) -> pl.DataFrame:
    """row, organisation_id, by for the rows of `frame` (row, npp, nib, nik_koperasi, npwp) whose numbers are known.

    `by` names the number that led there; an NPP counts before the others, for one firm may hold several.
    """
    keys = frame.with_columns(
        hashes(frame["npwp"], "npwp").bin.encode("hex").alias("hash"), pl.col("row").cast(pl.Int64)
    )
    return copy_out(
        """
        WITH sought AS (SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])
            AS s (number, npp, nib, nik_koperasi, npwp)),
        found AS (
            SELECT s.number, o.id, 1 AS rank, 'npp' AS by FROM sought s JOIN registry_organisation o ON o.npp = s.npp
            UNION ALL SELECT s.number, o.id, 2, 'nib' FROM sought s
                JOIN registry_organisation o ON o.nib = s.nib AND o.nib <> '' WHERE s.npp IS NULL
            UNION ALL SELECT s.number, o.id, 3, 'nik_koperasi' FROM sought s
                JOIN registry_organisation o ON o.nik_koperasi = s.nik_koperasi AND o.nik_koperasi <> ''
                WHERE s.npp IS NULL
            UNION ALL SELECT s.number, o.id, 4, 'npwp' FROM sought s
                JOIN registry_organisation o ON o.npwp_hash = decode(s.npwp, 'hex') WHERE s.npp IS NULL
        )
        SELECT DISTINCT ON (number) number, id, by FROM found ORDER BY number, rank, id
        """,
        [keys[name].to_list() for name in ("row", "npp", "nib", "nik_koperasi", "hash")],
        schema={"row": pl.Int64, "organisation_id": pl.Int64, "by": pl.String},
    )


def organisation_candidates(frame: pl.DataFrame) -> pl.DataFrame:
    """Organisations of the same folded name in the same regency, for a person to decide.

    `frame`: row, name_key (`core.matching.organisation_key`), region_id. Returns row, organisation_id, name, kind, npp.
    """
    return copy_out(
        "SELECT s.number, o.id, o.name, o.kind, o.npp FROM unnest(%s::bigint[], %s::text[], %s::text[])"
        " AS s (number, name_key, region) JOIN registry_organisation o ON o.name_key = s.name_key"
        " AND (s.region IS NULL OR o.region_id IS NULL OR left(o.region_id, 5) = left(s.region, 5))"
        " ORDER BY s.number, o.id",
        [frame[name].to_list() for name in ("row", "name_key", "region_id")],
        schema={"row": pl.Int64, "organisation_id": pl.Int64, "name": pl.String, "kind": pl.String, "npp": pl.String},
    )
