"""DATABASE_URL: understood as PostgreSQL understands it, refused in one line that keeps the password to itself."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import psycopg
import pytest

from ayomi.config.data_directory import DatabaseProblem
from ayomi.config.database_url import check_url, django_settings, parse_url
from ayomi.config.postgres import Running, ephemeral


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with ephemeral() as running:
        yield running


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        (
            "postgres://petugas:p%40ss%2Fw@db.example:6432/ayomi?sslmode=require",
            {
                "user": "petugas",
                "password": "p@ss/w",
                "host": "db.example",
                "port": "6432",
                "dbname": "ayomi",
                "sslmode": "require",
            },
        ),
        ("postgresql:///ayomi?host=/run/postgresql", {"dbname": "ayomi", "host": "/run/postgresql"}),
        ("postgresql://%2Frun%2Fpostgresql/ayomi", {"dbname": "ayomi", "host": "/run/postgresql"}),
        ("postgresql://[::1]:5433/ayomi", {"dbname": "ayomi", "host": "::1", "port": "5433"}),
    ],
)
def test_a_url_is_read_as_postgresql_reads_it(url: str, parts: dict[str, str]) -> None:
    assert parse_url(url) == parts


def test_what_django_has_no_name_for_becomes_an_option() -> None:
    assert django_settings("postgres://a:b@c:1/d?sslmode=require&connect_timeout=3") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "d",
        "USER": "a",
        "PASSWORD": "b",
        "HOST": "c",
        "PORT": "1",
        "OPTIONS": {"sslmode": "require", "connect_timeout": "3"},
    }


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("", "begins with 'something else'"),
        ("mysql://a:rahasia@b/c", "begins with 'mysql'"),
        ("sqlite:///ayomi.db", "begins with 'sqlite'"),
        ("postgresql://a:rahasia@b:5432", "names no database"),
        ("postgresql://a:rahasia@b:99999/c", "port that cannot be: '99999'"),
        ("postgresql://a:rahasia@b:port/c", "port that cannot be: 'port'"),
        ("postgresql://a:rahasia%zz@b/c", "must be written %25"),
        ("postgresql://a:rahasia@b/c?colour=red", "a query whose names PostgreSQL knows"),
        ("postgresql://a:rahasia@[b/c", "cannot be read"),
    ],
)
def test_a_wrong_url_gets_one_line_without_the_password(url: str, line: str) -> None:
    with pytest.raises(DatabaseProblem) as refused:
        parse_url(url)
    assert line in str(refused.value)
    assert "rahasia" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_database_of_ours_passes_every_check(server: Running) -> None:
    check_url(server.url)


def test_an_address_where_nothing_listens_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(DatabaseProblem, match=rf"^DATABASE_URL: no PostgreSQL can be reached at 127.0.0.1:{port} .*$"):
        check_url(f"postgresql://a:rahasia@127.0.0.1:{port}/ayomi")


def test_a_host_that_does_not_exist_is_named() -> None:
    with pytest.raises(DatabaseProblem, match=r"^DATABASE_URL: no PostgreSQL can be reached at tiada.invalid .*$"):
        check_url("postgresql://a@tiada.invalid/ayomi")


def test_a_missing_database_is_named(server: Running) -> None:
    with pytest.raises(DatabaseProblem, match='database "tiada" does not exist'):
        check_url(server.url.replace("/ayomi?", "/tiada?"))


def test_a_role_that_may_not_create_tables_is_told_which_command_allows_it(server: Running) -> None:
    with psycopg.connect(server.superuser_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE tamu LOGIN CREATEROLE")
    with pytest.raises(DatabaseProblem, match='may not create tables: ALTER DATABASE "ayomi" OWNER TO "tamu"'):
        check_url(server.url.replace("//ayomi@", "//tamu@"))


def test_an_owner_who_may_not_create_roles_is_told_so(server: Running) -> None:
    with psycopg.connect(server.superuser_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE pemilik LOGIN")
        connection.execute("CREATE DATABASE milik OWNER pemilik")
    with pytest.raises(DatabaseProblem, match='ALTER ROLE "pemilik" CREATEROLE'):
        check_url(server.url.replace("//ayomi@/ayomi", "//pemilik@/milik"))


def test_a_database_in_another_encoding_is_refused(server: Running) -> None:
    with psycopg.connect(server.superuser_url, autocommit=True) as connection:
        connection.execute(
            "CREATE DATABASE latin OWNER ayomi ENCODING 'LATIN1' TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'"
        )
    with pytest.raises(DatabaseProblem, match="encoded in LATIN1"):
        check_url(server.url.replace("/ayomi?", "/latin?"))
