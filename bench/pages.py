"""Every page that shows figures of offices, asked again and again by three heads of offices."""

# ruff: noqa: E501 - addresses and rows of the database
from __future__ import annotations

import io
import logging
import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from ayomi.core.periods import Month

PASSWORD = "laut-teduh-dan-dalam"


class Counter:
    """How many statements ran."""

    def __init__(self) -> None:
        self.many = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.many += 1
        return execute(sql, params, many, context)


def pages(last: Month, *, rounds: int) -> Iterator[dict[str, Any]]:
    """A row for each page and role, one after the other: p95, median and slowest in milliseconds after a first request;
    `work`: the mean of milliseconds in which a processor was at it, here and in the database; the most queries of a
    request, and the worst status."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    logging.disable(logging.ERROR)
    for role, office in prepared(last).items():
        http = Client(raise_request_exception=False)
        from ayomi.apps.access.models import User

        http.force_login(User.objects.get(username=role), backend="django.contrib.auth.backends.ModelBackend")
        for name, addresses in asked(last, office).items():
            get = [_page(http, each) for each in addresses]
            yield {"page": name, "as": role} | _measured(connection, get, rounds)
        for name, work in _names(role, office, last).items():
            yield {"page": name, "as": role} | _measured(connection, [work], rounds)


def _page(http: Any, address: str) -> Callable[[], int]:
    return lambda: int(http.get(address).status_code)


def _measured(connection: Any, works: list[Callable[[], int]], rounds: int) -> dict[str, Any]:
    works[0]()
    taken, busy, queries, worst = [], [], 0, 0
    for work in islice(cycle(works), max(rounds, len(works))):
        counter = Counter()
        with connection.execute_wrapper(counter):
            started, before = time.perf_counter(), _work(connection)
            status = work()
            taken.append((time.perf_counter() - started) * 1000)
            busy.append((_work(connection) - before) * 1000)
        queries, worst = max(queries, counter.many), max(worst, status)
    cuts = statistics.quantiles(taken, n=20, method="inclusive")
    return {
        "p95": cuts[18], "work": statistics.fmean(busy), "median": statistics.median(taken), "slowest": max(taken), "queries": queries, "status": worst,
    }  # fmt: skip


def _work(connection: Any) -> float:
    """Seconds of processor that this process and its session of the database took, where the system tells."""
    here = time.process_time()
    try:
        told = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (AttributeError, OSError):
        return here
    return here + (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _rows(query: str, *given: Any) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return list(cursor.fetchall()) if cursor.description else []


def prepared(last: Month) -> dict[str, int]:
    """Users, targets of every office, denominators and reports, made once. Role -> office."""
    from django.core.management import call_command
    from django.utils import timezone

    from ayomi.apps.access.actions import create_user
    from ayomi.apps.access.models import User
    from ayomi.apps.steering.actions import denominators
    from ayomi.apps.steering.actions.report_runs import make_inquiry, make_report

    now = timezone.now()
    call_command("createcachetable")
    (branch, region, head), *_ = _rows(
        "SELECT b.id, r.id, h.id FROM offices_office h JOIN offices_office r ON r.parent_id = h.id JOIN offices_office b ON b.parent_id = r.id"
        " JOIN steering_tally t ON t.office_id = b.id AND t.measure = 'workers_covered' AND t.month = %s AND t.segment = 'all' AND t.dimension = ''"
        " WHERE h.kind = 'head' AND b.kind = 'branch' ORDER BY t.amount DESC LIMIT 1",
        last.plus(-1).first_day,
    )
    offices = {"office_head": branch, "regional": region, "head_office": head}
    for role, office in offices.items():
        if not User.objects.filter(username=role).exists():
            create_user(
                username=role, password=PASSWORD, full_name=role, role=role, office_id=office, organisation_id=None,
                person_id=None, language="id", by=None, at=now,
            )  # fmt: skip
    if not _rows("SELECT 1 FROM steering_target LIMIT 1"):
        for year in (last.year - 1, last.year, last.year + 1):
            _rows(_TARGETS, last.plus(-1).first_day, year)
        file_id = denominators.receive(
            _employed(last),
            file_name="bekerja.csv",
            source="Sakernas",
            as_of=date(last.year - 1, 8, 31),
            by=None,
            at=now,
        )
        denominators.take(file_id, by=None, at=now)
        for office in offices.values():
            make_report(office, last.plus(-1), by=None, at=now)
        if _rows("SELECT count(*) FROM registry_person")[0][0] <= 1_000_000:
            make_inquiry(last.plus(-12).year, by=None, at=now)
    return offices


_TARGETS = """
INSERT INTO steering_target (year, indicator, amount, source, recorded_at, office_id, revision, course, course_rule, origin, reason, state, proposed_at,
    decided_at, decision)
