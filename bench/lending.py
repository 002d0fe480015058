"""Loans at volume: the daily ageing of all of them, and instalments taken in, against their floors in the same run.

The floor of the ageing is an UPDATE that writes the same changed rows with values worked out before. The floor of the
instalments is what receiving the money alone takes, before any loan is looked at.

Usage: python bench/lending.py [--loans 100000] [--instalments 20000] [--json]
"""

# ruff: noqa: E501 - rows of the database, written as SQL
from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

MOMENT = datetime(2026, 11, 20, 2, tzinfo=UTC)
PAID_OUT, DAY = date(2026, 3, 10), date(2026, 11, 20)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures ageing and instalments against their floors.")
    parser.add_argument("--loans", type=int, default=100_000)
    parser.add_argument("--instalments", type=int, default=20_000)
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
            found = measure(given.loans, min(given.instalments, given.loans))
    if given.json:
        print(json.dumps(found))
    else:
        for name, figure in found.items():
            print(f"{name}: {figure}")
    return 0


def measure(loans: int, instalments: int) -> dict[str, float]:
    """Seconds and ratios by name."""
    from ayomi.apps.funding.actions.ageing import age
    from ayomi.edges.command import migrate

    migrate.bring_up_to_date()
    _make(loans)
    run = _sql
    changed = 0

    def ageing() -> None:
        nonlocal changed
        changed = age(DAY)

    seconds = timed(ageing)
    run(
        "CREATE TABLE aged AS SELECT id, days_late, loan_class, overdue, provision, aged_on FROM funding_loan"
        " WHERE aged_on IS NOT NULL"
    )
    run("UPDATE funding_loan SET days_late = 0, loan_class = 'lancar', overdue = 0, provision = 0, aged_on = NULL")
    _vacuum()
    floor = timed(
        lambda: run(
            "UPDATE funding_loan l SET days_late = a.days_late, loan_class = a.loan_class, overdue = a.overdue,"
            " provision = a.provision, aged_on = a.aged_on FROM aged a WHERE a.id = l.id"
        )
    )
    took, counted = _collecting(instalments)
    return {
        "loans": loans, "changed": changed, "ageing_seconds": round(seconds, 2), "ageing_floor_seconds": round(floor, 2),
        "ageing_ratio": round(seconds / floor, 2), "instalments": instalments,
        "receiving_seconds": round(took, 2), "counting_seconds": round(counted, 2),
        "instalments_a_second": round(instalments / (took + counted)),
        "counting_to_receiving": round(counted / took, 2),
    }  # fmt: skip


def _make(loans: int) -> None:
    """Loans of twelve instalments, three quarters of them paid up to yesterday, the others late in all classes."""
    from ayomi.apps.funding.actions import windows
    from ayomi.apps.funding.actions.windows import NewRule
    from ayomi.apps.offices import actions as offices
    from ayomi.apps.offices import queries as office_queries

    if not office_queries.exists():
        offices.load_reference(by=None, at=MOMENT)
    window = windows.open_window(
        code="bengkel", name="Bengkel", theme="programme", returns=True, since=date(2026, 1, 1),
        rule=NewRule(25_000_000, "bench"), by=None, at=MOMENT,
    )  # fmt: skip
    windows.put_in(window, year=2026, amount=10**15, day=PAID_OUT, source="bench", by=None, at=MOMENT)
    _sql(
        "INSERT INTO registry_organisation (kind, name, name_key, nib, nik_koperasi, npwp_mask, phone, email, address,"
        " office_id, government_payer, recorded_at) SELECT 'cooperative', 'Koperasi', 'koperasi', '', '', '', '', '', '',"
        " min(id), false, now() FROM offices_office"
    )
    _sql(
        "INSERT INTO funding_application (window_id, rule_id, organisation_id, office_id, purpose, months, grace, state,"
        " obstacles, checked_on, submitted_at, proposal, decision, approved) SELECT w.id, r.id, o.id, o.office_id, '', 12,"
        " 0, 'paid', '[]', now(), now(), '', '', 0 FROM funding_window w JOIN funding_rule r ON r.window_id = w.id,"
        " registry_organisation o"
    )
    _sql(
        "INSERT INTO funding_item (application_id, name, amount, obstacles) SELECT a.id, 'Bengkel ' || n, 24000000, '[]'"
        f" FROM funding_application a, generate_series(1, {loans}) n"
    )
    _sql(
        "INSERT INTO funding_loan (item_id, window_id, rule_id, organisation_id, office_id, name, code, principal, rate,"
        ' months, grace, method, grace_fee, "order", paid_out, first_due, state, principal_paid, fee_paid, credit,'
        " postings, next_number, oldest_due, days_late, overdue, loan_class, provision)"
        " SELECT i.id, a.window_id, a.rule_id, a.organisation_id, a.office_id, i.name,"
        " (9 * 10000000000::bigint + i.id)::text || lpad((98 - (9 * 10000000000::bigint + i.id) * 100 % 97)::text, 2, '0'),"
        f" 24000000, 60000, 12, 0, 'flat', 'due', 'by_instalment', '{PAID_OUT}', '{PAID_OUT}'::date + interval '1 month',"
        " 'running', p.paid * 2000000, p.paid * 120000, 0, 0, p.paid + 1,"
        f" '{PAID_OUT}'::date + make_interval(months => p.paid + 1), 0, 0, 'lancar', 0"
        " FROM funding_item i JOIN funding_application a ON a.id = i.application_id,"
        " LATERAL (SELECT CASE WHEN i.id % 4 > 0 THEN 8 ELSE i.id % 7 END::int AS paid) p"
    )
    _sql(
        "INSERT INTO funding_instalment (loan_id, number, due, principal, fee, principal_paid, fee_paid, settled_on)"
        f" SELECT l.id, n, '{PAID_OUT}'::date + make_interval(months => n), 2000000, 120000,"
        " CASE WHEN n < l.next_number THEN 2000000 ELSE 0 END, CASE WHEN n < l.next_number THEN 120000 ELSE 0 END,"
        f" CASE WHEN n < l.next_number THEN '{PAID_OUT}'::date + make_interval(months => n) END"
        " FROM funding_loan l, generate_series(1, 12) n"
    )
    _sql("INSERT INTO payments_destination (code, office_id) SELECT code, office_id FROM funding_loan")
    _vacuum()


def _collecting(instalments: int) -> tuple[float, float]:
    """Seconds for receiving the money, and for counting it for the loans."""
    import polars as pl
    from django.db import connection

    from ayomi.apps.funding.actions.collecting import collect
    from ayomi.apps.payments.actions.receive import take_receipts

    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM funding_loan WHERE next_number = 9 ORDER BY id LIMIT %s", [instalments])
        codes = [row[0] for row in cursor.fetchall()]
    frame = pl.DataFrame({"code": codes}).with_columns(
        ("bench:" + pl.col("code")).alias("key"), pl.lit(2_120_000, pl.Int64).alias("amount"),
        pl.lit(DAY).alias("paid_on"), pl.lit("").alias("sender"), pl.lit("").alias("remark"),
        pl.int_range(pl.len()).alias("line"),
    )  # fmt: skip
    took = timed(lambda: take_receipts(frame, channel="file", bank_file_id=None, office_id=None, by=None, at=MOMENT))
    return took, timed(lambda: collect(by=None, at=MOMENT))


def timed(work: Callable[[], object]) -> float:
    """Seconds of wall time."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _sql(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


def _vacuum() -> None:
    _sql("VACUUM ANALYZE")


if __name__ == "__main__":
    raise SystemExit(main())
