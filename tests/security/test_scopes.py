"""What raw SQL can do with the rights of pages, scope by scope, and what a request leaves behind."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from ayomi.apps.access.actions import create_user, deactivate
from ayomi.apps.access.models import User
from ayomi.apps.audit.actions import enter_scope, leave_scope
from tests.cast import AT, PASSWORD, Cast
from tests.edges.web.people import PLAIN_STORAGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(cast: Cast) -> User:
    made = create_user(
        username="supervisor", password=PASSWORD, full_name="", role="supervisor", office_id=cast.offices.kolaka,
        organisation_id=None, person_id=None, language="id", by=None, at=AT,
    )  # fmt: skip
    return User.objects.get(pk=made)


OPEN = {
    "access_user", "access_user_groups", "access_user_user_permissions", "account_emailaddress",
    "account_emailconfirmation", "auth_group", "auth_group_permissions", "auth_permission", "ayomi_cache",
    "django_content_type", "django_migrations", "django_session", "ledger_account", "ledger_seal",
    "mfa_authenticator", "offices_area", "offices_office", "offices_placement", "offices_region",
    "procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers",
    "steering_closing", "steering_lineage", "steering_refresh",
    "usersessions_usersession",
}  # fmt: skip
"""Tables without people, money or lists, and those that signing in itself needs before there is a scope."""


def rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def guarded() -> list[str]:
    """Every table and partition with row-level security."""
    found = rows(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND relrowsecurity ORDER BY 1"
    )
    return [row[0] for row in found]


def test_every_table_is_guarded_or_named_as_open(db: None) -> None:
    all_of_them = rows(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')"
    )
    assert {row[0] for row in all_of_them} - set(guarded()) - OPEN == set()


def test_a_scope_of_nobody_sees_no_guarded_row(cast: Cast) -> None:
    tables = guarded()
    for scope in ("none", "", "office", "channel", "self", "everything"):
        enter_scope(scope)
        seen = [table for table in tables if rows(f"SELECT 1 FROM {table} LIMIT 1")]
        leave_scope()
        assert seen == [], scope


REFUSED = (
    "UPDATE access_user SET role = 'administrator' WHERE role = 'supervisor'",
    "UPDATE access_user SET is_active = NOT is_active",
    "UPDATE access_user SET office_id = office_id + 1",
    "DELETE FROM access_user",
    "UPDATE offices_office SET parent_id = NULL",
    "DELETE FROM offices_area",
    "INSERT INTO ledger_transfer DEFAULT VALUES",
    "DELETE FROM ledger_transfer",
    "UPDATE ledger_seal SET at = now()",
    "UPDATE audit_event SET by = 1",
    "DELETE FROM audit_look",
    "SELECT setval('contributions_bill_id_seq', 1)",
    "CREATE TABLE of_ours (number int)",
    "TRUNCATE django_session",
    "ALTER TABLE registry_person DISABLE ROW LEVEL SECURITY",
)


def test_what_pages_never_do_the_database_refuses(supervisor: User, cast: Cast) -> None:
    for scope in ("office", "channel"):
        enter_scope(scope, offices=[cast.offices.kolaka], organisation=cast.cooperative)
        for statement in REFUSED:
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        leave_scope()


def test_a_worker_sees_herself_and_no_colleague(cast: Cast) -> None:
    enter_scope("self", person=cast.workers[0])
    seen = rows("SELECT id FROM registry_person"), rows("SELECT person_id FROM membership_membership")
    found = rows("SELECT registry_find_persons(to_tsquery('simple', 'pekerja'), 50)")
    leave_scope()
    assert seen == ([(cast.workers[0],)], [(cast.workers[0],)])
    assert found == [(cast.workers[0],)]


@pytest.fixture
def client(supervisor: User, settings: Any) -> Client:
    settings.STORAGES = PLAIN_STORAGES
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    client = Client(raise_request_exception=False)
    client.force_login(supervisor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def state() -> tuple[Any, ...]:
    return rows(
        "SELECT current_user = session_user, coalesce(nullif(current_setting('ayomi.scope', true), ''), 'none')"
    )[0]


def test_a_page_that_fails_leaves_no_scope_behind(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: Any, **named: Any) -> None:
        rows("SELECT 1 / 0")

    monkeypatch.setattr("ayomi.edges.web.views.search.found_by", broken)
    assert client.get(reverse("search"), {"q": "sitti"}).status_code == 500
    assert state() == (True, "none")


def test_a_page_about_people_is_kept_by_nobody(client: Client, cast: Cast) -> None:
    for url in (
        reverse("person", args=[cast.sitti]),
        reverse("persons"),
        reverse("search") + "?q=sitti",
        reverse("bills"),
    ):
        assert "no-store" in client.get(url).headers["Cache-Control"]


def test_an_open_session_ends_when_its_user_is_shut_out(client: Client, supervisor: User) -> None:
    assert client.get(reverse("persons")).status_code == 200
    deactivate(supervisor.pk, reason="pindah", by=None, at=AT)
    assert client.get(reverse("persons")).status_code == 302


def test_signing_in_changes_the_key_of_the_session(client: Client) -> None:
    client.logout()
    client.get(reverse("account_login") + "?lang=en")
    session = client.session
    session["planted"] = "1"
    session.save()
    before = session.session_key
    answer = client.post(reverse("account_login"), {"login": "supervisor", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session.session_key != before


def test_forms_ask_for_their_origin(cast: Cast, client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    for name, number in (("member_leave", cast.sitti_member), ("person_reveal", cast.sitti), ("bill_cancel", 1)):
        assert strict.post(reverse(name, args=[number]), {}).status_code == 403


def test_a_hostile_name_is_shown_as_text_everywhere(client: Client, cast: Cast) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_person SET name = %s, name_key = 'sitti' WHERE id = %s", [hostile, cast.sitti])
        cursor.execute("UPDATE registry_organisation SET name = %s WHERE id = %s", [hostile, cast.cooperative])
    addresses = [
        reverse("person", args=[cast.sitti]), reverse("persons"), reverse("search") + "?q=sitti",
        reverse("person_change", args=[cast.sitti]), reverse("person_compare", args=[cast.sitti]),
        reverse("person_edit", args=[cast.sitti]), reverse("member_wage", args=[cast.sitti_member]),
        reverse("organisation", args=[cast.cooperative]), reverse("organisations"),
        reverse("upload_new") + f"?untuk=o{cast.cooperative}", reverse("person_merge", args=[cast.sitti, cast.rahim]),
    ]  # fmt: skip
    for url in addresses:
        answer = client.get(url)
        assert answer.status_code == 200, url
        page = answer.content.decode()
        assert "<script>alert" not in page, url
        assert "<img src=x" not in page, url


@pytest.mark.django_db(transaction=True)
def test_a_connection_made_new_within_a_request_keeps_its_scope() -> None:
    enter_scope("none")
    try:
        connection.close()
        assert rows("SELECT current_user, ayomi_scope()") == [("ayomi_web", "none")]
    finally:
        leave_scope()
    assert rows("SELECT current_user <> 'ayomi_web', ayomi_scope()") == [(True, "none")]
