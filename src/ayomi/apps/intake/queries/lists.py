"""Lists and their rows as pages show them. Row-level security decides whose are seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection

from ayomi.apps.contributions.queries.bills import billed_members_of_upload
from ayomi.apps.intake.models import Upload
from ayomi.apps.intake.rules.contents import Contents, from_bytes
from ayomi.core.sealing import unseal


class UnknownList(LookupError):
    """No such list, or none that may be seen from here."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One list among others. `counts`: rows by state; `whom`: the organisation or project, '' for people alone."""

    id: int
    organisation_id: int | None
    project_id: int | None
    contractor_id: int | None
    whom: str
    office_id: int
    office: str
    kind: str
    segment: str
    state: str
    file_name: str
    rows_total: int
    rows_done: int
    message: str
    received_at: datetime
    received_by: str
    changed_at: datetime
    counts: Mapping[str, int]

    @property
    def waiting(self) -> int:
        """Rows that wait for somebody."""
        return self.counts.get("fix", 0) + self.counts.get("twin", 0)

    @property
    def applied(self) -> int:
        return self.counts.get("applied", 0)

    @property
    def ready(self) -> int:
        return self.counts.get("ready", 0)

    @property
    def rows(self) -> int:
        """Data rows of the list, as far as they are known."""
        return sum(self.counts.values()) or self.rows_total

    @property
    def working(self) -> bool:
        """Whether a job is, or should be, at work on it."""
        return self.state in ("received", "reading", "checking", "applying")


@dataclass(frozen=True, slots=True)
class ListPage:
    """One list with all that was found out about it. `payer_id`: who gets the bill, None for people alone."""

    row: ListRow
    starts: date
    options: Mapping[str, Any]
    file_size: int
    sheet: str
    mapping: Mapping[str, Any]
    reading: Mapping[str, Any]
    refusal: Mapping[str, str] | None
    continues_id: int | None
    continued_by: int | None
    payer_id: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list, opened."""

    number: int
    state: str
    name: str
    contents: Contents
    person_id: int | None
    membership_id: int | None
    organisation_id: int | None


_LIST: Final = """
    SELECT u.id, u.organisation_id, u.project_id, j.contractor_id, coalesce(o.name, j.name, ''), u.office_id,
           coalesce(f.name, ''), u.kind, u.segment, u.state, u.file_name, u.rows_total, u.rows_done, u.message,
           u.received_at, coalesce(nullif(a.full_name, ''), a.username, ''), u.changed_at,
           coalesce((SELECT json_object_agg(c.state, c.n) FROM
               (SELECT r.state, count(*) AS n FROM intake_row r WHERE r.upload_id = u.id GROUP BY 1) c), '{}')
    FROM intake_upload u
    LEFT JOIN registry_organisation o ON o.id = u.organisation_id LEFT JOIN registry_project j ON j.id = u.project_id
    LEFT JOIN offices_office f ON f.id = u.office_id LEFT JOIN access_user a ON a.id = u.received_by
"""
WORKING: Final = ("received", "reading", "checking", "applying")


def _row(found: tuple[Any, ...]) -> ListRow:
    return ListRow(*found)


def lists(*, before: int | None = None, organisation_id: int | None = None, limit: int = 30) -> list[ListRow]:
    """Lists, the newest first; `before` is the id of the last one of the page before. One more than `limit` is read."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_LIST} WHERE (%(before)s::bigint IS NULL OR u.id < %(before)s)"
            " AND (%(organisation)s::bigint IS NULL OR u.organisation_id = %(organisation)s)"
            " ORDER BY u.id DESC LIMIT %(limit)s",
            {"before": before, "organisation": organisation_id, "limit": limit + 1},
        )
        return [_row(found) for found in cursor.fetchall()]


def lists_at_work(*, limit: int = 10) -> list[ListRow]:
    """Lists a job is at work on, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_LIST} WHERE u.state = ANY (%s) ORDER BY u.id DESC LIMIT %s", [list(WORKING), limit])
        return [_row(found) for found in cursor.fetchall()]


def lists_waiting(*, limit: int = 20) -> list[ListRow]:
    """Lists somebody has to do something about: columns to be shown, rows ready or to be corrected; oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_LIST} WHERE u.state = 'columns' OR u.state IN ('checked', 'applied') AND EXISTS (SELECT 1 FROM"
            " intake_row r WHERE r.upload_id = u.id AND r.state IN ('ready', 'fix', 'twin')) ORDER BY u.id LIMIT %s",
            [limit],
        )
        return [_row(found) for found in cursor.fetchall()]


def one(upload_id: int) -> ListPage:
    """One list. Raises `UnknownList`."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_LIST} WHERE u.id = %s", [upload_id])
        found = cursor.fetchone()
        if found is None:
            raise UnknownList(upload_id)
        row = _row(found)
        cursor.execute(
            "SELECT id FROM registry_payer WHERE organisation_id = %s OR project_id = %s",
            [row.organisation_id, row.project_id],
        )
        payer = cursor.fetchone()
    more = Upload.objects.defer("content_sealed", "entries_sealed").get(pk=upload_id)
    later = Upload.objects.filter(continues_id=upload_id).order_by("-pk").values_list("pk", flat=True).first()
    return ListPage(
        row, more.starts, more.options, more.file_size, more.sheet, more.mapping, more.reading, more.refusal,
        more.continues_id, later, payer[0] if payer else None,
    )  # fmt: skip


def lines(
    upload_id: int, states: tuple[str, ...], *, after: int = 0, before: int | None = None,
    numbers: tuple[int, ...] = (), limit: int = 50,
) -> list[Line]:  # fmt: skip
    """Rows in these states, in the order of the sheet: after row `after`, or the last ones before row `before`.

    `numbers`: only these sheet rows. One row more than `limit` is read.
    """
    backwards = before is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, state, name, values_sealed, person_id, membership_id, organisation_id FROM intake_row"
            " WHERE upload_id = %(upload)s AND state = ANY (%(states)s) AND number > %(after)s"
            " AND (%(before)s::int IS NULL OR number < %(before)s) AND (%(all)s OR number = ANY (%(numbers)s::int[]))"
            f" ORDER BY number {'DESC' if backwards else 'ASC'} LIMIT %(limit)s",
            {
                "upload": upload_id, "states": list(states), "after": after, "before": before, "all": not numbers,
                "numbers": list(numbers), "limit": limit + 1,
            },
        )  # fmt: skip
        found = [_line(row) for row in cursor.fetchall()]
    return found[::-1] if backwards else found


def _line(found: tuple[Any, ...]) -> Line:
    number, state, name, sealed, *ids = found
    contents = from_bytes(unseal(bytes(sealed), field="row", key=settings.SEALING_KEY))
    return Line(number, state, name, contents, *ids)


def billed(upload_id: int) -> int:
    """Members of the list that stand on a bill, final or paid, which was drawn up since it came: such a list stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT l.membership_id) FROM intake_upload u JOIN intake_row r ON r.upload_id = u.id"
            " AND r.state = 'applied' JOIN contributions_line l ON l.membership_id = r.membership_id"
            " JOIN contributions_bill b ON b.id = l.bill_id AND b.state IN ('final', 'paid')"
            " AND b.drafted_at >= u.received_at WHERE u.id = %s AND u.kind IN ('members_leaving', 'wage_changes')",
            [upload_id],
        )
        changed = int(cursor.fetchone()[0])
    return changed + billed_members_of_upload(upload_id)
