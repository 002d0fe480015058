"""Loading the reference of regions and offices, and changes of the network since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import polars as pl
from django.db import connection, transaction

from ayomi.apps.audit.actions import copy_in, record
from ayomi.apps.offices import queries, rules
from ayomi.apps.offices.models import Area, Office, Placement
from ayomi.core import places


def stage(frame: pl.DataFrame, table: str, columns: Mapping[str, str]) -> None:
    """As `copy_in`, also where the same table was staged before in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
    copy_in(frame, table, columns)


def load_reference(*, by: int | None, at: datetime) -> None:
    """Regions, offices, their places in the tree and their areas, as the packaged reference has them.

    Safe to run again: names and sources are renewed, days on which an office was closed by hand and areas moved by
    hand stay.
    """
    with transaction.atomic():
        _load_regions()
        _load_offices()
        _load_spans()
        record("reference_loaded", subject="office", subject_id=0, by=by, at=at)


def _load_regions() -> None:
    # No day and no edition given means those of today, so the superseded ones come by their codes.
    every = [places.region(code) for level in ("province", "regency", "district") for code in places.known_codes(level)]
    frame = pl.DataFrame(
        [(r.code, r.name, r.level, r.parent, r.first, r.last, r.current) for r in every],
        schema=["code", "name", "level", "parent", "first", "last", "current"],
        orient="row",
    )
    kinds = {
        "code": "text", "name": "text", "level": "text", "parent": "text", "first": "int", "last": "int",
        "current": "boolean",
    }  # fmt: skip
    stage(frame, "new_regions", kinds)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO offices_region (code, name, level, parent_id, first_year, last_year, in_force)"
            ' SELECT code, name, level, parent, "first", "last", "current" FROM new_regions'
            " ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level,"
            " parent_id = excluded.parent_id, first_year = excluded.first_year, last_year = excluded.last_year,"
            " in_force = excluded.in_force"
        )


def _load_offices() -> None:
    frame = pl.DataFrame(
        [
            (o.code, o.name, o.kind, o.seat, o.opened, o.closed, rules.timezone_of(o.seat), o.source, o.illustrative)
            for o in places.offices()
        ],
        schema={
            "code": pl.String, "name": pl.String, "kind": pl.String, "seat": pl.String, "opened": pl.Date,
            "closed": pl.Date, "timezone": pl.String, "source": pl.String, "illustrative": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip
    kinds = {
        "code": "text", "name": "text", "kind": "text", "seat": "text", "opened": "date", "closed": "date",
        "timezone": "text", "source": "text", "illustrative": "boolean",
    }  # fmt: skip
    stage(frame, "new_offices", kinds)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO offices_office (code, name, kind, seat_id, opened, closed, timezone, source, illustrative)"
            " SELECT code, name, kind, seat, opened, closed, timezone, source, illustrative FROM new_offices"
            " ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, seat_id = excluded.seat_id,"
            " opened = excluded.opened, closed = coalesce(offices_office.closed, excluded.closed),"
            " timezone = excluded.timezone, source = excluded.source, illustrative = excluded.illustrative"
        )


def _load_spans() -> None:
    placements = pl.DataFrame(
        [(s.office, s.parent, s.since, s.until) for s in places.parent_spans()],
        schema={"office": pl.String, "parent": pl.String, "since": pl.Date, "until": pl.Date},
        orient="row",
    )
    areas = pl.DataFrame(
        [(s.office, s.region, s.since, s.until) for s in places.area_spans()],
        schema={"office": pl.String, "region": pl.String, "since": pl.Date, "until": pl.Date},
        orient="row",
    )
    stage(placements, "new_placements", {"office": "text", "parent": "text", "since": "date", "until": "date"})
    stage(areas, "new_areas", {"office": "text", "region": "text", "since": "date", "until": "date"})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO offices_placement (office_id, parent_id, since, until)"
            " SELECT o.id, p.id, n.since, n.until FROM new_placements n JOIN offices_office o ON o.code = n.office"
            " JOIN offices_office p ON p.code = n.parent ON CONFLICT DO NOTHING"
        )
        cursor.execute(
            "UPDATE offices_office o SET parent_id = l.parent_id FROM (SELECT DISTINCT ON (office_id) office_id,"
            " parent_id FROM offices_placement ORDER BY office_id, since DESC) l"
            " WHERE l.office_id = o.id AND o.parent_id IS DISTINCT FROM l.parent_id"
        )
        cursor.execute(
            "INSERT INTO offices_area (office_id, region_id, since, until)"
            " SELECT o.id, n.region, n.since, n.until FROM new_areas n JOIN offices_office o ON o.code = n.office"
            " ON CONFLICT DO NOTHING"
        )


def open_office(
    *, code: str, name: str, kind: str, parent_id: int, seat: str, opened: date, source: str = "",
    by: int | None, at: datetime,
) -> int:  # fmt: skip
    """A new office under `parent_id` from the day `opened`. Returns its id. Raises `places.UnknownRegion`."""
    with transaction.atomic():
        office = Office.objects.create(
            code=code, name=name, kind=kind, parent_id=parent_id, seat_id=places.region(seat).code, opened=opened,
            timezone=rules.timezone_of(seat), source=source,
        )  # fmt: skip
        Placement.objects.create(office_id=office.pk, parent_id=parent_id, since=opened)
        record("office_opened", subject="office", subject_id=office.pk, office_id=office.pk, by=by, at=at)
    return office.pk


class StillServing(Exception):
    """The office still serves regions on the day; move them first."""


def close_office(office_id: int, *, closed: date, reason: str, by: int | None, at: datetime) -> None:
    """Shut an office from the day `closed` on. Raises `queries.UnknownOffice`, `StillServing`."""
    queries.office(office_id)
    with transaction.atomic():
        if Area.objects.filter(office_id=office_id, until__isnull=True).exists():
            raise StillServing(office_id)
        Office.objects.filter(pk=office_id).update(closed=closed)
        Placement.objects.filter(office_id=office_id, until__isnull=True, since__lt=closed).update(until=closed)
        record(
            "office_closed", subject="office", subject_id=office_id, office_id=office_id, by=by, at=at, reason=reason
        )


def move_area(
    region_code: str, *, office_id: int, since: date, reason: str, by: int | None, at: datetime
) -> None:  # fmt: skip
    """From `since` on the region is served by `office_id`; whoever served it until then ends the day before."""
    code = places.region(region_code).code
    with transaction.atomic():
        Area.objects.select_for_update().filter(region_id=code, since__lt=since, until__isnull=True).update(until=since)
        Area.objects.create(office_id=office_id, region_id=code, since=since)
        record(
            "area_moved", subject="office", subject_id=office_id, office_id=office_id, by=by, at=at, reason=reason,
            detail={"region": code, "since": since.isoformat()},
        )  # fmt: skip
