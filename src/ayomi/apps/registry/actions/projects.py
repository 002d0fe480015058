"""Construction projects, and the standing numbers under which bills are paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.db import connection, transaction

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.audit.queries import copy_out
from ayomi.apps.offices.actions import stage
from ayomi.apps.registry import queries
from ayomi.apps.registry.models import Project, Subcontractor
from ayomi.apps.registry.rules import PAYER_DIGIT, numbered
from ayomi.core.matching.normalise import organisation_key
from ayomi.core.money import LARGEST_SUM


@dataclass(frozen=True, slots=True)
class RegisteredProject:
    id: int
    number: str
    payer_id: int


def allot(sequence: str, count: int) -> pl.Series:
    """The next `count` numbers of a sequence of the database."""
    found = copy_out(
        "SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [sequence, count], schema={"number": pl.Int64}
    )
    return found["number"]


def register_project(
    *, name: str, contractor_id: int, owner_name: str, contract_value: int, vat: int, wages: int | None,
    registered: date, starts: date, ends: date, maintenance_until: date | None, instalments: int,
    workers_planned: int, region_id: str, office_id: int, by: int | None, at: datetime,
    work_order: date | None = None,
) -> RegisteredProject:  # fmt: skip
    """A construction project with its number and payer. `contract_value` is without VAT; `ends` is the day after.

    Raises `queries.UnknownOrganisation` and ValueError for spans, sums or instalments (1 or 3) that cannot be.
    """
    if not 0 < contract_value <= LARGEST_SUM or vat < 0 or instalments not in (1, 3) or ends <= starts:
        raise ValueError("a project needs a positive value, one or three instalments and an end after its start")
    if maintenance_until is not None and maintenance_until < ends:
        raise ValueError("maintenance ends after the work")
    queries.organisation(contractor_id)
    with transaction.atomic():
        number = numbered(allot("registry_project_number", 1), f"{at:%y}", 6)[0]
        project = Project.objects.create(
            number=number, name=name, name_key=organisation_key(name), contractor_id=contractor_id,
            owner_name=owner_name, contract_value=contract_value, vat=vat, wages=wages, registered=registered,
            starts=starts, ends=ends, maintenance_until=maintenance_until, instalments=instalments,
            workers_planned=workers_planned, region_id=region_id, office_id=office_id, recorded_at=at, recorded_by=by,
            work_order=work_order,
        )  # fmt: skip
        payer_id = payer_for_projects([project.pk])["payer_id"][0]
        record(
            "project_registered", subject="project", subject_id=project.pk, office_id=office_id, by=by, at=at,
            detail={"number": number, "contract_value": contract_value, "vat": vat},
        )  # fmt: skip
    return RegisteredProject(project.pk, number, payer_id)


def add_subcontractor(
    project_id: int, organisation_id: int, *, work: str, value: int, by: int | None, at: datetime
) -> int:  # fmt: skip
    """Another organisation that does part of the project's work for `value` rupiah. Returns the row's id."""
    project = queries.project(project_id)
    with transaction.atomic():
        row = Subcontractor.objects.create(
            project_id=project_id, organisation_id=organisation_id, work=work, value=value
        )
        record(
            "subcontractor_added", subject="project", subject_id=project_id, office_id=project.office_id, by=by, at=at,
            detail={"organisation": organisation_id, "work": work, "value": value},
        )  # fmt: skip
    return row.pk


def payer_for_organisations(organisation_ids: Iterable[int]) -> pl.DataFrame:
    """id, payer_id: the payer of each organisation, made where there was none."""
    return _payers("organisation", organisation_ids)


def payer_for_projects(project_ids: Iterable[int]) -> pl.DataFrame:
    """id, payer_id: the payer of each project, made where there was none."""
    return _payers("project", project_ids)


def payer_for_persons(person_ids: Iterable[int]) -> pl.DataFrame:
    """id, payer_id: the payer of each person who pays alone, made where there was none."""
    return _payers("person", person_ids)


def _payers(kind: str, ids: Iterable[int]) -> pl.DataFrame:
    wanted = pl.DataFrame({"id": pl.Series(list(ids), dtype=pl.Int64).unique().sort()})
    with transaction.atomic():
        found = _existing(kind, wanted)
        missing = wanted.join(found, on="id", how="anti").sort("id")
        if missing.is_empty():
            return found
        numbers = numbered(allot("registry_payer_number", missing.height), str(PAYER_DIGIT[kind]), 8)
        stage(missing.with_columns(numbers), "new_payers", {"id": "bigint", "number": "text"})
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO registry_payer (number, {kind}_id, office_id) SELECT n.number, n.id, s.office_id"
                f" FROM new_payers n JOIN registry_{kind} s ON s.id = n.id ORDER BY n.id"
                f" ON CONFLICT ({kind}_id) DO NOTHING"
            )
        return _existing(kind, wanted)


def _existing(kind: str, wanted: pl.DataFrame) -> pl.DataFrame:
    return copy_out(
        f"SELECT {kind}_id, id FROM registry_payer WHERE {kind}_id = ANY (%s)",
        [wanted["id"].to_list()],
        schema={"id": pl.Int64, "payer_id": pl.Int64},
    )


def hold_payers(payer_ids: Sequence[int]) -> None:
    """Until the transaction ends nobody else assesses, bills, settles or changes what these payers owe.

    Money takes its locks in one order everywhere, so that two at once wait and never block each other: payers by their
    number, then bills, then memberships, then credit.
    """
    with owner_rights(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM registry_payer WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE", [list(payer_ids)]
        )
