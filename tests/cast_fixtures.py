"""The cast as a fixture: `from tests.cast_fixtures import *` is all a conftest needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

from tests.cast import Cast, make_cast, make_users

__all__ = ["cast", "emptied", "users"]


@pytest.fixture
def cast(db: None) -> Cast:
    """Everyone of `tests.cast`, in a database of their own."""
    return make_cast()


@pytest.fixture
def users(cast: Cast) -> dict[str, int]:
    """One user of each role: user id by role."""
    return make_users(cast)


@pytest.fixture(scope="session", autouse=True)
def emptied() -> Iterator[None]:
    """Tests that truly commit (`transaction=True`) are emptied past the guards that refuse it.

    The reference of regions and offices and the chart of accounts stay.
    """

    def empty(case: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE"
                " 'offices_%' AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission',"
                " 'ledger_account')"
            )
            tables = [row[0] for row in cursor.fetchall()]
            for way in ("DISABLE", "ENABLE"):
                for table in tables:
                    cursor.execute(f"ALTER TABLE {table} {way} TRIGGER USER")
                if way == "DISABLE":
                    cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield
