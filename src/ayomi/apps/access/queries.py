"""What a user may see: the scope handed to the database at the start of each request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from ayomi.apps.access.models import User

COUNTRY_ROLES = frozenset({"head_office", "administrator"})
ORGANISATION_ROLES = frozenset({"channel_administrator", "licensing_officer"})
"""Roles for one organisation."""


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
    if user.role in ORGANISATION_ROLES:
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


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user as an administrator sees her. `place`: name of the office, organisation or person the role is for."""

    id: int
    username: str
    full_name: str
    role: str
    place: str
    office_id: int | None
    organisation_id: int | None
    person_id: int | None
    language: str
    is_active: bool
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look at a person's data. `by` and `office` are names; empty for the system itself."""

    at: datetime
    by: str
    role: str
    office: str
    what: str
    purpose: str


_USERS = """
SELECT u.id, u.username, u.full_name, u.role, coalesce(f.name, o.name, p.name, ''), u.office_id, u.organisation_id,
       u.person_id, u.language, u.is_active, u.last_login
FROM access_user u LEFT JOIN offices_office f ON f.id = u.office_id
LEFT JOIN registry_organisation o ON o.id = u.organisation_id LEFT JOIN registry_person p ON p.id = u.person_id
"""


def users(*, role: str | None = None, text: str = "", limit: int = 200) -> list[UserRow]:
    """Users by name, for an administrator. `text`: part of a username or full name."""
    with connection.cursor() as cursor:
        cursor.execute(
            _USERS + " WHERE (%(role)s::text IS NULL OR u.role = %(role)s) AND (position(lower(%(text)s) IN"
            " lower(u.username || ' ' || u.full_name)) > 0) ORDER BY u.is_active DESC, u.username LIMIT %(limit)s",
            {"role": role, "text": text, "limit": limit},
        )
        return [UserRow(*row) for row in cursor.fetchall()]


def user(user_id: int) -> UserRow | None:
    """One user, or None."""
    with connection.cursor() as cursor:
        cursor.execute(_USERS + " WHERE u.id = %s", [user_id])
        found = cursor.fetchone()
    return UserRow(*found) if found else None


def user_by_name(username: str) -> UserRow | None:
    """The user who signs in with this name, or None."""
    with connection.cursor() as cursor:
        cursor.execute(_USERS + " WHERE u.username = %s", [username])
        found = cursor.fetchone()
    return UserRow(*found) if found else None


def looks(person_id: int, *, limit: int = 200) -> list[LookRow]:
    """Who looked at the person's data, newest first: over every record that is this person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.at, coalesce(nullif(u.full_name, ''), u.username, ''), coalesce(u.role, ''),"
            " coalesce(f.name, o.name, ''), l.what, l.purpose FROM audit_look l LEFT JOIN access_user u ON u.id = l.by"
            " LEFT JOIN offices_office f ON f.id = u.office_id LEFT JOIN registry_organisation o"
            " ON o.id = u.organisation_id WHERE l.person_id IN (SELECT p.id FROM registry_person p"
            " WHERE p.id = %s OR p.merged_into_id = %s) ORDER BY l.at DESC, l.id DESC LIMIT %s",
            [person_id, person_id, limit],
        )
        return [LookRow(*row) for row in cursor.fetchall()]


def users_of(offices: Sequence[int]) -> list[UserRow]:
    """Those who may sign in and work in one of these offices, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            _USERS + " WHERE u.office_id = ANY (%s) AND u.is_active ORDER BY u.full_name, u.username", [list(offices)]
        )
        return [UserRow(*row) for row in cursor.fetchall()]


def names(user_ids: Sequence[int]) -> dict[int, str]:
    """The names of users by number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, coalesce(nullif(full_name, ''), username) FROM access_user WHERE id = ANY (%s)",
            [list(user_ids)],
        )
        return dict(cursor.fetchall())
