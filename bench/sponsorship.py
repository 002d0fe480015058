"""A government's list at volume: people proposed, taken on, against what reading the list and enrolling alone take.

The floor of proposing is reading and checking the same file. The floor of taking on is COPY of as many rows of
memberships into a bare table, as for enrolment in `run.py`. Statements are counted, so that none goes by the person.

Usage: python bench/sponsorship.py [--people 50000] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

MOMENT = datetime(2026, 11, 20, 2, tzinfo=UTC)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures proposing and taking on people of one list.")
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ayomi-bench-") as directory:
        Path(directory).chmod(0o711)
        os.environ["AYOMI_DATA"] = str(Path(directory) / "data")
        os.environ["DJANGO_SETTINGS_MODULE"] = "ayomi.config.settings"
        from ayomi.config import postgres

        with postgres.running(Path(directory) / "data") as server:
            os.environ["DATABASE_URL"] = server.url
            import django

            django.setup()
            found = measure(given.people)
    if given.json:
        print(json.dumps(found))
    else:
        for name, figure in found.items():
            print(f"{name}: {figure}")
    return 0


def measure(people: int) -> dict[str, float]:
    """Seconds, statements and ratios by name."""
    import polars as pl

    from ayomi.apps.offices.queries import office_by_code
    from ayomi.apps.registry.actions import record_organisations
    from ayomi.apps.sponsorship.actions import budgets, proposing, taking
    from ayomi.core.periods import Month
    from ayomi.edges.command import migrate

    migrate.bring_up_to_date()
    office = office_by_code("PST").id
    frame = pl.DataFrame([{"kind": "government", "name": "Pemerintah Kabupaten Kolaka", "government_payer": True}])
    payer = int(record_organisations(frame, office_id=office, by=None, at=MOMENT)["organisation_id"][0])
    budget = budgets.set_up_budget(
        organisation_id=payer, office_id=office, name="Pekerja rentan", source="apbd", since=Month(2026, 12),
        until=Month(2027, 12), amount=35_000_000_000, quota=people, income=1_000_000, jht=False, region="74.01",
        agreement_id=None, by=None, at=MOMENT,
    )  # fmt: skip
    budgets.approve_budget(budget, by=None, at=MOMENT)
    content = _list(people)
    _, reading, _ = timed(lambda: proposing._checked(content, "usulan.csv", MOMENT))
    told, proposed, proposing_statements = timed(
        lambda: proposing.propose(budget, content, file_name="usulan.csv", by=None, at=MOMENT)
    )
    _statement("ANALYZE")
    taken, took, taking_statements = timed(
        lambda: taking.take_on(budget, None, since=Month(2026, 12), months=12, by=None, at=MOMENT)
    )
    assert told.passed == taken.active == people, (told.passed, taken)
    floor = _copy_floor()
    _, most, _ = timed(lambda: budgets.most_people(budgets.hold(budget), date(2026, 12, 1), date(2027, 12, 1)))
    return {
        "people": people, "reading_seconds": reading, "proposing_seconds": proposed,
        "proposing_statements": proposing_statements, "proposing_to_reading": round(proposed / reading, 2),
        "taking_on_seconds": took, "taking_on_statements": taking_statements,
        "taking_on_to_copy": round(took / floor, 2), "counting_places_seconds": most,
    }  # fmt: skip


def _list(people: int) -> bytes:
    from ayomi.core.identity import make_nik

    first, names = date(1970, 1, 1), ("Hasan", "Amir", "Rahim", "Baso", "Sahrul", "Jufri", "Idris", "Kadir")
    lines = ["No;Nama Lengkap;NIK;Tgl Lahir;L/P;Pekerjaan;Kecamatan;Kabupaten;Desa"]
    for place in range(people):
        born = first + timedelta(days=place % 9_000)
        nik = make_nik("74.01.10", born, "male", place // 9_000 + 1)
        name = f"{names[place % 8]} {names[place // 8 % 8]}"
        lines.append(f"{place + 1};{name};{nik};{born:%d-%m-%Y};L;Nelayan;Wolo;Kabupaten Kolaka;Wolo")
    return "\n".join(lines).encode()


def _copy_floor() -> float:
    """Seconds that COPY of the memberships written takes into a table without any constraint."""
    import polars as pl

    from ayomi.apps.audit.actions import copy_into
    from ayomi.apps.audit.queries import copy_out

    rows = copy_out(
        "SELECT id, person_id, organisation_id, since, until, kpj FROM membership_membership", {},
        schema={"id": pl.Int64, "person_id": pl.Int64, "organisation_id": pl.Int64, "since": pl.Date, "until": pl.Date,
                "kpj": pl.String},
    )  # fmt: skip
    _statement("CREATE TABLE bare AS SELECT id, person_id, organisation_id, since, until, kpj"
               " FROM membership_membership LIMIT 0")  # fmt: skip
    return timed(lambda: copy_into(rows, "bare", rows.columns))[1]


def _statement(text: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(text)


def timed(work: Callable[[], Any]) -> tuple[Any, float, int]:
    """What `work` gives, its seconds, and the statements it sent."""
    from django.db import connection, transaction

    counted = 0

    def count(execute: Any, *given: Any) -> Any:
        nonlocal counted
        counted += 1
        return execute(*given)

    began = time.perf_counter()
    with connection.execute_wrapper(count), transaction.atomic():
        told = work()
    return told, round(time.perf_counter() - began, 2), counted


if __name__ == "__main__":
    raise SystemExit(main())
