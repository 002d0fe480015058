"""DATABASE_URL: what it says, whether it can work, and the same for Django."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from ayomi.config.data_directory import DatabaseProblem, last_line

OLDEST_VERSION = 15
SCHEMES = ("postgresql://", "postgres://")
EXAMPLE = "postgresql://user:password@host:5432/ayomi"
SECONDS_TO_CONNECT = 5


def parse_url(url: str) -> dict[str, str]:
    """The parts of a PostgreSQL URL under libpq's names: host, port, user, password, dbname, sslmode and so on.

    Both schemes, percent-encoding and sockets (`?host=/run/postgresql` or an encoded path as host) are understood, as
    libpq itself reads them. Raises DatabaseProblem; its text never repeats the URL, which may hold a password.
    """
    if not url.startswith(SCHEMES):
        found = url.partition("://")[0] if "://" in url else "something else"
        raise DatabaseProblem(f"DATABASE_URL must look like {EXAMPLE}; it begins with {found!r}.")
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.ProgrammingError:
        raise DatabaseProblem(f"DATABASE_URL cannot be read: {_fault(url)}. It must look like {EXAMPLE}.") from None
    if not parts.get("dbname"):
        raise DatabaseProblem(f"DATABASE_URL names no database: it must look like {EXAMPLE}.")
    for port in parts.get("port", "").split(","):
        if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise DatabaseProblem(f"DATABASE_URL has a port that cannot be: {port!r}. Ports are 1 to 65535.")
    return parts


def _fault(url: str) -> str:
    """The likeliest fault of a URL that libpq does not take, without quoting a secret."""
    authority = urlsplit(url).netloc if "[" not in url else ""
    if authority.count("@") > 1 or "/" in authority:
        return "a sign in the password needs percent-encoding (@ is %40, / is %2F, : is %3A)"
    if "%" in url:
        return "a % in the password must be written %25"
    return "check for spaces, and for a query whose names PostgreSQL knows (such as ?sslmode=require)"


def django_settings(url: str) -> dict[str, Any]:
    """The entry for Django's DATABASES. Query parameters of the URL become OPTIONS. Raises DatabaseProblem."""
    parts = parse_url(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": dict(parts),
    }


def check_url(url: str) -> None:
    """Connect once and see that this system can live there: version, encoding, rights. Raises DatabaseProblem."""
    parts = parse_url(url)
    try:
        with psycopg.connect(url, connect_timeout=int(parts.get("connect_timeout", SECONDS_TO_CONNECT))) as connection:
            _check_server(connection, parts["dbname"])
    except psycopg.Error as refused:
        raise DatabaseProblem(f"DATABASE_URL: {_why_refused(refused, parts)}") from None


def _check_server(connection: psycopg.Connection[Any], database: str) -> None:
    version = connection.info.server_version // 10000
    if version < OLDEST_VERSION:
        raise DatabaseProblem(f"DATABASE_URL: the server is PostgreSQL {version}; {OLDEST_VERSION} or newer is needed.")
    row = connection.execute(
        """
        SELECT current_user, pg_is_in_recovery(), current_setting('server_encoding'),
               has_database_privilege(current_database(), 'CREATE'),
               has_schema_privilege('public', 'CREATE'),
               (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user)
        """
    ).fetchone()
    if row is None:
        raise DatabaseProblem("DATABASE_URL: the server gave no answer about itself.")
    role, standby, encoding, schemas, tables, roles = row
    if standby:
        raise DatabaseProblem("DATABASE_URL: the server is a read-only standby; name its primary.")
    if encoding != "UTF8":
        raise DatabaseProblem(f"DATABASE_URL: database {database!r} is encoded in {encoding}; make one in UTF8.")
    if not (schemas and tables):
        raise DatabaseProblem(
            f'DATABASE_URL: role {role!r} may not create tables: ALTER DATABASE "{database}" OWNER TO "{role}".'
        )
    if not roles:
        raise DatabaseProblem(
            f"DATABASE_URL: role {role!r} may not create the roles that keep offices apart: "
            f'ALTER ROLE "{role}" CREATEROLE.'
        )


def _why_refused(refused: psycopg.Error, parts: dict[str, str]) -> str:
    said = str(refused)
    # psycopg lists each address it tried; the sentence of libpq that counts follows the last "failed: " of a line.
    lines = [line.strip() for line in said.splitlines() if "failed: " in line]
    reason = lines[-1].rpartition("failed: ")[2].removeprefix("FATAL:").strip() if lines else last_line(said)
    place = parts.get("host", "the default socket") + (f":{parts['port']}" if "port" in parts else "")
    if "password authentication failed" in said or "no password supplied" in said:
        return f"{place} does not accept this user name and password."
    if "does not exist" in reason or "authentication failed" in reason or "pg_hba" in reason:
        return f"{place} refuses: {reason.rstrip('.')}."
    return f"no PostgreSQL can be reached at {place} ({reason.rstrip('.')})."
