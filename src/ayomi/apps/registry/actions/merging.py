"""Two records found to be one person, and two people found to be two after all.

Open `Merge` rows form trees; `Person.merged_into` of every record below names the root, so that one step leads there.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl
from django.db import connection, transaction

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.registry import queries
from ayomi.apps.registry.actions.persons import NikInUse
from ayomi.apps.registry.models import Merge, Person
from ayomi.apps.registry.queries.persons import by_hash


class AlreadyMerged(Exception):
    """The two records are one person already."""


class AlreadySeparated(Exception):
    """This merge was undone before."""


def merge(kept_id: int, merged_id: int, reason: str, *, by: int | None, at: datetime) -> int:
    """From now on both records are one person, shown as `kept_id`. Returns the merge's id, by which it can be undone.

    Nothing is moved: memberships stay with their records and are read together. Raises `queries.UnknownPerson`,
    `AlreadyMerged`, ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("a merge needs a reason")
    with transaction.atomic():
        kept, merged = queries.person(kept_id).id, queries.person(merged_id).id
        if kept == merged:
            raise AlreadyMerged(merged_id)
        # Both may have records below that stand under other offices; they follow.
        with owner_rights():
            list(Person.objects.select_for_update().filter(pk__in=sorted((kept, merged))).order_by("pk"))
            if Person.objects.filter(pk__in=(kept, merged), merged_into__isnull=False).exists():
                raise AlreadyMerged(merged_id)
            row = Merge.objects.create(kept_id=kept, merged_id=merged, reason=reason, at=at, by=by)
            Person.objects.filter(pk=merged).update(merged_into_id=kept)
            Person.objects.filter(merged_into_id=merged).update(merged_into_id=kept)
            office_id = Person.objects.get(pk=kept).office_id
            record(
                "persons_merged", subject="person", subject_id=kept, office_id=office_id, by=by, at=at,
                detail={"merged": merged, "merge": row.pk}, reason=reason,
            )  # fmt: skip
    return row.pk


_BELOW = """
WITH RECURSIVE below AS (
    SELECT %s::bigint AS id
    UNION SELECT m.merged_id FROM registry_merge m JOIN below b ON m.kept_id = b.id WHERE m.undone_at IS NULL
)
UPDATE registry_person p SET merged_into_id = CASE WHEN p.id = %s THEN NULL ELSE %s::bigint END
FROM below b WHERE p.id = b.id
"""


def separate(merge_id: int, reason: str, *, by: int | None, at: datetime) -> None:
    """The merged record is a person of its own again, with all that had been merged into it before.

    Raises `queries.UnknownPerson` when the merge cannot be seen, `AlreadySeparated`, `NikInUse` when its NIK has been
    given to another record since, ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("separating needs a reason")
    with transaction.atomic():
        row = Merge.objects.filter(pk=merge_id).first()
        if row is None:
            raise queries.UnknownPerson(merge_id)
        with owner_rights():
            row = Merge.objects.select_for_update().get(pk=merge_id)
            if row.undone_at is not None:
                raise AlreadySeparated(merge_id)
            person = Person.objects.select_for_update().get(pk=row.merged_id)
            _refuse_if_taken(person)
            row.undone_at, row.undone_by, row.undone_reason = at, by, reason
            row.save()
            with connection.cursor() as cursor:
                cursor.execute(_BELOW, [row.merged_id, row.merged_id, row.merged_id])
            record(
                "persons_separated", subject="person", subject_id=row.kept_id, office_id=person.office_id, by=by, at=at,
                detail={"separated": row.merged_id, "merge": merge_id}, reason=reason,
            )  # fmt: skip


def _refuse_if_taken(person: Person) -> None:
    if person.nik_hash is None:
        return
    holder = Person.objects.filter(nik_hash=bytes(person.nik_hash), merged_into__isnull=True).first()
    if holder is not None and by_hash(pl.Series([bytes(person.nik_hash)], dtype=pl.Binary)).height:
        raise NikInUse(holder.pk)