SELECT y.year, v.key, a.amount, 'Rencana', now(), o.id, 1, ARRAY(SELECT a.amount * g / 12 FROM generate_series(1, 12) g), 'even', 'typed', '', 'approved', now(), now(), ''
FROM offices_office o CROSS JOIN (VALUES ('firms_enrolled', 'firms_enrolled', 'wage_earner'), ('cooperatives_enrolled', 'cooperatives_enrolled', 'all'),
    ('workers_covered', 'workers_covered', 'all'), ('workers_covered_own_account', 'workers_covered', 'own_account'),
    ('workers_covered_wage_earner', 'workers_covered', 'wage_earner'), ('contributions_received', 'contributions_received', 'all')) v (key, measure, segment)
CROSS JOIN LATERAL (SELECT coalesce(sum(t.amount), 0)::bigint * 6 / 5 AS amount FROM steering_tally t WHERE t.office_id = o.id AND t.measure = v.measure
    AND t.month = %s AND t.segment = v.segment AND t.dimension = '') a CROSS JOIN (SELECT %s::int AS year) y
"""


def _employed(last: Month) -> bytes:
    """People in work per regency of two years, as a spreadsheet of the statistics office would give them."""
    from ayomi.core import places

    lines = [f"Provinsi;Kabupaten/Kota;Bekerja Agustus {last.year - 2};Bekerja Agustus {last.year - 1}"]
    for each in places.regions("regency"):
        figures = places.figures(each.code)
        workers = (figures.men + figures.women) // 2
        kind = "" if each.name.lower().startswith(("kab", "kota")) else "KOTA " if each.is_city else "KAB. "
        lines.append(f"{places.region(each.code[:2]).name};{kind}{each.name};{workers};{workers * 102 // 100}")
    return io.StringIO("\n".join(lines)).read().encode()


def asked(last: Month, office: int) -> dict[str, list[str]]:
    """The addresses of each page, for offices and months near and far."""
    import ayomi.edges.web.urls  # noqa: F401 - the addresses must be there

    below = [row[0] for row in _rows("SELECT id FROM offices_office WHERE parent_id = %s ORDER BY id LIMIT 6", office)]
    offices = [office, *below]
    months = [last, last.plus(-1), last.plus(-7), last.plus(-13), last.plus(-24)]

    def each(form: str, **parts: list[Any]) -> list[str]:
        (name, values), *rest = parts.items()
        filled = [form.replace("{" + name + "}", str(value)) for value in values]
        return [more for one in filled for more in each(one, **dict(rest))] if rest else filled

    target = _rows("SELECT id FROM steering_target WHERE office_id = %s ORDER BY id LIMIT 1", office)[0][0]
    table = _rows("SELECT id FROM steering_denominatorfile ORDER BY id LIMIT 1")[0][0]
    return {
        "home": ["/beranda/"],
        "office": each("/kinerja/?kantor={o}&bulan={m}", o=offices, m=months),
        "office, each indicator": each("/kinerja/?indikator={i}", i=["firms_enrolled", "cooperatives_enrolled", "projects_enrolled", "contributions_received", "workers_covered_own_account"]),
        "tree opened": each("/kinerja/?buka={o}", o=below or [office]),
        "calendar": each("/kalender/?kantor={o}", o=offices),
        "targets": each("/sasaran/?tahun={y}", y=[last.year, last.year + 1]),
        "target": [f"/sasaran/{target}/"],
        "target form": ["/sasaran/isi/"],
        "target shared out": each("/sasaran/bagi/?aturan={a}&jumlah=1000", a=["equal", "last_year", "uncovered"]),
        "targets to decide": ["/sasaran/setujui/"],
        "target file": ["/sasaran/unggah/"],
        "map": each("/peta/?peta={t}&bulan={m}", t=["coverage", "workers_covered", "firms_enrolled", "projects_enrolled", "target_workers_covered", "given_population"], m=months[:3]),
        "province": each("/peta/{p}/?peta={t}", p=["32", "74"], t=["coverage", "workers_covered", "target_workers_covered"]),
        "town and country": ["/peta/kota-dan-desa/", "/peta/kota-dan-desa/?provinsi=32"],
        "denominators": ["/penyebut/"],
        "denominator table": [f"/penyebut/{table}/"],
        "plans": ["/rencana/"],
        "growth": ["/rencana/pertumbuhan/"],
        "compare": ["/rencana/bandingkan/"],
        "shared over branches": ["/rencana/bagi/?jumlah=100000"],
        "openings": ["/rencana/kantor/"],
        "opening form": ["/rencana/kantor/baru/"],
        "reports": each("/laporan/?kantor={o}", o=offices),
        "report": each("/laporan/{o}/{m}/", o=offices[:3], m=months),
        "report csv": each("/laporan/{o}/{m}/laporan.csv", o=offices[:2], m=months[:2]),
        "report xlsx": each("/laporan/{o}/{m}/laporan.xlsx", o=offices[:1], m=months[:2]),
        "report pdf": each("/laporan/{o}/{m}/laporan.pdf", o=offices[:1], m=months[:2]),
        "inquiry": [f"/laporan/ilo/{last.year - 1}/"],
        "api targets": each("/api/v1/targets?depth={d}&month={m}", d=[0, 1, 3], m=months[:2]),
        "api report": each("/api/v1/report?month={m}", m=months),
        "api report csv": each("/api/v1/report?format=csv&month={m}", m=months),
    }  # fmt: skip


def _names(role: str, office: int, last: Month) -> dict[str, Callable[[], int]]:
    """The names behind figures of many kinds, as the page reads them: under the rights of whoever asks, by key."""
    from ayomi.apps.access.models import User
    from ayomi.apps.access.queries import scope_of
    from ayomi.apps.audit.actions import enter_scope, leave_scope
    from ayomi.apps.steering.queries.names import behind

    scope = scope_of(User.objects.get(username=role))
    most = _rows("SELECT max(id) FROM registry_person")[0][0]

    def under(work: Callable[[], object]) -> Callable[[], int]:
        def run() -> int:
            enter_scope(scope.kind, offices=scope.offices)
            try:
                work()
            finally:
                leave_scope()
            return 200

        return run

    def kinds() -> Iterator[tuple[str, tuple[str, str, str, str, int]]]:
        yield "people", ("workers_covered", "all", "", "", 0)
        yield "people, far page", ("workers_covered", "all", "", "", most // 2)
        yield "women", ("workers_covered", "all", "sex", "female", 0)
        yield "sex unknown", ("workers_covered", "all", "sex", "unknown", 0)
        yield "65 and older", ("workers_covered", "own_account", "age", "65+", 0)
        yield "construction", ("workers_covered", "construction", "", "", 0)
        yield "new", ("workers_new", "all", "", "", 0)
        yield "left", ("workers_left", "all", "", "", 0)
        yield "lapsed", ("workers_lapsed", "all", "", "", 0)
        yield "firms", ("firms_enrolled", "wage_earner", "", "", 0)
        yield "projects", ("projects_enrolled", "construction", "", "", 0)
        yield "bills received", ("contributions_received", "all", "", "", 0)
        yield "bills due", ("contributions_due", "all", "", "", 0)
        yield "arrears", ("contributions_arrears", "all", "", "", 0)
        yield "arrears, oldest", ("contributions_arrears", "all", "arrears_age", ">12", 0)

    return {
        f"names: {name}": under(lambda a=a: behind(office, last.plus(-1), *a[:4], after=a[4]))  # type: ignore[misc]
        for name, a in kinds()
    }
