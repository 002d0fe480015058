"""What a user may see: the scope handed to the database at the start of each request."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from ayomi.apps.access.models import User

COUNTRY_ROLES = frozenset({"head_office", "administrator"})


@dataclass(frozen=True)
class Scope:
    kind: str
    """'all', 'office', 'channel', 'self' or 'none'."""
    offices: tuple[int, ...] = ()
    organisation: int | None = None
    person: int | None = None


NOBODY = Scope("none")


def scope_of(user: User) -> Scope:
    """The scope of a signed-in user: the whole country, an office with all below it, an organisation, or oneself."""
    if not user.is_active:
        return NOBODY
    if user.role == "channel_administrator":
        return Scope("channel", organisation=user.organisation_id)
    if user.role == "worker":
        return Scope("self", person=user.person_id)
    if user.role in COUNTRY_ROLES:
        return Scope("all")
    return Scope("office", offices=offices_below(user.office_id)) if user.office_id else NOBODY


def offices_below(office_id: int) -> tuple[int, ...]:
    """The office itself and every office under it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE tree AS (SELECT id FROM offices_office WHERE id = %s"
            " UNION ALL SELECT o.id FROM offices_office o JOIN tree ON o.parent_id = tree.id) SELECT id FROM tree",
            [office_id],
        )
        return tuple(row[0] for row in cursor.fetchall())
