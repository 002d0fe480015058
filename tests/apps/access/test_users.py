"""Users: one role each, passwords hashed with argon2, and who looked at my data in words."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ayomi.apps.access import actions, queries
from ayomi.apps.access.models import ROLES, User
from ayomi.apps.registry.actions import merge, reveal
from tests.cast import AT, PASSWORD, Cast
from tests.cast_fixtures import cast, users

__all__ = ["cast", "users"]


def make(username: str, role: str, password: str = PASSWORD, **place: int | None) -> int:
    where = {"office_id": None, "organisation_id": None, "person_id": None} | place
    return actions.create_user(
        username=username, password=password, full_name="", role=role, language="id", by=None, at=AT, **where
    )


def test_there_is_a_user_for_every_role_and_each_has_a_scope(users: dict[str, int]) -> None:
    assert set(users) == set(ROLES)
    scopes = {role: queries.scope_of(User.objects.get(pk=user_id)).kind for role, user_id in users.items()}
    assert "none" not in scopes.values()
    assert (scopes["worker"], scopes["channel_administrator"], scopes["auditor"]) == ("self", "channel", "office")


def test_passwords_are_kept_as_argon2_and_open_the_door(users: dict[str, int]) -> None:
    assert User.objects.get(pk=users["worker"]).password.startswith("argon2")
    assert authenticate(username="worker", password=PASSWORD) is not None
    actions.change_password(users["worker"], "ombak-kecil-di-pantai", by=None, at=AT)
    assert authenticate(username="worker", password=PASSWORD) is None
    assert authenticate(username="worker", password="ombak-kecil-di-pantai") is not None


@pytest.mark.parametrize("password", ["pendek", "password1234"])
def test_weak_passwords_are_refused(cast: Cast, password: str) -> None:
    with pytest.raises(ValidationError):
        make("lemah", "supervisor", password, office_id=cast.offices.kolaka)


def test_a_role_without_its_place_is_refused_by_the_database(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make("tanpa_kantor", "supervisor")
    with pytest.raises(IntegrityError), transaction.atomic():
        make("dua_tempat", "worker", person_id=cast.sitti, organisation_id=cast.firm)
    with pytest.raises(ValueError, match="no role"):
        make("tanpa_peran", "king", office_id=cast.offices.head)


def test_a_deactivated_user_sees_nothing_and_does_not_get_in(users: dict[str, int]) -> None:
    actions.deactivate(users["head_office"], reason="pensiun", by=users["administrator"], at=AT)
    assert queries.scope_of(User.objects.get(pk=users["head_office"])) == queries.NOBODY
    assert authenticate(username="head_office", password=PASSWORD) is None


def test_another_role_brings_another_scope(cast: Cast, users: dict[str, int]) -> None:
    actions.change_role(
        users["membership_officer"], role="office_head", office_id=cast.offices.semarang, organisation_id=None,
        person_id=None, reason="mutasi", by=users["administrator"], at=AT,
    )  # fmt: skip
    row = queries.user(users["membership_officer"])
    assert row is not None
    assert (row.role, row.office_id) == ("office_head", cast.offices.semarang)


def test_who_looked_is_told_by_name_office_and_purpose_over_merged_records(cast: Cast, users: dict[str, int]) -> None:
    reveal(cast.rahim, "nik", "mencocokkan KTP", by=users["membership_officer"], at=AT)
    merge(cast.sitti, cast.rahim, "uji", by=None, at=AT)
    looks = queries.looks(cast.sitti)
    assert [(look.by, look.role, look.what, look.purpose) for look in looks] == [
        ("Membership Officer", "membership_officer", "nik", "mencocokkan KTP")
    ]
    assert looks[0].office


def test_an_administrator_finds_users_by_part_of_a_name_or_role(users: dict[str, int]) -> None:
    assert [row.id for row in queries.users(text="channel")] == [users["channel_administrator"]]
    assert [row.id for row in queries.users(role="worker")] == [users["worker"]]
    assert len(queries.users()) == len(users)
