"""Who sees whom: PostgreSQL itself decides, whatever a page forgets to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from ayomi.apps.access.models import User
from ayomi.apps.access.queries import scope_of
from ayomi.apps.audit.actions import enter_scope, leave_scope
from ayomi.apps.membership import actions, queries
from ayomi.apps.membership.models import Membership
from ayomi.apps.registry import actions as registry_actions
from ayomi.apps.registry import queries as registry
from ayomi.apps.registry.actions import reveal
from tests import cast as people
from tests.cast import AT, TODAY, Cast
from tests.cast_fixtures import cast, users

__all__ = ["cast", "users"]

SignIn = Callable[[str], None]


@pytest.fixture
def sign_in(cast: Cast, users: dict[str, int]) -> Iterator[SignIn]:
    def enter(role: str) -> None:
        leave_scope()
        scope = scope_of(User.objects.get(pk=users[role]))
        enter_scope(scope.kind, offices=scope.offices, organisation=scope.organisation, person=scope.person)

    yield enter
    leave_scope()


def seen(table: str, column: str = "id") -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return {row[0] for row in cursor.fetchall()}


def test_nothing_set_shows_nothing(cast: Cast) -> None:
    enter_scope("none")
    try:
        for table in ("registry_person", "registry_organisation", "registry_project", "registry_payer"):
            assert seen(table) == set(), table
        for table in ("membership_membership", "membership_term", "membership_change", "audit_event"):
            assert seen(table) == set(), table
        assert queries.search("Sitti Hajar") == []
    finally:
        leave_scope()


def test_an_officer_of_kolaka_sees_kolaka_and_one_of_semarang_nobody_of_it(cast: Cast) -> None:
    kolaka = {cast.sitti, cast.rahim, *cast.workers, *cast.builders}
    for office, expected in ((cast.offices.kolaka, kolaka), (cast.offices.semarang, {cast.sri})):
        enter_scope("office", offices=[office])
        assert seen("registry_person") == expected
        assert seen("membership_membership", "person_id") == expected
        leave_scope()


def test_the_line_above_sees_all_below(cast: Cast, sign_in: SignIn) -> None:
    sign_in("regional")
    assert cast.sri not in seen("registry_person")
    assert cast.sitti in seen("registry_person")
    sign_in("head_office")
    assert {cast.sri, cast.sitti} <= seen("registry_person")


def test_a_channel_administrator_sees_the_people_of_her_own_organisation_only(cast: Cast, sign_in: SignIn) -> None:
    sign_in("channel_administrator")
    assert seen("registry_person") == {cast.sitti}
    assert seen("registry_organisation") == {cast.cooperative}
    assert seen("membership_membership") == {cast.sitti_member}
    assert [hit.id for hit in queries.search("hajar")] == [cast.sitti]
    assert [hit for hit in queries.search("pomalaa") if hit.kind == "organisation"] == []


def test_a_contractor_sees_the_workers_of_its_project(cast: Cast) -> None:
    enter_scope("channel", organisation=cast.firm)
    assert seen("registry_person") == {*cast.workers, *cast.builders}
    leave_scope()


def test_a_worker_sees_only_oneself(cast: Cast, sign_in: SignIn) -> None:
    sign_in("worker")
    assert seen("registry_person") == {cast.sitti}
    assert seen("membership_membership") == {cast.sitti_member}
    assert seen("registry_payer", "person_id") == set()
    with pytest.raises(registry.UnknownPerson):
        registry.person(cast.rahim)
    with pytest.raises(registry.UnknownPerson):
        reveal(cast.rahim, "nik", "ingin tahu saja", by=None, at=AT)


def test_a_worker_sees_the_memberships_of_the_records_merged_into_hers(cast: Cast, sign_in: SignIn) -> None:
    registry_actions.merge(cast.sitti, cast.rahim, "uji: orang yang sama", by=None, at=AT)
    sign_in("worker")
    assert seen("membership_membership") == {cast.sitti_member, cast.rahim_member}
    assert len(queries.timeline(cast.sitti)) == 2


def test_an_office_sees_the_person_a_record_of_its_member_was_merged_into(cast: Cast) -> None:
    registry_actions.merge(cast.sri, cast.rahim, "uji: orang yang sama", by=None, at=AT)
    enter_scope("office", offices=[cast.offices.kolaka])
    assert registry.person(cast.rahim).id == cast.sri
    assert cast.sri_member not in seen("membership_membership")
    leave_scope()


def test_raw_writes_outside_the_scope_reach_no_row(cast: Cast, sign_in: SignIn) -> None:
    sign_in("membership_officer")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_person SET name = 'x' WHERE id = %s", [cast.sri])
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM membership_term WHERE membership_id = %s", [cast.sri_member])
        assert cursor.rowcount == 0
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Membership.objects.filter(pk=cast.sitti_member).update(office_id=cast.offices.semarang)


def test_enrolling_with_an_organisation_out_of_scope_is_refused(cast: Cast) -> None:
    enter_scope("office", offices=[cast.offices.semarang])
    with pytest.raises(actions.OutOfScope):
        people.enrol(
            (cast.sri,), segment="wage_earner", channel="firm", organisation_id=cast.firm,
            office_id=cast.offices.semarang,
        )  # fmt: skip
    leave_scope()


def test_a_person_known_elsewhere_is_not_written_again_by_an_office_that_cannot_see_her(cast: Cast) -> None:
    enter_scope("office", offices=[cast.offices.semarang])
    again = people.person(
        "Sitti Hajar", people.SITTI_BORN, "female", people.SITTI_NIK, office_id=cast.offices.semarang, region="33.74"
    )
    assert again == cast.sitti
    assert cast.sitti not in seen("registry_person")
    enrolled = people.enrol((again,), segment="own_account", channel="alone", office_id=cast.offices.semarang)
    assert enrolled["code"].to_list() == [None]
    assert cast.sitti in seen("registry_person")
    assert len(queries.timeline(cast.sitti)) == 1
    leave_scope()
    assert len(queries.timeline(cast.sitti)) == 2


def test_lists_of_members_keep_to_the_scope_without_asking_for_it(cast: Cast, sign_in: SignIn) -> None:
    sign_in("channel_administrator")
    assert [row.person_id for row in queries.member_rows(on=TODAY)] == [cast.sitti]
    assert queries.counts(on=date(2026, 9, 2)).members == 1
