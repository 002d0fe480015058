"""Figures of offices at the size of a country: counting everything, counting what changed, and every page that shows it.

The country is put straight into the tables (`country.py`). Then everything is counted from nothing; a tenth of a month's
changes is written and counted, then the rest, so that it shows whether the work follows the changes; then every page is
asked as the head of a branch, of a region and of the country, through the whole of the web framework and the database.
Floors: for counting everything, one pass over the cover of all months, grouped; for counting changes, writing them.

Usage: script/bench steering [--people 100000] [--months 36] [--changes 20000] [--rounds 20] [--data DIRECTORY] [--json]
"""

# ruff: noqa: E501 - rows of the database, written as SQL
from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from country import Country, build, change


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures the figures of offices at the size of a country.")
    parser.add_argument("--people", type=int, default=100_000, help="people of the country (100000)")
    parser.add_argument("--months", type=int, default=36, help="months of history (36)")
    parser.add_argument(
        "--changes", type=int, help="rows that change in one month (a fifth of the people, at most a million)"
    )
    parser.add_argument("--rounds", type=int, default=20, help="how often each page is asked by each role (20)")
    parser.add_argument("--data", type=Path, help="keep the country in this directory, or take the one that is there")
    parser.add_argument("--pages-only", action="store_true", help="only the pages, of a country counted before")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    given = parser.parse_args()
    with ExitStack() as stack:
        root = given.data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ayomi-bench-")))
        root.mkdir(parents=True, exist_ok=True)
        root.chmod(0o711)
        os.environ["AYOMI_DATA"] = str(root / "data")
        os.environ["DJANGO_SETTINGS_MODULE"] = "ayomi.config.settings"
        from ayomi.config import postgres

        server = stack.enter_context(postgres.running(root / "data"))
        os.environ["DATABASE_URL"] = server.url
        import django

        django.setup()
        found = measure(given, server.superuser_url)
    if given.json:
        print(json.dumps(found))
    else:
        _tell(found)
    return 0


def measure(given: argparse.Namespace, superuser: str) -> dict[str, Any]:
    """Seconds, rows and ratios by name; under `pages` a row for each page and role."""
    import psycopg
    from django.utils import timezone
    from pages import pages

    from ayomi.core.periods import Month
    from ayomi.edges.command import migrate

    migrate.bring_up_to_date()
    country = Country(given.people, Month.of(timezone.localdate()).plus(-1), given.months)
    found: dict[str, Any] = {"people": country.people, "months": country.months}
    with psycopg.connect(superuser, autocommit=True) as link:
        if not _value("SELECT count(*) FROM registry_person WHERE id <= 10"):
            found["building_seconds"] = _timed(lambda: build(link, country))
        if not given.pages_only:
            found |= _counting(given, country, link)
    found["pages"] = list(pages(country.last, rounds=given.rounds))
    return found


def _counting(given: argparse.Namespace, country: Country, link: Any) -> dict[str, Any]:
    from django.utils import timezone

    from ayomi.apps.steering.actions.refresh import rebuild, refresh

    found: dict[str, Any] = {"cover_rows": _value("SELECT count(*) FROM membership_cover")}
    found["floor_seconds"] = _timed(
        lambda: _value("SELECT count(*) FROM (SELECT membership_id, min(month) FROM membership_cover GROUP BY 1) x")
    )
    found["rebuild_seconds"] = _timed(lambda: rebuild(at=timezone.now()))
    found["spans"] = _value("SELECT count(*) FROM steering_presence")
    found["tallies"] = _value("SELECT count(*) FROM steering_tally")
    rows = given.changes or min(given.people // 5, 1_000_000)
    link.execute("SET synchronous_commit = off")
    skip = 0
    for name, many in (("tenth", rows // 10), ("whole", rows)):
        written, writing = change(link, country, many, skip=skip)
        skip += many
        counting = _timed(lambda: refresh(at=timezone.now()))
        found |= {
            f"{name}_changes": written,
            f"{name}_writing_seconds": round(writing, 2),
            f"{name}_refresh_seconds": counting,
        }
    found["changed_after_all"] = rebuild(at=timezone.now()).changed if given.people <= 200_000 else None
    return found


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return round(time.perf_counter() - started, 2)


def _value(query: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def _tell(found: dict[str, Any]) -> None:
    pages = found.pop("pages")
    for name, value in found.items():
        print(f"{name:<28}{value:>16,}" if isinstance(value, int | float) else f"{name:<28}{value!s:>16}")
    if "rebuild_seconds" in found:
        print(f"{'rebuild a million people':<28}{found['rebuild_seconds'] * 1_000_000 / found['people']:>16,.0f} s")
        print(f"{'rebuild to its floor':<28}{found['rebuild_seconds'] / found['floor_seconds']:>16.1f}")
        for name in ("tenth", "whole"):
            print(
                f"{name + ': refresh to writing':<28}{found[f'{name}_refresh_seconds'] / found[f'{name}_writing_seconds']:>16.2f}"
            )
    print(f"\n{'page':<34}{'as':<13}{'p95 ms':>8}{'work':>8}{'median':>8}{'slowest':>9}{'queries':>9}{'status':>8}")
    for row in pages:
        print(
            f"{row['page']:<34}{row['as']:<13}{row['p95']:>8.0f}{row['work']:>8.0f}{row['median']:>8.0f}{row['slowest']:>9.0f}{row['queries']:>9}{row['status']:>8}"
        )


if __name__ == "__main__":
    raise SystemExit(main())
